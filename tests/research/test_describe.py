"""Is a data set described by its own numbers, in the terms of the standards?"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD

from dutygraph import __version__, places

SYSTEMS = ["toy", "yunfu-2017"]
PREFIXES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def store(raw: str, kind: ox.RdfFormat = ox.RdfFormat.TURTLE) -> ox.Store:
    found = ox.Store()
    found.load(raw.encode(), format=kind)
    return found


def rows(asked: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = asked.query(PREFIXES + query)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(tuple(term.value for term in row) for row in found)


@pytest.fixture(scope="module")
def data() -> dict[str, ox.Store]:
    """The files of each system as they are, without our way of reading them."""
    found = {}
    for system in SYSTEMS:
        found[system] = ox.Store()
        for path in (places.data() / system).glob("*.ttl"):
            found[system].load(path=str(path), format=ox.RdfFormat.TURTLE)
    return found


@pytest.fixture(scope="module")
def described(command: Callable[..., Any]) -> dict[str, ox.Store]:
    return {system: store(command("describe", system).stdout) for system in SYSTEMS}


def space(system: str) -> str:
    return f"https://w3id.org/dutygraph/data/{system}/"


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize(
    ("term", "query"),
    [
        ("void:triples", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        ("void:distinctSubjects", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        ("void:distinctObjects", "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
        ("void:classes", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
        ("void:properties", "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
        (
            "void:entities",
            "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o FILTER(STRSTARTS(STR(?s), 'SPACE')) }",
        ),
    ],
)
def test_counts_are_those_of_a_query(
    data: dict[str, ox.Store], described: dict[str, ox.Store], system: str, term: str, query: str
) -> None:
    stated = rows(described[system], f"SELECT ?n {{ ?d a dcat:Dataset, void:Dataset ; {term} ?n }}")
    assert stated == rows(data[system], query.replace("SPACE", space(system)))


@pytest.mark.parametrize("system", SYSTEMS)
def test_partitions_are_those_of_a_query(
    data: dict[str, ox.Store], described: dict[str, ox.Store], system: str
) -> None:
    classes = "SELECT ?c ?n { ?d void:classPartition [ void:class ?c ; void:entities ?n ] }"
    counted = "SELECT ?c (STR(COUNT(DISTINCT ?s)) AS ?n) { ?s a ?c } GROUP BY ?c"
    assert rows(described[system], classes) == rows(data[system], counted)
    properties = "SELECT ?p ?n { ?d void:propertyPartition [ void:property ?p ; void:triples ?n ] }"
    counted = "SELECT ?p (STR(COUNT(*)) AS ?n) { ?s ?p ?o } GROUP BY ?p"
    assert rows(described[system], properties) == rows(data[system], counted)


@pytest.mark.parametrize("system", SYSTEMS)
def test_distributions_are_the_files_with_their_checksums(
    described: dict[str, ox.Store], system: str
) -> None:
    query = """
        SELECT ?title ?media ?size ?value {
          ?d a dcat:Dataset ; dcat:distribution ?one .
          ?one a dcat:Distribution ; dcterms:title ?title ; dcat:mediaType ?media ;
            dcat:byteSize ?size ; spdx:checksum ?sum .
          ?sum a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha256 ;
            spdx:checksumValue ?value .
        }"""
    types = "https://www.iana.org/assignments/media-types/"
    folder = places.data() / system
    expected = [
        (
            path.name,
            types + ("text/plain" if path.suffix == ".txt" else "text/turtle"),
            str(path.stat().st_size),
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in [*folder.glob("*.ttl"), folder / "source.txt"]
    ]
    assert rows(described[system], query) == sorted(expected)


def test_sizes_and_checksums_have_the_types_of_the_standard(command: Callable[..., Any]) -> None:
    # rdflib keeps derived types apart, which a store may fold into xsd:integer
    graph = Graph().parse(data=command("describe", "toy").stdout, format="turtle")
    kinds = {
        "http://www.w3.org/ns/dcat#byteSize": XSD.nonNegativeInteger,
        "http://spdx.org/rdf/terms#checksumValue": XSD.hexBinary,
        "http://rdfs.org/ns/void#triples": XSD.integer,
    }
    for name, kind in kinds.items():
        found = set(graph.objects(None, URIRef(name)))
        assert {o.datatype for o in found if isinstance(o, Literal)} == {kind}


def test_yunfu_is_named_versioned_and_licensed(described: dict[str, ox.Store]) -> None:
    one = f"<{space('yunfu-2017')}dataset>"
    query = f"SELECT ?value {{ {one} PROPERTY ?value }}"

    def values(name: str) -> set[str]:
        return {row[0] for row in rows(described["yunfu-2017"], query.replace("PROPERTY", name))}

    titles = values("dcterms:title")
    assert "《云浮市全面落实脱贫攻坚责任制实施细则》责任图谱" in titles
    assert len(titles) == len(values("dcterms:description")) == 2
    assert values("dcat:version") == {__version__}
    assert values("dcterms:license") == {"https://creativecommons.org/licenses/by/4.0/"}
    assert values("dcterms:source") == {f"{space('yunfu-2017')}instrument"}
    assert values("void:uriSpace") == {space("yunfu-2017")}
    codes = {f"http://id.loc.gov/vocabulary/iso639-1/{tag}" for tag in ("zh", "en")}
    assert values("dcterms:language") == codes
    assert values("void:vocabulary") == {
        "https://w3id.org/dutygraph/ns",
        "http://purl.org/dc/terms/",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://www.w3.org/2000/01/rdf-schema#",
        "http://www.w3.org/2004/02/skos/core",
    }


def test_source_instrument_is_dated_and_named(described: dict[str, ox.Store]) -> None:
    query = """
        SELECT ?title ?date ?issuer {
          ?d dcterms:source ?i .
          ?i dcterms:title ?title ; dcterms:issued ?date ; dcterms:publisher/rdfs:label ?issuer .
          FILTER(LANG(?title) = "zh" && LANG(?issuer) = "zh")
        }"""
    query = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>" + query
    assert rows(described["yunfu-2017"], query) == [
        ("云浮市全面落实脱贫攻坚责任制实施细则", "2017-05-26", "市扶贫开发领导小组")
    ]


@pytest.mark.parametrize("system", SYSTEMS)
def test_examples_stand_in_the_data(
    data: dict[str, ox.Store], described: dict[str, ox.Store], system: str
) -> None:
    examples = rows(described[system], "SELECT ?e { ?d void:exampleResource ?e }")
    assert len(examples) == 3
    known = rows(data[system], "SELECT DISTINCT ?s { ?s ?p ?o }")
    assert set(examples) <= set(known)


def test_formats_hold_the_same_graph(command: Callable[..., Any], tmp_path: Path) -> None:
    kinds = {
        "ttl": ox.RdfFormat.TURTLE,
        "jsonld": ox.RdfFormat.JSON_LD,
        "nt": ox.RdfFormat.N_TRIPLES,
    }
    graphs = []
    for name, kind in kinds.items():
        target = tmp_path / f"toy.{name}"
        assert command("describe", "toy", "-o", target).stdout == ""
        assert command("describe", "toy", "-f", name).stdout == target.read_text(encoding="utf-8")
        triples = [q.triple for q in store(target.read_text(encoding="utf-8"), kind)]
        graph = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
        graph.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        graphs.append(graph)
    assert graphs[0] == graphs[1] == graphs[2]


@pytest.mark.parametrize("kind", ["ttl", "jsonld", "nt"])
def test_bytes_are_the_same_in_every_run(command: Callable[..., Any], kind: str) -> None:
    runs = [command("describe", "toy", "-f", kind, PYTHONHASHSEED=str(s)).stdout for s in (1, 2)]
    assert runs[0] == runs[1] != ""


def test_what_the_data_do_not_say_is_left_out(
    command: Callable[..., Any], edit: Callable[[str, str, str], None], second: Path
) -> None:
    licence = "    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;\n"
    edit("provisions.ttl", licence, "")
    found = store(command("describe", second).stdout)
    query = "SELECT ?value {{ ?d a dcat:Dataset ; {} ?value }}"
    for name in ("dcterms:license", "dcat:version", "dcterms:creator"):
        assert rows(found, query.format(name)) == []


def test_a_bundled_folder_is_known_by_any_path(
    command: Callable[..., Any], described: dict[str, ox.Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(places.data() / "toy")
    query = "SELECT ?v { ?d dcat:version ?v }"
    found = store(command("describe", "../toy").stdout)
    assert rows(found, query) == rows(described["toy"], query) == [(__version__,)]


def test_a_version_of_its_own_is_stated(
    command: Callable[..., Any], edit: Callable[[str, str, str], None], second: Path
) -> None:
    edit(
        "provisions.ttl",
        "    dg:isIssuedOn",
        '    <http://www.w3.org/2002/07/owl#versionInfo> "2.3" ;\n    dg:isIssuedOn',
    )
    found = store(command("describe", second).stdout)
    assert rows(found, "SELECT ?v { ?d dcat:version ?v }") == [("2.3",)]


@pytest.mark.parametrize(
    ("turtle", "words"),
    [
        ("@prefix dg: <https://w3id.org/dutygraph/ns#> . dg:x a dg:Body .", "names no instrument"),
        ("@prefix dg: <https://w3id.org/dutygraph/ns#> . <i> a dg:Instrument .", "this machine"),
        ("@prefix dg: <https://w3id.org/dutygraph/ns#> . <x:i> a dg:Instrument .", "this machine"),
    ],
)
def test_what_cannot_be_described_gets_one_line(
    command: Callable[..., Any], tmp_path: Path, turtle: str, words: str
) -> None:
    path = tmp_path / "one.ttl"
    path.write_text(turtle, encoding="utf-8")
    done = command("describe", path)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_unknown_format_is_refused(command: Callable[..., Any]) -> None:
    for arguments in (("-f", "xml"), ("-o", "toy.xlsx")):
        done = command("describe", "toy", *arguments)
        assert done.returncode == 2
        assert "known: ttl, jsonld, nt" in done.stderr
