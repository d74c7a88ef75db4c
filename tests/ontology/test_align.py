"""Do the alignments and the standard view keep to what the neighbours publish?

Expected answers are read off the regulation's text; term lists come from the vocabularies.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, XSD

from dutygraph import places
from dutygraph.audit.report import Report
from dutygraph.errors import UsageError
from dutygraph.names import ASSERTED, CODE, DG, GRAPH, code
from dutygraph.out.screen.viewed import infer_view
from dutygraph.triples.files import dump
from dutygraph.triples.parse import output_format
from dutygraph.triples.reasoned import reason
from dutygraph.triples.system import assemble, ontology_files
from dutygraph.triples.view import check_view, view, view_prefixes, views

ALIGN = sorted((places.ontology() / "align").glob("*.ttl"))
QUERIES = sorted((places.ontology() / "align").glob("*.rq"))
SPACES = {
    "org": "http://www.w3.org/ns/org#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "cpov": "http://data.europa.eu/m8g/",
    "dcterms": str(DCTERMS),
}
BUILT_IN = (str(RDF), str(RDFS), str(XSD))
YUNFU = "https://w3id.org/dutygraph/data/yunfu-2017/"
PREFIXES = {
    **{name: SPACES[name] for name in ("org", "odrl", "eli", "prov", "oa", "skos", "dcterms")},
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    **{scheme: f"{CODE}{scheme}/" for scheme in ("evidence", "function", "rule")},
}


def published(name: str) -> set[str]:
    path = Path(__file__).parent / "neighbours" / f"{name}.txt"
    return set(path.read_text(encoding="utf-8").split())


ALLOWED = set().union(*(published(name) for name in SPACES if name != "cpov"))


@pytest.fixture(scope="module")
def core() -> Graph:
    graph = Graph()
    for path in ontology_files():
        graph.parse(path, format="turtle")
    return graph


@pytest.fixture(scope="module")
def shown(yunfu: Report) -> tuple[ox.Triple, ...]:
    return view(yunfu.case.reasoned)


@pytest.fixture(scope="module")
def store(shown: tuple[ox.Triple, ...]) -> ox.Store:
    """The view in a store that knows nothing else."""
    loaded = ox.Store()
    loaded.load(ox.serialize(shown, format=ox.RdfFormat.N_TRIPLES), format=ox.RdfFormat.N_TRIPLES)
    return loaded


def rows(store: ox.Store, query: str) -> set[tuple[str, ...]]:
    found = store.query(query, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    return {tuple("" if v is None else v.value for v in row) for row in found}


def test_there_is_a_file_for_each_neighbour() -> None:
    wanted = {"org", "odrl", "eli", "prov", "oa", "skos", "cpov"}
    assert {path.stem for path in ALIGN} == wanted


@pytest.mark.parametrize("path", ALIGN, ids=lambda p: p.stem)
def test_alignment_is_an_ontology_of_its_own(path: Path) -> None:
    graph = Graph().parse(path, format="turtle")
    (own,) = graph.subjects(RDF.type, OWL.Ontology)
    assert str(own) == f"https://w3id.org/dutygraph/align/{path.stem}"
    for prop in (DCTERMS.title, DCTERMS.description):
        said = {o.language for o in graph.objects(own, prop) if isinstance(o, Literal)}
        assert said == {"zh", "en"}
    for prop in (DCTERMS.license, OWL.versionIRI, OWL.versionInfo):
        assert (own, prop, None) in graph
    assert not list(graph.triples((None, OWL.imports, None)))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if line.lstrip().startswith("#")]


@pytest.mark.parametrize("path", ALIGN, ids=lambda p: p.stem)
def test_alignment_leads_from_own_terms_to_published_ones(path: Path, core: Graph) -> None:
    graph = Graph().parse(path, format="turtle")
    (own,) = graph.subjects(RDF.type, OWL.Ontology)
    axioms = [t for t in graph if t[0] != own]
    assert axioms
    classes = set(core.subjects(RDF.type, OWL.Class))
    properties = set(core.subjects(RDF.type, OWL.ObjectProperty))
    properties |= set(core.subjects(RDF.type, OWL.DatatypeProperty))
    terms = published(path.stem)
    for subject, predicate, neighbour in axioms:
        assert predicate in {RDFS.subClassOf, RDFS.subPropertyOf}
        assert subject in (classes if predicate == RDFS.subClassOf else properties), subject
        assert str(subject).startswith(str(DG))
        assert str(neighbour).startswith(SPACES[path.stem])
        assert str(neighbour) in terms, neighbour


@pytest.mark.parametrize("name", sorted(SPACES))
def test_published_terms_lie_in_their_namespace(name: str) -> None:
    terms = published(name)
    assert terms
    assert all(term.startswith(SPACES[name]) for term in terms)


def test_core_knows_nothing_of_its_alignments(core: Graph) -> None:
    assert not {path.parent.name for path in ontology_files()} & {"align"}
    assert not list(core.triples((None, OWL.imports, None)))
    foreign = tuple(SPACES[n] for n in ("org", "odrl", "eli", "prov", "oa", "cpov"))
    foreign += ("https://w3id.org/dutygraph/align/",)
    used = {str(t) for triple in core for t in triple if isinstance(t, URIRef)}
    assert not {iri for iri in used if iri.startswith(foreign)}


def test_no_norm_or_alternative_is_drawn_where_a_neighbour_wants_an_agent(yunfu: Report) -> None:
    """An aligned property must not give a node a published range or domain that it lacks."""
    graph = Graph()
    for path in ALIGN:
        graph.parse(path, format="turtle")
    known = yunfu.case.reasoned.known
    norms = set(known.subjects(RDF.type, DG.Norm))
    alternatives = set(known.subjects(RDF.type, DG.Alternative))
    posts = set(known.subjects(RDF.type, DG.Post))
    assert norms
    assert alternatives
    assert posts
    for own, upper in graph.subject_objects(RDFS.subPropertyOf):
        subjects, objects = set(known.subjects(own)), set(known.objects(None, own))
        if str(upper).startswith(SPACES["org"]):
            assert not (subjects | objects) & (norms | alternatives), own
            assert not objects & posts, own
            assert own == DG.isPostIn or not subjects & posts, own
        if str(upper).startswith(SPACES["eli"]):
            assert not (subjects | objects) & (norms | alternatives), own


def test_queries_name_no_term_that_does_not_exist(core: Graph) -> None:
    """A misspelt term would match nothing, and nobody would see what is missing."""
    declared = {str(s) for s in core.subjects(RDF.type, None)}
    for path in QUERIES:
        text = path.read_text(encoding="utf-8")
        prefixes = dict(re.findall(r"(?m)^PREFIX (\w+): <([^>]+)>", text))
        used = set(re.findall(r"(?<![\w<:/])(\w+):(\w+)", text.split("CONSTRUCT")[1]))
        assert used
        for prefix, name in used:
            iri = prefixes[prefix] + name
            known = declared if iri.startswith((str(DG), str(CODE))) else ALLOWED
            graph = iri.startswith(str(GRAPH))
            assert graph or iri in known or iri.startswith(BUILT_IN), f"{path.name}: {iri}"


def test_nothing_that_the_data_say_is_lost(core: Graph, yunfu: Report, toy: Report) -> None:
    """Only the place of a norm in its article is left out: its offsets give the order."""
    text = "".join(path.read_text(encoding="utf-8") for path in QUERIES)
    said = {DG[name] for name in re.findall(r"\bdg:(\w+)", text)}
    used = {p for one in (yunfu, toy) for p in one.case.reasoned.asserted.predicates()}
    own = {URIRef(str(p)) for p in used if str(p).startswith(str(DG))}
    lost = {p for p in own if not said & set(core.transitive_objects(p, RDFS.subPropertyOf))}
    assert lost == {DG.hasPlace}


def test_view_uses_published_terms_only(shown: tuple[ox.Triple, ...]) -> None:
    spaces = tuple(SPACES.values())
    for triple in shown:
        predicate = triple.predicate.value
        assert predicate in ALLOWED or predicate.startswith(BUILT_IN), triple
        named = [n for n in (triple.subject, triple.object) if isinstance(n, ox.NamedNode)]
        for one in named:
            assert not one.value.startswith(str(DG)), triple
            if one.value.startswith(spaces):
                assert one.value in ALLOWED, triple
        if predicate == str(RDF.type):
            assert isinstance(triple.object, ox.NamedNode)
            assert triple.object.value.startswith((*spaces, *BUILT_IN)), triple
        if isinstance(triple.object, ox.Literal):
            assert triple.object.datatype.value.startswith(BUILT_IN), triple


def test_to_whom_does_the_county_report(store: ox.Store) -> None:
    """第十一条：每年向市委、市政府报告脱贫攻坚进展情况。"""
    query = """SELECT ?name { ?county rdfs:label "县级党委和政府"@zh ; org:reportsTo ?forum .
      ?forum rdfs:label ?name FILTER (LANG(?name) = "zh") }"""
    assert rows(store, query) == {("市委、市政府",)}


def test_to_whom_does_the_leading_group_report(store: ox.Store) -> None:
    """第七条：定期向市委、市政府和省扶贫办报告, to both and not to one of them."""
    query = """SELECT ?name ?operator {
      ?group rdfs:label "市扶贫开发领导小组"@zh ; org:reportsTo ?forum .
      ?forum rdfs:label ?name FILTER (LANG(?name) = "zh")
      ?duty odrl:assignee ?group ; odrl:action/odrl:refinement ?to .
      ?to odrl:leftOperand odrl:recipient ; odrl:operator ?operator ; odrl:rightOperand ?forum }"""
    both = SPACES["odrl"] + "isAllOf"
    assert rows(store, query) == {("市委、市政府", both), ("省扶贫办", both)}


def test_an_alternative_stays_one(store: ox.Store) -> None:
    """第五条：每年向省委、省政府或省扶贫开发领导小组报告, to either, so to neither for certain."""
    query = """SELECT ?to ?name { ?city rdfs:label "市委、市政府"@zh .
      ?duty odrl:assignee ?city ; odrl:action/odrl:refinement ?to .
      ?to odrl:operator odrl:isAnyOf ; odrl:rightOperand ?forum .
      ?forum rdfs:label ?name FILTER (LANG(?name) = "zh") }"""
    found = rows(store, query)
    assert {name for _, name in found} == {"省委、省政府", "省扶贫开发领导小组"}
    assert len({node for node, _ in found}) == 1
    lines = 'SELECT ?forum { ?city rdfs:label "市委、市政府"@zh ; org:reportsTo ?forum }'
    assert not rows(store, lines)


def test_which_duties_has_the_audit_bureau(store: ox.Store) -> None:
    """第九条：市审计局按有关规定对脱贫攻坚政策落实和资金重点项目进行跟踪审计。"""
    query = """SELECT ?number ?words { ?bureau rdfs:label "市审计局"@zh .
      ?duty a odrl:Duty ; odrl:assignee ?bureau ; dcterms:source/eli:number ?number .
      ?note oa:hasBody ?duty ; oa:motivatedBy oa:classifying ;
        oa:hasTarget/oa:hasSelector/oa:exact ?words }"""
    assert rows(store, query) == {("9", "对脱贫攻坚政策落实和资金重点项目进行跟踪审计")}


def test_where_do_the_words_of_article_11_stand(store: ox.Store, yunfu: Report) -> None:
    """Offsets, and the words before and after, are those of the file itself."""
    text = (places.data() / "yunfu-2017" / "source.txt").read_text(encoding="utf-8")
    words = "每年向市委、市政府报告脱贫攻坚进展情况"
    start = text.index(words, text.index("第十一条"))
    query = """SELECT ?words ?start ?end ?before ?after {
      ?article a eli:LegalResourceSubdivision ; rdfs:label "第十一条"@zh .
      ?duty dcterms:source ?article ; odrl:action/odrl:includedIn function:report .
      ?note oa:hasBody ?duty ; oa:hasTarget/oa:hasSelector ?place , ?quote .
      ?place oa:start ?start ; oa:end ?end .
      ?quote oa:exact ?words ; oa:prefix ?before ; oa:suffix ?after }"""
    ((exact, first, last, before, after),) = rows(store, query)
    assert (exact, int(first), int(last)) == (words, start, start + len(words))
    assert before
    assert text[:start].endswith(before)
    assert after
    assert text[int(last) :].startswith(after)
    assert yunfu.case.system.text == text


def test_on_what_does_the_regulation_rest(store: ox.Store) -> None:
    """第一条：根据中央《脱贫攻坚责任制实施办法》和《广东省脱贫攻坚责任制实施细则》。"""
    query = """SELECT ?name { ?rules eli:date_document ?day ; eli:based_on ?basis .
      ?basis rdfs:label ?name FILTER (LANG(?name) = "zh") }"""
    assert rows(store, query) == {("脱贫攻坚责任制实施办法",), ("广东省脱贫攻坚责任制实施细则",)}


def test_who_forms_the_city_leadership(store: ox.Store) -> None:
    query = """SELECT ?name {
      ?both rdfs:label "市委、市政府"@zh ; a org:OrganizationalCollaboration .
      ?one org:memberOf ?both ; a org:FormalOrganization ; rdfs:label ?name
      FILTER (LANG(?name) = "zh") }"""
    assert rows(store, query) == {("市委",), ("市政府",)}


def test_how_often_must_leaders_go_to_the_village(store: ox.Store) -> None:
    """第十九条：每年不少于2次；每季度不少于1次。"""
    query = """SELECT ?period ?count { ?act odrl:refinement ?every , ?times .
      ?every odrl:leftOperand odrl:timeInterval ; odrl:rightOperand ?period .
      ?times odrl:leftOperand odrl:count ; odrl:operator odrl:gteq ; odrl:rightOperand ?count }"""
    assert rows(store, query) == {("P1Y", "2"), ("P3M", "1")}


def test_how_many_villages_make_leaders_liable(store: ox.Store) -> None:
    """第二十四条：有3个及以上村存在前述情况的。"""
    query = """SELECT ?who ?unit ?least {
      ?duty odrl:function/rdfs:label ?who ; odrl:constraint ?limit .
      ?limit odrl:operator odrl:gteq ; odrl:rightOperand ?least ; odrl:leftOperand/rdfs:label ?unit
      FILTER (LANG(?who) = "zh") }"""
    assert rows(store, query) == {("该县（市、区）相关领导", "村", "3")}


def test_lines_say_how_surely_they_are_read(store: ox.Store) -> None:
    """第十一条 says its line outright; 第九条 names no one to be supervised, so DR8 is needed."""
    said = """SELECT ?grade ?rule { ?line rdf:subject/rdfs:label "县级党委和政府"@zh ;
        rdf:predicate org:reportsTo ; prov:qualifiedGeneration ?made .
      ?made prov:hadRole ?grade ; prov:activity ?reading
      OPTIONAL { ?reading prov:used ?rule . ?rule skos:inScheme ?rules } }"""
    assert rows(store, said) == {(str(code("evidence", "explicit")), "")}
    read = """SELECT ?grade ?rule { ?line rdf:subject ?duty ; rdf:predicate odrl:function ;
        rdf:object/rdfs:label "县级党委和政府"@zh ; prov:qualifiedGeneration ?made .
      ?duty odrl:assignee/rdfs:label "市纪委"@zh .
      ?made prov:hadRole ?grade ; prov:activity/prov:used ?rule . ?rule skos:inScheme ?rules }"""
    assert rows(store, read) == {(str(code("evidence", "implied")), str(code("rule", "DR8")))}


def test_lines_are_as_sure_as_the_verdict_says(store: ox.Store, yunfu: Report) -> None:
    """The queries and the proofs grade by two ways; each line of the net must agree."""
    graded = """SELECT ?rule ?party ?grade { ?line rdf:subject ?rule ; rdf:predicate odrl:function ;
        rdf:object ?party ; prov:qualifiedGeneration/prov:hadRole ?grade }"""
    grades = {(a, b): c for a, b, c in rows(store, graded)}
    reports = """SELECT ?from ?to ?grade { ?line rdf:subject ?from ; rdf:predicate org:reportsTo ;
        rdf:object ?to ; prov:qualifiedGeneration/prov:hadRole ?grade }"""
    grades |= {(a, b): c for a, b, c in rows(store, reports)}
    compared = 0
    net = yunfu.case.net
    for kind in ("entrust", "report", "oversight", "consequence"):
        for source, target, _ in net.edges(kind, yunfu.case.judge.most):
            for support in net.supports(source, target, kind):
                pair = (source, target) if kind == "report" else None
                for end in (source, target):
                    if pair is None and (support.norm or "", end) in grades:
                        pair = (support.norm or "", end)
                if pair in grades:
                    assert grades[pair].endswith(("explicit", "implied")[support.grade])
                    compared += 1
    assert compared > 80


def test_every_obligation_of_the_articles_is_a_duty(store: ox.Store) -> None:
    """91 is the count of a second coder who saw neither the data nor the program."""
    query = """SELECT ?duty { ?policy odrl:obligation ?duty . ?duty dcterms:source/eli:number ?n
      FILTER NOT EXISTS { ?duty prov:wasDerivedFrom/a odrl:Duty } }"""
    assert len(rows(store, query)) == 91


def test_another_reading_is_no_rule(store: ox.Store) -> None:
    """第七条's other reading is kept beside the literal one, and binds nobody."""
    query = """SELECT ?other ?kind { ?other prov:alternateOf ?norm . ?norm a odrl:Duty .
      OPTIONAL { ?other a ?kind . FILTER (?kind IN (odrl:Duty, odrl:Rule)) } }"""
    assert rows(store, query) == {(YUNFU + "A07-6.contested", "")}


