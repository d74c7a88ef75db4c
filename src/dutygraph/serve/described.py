"""How does an endpoint tell programs what it can do and what it holds?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from dutygraph.errors import DataError
from dutygraph.names import PREFIXES
from dutygraph.out.pipeline.description import describe
from dutygraph.serve.forms import graph
from dutygraph.serve.merge import apart
from dutygraph.triples.dataset import dataset
from dutygraph.triples.system import System

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULTS: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "N3", "TriG", "N-Quads"),
)
_NAMES: Final = {
    **PREFIXES,
    "dcat": "http://www.w3.org/ns/dcat#",
    "formats": _FORMATS,
    "sd": SD,
    "void": VOID,
}
_TYPE: Final = ox.NamedNode(PREFIXES["rdf"] + "type")

Node = ox.NamedNode | ox.BlankNode


class Description:
    """The description of an endpoint: what it speaks, its default data set, and its graphs.

    Triples: SPARQL 1.1 Service Description and VoID. Blank nodes are named by what they stand
        for, so that equal stores give equal bytes. The default graph is the union of the
        named ones.
    """

    def __init__(self, sizes: Mapping[str, int], union: int) -> None:
        """Keep the triples of each named graph, and of all of them together, counted."""
        self._sizes = dict(sorted(sizes.items()))
        self._union = union

    def __call__(self, address: str, media: str) -> bytes:
        """Write it for an endpoint at an address, as a media type."""
        return graph(sorted(self._triples(address), key=str), media, _NAMES)

    def _triples(self, address: str) -> Iterator[ox.Triple]:
        service, data, whole = (ox.BlankNode(name) for name in ("service", "dataset", "union"))
        yield _is(service, SD + "Service")
        yield _link(service, SD + "endpoint", ox.NamedNode(address))
        yield _link(service, SD + "supportedLanguage", ox.NamedNode(SD + "SPARQL11Query"))
        yield _link(service, SD + "feature", ox.NamedNode(SD + "UnionDefaultGraph"))
        for form in _RESULTS:
            yield _link(service, SD + "resultFormat", ox.NamedNode(_FORMATS + form))
        yield _link(service, SD + "defaultDataset", data)
        yield _is(data, SD + "Dataset")
        yield _link(data, SD + "defaultGraph", whole)
        yield from _sized(whole, self._union)
        for number, (iri, size) in enumerate(self._sizes.items()):
            name, content = ox.BlankNode(f"name{number:03}"), ox.BlankNode(f"graph{number:03}")
            yield _link(data, SD + "namedGraph", name)
            yield _is(name, SD + "NamedGraph")
            yield _link(name, SD + "name", ox.NamedNode(iri))
            yield _link(name, SD + "graph", content)
            yield from _sized(content, size)


def void(systems: Iterable[System], endpoint: str, media: str) -> bytes:
    """Describe the data sets that are served, in VoID and DCAT, with the address to ask them at.

    A system that names nothing beyond this machine has no description of its own.
    Source: https://www.w3.org/TR/void/, section 7.2, for the address `/.well-known/void`.
    """
    found: set[ox.Triple] = set()
    for number, system in enumerate(systems):
        try:
            about = dataset(system)
        except DataError:
            continue
        for quad in ox.parse(describe(about, "nt"), format=ox.RdfFormat.N_TRIPLES):
            found.add(apart(quad.triple, f"s{number}"))
        one = ox.NamedNode(about.iri)
        found.add(_link(one, VOID + "sparqlEndpoint", ox.NamedNode(endpoint)))
    return graph(sorted(found, key=str), media, _NAMES)


def _is(node: Node, kind: str) -> ox.Triple:
    return ox.Triple(node, _TYPE, ox.NamedNode(kind))


def _link(node: Node, prop: str, value: Node) -> ox.Triple:
    return ox.Triple(node, ox.NamedNode(prop), value)


def _sized(node: Node, size: int) -> Iterator[ox.Triple]:
    yield _is(node, SD + "Graph")
    yield ox.Triple(node, ox.NamedNode(VOID + "triples"), ox.Literal(size))
