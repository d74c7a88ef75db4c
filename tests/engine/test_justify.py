"""Has all that is derived a justification, and is every justification one?

W3C rules are applied here from the tables of OWL 2 Profiles, section 4.3, written as queries;
reading rules from their files; both by pyoxigraph, on nothing but the premises of a step.
Expected words come from the source text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, Namespace, URIRef, Variable
from rdflib.namespace import OWL, RDF, XSD, NamespaceManager
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.term import Node

from dutygraph.audit.case import Case
from dutygraph.errors import DataError, QueryError
from dutygraph.names import ASSERTED, DG, INFERRED, ONTOLOGY, PREFIXES, rule_graph
from dutygraph.net.links import UNSTATED
from dutygraph.triples.grounds import grounds
from dutygraph.triples.justify import Justification
from dutygraph.triples.patterns import Pattern, matches, patterns, sparql, walks
from dutygraph.triples.proofs import IMPLIED, Step
from dutygraph.triples.reason import Triple
from dutygraph.triples.rules import Rule, rules
from dutygraph.triples.system import node

EX = Namespace("https://example.org/")
CASES: dict[str, Justification] = {}


@pytest.fixture
def because(case: Case) -> Justification:
    """Justify each system once."""
    return CASES.setdefault(case.system.name, Justification(case.reasoned))


def is_ours(quad: ox.Quad) -> bool:
    """Tell whether a triple relates or types things in the project's own words."""
    kind = quad.predicate.value == str(RDF.type)
    term = quad.object if kind else quad.predicate
    return isinstance(term, ox.NamedNode) and term.value.startswith(str(DG))


# ------------------------------------------------------------------ completeness


def test_all_that_is_derived_is_justified(case: Case, because: Justification) -> None:
    """Count in the store what was derived, and hold every one to a proof with a clause."""
    graphs = {node(rule_graph(rule.name)) for rule in rules()}
    derived = {
        (q.subject, q.predicate, q.object)
        for q in case.system.store
        if q.graph_name in graphs or (q.graph_name == node(INFERRED) and is_ours(q))
    }
    justified = {t for t in because.derived if because.clauses(t)}
    assert len(justified) == len(because.derived) == len(derived) > 0
    assert {tuple(map(str_of, t)) for t in derived} == {tuple(map(str, t)) for t in justified}


def str_of(term: object) -> str:
    return str(getattr(term, "value", term))


def test_every_line_of_the_net_is_justified(case: Case, because: Justification) -> None:
    derived = set(because.derived)
    terms = {"entrust": DG.entrusts, "report": DG.reportsTo, "oversight": DG.oversees}
    seen = Counter[str]()
    for source, target, kind in case.net.links.edges(keys=True):
        if kind in terms:
            assert (URIRef(source), terms[kind], URIRef(target)) in derived
            seen[kind] += 1
        if kind == "consequence":
            norms = [URIRef(s.norm) for s in case.net.supports(source, target, kind)]
            assert all((norm, DG.affects, URIRef(target)) in derived for norm in norms)
            seen["not stated" if source == UNSTATED else kind] += 1
    assert all(seen[kind] for kind in (*terms, "consequence"))


def test_every_leaf_is_asserted_or_an_axiom(because: Justification) -> None:
    kinds = Counter(leaf_kind(because, t) for t in because.below(because.derived))
    assert kinds["asserted"]
    assert kinds["ontology"]
    assert kinds["neither"] == 0


def leaf_kind(because: Justification, triple: Triple) -> str:
    if because.step(triple).premises:
        return "derived"
    if triple in because.reasoned.asserted:
        return "asserted"
    return "ontology" if triple in because.reasoned.ontology else "neither"


def test_every_clause_stands_in_the_text(case: Case, because: Justification) -> None:
    """Norms quote what stands at their offsets; articles are where the text has their heads."""
    text, known = case.system.text, case.reasoned.asserted
    assert text is not None
    clauses = {c for t in because.derived for c in because.clauses(t)}
    assert clauses
    for clause in clauses:
        spans = list(known.objects(clause, DG.quotes)) or [clause]
        for span in spans:
            start, end = (int(str(known.value(span, p))) for p in (DG.startsAt, DG.endsAt))
            words = known.value(span, DG.hasExactWords)
            assert 0 <= start < end <= len(text)
            assert words is None or text[start:end] == str(words)
            if span == clause and (clause, RDF.type, DG.Notice) not in known:
                assert re.match(r"第[一二三四五六七八九十]+[章条]　", text[start:end])


