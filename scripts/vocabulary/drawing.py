"""How is the diagram of the ontology drawn as SVG?

It follows the reader's colour scheme, and each word on it leads to its term.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from dutygraph.triples.vocabulary.model import Entry, terms
from vocabulary.diagram import (
    BOXES,
    HEAD,
    LINKS,
    ROW,
    WIDTH,
    Box,
    Layout,
    Link,
    Point,
    box_height,
    label_size,
    layout,
    text_width,
)

# The four relations of a norm and the four lines that follow from them, in this order.
_COLOURS: Final = ("entrust", "report", "oversight", "consequence")
_TITLE: Final = "本体的主要类与关系 Main classes and relations of the ontology"
_LIGHT: Final = {
    "paper": "#f7f5f0",
    "sheet": "#fffefb",
    "band": "#efece4",
    "edge": "#b9b3a4",
    "ink": "#1d2530",
    "soft": "#59626f",
    "entrust": "#0072b2",
    "report": "#007a58",
    "oversight": "#a2478a",
    "consequence": "#9c6400",
}
_DARK: Final = {
    "paper": "#14171b",
    "sheet": "#1d2127",
    "band": "#262b32",
    "edge": "#4b5562",
    "ink": "#eae7e0",
    "soft": "#a2abb7",
    "entrust": "#5ab4ec",
    "report": "#3fc596",
    "oversight": "#e296c8",
    "consequence": "#e2b04a",
}
_SHAPES: Final = (
    ".map{font-family:system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',"
    "sans-serif;font-size:12px}.map .zh{font-size:15px;font-weight:600}.map .en{font-size:11px}"
    ".map .line{fill:none;stroke-width:1.3}.map .derived{stroke-width:1.6;stroke-dasharray:7 5}"
    ".map .derived-chip{stroke-dasharray:5 4}.map a{text-decoration:none}"
    ".map a:hover text,.map a:focus text{text-decoration:underline}"
)


@dataclass(frozen=True, slots=True)
class _Pen:
    """Where and how the next words are written."""

    x: float
    y: float
    colour: str = ""
    middle: bool = False
    mark: str = ""


def diagram() -> str:
    """Draw the picture of the main classes, with both languages on every box and line."""
    known = {term.local: term for term in terms()}
    placed = layout(known)
    size = f'width="{placed.width}" height="{placed.height}"'
    box = f'viewBox="0 0 {placed.width} {placed.height}"'
    told = 'role="group" aria-labelledby="map-title"'
    labels = [(link, placed.spots[f"t{at}"]) for at, link in enumerate(LINKS)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" lang="zh-CN" {size} {box} {told}>',
        f'<title id="map-title">{_TITLE}</title>',
        f"<style>{_style()}</style>",
        f"<defs>{_tip('line')}{_tip('derived')}</defs>",
        f'<rect class="ground" {size} rx="10"/>',
        *_lines(placed),
        *(part for link, spot in labels for part in _label(link, spot, known)),
        *(part for one in BOXES for part in _box(one, placed.spots[one.key], known)),
    ]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _style() -> str:
    """Write colours in full, for renderers that know neither variables nor dark paper."""
    dark = f"@media screen and (prefers-color-scheme:dark){{{_colours(_DARK)}}}"
    return _SHAPES + _colours(_LIGHT) + dark


def _colours(of: Mapping[str, str]) -> str:
    fills = {"ground": "paper", "chip": "paper", "box": "sheet", "derived-chip": "band"}
    fills |= {"line-tip": "soft", "derived-tip": "ink", **{one: one for one in _COLOURS}}
    strokes = {"box": "edge", "derived-chip": "edge", "rule": "edge", "line": "soft"}
    strokes |= {"derived": "ink"}
    return (
        f".map text{{fill:{of['ink']}}}.map .en{{fill:{of['soft']}}}"
        + "".join(f".map .{name}{{fill:{of[colour]}}}" for name, colour in fills.items())
        + "".join(f".map .{name}{{stroke:{of[colour]}}}" for name, colour in strokes.items())
    )


def _tip(kind: str) -> str:
    return (
        f'<marker id="map-{kind}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="6.5" '
        f'markerHeight="6.5" orient="auto"><path class="{kind}-tip" d="M0 0L8 4L0 8Z"/></marker>'
    )


def _lines(placed: Layout) -> Iterator[str]:
    for at, link in enumerate(LINKS):
        label, kind = f"t{at}", "derived" if link.derived else "line"
        named = "line derived" if link.derived else "line"
        for end, last in ((link.start, False), (link.end, True)):
            away = placed.ways.get((label, end))
            way = away or placed.ways[end, label]
            points = way if bool(away) == last else way[::-1]
            first, *rest = (f"{x:g} {y:g}" for x, y in points)
            tip = f' marker-end="url(#map-{kind})"' if last else ""
            yield f'<path class="{named}" d="M{first}C{" ".join(rest)}"{tip}/>'


def _label(link: Link, spot: Point, known: Mapping[str, Entry]) -> Iterator[str]:
    wide, high = label_size(link, known)
    left, top = spot[0] - wide / 2, spot[1] - high / 2
    kind = "derived-chip" if link.derived else "chip"
    yield f'<rect class="{kind}" x="{left:g}" y="{top:g}" width="{wide}" height="{high}" rx="6"/>'
    colours = _COLOURS if len(link.terms) > 1 else ("",)
    if link.derived:
        yield _text(left + 12, spot[1] + 4, "推得", "note")
        yield _text(left + 40, spot[1] + 4, "derived", "en")
        left += 90
    for at, (name, colour) in enumerate(zip(link.terms, colours, strict=True)):
        term = known[name]
        if link.derived:
            yield _named(term, _Pen(left, spot[1] + 4, colour))
            left += text_width(term) + 20
        else:
            yield _named(term, _Pen(spot[0], top + ROW * at + 14, colour, middle=True))


def _box(box: Box, spot: Point, known: Mapping[str, Entry]) -> Iterator[str]:
    term, high = known[box.term], box_height(box)
    x, y = spot[0] - WIDTH / 2, spot[1] - high / 2
    label = box.role or term.label
    yield f'<rect class="box" x="{x:g}" y="{y:g}" width="{WIDTH}" height="{high}" rx="8"/>'
    names = _text(x + 12, y + 20, label.zh, "zh") + _text(x + 12, y + 36, label.en, "en")
    yield _linked(term, names)
    if box.rows:
        yield f'<path class="rule" d="M{x:g} {y + HEAD:g}h{WIDTH}"/>'
    for at, row in enumerate(box.rows):
        mark = "⊂ " if known[row].kind.en == "class" else ""
        yield _named(known[row], _Pen(x + 12, y + HEAD + 17 + ROW * at, mark=mark))


def _named(term: Entry, pen: _Pen) -> str:
    at = ' text-anchor="middle"' if pen.middle else ""
    kind = f' class="{pen.colour}"' if pen.colour else ""
    text = (
        f'<text x="{pen.x:g}" y="{pen.y:g}"{at}{kind}>{pen.mark}{escape(term.label.zh)} '
        f'<tspan class="en" lang="en">{escape(term.label.en)}</tspan></text>'
    )
    return _linked(term, text)


def _linked(term: Entry, content: str) -> str:
    return f'<a href="terms.html#{term.local}"><title>{term.name}</title>{content}</a>'


def _text(x: float, y: float, words: str, kind: str) -> str:
    tongue = ' lang="en"' if kind == "en" else ""
    return f'<text x="{x:g}" y="{y:g}" class="{kind}"{tongue}>{escape(words)}</text>'
