"""How is a data set described for catalogues, in DCAT and VoID?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from dutygraph.findings import Words
from dutygraph.names import DG
from dutygraph.out.tables import check_format, to_json
from dutygraph.triples.dataset import DataFile, Dataset

FORMATS: Final[dict[str, ox.RdfFormat]] = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
}
AUTHOR: Final = "dutygraph contributors"
PREFIXES: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dg": str(DG),
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TYPE: Final = "rdf:type"
_LANGUAGE: Final = "http://id.loc.gov/vocabulary/iso639-1/"
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_TURTLE: Final = "http://www.w3.org/ns/formats/Turtle"

Term = ox.NamedNode | ox.BlankNode | ox.Literal


def describe(about: Dataset, kind: str = "ttl") -> bytes:
    """Write the description as Turtle, JSON-LD or N-Triples.

    Triples: DCAT 3, DCMI terms, SPDX checksums and VoID. Sorted, and blank nodes are named by
        what they belong to, so that equal data give equal bytes.
    Source: https://www.w3.org/TR/vocab-dcat-3/, https://www.w3.org/TR/void/.
    """
    triples = {*_dataset(about), *_instrument(about), *_counts(about)}
    for number, file in enumerate(about.files, start=1):
        triples |= {*_distribution(about, file, number)}
    lines = sorted(triples, key=str)
    if kind == "ttl":
        return _turtle(lines)
    raw = ox.serialize(lines, format=FORMATS[kind]) or b""
    return to_json(json.loads(raw)).encode() if kind == "jsonld" else raw


def choose_format(name: str | None, output: Path | None) -> str:
    """Take the format that is named, else the one of the output's ending, else Turtle.

    Raises: UsageError that lists the known ones.
    """
    ending = output.suffix.lower().lstrip(".") if output else ""
    return check_format(name or ending or "ttl", tuple(FORMATS))


def title(about: Dataset) -> Words:
    """Name the data set after its instrument."""
    return Words(f"《{about.title.zh}》责任图谱", f"Graph of responsibility: {about.title.en}")


def summary(about: Dataset) -> Words:
    """Say in one sentence what the data set holds, with its sizes."""
    sizes = (about.articles, about.norms, about.holders, about.statistics.triples)
    return Words(
        "{}条规定、{}项规范、{}个主体，共{}个三元组；每项规范引其原话。".format(*sizes),
        "{} articles, {} norms, {} holders in {} triples; each norm quotes its words.".format(
            *sizes
        ),
    )


def _dataset(about: Dataset) -> Iterator[ox.Triple]:
    one = about.iri
    for kind in ("dcat:Dataset", "void:Dataset"):
        yield _triple(one, _TYPE, _iri(kind))
    for prop, words in (("dcterms:title", title(about)), ("dcterms:description", summary(about))):
        yield from (_triple(one, prop, literal) for literal in _both(words))
    yield _triple(one, "dcterms:identifier", ox.Literal(one))
    yield _triple(one, "dcterms:source", _iri(about.instrument))
    yield _triple(one, "dcterms:conformsTo", _iri(about.ontology))
    if about.version:
        yield _triple(one, "dcat:version", ox.Literal(about.version))
    if about.licence:
        yield _triple(one, "dcterms:license", _iri(about.licence))
    if about.bundled:
        creator = ox.BlankNode("creator")
        yield _triple(one, "dcterms:creator", creator)
        yield _triple(creator, _TYPE, _iri("foaf:Agent"))
        yield _triple(creator, "foaf:name", ox.Literal(AUTHOR))
    for tag in about.statistics.languages:
        yield _triple(one, "dcterms:language", _iri(_LANGUAGE + tag.split("-")[0]))


def _instrument(about: Dataset) -> Iterator[ox.Triple]:
    for literal in _both(about.title):
        yield _triple(about.instrument, "dcterms:title", literal)
    if about.issued:
        date = ox.Literal(about.issued, datatype=_iri("xsd:date"))
        yield _triple(about.instrument, "dcterms:issued", date)
    for issuer, words in about.issuers:
        yield _triple(about.instrument, "dcterms:publisher", _iri(issuer))
        yield from (_triple(issuer, "rdfs:label", literal) for literal in _both(words))


def _distribution(about: Dataset, file: DataFile, number: int) -> Iterator[ox.Triple]:
    one = about.space + quote(file.path)
    checksum = ox.BlankNode(f"checksum{number}")
    yield _triple(about.iri, "dcat:distribution", _iri(one))
    yield _triple(one, _TYPE, _iri("dcat:Distribution"))
    yield _triple(one, "dcterms:title", ox.Literal(file.path))
    yield _triple(one, "dcat:mediaType", _iri(_MEDIA + file.media))
    yield _triple(one, "dcat:byteSize", _count(file.size, "xsd:nonNegativeInteger"))
    yield _triple(one, "spdx:checksum", checksum)
    yield _triple(checksum, _TYPE, _iri("spdx:Checksum"))
    yield _triple(checksum, "spdx:algorithm", _iri("spdx:checksumAlgorithm_sha256"))
    digest = ox.Literal(file.digest, datatype=_iri("xsd:hexBinary"))
    yield _triple(checksum, "spdx:checksumValue", digest)
    if file.media == "text/turtle" and about.licence:
        yield _triple(one, "dcterms:license", _iri(about.licence))


def _counts(about: Dataset) -> Iterator[ox.Triple]:
    one, counts = about.iri, about.statistics
    numbers = {
        "void:triples": counts.triples,
        "void:entities": counts.entities,
        "void:distinctSubjects": counts.subjects,
        "void:distinctObjects": counts.objects,
        "void:classes": len(counts.classes),
        "void:properties": len(counts.properties),
    }
    yield from (_triple(one, prop, _count(n)) for prop, n in numbers.items())
    yield _triple(one, "void:uriSpace", ox.Literal(about.space))
    yield _triple(one, "void:feature", _iri(_TURTLE))
    yield from (_triple(one, "void:vocabulary", _iri(v)) for v in counts.vocabularies)
    yield from (_triple(one, "void:exampleResource", _iri(e)) for e in about.examples)
    for number, (name, n) in enumerate(counts.classes.items()):
        part = ox.BlankNode(f"class{number:04}")
        yield _triple(one, "void:classPartition", part)
        yield _triple(part, "void:class", _iri(name))
        yield _triple(part, "void:entities", _count(n))
    for number, (name, n) in enumerate(counts.properties.items()):
        part = ox.BlankNode(f"property{number:04}")
        yield _triple(one, "void:propertyPartition", part)
        yield _triple(part, "void:property", _iri(name))
        yield _triple(part, "void:triples", _count(n))


def _turtle(lines: list[ox.Triple]) -> bytes:
    """Write Turtle for people: blank nodes in place, prefixes for all vocabularies used."""
    graph = Graph(bind_namespaces="none")
    for prefix, space in PREFIXES.items():
        graph.bind(prefix, space)
    for line in lines:
        graph.add((_node(line.subject), _node(line.predicate), _node(line.object)))
    return graph.serialize(format="turtle", encoding="utf-8")


def _node(term: object) -> Node:
    if isinstance(term, ox.Literal):
        plain = term.language or term.datatype.value == PREFIXES["xsd"] + "string"
        kind = None if plain else URIRef(term.datatype.value)
        return Literal(term.value, lang=term.language, datatype=kind)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    return URIRef(str(term).strip("<>"))


def _iri(name: str) -> ox.NamedNode:
    prefix, _, rest = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + rest if prefix in PREFIXES else name)


def _triple(subject: str | ox.BlankNode, prop: str, value: Term) -> ox.Triple:
    about = ox.NamedNode(subject) if isinstance(subject, str) else subject
    return ox.Triple(about, _iri(prop), value)


def _count(number: int, kind: str = "xsd:integer") -> ox.Literal:
    return ox.Literal(str(number), datatype=_iri(kind))


def _both(words: Words) -> Iterator[ox.Literal]:
    yield ox.Literal(words.zh, language="zh")
    yield ox.Literal(words.en, language="en")
