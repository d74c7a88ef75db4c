"""Each shape fires on its bad fixture, there alone, and on nothing in its good one.

A fixture is one small regulation, or one small ontology, on the care of rivers:
NAME/{bad,good}.ttl. `expected.toml` names the nodes at fault and their values.
"""

from __future__ import annotations

import re
import socket
import tomllib
from pathlib import Path

import pytest
from pyshacl.entrypoints import meta_validate
from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SH
from rdflib.term import Node

from dutygraph import places
from dutygraph.audit.validate import validate, validate_ontology
from dutygraph.names import ASSERTED, DG, ONTOLOGY, local
from dutygraph.triples.forms import problems
from dutygraph.triples.parse import parse
from dutygraph.triples.shapes import (
    SHAPE,
    Breach,
    breaches,
    data_of,
    graph_of,
    shape_files,
    shapes,
)
from dutygraph.triples.system import System, load, ontology_files

HERE = Path(__file__).parent
EXPECTED = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))
ABOUT = {shape.name: shape.about for shape in shapes()}
# What a form refuses before a shape could speak: docs/decisions/0014.
FORMED = {
    "span-start",
    "span-end",
    "excerpt-words",
    "norm-holder",
    "norm-force",
    "implied-rule",
    "report-recipient",
}
HAN = re.compile("[\u4e00-\u9fff]")


def written() -> Graph:
    graph = Graph()
    for path in shape_files():
        graph.parse(path, format="turtle")
    return graph


def written_names() -> list[str]:
    """The names of shapes as another reader of Turtle finds them."""
    graph = written()
    found = {s for kind in (SH.NodeShape, SH.PropertyShape) for s in graph.subjects(RDF.type, kind)}
    return sorted(local(str(shape)) for shape in found)


NAMES = written_names()
DATA = [name for name in NAMES if ABOUT.get(name) == "data"]
each_shape = pytest.mark.parametrize("name", NAMES)


def broken(name: str, kind: str, ontology: Graph) -> tuple[Breach, ...]:
    """What breaks any shape, of data for a regulation, of terms and files for an ontology."""
    graph = graph_of(parse(HERE / name / f"{kind}.ttl"))
    if ABOUT[name] == "data":
        graph += ontology
        return breaches(graph, "data")
    return breaches(graph, "ontology") + breaches(graph, "file")


def test_every_shape_has_its_pair_and_no_folder_is_left_over() -> None:
    assert len(NAMES) > 60
    assert [shape.name for shape in shapes()] == NAMES
    folders = {p.name for p in HERE.iterdir() if p.is_dir() and p.name[0] != "_"}
    assert folders == EXPECTED.keys() == set(NAMES)
    pairs = [HERE / name / f"{kind}.ttl" for name in NAMES for kind in ("bad", "good")]
    assert [str(p) for p in pairs if not p.is_file()] == []


@each_shape
def test_bad_fires_its_shape_alone(name: str, ontology: Graph) -> None:
    found = broken(name, "bad", ontology)
    assert {b.shape.name for b in found} == {name}
    assert sorted(local(b.node) for b in found) == EXPECTED[name]["nodes"]
    assert sorted({v for b in found for v in b.values}) == EXPECTED[name]["values"]


@each_shape
def test_good_is_silent(name: str, ontology: Graph) -> None:
    assert broken(name, "good", ontology) == ()


@pytest.mark.parametrize("name", DATA)
def test_what_a_form_owns_is_refused_and_the_rest_is_judged(name: str) -> None:
    """So that one fault is told once: as an error by the form, or as a finding by the shape."""
    bad, good = (load(str(HERE / name / f"{kind}.ttl")) for kind in ("bad", "good"))
    assert bool(problems(bad)) == (name in FORMED)
    assert problems(good) == ()


def test_every_shape_speaks_both_languages() -> None:
    for shape in shapes():
        for words in (shape.title, shape.kept, shape.message, shape.cure):
            assert HAN.search(words.zh), shape.name
            assert re.search("[a-z]", words.en), shape.name
        assert shape.turtle.startswith(f"shape:{shape.name}\n")
        assert shape.turtle.rstrip().endswith(f"/shapes/{shape.file}> .")


