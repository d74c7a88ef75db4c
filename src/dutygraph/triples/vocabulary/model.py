"""What do the Turtle files say of each topic, term, code list and code?"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from dutygraph import places
from dutygraph.findings import Words
from dutygraph.names import DG, SCHEMES, local
from dutygraph.triples.system import ontology_files

ONTOLOGY: Final = URIRef(str(DG).rstrip("#"))
KINDS: Final = {
    OWL.Class: Words("类", "class"),
    OWL.ObjectProperty: Words("关系", "relation"),
    OWL.DatatypeProperty: Words("属性", "attribute"),
}
# The order in which a reader needs them; a new file comes last.
_ORDER: Final = ("sources", "holders", "norms", "relations", "lines", "verdicts")


@dataclass(frozen=True, slots=True)
class Entry:
    """A term or a code: `name` is its CURIE, `examples` and `notes` pair language and words."""

    name: str
    iri: str
    kind: Words
    label: Words
    definition: Words
    examples: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    number: int

    @property
    def local(self) -> str:
        """Take the name without its prefix."""
        return self.name.split(":", 1)[1]


@dataclass(frozen=True, slots=True)
class Part:
    """A file of terms or a code list, in the order of its file or of its numbers."""

    name: str
    file: str
    iri: str
    title: Words
    about: Words
    entries: tuple[Entry, ...]


@functools.cache
def core() -> Graph:
    """Read the core ontology with its code lists."""
    graph = Graph()
    for path in ontology_files():
        graph.parse(path, format="turtle")
    return graph


@functools.cache
def topics() -> tuple[Part, ...]:
    """List the files of terms; each term stands in the one that holds it."""
    paths = [p for p in sorted(places.ontology().glob("*.ttl")) if p.stem != "dutygraph"]
    known = {name: at for at, name in enumerate(_ORDER)}
    paths.sort(key=lambda path: (known.get(path.stem, len(known)), path.stem))
    return tuple(_topic(path) for path in paths)


@functools.cache
def schemes() -> tuple[Part, ...]:
    """List the code lists, each code by its number."""
    graph = core()
    found = []
    for name in SCHEMES:
        home = URIRef(f"https://w3id.org/dutygraph/code/{name}")
        codes = (
            _entry(graph, code, f"{name}:{local(str(code))}", SKOS.prefLabel)
            for code in graph.subjects(SKOS.inScheme, home)
        )
        entries = tuple(sorted(codes, key=lambda code: code.number))
        title, about = words(graph, home, DCTERMS.title), words(graph, home, SKOS.definition)
        file = "rules" if name == "rule" else name
        file = "classification" if name == "class" else file
        found.append(Part(name, f"codes/{file}.ttl", str(home), title, about, entries))
    return tuple(found)


def terms() -> tuple[Entry, ...]:
    """List all terms, topic by topic."""
    return tuple(term for topic in topics() for term in topic.entries)


def words(graph: Graph, node: Node, predicate: URIRef) -> Words:
    """Read what is said in both languages.

    Raises: KeyError where one of the two is not said.
    """
    said = {o.language: str(o) for o in graph.objects(node, predicate) if isinstance(o, Literal)}
    return Words(said["zh"], said["en"])


def said(graph: Graph, node: Node, predicate: URIRef) -> tuple[tuple[str, str], ...]:
    """Read all that is said, Chinese first, each with its language."""
    found = (o for o in graph.objects(node, predicate) if isinstance(o, Literal))
    return tuple(sorted(((o.language or "", str(o)) for o in found), key=_chinese_first))


def _chinese_first(pair: tuple[str, str]) -> tuple[bool, str]:
    return pair[0] != "zh", pair[1]


def _topic(path: Path) -> Part:
    own = Graph().parse(path, format="turtle")
    text = path.read_text(encoding="utf-8")
    nodes: Iterable[Node] = (s for kind in KINDS for s in own.subjects(RDF.type, kind))
    found = (n for n in nodes if isinstance(n, URIRef) and str(n).startswith(str(DG)))
    entries = [_entry(own, node, f"dg:{local(str(node))}", RDFS.label) for node in found]
    entries.sort(key=lambda entry: text.index(f"\n{entry.name}\n"))
    home = URIRef(f"https://w3id.org/dutygraph/ontology/{path.stem}")
    title, about = words(own, home, DCTERMS.title), words(own, home, DCTERMS.description)
    return Part(path.stem, path.name, str(home), title, about, tuple(entries))


def _entry(graph: Graph, node: Node, name: str, label: URIRef) -> Entry:
    types = set(graph.objects(node, RDF.type))
    kind = next((text for kind, text in KINDS.items() if kind in types), Words("代码", "code"))
    number = graph.value(node, SKOS.notation)
    return Entry(
        name=name,
        iri=str(node),
        kind=kind,
        label=words(graph, node, label),
        definition=words(graph, node, SKOS.definition),
        examples=said(graph, node, SKOS.example),
        notes=said(graph, node, SKOS.scopeNote),
        number=int(str(number)) if number is not None else 0,
    )
