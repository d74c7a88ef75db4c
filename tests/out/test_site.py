"""Does each address of the site hold what it should, and lead nowhere that is not there?"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS

from dutygraph import places
from dutygraph.audit.ask import ask_named, open_judged, request_of
from dutygraph.audit.case import Case
from dutygraph.audit.questions import Question, parameter_names, questions
from dutygraph.audit.report import Report
from dutygraph.errors import UsageError
from dutygraph.names import CODE, DG, PREFIXES, local
from dutygraph.out.page.document import BUILT
from dutygraph.out.site.addresses import term_path
from dutygraph.out.site.editing import examples, sample
from dutygraph.out.site.forms import standalone
from dutygraph.out.site.reply import FORMS, Reply, Wanted
from dutygraph.out.site.site import Site

BUILT_HERE = Path(str(places.PACKAGE)) / "out" / "site" / "built"
FOLDER = places.data() / "yunfu-2017"
TEXT = (FOLDER / "source.txt").read_text(encoding="utf-8")
SYSTEMS = ("yunfu-2017", "toy")
DATA_FORMS = ("json", "csv", "ttl", "jsonld", "nt", "rdf")
# A page of each kind, and what its own system is.
KINDS = (
    "",
    "terms",
    "sparql",
    "term/reportsTo",
    "term/rule/DR7",
    "term/level/county",
    "yunfu-2017/about",
    "yunfu-2017/holders",
    "yunfu-2017/norms",
    "yunfu-2017/articles",
    "yunfu-2017/checks",
    "yunfu-2017/questions",
    "yunfu-2017/holder/county",
    "yunfu-2017/holder/poor-households",
    "yunfu-2017/norm/A05-7",
    "yunfu-2017/article/5",
    "yunfu-2017/article/C01",
    "yunfu-2017/article/notice",
    "yunfu-2017/check/no-report",
    "yunfu-2017/question/who-reports-to-whom",
    "yunfu-2017/question/chain",
)

Made = Callable[..., Reply]


class Page(HTMLParser):
    """What a page says and where it leads; and what of it a policy would forbid."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forbidden: list[str] = []
        self.tags: list[str] = []
        self.lang = ""
        self.segments: list[tuple[str, str, str]] = []
        self._inside: list[tuple[str, str]] = []
        self.words = ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.lang = self.lang or given.get("lang") or ""
        self.links += [str(given[key]) for key in ("href", "src") if given.get(key)]
        if tag == "form":
            self.links.append(str(given["action"]))
        script = tag == "script" and "src" not in given
        if script and given.get("type") != "application/json":
            self.forbidden.append("script")
        self.forbidden += [key for key in given if key == "style" or key.startswith("on")]
        self.forbidden += ["style"] * (tag == "style")
        if "data-at" in given:
            self.segments.append((str(given["data-at"]), str(given.get("data-norm") or ""), ""))

    def handle_data(self, data: str) -> None:
        self.words += data
        if self.segments and self.lasttag in {"a", "span"}:
            at, norm, words = self.segments[-1]
            self.segments[-1] = (at, norm, words + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self.segments:
            self.segments.append(("", "", ""))


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return {name: open_judged(name) for name in SYSTEMS}


@pytest.fixture(scope="module")
def site(cases: dict[str, Case]) -> Site:
    return over(cases)


def over(cases: dict[str, Case]) -> Site:
    return Site(cases, lambda name, question, given: ask_named(cases[name].system, question, given))


@pytest.fixture(scope="module")
def make(site: Site) -> Made:
    def made(path: str, form: str = "html", lang: str = "zh", **query: str) -> Reply:
        found = site.reply(Wanted(path, form, lang, query))
        assert found is not None, f"nothing at {path} as {form}"
        return found

    return made


def wanted(address: str) -> Wanted:
    """Read an address as a server does: the path, the form of its ending, the parameters."""
    parts = urlsplit(address)
    path = unquote(parts.path).strip("/")
    stem, dot, ending = path.rpartition(".")
    query = dict(parse_qsl(parts.query))
    lang = query.pop("lang", "zh")
    form = ending if dot and ending in FORMS else "html"
    return Wanted(stem if dot and ending in FORMS else path, form, lang, query)


def inside(page: Page) -> Iterator[str]:
    """List the addresses of the site to which a page leads."""
    for link in page.links:
        if link.startswith("/"):
            yield link.partition("#")[0]


def crawled(site: Site, systems: tuple[str, ...], most: int) -> dict[str, Page]:
    """Follow every link from the front page, and read each page once."""
    pages: dict[str, Page] = {}
    waiting = ["/"]
    while waiting and len(pages) < most:
        address = waiting.pop()
        found = wanted(address)
        if address in pages or found.form != "html" or found.path in systems:
            continue
        if found.path.startswith("static/"):
            assert site.static(found.path.removeprefix("static/")), address
            continue
        # A sorted list is the same list; one order of each is enough.
        if "sort" in found.query and found.query["sort"] != "-article":
            continue
        reply = site.reply(found)
        assert reply is not None, address
        pages[address] = Page(reply.content)
        waiting += sorted(set(inside(pages[address])) - pages.keys())
    return pages


@pytest.fixture(scope="module")
def toy_pages(cases: dict[str, Case]) -> dict[str, Page]:
    return crawled(over({"toy": cases["toy"]}), ("toy",), 3000)


def test_no_link_is_dead(toy_pages: dict[str, Page], cases: dict[str, Case]) -> None:
    """Every page that can be reached is there, and each names all its twins."""
    kinds = {wanted(a).path.split("/")[1] for a in toy_pages if a.startswith("/toy/")}
    assert kinds >= {"holder", "norm", "article", "question", "check", "about", "holders"}
    assert len(toy_pages) > 250
    del cases


@pytest.mark.slow
def test_no_link_is_dead_on_the_whole_site(site: Site) -> None:
    pages = crawled(site, SYSTEMS, 20_000)
    norms = {wanted(a).path for a in pages if a.startswith("/yunfu-2017/norm/")}
    assert len(norms) == 112


def test_no_page_has_a_script_or_style_of_its_own(toy_pages: dict[str, Page]) -> None:
    """The policy of the server allows files alone."""
    assert {a: page.forbidden for a, page in toy_pages.items() if page.forbidden} == {}


def test_no_page_asks_anything_of_another_host(toy_pages: dict[str, Page]) -> None:
    for address, page in toy_pages.items():
        loaded = [link for link in page.links if link.startswith(("http", "//"))]
        assert all(link.startswith(("http://", "https://")) for link in loaded), address
        assert not {"img", "iframe", "object", "embed"} & set(page.tags)


def test_the_counts_are_those_of_the_second_coder(make: Made) -> None:
    """By hand: 109 norms in the articles and 3 in the notice, 28 articles, 6 chapters."""
    expected = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))["counts"]
    norms = json.loads(make("yunfu-2017/norms", "json").content)
    assert len(norms) == expected["norms_in_articles"] + expected["notice_norms"]
    provisions = json.loads(make("yunfu-2017/articles", "json").content)
    kinds = [one["kind"] for one in provisions]
    assert kinds.count("article") == expected["articles"]
    assert kinds.count("chapter") == expected["chapters"]
    forces = [n["force"] for n in norms if n["article"]]
    assert forces.count("obligation") == expected["obligations"]
    assert forces.count("permission") == expected["permissions"]


