"""Which shapes must data and ontologies keep, and which nodes break them?

A shape is a SHACL node of `ontology/shapes/` that any engine can run. Here pySHACL runs it,
over triples that are already in memory: nothing is fetched, imported or inferred.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDFS, SH, SKOS
from rdflib.term import Node

from dutygraph import places
from dutygraph.findings import Words
from dutygraph.names import ASSERTED, ONTOLOGY, local
from dutygraph.triples.origins import short
from dutygraph.triples.parse import parse_all
from dutygraph.triples.system import System

SHAPE: Final = Namespace("https://w3id.org/dutygraph/shape/")
# What each file is about: an ontology as a whole, one file of it, or data (all the others).
_ABOUT: Final = {"ontology": "ontology", "files": "file"}
_SEVERITIES: Final = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "note"}
_INPUT: Final = URIRef("urn:dutygraph:input")


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """One shape: its texts in both languages, its level, its file, and what it is about.

    `about` is `data`, `ontology` or `file`; `kept` says what a node must keep; `turtle` is the
    shape as it is written.
    """

    name: str
    about: str
    file: str
    severity: str
    title: Words
    kept: Words
    message: Words
    cure: Words
    turtle: str


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """One node that breaks a shape, with the values at fault.

    `node` is an IRI; for a blank node that of the thing it describes, empty where there is
    none. `values` are as the user may write them, empty where something is missing.
    """

    shape: Shape
    node: str
    values: tuple[str, ...]


def shape_files() -> tuple[Path, ...]:
    """List the files of shapes, sorted; the ontology that is judged with has none of them."""
    return tuple(sorted((places.ontology() / "shapes").glob("*.ttl")))


@functools.cache
def shapes() -> tuple[Shape, ...]:
    """Read every shape, sorted by name."""
    found = []
    for path in shape_files():
        graph, text = _graph_of_file(path), path.read_text(encoding="utf-8")
        for node in graph.subjects(SH.severity, None):
            block = re.search(rf"^shape:{local(str(node))}\n(?:.+\n)+", text, re.MULTILINE)
            found.append(_shape(graph, node, path, block[0] if block else ""))
    return tuple(sorted(found))


def breaches(data: Graph, about: str) -> tuple[Breach, ...]:
    """List what breaks the shapes about `data`, an `ontology` or a `file`.

    Triples: `data` holds all that the shapes may see, the classes of the ontology too.
    Returns: one breach for each shape and node, sorted.
    Source: W3C, Shapes Constraint Language (2017).
    """
    from pyshacl import validate  # noqa: PLC0415 -- most commands never need it

    _, report, _ = validate(
        data,
        shacl_graph=_graph_about(about),
        advanced=False,
        js=False,
        do_owl_imports=False,
        inference="none",
        inplace=True,
    )
    if not isinstance(report, Graph):
        raise TypeError(report)
    known = {SHAPE[shape.name]: shape for shape in shapes()}
    found: defaultdict[tuple[Shape, str], set[str]] = defaultdict(set)
    for result in report.objects(None, SH.result):
        shape = known[URIRef(str(report.value(result, SH.sourceShape)))]
        focus = report.value(result, SH.focusNode)
        assert focus is not None  # noqa: S101 -- SHACL 3.6.2.1: every result has one
        found[shape, _owner(focus, data)] |= _values(report, result, focus, data)
    return tuple(sorted(Breach(s, n, tuple(sorted(v))) for (s, n), v in found.items()))


def data_of(system: System) -> Graph:
    """Gather what the shapes about data see: the asserted triples and the ontology."""
    data = Graph()
    data += system.graph(ASSERTED, ONTOLOGY)
    return data


def graph_of(quads: Iterable[ox.Quad]) -> Graph:
    """Copy parsed triples into an rdflib graph, whatever graphs they stood in."""
    store = ox.Store()
    graph = ox.NamedNode(_INPUT)
    store.extend(ox.Quad(q.subject, q.predicate, q.object, graph) for q in quads)
    copy = Graph()
    from oxrdflib import OxigraphStore  # noqa: PLC0415 -- brings the SPARQL engine of rdflib

    view = Graph(store=OxigraphStore(store=store), identifier=_INPUT)
    copy.addN((s, p, o, copy) for s, p, o in view)
    return copy


def _graph_of_file(path: Path) -> Graph:
    return graph_of(parse_all((path,), ox.NamedNode(_INPUT)))


@functools.cache
def _graph_about(about: str) -> Graph:
    graph = Graph()
    for path in shape_files():
        if _ABOUT.get(path.stem, "data") == about:
            graph += _graph_of_file(path)
    return graph


def _shape(graph: Graph, node: Node, path: Path, turtle: str) -> Shape:
    severity = graph.value(node, SH.severity)
    return Shape(
        name=local(str(node)),
        about=_ABOUT.get(path.stem, "data"),
        file=path.stem,
        severity=_SEVERITIES[URIRef(str(severity))],
        title=_words(graph, node, RDFS.label),
        kept=_words(graph, node, SKOS.definition),
        message=_words(graph, node, SH.message),
        cure=_words(graph, node, SKOS.editorialNote),
        turtle=turtle,
    )


def _words(graph: Graph, node: Node, predicate: URIRef) -> Words:
    found = {o.language: str(o) for o in graph.objects(node, predicate) if isinstance(o, Literal)}
    return Words(found["zh"], found["en"])


def _owner(node: Node, data: Graph) -> str:
    """Name a node; for a blank one, the thing in whose description it stands."""
    seen: set[Node] = set()
    while isinstance(node, BNode) and node not in seen:
        seen.add(node)
        node = min(data.subjects(None, node), default=node, key=str)
    return str(node) if isinstance(node, URIRef) else ""


def _values(report: Graph, result: Node, focus: Node, data: Graph) -> set[str]:
    """Find the values at fault; where SHACL names none, as for a count, those of the path."""
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    found = {value} - {None, focus}
    if value is None and isinstance(path, URIRef):
        found = set(data.objects(focus, path))
    return {_shown(one, data) for one in found if not isinstance(one, BNode)}


def _shown(value: Node | None, data: Graph) -> str:
    if not isinstance(value, URIRef):
        return str(value)
    known = short(str(value))
    own = known.startswith("<") and (value, None, None) in data
    return local(str(value)) if own else known
