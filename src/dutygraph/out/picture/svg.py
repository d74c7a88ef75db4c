"""How is a scene drawn as SVG, without a browser?

Only presentation attributes: a picture looks the same in an office program as in a browser.
"""

from __future__ import annotations

from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from rich.cells import cell_len

from dutygraph.findings import Words
from dutygraph.out.page.lanes import UNRANKED
from dutygraph.out.picture.curves import PORTS, Curve, curve
from dutygraph.out.picture.labels import broken, caption, heading
from dutygraph.out.picture.layout import HEIGHT, WIDTH, Layout, Spot, layout
from dutygraph.out.picture.scene import Scene, line_key
from dutygraph.out.words import WORDS

PAPER, SHEET, BAND, RULE, EDGE = "#f7f5f0", "#fffefb", "#efece4", "#dedad0", "#c9c4b7"
INK, SOFT = "#1d2530", "#59626f"
FONTS: Final = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Hiragino Sans GB', "
    "'Microsoft YaHei', 'WenQuanYi Zen Hei', 'WenQuanYi Micro Hei', SimHei, SimSun, sans-serif"
)
# After Okabe and Ito; each kind also ends in a tip of its own shape.
COLOURS: Final = {
    "entrust": "#0072b2",
    "report": "#007a58",
    "oversight": "#a2478a",
    "consequence": "#9c6400",
    "missing": "#b4360c",
}
GRADES: Final = {"explicit": "#00704f", "implied": "#8a6100", "missing": "#b4360c"}
_DASHES: Final = {"implied": "6 4", "contested": "1.5 4", "missing": "9 5"}
_TIPS: Final = {
    "entrust": "M0 0L8 4L0 8Z",
    "report": "M1 0L7 4L1 8",
    "oversight": "M4 .5A3.5 3.5 0 1 1 4 7.5A3.5 3.5 0 1 1 4 .5Z",
    "consequence": "M4 0L8 4L4 8L0 4Z",
    "missing": "M1 1L7 7M7 1L1 7",
}
_KINDS: Final = ("entrust", "report", "oversight", "consequence")
_PART: Final = Words("所属、择一", "part of, either of")
_HOLLOW: Final = ("report", "missing")
_HEAD, _FOOT, _LEAST = 54, 92, 560


def svg(model: dict[str, Any], scene: Scene, lang: str) -> str:
    """Draw a scene with its heading, its legend, and a caption that says what is left out."""
    placed = layout(model, scene)
    title = heading(model, scene, lang)
    width = max(placed.width, _LEAST, cell_len(title) * 9.6 + 36)
    height = placed.height + _HEAD + _FOOT
    shift = (width - placed.width) / 2
    shown, out = caption(model, scene, lang)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" font-family={quoteattr(FONTS)} '
        f'font-size="13" fill="{INK}">'
    )
    parts = [
        opening,
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(shown + out)}</desc>",
        f"<defs>{''.join(_tip(kind) for kind in _TIPS)}</defs>",
        f'<rect width="{width:g}" height="{height:g}" fill="{PAPER}"/>',
        _text(18, 34, title, size=18, weight=600),
        f'<g transform="translate({shift:g} {_HEAD})">',
        *_bands(model, placed, lang),
        *_lines(scene, placed),
        *_cards(model, scene, placed, lang),
        *_numbers(scene, placed),
        "</g>",
        *_legend(scene, placed.height + _HEAD + 26, lang),
        _text(18, placed.height + _HEAD + 58, shown, size=12, fill=SOFT),
        _text(18, placed.height + _HEAD + 78, out, size=12, fill=SOFT),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _bands(model: dict[str, Any], placed: Layout, lang: str) -> list[str]:
    names = {level["rank"]: level["label"] for level in model["levels"]}
    found = []
    for at, band in enumerate(placed.bands):
        if at:
            found.append(f'<path d="M0 {band.top:g}H{placed.width:g}" stroke="{RULE}"/>')
        if band.rank != UNRANKED and band.rank in names:
            label = names[band.rank][1 if lang == "en" else 0]
            size = 18 if lang == "zh" else 11
            middle = (band.top + band.bottom) / 2 + size / 3
            found.append(
                _text(30, middle, label, size=size, weight=600, fill=SOFT, anchor="middle")
            )
    return found


def _ways(scene: Scene, placed: Layout) -> list[tuple[dict[str, Any], str, Curve]]:
    """Pair each line and gap that has both its cards with its grade and its curve."""
    both = [(line, line["grade"]) for line in scene.lines] + [(g, "missing") for g in scene.gaps]
    spots = placed.spots
    return [
        (one, grade, curve(spots[one["from"]], spots[one["to"]], one["kind"], spots.values()))
        for one, grade in both
        if one["from"] in spots and one["to"] in spots
    ]


def _lines(scene: Scene, placed: Layout) -> list[str]:
    found = []
    for one, grade, way in _ways(scene, placed):
        kind = "missing" if grade == "missing" else one["kind"]
        tip = f' marker-end="url(#tip-{kind})"' if kind in _TIPS else ""
        found.append(_stroke(way.path, COLOURS.get(kind, SOFT), grade, tip, wide=kind in _TIPS))
    return found


def _stroke(path: str, colour: str, grade: str, tip: str = "", *, wide: bool = True) -> str:
    width = 1.7 if wide else 1
    dashes = f' stroke-dasharray="{_DASHES[grade]}"' if grade in _DASHES else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}{tip}/>'


