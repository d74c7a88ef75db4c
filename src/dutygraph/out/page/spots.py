"""Where does every holder stand on a plane, also those that the picture leaves out?

As on the page: levels from the top down, and within a level the rows of its lane. Holders
that stand in no lane follow in rows below it, in the order of the tree of entrusting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import isqrt
from typing import Final

from dutygraph.audit.report import Report
from dutygraph.out.page.hops import Hops
from dutygraph.out.page.ids import Ids
from dutygraph.out.page.lanes import PER_ROW, UNRANKED, Lane, arrange, sequence
from dutygraph.out.page.lines import lines
from dutygraph.out.page.parties import holders

ACROSS: Final = 140
DOWN: Final = 80
BETWEEN: Final = 60

Spots = dict[str, tuple[float, float]]


def spots(found: Report) -> Spots:
    """Give each holder, and each party that a line meets, its place by IRI.

    Units: points to the right of the middle, and down from the top.
    """
    ids = Ids(found)
    parties = holders(found, ids, Hops(found, ids))
    drawn = lines(found, ids)
    lanes = {lane.rank: lane for lane in arrange(parties, drawn)}
    levels = {party["id"]: party.get("level", UNRANKED) for party in parties}
    placed = {cell.holder for lane in lanes.values() for cell in lane.cells}
    rest: dict[int, list[str]] = defaultdict(list)
    for one in sequence(parties, drawn):
        if one not in placed:
            rest[levels[one]].append(one)
    where = _places(lanes, rest)
    iris = (*found.holders, *sorted(found.case.net.links.nodes))
    return {iri: where[short] for iri in iris if (short := ids.of(iri)) in where}


def _places(lanes: Mapping[int, Lane], rest: Mapping[int, Sequence[str]]) -> Spots:
    found: Spots = {}
    top = 0.0
    for rank in sorted({*lanes, *rest}):
        lane, others = lanes.get(rank), rest.get(rank, ())
        rows = lane.rows if lane else 0
        for cell in lane.cells if lane else ():
            found[cell.holder] = (cell.column * ACROSS, top + cell.row * DOWN)
        size = max(PER_ROW, 2 * isqrt(len(others)))
        for at, one in enumerate(others):
            row, column = divmod(at, size)
            found[one] = ((column - (size - 1) / 2) * ACROSS, top + (rows + row) * DOWN)
        top += (rows + -(-len(others) // size)) * DOWN + BETWEEN
    return found
