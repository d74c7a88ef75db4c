"""Can someone who knows PROV-O alone walk from a line to the exact words of its clause?

Expected words are read off the regulation; terms are those that the vocabularies publish.
"""

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, RDFS

from dutygraph.audit.case import Case
from dutygraph.audit.outcomes import about_norm, hop_triples, outcomes
from dutygraph.audit.report import Report, report
from dutygraph.names import CODE, DG, GRAPH, code
from dutygraph.triples.files import dump
from dutygraph.triples.justify import Justification
from dutygraph.triples.provenance import provenance, statements, used_prefixes
from dutygraph.triples.reading import Reader
from dutygraph.triples.reason import Triple
from dutygraph.triples.statements import Statements
from dutygraph.triples.view import view

PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
PREFIXES = {
    "prov": PROV,
    "oa": OA,
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "dg": str(DG),
    "evidence": f"{CODE}evidence/",
    "rule": f"{CODE}rule/",
    "owl-rl": f"{CODE}owl-rl/",
    "toy": "https://w3id.org/dutygraph/data/toy/",
    "yunfu": "https://w3id.org/dutygraph/data/yunfu-2017/",
    "audit": f"{GRAPH}audit/",
}
NEIGHBOURS = Path(__file__).parents[1] / "ontology" / "neighbours"


def turtle(because: Justification, triples: tuple[ox.Triple, ...]) -> bytes:
    return dump(triples, ox.RdfFormat.TURTLE, used_prefixes(because, triples))


def loaded(triples: tuple[ox.Triple, ...]) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    return store