def _numbers(scene: Scene, placed: Layout) -> list[str]:
    found, seen = [], set()
    for one, _, way in _ways(scene, placed):
        key = line_key(one["kind"], one["from"], one["to"])
        if key in scene.steps and key not in seen:
            seen.add(key)
            words = "·".join(map(str, scene.steps[key]))
            wide = 12 + 8 * len(scene.steps[key])
            y = way.y + PORTS.get(one["kind"], 0) * 0.9
            found.append(
                f'<rect x="{way.x - wide / 2:g}" y="{y - 9:g}" width="{wide}" height="18" '
                f'rx="9" fill="{SHEET}" stroke="{INK}"/>'
            )
            found.append(_text(way.x, y + 4, words, size=11, anchor="middle"))
    return found


def _cards(model: dict[str, Any], scene: Scene, placed: Layout, lang: str) -> list[str]:
    known = {h["id"]: h for h in model["holders"]}
    return [
        part
        for one in scene.holders
        if one in placed.spots
        for part in _card(known[one], placed.spots[one], lang, chosen=one == scene.about)
    ]


def _card(holder: dict[str, Any], spot: Spot, lang: str, *, chosen: bool) -> list[str]:
    row = holder.get("row")
    fill = SHEET if row else BAND
    edge, wide = (COLOURS["entrust"], 2.4) if chosen else (EDGE, 1.2)
    dashes = ' stroke-dasharray="4 3"' if row and not row["inScope"] else ""
    round_ = HEIGHT / 2 if holder["kind"] in {"alternative", "other"} else 8
    label = holder["label"][1 if lang == "en" else 0]
    lines = broken(label)
    size = 13 if lang == "zh" else 11
    deep = len(lines) * (size + 2) + (11 if row else 0)
    y = spot.y + (HEIGHT - deep) / 2 + size
    box = (
        f'<rect x="{spot.x:g}" y="{spot.y:g}" width="{WIDTH}" height="{HEIGHT}" rx="{round_:g}" '
        f'fill="{fill}" stroke="{edge}" stroke-width="{wide:g}"{dashes}/>'
    )
    parts = [f"<g><title>{escape(label)}</title>", box]
    for at, line in enumerate(lines):
        parts.append(
            _text(spot.x + WIDTH / 2, y + at * (size + 2), line, size=size, anchor="middle")
        )
    if row:
        under = y + (len(lines) - 1) * (size + 2) + 9
        parts += [
            _mark(link["grade"], spot.x + WIDTH / 2 + (at - 2.5) * 12, under)
            for at, link in enumerate(row["links"])
        ]
    return [*parts, "</g>"]


def _mark(grade: str, x: float, y: float) -> str:
    """Draw one link's mark: full for explicit, half for implied, a cross for missing."""
    colour = GRADES[grade]
    if grade == "missing":
        d = f"M{x - 2.6:g} {y - 2.6:g}l5.2 5.2m0 -5.2l-5.2 5.2"
        return f'<path d="{d}" stroke="{colour}" stroke-width="1.6" stroke-linecap="round"/>'
    full = colour if grade == "explicit" else "none"
    ring = (
        f'<circle cx="{x:g}" cy="{y:g}" r="3.1" fill="{full}" stroke="{colour}" '
        'stroke-width="1.2"/>'
    )
    half = f'<path d="M{x:g} {y - 3.1:g}a3.1 3.1 0 0 0 0 6.2Z" fill="{colour}"/>'
    return ring + (half if grade == "implied" else "")


def _legend(scene: Scene, y: float, lang: str) -> list[str]:
    """Explain each kind and grade of line that the picture has, and no other."""
    kinds = {line["kind"] for line in scene.lines}
    grades = {line["grade"] for line in scene.lines}
    entries = [(WORDS[k], COLOURS[k], "explicit", k) for k in _KINDS if k in kinds]
    entries += [(_PART, SOFT, "explicit", "")] if kinds - set(_KINDS) else []
    entries += [(WORDS[g], INK, g, "") for g in ("explicit", "implied", "contested") if g in grades]
    entries += [(WORDS["missing"], COLOURS["missing"], "missing", "missing")] if scene.gaps else []
    found = []
    x = 18.0
    for words, colour, grade, tip in entries:
        mark = f' marker-end="url(#tip-{tip})"' if tip else ""
        label = words.in_language(lang)
        found.append(_stroke(f"M{x:g} {y - 4:g}h26", colour, grade, mark, wide=words != _PART))
        found.append(_text(x + 36, y, label, size=12))
        x += 52 + cell_len(label) * 6.5
    return found


def _tip(kind: str) -> str:
    colour = COLOURS[kind]
    fill = "none" if kind in _HOLLOW else (PAPER if kind == "oversight" else colour)
    reach = 7 if kind in {"entrust", "report"} else 4
    return (
        f'<marker id="tip-{kind}" viewBox="-1 -1 10 10" refX="{reach}" refY="4" markerWidth="8" '
        f'markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="{_TIPS[kind]}" '
        f'fill="{fill}" stroke="{colour}" stroke-width="1.4"/></marker>'
    )


def _text(  # noqa: PLR0913 -- what a text on a sheet has
    x: float,
    y: float,
    words: str,
    *,
    size: float,
    weight: int = 400,
    fill: str = INK,
    anchor: str = "start",
) -> str:
    if not words:
        return ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" fill="{fill}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )
