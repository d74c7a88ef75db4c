"""Is each page served in the form that is wanted, and does each IRI lead to its page?"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from starlette.types import ASGIApp

from dutygraph.serve import connection
from dutygraph.serve.merge import merged, shared
from dutygraph.serve.run import listen
from dutygraph.triples.system import load, node

COUNTY = "https://w3id.org/dutygraph/data/toy/county"
PAGE = "/toy/holder/county"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

Serving = Callable[[ASGIApp], AbstractContextManager[str]]


class Server(Protocol):
    """A server that was started."""

    address: str


def get(client: httpx.Client, path: str, **headers: str) -> httpx.Response:
    return client.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})


def links(response: httpx.Response) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for target, rel in re.findall(r'<([^>]*)>; rel="(\w+)"', response.headers.get("link", "")):
        found.setdefault(rel, set()).add(target)
    return found


def test_a_page_and_its_twins(toy_client: httpx.Client) -> None:
    page = get(toy_client, PAGE, Accept=BROWSER)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert {"Accept", "Accept-Language"} <= set(page.headers["vary"].split(", "))
    assert links(page) == {
        "alternate": {f"{PAGE}.ttl", f"{PAGE}.json"},
        "describedby": {f"{PAGE}.ttl"},
        "describes": {COUNTY},
    }
    twin = get(toy_client, f"{PAGE}.ttl")
    negotiated = get(toy_client, PAGE, Accept="text/turtle")
    assert negotiated.content == twin.content == b"<a:b> <a:c> <a:d> .\n"
    assert negotiated.headers["content-location"] == f"{PAGE}.ttl"
    assert "content-location" not in twin.headers
    assert get(toy_client, f"{PAGE}.json").headers["content-type"] == "application/json"


def test_a_form_that_is_not_there(toy_client: httpx.Client) -> None:
    assert get(toy_client, f"{PAGE}.csv").status_code == 404
    assert get(toy_client, PAGE, Accept="text/csv").status_code == 406
    assert get(toy_client, PAGE, Accept="text/csv, text/turtle;q=0.1").status_code == 200
    assert get(toy_client, "/toy/holder/nobody", Accept="text/csv").status_code == 404


def test_the_language(toy_client: httpx.Client) -> None:
    for path, accepted, wanted in (
        (PAGE, "", "zh"),
        (PAGE, "en-GB,en;q=0.9", "en"),
        (PAGE, "fr", "zh"),
        (f"{PAGE}?lang=en", "zh", "en"),
        (f"{PAGE}?lang=xx", "en", "en"),
    ):
        page = get(toy_client, path, Accept_Language=accepted, Accept=BROWSER)
        said = [("lang", "en")] if "lang=en" in path else []
        assert f"<!-- {wanted} {said}" in page.text
        assert page.headers["content-language"] == {"zh": "zh-Hans", "en": "en"}[wanted]


def test_parameters_reach_the_page(toy_client: httpx.Client) -> None:
    assert "[('a', 'b'), ('c', '')]" in get(toy_client, f"{PAGE}?a=x&a=b&c=").text
    assert "[]" in get(toy_client, PAGE).text


def test_nothing_there_is_said_in_both_languages(toy_client: httpx.Client) -> None:
    page = get(toy_client, "/nowhere/at/all", Accept=BROWSER)
    assert page.status_code == 404
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "这里没有内容" in page.text
    assert "Nothing here" in page.text
    assert get(toy_client, "/nowhere").headers["content-type"].startswith("text/plain")
    told = get(toy_client, "/nowhere", Accept="application/json").json()
    assert told["status"] == 404


def test_a_slash_at_the_end_leads_to_the_page(toy_client: httpx.Client) -> None:
    found = get(toy_client, f"{PAGE}/?lang=en")
    assert (found.status_code, found.headers["location"]) == (308, f"{PAGE}?lang=en")


def test_the_duty_graph_has_no_script_of_its_own(toy_client: httpx.Client) -> None:
    page = get(toy_client, "/toy", Accept=BROWSER)
    scripts = re.findall(r"<script([^>]*)>", page.text)
    assert scripts[0].count('src="/static/') == 1
    assert [s for s in scripts[1:] if "application/json" not in s] == []
    assert "<style" not in page.text
    assert "http-equiv" not in page.text
    for path, media in re.findall(r'(?:src|href)="(/static/[^"]+\.(\w+))"', page.text):
        file = get(toy_client, path)
        assert file.status_code == 200
        kind = {"js": "text/javascript", "css": "text/css"}[media]
        assert file.headers["content-type"] == f"{kind}; charset=utf-8"
        assert "immutable" in file.headers["cache-control"]
    assert get(toy_client, "/static/small.css").text == "p{}"
    assert get(toy_client, "/static/none.css").status_code == 404


def test_the_duty_graph_as_data(toy_client: httpx.Client) -> None:
    model = get(toy_client, "/toy.json").json()
    assert model["system"] == "toy"
    found = Graph().parse(data=get(toy_client, "/toy", Accept="text/turtle").text, format="turtle")
    graph = "https://w3id.org/dutygraph/graph/asserted"
    same = Graph().parse(data=toy_client.get("/graphs", params={"graph": graph}).text)
    assert len(found) == len(same) > 0


def test_the_editor_for_browsers_and_a_description_for_programs(toy_client: httpx.Client) -> None:
    assert "editor" in get(toy_client, "/sparql", Accept=BROWSER).text
    assert "editor" in get(toy_client, "/sparql?query=ASK{}", Accept=BROWSER).text
    data = get(toy_client, "/sparql?query=ASK{}&format=json", Accept=BROWSER)
    assert data.json()["boolean"] is True
    assert get(toy_client, "/sparql").headers["content-type"].startswith("text/turtle")
    described = get(toy_client, "/sparql", Accept="application/ld+json")
    assert described.headers["content-type"] == "application/ld+json"


def test_one_system_has_an_endpoint_of_its_own(toy_client: httpx.Client) -> None:
    query = {"query": "ASK { ?s a dg:Norm }"}
    assert toy_client.get("/toy/sparql", params=query).json()["boolean"] is True
    assert toy_client.get("/nope/sparql", params=query).status_code == 404
    browsed = get(toy_client, "/toy/sparql?query=ASK%20{}", Accept=BROWSER)
    assert (browsed.status_code, browsed.headers["location"]) == (303, "/sparql?query=ASK%20{}")


@pytest.mark.parametrize(
    ("accept", "target"),
    [(BROWSER, PAGE), ("text/turtle", f"{PAGE}.ttl"), ("application/ld+json", f"{PAGE}.jsonld")],
)
def test_an_iri_leads_to_its_page(toy_client: httpx.Client, accept: str, target: str) -> None:
    for path in ("/data/toy/county", f"/resource?iri={COUNTY}"):
        found = get(toy_client, path, Accept=accept)
        assert (found.status_code, found.headers["location"]) == (303, target)
        assert "Accept" in found.headers["vary"].split(", ")


def test_where_other_iris_lead(toy_client: httpx.Client) -> None:
    def target(path: str, accept: str) -> tuple[str, dict[str, list[str]]]:
        found = get(toy_client, path, Accept=accept)
        assert found.status_code == 303
        parts = urlsplit(found.headers["location"])
        return parts.path, parse_qs(parts.query)

    graph = "https://w3id.org/dutygraph/graph/"
    assert target("/ns", BROWSER) == ("/terms", {})
    assert target("/ns", "text/turtle") == (
        "/graphs",
        {"graph": [f"{graph}ontology"], "format": ["ttl"]},
    )
    assert target("/graph/asserted", "text/turtle")[1]["graph"] == [f"{graph}asserted"]
    level = "https://w3id.org/dutygraph/code/level/county"
    assert target("/code/level/county", BROWSER) == ("/describe", {"iri": [level]})
    assert target("/code/level/county", "text/turtle") == ("/describe.ttl", {"iri": [level]})
    assert target("/code/level/county.nt", BROWSER) == ("/describe.nt", {"iri": [level]})
    assert target("/data/toy/dataset", BROWSER)[0] == "/.well-known/void"
    assert get(toy_client, "/data/toy/nobody").status_code == 404
    assert get(toy_client, "/resource").status_code == 400
    assert get(toy_client, "/data/toy/county", Accept="image/png").status_code == 406


def test_a_body_that_dawdles(toy_client: httpx.Client) -> None:
    head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n"
    head += "Content-Type: application/sparql-query\r\n\r\nASK"
    place = (toy_client.base_url.host, toy_client.base_url.port or 80)
    with socket.create_connection(place, timeout=20) as line:
        line.sendall(head.encode())
        assert line.recv(65_536).startswith(b"HTTP/1.1 408 ")
    assert toy_client.get("/health").status_code == 200


@pytest.mark.parametrize("said", [b"", b"GET /health HTTP/1.1\r\nHost: loc"])
def test_a_connection_that_does_not_say_what_it_wants(
    monkeypatch: pytest.MonkeyPatch, toy_app: ASGIApp, serving: Serving, said: bytes
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.3)
    with serving(toy_app) as address:
        parts = urlsplit(address)
        assert parts.hostname is not None
        with socket.create_connection((parts.hostname, parts.port or 80), timeout=20) as line:
            line.sendall(said)
            assert line.recv(65_536) == b""
        with socket.create_connection((parts.hostname, parts.port or 80), timeout=20) as line:
            line.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert line.recv(65_536).startswith(b"HTTP/1.1 200 ")
            line.sendall(b"GET /health HT")
            while line.recv(65_536):
                pass
        assert httpx.get(f"{address}/health", trust_env=False).status_code == 200


def test_stores_become_one() -> None:
    systems = [load("toy"), load("yunfu-2017")]
    whole = merged([s.store for s in systems])
    asserted = node("https://w3id.org/dutygraph/graph/asserted")
    ontology = node("https://w3id.org/dutygraph/graph/ontology")

    def size(store: ox.Store, graph: ox.NamedNode) -> int:
        return len(list(store.quads_for_pattern(None, None, None, graph)))

    assert size(whole, asserted) == sum(size(s.store, asserted) for s in systems)
    assert size(whole, ontology) == size(systems[0].store, ontology)
    assert merged([systems[0].store]) is systems[0].store


def test_prefixes_on_which_systems_disagree_are_left_out() -> None:
    found = shared([{"a": "http://a/", "b": "http://b/"}, {"a": "http://x/", "c": "http://c/"}])
    assert found == {"b": "http://b/", "c": "http://c/"}


@pytest.fixture(scope="module")
def both(started: Callable[..., AbstractContextManager[Server]]) -> Iterator[httpx.Client]:
    with (
        started("toy", "yunfu-2017") as server,
        httpx.Client(base_url=server.address, trust_env=False, timeout=30) as client,
    ):
        yield client


def test_two_systems_side_by_side(both: httpx.Client) -> None:
    def holders(path: str) -> set[str]:
        query = "SELECT DISTINCT ?h { ?h dg:holds ?n }"
        rows = both.get(path, params={"query": query}).json()["results"]["bindings"]
        return {row["h"]["value"] for row in rows}

    toy, yunfu = holders("/toy/sparql"), holders("/yunfu-2017/sparql")
    assert toy
    assert yunfu
    assert holders("/sparql") == toy | yunfu
    void = Graph().parse(data=both.get("/.well-known/void").text, format="turtle")
    data = {str(s) for s in void.subjects(URIRef("http://rdfs.org/ns/void#sparqlEndpoint"), None)}
    space = "https://w3id.org/dutygraph/data/"
    assert data == {f"{space}toy/dataset", f"{space}yunfu-2017/dataset"}


def test_a_named_question_is_answered_by_a_limited_process(both: httpx.Client) -> None:
    page = both.get("/yunfu-2017/question/who-reports-to-whom.json")
    assert page.status_code == 200
    assert page.json()
    wrong = both.get("/yunfu-2017/question/norms-of-holder.json", params={"holder": "没有的主体"})
    assert wrong.status_code == 400


def test_an_answer_does_not_wait_for_more() -> None:
    """asyncio turns Nagle's delay off for sockets that name their protocol, and for no others."""
    with listen("127.0.0.1", 0) as opened:
        assert opened.proto == socket.IPPROTO_TCP