def test_what_does_not_follow_has_no_step(because: Justification) -> None:
    unknown = (EX.a, DG.reportsTo, EX.b)
    with pytest.raises(DataError, match="follows from nothing known"):
        because.step(unknown)


# ------------------------------------------------------------------ well-foundedness


def test_no_triple_stands_under_itself(because: Justification) -> None:
    """Strip what has all its premises again and again: nothing is left, in finite rounds."""
    left = {t: {*because.step(t).premises, *because.axioms(t)} for t in closed(because)}
    rounds = 0
    while left:
        ready = {t for t, used in left.items() if not used & left.keys()}
        assert ready, "a circle"
        left = {t: used for t, used in left.items() if t not in ready}
        rounds += 1
    assert 3 < rounds < 50


def closed(because: Justification) -> set[Triple]:
    """Gather what derived triples stand on, without asking for an order."""
    found, queue = set[Triple](), list(because.derived)
    while queue:
        triple = queue.pop()
        if triple not in found:
            found.add(triple)
            queue += [*because.step(triple).premises, *because.axioms(triple)]
    return found


def test_premises_come_before_conclusions(because: Justification) -> None:
    order = because.below(because.derived)
    place = {triple: number for number, triple in enumerate(order)}
    assert len(place) == len(order)
    assert set(place) == closed(because)
    for triple in order:
        assert all(place[p] < place[triple] for p in because.step(triple).premises)


# ------------------------------------------------------------------ replay: W3C rules

# Tables 5, 6 and 7 of OWL 2 Profiles; a chain of two is all that the ontology has.
TABLES = {
    "prp-dom": "?x a ?c <- ?p rdfs:domain ?c . ?x ?p ?y",
    "prp-rng": "?y a ?c <- ?p rdfs:range ?c . ?x ?p ?y",
    "prp-trp": "?x ?p ?z <- ?p a owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z",
    "prp-spo1": "?x ?p2 ?y <- ?p1 rdfs:subPropertyOf ?p2 . ?x ?p1 ?y",
    "prp-spo2": ("?u1 ?p ?u3 <- ?p owl:propertyChainAxiom ( ?p1 ?p2 ) . ?u1 ?p1 ?u2 . ?u2 ?p2 ?u3"),
    "prp-inv1": "?y ?p2 ?x <- ?p1 owl:inverseOf ?p2 . ?x ?p1 ?y",
    "prp-inv2": "?y ?p1 ?x <- ?p1 owl:inverseOf ?p2 . ?x ?p2 ?y",
    "cls-hv1": "?u ?p ?y <- ?x owl:hasValue ?y . ?x owl:onProperty ?p . ?u a ?x",
    "cax-sco": "?x a ?c2 <- ?c1 rdfs:subClassOf ?c2 . ?x a ?c1",
}


def as_ox(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, BNode):
        return ox.BlankNode(f"b{term}")
    if isinstance(term, Literal):
        kind = None if term.language else ox.NamedNode(term.datatype or XSD.string)
        return ox.Literal(str(term), language=term.language, datatype=kind)
    return ox.NamedNode(str(term))


def quads(triples: Iterable[Triple]) -> Iterator[ox.Quad]:
    for s, p, o in triples:
        yield ox.Quad(as_ox(s), as_ox(p), as_ox(o))  # type: ignore[arg-type]


def gives(query: str, premises: Iterable[Triple], conclusion: Triple) -> bool:
    store = ox.Store()
    store.extend(quads(premises))
    found = store.query(query, prefixes=PREFIXES)
    wanted = next(quads([conclusion]))
    return any((t.subject, t.predicate, t.object) == tuple(wanted)[:3] for t in found)  # type: ignore[union-attr]


def lists(ontology: Graph) -> list[Triple]:
    """LIST[...] of the tables: the cells of all lists, which say nothing by themselves."""
    return [t for p in (RDF.first, RDF.rest) for t in ontology.triples((None, p, None))]


def steps_of(because: Justification) -> Iterator[tuple[Triple, Step]]:
    for triple in because.below(because.derived):
        if because.step(triple).premises:
            yield triple, because.step(triple)


