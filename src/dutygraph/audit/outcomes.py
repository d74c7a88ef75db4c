"""From which triples and norms was a verdict concluded, and in which words?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rdflib import URIRef

from dutygraph.audit.report import Report
from dutygraph.findings import Words
from dutygraph.names import AUDIT, DG, local
from dutygraph.net.links import LINES, TIES, UNSTATED
from dutygraph.net.loops import Link, Verdict
from dutygraph.net.paths import Hop
from dutygraph.triples.justify import Justification, in_our_words
from dutygraph.triples.provenance import Outcome
from dutygraph.triples.reason import Triple

_BY_KIND: Final = {kind: term for term, kind in {**LINES, **TIES}.items()} | {"option": DG.offers}


def outcomes(found: Report, verdict: Verdict) -> tuple[Outcome, ...]:
    """Say what a verdict was concluded from: its links, and each link from its hops.

    Returns: the links in order, then the verdict; under the IRIs of the audit graph.
    """
    at = f"{AUDIT}/{local(verdict.holder)}"
    links = tuple(_link(found, at, link) for link in verdict.links)
    reached = _code(found, "outcome", verdict.outcome)
    label = _joined(found.label(verdict.holder), reached)
    return (*links, Outcome(at, label, parts=tuple(link.iri for link in links)))


def _link(found: Report, at: str, link: Link) -> Outcome:
    label = _joined(_code(found, "link", link.kind), _code(found, "evidence", link.grade))
    goals = {t: None for hop in link.hops for t in hop_triples(found, hop)}
    norms = {norm.iri: None for hop in link.hops if (norm := found.norm_of(hop))}
    return Outcome(f"{at}/{link.kind}", label, link.grade, tuple(goals), tuple(norms))


def hop_triples(found: Report, hop: Hop) -> Iterator[Triple]:
    """List the triples that a hop of a walk stands for."""
    source, target, norm = URIRef(hop.source), URIRef(hop.target), URIRef(hop.support.norm)
    if hop.kind in _BY_KIND:
        yield source, _BY_KIND[hop.kind], target
    elif hop.kind == "duty":
        yield source, DG.holds, norm
        if source != target:
            yield target, DG.isPartnerIn, source
    else:
        yield norm, DG.affects, target
        if hop.source != UNSTATED:
            given = (norm, DG.isImposedBy, source)
            yield given if given in found.case.reasoned.known else (source, DG.holds, norm)


def about_norm(found: Justification, norm: str) -> tuple[Triple, ...]:
    """List what is known of a norm in the project's words, sorted, derived or not."""
    node, known = URIRef(norm), found.reasoned.known
    triples = {*known.triples((node, None, None)), *known.triples((None, None, node))}
    return tuple(sorted(t for t in triples if in_our_words(t)))


def _code(found: Report, scheme: str, name: str) -> Words:
    return found.case.reasoned.reader.code_label(scheme, name)


def _joined(left: Words, right: Words) -> Words:
    return Words(f"{left.zh}：{right.zh}", f"{left.en}: {right.en}")