def test_labels_are_kept_in_both_languages(shown: tuple[ox.Triple, ...], yunfu: Report) -> None:
    asserted = yunfu.case.system.graph(str(ASSERTED))
    wanted = {(str(s), str(o), o.language) for s, o in asserted.subject_objects(RDFS.label)}  # type: ignore[attr-defined]
    labels = [t for t in shown if t.predicate.value == str(RDFS.label)]
    found = {
        (t.subject.value, t.object.value, t.object.language)
        for t in labels
        if isinstance(t.object, ox.Literal) and not isinstance(t.subject, ox.Triple)
    }
    assert len(wanted) > 200
    assert wanted <= found


@pytest.mark.parametrize("name", [name for name in views() if name != "standard"])
def test_a_neighbour_alone_is_a_labelled_part_of_the_whole(
    name: str, shown: tuple[ox.Triple, ...], yunfu: Report
) -> None:
    alone = set(view(yunfu.case.reasoned, name))
    assert alone < set(shown)
    assert any(t.predicate.value == str(RDFS.label) for t in alone)


def test_view_is_the_same_twice(tmp_path: Path) -> None:
    paths = [tmp_path / "one.ttl", tmp_path / "two.ttl"]
    for path in paths:
        infer_view(["toy"], "standard", path, None)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("ending", [".ttl", ".nt", ".nq", ".trig", ".rdf", ".jsonld", ".n3"])
