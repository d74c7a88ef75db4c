"""What follows from triples by OWL 2 RL?

owlrl is the reasoner. It grows a graph in place, writes what RDF does not allow (literals
as subjects) and reports a clash as a triple; none of that leaves this module.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import owlrl
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.term import Node, _toPythonMapping

Triple = tuple[Node, Node, Node]

_ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
_ERROR_CLASS = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")

logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Inference:
    """What a reasoner added: new triples, clashes in its words, and how many it dropped.

    Triples: `triples` holds none of the premises. `dropped` counts conclusions that RDF or
    a reader has no use for: a literal as subject, reflexive sameAs.
    """

    triples: frozenset[Triple]
    clashes: tuple[str, ...]
    dropped: int


def infer(premises: Iterable[Triple]) -> Inference:
    """Derive the OWL 2 RL consequences of triples, without axiomatic triples.

    Triples: the premises are not changed.
    Cost: owlrl runs its rules to a fixpoint; about 2 ms a triple on small inputs, more than
        linear beyond 10,000 triples.
    Source: OWL 2 Profiles, section 4.3, tables 4 to 9.
    """
    known = set(premises)
    graph = Graph()
    graph.addN((s, p, o, graph) for s, p, o in known)
    with _readings_kept():
        owlrl.DeductiveClosure(
            owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
        ).expand(graph)
    errors = set(graph.subjects(RDF.type, _ERROR_CLASS)) | set(graph.subjects(_ERROR, None))
    clashes = tuple(sorted({str(m) for e in errors for m in graph.objects(e, _ERROR)}))
    kept, dropped = set(), 0
    for triple in graph:
        if triple in known or triple[0] in errors:
            continue
        if _useless(triple):
            dropped += 1
        else:
            kept.add(triple)
    return Inference(frozenset(kept), clashes, dropped)


@contextmanager
def _readings_kept() -> Iterator[None]:
    """Undo what owlrl does to the way in which rdflib reads datatypes, for good otherwise."""
    before = dict(_toPythonMapping)
    try:
        yield
    finally:
        _toPythonMapping.clear()
        _toPythonMapping.update(before)


def relevant(triples: Iterable[Triple]) -> frozenset[Triple]:
    """Leave out what no OWL 2 RL rule could use: literals, labels, notes, offsets.

    Without sameAs, datatype axioms and literal-valued restrictions a triple with a literal
    object takes part in no rule but prp-dom, so dropping it loses only types that the
    project's data state anyway. A reasoner's time is then spent on relations.
    """
    return frozenset(
        t
        for t in triples
        if not isinstance(t[2], Literal)
        and t[1] not in _ANNOTATIONS
        and not str(t[1]).startswith("http://www.w3.org/2004/02/skos/core#")
    )


_ANNOTATIONS = frozenset({RDFS.isDefinedBy, RDFS.seeAlso})


def _useless(triple: Triple) -> bool:
    subject, predicate, obj = triple
    return (
        isinstance(subject, Literal)
        or isinstance(predicate, BNode | Literal)
        or (predicate == OWL.sameAs and subject == obj)
    )