def test_every_step_of_a_w3c_rule_replays(because: Justification) -> None:
    """From its premises and axioms by the rule it names; without any one of them not."""
    cells = lists(because.reasoned.ontology)
    names = {rule.name for rule in rules()}
    used = Counter[str]()
    for conclusion, step in steps_of(because):
        if step.rule in names:
            continue
        head, body = TABLES[step.rule].split(" <- ")
        query = f"CONSTRUCT {{ {head} }} WHERE {{ {body} }}"
        given_triples = [*step.premises, *because.axioms(conclusion)]
        assert gives(query, [*given_triples, *cells], conclusion), (step, conclusion)
        used[step.rule] += 1
        if used[step.rule] <= 20:
            for one in given_triples:
                rest = [t for t in given_triples if t != one]
                assert not gives(query, [*rest, *cells], conclusion), (one, conclusion)
    assert set(used) >= {"prp-spo1", "prp-spo2", "prp-inv1", "cls-hv1", "cax-sco", "prp-trp"}


def test_axioms_are_of_the_ontology(because: Justification) -> None:
    for conclusion, _ in steps_of(because):
        assert all(axiom in because.reasoned.ontology for axiom in because.axioms(conclusion))


# ------------------------------------------------------------------ replay: reading rules


def test_every_step_of_a_reading_rule_replays_on_its_premises_alone(
    because: Justification,
) -> None:
    queries = {rule.name: rule.query for rule in rules()}
    checked = 0
    for conclusion, steps in because.grounds.items():
        for step in steps[:3]:
            assert gives(queries[step.rule], step.premises, conclusion), (step, conclusion)
            checked += 1
    assert checked >= sum(len(t) for t in because.reasoned.by_rule.values())


def test_premises_of_a_reading_rule_stood_before_it(because: Justification) -> None:
    """Asserted, of the ontology, or added by a rule that ran earlier."""
    reasoned = because.reasoned
    before = set(reasoned.asserted) | set(reasoned.ontology)
    for rule in rules():
        for conclusion in reasoned.by_rule[rule.name] - before:
            step = because.grounds[conclusion][0]
            assert step.rule == rule.name
            assert set(step.premises) <= before
        before |= reasoned.by_rule[rule.name]


def test_what_a_reading_rule_found_absent_is_absent(case: Case, because: Justification) -> None:
    """Ask for each absence in what stood before the rule ran."""
    store = ox.Store()
    prefixes = {**case.system.prefixes, **PREFIXES}

    def learn(graph: str) -> None:
        known = case.system.store.quads_for_pattern(None, None, None, node(graph))
        store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in known)

    learn(ONTOLOGY)
    learn(ASSERTED)
    asked = set[str]()
    for rule in rules():
        steps = [s for found in because.grounds.values() for s in found if s.rule == rule.name]
        for absence in sorted({a for step in steps for a in step.absences} - asked):
            assert not store.query(f"ASK {{ {absence} }}", prefixes=prefixes), absence
            asked.add(absence)
        learn(rule_graph(rule.name))
    assert asked or case.system.name == "toy"


def test_a_reading_rule_fails_where_what_was_absent_is_there(yunfu_case: Case) -> None:
    """So each absence is needed: no consequence at large for one that has a level (DR7)."""
    because = CASES.setdefault("yunfu-2017", Justification(yunfu_case.reasoned))
    queries = {rule.name: rule.query for rule in rules()}
    prefixes = {**yunfu_case.system.prefixes, **PREFIXES}
    broken = Counter[str]()
    for conclusion, steps in because.grounds.items():
        for absence in steps[0].absences:
            if any(c in absence for c in (" . ", "(", "/")) or broken[steps[0].rule] >= 12:
                continue
            store = ox.Store()
            store.extend(quads(steps[0].premises))
            there = re.sub(r"\?(\w+)", rf"<{EX}\1>", absence)
            store.update(f"INSERT DATA {{ {there} }}", prefixes=prefixes)
            found = store.query(queries[steps[0].rule], prefixes=PREFIXES)
            wanted = tuple(next(quads([conclusion])))[:3]
            assert wanted not in {(t.subject, t.predicate, t.object) for t in found}  # type: ignore[union-attr]
            broken[steps[0].rule] += 1
    assert set(broken) >= {"DR1", "DR2", "DR7"}


def test_a_reading_rule_is_no_surer_than_its_premises(because: Justification) -> None:
    for conclusion, (step, *_) in because.grounds.items():
        grades = [because.warrant(p).grade for p in step.premises]
        assert because.warrant(conclusion).grade >= max(IMPLIED, *grades)


# ------------------------------------------------------------------ patterns and paths

