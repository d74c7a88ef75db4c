"""What stands on a picture: which holders, lines and gaps, and what is left out?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from dutygraph.errors import UsageError
from dutygraph.out.page.lines import LINES

Value = dict[str, Any]
# Beyond this many cards a picture cannot be read.
MOST: Final = 150
FORMATS: Final = ("svg", "png")


@dataclass(frozen=True)
class Scene:
    """One picture's content: ids of holders, lines and gaps of the model, numbered steps.

    `about` is the holder in the middle, None where there is none; `whole` keeps the places
    of the page's whole picture.
    """

    what: str
    holders: tuple[str, ...]
    lines: tuple[Value, ...]
    gaps: tuple[Value, ...] = ()
    steps: dict[str, list[int]] = field(default_factory=dict)
    about: str | None = None
    whole: bool = False


def check_scene(what: str, holder: str | None) -> None:
    """Refuse a picture that cannot be meant, before anything is judged.

    Raises: UsageError for one that is not known, or that needs a holder and has none.
    """
    if what not in SCENES:
        raise UsageError("unknown picture", place=what, cure=f"known: {', '.join(SCENES)}")
    if what in NEEDING and holder is None:
        raise UsageError("needs a holder to be about", place=what, cure="add --holder NAME")


def scene(model: Value, what: str, holder: str | None) -> Scene:
    """Choose what a picture shows.

    Raises: UsageError as `check_scene` does; for a holder that has no loop or no row; for
        more holders than one picture can show.
    """
    check_scene(what, holder)
    return _checked(SCENES[what](model, holder))


def _checked(made: Scene) -> Scene:
    if not made.lines and not made.gaps and not made.whole:
        raise UsageError(
            "has nothing to draw", place=made.what, cure="draw the whole, or another holder"
        )
    if len(made.holders) > MOST:
        raise UsageError(
            f"{len(made.holders)} holders are too many for one picture",
            place=made.what,
            cure="draw one holder's surroundings: --what holder --holder NAME",
        )
    return made


def of_lines(model: Value, wanted: Iterable[tuple[str, str | None, str | None]]) -> Scene:
    """Choose lines by kind and ends, and the options of the alternatives that they run to.

    Those that a general rule draws to almost everybody are left out beside others.

    Raises: UsageError where none is left, or for more holders than one picture can show.
    """
    keys = {line_key(*line) for line in wanted}
    found = [
        line
        for line in model["lines"]
        if line_key(line["kind"], line["from"], line["to"]) in keys and line["grade"] != "contested"
    ]
    lines = [line for line in found if not line.get("general")] or found
    ends = {line["to"] for line in lines}
    lines += [li for li in model["lines"] if li["kind"] == "option" and li["from"] in ends]
    return _checked(_joined("lines", lines, []))


def line_key(kind: str, source: str | None, target: str | None) -> str:
    """Name what a step goes over, whichever norm it rests on."""
    return f"{kind} {source} {target}"


def _whole(model: Value, _: str | None) -> Scene:
    shown = tuple(cell[0] for lane in model["lanes"] for cell in lane["cells"])
    if not shown:
        shown = tuple(h["id"] for h in model["holders"])
    inside = set(shown)
    lines = [li for li in _plain(model) if {li["from"], li["to"]} <= inside]
    return Scene("whole", shown, tuple(lines), tuple(_near(model)), whole=True)


def _around(model: Value, holder: str | None) -> Scene:
    lines = [
        line
        for line in model["lines"]
        if not line.get("general") and holder in {line["from"], line["to"]}
    ]
    gaps = [gap for gap in model["gaps"] if gap["holder"] == holder]
    return _joined("holder", lines, gaps, about=holder)


def _loop(model: Value, holder: str | None) -> Scene:
    loops = [x for x in model["loops"] if holder in {None, x["principal"], x["holder"]}]
    if not loops:
        raise UsageError(
            "is on no direct loop", place=str(holder), cure="draw its chain: --what chain"
        )
    return _walk("loop", model, [(model["hops"][at], None) for at in loops[0]["hops"]], holder)


def _chain(model: Value, holder: str | None) -> Scene:
    row = next((h.get("row") for h in model["holders"] if h["id"] == holder), None)
    if row is None:
        raise UsageError(
            "has no chain of its own",
            place=str(holder),
            cure="draw its surroundings: --what holder",
        )
    gaps = [gap for gap in model["gaps"] if gap["holder"] == holder]
    steps: list[tuple[Value | None, Value | None]] = []
    for link in row["links"]:
        missing = next((gap for gap in gaps if link["kind"] in gap["closes"]), None)
        steps += [(model["hops"][at], None) for at in link.get("hops", ())] or [(None, missing)]
    return _walk("chain", model, steps, holder)


def _kind(kind: str, what: str) -> Callable[[Value, str | None], Scene]:
    def choose(model: Value, holder: str | None) -> Scene:
        lines = [
            line
            for line in _plain(model)
            if line["kind"] == kind and (holder is None or holder in {line["from"], line["to"]})
        ]
        ends = {line["to"] for line in lines}
        lines += [li for li in model["lines"] if li["kind"] == "option" and li["from"] in ends]
        return _joined(what, lines, [], about=holder)

    return choose


def _walk(
    what: str,
    model: Value,
    steps: Iterable[tuple[Value | None, Value | None]],
    holder: str | None,
) -> Scene:
    numbers: dict[str, list[int]] = {}
    gaps: dict[str, Value] = {}
    for number, (hop, gap) in enumerate(steps, start=1):
        if hop:
            key = line_key(hop["tie"], hop["from"], hop.get("to"))
            numbers.setdefault(key, []).append(number)
        elif gap:
            gaps[gap["id"]] = gap
            key = line_key(gap["kind"], gap["from"], gap["to"])
            numbers.setdefault(key, []).append(number)
    lines = [
        line
        for line in model["lines"]
        if line["grade"] != "contested"
        and line_key(line["kind"], line["from"], line["to"]) in numbers
    ]
    return _joined(what, lines, list(gaps.values()), numbers, holder)


def _joined(
    what: str,
    lines: list[Value],
    gaps: list[Value],
    steps: dict[str, list[int]] | None = None,
    about: str | None = None,
) -> Scene:
    ends = dict.fromkeys(end for one in (*lines, *gaps) for end in (one["from"], one["to"]))
    if about:
        ends.setdefault(about)
    return Scene(what, tuple(ends), tuple(lines), tuple(gaps), steps or {}, about)


def _plain(model: Value) -> list[Value]:
    """List the lines that say something of structure: none that a general rule draws to all."""
    kinds = {*LINES, "option"}
    return [
        line
        for line in model["lines"]
        if line["kind"] in kinds and (not line.get("general") or line["grade"] == "contested")
    ]


def _near(model: Value) -> list[Value]:
    """List the missing lines of the holders that lack a single one."""
    counts: dict[str, int] = {}
    for gap in model["gaps"]:
        counts[gap["holder"]] = counts.get(gap["holder"], 0) + 1
    return [gap for gap in model["gaps"] if counts[gap["holder"]] == 1]


SCENES: Final[dict[str, Callable[[Value, str | None], Scene]]] = {
    "whole": _whole,
    "holder": _around,
    "loop": _loop,
    "chain": _chain,
    "reports": _kind("report", "reports"),
    "oversight": _kind("oversight", "oversight"),
}
NEEDING: Final = ("holder", "chain")