def rows(store: ox.Store, query: str) -> set[tuple[str, ...]]:
    found = store.query(query, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    return {tuple(getattr(v, "value", "") for v in row) for row in found}


@pytest.fixture(scope="module")
def because(yunfu: Report) -> Justification:
    return Justification(yunfu.case.reasoned)


@pytest.fixture(scope="module")
def everything(because: Justification) -> tuple[ox.Triple, ...]:
    return provenance(because, because.derived)


@pytest.fixture(scope="module")
def store(everything: tuple[ox.Triple, ...]) -> ox.Store:
    return loaded(everything)


# ------------------------------------------------------------------ from a line to its words

WALK = """
SELECT DISTINCT ?words ?start ?end ?article WHERE {
  ?line a prov:Entity ; rdf:subject %s ; rdf:predicate %s ; rdf:object %s ;
    prov:wasGeneratedBy/prov:used/(prov:wasGeneratedBy/prov:used)*/prov:hadPrimarySource ?excerpt .
  ?excerpt prov:value ?words ; prov:wasQuotedFrom/rdfs:label ?article ; oa:hasSelector ?position .
  ?position oa:start ?start ; oa:end ?end .
  FILTER (LANG(?article) = "zh")
}
"""
REPORT = ("yunfu:county", "dg:reportsTo", "yunfu:city")
WORDS = "每年向市委、市政府报告脱贫攻坚进展情况"  # 第十一条


def test_a_report_line_leads_to_the_words_of_its_article(store: ox.Store, yunfu: Report) -> None:
    text = yunfu.case.system.text
    assert text is not None
    start = text.index(WORDS)
    expected = {(WORDS, str(start), str(start + len(WORDS)), "第十一条")}
    assert rows(store, WALK % REPORT) == expected


def test_one_line_alone_leads_there_too_in_rdflib(because: Justification, yunfu: Report) -> None:
    """Written as Turtle and read by rdflib; nothing but the line was asked for."""
    goal = tuple(URIRef(PREFIXES[p] + n) for p, n in (one.split(":") for one in REPORT))
    graph = Graph().parse(data=turtle(because, provenance(because, [goal])), format="turtle")  # type: ignore[list-item]
    found = {tuple(map(str, row)) for row in graph.query(WALK % REPORT, initNs=PREFIXES)}  # type: ignore[arg-type]
    assert {row[0] for row in found} == {WORDS}
    assert yunfu.case.system.text is not None
    assert all(yunfu.case.system.text[int(a) : int(b)] == words for words, a, b, _ in found)


def test_a_consequence_at_large_leads_to_scope_and_sanction(store: ox.Store) -> None:
    """第二十三条 rewards departments at large; 第二条 says who is in scope (DR7, DR1)."""
    line = ("yunfu:A23-1", "dg:rewards", "yunfu:discipline-inspection")
    found = {(words, article) for words, _, _, article in rows(store, WALK % line)}
    assert ("以适当方式予以激励", "第二十三条") in found
    assert ("对脱贫攻坚进行监督执纪问责", "第九条") in found
    scope = "本细则适用于我市各级党委和政府、市直和中直、省直驻云浮有关单位脱贫攻坚责任的落实"
    assert (scope, "第二条") in found
    plans = rows(
        store,
        "SELECT ?plan { ?line rdf:subject yunfu:A23-1 ; rdf:predicate dg:rewards ; "
        "rdf:object yunfu:discipline-inspection ; prov:wasGeneratedBy/"
        "((prov:used/prov:wasGeneratedBy)*)/prov:qualifiedAssociation/prov:hadPlan ?plan }",
    )
    assert plans == {(str(code("rule", "DR7")),), (str(code("rule", "DR1")),)}


def test_every_derived_statement_reaches_words_of_the_text(
    because: Justification, store: ox.Store, yunfu: Report
) -> None:
    text = yunfu.case.system.text
    assert text is not None
    reached: dict[str, set[str]] = defaultdict(set)
    query = """SELECT ?line ?words ?start ?end {
      ?line a rdf:Statement ; prov:wasGeneratedBy ?run ; prov:wasDerivedFrom+ ?excerpt .
      ?excerpt prov:value ?words ; oa:hasSelector ?at . ?at oa:start ?start ; oa:end ?end }"""
    for line, words, start, end in rows(store, query):
        assert text[int(start) : int(end)] == words
        reached[line].add(words)
    names = statements(because)
    assert {str(names.name(t)) for t in because.derived} <= reached.keys()


# ------------------------------------------------------------------ form


def test_each_statement_has_one_triple_and_each_triple_one_statement(
    store: ox.Store, because: Justification
) -> None:
    query = """SELECT ?one ?s ?p ?o {
      ?one a rdf:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"""
    found = rows(store, query)
    assert len({one for one, *_ in found}) == len({tuple(rest) for _, *rest in found}) == len(found)
    assert len(found) == len(because.below(because.derived))


def test_derived_statements_are_generated_and_the_others_have_a_source(
    because: Justification, store: ox.Store
) -> None:
    names = statements(because)
    generated = {one for (one,) in rows(store, "SELECT ?e { ?e prov:wasGeneratedBy ?run }")}
    sourced = {one for (one,) in rows(store, "SELECT ?e { ?e prov:hadPrimarySource ?words }")}
    quoted = {one for (one,) in rows(store, "SELECT ?e { ?e prov:wasQuotedFrom ?whole }")}
    for triple in because.below(because.derived):
        name, step = str(names.name(triple)), because.step(triple)
        expected = {"asserted": sourced, "ontology": quoted}.get(step.rule, generated)
        assert name in expected
        assert sum(name in kind for kind in (generated, sourced, quoted)) == 1


def test_what_an_activity_used_is_premises_axioms_and_plans(
    because: Justification, store: ox.Store
) -> None:
    used = defaultdict(set)
    query = "SELECT ?e ?used { ?e a rdf:Statement ; prov:wasGeneratedBy/prov:used ?used }"
    for entity, one in rows(store, query):
        used[entity].add(one)
    names = statements(because)
    for triple in because.derived:
        step = because.step(triple)
        rules = {step.rule, *step.readings}
        plans = {str(code("rule", r)) if r[:2] == "DR" else f"{CODE}owl-rl/{r}" for r in rules}
        origins = {str(names.name(t)) for t in (*step.premises, *because.axioms(triple))}
        assert used[str(names.name(triple))] == origins | plans


def test_derivation_runs_in_no_circle(store: ox.Store) -> None:
    assert not store.query("ASK { ?e prov:wasDerivedFrom+ ?e }", prefixes=PREFIXES)


def test_terms_are_those_that_the_vocabularies_publish(everything: tuple[ox.Triple, ...]) -> None:
    known = {str(getattr(RDFS, n)) for n in ("label", "comment", "seeAlso")}
    known |= {str(RDF[n]) for n in ("type", "Statement", "subject", "predicate", "object")}
    known |= {str(RDF.first), str(RDF.rest)}
    known |= {str(OWL[n]) for n in ("Restriction", "onProperty", "hasValue")}
    for name in ("prov", "oa"):
        known |= set((NEIGHBOURS / f"{name}.txt").read_text(encoding="utf-8").split())
    assert {t.predicate.value for t in everything} <= known
    kinds = {t.object.value for t in everything if t.predicate.value == str(RDF.type)}  # type: ignore[union-attr]
    assert kinds <= known


def test_no_blank_nodes_and_every_iri_is_written_as_turtle(
    because: Justification, everything: tuple[ox.Triple, ...]
) -> None:
    """Read back by both libraries: the same triples."""
    assert not any(isinstance(term, ox.BlankNode) for t in everything for term in t)
    written = turtle(because, everything)
    again = {q.triple for q in ox.parse(written, format=ox.RdfFormat.TURTLE)}
    assert again == set(everything)


def test_rdflib_reads_what_pyoxigraph_reads(because: Justification) -> None:
    goals = [t for t in because.derived if t[1] in {DG.reportsTo, DG.sanctions, DG.hasFunction}]
    triples = provenance(because, goals[:40])
    lines = dump(triples, ox.RdfFormat.N_TRIPLES, {})
    left = Graph().parse(data=turtle(because, triples), format="turtle")
    right = Graph().parse(data=lines, format="nt")
    assert len(left) == len(triples)
    assert isomorphic(left, right)


AS_ALWAYS = """
import sys
from dutygraph.cli.main import run
sys.argv = ["dutygraph", "why", "toy", "-f", "ttl"]
run()
"""


def test_the_same_bytes_from_run_to_run() -> None:
    """In processes of their own, where sets of strings have other orders."""
    answers = {
        subprocess.run(
            [sys.executable, "-c", AS_ALWAYS],
            check=False,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1
    assert len(answers.pop()) > 100_000


# ------------------------------------------------------------------ beside the standard view


def test_norms_and_excerpts_are_said_as_in_the_standard_view(
    because: Justification, everything: tuple[ox.Triple, ...]
) -> None:
    shown = {
        t for part in ("prov", "oa") for t in view(because.reasoned, part) if is_of(t, PROV, OA)
    }
    ours: dict[object, set[tuple[str, object]]] = defaultdict(set)
    theirs: dict[object, set[tuple[str, object]]] = defaultdict(set)
    for found, triples in ((ours, everything), (theirs, shown)):
        for t in triples:
            if is_of(t, PROV, OA):
                found[t.subject].add((t.predicate.value, t.object))
    kept = {f"{PROV}value", f"{PROV}wasQuotedFrom"}
    norms = {t for n in because.reasoned.reader.norms() for t in (n.iri, f"{n.iri}.reading")}
    seen = 0
    for subject in ours.keys() & theirs.keys():
        said = {pair for pair in ours[subject] if pair[0] not in kept}
        if isinstance(subject, ox.NamedNode) and subject.value in norms:
            assert said == theirs[subject] - {p for p in theirs[subject] if "alternate" in p[0]}
            seen += 1
        elif "source.txt" in str(subject):
            assert said <= theirs[subject] | {(str(RDF.type), ox.NamedNode(f"{PROV}Entity"))}
    assert seen > 50


def is_of(triple: ox.Triple, *spaces: str) -> bool:
    if triple.predicate.value == str(RDF.type):
        return isinstance(triple.object, ox.NamedNode) and triple.object.value.startswith(spaces)
    return triple.predicate.value.startswith(spaces)


def test_names_of_statements_are_apart_from_those_of_the_view(
    because: Justification, everything: tuple[ox.Triple, ...]
) -> None:
    """Both name org:reportsTo and dg:reportsTo of two holders; loaded together they stay two."""
    both = loaded((*everything, *view(because.reasoned, "prov")))
    query = "SELECT ?one { ?one rdf:predicate ?p , ?q FILTER (?p != ?q) }"
    assert rows(both, query) == set()


# ------------------------------------------------------------------ names


def test_names_of_statements_are_apart() -> None:
    """Where local names hold dots, where literals differ by tag, where namespaces do."""
    here, there = "https://example.org/a/", "https://example.org/b/"
    subjects = [URIRef(here + n) for n in ("x", "x.ex:p", "x.ex:p.y")]
    objects = [
        *(URIRef(space + n) for space in (here, there) for n in ("y", "y.z", "y%2Ez", "ex:y")),
        *(Literal("y"), Literal("y", lang="zh"), Literal("y", lang="en"), Literal(1)),
    ]
    predicates = [URIRef(here + n) for n in ("p", "y", "p.y")]
    graph = Graph()
    names = statements_of(graph, {"ex": here})
    triples = [(s, p, o) for s in subjects for p in predicates for o in objects]
    assert len({names.name(t) for t in triples}) == len(triples)


def test_unnamed_nodes_are_named_after_their_axiom() -> None:
    turtle = """@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        :bears owl:propertyChainAxiom ( :a :b ) , ( :c :b ) ."""
    first, second = (statements_of(Graph().parse(data=turtle), {}) for _ in range(2))
    found = [
        sorted(str(names.term(o)) for o in names.ontology.objects(None, OWL.propertyChainAxiom))
        for names in (first, second)
    ]
    assert found[0] == found[1]
    assert len(set(found[0])) == 2
    for names in (first, second):
        for head in names.ontology.objects(None, OWL.propertyChainAxiom):
            assert isinstance(head, BNode)
            told = graph_of(names.described(head))
            named = names.term(head)
            assert list(told.items(named)) == list(names.ontology.items(head))


def statements_of(ontology: Graph, prefixes: dict[str, str]) -> Statements:
    return Statements(prefixes, ontology, Reader(ontology, ontology))


def graph_of(triples: tuple[Triple, ...]) -> Graph:
    graph = Graph()
    graph.addN((s, p, o, graph) for s, p, o in triples)
    return graph


# ------------------------------------------------------------------ verdicts and norms


def test_every_hop_of_every_verdict_is_known(case: Case) -> None:
    found = report(case, ())
    known = case.reasoned.known
    hops = [h for v in case.verdicts for link in v.links for h in link.hops]
    assert {h.kind for h in hops} >= {"entrust", "report", "oversight", "consequence", "duty"}
    for hop in hops:
        assert all(triple in known for triple in hop_triples(found, hop)), hop


def test_a_verdict_leads_to_the_words_under_each_link(yunfu: Report) -> None:
    """市扶贫开发领导小组: entrusted by 第七条, reports by 第七条, overseen by 第九条."""
    because = Justification(yunfu.case.reasoned)
    verdict = yunfu.case.judge.verdict(f"{PREFIXES['yunfu']}leading-group")
    found = loaded(provenance(because, (), outcomes(yunfu, verdict)))
    query = """SELECT ?link ?words {
      audit:leading-group prov:wasGeneratedBy/prov:used ?link .
      ?link prov:wasDerivedFrom+/prov:value ?words }"""
    words = defaultdict(set)
    for link, said in rows(found, query):
        words[link.rpartition("/")[2]].add(said)
    assert any("授权" in said for said in words["entrust"])
    assert any("报告" in said for said in words["report"])
    assert "对脱贫攻坚进行监督执纪问责" in words["oversight"]
    assert "return" not in words
    grades = rows(
        found,
        "SELECT ?link ?grade { ?link prov:qualifiedGeneration/prov:hadRole ?grade "
        'FILTER (STRSTARTS(STR(?link), STR(audit:))) FILTER (STRENDS(STR(?link), "t")) }',
    )
    assert (f"{GRAPH}audit/leading-group/report", f"{CODE}evidence/explicit") in grades
    assert (f"{GRAPH}audit/leading-group/oversight", f"{CODE}evidence/implied") in grades


def test_a_norm_leads_to_what_it_says_and_gives(because: Justification) -> None:
    """A11-4 names a recipient, so OWL gives it the function report (cls-hv1)."""
    norm = f"{PREFIXES['yunfu']}A11-4"
    found = loaded(provenance(because, about_norm(because, norm)))
    query = """SELECT ?rule { ?one rdf:subject yunfu:A11-4 ; rdf:predicate dg:hasFunction ;
      prov:wasGeneratedBy/prov:qualifiedAssociation/prov:hadPlan/rdfs:label ?rule }"""
    assert rows(found, query) == {("cls-hv1",)}
    words = "SELECT ?words { yunfu:A11-4 prov:wasDerivedFrom/prov:value ?words }"
    assert rows(found, words) == {(WORDS,)}


def test_unnamed_nodes_of_the_data_stay_apart() -> None:
    names = statements_of(Graph(), {})
    assert names.term(BNode("a")) != names.term(BNode("b"))
    assert names.words_of(BNode("a")).zh
