from __future__ import annotations

import re

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from dutygraph import places
from dutygraph.audit.checks import checks
from dutygraph.audit.report import Report
from dutygraph.names import ASSERTED, CODE, DG
from dutygraph.net.links import LINES
from dutygraph.triples.rules import rules
from dutygraph.triples.system import ontology_files

TYPES = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
CLUE = {"zh", "en"}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    graph = Graph()
    for path in ontology_files():
        graph.parse(path, format="turtle")
    return graph


def terms(graph: Graph) -> set[Node]:
    found = {s for kind in TYPES for s in graph.subjects(RDF.type, kind)}
    return {s for s in found if isinstance(s, URIRef)}


def concepts(graph: Graph) -> set[Node]:
    return set(graph.subjects(SKOS.inScheme, None))


def languages(graph: Graph, node: Node, prop: URIRef) -> set[str]:
    return {o.language or "" for o in graph.objects(node, prop) if isinstance(o, Literal)}


def test_every_term_is_bilingual_defined_and_exemplified(ontology: Graph) -> None:
    found = terms(ontology)
    assert len(found) > 60
    for term in found:
        assert languages(ontology, term, RDFS.label) == CLUE, term
        assert languages(ontology, term, SKOS.definition) == CLUE, term
        assert languages(ontology, term, SKOS.example), term
        assert str(term).startswith(str(DG)), term


def test_every_concept_is_bilingual_defined_and_exemplified(ontology: Graph) -> None:
    found = concepts(ontology)
    assert len(found) > 80
    for concept in found:
        assert languages(ontology, concept, SKOS.prefLabel) == CLUE, concept
        assert languages(ontology, concept, SKOS.definition) == CLUE, concept
        assert languages(ontology, concept, SKOS.example), concept
        assert str(concept).startswith(str(CODE)), concept


def test_labels_are_unique(ontology: Graph) -> None:
    labels = [str(o) for t in terms(ontology) for o in ontology.objects(t, RDFS.label)]
    assert sorted(labels) == sorted(set(labels))


def test_one_title_and_licence_a_file() -> None:
    for path in ontology_files():
        graph = Graph().parse(path, format="turtle")
        titled = set(graph.subjects(DCTERMS.title, None))
        assert len(titled) == 1, path
        assert {languages(graph, t, DCTERMS.title) == CLUE for t in titled} == {True}, path
        assert (titled.pop(), DCTERMS.license, None) in graph, path


def test_no_comment_in_turtle() -> None:
    """The writers of Turtle drop comments, so prose is kept in triples."""
    for path in [*ontology_files(), *places.data().rglob("*.ttl")]:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if line.lstrip().startswith("#")], path


def test_no_functional_property_merges_holders(ontology: Graph) -> None:
    assert not list(ontology.subjects(RDF.type, OWL.FunctionalProperty))
    assert not list(ontology.subjects(RDF.type, OWL.InverseFunctionalProperty))
    assert not list(ontology.triples((None, OWL.imports, None)))


def test_no_line_is_asserted(yunfu: Report, toy: Report) -> None:
    derived = {*LINES, DG.isEntrustedBy, DG.isOverseenBy, DG.imposesOn, DG.isSubjectTo}
    for found in (yunfu, toy):
        asserted = found.case.system.graph(str(ASSERTED))
        assert not [t for p in derived for t in asserted.triples((None, p, None))]


def test_every_own_term_in_data_is_declared(ontology: Graph, yunfu: Report) -> None:
    known = set(ontology.subjects())
    used = {t for triple in yunfu.case.reasoned.asserted for t in triple}
    own = {t for t in used if str(t).startswith((str(DG), str(CODE)))}
    assert own
    assert own <= known


def test_every_term_is_used(ontology: Graph) -> None:
    """No term without data, a rule, a check or an axiom that uses it."""
    sources = [*places.data().rglob("*.ttl"), *places.ontology().rglob("*.rq")]
    sources += [*places.queries().rglob("*.rq")]
    package = places.PACKAGE
    sources += [*package.rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    axioms = {o for _, p, o in ontology if p != RDFS.isDefinedBy}
    for term in terms(ontology):
        name = str(term).removeprefix(str(DG))
        used = re.search(rf"(?:dg:|DG\.|DG\[\"|_dg\(\"){name}\b", text)
        assert used or term in axioms or f'"{name}"' in text, name


def test_reading_rules_have_their_names_and_texts(ontology: Graph) -> None:
    names = {r.name for r in rules()}
    assert names == {"DR1", "DR2", "DR3", "DR5", "DR7", "DR8", "DR9", "DR12", "DR13"}
    for name in names:
        assert (CODE[f"rule/{name}"], SKOS.inScheme, None) in ontology
        text = (places.ontology() / "rules" / f"{name}.rq").read_text(encoding="utf-8")
        assert f"#+ name: {name}" in text
        assert "CONSTRUCT" in text


def test_each_rule_follows_those_it_builds_on() -> None:
    seen: set[str] = set()
    for rule in rules():
        assert set(rule.after) <= seen
        seen.add(rule.name)


def test_checks_have_both_languages_and_a_level() -> None:
    found = {check.name: check for check in checks()}
    nine = {
        "unanchored",
        "uncovered-text",
        "no-holder",
        "no-entrust",
        "no-report",
        "report-to-stranger",
        "no-oversight",
        "no-consequence",
        "agentless-consequence",
    }
    assert nine <= found.keys()
    for check in found.values():
        assert {"title", "problem", "why", "cure", "message"} <= check.texts.keys()
        assert check.source
        for words in check.texts.values():
            assert words.zh
            assert words.en


def test_forbidden_goal_gives_no_link(yunfu: Report) -> None:
    """DR10: no step of any proof rests on 实现责任链闭环管理."""
    goal = URIRef("https://w3id.org/dutygraph/data/yunfu-2017/A04-6")
    for source, target, kind in yunfu.case.net.links.edges(keys=True):
        norms = {s.norm for s in yunfu.case.net.supports(source, target, kind)}
        assert str(goal) not in norms