NODES = [EX[n] for n in "abcd"]
EDGES = [EX[n] for n in "pq"]
edges = st.tuples(st.sampled_from(NODES), st.sampled_from(EDGES), st.sampled_from(NODES))
paths: st.SearchStrategy[Node | Path] = st.recursive(
    st.sampled_from(EDGES),
    lambda inner: st.one_of(
        st.builds(InvPath, inner),
        st.builds(SequencePath, inner, inner),
        st.builds(AlternativePath, inner, inner),
        st.builds(MulPath, inner, st.sampled_from("?*+")),
    ),
    max_leaves=4,
)


def graph_of(triples: Iterable[Triple]) -> Graph:
    graph = Graph()
    graph.addN((s, p, o, graph) for s, p, o in triples)
    return graph


@settings(settings.get_profile("engine"))
@given(triples=st.frozensets(edges, max_size=7), path=paths, forward=st.booleans())
def test_walks_join_what_rdflib_says_a_path_joins(
    triples: frozenset[Triple], path: Node | Path, *, forward: bool
) -> None:
    """And the triples of a walk alone still join its ends."""
    graph = graph_of(triples)
    for one in NODES:
        start, end = (one, None) if forward else (None, one)
        expected = {(s, o) for s, _, o in graph.triples((start, path, end))}
        found = list(walks(graph, start, path, end))
        assert {(s, o) for s, o, _ in found} == expected
        for left, right, used in found:
            assert set(used) <= triples
            assert (left, right) in {
                (s, o) for s, _, o in graph_of(used).triples((left, path, right))
            }


@settings(settings.get_profile("engine"))
@given(
    triples=st.frozensets(edges, max_size=7),
    wanted=st.lists(
        st.tuples(
            st.sampled_from([*NODES, Variable("x"), Variable("y")]),
            st.sampled_from([*EDGES, Variable("r")]),
            st.sampled_from([*NODES, Variable("y"), Variable("z")]),
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_matches_are_those_of_a_query(triples: frozenset[Triple], wanted: list[Pattern]) -> None:
    assume(any(isinstance(t, Variable) for one in wanted for t in one))
    graph = graph_of(triples)
    names = NamespaceManager(Graph(), bind_namespaces="none")
    query = prepareQuery(f"SELECT * {{ {sparql(wanted, {}, names)} }}")
    expected = {frozenset(row.asdict().items()) for row in graph.query(query)}  # type: ignore[union-attr]
    found = list(matches(graph, wanted, {}))
    assert {frozenset((str(k), v) for k, v in bound.items()) for bound, _ in found} == expected
    for bound, used in found:
        assert used == tuple(tuple(bound.get(t, t) for t in one) for one in wanted)  # type: ignore[arg-type]


HOLDS = "CONSTRUCT { ?post dg:bears ?norm } WHERE { ?post dg:isPostIn ?body . ?body dg:holds ?norm "


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        (HOLDS + "MINUS { ?post a dg:Norm } }", "Minus cannot be traced"),
        (HOLDS + "FILTER EXISTS { { ?post ?p ?o } UNION { ?o ?p ?post } } }", "cannot be traced"),
        (HOLDS + "{ SELECT ?post { ?post dg:isPostIn ?other } } }", "a solution cannot be traced"),
        (HOLDS.replace("CONSTRUCT { ?post dg:bears ?norm }", "SELECT *") + "}", "no CONSTRUCT"),
    ],
    ids=["minus", "union-in-exists", "sub-query", "select"],
)
def test_a_rule_that_cannot_be_traced_is_refused(
    toy_case: Case, monkeypatch: pytest.MonkeyPatch, query: str, refusal: str
) -> None:
    """In place of DR3, whose conclusions it would give too."""
    rule = Rule("DR3", (), query)
    monkeypatch.setattr("dutygraph.triples.grounds.rules", lambda: (rule,))
    with pytest.raises(QueryError, match=refusal):
        grounds(toy_case.reasoned)


@pytest.mark.parametrize("inside", ["{ ?s ?p ?o } UNION { ?o ?p ?s }", "?s ?p ?o FILTER (?s = ?o)"])
def test_what_cannot_be_traced_is_refused(inside: str) -> None:
    algebra = translateQuery(parseQuery(f"SELECT * {{ {inside} }}")).algebra
    with pytest.raises(QueryError, match="cannot be traced"):
        patterns(algebra.p.p)


def test_the_tables_are_those_of_the_axioms_in_use(because: Justification) -> None:
    """No chain of three, of which TABLES knows nothing."""
    chains = list(because.reasoned.ontology.objects(None, OWL.propertyChainAxiom))
    assert {len(list(because.reasoned.ontology.items(chain))) for chain in chains} == {2}
