"""Which triples describe a thing: its own, with the labels of what it points at?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, RDF, RDFS, SH, SKOS

from dutygraph.audit.checks import Check
from dutygraph.audit.questions import Question
from dutygraph.findings import Words
from dutygraph.names import DG, PREFIXES
from dutygraph.out.screen.library import SPACE, executables
from dutygraph.out.site.addresses import CHECKS
from dutygraph.triples.files import dump
from dutygraph.triples.system import node
from dutygraph.triples.view import NEIGHBOURS

RDF_FORMS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
}
_NAMES: Final = tuple(
    node(p) for p in (RDFS.label, SKOS.prefLabel, DG.hasExactWords, DG.startsAt, DG.endsAt)
)
_SPACES: Final = {**PREFIXES, **NEIGHBOURS, "sh": str(SH)}


def described(store: ox.Store, iris: Iterable[str]) -> tuple[ox.Triple, ...]:
    """Describe things by their own triples, whichever graph these are in.

    Triples: those with the thing as subject, the same of each unnamed node below it, and of
        each thing it points at the labels; of an excerpt its words and place.
    Returns: sorted, each once.
    """
    found: set[ox.Triple] = set()
    waiting: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(iri) for iri in iris]
    seen = set(waiting)
    while waiting:
        for quad in store.quads_for_pattern(waiting.pop(), None, None):
            found.add(ox.Triple(quad.subject, quad.predicate, quad.object))
            if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)
            elif isinstance(quad.object, ox.NamedNode):
                found.update(_named(store, quad.object))
    return tuple(sorted(found, key=str))


def _named(store: ox.Store, thing: ox.NamedNode) -> Iterator[ox.Triple]:
    for prop in _NAMES:
        for quad in store.quads_for_pattern(thing, prop, None):
            yield ox.Triple(quad.subject, quad.predicate, quad.object)


def of_question(question: Question) -> tuple[ox.Triple, ...]:
    """Describe a question as an executable of SHACL, with the prefixes it needs."""
    return executables((question,))


def of_check(check: Check) -> tuple[ox.Triple, ...]:
    """Describe a check as an executable of SHACL: its texts, its source and its query."""
    subject = ox.NamedNode(CHECKS + check.name)
    found = [
        ox.Triple(subject, node(RDF.type), node(SH.SPARQLSelectExecutable)),
        ox.Triple(subject, node(SH.select), ox.Literal(check.query)),
        ox.Triple(subject, node(SH.prefixes), ox.NamedNode(f"{SPACE}prefixes")),
        ox.Triple(subject, node(DCTERMS.source), ox.Literal(check.source)),
    ]
    for prop, key in ((RDFS.label, "title"), (SKOS.definition, "problem"), (RDFS.comment, "why")):
        found += [ox.Triple(subject, node(prop), one) for one in _both(check.texts[key])]
    return tuple(sorted(found, key=str))


def _both(words: Words) -> tuple[ox.Literal, ox.Literal]:
    return ox.Literal(words.zh, language="zh"), ox.Literal(words.en, language="en")


def serialised(triples: Iterable[ox.Triple], form: str, prefixes: Mapping[str, str]) -> bytes:
    """Write triples in one of `RDF_FORMS`, with the prefixes that they have a use for."""
    found = tuple(triples)
    terms = {term.value for t in found for term in t if isinstance(term, ox.NamedNode)}
    terms |= {t.object.datatype.value for t in found if isinstance(t.object, ox.Literal)}
    known = {**prefixes, **_SPACES}
    used = {p: s for p, s in known.items() if p and any(t.startswith(s) for t in terms)}
    return dump(found, RDF_FORMS[form], used)
