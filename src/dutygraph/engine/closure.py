"""Which pairs does a transitive relation hold beside those given?"""

from __future__ import annotations

from typing import Final

import numpy as np

from dutygraph.engine.components import components
from dutygraph.engine.relations import EMPTY, HALF, LOW, Column, Index, distinct, pack

_DENSE: Final = 4  # edges a node from which finding components first pays


def reach(edges: Column, terms: int) -> Column:
    """List all pairs joined by one or more edges.

    Where nobody has two ways on and no way returns, all pairs of one distance come from one
    jump, and no pair twice. Else a pair is made for each edge that could come last; dense
    rings are first shrunk to one node each, within which everything reaches everything.

    Cost: O(answer) on a forest; elsewhere O(answer x edges a node), and a sort of it.
    Returns: sorted and distinct, the edges among them.
    """
    if not len(edges):
        return EMPTY
    left, right = edges >> HALF, edges & LOW
    if len(np.unique(left)) == len(left):
        found = _climb(left, right, terms)
        if found is not None:
            return found
    nodes = np.unique(np.concatenate((left, right)))
    if len(edges) > _DENSE * len(nodes):
        return _shrunk(left, right, nodes)
    return extend(Index(), edges, edges, terms)


def extend(known: Index, begun: Column, steps: Column, terms: int) -> Column:
    """List pairs begun, and all that further steps lead to, less what is known.

    Cost: a round for each step of the longest way.
    """
    onward, found, last = Index(steps), Index(), begun
    while len(last):
        found.grow(last)
        rows, ends = onward.follow(last & LOW, terms)
        new = distinct(pack(last[rows] >> HALF, ends))
        new = new[~found.has(new)]
        last = new[~known.has(new)] if len(known) else new
    return found.keys()


def _climb(left: Column, right: Column, terms: int) -> Column | None:
    """Follow single steps, level by level; nothing when a ring stops that."""
    parent = np.full(terms, -1, dtype=np.int64)
    parent[left] = right
    if _has_ring(parent, left):
        return None
    found, start, at = [], left, right
    while len(start):
        found.append(pack(start, at))
        at = parent[at]
        going = at >= 0
        start, at = start[going], at[going]
    return np.sort(np.concatenate(found))


def _has_ring(parent: Column, nodes: Column) -> bool:
    """Jump twice as far in each round: after so many rounds only a ring still leads on."""
    jump = parent.copy()
    for _ in range(int(np.ceil(np.log2(len(nodes) + 1))) + 1):
        at = jump[nodes]
        nodes, at = nodes[at >= 0], at[at >= 0]
        if not len(nodes):
            return False
        jump[nodes] = jump[at]
    return bool((jump[nodes] >= 0).any())


def _shrunk(left: Column, right: Column, nodes: Column) -> Column:
    """Close over components, then write each pair of components as pairs of their nodes."""
    places = pack(np.searchsorted(nodes, left), np.searchsorted(nodes, right))
    part = components(places, len(nodes))
    size = np.bincount(part)
    order = np.argsort(part, kind="stable")
    starts = np.concatenate(([0], np.cumsum(size)[:-1]))
    ends = pack(part[places >> HALF], part[places & LOW])
    loops = distinct(ends[ends >> HALF == ends & LOW])
    bare = distinct(ends[ends >> HALF != ends & LOW])
    pairs = distinct(np.concatenate((extend(Index(), bare, bare, len(size)), loops)))
    one, two = pairs >> HALF, pairs & LOW
    counts = size[one] * size[two]
    row = np.repeat(np.arange(len(pairs)), counts)
    within = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    width = size[two][row]
    sources = nodes[order[starts[one][row] + within // width]]
    targets = nodes[order[starts[two][row] + within % width]]
    return np.sort(pack(sources, targets))
