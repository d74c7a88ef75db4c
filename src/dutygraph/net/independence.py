"""Is an overseer independent of the one it judges, and if not, what shows that?

Nobody judges well in its own cause, nor in that of the one whose work it does. An overseer
is bound to a holder when it is that holder, a part of it, or under it: reached from it down
the whole hierarchy of entrusting and of parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import networkx as nx

from dutygraph.net.links import Net
from dutygraph.net.paths import WEIGHT, Hop

SELF, WHOLE, PART, MEMBER, BELOW, END = range(6)

ENTRUSTING: Final = (SELF, WHOLE, PART, BELOW)
TIES: Final = ("partner", "post", "member")
UP: Final = ((SELF, WHOLE), (WHOLE, WHOLE))
DOWN: Final = {
    "partner": ((SELF, PART), (PART, PART), (MEMBER, MEMBER), (BELOW, BELOW)),
    "post": ((SELF, PART), (PART, PART), (MEMBER, MEMBER), (BELOW, BELOW)),
    "member": ((SELF, MEMBER), (PART, MEMBER), (MEMBER, MEMBER), (BELOW, BELOW)),
}

Place = tuple[str, int]


@dataclass(frozen=True)
class Independence:
    """Who is bound to whom at one grade of evidence.

    From a holder the hierarchy runs to its partners, posts and members; from it, from these
    partners and posts, and from the joint holder or body it is itself a part of, on to those
    they entrust; and from those to their parts and delegates, without end. Three ways are
    left out, as they bind nobody: a whole is not under its part, the other parts of a whole
    are not under each other, and what one member of a group entrusts is not entrusted by
    the group.

    Net: nodes are (IRI, stage), edges run against the hierarchy, so that a search from an
        overseer meets only those above it, who are few.
    Source: nemo iudex in causa sua.
    """

    net: Net
    most: int

    def binds(self, holder: str, overseer: str) -> bool:
        """Tell whether an overseer is a holder, a part of it, or under it.

        Cost: one search from each overseer, kept; it meets those above the overseer.
        """
        return holder == overseer or (holder, SELF) in self._above(overseer)

    def bound(self, holder: str) -> frozenset[str]:
        """List all who are bound to a holder, itself among them.

        Cost: one search down the hierarchy of the holder.
        """
        start = (holder, SELF)
        below = nx.ancestors(self._hierarchy, start) if start in self._hierarchy else set()
        return frozenset({holder} | {iri for iri, stage in below if stage == END})

    def path(self, holder: str, overseer: str) -> tuple[Hop, ...]:
        """Show how an overseer is bound to a holder: by the surest hops, then the fewest.

        Returns: hops from the holder to the overseer, as the net has them: a tie runs from
            part to whole and so is met from its end on the way down. Empty when the two are
            one, or when the overseer is independent.
        """
        if holder == overseer or not self.binds(holder, overseer):
            return ()
        found = nx.dijkstra_path(self._hierarchy, (overseer, END), (holder, SELF))
        edges = [self._hierarchy.edges[edge] for edge in pairwise(found)]
        return tuple(edge["hop"] for edge in reversed(edges) if "hop" in edge)

    @cached_property
    def _hierarchy(self) -> nx.DiGraph[Place]:
        graph: nx.DiGraph[Place] = nx.DiGraph()

        def add(source: Place, target: Place, hop: Hop) -> None:
            weight = WEIGHT[hop.support.grade]
            if not graph.has_edge(target, source) or graph.edges[target, source]["weight"] > weight:
                graph.add_edge(target, source, weight=weight, hop=hop)
            if target[1] != WHOLE:
                graph.add_edge((target[0], END), target, weight=0)

        for principal, holder, best in self.net.edges("entrust", self.most):
            hop = Hop(principal, holder, "entrust", best)
            for stage in ENTRUSTING:
                add((principal, stage), (holder, BELOW), hop)
        for kind in TIES:
            for part, whole, best in self.net.edges(kind, self.most):
                hop = Hop(part, whole, kind, best)
                for source, target in UP if kind != "member" else ():
                    add((part, source), (whole, target), hop)
                for source, target in DOWN[kind]:
                    add((whole, source), (part, target), hop)
        return graph

    @cached_property
    def _memo(self) -> dict[str, frozenset[Place]]:
        return {}

    def _above(self, overseer: str) -> frozenset[Place]:
        if overseer not in self._memo:
            end = (overseer, END)
            known = end in self._hierarchy
            self._memo[overseer] = frozenset(nx.descendants(self._hierarchy, end) if known else ())
        return self._memo[overseer]
