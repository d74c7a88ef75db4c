"""What are the parties of a system, and what of each is to be counted?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from dutygraph.audit.case import Case
from dutygraph.model import Holder
from dutygraph.net.dominators import dominated
from dutygraph.net.gaps import joined
from dutygraph.net.typed import betweenness, depths, typed


@dataclass(frozen=True)
class Parties:
    """The holders of a case, each partner with its joint holder, and their links.

    What is costly is computed for all of them together, once.
    """

    case: Case

    @cached_property
    def listed(self) -> tuple[Holder, ...]:
        """List the holders that are no partners, from the highest level down, then by IRI."""
        partners = joined(self.case.net)
        found = [h for h in self.case.reasoned.reader.holders() if h.iri not in partners]
        return tuple(sorted(found, key=lambda h: (h.level or 99, h.iri)))

    def duties(self, party: str) -> frozenset[str]:
        """Gather the obligations that the text lays on a party or on its partners."""
        bearers = (party, *self.case.net.partners.get(party, ()))
        return frozenset(
            support.norm
            for bearer in bearers
            for support in self.case.net.duties.get(bearer, ())
            if support.grade <= self.case.judge.most
        )

    def before(self, kind: str, party: str) -> frozenset[str]:
        """Name the parties from which links of a kind run to a party."""
        net = self._nets[kind]
        return frozenset(net.predecessors(party)) if party in net else frozenset()

    def after(self, kind: str, party: str) -> frozenset[str]:
        """Name the parties to which links of a kind run from a party."""
        net = self._nets[kind]
        return frozenset(net.successors(party)) if party in net else frozenset()

    def wholes(self, party: str) -> frozenset[str]:
        """Name the bodies and groups of which a party is a post or member."""
        return self.after("post", party) | self.after("member", party)

    @cached_property
    def depths(self) -> dict[str, int]:
        """Count the entrusting links down to each party."""
        return depths(self.case.judge)

    @cached_property
    def dominated(self) -> dict[str, frozenset[str]]:
        """List whom each party alone joins to the top."""
        return dominated(self.case.judge)

    @cached_property
    def between(self) -> dict[str, dict[str, float]]:
        """Give the betweenness of each party on links of entrusting and of reporting."""
        judge = self.case.judge
        return {
            kind: betweenness(typed(judge, kind, options=True)) for kind in ("entrust", "report")
        }

    @cached_property
    def _nets(self) -> dict[str, nx.DiGraph[str]]:
        kinds = ("entrust", "report", "oversight", "post", "member")
        return {kind: typed(self.case.judge, kind) for kind in kinds}
