"""Where does each holder stand: in which lane, in which row, in which place?

Lanes are the administrative levels, from the top down; holders without a level stand last.
Within a lane, those whom lines join stand in the middle, who entrusts above whom; the others
flank them, or follow below.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import networkx as nx

from dutygraph.out.page import graphviz

UNRANKED: Final = 99
PER_ROW: Final = 8
# Beyond this many holders the order follows the tree of entrusting: Graphviz would take long.
MOST_DRAWN: Final = 600
_WEIGHTS: Final = {"entrust": 3, "report": 2, "option": 2, "oversight": 1, "consequence": 1}
_APART: Final = 0.3


@dataclass(frozen=True, slots=True)
class Cell:
    """One holder's place: columns to the right of the middle, rows down in its lane."""

    holder: str
    column: float
    row: int


@dataclass(frozen=True, slots=True)
class Lane:
    """One level: its rank, how many rows it takes, its cells row by row."""

    rank: int
    rows: int
    cells: tuple[Cell, ...]


def arrange(holders: Sequence[dict[str, Any]], lines: Iterable[dict[str, Any]]) -> tuple[Lane, ...]:
    """Put the holders that belong in the whole picture into lanes.

    They are those that are judged, and those that a line meets which is no general rule's.
    Returns: lanes from the top down; none above `MOST_DRAWN` holders.
    """
    drawn = [line for line in lines if line["kind"] in _WEIGHTS and not line.get("general")]
    ends = {line[end] for line in drawn for end in ("from", "to")}
    shown = [h for h in holders if "row" in h or h["id"] in ends]
    if len(shown) > MOST_DRAWN:
        return ()
    members: dict[int, list[str]] = defaultdict(list)
    for holder in shown:
        members[holder.get("level", UNRANKED)].append(holder["id"])
    rows = [(rank, row) for rank in sorted(members) for row in _rows(members[rank], drawn)]
    weighted = [(line["from"], line["to"], _WEIGHTS[line["kind"]]) for line in drawn]
    linked: dict[int, list[list[str]]] = defaultdict(list)
    for (rank, _), row in zip(rows, graphviz.order([r for _, r in rows], weighted), strict=True):
        linked[rank].append(row)
    return tuple(
        _lane(rank, linked[rank], [one for one in members[rank] if one not in ends])
        for rank in sorted(members)
    )


def sequence(holders: Sequence[dict[str, Any]], lines: Iterable[dict[str, Any]]) -> list[str]:
    """Order all holders so that those whom one principal entrusts stand together.

    Cost: O(holders + lines).
    """
    tree: nx.DiGraph[str] = nx.DiGraph()
    tree.add_nodes_from(h["id"] for h in sorted(holders, key=lambda h: h.get("level", UNRANKED)))
    tree.add_edges_from((li["from"], li["to"]) for li in lines if li["kind"] == "entrust")
    return list(nx.dfs_preorder_nodes(tree))


def _rows(lane: Sequence[str], lines: Iterable[dict[str, Any]]) -> list[list[str]]:
    """Break the joined holders of a lane into rows: those who entrust within it above."""
    inside: nx.DiGraph[str] = nx.DiGraph()
    members = set(lane)
    for line in lines:
        inside.add_nodes_from(members & {line["from"], line["to"]})
        if line["kind"] == "entrust" and {line["from"], line["to"]} <= members:
            inside.add_edge(line["from"], line["to"])
    whole = nx.condensation(inside)
    groups: dict[int, list[str]] = defaultdict(list)
    rank = {
        node: depth
        for depth, layer in enumerate(nx.topological_generations(whole))
        for part in layer
        for node in whole.nodes[part]["members"]
    }
    for node in (one for one in lane if one in rank):
        groups[rank[node]].append(node)
    return [row for depth in sorted(groups) for row in _even(groups[depth])]


def _lane(rank: int, linked: list[list[str]], loose: list[str]) -> Lane:
    cells = [cell for at, row in enumerate(linked) for cell in _centred(row, at)]
    rows, width = len(linked), max((len(row) for row in linked), default=0)
    beside = -(-len(loose) // rows) if rows else 0
    if not loose or (rows and width + beside <= PER_ROW):
        return Lane(rank, max(rows, 1), tuple(cells + _flank(loose, rows, width)))
    below = _even(loose)
    cells += [cell for at, row in enumerate(below, start=rows) for cell in _centred(row, at)]
    return Lane(rank, rows + len(below), tuple(cells))


def _centred(row: Sequence[str], at: int) -> list[Cell]:
    return [Cell(one, place - (len(row) - 1) / 2, at) for place, one in enumerate(row)]


def _flank(loose: Sequence[str], rows: int, width: int) -> list[Cell]:
    """Fill columns beside the middle, from the left to the right side."""
    columns = [list(loose[at : at + rows]) for at in range(0, len(loose), rows or 1)]
    half = len(columns) // 2
    edge = (width + 1) / 2 + _APART
    places = [place - half + 1 - edge for place in range(half)]
    places += [edge + place for place in range(len(columns) - half)]
    return [
        Cell(one, place, at)
        for place, column in zip(places, columns, strict=True)
        for at, one in enumerate(column)
    ]


def _even(nodes: list[str]) -> list[list[str]]:
    """Break a list into as few rows as fit, of about the same length."""
    count = -(-len(nodes) // PER_ROW)
    size = -(-len(nodes) // count)
    return [nodes[at : at + size] for at in range(0, len(nodes), size)]
