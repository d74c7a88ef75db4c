"""How are verdicts and text written back as triples, so that SPARQL can ask of them?"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from dutygraph.audit.case import Case
from dutygraph.model import Excerpt
from dutygraph.names import AUDIT, DG, code, local
from dutygraph.net.loops import Verdict
from dutygraph.triples.system import node

_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def write_facts(case: Case) -> None:
    """Replace the audit graph of a case's store by what the loop check found.

    Triples: judgements with their links, holders above the instrument, words without a
        norm, the full text, and inconsistencies.
    """
    graph = node(AUDIT)
    case.system.store.remove_graph(graph)
    case.system.store.extend(
        ox.Quad(s, p, o, graph)
        for part in (_judgements, _boundary, _text, _coverage, _clashes)
        for s, p, o in part(case)
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
