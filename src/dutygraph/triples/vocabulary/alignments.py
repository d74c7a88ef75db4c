"""With which published terms is the ontology aligned, and by which axioms?"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDFS, SKOS

from dutygraph import places
from dutygraph.findings import Words
from dutygraph.names import DG
from dutygraph.triples.rules import head
from dutygraph.triples.vocabulary.model import terms, words


@dataclass(frozen=True, slots=True)
class Axiom:
    """A sub-class or sub-property: our term, theirs as CURIE and IRI."""

    own: str
    relation: str
    other: str
    iri: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A vocabulary: its file, what is aligned, what is left out and the query for the rest."""

    name: str
    title: Words
    about: Words
    left_out: Words
    version: str
    reference: str
    space: str
    axioms: tuple[Axiom, ...]
    summary: Words | None
    query: str


@functools.cache
def neighbours() -> tuple[Neighbour, ...]:
    """Read every file of alignments, sorted by name."""
    return tuple(_neighbour(path.stem) for path in sorted(_folder().glob("*.ttl")))


@functools.cache
def targets() -> dict[str, str]:
    """Give the IRI of each published term, by the CURIE that the pages use."""
    return {axiom.other: axiom.iri for one in neighbours() for axiom in one.axioms}


def aligned(name: str) -> tuple[str, ...]:
    """List the published terms that a term is a kind of, sorted."""
    found = (a.other for one in neighbours() for a in one.axioms if a.own == name)
    return tuple(sorted(found))


def _neighbour(name: str) -> Neighbour:
    graph = Graph().parse(_folder() / f"{name}.ttl", format="turtle")
    home = URIRef(f"https://w3id.org/dutygraph/align/{name}")
    query = _folder() / f"{name}.rq"
    facts, text = head(query) if query.exists() else ({}, "")
    summary = Words(str(facts["summary_zh"]), str(facts["summary"])) if facts else None
    space = next(str(iri) for prefix, iri in graph.namespaces() if prefix == name)
    return Neighbour(
        name=name,
        title=words(graph, home, DCTERMS.title),
        about=words(graph, home, DCTERMS.description),
        left_out=words(graph, home, SKOS.scopeNote),
        version=str(graph.value(home, OWL.versionInfo)),
        reference=str(graph.value(home, DCTERMS.references)),
        space=space,
        axioms=_axioms(graph, name, space),
        summary=summary,
        query=text.strip(),
    )


def _axioms(graph: Graph, prefix: str, space: str) -> tuple[Axiom, ...]:
    found = []
    for relation, curie in (
        (RDFS.subClassOf, "rdfs:subClassOf"),
        (RDFS.subPropertyOf, "rdfs:subPropertyOf"),
    ):
        for own, other in graph.subject_objects(relation):
            theirs = f"{prefix}:{str(other).removeprefix(space)}"
            found.append(Axiom(f"dg:{str(own).removeprefix(str(DG))}", curie, theirs, str(other)))
    places = {term.name: at for at, term in enumerate(terms())}
    return tuple(sorted(found, key=lambda a: (a.relation, places[a.own], a.other)))


def _folder() -> Path:
    return places.ontology() / "align"
