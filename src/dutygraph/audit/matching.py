"""Which stretch of one coding is which stretch of another?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import networkx as nx

from dutygraph.model import Excerpt

Likeness = Callable[[int, int], int]


def iou(a: Excerpt, b: Excerpt) -> Fraction:
    """Divide the characters that two stretches share by those that either has.

    Units: code points.
    Source: P. Jaccard (1912), doi:10.1111/j.1469-8137.1912.tb05611.x.
    """
    shared = max(0, min(a.end, b.end) - max(a.start, b.start))
    whole = (a.end - a.start) + (b.end - b.start) - shared
    return Fraction(shared, whole) if whole else Fraction(0)


def match(
    left: Sequence[Excerpt], right: Sequence[Excerpt], least: Fraction, likeness: Likeness
) -> tuple[tuple[int, int], ...]:
    """Pair stretches one to one so that the sum of their overlaps is greatest.

    A pair needs an overlap (IoU) of `least` or more. Where two pairings overlap alike, the
    one with the greater sum of `likeness` is taken: norms that share their words are told
    apart by what else is coded of them. Weights are whole numbers, so the optimum is exact.

    Cost: O(k^3) for each group of k stretches that overlap one another, and the sort.
    Returns: pairs of indices, sorted; those of either side that are in no pair have no partner.
    Source: Z. Galil (1986), doi:10.1145/6462.6502, as networkx implements it.
    """
    net: nx.Graph[int] = nx.Graph()
    for i, j in _touching(left, right):
        share = iou(left[i], right[j])
        if share >= least:
            net.add_edge(i, len(left) + j, share=share, likeness=likeness(i, j))
    found: list[tuple[int, int]] = []
    for part in sorted(nx.connected_components(net), key=min):
        group: nx.Graph[int] = nx.Graph()
        group.add_nodes_from(sorted(part))
        group.add_weighted_edges_from(_weights(net, sorted(part)))
        found += ((min(edge), max(edge) - len(left)) for edge in nx.max_weight_matching(group))
    return tuple(sorted(found))


def _weights(net: nx.Graph[int], part: Sequence[int]) -> list[tuple[int, int, int]]:
    """Weigh overlap first and likeness second, in whole numbers."""
    edges = sorted((min(u, v), max(u, v), facts) for u, v, facts in net.edges(part, data=True))
    scale = math.lcm(*(facts["share"].denominator for _, _, facts in edges))
    first = 1 + sum(facts["likeness"] for _, _, facts in edges)
    return [(u, v, int(f["share"] * scale) * first + f["likeness"]) for u, v, f in edges]


def _touching(left: Sequence[Excerpt], right: Sequence[Excerpt]) -> Iterator[tuple[int, int]]:
    """List the pairs that share a character, by one pass over both in the order of the text."""
    waiting = sorted(range(len(right)), key=lambda j: right[j])
    near: list[int] = []
    for i in sorted(range(len(left)), key=lambda i: left[i]):
        while waiting and right[waiting[0]].start < left[i].end:
            near.append(waiting.pop(0))
        near = [j for j in near if right[j].end > left[i].start]
        yield from ((i, j) for j in near if right[j].start < left[i].end)
