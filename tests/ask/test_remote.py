"""Does a real SPARQL server give the rows that the system at hand gives, and in its words?"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from dutygraph import places
from dutygraph.audit.ask import ask_named, without_parameters
from dutygraph.audit.case import Case
from dutygraph.audit.elsewhere import ask_elsewhere, project_graphs
from dutygraph.audit.questions import question_named, questions
from dutygraph.errors import QueryError, UsageError
from dutygraph.names import PREFIXES
from dutygraph.out.export.rdf import rdf
from dutygraph.out.screen.labelled import show_named
from dutygraph.triples.answer import Rows, Triples, Truth, take
from dutygraph.triples.labels import Labels
from dutygraph.triples.remote import Remote
from dutygraph.triples.transport import Endpoint, endpoint
from dutygraph.triples.worker import Limits, Request

ANSWERS: list[dict[str, Any]] = tomllib.loads(
    (places.data() / "yunfu-2017" / "answers.toml").read_text(encoding="utf-8")
)["answer"]
ASKED = sorted({(a["question"], tuple(sorted(a.get("with", {}).items()))) for a in ANSWERS})
YUNFU = {"yunfu": "https://w3id.org/dutygraph/data/yunfu-2017/"}
REPORTS = """SELECT ?who ?whom ?n
{ ?who dg:reportsTo ?whom . BIND(STRLEN(STR(?who)) AS ?n) } ORDER BY ?who ?whom"""
CITY = ox.NamedNode("https://w3id.org/dutygraph/data/yunfu-2017/city")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Oxigraph's own server, in memory, filled with what `export` writes."""
    server = Path(sys.executable).with_name("oxigraph")
    if not server.exists():
        pytest.skip("the Oxigraph server is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = (tmp_path_factory.mktemp("oxigraph") / "log").open("wb")
    process = subprocess.Popen(
        [server, "serve", "--bind", f"127.0.0.1:{port}"], stdout=log, stderr=log
    )
    try:
        _fill(f"http://127.0.0.1:{port}/store", rdf("yunfu-2017", "nq"), process)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.kill()
        process.wait()
        log.close()


def _fill(store: str, quads: bytes, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "the server ended"
        try:
            kind = {"Content-Type": "application/n-quads"}
            reply = httpx.post(store, content=quads, headers=kind, trust_env=False, timeout=60)
        except httpx.ConnectError:
            time.sleep(0.05)
        else:
            assert reply.status_code == 204
            return
    pytest.fail("the server did not start")


@pytest.fixture(scope="module")
def target(address: str) -> Endpoint:
    return endpoint(address)


@pytest.mark.parametrize(("name", "given"), ASKED, ids=lambda v: v if isinstance(v, str) else "")
def test_each_question_answers_as_at_home(
    case: Case, target: Endpoint, name: str, given: tuple[tuple[str, str], ...]
) -> None:
    """The same rows in the same order, and the same words in both languages."""
    question, told = question_named(name), dict(given)
    answer, theirs = ask_elsewhere(target, question, told, Limits())
    there, here = without_parameters(answer), ask_named(case.system, question, told)
    assert there == here
    for lang in ("zh", "en"):
        said = show_named(there, theirs, "md", lang, lang)
        plain = Labels(case.system.store)
        assert said == show_named(here, plain, "md", lang, lang)


def test_every_question_is_asked() -> None:
    assert {name for name, _ in ASKED} == {q.name for q in questions()}


def test_the_graphs_of_an_export_are_those_asked(case: Case) -> None:
    named = {g.value for g in case.system.store.named_graphs() if isinstance(g, ox.NamedNode)}
    assert named <= set(project_graphs())


def test_every_form_of_query(target: Endpoint) -> None:
    remote = Remote(target, graphs=project_graphs())
    asked = remote.ask(Request("ASK { yunfu:county dg:reportsTo yunfu:city }", prefixes=YUNFU))
    assert asked == Truth(value=True)
    built = remote.ask(Request("CONSTRUCT WHERE { ?who dg:reportsTo yunfu:city }", prefixes=YUNFU))
    assert isinstance(built, Triples)
    names = {str(t.subject).rsplit("/", 1)[-1].rstrip(">") for t in built.triples}
    assert names == {"county", "leading-group"}
    described = remote.ask(Request("DESCRIBE yunfu:county", prefixes=YUNFU))
    assert isinstance(described, Triples)
    assert built.triples[0] in described.triples or built.triples[1] in described.triples


def test_a_query_of_the_user_answers_as_at_home(case: Case, target: Endpoint) -> None:
    here = take(
        case.system.store.query(REPORTS, prefixes=PREFIXES, use_default_graph_as_union=True)
    )
    assert Remote(target, graphs=project_graphs()).ask(Request(REPORTS)) == here
    assert isinstance(here, Rows)
    cut = Remote(target, Limits(rows=2), project_graphs()).ask(Request(REPORTS))
    assert cut == Rows(here.variables, here.rows[:2], cut=True)


def test_without_graphs_the_server_chooses(target: Endpoint) -> None:
    """Oxigraph's default graph is empty here; the graphs by their names are not."""
    remote = Remote(target)
    assert remote.ask(Request("ASK { ?s ?p ?o }")) == Truth(value=False)
    assert remote.ask(Request("ASK { GRAPH graph:asserted { ?s a dg:Norm } }")) == Truth(value=True)


def test_an_unknown_value_offers_what_the_server_knows(target: Endpoint) -> None:
    question = question_named("norms-of-holder")
    with pytest.raises(UsageError, match="no such holder: “审计局”; nearest: 市审计局"):
        ask_elsewhere(target, question, {"holder": "审计局"}, Limits())


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("SELECT * {\n ?s ?p ?o", "here:2:10: "),
        ("SELECT * { ?s zz:a ?o }", "here:1:15: the prefix zz:"),
        ("INSERT DATA { <a:a> <a:b> 1 }", "here:1:1: INSERT would write"),
        ("SELECT * { SERVICE <http://x.example/> {} }", "here:1:12: SERVICE"),
        ("# nothing", "here:1:1: is no query"),
    ],
)
def test_a_fault_has_its_place_in_the_user_s_own_lines(
    target: Endpoint, query: str, line: str
) -> None:
    with pytest.raises(QueryError) as caught:
        Remote(target).ask(Request(query, "here"))
    assert str(caught.value).startswith(line)


def test_bound_terms_reach_the_server_as_they_are(target: Endpoint) -> None:
    for term in (CITY, ox.Literal('"} #\\u0022\n'), ox.Literal(3), ox.Literal("市", language="zh")):
        found = Remote(target).ask(Request("SELECT ?_x { }", bindings={"_x": term}))
        assert found == Rows(("_x",), ((term,),))
