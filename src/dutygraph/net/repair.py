"""Which fewest links would close an open chain?

Four kinds of link can be added: entrust, report, oversight, consequence. One of each always
suffices when one other independent party is there, and whatever closes the chain with two of
a kind closes it with one of each no larger in number: let the principal itself impose. So
the search takes at most one of each kind, smallest sets first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, islice, product
from typing import Final

from dutygraph.net.links import UNSTATED, Net, Support
from dutygraph.net.loops import Judge
from dutygraph.triples.proofs import EXPLICIT

ASSUMED: Final = Support(EXPLICIT, (), "")
ADDABLE: Final = ("entrust", "report", "oversight", "consequence")
MOST_TIES: Final = 5


@dataclass(frozen=True, slots=True, order=True)
class Added:
    """One link that a repair adds: its kind, from whom, to whom."""

    kind: str
    source: str
    target: str


Repair = tuple[Added, ...]


def assume(net: Net, links: Iterable[Added]) -> Net:
    """Give a net with further explicit links; the net itself is not changed."""
    graph = net.links.copy()
    for link in links:
        known = net.supports(link.source, link.target, link.kind)
        supports = tuple(sorted({*known, ASSUMED}))
        graph.add_edge(link.source, link.target, key=link.kind, supports=supports)
    return replace(net, links=graph)


def closes(judge: Judge, holder: str, links: Repair) -> bool:
    """Replay a repair: does the holder's chain close once its links are there?"""
    return all(Judge(assume(judge.net, links), judge.most).walks(holder).values())


def repairs(judge: Judge, holder: str, most: int = MOST_TIES) -> tuple[Repair, ...]:
    """List the smallest sets of links that close a holder's chain, likeliest first.

    The first is a minimum: every smaller set that could close was tried. The others are of
    the same size and differ from it in one link. Every set listed has been replayed.

    Cost: a judgement for each set tried, some tens for a holder.
    Returns: at most `most` sets, all of the least size; empty when the chain is closed,
        or when no other party is there to close it.
    """
    search = _Search(judge, holder)
    if not search.missing:
        return ()
    for size in range(search.least, len(ADDABLE) + 1):
        first = next(search.of_size(size), None)
        if first is not None:
            return (first, *islice(search.ties(first), most - 1))
    return ()


@dataclass(frozen=True)
class _Search:
    judge: Judge
    holder: str

    @cached_property
    def missing(self) -> tuple[str, ...]:
        return self.judge.verdict(self.holder).missing

    @cached_property
    def required(self) -> frozenset[str]:
        """Name the kinds that no other kind can stand in for.

        Where nobody is named to impose, the return needs a consequence that somebody imposes.
        """
        needed = frozenset(self.missing) & {"entrust", "oversight", "consequence"}
        agentless = "return" in self.missing and not self.imposers
        return needed | {"consequence"} if agentless else needed

    @cached_property
    def least(self) -> int:
        """Bound the size from below; a report may come with being entrusted by its forum."""
        forums = self.judge.answering.forums(self.holder)
        report = "report" in self.missing and not ("entrust" in self.missing and forums)
        return max(1, len(self.required) + report)

    def of_size(self, size: int) -> Iterator[Repair]:
        seen: set[Repair] = set()
        wanted = {*self.required, *self.missing}
        for kinds in sorted(combinations(ADDABLE, size), key=lambda k: len(set(k) - wanted)):
            if not self.required <= set(kinds):
                continue
            for links in product(*(self._links(kind) for kind in kinds)):
                ordered = tuple(sorted(links))
                if ordered not in seen and closes(self.judge, self.holder, ordered):
                    yield ordered
                seen.add(ordered)

    def ties(self, first: Repair) -> Iterator[Repair]:
        """Swap one link at a time for another of its kind, and replay."""
        seen = {first}
        for link in first:
            for other in self._links(link.kind):
                changed = tuple(sorted(other if one == link else one for one in first))
                if changed not in seen and closes(self.judge, self.holder, changed):
                    yield changed
                seen.add(changed)

    def _links(self, kind: str) -> tuple[Added, ...]:
        if kind == "entrust":
            return tuple(Added(kind, p, self.holder) for p in self.superiors)
        if kind == "report":
            return self._reports()
        if kind == "oversight":
            return tuple(Added(kind, a, self.holder) for a in self.watchers)
        return tuple(Added(kind, e, self.holder) for e in self.superiors)

    def _reports(self) -> tuple[Added, ...]:
        own = [Added("report", self.holder, p) for p in self.superiors]
        if "report" in self.missing:
            return tuple(own)
        acting = [*self.imposers, *(a for a, _ in self.judge.overseers(self.holder))]
        others = [
            Added("report", x, y) for x in dict.fromkeys(acting) for y in self.superiors if x != y
        ]
        return tuple(dict.fromkeys([*others, *own]))

    @cached_property
    def imposers(self) -> tuple[str, ...]:
        found = {hop.source for hop in self.judge.consequences(self.holder)}
        return tuple(sorted(found - {UNSTATED}))

    @cached_property
    def superiors(self) -> tuple[str, ...]:
        """Order who could entrust: present principals, named imposers, forums, then others."""
        present = [p for p, _ in self.judge.principals(self.holder)]
        forums = self.judge.answering.forums(self.holder)
        acting = [*self.imposers, *(a for a, _ in self.judge.overseers(self.holder))]
        usual = self._by_level()[:2]
        return self._parties([*present, *forums, *usual, *acting], self._by_level())

    @cached_property
    def watchers(self) -> tuple[str, ...]:
        """Order who could oversee: those who oversee others, then principals, then others."""
        net = self.judge.net
        practised = sorted({a for a, _, _ in net.edges("oversight", self.judge.most)})
        return self._parties([*self.imposers, *practised], self.superiors)

    def _parties(self, first: Iterable[str], then: Iterable[str]) -> tuple[str, ...]:
        bound = self.judge.independence.bound(self.holder)
        named = [p for p in dict.fromkeys(first) if p in self.able and p not in bound]
        rest = [p for p in then if p not in bound and p not in named]
        return (*named, *rest[: max(2, 4 - len(named))])

    @cached_property
    def able(self) -> frozenset[str]:
        """Find who can act in the chain: not a bare level name, an option or the unstated."""
        net = self.judge.net
        if net.kinds:
            return frozenset(h for h, kind in net.kinds.items() if kind != "Authority")
        chosen = {s for s, _, key in net.links.edges(keys=True) if key == "option"}
        return frozenset(net.links.nodes) - chosen - {UNSTATED}

    def _by_level(self) -> tuple[str, ...]:
        """Order others: at or just above the holder's level, and used to entrusting."""
        net = self.judge.net
        top = min((n for h, n in net.levels.items() if h not in net.boundary), default=0)
        own = net.levels.get(self.holder, top)
        graph = self.judge.entrusting

        def distance(party: str) -> tuple[bool, int, int, str]:
            gap = own - net.levels.get(party, own + 1)
            habit = graph.out_degree(party) if party in graph else 0
            body = net.kinds.get(party, "Body") in {"JointHolder", "Body"}
            return (not body, gap if gap >= 0 else 10 - gap, -habit, party)

        return tuple(sorted(self.able - {self.holder}, key=distance))
