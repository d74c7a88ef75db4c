"""How are words set on a picture: broken to a card's width, escaped, captioned?"""

from __future__ import annotations

from typing import Any, Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from dutygraph.findings import Words
from dutygraph.out.picture.scene import Scene
from dutygraph.out.words import WORDS

# A card holds so many half-width characters a line, and so many lines.
CELLS: Final = 17
LINES: Final = 2

_TITLES: Final = {
    "whole": Words("责任图", "Duty graph"),
    "holder": Words("周围", "surroundings"),
    "loop": Words("直接回路", "direct loop"),
    "chain": Words("责任链", "chain of responsibility"),
    "reports": Words("报告线", "report lines"),
    "oversight": Words("监督线", "oversight lines"),
    "lines": Words("责任线", "lines"),
}
_COUNT: Final = Words("{holders} 个主体，{lines} 条线", "{holders} holders, {lines} lines")
_OUT: Final = Words("未画：", "Left out: ")
_LEFT: Final = (
    ("holders", Words("{n} 个其他主体", "{n} other holders")),
    ("general", Words("{n} 条由普遍规则推出的线", "{n} lines that a general rule draws to all")),
    ("lines", Words("{n} 条其他的线", "{n} other lines")),
    ("gaps", Words("{n} 条其余缺失的线", "{n} other missing lines")),
)
_SUGGESTED: Final = Words("红色虚线是建议补上的线", "dashed red lines are suggestions")


def broken(label: str) -> list[str]:
    """Break a label into lines that fit a card; what does not fit ends in an ellipsis."""
    # A console never prints here: it lends its rules of breaking, which know wide characters.
    console = Console(width=CELLS, color_system=None)
    widths = range(-(-cell_len(label) // LINES), CELLS + 1)
    for width in widths if cell_len(label) > CELLS else ():
        lines = [str(line).strip() for line in Text(label).wrap(console, width)]
        if len(lines) <= LINES:
            return lines
    lines = [str(line).strip() for line in Text(label).wrap(console, CELLS)]
    if len(lines) > LINES:
        last = Text(lines[LINES - 1])
        last.truncate(CELLS - 2, overflow="crop")
        lines = [*lines[: LINES - 1], f"{last}…"]
    return lines


def heading(model: dict[str, Any], scene: Scene, lang: str) -> str:
    """Name the picture: the regulation, what is shown, about whom."""
    parts = [_pick(model["title"], lang), _TITLES[scene.what].in_language(lang)]
    if scene.about:
        labels = {h["id"]: h["label"] for h in model["holders"]}
        parts.insert(1, _pick(labels[scene.about], lang))
    return " · ".join(parts)


def caption(model: dict[str, Any], scene: Scene, lang: str) -> tuple[str, str]:
    """Say what is shown, by what evidence and verdict, and what is left out."""
    stop, colon = ("。", "：") if lang == "zh" else (".", ": ")
    shown = _COUNT.in_language(lang).format(
        holders=len(scene.holders), lines=len(scene.lines) + len(scene.gaps)
    )
    facts = [
        *(f"{_word(key, lang)}{colon}{_word(model[key], lang)}" for key in ("verdict", "evidence")),
        shown,
    ]
    if scene.gaps:
        facts.append(_SUGGESTED.in_language(lang))
    left = [
        words.in_language(lang).format(n=number)
        for (key, words) in _LEFT
        if (number := _left_out(model, scene)[key])
    ]
    mark = "；" if lang == "zh" else "; "
    out = f"{_OUT.in_language(lang)}{mark.join(left)}{stop}" if left else ""
    return mark.join(facts) + stop, out


def _left_out(model: dict[str, Any], scene: Scene) -> dict[str, int]:
    drawn = {line["id"] for line in scene.lines}
    away = [x for x in model["lines"] if x["id"] not in drawn and x["kind"] in _DRAWABLE]
    general = sum(bool(line.get("general")) for line in away)
    return {
        "holders": len(model["holders"]) - len(scene.holders),
        "general": general,
        "lines": len(away) - general,
        "gaps": len(model["gaps"]) - len(scene.gaps),
    }


_DRAWABLE: Final = ("entrust", "report", "oversight", "consequence")


def _word(key: str, lang: str) -> str:
    return WORDS[key].in_language(lang)


def _pick(label: list[str], lang: str) -> str:
    return label[1 if lang == "en" else 0]
