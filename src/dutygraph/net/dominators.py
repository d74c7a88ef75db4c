"""Whose loss cuts others off from the top?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import networkx as nx

from dutygraph.net.gaps import joined
from dutygraph.net.loops import Judge

TOP: Final = ""


def cut_off(judge: Judge) -> dict[str, tuple[str, ...]]:
    """List for each single point those who have no way to the top but through it.

    The top is every boundary principal or, where none is linked, every holder that entrusts
    and whom nobody entrusts. A way runs down by entrusting, up by reporting, and from a
    whole to its posts and members. A holder dominates another when every way from the top
    to the other passes through it. Each has one immediate dominator, the last of them, and
    these form a tree: whom a point cuts off are its branches there, with theirs.

    Net: partners count as their joint holder, an alternative as any of its options.
    Returns: single points, each with those it dominates immediately, sorted. Its own posts
        and members are not named, but those that hang on them are; a holder that no way
        joins to the top is cut off by nobody, and a boundary principal is no point.
    Cost: close to O(E) in links for the shallow nets that regulations give.
    Source: K. Cooper, T. Harvey and K. Kennedy (2001), A Simple, Fast Dominance Algorithm.
    """
    ways = _ways(judge)
    tree = _tree(ways)

    def hanging(point: str) -> Iterator[str]:
        for holder in tree[point]:
            if ways.has_edge(point, holder) and ways.edges[point, holder]["part"]:
                yield from hanging(holder)
            else:
                yield holder

    found = {p: tuple(sorted(hanging(p))) for p in sorted(tree) if p not in judge.net.boundary}
    return {point: holders for point, holders in found.items() if holders}


def dominated(judge: Judge) -> dict[str, frozenset[str]]:
    """List for each holder those whom no way from the top reaches without it.

    A holder dominates all that stand below it in the tree of immediate dominators. What is a
    part of it, its posts and members and theirs, is left out, as it falls with its whole.

    Net: as for `cut_off`; a boundary principal dominates like any other.
    Returns: holders that dominate somebody; a joint holder stands for its partners.
    Cost: O(V) for each of them, beside that of `cut_off`.
    Source: T. Lengauer and R. E. Tarjan (1979), doi:10.1145/357062.357071.
    """
    ways = _ways(judge)
    below: nx.DiGraph[str] = nx.DiGraph()
    below.add_edges_from((point, one) for point, some in _tree(ways).items() for one in some)
    parts: nx.DiGraph[str] = nx.DiGraph()
    parts.add_nodes_from(ways)
    parts.add_edges_from((a, b) for a, b, facts in ways.edges(data=True) if facts.get("part"))
    found: dict[str, frozenset[str]] = {}
    for point in sorted(below):
        own: set[str] = nx.descendants(parts, point)
        found[point] = frozenset(nx.descendants(below, point) - own)
    return {point: holders for point, holders in found.items() if holders}


def _tree(ways: nx.DiGraph[str]) -> dict[str, list[str]]:
    """List for each holder those whose last single point it is."""
    tree: dict[str, list[str]] = defaultdict(list)
    for holder, point in nx.immediate_dominators(ways, TOP).items():
        if point and holder:
            tree[point].append(holder)
    return tree


def _ways(judge: Judge) -> nx.DiGraph[str]:
    """Build the net of ways from the top; an edge is marked where it leads to a part."""
    net, most, joint = judge.net, judge.most, joined(judge.net)
    options = defaultdict(list)
    for alternative, option, _ in net.edges("option", most):
        options[alternative].append(option)
    ways: nx.DiGraph[str] = nx.DiGraph()

    def add(source: str, target: str, *, part: bool = False) -> None:
        source, target = joint.get(source, source), joint.get(target, target)
        known = ways.has_edge(source, target) and ways.edges[source, target]["part"]
        if source != target:
            ways.add_edge(source, target, part=part or known)

    for principal, holder, _ in net.edges("entrust", most):
        add(principal, holder)
    sources = [holder for holder, into in ways.in_degree() if into == 0]
    for holder, forum, _ in net.edges("report", most):
        for option in options.get(forum, [forum]):
            add(option, holder)
    for kind in ("post", "member"):
        for one, whole, _ in net.edges(kind, most):
            add(whole, one, part=True)
    ways.add_edges_from((TOP, top) for top in net.boundary & set(ways) or sources)
    ways.add_node(TOP)
    return ways