def test_each_norm_is_quoted_from_the_text(make: Made, site: Site) -> None:
    """A quote is what stands at its code points, on its own page and in its article."""
    for iri, norm in site.parts["yunfu-2017"].found.norms.items():
        assert norm.quote
        assert norm.quote.words == TEXT[norm.quote.start : norm.quote.end]
        path = str(site.address(iri)).strip("/")
        assert f"<bdi>{norm.quote.words}</bdi>" in make(path).content.decode()


@pytest.mark.parametrize("number", [1, 3, 5, 7, 13, 16, 19, 23])
def test_an_article_marks_the_words_of_each_norm(make: Made, number: int) -> None:
    facts = json.loads(make(f"yunfu-2017/article/{number}", "json").content)
    page = Page(make(f"yunfu-2017/article/{number}").content)
    found = [s for s in page.segments if s[0]]
    assert "".join(words for _, _, words in found) == TEXT[facts["start"] : facts["end"]]
    for at, _, words in found:
        assert TEXT[int(at) : int(at) + len(words)] == words
    for norm in facts["norms"]:
        marked = "".join(words for _, ids, words in found if norm["id"] in ids.split())
        assert marked == norm["quote"] == TEXT[norm["start"] : norm["end"]]


def altered(folder: Path, change: Callable[[str], str]) -> Case:
    """Judge the toy with its Turtle changed."""
    shutil.copytree(places.data() / "toy", folder)
    for path in folder.glob("*.ttl"):
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    return open_judged(str(folder))


