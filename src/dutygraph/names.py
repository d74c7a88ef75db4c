"""Under which names do the ontology, its code lists and the graphs stand?"""

from __future__ import annotations

from typing import Final

from rdflib import Namespace, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS, XSD

DG: Final = Namespace("https://w3id.org/dutygraph/ns#")
CODE: Final = Namespace("https://w3id.org/dutygraph/code/")
GRAPH: Final = Namespace("https://w3id.org/dutygraph/graph/")
DATA: Final = Namespace("https://w3id.org/dutygraph/data/")

SCHEMES: Final = (
    "aspect",
    "class",
    "epithet",
    "evidence",
    "force",
    "function",
    "level",
    "link",
    "outcome",
    "rule",
)

ONTOLOGY: Final = GRAPH["ontology"]
ASSERTED: Final = GRAPH["asserted"]
INFERRED: Final = GRAPH["inferred"]
AUDIT: Final = GRAPH["audit"]

PREFIXES: Final[dict[str, str]] = {
    "dg": str(DG),
    **{scheme: f"{CODE}{scheme}/" for scheme in SCHEMES},
    "graph": str(GRAPH),
    "owl": str(OWL),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "skos": str(SKOS),
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": str(XSD),
}


def code(scheme: str, name: str) -> URIRef:
    """Name a concept of a code list, as `code("level", "county")`."""
    return CODE[f"{scheme}/{name}"]


def rule_graph(name: str) -> URIRef:
    """Name the graph that holds what one reading rule adds, as `rule_graph("DR7")`."""
    return GRAPH[f"rule/{name}"]


def local(iri: str) -> str:
    """Take the last part of an IRI, the name that people see: `A05-7`, `county`."""
    return iri.rstrip("/#").rsplit("#", 1)[-1].rsplit("/", 1)[-1]
