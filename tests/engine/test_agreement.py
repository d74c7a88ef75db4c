"""Do SPARQL, networkx and OWL tell the same story of who is linked with whom?

SPARQL is run by two engines, pyoxigraph and rdflib, with one text; networkx walks the net that
the judge uses; owlrl derives the lines anew from the asserted triples alone.
"""

import networkx as nx
import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from dutygraph.audit.case import Case
from dutygraph.names import DG, PREFIXES, code
from dutygraph.net.links import LINES, Net, net
from dutygraph.triples.axioms import axioms, schema
from dutygraph.triples.proofs import EXPLICIT, EXTERNAL, prove
from dutygraph.triples.reason import Triple, infer, relevant
from dutygraph.triples.system import load
from dutygraph.triples.warrants import warrants

Pairs = set[tuple[str, str]]

BY_PATH = "SELECT DISTINCT ?from ?to WHERE { ?from dg:reportsTo+ ?to }"
BY_PROPERTY = "SELECT DISTINCT ?from ?to WHERE { ?from dg:answersTo ?to }"
DERIVED = (
    *LINES,
    DG.isEntrustedBy,
    DG.isOverseenBy,
    DG.answersTo,
    DG.imposesOn,
    DG.isSubjectTo,
    DG.bears,
)


def by_pyoxigraph(case: Case, query: str) -> Pairs:
    rows = case.system.store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    found = set()
    for row in rows:
        source, target = row["from"], row["to"]
        assert isinstance(source, ox.NamedNode)
        assert isinstance(target, ox.NamedNode)
        found.add((source.value, target.value))
    return found


def by_rdflib(graph: Graph, query: str) -> Pairs:
    rows = graph.query(query, initNs=PREFIXES)
    return {(str(row["from"]), str(row["to"])) for row in rows}  # type: ignore[call-overload,index]


def by_networkx(found: Net) -> Pairs:
    """Reach along reports, in one or more hops; a holder reaches itself only round a ring."""
    reports: nx.DiGraph[str] = nx.DiGraph((s, t) for s, t, _ in found.edges("report", EXTERNAL))
    pairs = {(s, t) for s in reports for t in nx.descendants(reports, s)}
    rings = (r for r in nx.strongly_connected_components(reports) if len(r) > 1)
    return pairs | {(n, n) for ring in rings for n in ring} | set(nx.selfloop_edges(reports))


def lines(found: Net, most: int) -> set[tuple[str, str, str]]:
    return {(s, t, kind) for kind in LINES.values() for s, t, _ in found.edges(kind, most)}


def line_triples(triples: set[Triple] | frozenset[Triple]) -> set[tuple[str, str, str]]:
    return {(str(s), str(o), kind) for s, p, o in triples for q, kind in LINES.items() if p == q}


def test_all_engines_agree_on_who_answers_to_whom(case: Case) -> None:
    reached = by_networkx(case.net)
    assert reached
    assert by_pyoxigraph(case, BY_PATH) == reached
    assert by_pyoxigraph(case, BY_PROPERTY) == reached


def test_rdflib_agrees_too(toy_case: Case) -> None:
    reached = by_networkx(toy_case.net)
    for query in (BY_PATH, BY_PROPERTY):
        assert by_rdflib(toy_case.reasoned.known, query) == reached


def test_toy_reports_run_as_the_text_says(toy_case: Case) -> None:
    """第三、五、六、七、八、十、十一条, read by hand: who reports to whom in one hop."""
    space = "https://w3id.org/dutygraph/data/toy/"
    county = ["water-bureau", "finance-bureau", "river-chief-office", "audit-bureau"]
    expected = {
        ("county-government", "city-government"),
        ("inspection-team", "city-government"),
        ("maintenance-station", "river-chief-office"),
        *((bureau, "county-government") for bureau in county),
    }
    found = {(s, t) for s, t, _ in toy_case.net.edges("report", EXPLICIT)}
    assert found == {(space + s, space + t) for s, t in expected}


def test_lines_of_the_net_are_the_lines_that_owl_infers(case: Case) -> None:
    assert lines(case.net, EXTERNAL) == line_triples(set(case.reasoned.known))


def test_every_line_has_a_norm_whose_words_stand_in_the_text(case: Case) -> None:
    known, text = case.reasoned.known, case.system.text
    assert text is not None
    for source, target, kind in sorted(lines(case.net, EXTERNAL)):
        supports = case.net.supports(source, target, kind)
        assert supports
        for support in supports:
            norm = URIRef(support.norm)
            assert (norm, RDF.type, DG.Norm) in known
            quotes = list(known.objects(norm, DG.quotes))
            assert quotes, (source, target, kind, norm)
            for quote in quotes:
                start, end, words = (
                    next(known.objects(quote, p))
                    for p in (DG.startsAt, DG.endsAt, DG.hasExactWords)
                )
                assert text[int(str(start)) : int(str(end))] == str(words) != ""


@pytest.mark.parametrize("name", ["toy", "yunfu-2017"])
def test_data_assert_no_line(name: str) -> None:
    asserted = load(name).graph("https://w3id.org/dutygraph/graph/asserted")
    assert [t for t in asserted if t[1] in DERIVED] == []


def explicit_only(asserted: Graph) -> frozenset[Triple]:
    """Leave out the norms that the data themselves call implied, contested or external."""
    unsure = {
        norm
        for norm, evidence in asserted.subject_objects(DG.hasEvidence)
        if evidence != code("evidence", "explicit")
    }
    return frozenset(t for t in asserted if not unsure & set(t))


def test_explicit_lines_follow_from_explicit_norms_alone(case: Case) -> None:
    """No reading rule, and no norm that needs one: owlrl finds the lines that are explicit."""
    found = case.reasoned
    premises = schema(found.ontology) | relevant(explicit_only(found.asserted))
    assert line_triples(infer(premises).triples) == lines(case.net, EXPLICIT)


def test_explicit_net_needs_no_reading_rule(case: Case) -> None:
    found = case.reasoned
    plain = prove(relevant(found.asserted), axioms(found.ontology), warrants(found.asserted, {}))
    known = Graph()
    inferred = infer(schema(found.ontology) | relevant(found.asserted)).triples
    for part in (found.ontology, found.asserted, inferred):
        known.addN((s, p, o, known) for s, p, o in part)
    bare = net(found.asserted, known, plain)

    def explicit(which: Net) -> set[tuple[object, ...]]:
        kinds = {key for _, _, key in which.links.edges(keys=True)}
        return {
            (s, t, kind, support)
            for kind in kinds
            for s, t, _ in which.edges(kind, EXPLICIT)
            for support in which.supports(s, t, kind)
            if support.grade == EXPLICIT
        }

    assert explicit(bare) == explicit(case.net)
    assert {h: [s for s in d if s.grade == EXPLICIT] for h, d in bare.duties.items()} == {
        h: [s for s in d if s.grade == EXPLICIT] for h, d in case.net.duties.items()
    }