def test_titles_are_unique() -> None:
    for titles in ([s.title.zh for s in shapes()], [s.title.en for s in shapes()]):
        assert sorted(titles) == sorted(set(titles))


def test_shapes_are_sound_shacl() -> None:
    """The shapes keep the shapes that the specification gives for shapes."""
    conforms, _, text = meta_validate(written())
    assert conforms, text


def test_shapes_use_the_core_and_sparql_only_where_it_must() -> None:
    """SHACL Core runs in every engine, so only two style rules need more."""
    graph = written()
    assert {local(str(s)) for s in graph.subjects(SH.sparql, None)} == {
        "file-header",
        "label-and-name",
    }
    for one in (SH.js, SH.rule, SH.target, SH.expression):
        assert not list(graph.subject_objects(one))


def test_judging_loads_no_shape() -> None:
    assert not set(ontology_files()) & set(shape_files())
    assert not list(load("toy").graph(ONTOLOGY).subjects(RDF.type, SH.NodeShape))


@pytest.mark.parametrize("name", places.systems())
def test_bundled_data_keep_the_shapes(name: str) -> None:
    assert breaches(data_of(load(name)), "data") == ()


def test_our_ontology_keeps_the_shapes() -> None:
    found = validate_ontology()
    assert found.faults == ()
    assert found.sizes["terms"] > 200
    assert found.sizes["files"] > len(ontology_files())


def options(path: str) -> set[Node]:
    graph = written()
    shape = graph.value(SHAPE[path], SH.path)
    listed = graph.value(shape, SH.alternativePath)
    assert listed is not None
    return set(Collection(graph, listed))


def test_a_function_follows_from_the_relations_that_the_ontology_says(ontology: Graph) -> None:
    carried = set(ontology.subjects(OWL.onProperty, DG.hasFunction))
    relations = {p for r in carried for p in ontology.subjects(RDFS.domain, r)}
    assert relations
    assert options("norm-function") == relations | {DG.hasFunction}


def test_counterparts_are_holders_in_every_relation_of_power(ontology: Graph) -> None:
    tops = (DG.delegatesTo, DG.examines)
    below = {p for top in tops for p in ontology.transitive_subjects(RDFS.subPropertyOf, top)}
    assert options("counterpart-kind") == below | {
        DG.implementsDecisionsOf,
        DG.sanctions,
        DG.isImposedBy,
    }


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, ontology: Graph) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a connection was tried")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    text = (HERE / "holder-label" / "bad.ttl").read_text(encoding="utf-8")
    graph = Graph().parse(data=text, format="turtle") + ontology
    graph.add((URIRef("https://example.org/river"), RDF.type, OWL.Ontology))
    graph.add((URIRef("https://example.org/river"), OWL.imports, URIRef("http://127.0.0.1:9/x")))
    assert {b.shape.name for b in breaches(graph, "data")} == {"holder-label"}


def test_findings_have_place_article_texts_and_cure() -> None:
    path = HERE / "counterpart-kind" / "bad.ttl"
    (fault,) = (f for f in validate(str(path)).faults if f.finding.check == "counterpart-kind")
    lines = path.read_text(encoding="utf-8").splitlines()
    finding = fault.finding
    assert fault.place == f"{path}:{lines.index('river:A01-2') + 1}"
    assert (finding.severity, finding.subject) == ("error", "A01-2")
    assert finding.article("zh") == "第一条"
    assert finding.message.zh == "A01-2：对象没有写成主体。现为“villagers”。"
    assert finding.message.en.startswith("A01-2: The counterpart is not stated to be a holder.")
    assert "dg:Body" in finding.cure.zh
    assert "dg:Body" in finding.cure.en


def asserted(system: System) -> int:
    return len(system.graph(ASSERTED))


def test_the_system_is_not_changed() -> None:
    system = load("toy")
    before = asserted(system), len(system.store)
    breaches(data_of(system), "data")
    assert (asserted(system), len(system.store)) == before
