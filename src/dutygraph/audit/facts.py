"""How are verdicts and text written back as triples, so that SPARQL can ask of them?"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import URIRef

from dutygraph.audit.case import Case
from dutygraph.model import Excerpt
from dutygraph.names import AUDIT, DG, code, local
from dutygraph.net.dominators import cut_off
from dutygraph.net.gaps import acting, rings, uninformed
from dutygraph.net.links import TIES, UNSTATED
from dutygraph.net.loops import Verdict
from dutygraph.triples.proofs import GRADES
from dutygraph.triples.system import node

_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_KINDS = ("entrust", "report", "oversight", "consequence")
_TERMS = {"entrust": str(DG.entrusts), **{kind: str(term) for term, kind in TIES.items()}}


def write_facts(case: Case) -> None:
    """Replace the audit graph of a case's store by what the loop check found.

    Triples: judgements with their links, the lines between holders, who is bound to whom it
        oversees, rings, whom a holder cuts off, holders above the instrument, words without
        a norm, the full text, and inconsistencies.
    """
    graph = node(AUDIT)
    judged = (_judgements, _uninformed, _acting, _lines, _rings, _cut_off, _boundary)
    read = (_text, _coverage, _clashes)
    case.system.store.remove_graph(graph)
    case.system.store.extend(
        ox.Quad(s, p, o, graph) for part in (*judged, *read) for s, p, o in part(case)
    )


Fact = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


def _dg(name: str) -> ox.NamedNode:
    return node(DG[name])


def _judgements(case: Case) -> Iterator[Fact]:
    for verdict in case.verdicts:
        at = f"{AUDIT}/{local(verdict.holder)}"
        yield node(at), _TYPE, _dg("Judgement")
        yield node(at), _dg("judges"), node(verdict.holder)
        yield node(at), _dg("concludes"), node(code("outcome", verdict.outcome))
        yield node(at), _dg("coversScope"), ox.Literal(verdict.in_scope)
        yield from _links(at, verdict)


def _links(at: str, verdict: Verdict) -> Iterator[Fact]:
    for link in verdict.links:
        one = node(f"{at}/{link.kind}")
        yield node(at), _dg("hasLink"), one
        yield one, _TYPE, _dg("Link")
        yield one, _dg("isOfKind"), node(code("link", link.kind))
        yield one, _dg("hasGrade"), node(code("evidence", link.grade))
        for norm in link.norms:
            yield one, _dg("restsOn"), node(norm)
        for rule in sorted({r for hop in link.hops for r in hop.support.rules}):
            yield one, _dg("needsRule"), node(code("rule", rule))


def _uninformed(case: Case) -> Iterator[Fact]:
    for verdict in case.verdicts:
        for principal in uninformed(case.judge, verdict.holder):
            at = node(f"{AUDIT}/{local(verdict.holder)}")
            yield at, _dg("leavesUninformed"), node(principal)


def _acting(case: Case) -> Iterator[Fact]:
    for overseer, watched, _ in case.net.edges("oversight", case.judge.most):
        for one in acting(case.judge, overseer, watched)[:1]:
            for support in case.net.supports(overseer, watched, "oversight"):
                yield node(support.norm), _dg("letsAct"), node(one)


def _lines(case: Case) -> Iterator[Fact]:
    known = ((k, line) for k in _KINDS for line in case.net.edges(k, case.judge.most))
    for number, (kind, (source, target, best)) in enumerate(known, start=1):
        if source == UNSTATED:
            continue
        at = node(f"{AUDIT}/line-{number}")
        yield at, _TYPE, _dg("Line")
        yield at, _dg("runsFrom"), node(source)
        yield at, _dg("runsTo"), node(target)
        yield at, _dg("isOfKind"), node(code("link", kind))
        yield at, _dg("hasGrade"), node(code("evidence", GRADES[best.grade]))
        for support in case.net.supports(source, target, kind):
            if support.norm and support.grade == best.grade:
                yield at, _dg("restsOn"), node(support.norm)
        for rule in best.rules:
            yield at, _dg("needsRule"), node(code("rule", rule))
        if kind == "oversight" and case.judge.independence.binds(target, source):
            bound = node(f"{at.value}/dependence")
            yield bound, _TYPE, _dg("Dependence")
            yield bound, _dg("undercuts"), at
            yield bound, _dg("isShownAs"), ox.Literal(_path(case, target, source))


def _path(case: Case, holder: str, overseer: str) -> str:
    """Show how an overseer is bound, each IRI in brackets that a label is to replace.

    A tie on the way down is met from its whole: 县政府 ←(任职于) 县长.
    """
    here, shown = holder, f"<{holder}>"
    for hop in case.judge.independence.path(holder, overseer):
        down = hop.source == here
        here = hop.target if down else hop.source
        by = hop.support.norm or _TERMS[hop.kind]
        by = str(case.reasoned.known.value(URIRef(by), DG.isReadFrom) or by)
        rules = "".join(f" {rule}" for rule in hop.support.rules)
        shown += f" {'→' if down else '←'}(<{by}>{rules}) <{here}>"
    return shown


def _rings(case: Case) -> Iterator[Fact]:
    for number, ring in enumerate(rings(case.judge), start=1):
        at = node(f"{AUDIT}/ring-{number}")
        yield at, _TYPE, _dg("Ring")
        for holder in ring:
            yield at, _dg("runsThrough"), node(holder)


def _cut_off(case: Case) -> Iterator[Fact]:
    for point, holders in cut_off(case.judge).items():
        for holder in holders:
            yield node(point), _dg("cutsOff"), node(holder)


def _boundary(case: Case) -> Iterator[Fact]:
    instruments = {
        quad.subject
        for quad in case.system.store.quads_for_pattern(None, _TYPE, _dg("Instrument"))
        if isinstance(quad.subject, ox.NamedNode)
    }
    for holder in sorted(case.net.boundary):
        for instrument in instruments:
            if holder != instrument.value:
                yield node(holder), _dg("standsAbove"), instrument


def _text(case: Case) -> Iterator[Fact]:
    if case.system.text is None:
        return
    for quad in case.system.store.quads_for_pattern(None, _dg("hasSourceFile"), None):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject, _dg("hasFullText"), ox.Literal(case.system.text)


def _coverage(case: Case) -> Iterator[Fact]:
    for article, _, rest in case.coverage:
        for stretch in rest:
            at = node(f"{AUDIT}/uncovered/{stretch.start}-{stretch.end}")
            yield node(article.iri), _dg("leavesUncovered"), at
            yield from _excerpt(at, stretch)


def _excerpt(at: ox.NamedNode, excerpt: Excerpt) -> Iterator[Fact]:
    yield at, _TYPE, _dg("Excerpt")
    yield at, _dg("startsAt"), ox.Literal(excerpt.start)
    yield at, _dg("endsAt"), ox.Literal(excerpt.end)
    yield at, _dg("hasExactWords"), ox.Literal(excerpt.words)


def _clashes(case: Case) -> Iterator[Fact]:
    for number, clash in enumerate(case.reasoned.inference.clashes, start=1):
        at = node(f"{AUDIT}/inconsistency-{number}")
        yield at, _TYPE, _dg("Inconsistency")
        yield at, _dg("isDescribedAs"), ox.Literal(clash)
