"""Is a holder's chain of responsibility closed?

A chain closes by six links, not by any cycle: someone entrusts the holder, it has a duty, it
reports to a principal, an independent party watches it, a consequence applies, and the
consequence comes from one who is tied back to a principal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import networkx as nx

from dutygraph.net.independence import Independence
from dutygraph.net.links import UNSTATED, Net, Support
from dutygraph.net.paths import Answering, Hop, worst
from dutygraph.triples.proofs import CONTESTED, EXPLICIT, IMPLIED

LINKS: Final = ("entrust", "duty", "report", "oversight", "consequence", "return")
CLOSED, CLOSED_IMPLIED, OPEN = "closed", "closed-implied", "open"

Walks = tuple[tuple[Hop, ...], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One of the six links at a holder: the hops that make it, none when it is missing.

    `norms` lists those of the hops first, then others that would make the link as surely.
    """

    kind: str
    hops: tuple[Hop, ...]
    norms: tuple[str, ...] = ()
    contested: bool = False

    @property
    def grade(self) -> str:
        """Give `explicit`, `implied` or `missing`."""
        if not self.hops:
            return "missing"
        return "explicit" if worst(self.hops) == EXPLICIT else "implied"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one holder's chain closes, by which links, and under which principals."""

    holder: str
    links: tuple[Link, ...]
    principals: tuple[str, ...]
    overseers: tuple[str, ...]
    in_scope: bool

    @property
    def outcome(self) -> str:
        """Give `closed` (all explicit), `closed-implied` (a rule was needed) or `open`."""
        grades = {link.grade for link in self.links}
        if "missing" in grades:
            return OPEN
        return CLOSED if grades == {"explicit"} else CLOSED_IMPLIED

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the missing links."""
        return tuple(link.kind for link in self.links if link.grade == "missing")


@dataclass(frozen=True, slots=True, order=True)
class DirectLoop:
    """A pair: the principal entrusts the holder, the holder reports to the principal."""

    principal: str
    holder: str
    hops: tuple[Hop, ...]
    boundary: bool

    @property
    def grade(self) -> str:
        """Give the grade of the weaker way."""
        return "explicit" if worst(self.hops) == EXPLICIT else "implied"


@dataclass(frozen=True)
class Judge:
    """Judge holders of a net on evidence of one grade or surer."""

    net: Net
    most: int = IMPLIED

    @cached_property
    def answering(self) -> Answering:
        """Build the reporting side of the net once."""
        return Answering(self.net, self.most)

    @cached_property
    def answering_once(self) -> Answering:
        """Build the side of direct reports, of the holder itself."""
        return Answering(self.net, self.most, once=True)

    @cached_property
    def entrusting(self) -> nx.DiGraph[str]:
        """Build the entrusting side of the net once."""
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_edges_from((s, t) for s, t, _ in self.net.edges("entrust", self.most))
        return graph

    @cached_property
    def independence(self) -> Independence:
        """Tell who is bound to whom; by implied links too, however sure the others must be.

        An overseer that a rule of reading makes a delegate is not made independent by
        leaving that rule out: what is closed on explicit evidence stays closed on implied.
        """
        return Independence(self.net, max(self.most, IMPLIED))

    @cached_property
    def implied(self) -> Judge:
        """Judge the same net with implied links let in."""
        return self if self.most >= IMPLIED else Judge(self.net, IMPLIED)

    @cached_property
    def lenient(self) -> Judge:
        """Judge the same net with contested readings let in."""
        return self if self.most >= CONTESTED else Judge(self.net, CONTESTED)

    def _disputed(self, holder: str, links: dict[str, Walks]) -> set[str]:
        """Name the missing links that a contested reading gives, and no surer one does."""
        if all(links.values()):
            return set()
        undisputed = self.implied.walks(holder)
        return {k for k, walks in self.lenient.walks(holder).items() if walks and not undisputed[k]}

    def verdicts(self) -> tuple[Verdict, ...]:
        """Judge every holder that has a row, in the order of rows."""
        return tuple(self.verdict(holder) for holder in self.net.rows)

    def verdict(self, holder: str) -> Verdict:
        """Judge one holder; a link that only a contested reading gives is said to be so."""
        links = self.walks(holder)
        disputed = self._disputed(holder, links)
        return Verdict(
            holder=holder,
            links=tuple(
                Link(
                    kind,
                    walks[0] if walks else (),
                    norms=_norms(walks),
                    contested=not walks and kind in disputed,
                )
                for kind, walks in links.items()
            ),
            principals=tuple(p for p, _ in self.principals(holder)),
            overseers=tuple(a for a, _ in self.overseers(holder)),
            in_scope=holder in self.net.scope,
        )

    def direct_loops(self) -> tuple[DirectLoop, ...]:
        """List the pairs that entrust and report back in one step each, principals first."""
        found = []
        for principal, holder, best in self.net.edges("entrust", self.most):
            back = self.answering_once.to(holder, principal)
            if back and principal != holder:
                down = Hop(principal, holder, "entrust", best)
                found.append(
                    DirectLoop(principal, holder, (down, *back), principal in self.net.boundary)
                )
        return tuple(sorted(found, key=lambda p: (worst(p.hops), p.boundary, p)))

    def principals(self, holder: str) -> tuple[tuple[str, Hop], ...]:
        """List who entrusts a holder, nearest level first."""
        found = [
            (source, Hop(source, holder, "entrust", best))
            for source, best in self._into(holder, "entrust")
            if source != holder
        ]
        rank = self.net.levels
        return tuple(sorted(found, key=lambda f: (-rank.get(f[0], 0), f[1].support.grade, f[0])))

    def overseers(self, holder: str) -> tuple[tuple[str, Hop], ...]:
        """List the independent overseers of a holder, surest first."""
        found = [
            (source, Hop(source, holder, "oversight", best))
            for source, best in self._into(holder, "oversight")
            if not self.independence.binds(holder, source)
        ]
        return tuple(sorted(found, key=lambda f: (f[1].support.grade, f[0])))

    def walks(self, holder: str) -> dict[str, Walks]:
        """List for each link the walks that make it, best first."""
        entrust, report = self._delegation(holder)
        return {
            "entrust": entrust,
            "duty": _ordered((hop,) for hop in self._duties(holder)),
            "report": report,
            "oversight": _ordered((hop,) for _, hop in self.overseers(holder)),
            "consequence": _ordered((hop,) for hop in self.consequences(holder)),
            "return": _ordered(self._returns(holder)),
        }

    def _delegation(self, holder: str) -> tuple[Walks, Walks]:
        """Choose the principal whose entrusting and whose report together are surest."""
        options = []
        for nearness, (principal, hop) in enumerate(self.principals(holder)):
            report = self.answering.to(holder, principal)
            grades = (hop.support.grade, worst(report))
            options.append(
                ((not report, max(grades), sum(grades), nearness, len(report)), hop, report)
            )
        if not options:
            return (), ()
        _, entrust, report = min(options, key=lambda option: option[0])
        return ((entrust,),), ((report,) if report else ())

    def _duties(self, holder: str) -> Iterator[Hop]:
        for bearer in (holder, *self.net.partners.get(holder, ())):
            for s in self.net.duties.get(bearer, ()):
                if s.grade <= self.most:
                    yield Hop(bearer, holder, "duty", s)

    def consequences(self, holder: str) -> Iterator[Hop]:
        """List the triggered consequences on a holder, with imposers not stated among them."""
        for source in sorted(self._sources(holder, "consequence")):
            for s in self.net.supports(source, holder, "consequence"):
                if s.grade <= self.most and s.triggered:
                    yield Hop(source, holder, "consequence", s)

    def _returns(self, holder: str) -> Iterator[tuple[Hop, ...]]:
        """Try each named imposer with each overseer, and tie one of them to a principal."""
        principals = dict(self.principals(holder))
        overseers = dict(self.overseers(holder))
        for imposing in self.consequences(holder):
            imposer = imposing.source
            if imposer == UNSTATED:
                continue
            for standing in self._standing(imposer, principals, overseers):
                watcher = standing[0].source
                for tied in dict.fromkeys((imposer, watcher)):
                    for tie in self._ties(tied, principals):
                        yield tuple(dict.fromkeys((imposing, *standing, *tie)))

    def _standing(
        self, imposer: str, principals: dict[str, Hop], overseers: dict[str, Hop]
    ) -> Iterator[tuple[Hop, ...]]:
        """Say by what right an imposer acts: as overseer, as principal, or on findings."""
        if imposer in overseers:
            yield (overseers[imposer],)
        if imposer in principals:
            yield (principals[imposer],)
        for overseer, hop in overseers.items():
            findings = self.answering.to(overseer, imposer)
            if findings:
                yield (hop, *findings)

    def _ties(self, party: str, principals: dict[str, Hop]) -> Iterator[tuple[Hop, ...]]:
        if party in principals:
            yield (principals[party],)
        for principal, hop in principals.items():
            walk = self.answering.to(party, principal)
            if walk:
                yield (*walk, hop)

    def _sources(self, holder: str, kind: str) -> set[str]:
        if not self.net.links.has_node(holder):
            return set()
        return {s for s, _, key in self.net.links.in_edges(holder, keys=True) if key == kind}

    def _into(self, holder: str, kind: str) -> Iterator[tuple[str, Support]]:
        for source in sorted(self._sources(holder, kind)):
            best = self.net.supports(source, holder, kind)[0]
            if best.grade <= self.most:
                yield source, best


def _ordered(walks: Iterable[tuple[Hop, ...]]) -> Walks:
    """Sort walks: surest first, then shortest, then in the order of the text."""
    return tuple(
        sorted(set(walks), key=lambda w: (worst(w), len(w), w[0].support.norm, w[0].source, w))
    )


def _norms(walks: Walks) -> tuple[str, ...]:
    """Gather the norms of the walks that are as sure as the first."""
    found: dict[str, None] = {}
    for walk in walks:
        if worst(walk) == worst(walks[0]):
            found.update((hop.support.norm, None) for hop in walk if hop.support.norm)
    return tuple(found)
