"""Which typed links join the holders?

The one place where triples become a net. A link is there because a norm says so, and it
carries every norm that does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import networkx as nx
from rdflib import Graph
from rdflib.namespace import RDF, RDFS, SKOS
from rdflib.term import Node

from dutygraph.names import DG, code, local
from dutygraph.triples.proofs import CONTESTED, IMPLIED, Proofs, Step, Warrant
from dutygraph.triples.reason import Triple

UNSTATED: Final = str(DG.NotStated)

LINES: Final = {DG.entrusts: "entrust", DG.reportsTo: "report", DG.oversees: "oversight"}
TIES: Final = {DG.isPostIn: "post", DG.isPartnerIn: "partner", DG.isMemberOf: "member"}


@dataclass(frozen=True, slots=True, order=True)
class Support:
    """One norm under a link, with the grade and reading rules that the link needs by it.

    `norm` is an IRI, empty for a structural tie. `triggered` tells whether a consequence
    has a condition or threshold.
    """

    grade: int
    rules: tuple[str, ...]
    norm: str
    triggered: bool = field(default=True, compare=False)


@dataclass(frozen=True)
class Net:
    """The holders and their typed links, with what the loop check asks of each holder.

    Net: nodes are IRIs; edges run principal to holder (`entrust`), holder to forum
    (`report`), overseer to overseen (`oversight`), imposer to holder (`consequence`),
    alternative to option (`option`), post to body, partner to joint holder, member to
    group. The key of an edge is its kind; `supports` lists its norms, best first.
    `duties` lists the obligations of each holder; `kinds` has its class, as `JointHolder`.
    """

    links: nx.MultiDiGraph[str]
    duties: dict[str, tuple[Support, ...]]
    rows: tuple[str, ...]
    levels: dict[str, int]
    boundary: frozenset[str]
    scope: frozenset[str]
    partners: dict[str, tuple[str, ...]]
    kinds: dict[str, str] = field(default_factory=dict)

    def edges(self, kind: str, most: int) -> Iterator[tuple[str, str, Support]]:
        """List the links of one kind at grade `most` or surer, each with its best support."""
        for source, target, key in self.links.edges(keys=True):
            if key == kind:
                best = self.supports(source, target, kind)[0]
                if best.grade <= most:
                    yield source, target, best

    def supports(self, source: str, target: str, kind: str) -> tuple[Support, ...]:
        """List the norms under one link, best first; empty where there is no such link."""
        if not self.links.has_edge(source, target, key=kind):
            return ()
        found: tuple[Support, ...] = self.links.edges[source, target, kind]["supports"]
        return found


def net(asserted: Graph, known: Graph, proofs: Proofs) -> Net:
    """Build the net from proven triples.

    Triples: `asserted` names the holders, `known` adds what rules and inference give,
        `proofs` grades them. None is changed.
    Cost: O(steps in the proofs).
    """
    links: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    found = _lines(proofs, known) + _ties(proofs) + _options(proofs) + _consequences(proofs, known)
    grouped: dict[tuple[str, str, str], set[Support]] = defaultdict(set)
    for source, target, kind, support in found:
        grouped[source, target, kind].add(support)
    for (source, target, kind), norms in sorted(grouped.items()):
        links.add_edge(source, target, key=kind, supports=tuple(sorted(norms)))
    partners = defaultdict(list)
    for source, target, key in links.edges(keys=True):
        if key == "partner":
            partners[target].append(source)
    levels = _levels(known)
    duties = _duties(proofs, known)
    boundary = _boundary(known, levels)
    return Net(
        links=links,
        duties=duties,
        rows=_rows(asserted, known, links, duties, boundary),
        levels=levels,
        boundary=boundary,
        scope=_scope(asserted, known),
        partners={joint: tuple(sorted(members)) for joint, members in partners.items()},
        kinds=_kinds(asserted, known),
    )


Found = list[tuple[str, str, str, Support]]


def support(warrant: Warrant, norm: Node | None, *, triggered: bool = True) -> Support:
    """Make a support of a warrant and the norm it is for."""
    rules = tuple(sorted(warrant.rules, key=lambda r: (len(r), r)))
    return Support(warrant.grade, rules, str(norm or ""), triggered)


def _lines(proofs: Proofs, known: Graph) -> Found:
    found: Found = []
    for triple in proofs.steps:
        kind = LINES.get(triple[1])  # type: ignore[call-overload]
        if kind:
            for step in _sources(proofs, triple):
                warrant = _warrant(proofs, step)
                found.append(
                    (str(triple[0]), str(triple[2]), kind, support(warrant, _norm_in(step, known)))
                )
    return found


def _sources(proofs: Proofs, line: Triple) -> Iterator[Step]:
    """Walk back through inverses and sub-properties to the chains that give a line."""
    seen, queue = {line}, [line]
    while queue:
        for step in proofs.steps[queue.pop()]:
            if len(step.premises) == 1 and step.premises[0] not in seen:
                seen.add(step.premises[0])
                queue.append(step.premises[0])
            elif len(step.premises) != 1:
                yield step


def _norm_in(step: Step, known: Graph) -> Node | None:
    nodes = [t for premise in step.premises for t in (premise[0], premise[2])]
    return next((n for n in nodes if (n, RDF.type, DG.Norm) in known), None)


def _warrant(proofs: Proofs, step: Step) -> Warrant:
    used = [proofs.grade(p) for p in step.premises]
    grade = max([w.grade for w in used] + ([IMPLIED] if step.readings else [0]))
    return Warrant(grade, step.readings.union(*(w.rules for w in used)))


def _ties(proofs: Proofs) -> Found:
    return [
        (str(t[0]), str(t[2]), TIES[t[1]], support(proofs.grade(t), None))  # type: ignore[index]
        for t in proofs.steps
        if t[1] in TIES
    ]


def _options(proofs: Proofs) -> Found:
    branch = Warrant(IMPLIED, frozenset({"DR15"}))
    return [
        (str(t[0]), str(t[2]), "option", support(branch, None))
        for t in proofs.steps
        if t[1] == DG.offers
    ]


def _consequences(proofs: Proofs, known: Graph) -> Found:
    found: Found = []
    imposers: dict[Node, set[Node]] = defaultdict(set)
    for triple in proofs.steps:
        if triple[1] == DG.isImposedBy:
            imposers[triple[2]].add(triple[0])
    for subject, _, norm in (t for t in proofs.steps if t[1] == DG.holds):
        imposers[subject].add(norm)
    by_norm: dict[Node, set[Node]] = defaultdict(set)
    for imposer, norms in imposers.items():
        for norm in norms:
            by_norm[norm].add(imposer)
    for triple in proofs.steps:
        norm, predicate, holder = triple
        if predicate == DG.affects:
            triggered = any((norm, p, None) in known for p in (DG.hasCondition, DG.hasThreshold))
            given = support(proofs.grade(triple), norm, triggered=triggered)
            named = by_norm.get(norm)
            imposing = sorted(str(n) for n in named) if named else [UNSTATED]
            found += [(one, str(holder), "consequence", given) for one in imposing]
    return found


def _duties(proofs: Proofs, known: Graph) -> dict[str, tuple[Support, ...]]:
    found: dict[str, list[Support]] = defaultdict(list)
    for triple in proofs.steps:
        holder, predicate, norm = triple
        if predicate != DG.holds or (norm, DG.isReadFrom, None) in known:
            continue
        if (norm, DG.hasForce, code("force", "obligation")) in known:
            found[str(holder)].append(support(proofs.grade(triple), norm))
    return {holder: tuple(sorted(supports)) for holder, supports in found.items()}


def _levels(known: Graph) -> dict[str, int]:
    ranks = {level: int(str(rank)) for level, rank in known.subject_objects(SKOS.notation)}
    return {
        str(holder): ranks[level]
        for holder, level in known.subject_objects(DG.hasLevel)
        if level in ranks
    }


def _kinds(asserted: Graph, known: Graph) -> dict[str, str]:
    return {
        str(holder): local(str(kind))
        for holder, kind in asserted.subject_objects(RDF.type)
        if (kind, RDFS.subClassOf, DG.Holder) in known
    }


def _boundary(known: Graph, levels: dict[str, int]) -> frozenset[str]:
    """Find the holders above the level of the instrument itself."""
    cited = set(known.objects(None, DG.cites)) | set(known.objects(None, DG.isBasedOn))
    own = set(known.subjects(RDF.type, DG.Instrument)) - cited
    tops = [levels[str(i)] for i in own if str(i) in levels]
    if not tops:
        return frozenset()
    return frozenset(holder for holder, rank in levels.items() if rank < min(tops))


def _scope(asserted: Graph, known: Graph) -> frozenset[str]:
    """Find the holders that the scope clause reaches; all of them where there is none."""
    if (None, DG.appliesTo, None) not in asserted:
        return frozenset(str(h) for h in known.subjects(RDF.type, DG.Holder))
    return frozenset(str(h) for h in known.subjects(DG.isInScopeOf, None))


def _rows(
    asserted: Graph,
    known: Graph,
    links: nx.MultiDiGraph[str],
    duties: dict[str, tuple[Support, ...]],
    boundary: frozenset[str],
) -> tuple[str, ...]:
    entrusted = {
        target
        for source, target, key in links.edges(keys=True)
        if key == "entrust" and links.edges[source, target, key]["supports"][0].grade < CONTESTED
    }
    held = {h for h, supports in duties.items() if supports[0].grade < CONTESTED}
    kinds = _kinds(asserted, known)
    named = {holder for holder, kind in kinds.items() if kind != "Authority"}
    rows = ((held | entrusted) & named) - boundary
    joined = {
        source
        for source, target, key in links.edges(keys=True)
        if key == "partner" and target in rows
    }
    return tuple(sorted(rows - joined))
