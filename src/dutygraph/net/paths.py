"""How does one holder answer to another, in one report or several?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

import networkx as nx

from dutygraph.net.links import Net, Support
from dutygraph.triples.proofs import IMPLIED

WEIGHT: Final = (1, 10_000, 100_000_000)
_JOINT: Final = Support(IMPLIED, ("DR4",), "")

Place = tuple[str, int]


@dataclass(frozen=True, slots=True, order=True)
class Hop:
    """One step of a walk: from, to, kind of link, and the support that carries it."""

    source: str
    target: str
    kind: str
    support: Support


@dataclass(frozen=True)
class Answering:
    """The reporting side of a net at one grade of evidence.

    Net: nodes are (IRI, stage): stage 0 before any report, 1 after at least one, 2 at an
    option of an alternative, where every walk ends. A post may start from its body, a
    partner passes on to its joint holder. With `once`, walks are the holder's own and have
    a single report, so that a surer walk of many reports does not hide a direct one.
    """

    net: Net
    most: int
    once: bool = False

    @cached_property
    def walks(self) -> nx.DiGraph[Place]:
        """Build the staged net once."""
        graph: nx.DiGraph[Place] = nx.DiGraph()
        for source, target, hop in self._steps():
            weight = WEIGHT[hop.support.grade]
            if not graph.has_edge(source, target) or graph.edges[source, target]["weight"] > weight:
                graph.add_edge(source, target, weight=weight, hop=hop)
        return graph

    def _steps(self) -> Iterator[tuple[Place, Place, Hop]]:
        for hop in self._hops_of("report"):
            yield (hop.source, 0), (hop.target, 1), hop
            if not self.once:
                yield (hop.source, 1), (hop.target, 1), hop
        for hop in self._hops_of("option"):
            yield (hop.source, 1), (hop.target, 2), hop
        for hop in self._hops_of("partner") if self.most >= IMPLIED else ():
            grade = max(hop.support.grade, _JOINT.grade)
            joint = replace(hop, support=replace(_JOINT, grade=grade))
            yield (hop.source, 1), (hop.target, 1), joint
            if not self.once:
                yield (hop.source, 0), (hop.target, 0), joint
        for hop in () if self.once else self._hops_of("post"):
            yield (hop.source, 0), (hop.target, 0), hop

    def _hops_of(self, kind: str) -> Iterator[Hop]:
        for source, target, best in self.net.edges(kind, self.most):
            yield Hop(source, target, kind, best)

    def to(self, source: str, target: str) -> tuple[Hop, ...]:
        """Walk from a holder by at least one report to a target, surest and shortest first.

        Returns: the hops; empty when the holder does not answer to the target.
        Cost: one Dijkstra search of the staged net, kept per source.
        """
        paths = self._paths(source)
        ends = [(target, stage) for stage in (1, 2) if (target, stage) in paths]
        found = [self._hops(paths[end]) for end in ends]
        return min(found, key=lambda hops: (worst(hops), len(hops)), default=())

    def forums(self, source: str) -> tuple[str, ...]:
        """List those to whom a holder answers, alternatives included, sorted."""
        return tuple(sorted({iri for iri, stage in self._paths(source) if stage > 0}))

    @cached_property
    def _memo(self) -> dict[str, dict[Place, list[Place]]]:
        return {}

    def _paths(self, source: str) -> dict[Place, list[Place]]:
        if source not in self._memo:
            start = (source, 0)
            self._memo[source] = (
                nx.single_source_dijkstra_path(self.walks, start) if start in self.walks else {}
            )
        return self._memo[source]

    def _hops(self, path: list[Place]) -> tuple[Hop, ...]:
        return tuple(self.walks.edges[a, b]["hop"] for a, b in pairwise(path))


def worst(hops: tuple[Hop, ...]) -> int:
    """Give the grade of the weakest hop."""
    return max((hop.support.grade for hop in hops), default=0)