def test_view_goes_into_every_format(tmp_path: Path, toy: Report, ending: str) -> None:
    path = tmp_path / f"toy{ending}"
    shown = view(toy.case.reasoned, "org")
    path.write_bytes(dump(shown, output_format(path), view_prefixes(toy.case.system)))
    read = ox.Store()
    read.load(path=path)
    assert {ox.Triple(q.subject, q.predicate, q.object) for q in read} == set(shown)


def test_toy_reports_as_its_text_says(toy: Report) -> None:
    """第三, 五, 六, 七, 八, 十, 十一条 of the toy each name a recipient."""
    store = ox.Store()
    shown = view(toy.case.reasoned)
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in shown)
    query = """SELECT ?from ?to { ?a org:reportsTo ?b ; rdfs:label ?from . ?b rdfs:label ?to
      FILTER (LANG(?from) = "zh" && LANG(?to) = "zh") }"""
    assert rows(store, query) == {
        ("县人民政府", "市人民政府"),
        ("县水务局", "县人民政府"),
        ("县财政局", "县人民政府"),
        ("县河长办", "县人民政府"),
        ("县河道管护站", "县河长办"),
        ("县审计局", "县人民政府"),
        ("驻县督察组", "市人民政府"),
    }


def test_view_of_bare_data_needs_no_instrument(tmp_path: Path) -> None:
    path = tmp_path / "bare.ttl"
    path.write_text(
        """@prefix dg: <https://w3id.org/dutygraph/ns#> . @prefix : <http://example.org/> .
        @prefix force: <https://w3id.org/dutygraph/code/force/> .
        :a a dg:Body ; dg:holds :n . :b a dg:Body .
        :n a dg:Norm ; dg:hasForce force:prohibition ; dg:namesRecipient :b ;
          dg:quotes [ a dg:Excerpt ; dg:startsAt 0 ; dg:endsAt 2 ; dg:hasExactWords "不得" ] .""",
        encoding="utf-8",
    )
    shown = view(reason(assemble("bare", (path,), alone=True)))
    told = {(t.subject.value, t.predicate.value, t.object.value) for t in shown}  # type: ignore[union-attr]
    at = "http://example.org/"
    assert (at + "a", SPACES["org"] + "reportsTo", at + "b") in told
    assert (at + "n", str(RDF.type), SPACES["odrl"] + "Prohibition") in told
    assert (at + "n", SPACES["odrl"] + "assignee", at + "a") in told


def test_an_unknown_view_names_the_nearest() -> None:
    assert views()[0] == "standard"
    with pytest.raises(UsageError) as caught:
        check_view("standart")
    assert "did you mean standard?" in str(caught.value)
    with pytest.raises(UsageError):
        infer_view(["toy", "yunfu-2017"], "standard", None, None)


def dutygraph(*args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("dutygraph"), "infer", *args]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_command_writes_a_view(tmp_path: Path, toy: Report) -> None:
    path = tmp_path / "toy.nt"
    done = dutygraph("toy", "--view", "standard", "-o", path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    written = {str(t) + " ." for t in view(toy.case.reasoned)}
    assert set(path.read_text(encoding="utf-8").splitlines()) == written


def test_the_command_refuses_an_unknown_view_in_one_line() -> None:
    done = dutygraph("toy", "--view", "standart")
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("standart: unknown view; did you mean standard?")
