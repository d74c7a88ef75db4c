"""Which OWL 2 RL axioms does an ontology hold, ready for rules to look up?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import Graph
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.term import Node

from dutygraph.names import DG, local
from dutygraph.triples.reason import Triple

Index = Mapping[Node, tuple[Node, ...]]


@dataclass(frozen=True, slots=True)
class Axioms:
    """Axioms by the term that triggers them; tuples are sorted.

    `inverses` names the W3C rule with each inverse; `chains_with` lists under each property
    the chains it occurs in, with the property they entail; `readings` gives the reading
    rules that using a property in a chain calls for.
    """

    super_properties: Index
    super_classes: Index
    domains: Index
    ranges: Index
    inverses: Mapping[Node, tuple[tuple[Node, str], ...]]
    transitive: frozenset[Node]
    has_value: Mapping[Node, tuple[tuple[Node, Node], ...]]
    chains_with: Mapping[Node, tuple[tuple[Node, tuple[Node, ...]], ...]]
    readings: Mapping[Node, frozenset[str]]


def axioms(ontology: Graph) -> Axioms:
    """Index the axioms of an ontology.

    Triples: any graph; not changed.
    Cost: one pass over the schema triples.
    """
    return Axioms(
        super_properties=_index(ontology.subject_objects(RDFS.subPropertyOf)),
        super_classes=_index(ontology.subject_objects(RDFS.subClassOf)),
        domains=_index(ontology.subject_objects(RDFS.domain)),
        ranges=_index(ontology.subject_objects(RDFS.range)),
        inverses=_inverses(ontology),
        transitive=frozenset(ontology.subjects(RDF.type, OWL.TransitiveProperty)),
        has_value=_has_value(ontology),
        chains_with=_chains(ontology),
        readings=_readings(ontology),
    )


def schema(ontology: Graph) -> frozenset[Triple]:
    """List the triples of an ontology that are axioms, not words about terms."""
    kept = {
        RDF.type,
        RDF.first,
        RDF.rest,
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        RDFS.domain,
        RDFS.range,
    }
    return frozenset(t for t in ontology if t[1] in kept or str(t[1]).startswith(str(OWL)))


def _index(pairs: Iterable[tuple[Node, Node]]) -> dict[Node, tuple[Node, ...]]:
    found: dict[Node, set[Node]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: tuple(sorted(values, key=str)) for key, values in found.items()}


def _inverses(ontology: Graph) -> dict[Node, tuple[tuple[Node, str], ...]]:
    found: dict[Node, set[tuple[Node, str]]] = defaultdict(set)
    for left, right in ontology.subject_objects(OWL.inverseOf):
        found[left].add((right, "prp-inv1"))
        found[right].add((left, "prp-inv2"))
    return {key: tuple(sorted(values)) for key, values in found.items()}


def _has_value(ontology: Graph) -> dict[Node, tuple[tuple[Node, Node], ...]]:
    found: dict[Node, tuple[tuple[Node, Node], ...]] = {}
    for restriction, value in ontology.subject_objects(OWL.hasValue):
        properties = sorted(ontology.objects(restriction, OWL.onProperty), key=str)
        found[restriction] = tuple((p, value) for p in properties)
    return found


def _chains(ontology: Graph) -> dict[Node, tuple[tuple[Node, tuple[Node, ...]], ...]]:
    found: dict[Node, set[tuple[Node, tuple[Node, ...]]]] = defaultdict(set)
    for target, head in ontology.subject_objects(OWL.propertyChainAxiom):
        chain = tuple(Collection(ontology, head))
        for p in chain:
            found[p].add((target, chain))
    return {key: tuple(sorted(values)) for key, values in found.items()}


def _readings(ontology: Graph) -> dict[Node, frozenset[str]]:
    found: dict[Node, set[str]] = defaultdict(set)
    for term, rule in ontology.subject_objects(DG.isReadBy):
        found[term].add(local(str(rule)))
    return {key: frozenset(values) for key, values in found.items()}