def test_words_without_a_norm_are_shown(tmp_path: Path) -> None:
    """A purpose that the data do not state as one is left without a norm."""

    def change(text: str) -> str:
        return re.sub(r";\s*dg:statesPurposeAt[^.;]*\.txt[^;]*?> \.", ".", text)

    site = over({"odd": altered(tmp_path / "odd", change)})
    reply = site.reply(Wanted("odd/article/1"))
    assert reply
    words = "为了保持河道畅通、水清岸绿"
    assert f'class="seg uncovered" data-at="60">{words}<' in reply.content.decode()
    assert words in reply.content.decode().partition('class="warn"')[2]
    facts = json.loads(site.reply(Wanted("odd/article/1", "json")).content)  # type: ignore[union-attr]
    assert facts["uncovered"] == [{"start": 60, "end": 73, "quote": words}]


@pytest.mark.parametrize("path", KINDS)
def test_each_twin_is_read_by_another_parser(make: Made, path: str) -> None:
    twin = path or "index"
    for form in DATA_FORMS:
        assert make(twin, form).media == FORMS[form]
    json.loads(make(twin, "json").content)
    rows = list(csv.reader(io.StringIO(make(twin, "csv").content.decode(), newline="")))
    assert len({len(row) for row in rows}) == 1
    read = [
        Graph().parse(data=make(twin, form).content, format=name)
        for form, name in (("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "xml"))
    ]
    assert {len(graph) for graph in read} == {len(read[0])}
    if path not in {"yunfu-2017/checks", "yunfu-2017/questions"}:
        assert len(read[0])


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("form", ["html", *DATA_FORMS])
def test_the_same_is_written_every_time(make: Made, path: str, form: str) -> None:
    twin = path or "index"
    assert make(twin, form).content == make(twin, form).content


def test_turtle_describes_the_thing_alone(make: Made) -> None:
    """Its own triples, and of what it points at the labels, or the words of an excerpt."""
    space = "https://w3id.org/dutygraph/data/yunfu-2017/"
    graph = Graph().parse(data=make("yunfu-2017/norm/A05-7", "ttl").content, format="turtle")
    own = URIRef(f"{space}A05-7")
    assert (own, RDF.type, DG.Norm) in graph
    others = {p for s, p, _ in graph if s != own}
    assert others <= {RDFS.label, *map(URIRef, (DG.hasExactWords, DG.startsAt, DG.endsAt))} | {
        URIRef("http://www.w3.org/2004/02/skos/core#prefLabel")
    }
    excerpt = graph.value(own, DG.quotes)
    assert str(graph.value(excerpt, DG.hasExactWords)) == (
        "每年向省委、省政府或省扶贫开发领导小组报告脱贫攻坚进展情况"
    )


def test_each_address_leads_back_to_its_iri(site: Site) -> None:
    for part in site.parts.values():
        for iri in (*part.found.norms, *part.found.holders, *part.provisions):
            address = site.address(iri)
            assert address is not None
            assert site.iri(unquote(address)) == iri
    assert site.address(str(DG.reportsTo)) == "/term/reportsTo"
    assert site.iri("/term/level/county") == "https://w3id.org/dutygraph/code/level/county"
    assert site.address("https://example.org/elsewhere") is None
    assert site.iri("/yunfu-2017/holders") is None


def test_nothing_stands_elsewhere(site: Site) -> None:
    for path in (
        "nowhere",
        "yunfu-2017",
        "yunfu-2017/holder/nobody",
        "yunfu-2017/norm/",
        "yunfu-2017/question/none",
        "toy/holder/city-committee",
        "term/none",
        "term/",
    ):
        assert site.reply(Wanted(path)) is None, path
    assert site.reply(Wanted("describe", query={"iri": "no iri"})) is None
    assert site.static("../site.py") is None


def test_an_iri_without_a_page_is_described_by_its_triples(make: Made) -> None:
    iri = "https://w3id.org/dutygraph/data/yunfu-2017/guangdong-rules"
    assert "广东省脱贫攻坚责任制实施细则" in make("describe", iri=iri).content.decode()
    holder = "https://w3id.org/dutygraph/data/yunfu-2017/county"
    assert make("describe", iri=holder).content == make("yunfu-2017/holder/county").content


def test_a_list_is_sorted_and_searched_by_its_address(make: Made) -> None:
    norms = json.loads(make("yunfu-2017/norms", "json", find="每年").content)
    assert [n["id"] for n in norms] == [
        n["id"]
        for n in json.loads(make("yunfu-2017/norms", "json").content)
        if "每年" in n["quote"]
    ]
    shown = make("yunfu-2017/norms", find="每年").content.decode()
    assert Page(shown.encode()).tags.count("tr") - 1 == len(norms)
    assert 'value="每年"' in shown
    by_norms = json.loads(make("yunfu-2017/holders", "json", sort="-norms").content)
    counts = [h["norms"] for h in by_norms]
    assert counts == sorted(counts, reverse=True)
    with pytest.raises(UsageError, match="one of level, holder"):
        make("yunfu-2017/holders", sort="colour")
    with pytest.raises(UsageError, match="give 1 to 1"):
        make("yunfu-2017/holders", page="2")


def test_a_long_list_is_shown_in_pages(make: Made) -> None:
    """The terms and codes are more than 200; each stands on one page, all in the twin."""
    entries = json.loads(make("terms", "json").content)
    assert len(entries) > 200
    shown = [Page(make("terms", page=str(n)).content) for n in (1, 2)]
    rows = [page.tags.count("tr") - 1 for page in shown]
    assert rows == [200, len(entries) - 200]


def test_a_form_offers_what_may_be_given(make: Made) -> None:
    page = make("yunfu-2017/question/chain").content.decode()
    assert '<option value="county">县级党委和政府' in page
    assert page.count("<select ") == 2
    level = make("yunfu-2017/question/holders-at-level").content.decode()
    assert '<option value="county">县' in level


def test_an_answer_rests_on_its_clauses(make: Made) -> None:
    """By hand: 县级党委和政府 reports every year to 市委、市政府 (第十一条)."""
    page = make("yunfu-2017/question/who-reports-to-whom").content.decode()
    assert "每年向市委、市政府报告脱贫攻坚进展情况" in page
    assert '<a href="/yunfu-2017/norm/A11-4" class="code">' in page
    facts = json.loads(make("yunfu-2017/question/who-reports-to-whom", "json").content)
    assert len(facts["answer"]["rows"]) >= 4


def test_a_wrong_value_is_said_in_the_form(make: Made) -> None:
    page = make("yunfu-2017/question/norms-of-holder", holder="县级党委和政辅").content.decode()
    assert 'role="alert"' in page
    assert "县级党委和政府" in page
    with pytest.raises(UsageError, match="no such holder"):
        make("yunfu-2017/question/norms-of-holder", "json", holder="县级党委和政辅")


def test_parameters_do_not_clash_with_those_of_the_site() -> None:
    assert not {"lang", "page", "sort", "find", "iri"} & set(parameter_names())


@pytest.mark.parametrize("question", questions(), ids=lambda q: q.name)
def test_an_example_of_the_editor_asks_what_the_question_asks(
    site: Site, question: Question
) -> None:
    """Written out with its values, the query has the same answer as with bound terms."""
    part = site.parts["yunfu-2017"]
    system = part.case.system
    given = sample(part, question)
    request = request_of(question, given, system)
    text = standalone(question.query, request.bindings, system.prefixes)
    found = system.store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    names = [v.value for v in found.variables if not v.value.startswith("_")]
    rows = [tuple(row[name] for name in names) for row in found]
    wanted_rows = ask_named(system, question, given)
    assert tuple(names) == wanted_rows.variables
    assert sorted(rows, key=str) == sorted(wanted_rows.rows, key=str)


def test_the_editor_has_every_question_and_declares_its_prefixes(site: Site) -> None:
    known = examples(site.parts["toy"], "zh")
    assert [one["name"] for one in known] == [q.name for q in questions()]
    for one in known:
        used = set(
            re.findall(r"(?<![\w<:/])([a-z]+):(?=\w)", re.sub(r"<[^>]*>|#.*", "", one["query"]))
        )
        declared = set(re.findall(r"PREFIX ([a-z]+):", one["query"]))
        assert used - declared - {"https"} == set()
        assert declared <= PREFIXES.keys()


def test_both_languages(make: Made) -> None:
    zh, en = (make("yunfu-2017/holder/county", lang=lang).content.decode() for lang in ("zh", "en"))
    assert Page(zh.encode()).lang == "zh-Hans"
    assert Page(en.encode()).lang == "en"
    assert "Five links and the return" in zh
    assert "五个环节与回路" in zh
    assert "五个环节与回路" not in en
    assert "每年向市委、市政府报告脱贫攻坚进展情况" in en
    assert json.loads(make("yunfu-2017/holder/county", "json", "en").content) == json.loads(
        make("yunfu-2017/holder/county", "json").content
    )


def test_the_pages_agree_with_the_report(make: Made, yunfu: Report) -> None:
    shown = {
        one["iri"]: one["verdict"]
        for one in json.loads(make("yunfu-2017/holders", "json").content)
        if one["verdict"]
    }
    assert shown == {v.holder: v.outcome for v in yunfu.case.verdicts}
    by_check = {
        one["name"]: one["findings"]
        for one in json.loads(make("yunfu-2017/checks", "json").content)
    }
    assert sum(by_check.values()) == len(yunfu.findings)


def test_a_check_is_described_without_a_place_left_open(make: Made) -> None:
    for one in json.loads(make("yunfu-2017/checks", "json").content):
        assert "{" not in one["cure"] + one["cure_en"]
        page = make(f"yunfu-2017/check/{one['name']}").content.decode()
        assert "{article}" not in page.partition("<pre")[0]


def test_hostile_labels_show_as_text(hostile: Report) -> None:
    case = hostile.case
    site = over({"toy": case})
    for one in site.parts["toy"].found.holders:
        address = str(site.address(one)).strip("/")
        for form in ("html", "csv"):
            reply = site.reply(Wanted(address, form))
            assert reply
            words = reply.content.decode()
            assert "<script>alert" not in words or form == "csv"
            assert "\u202e" not in words
            assert "\u200b" not in words
        page = Page(site.reply(Wanted(address)).content)  # type: ignore[union-attr]
        assert page.tags.count("script") == 0
        assert page.forbidden == []
        assert not [link for link in page.links if link.startswith("javascript:")]
    listed = site.reply(Wanted("toy/holders", "csv"))
    assert listed
    cells = [c for row in csv.reader(io.StringIO(listed.content.decode())) for c in row]
    assert not [c for c in cells if c[:1] in {"=", "+", "-", "@"} and len(c) > 1]


def test_hostile_iris_lead_nowhere_else(tmp_path: Path) -> None:
    """Holders whose IRIs would be code, a step up, a form, or of one name: each has its page."""
    odd = {
        "city-government": "javascript:alert(1)",
        "county-government": "https://a.example/x/..",
        "water-bureau": "https://a.example/x/name.json",
        "finance-bureau": "https://a.example/x/a%2Fb",
        "audit-bureau": "https://a.example/x/same",
        "town-government": "https://b.example/y/same",
        "maintenance-station": "https://a.example/x/县",
    }

    def change(text: str) -> str:
        for name, iri in odd.items():
            text = re.sub(rf"toy:{name}\b", f"<{iri}>", text)
        return text

    site = over({"odd": altered(tmp_path / "odd", change)})
    found = {iri: wanted(str(site.address(iri))) for iri in odd.values()}
    for iri, one in found.items():
        assert site.iri(one.path) == iri
        assert not {"..", "."} & set(urlsplit(str(site.address(iri))).path.split("/"))
        reply = site.reply(one)
        assert reply
        assert not [x for x in Page(reply.content).links if x.startswith("javascript:")]
        assert site.reply(replace(one, form="ttl"))
    assert len({one.path for one in found.values()}) == len(odd)


def test_the_built_files_are_made_of_these_sources() -> None:
    """The page of the graph and the editor are built together, from the same sources."""
    page = re.search(r'<meta name="sources" content="(\w+)"', BUILT.read_text(encoding="utf-8"))
    script = (BUILT_HERE / "query.js").read_text(encoding="utf-8")
    named = re.match(r"/\* sources: (\w+) \*/", script)
    assert page
    assert named
    assert named[1] == page[1], "stale: run `npm ci && npm run build` in web/"
    assert "Permission is hereby granted" in script[:2000]


def test_static_names_hold_a_digest_of_their_content(site: Site, make: Made) -> None:
    links = [x for x in Page(make("sparql").content).links if x.startswith("/static/")]
    assert len(links) == 3
    for link in links:
        assert re.fullmatch(r"/static/\w+-[0-9a-f]{12}\.(css|js)", link)
        assert site.static(link.removeprefix("/static/"))


def facts_of(make: Made, path: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(make(path, "json").content)
    return value


def test_keys_for_machines_are_not_translated(make: Made) -> None:
    assert list(facts_of(make, "yunfu-2017/norm/A05-7"))[:6] == [
        "id",
        "article",
        "start",
        "end",
        "quote",
        "holders",
    ]
    assert {"judgement", "repair", "lines", "norms", "findings"} <= facts_of(
        make, "yunfu-2017/holder/county"
    ).keys()
    assert local(facts_of(make, "yunfu-2017/holder/county")["iri"]) == "county"


def test_links_keep_the_language_that_the_address_names(site: Site) -> None:
    named = site.reply(Wanted("yunfu-2017/holder/county", lang="en", query={"lang": "en"}))
    plain = site.reply(Wanted("yunfu-2017/holder/county", lang="en"))
    assert named
    assert plain
    inner = set(inside(Page(named.content)))
    pages = {link for link in inner if not link.startswith("/static/") and "." not in link}
    assert pages
    assert {link for link in pages if "lang=" not in link} == set()
    switch = [link for link in inside(Page(plain.content)) if "lang=" in link]
    assert switch == ["/yunfu-2017/holder/county?lang=zh"]


def test_a_list_of_codes_has_no_page_but_its_codes_have() -> None:
    assert term_path(f"{CODE}rule") is None
    assert term_path(f"{CODE}rule/DR1") == "term/rule/DR1"
    assert term_path(f"{DG}reportsTo") == "term/reportsTo"
    assert term_path(str(DG)) is None
