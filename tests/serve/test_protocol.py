"""Does the endpoint keep to the SPARQL 1.1 Protocol, and say clearly what it refuses?"""

from __future__ import annotations

import gzip
import io
import json
from typing import Any

import httpx
import pytest
from rdflib import Graph
from rdflib.namespace import RDF, VOID
from rdflib.query import Result

from dutygraph.serve.accept import best, ranked

SELECT = "SELECT ?s { ?s a dg:Norm } ORDER BY ?s LIMIT 3"
CONSTRUCT = "CONSTRUCT { ?s a dg:Norm } WHERE { ?s a dg:Norm }"
ROW_FORMS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
GRAPH_FORMS = {
    "ttl": ("text/turtle; charset=utf-8", "turtle"),
    "nt": ("application/n-triples", "nt"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
    "n3": ("text/n3; charset=utf-8", "n3"),
}


def ask(client: httpx.Client, query: str = SELECT, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/sparql", params={"query": query}, headers=named)


# RFC 9110, section 12.5.1: the most specific range counts, then its weight.
@pytest.mark.parametrize(
    ("header", "offered", "wanted"),
    [
        (None, ("a/b", "c/d"), "a/b"),
        ("", ("a/b",), "a/b"),
        ("*/*", ("a/b", "c/d"), "a/b"),
        ("c/d", ("a/b", "c/d"), "c/d"),
        ("a/b;q=0.2, c/d;q=0.3", ("a/b", "c/d"), "c/d"),
        ("a/*;q=0.9, a/b;q=0.1, */*;q=0.5", ("a/b", "c/d"), "c/d"),
        ("A/B", ("a/b",), "a/b"),
        ("a/b;q=0", ("a/b",), None),
        ("*/*, a/b;q=0", ("a/b", "c/d"), "c/d"),
        ("x/y", ("a/b",), None),
        ("nonsense;;q=,/", ("a/b",), None),
        ("a/b;q=nan, c/d;q=0.1", ("a/b", "c/d"), "c/d"),
        ("text/html;level=1;q=0.4, a/b;q=0.3", ("a/b", "text/html"), "text/html"),
        ("zh-CN,zh;q=0.9,en;q=0.8", ("zh", "en"), "zh"),
        ("en-GB, zh;q=0.5", ("zh", "en"), "en"),
        ("gzip;q=0, *;q=1", ("gzip",), None),
    ],
)
def test_what_a_client_accepts(
    header: str | None, offered: tuple[str, ...], wanted: str | None
) -> None:
    assert best(header, offered) == wanted


def test_all_that_is_accepted_stands_in_order() -> None:
    assert ranked("c/d;q=0.5, a/*;q=0.7", ("c/d", "a/x", "e/f", "a/y")) == ("a/x", "a/y", "c/d")


@pytest.mark.parametrize(("form", "media"), ROW_FORMS.items())
def test_rows_by_accept_and_by_name(toy_client: httpx.Client, form: str, media: str) -> None:
    accepted = ask(toy_client, Accept=media.partition(";")[0])
    assert accepted.headers["content-type"] == media
    for parameter in ("format", "output"):
        named = toy_client.get(
            "/sparql", params={"query": SELECT, parameter: form}, headers={"Accept": "a/b"}
        )
        assert (named.status_code, named.content) == (200, accepted.content)
    if form != "tsv":
        assert len(Result.parse(io.BytesIO(accepted.content), format=form, content_type=media)) == 3


@pytest.mark.parametrize("form", GRAPH_FORMS)
def test_graphs_by_accept_and_by_name(toy_client: httpx.Client, form: str) -> None:
    media, parser = GRAPH_FORMS[form]
    accepted = ask(toy_client, CONSTRUCT, Accept=media.partition(";")[0])
    assert accepted.headers["content-type"] == media
    named = toy_client.get("/sparql", params={"query": CONSTRUCT, "format": form})
    assert named.content == accepted.content
    count = ask(toy_client, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a dg:Norm }").json()
    expected = int(count["results"]["bindings"][0]["n"]["value"])
    assert len(Graph().parse(data=accepted.text, format=parser)) == expected


def test_the_three_ways_to_send_a_query(toy_client: httpx.Client) -> None:
    got = ask(toy_client)
    form = toy_client.post("/sparql", data={"query": SELECT})
    direct = toy_client.post(
        "/sparql",
        content=SELECT.encode(),
        headers={"Content-Type": "application/sparql-query; charset=UTF-8"},
    )
    assert got.json()["head"]["vars"] == ["s"]
    assert got.content == form.content == direct.content


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("GET", "?query=ASK{}&query=ASK{}", (b"", ""), 400),
        ("POST", "?query=ASK{}", (b"ASK{}", "application/sparql-query"), 400),
        ("POST", "", (b"a=b", "application/x-www-form-urlencoded"), 400),
        ("POST", "", (b"", "application/sparql-query"), 400),
        ("POST", "", (b"ASK{}", "text/plain"), 415),
        ("POST", "", (b"ASK{}", ""), 415),
        ("POST", "", (b"ASK{}", "application/sparql-query; charset=gbk"), 415),
        ("POST", "", (b"ASK{'\xff'}", "application/sparql-query"), 400),
        ("POST", "", (b"query=ASK{'%ff'}", "application/x-www-form-urlencoded"), 400),
        ("GET", "?query=ASK{'%ff'}", (b"", ""), 400),
        ("GET", "?" + "a=b&" * 200 + "query=ASK{}", (b"", ""), 400),
        ("POST", "", (b"q" * 30_000, "application/sparql-query"), 413),
        ("GET", "?query=ASK{}&format=docx", (b"", ""), 400),
        ("GET", "?query=ASK{}&format=ttl", (b"", ""), 406),
        ("GET", "?update=CLEAR+ALL", (b"", ""), 400),
        ("POST", "", (b"CLEAR ALL", "application/sparql-update"), 403),
        ("POST", "", (b"update=CLEAR+ALL", "application/x-www-form-urlencoded"), 403),
        ("PUT", "", (b"", ""), 405),
        ("DELETE", "", (b"", ""), 405),
        ("GET", "?query=" + "a" * 20_000, (b"", ""), 414),
        ("GET", "?query=ASK{}&default-graph-uri=http://n.example/", (b"", ""), 400),
        ("GET", "?query=ASK{}&named-graph-uri=file:///etc/passwd", (b"", ""), 400),
    ],
)
def test_what_is_refused_and_how(
    toy_client: httpx.Client, method: str, address: str, body: tuple[bytes, str], status: int
) -> None:
    content, media = body
    headers = {"Content-Type": media} if media else {}
    response = toy_client.request(method, f"/sparql{address}", content=content, headers=headers)
    assert response.status_code == status
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    first, second = response.text.strip().split("\n")
    assert first.startswith(f"{status} ")
    assert ": " in second
    assert "; " in second
    if status == 405:
        assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_a_syntax_error_has_line_and_column(toy_client: httpx.Client) -> None:
    broken = "SELECT ?s\nWHERE ?s"
    told = ask(toy_client, broken)
    assert told.status_code == 400
    assert "query:2:7: " in told.text
    details = ask(toy_client, broken, Accept="text/csv;q=0.9, application/problem+json")
    assert details.headers["content-type"] == "application/problem+json"
    value = details.json()
    assert (value["status"], value["line"], value["column"]) == (400, 2, 7)
    assert set(value) >= {"title", "title_zh", "detail", "place", "message", "cure"}


def test_nothing_that_is_accepted_can_be_given(toy_client: httpx.Client) -> None:
    assert ask(toy_client, Accept="image/png").status_code == 406
    assert ask(toy_client, Accept="text/turtle").status_code == 406
    assert ask(toy_client, CONSTRUCT, Accept="text/csv").status_code == 406


@pytest.mark.parametrize(
    ("query", "cure"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * FROM <http://n.example/> { ?s ?p ?o }", "graph <http://n.example/>"),
        ("BASE <file:///etc/> ASK FROM NAMED <passwd> {}", "graph <file:///etc/passwd>"),
        ("LOAD <file:///etc/passwd>", "LOAD"),
        ("INSERT DATA { <a:a> <a:a> <a:a> }", "INSERT"),
    ],
)
def test_what_a_query_may_not_do(toy_client: httpx.Client, query: str, cure: str) -> None:
    told = ask(toy_client, query)
    assert told.status_code == 400
    assert cure in told.text


def test_graphs_of_the_store_can_be_chosen(toy_client: httpx.Client) -> None:
    graph = "https://w3id.org/dutygraph/graph/"
    count = "SELECT (COUNT(*) AS ?n) { ?s a dg:Norm }"

    def counted(query: str, **graphs: str) -> int:
        named = {name.replace("_", "-"): graph + value for name, value in graphs.items()}
        response = toy_client.get("/sparql", params={"query": query, **named})
        return int(response.json()["results"]["bindings"][0]["n"]["value"])

    asserted = counted(count, default_graph_uri="asserted")
    assert asserted > 0
    assert counted(count, default_graph_uri="ontology") == 0
    assert counted(count.replace("{", "FROM graph:asserted {", 1)) == asserted
    assert counted(count, named_graph_uri="asserted") == 0
    inside = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a dg:Norm } }"
    assert counted(inside, named_graph_uri="asserted") == asserted


def test_an_answer_that_was_cut_says_so(toy_client: httpx.Client) -> None:
    whole = ask(toy_client, "SELECT * { ?s ?p ?o } LIMIT 500")
    cut = ask(toy_client, "SELECT * { ?s ?p ?o }")
    assert "x-sparql-maxrows" not in whole.headers
    assert cut.headers["x-sparql-maxrows"] == "500"
    assert len(cut.json()["results"]["bindings"]) == 500


def test_a_tag_saves_sending_twice(toy_client: httpx.Client) -> None:
    plain = ask(toy_client, CONSTRUCT, Accept_Encoding="identity")
    packed = ask(toy_client, CONSTRUCT, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    for first, coding in ((plain, "identity"), (packed, "gzip")):
        tag = first.headers["etag"]
        again = ask(toy_client, CONSTRUCT, Accept_Encoding=coding, If_None_Match=f'"x", {tag}')
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    other = ask(toy_client, CONSTRUCT, If_None_Match='"x"')
    assert other.status_code == 200


def test_packing_is_the_same_each_time(toy_client: httpx.Client) -> None:
    def raw() -> bytes:
        with toy_client.stream("GET", "/sparql", headers={"Accept-Encoding": "gzip"}) as response:
            return b"".join(response.iter_raw())

    first, second = raw(), raw()
    assert first == second
    assert b"sparql-service-description" in gzip.decompress(first)


def test_head_tells_what_get_would(toy_client: httpx.Client) -> None:
    for path in ("/", "/sparql", "/health", "/toy", "/graphs?default", "/.well-known/void"):
        got, head = toy_client.get(path), toy_client.head(path)
        assert head.status_code == got.status_code == 200
        assert head.content == b""
        same = {"content-type", "content-length", "etag", "vary", "link"}
        assert {k: v for k, v in head.headers.items() if k in same} == {
            k: v for k, v in got.headers.items() if k in same
        }


def test_other_sites_may_read(toy_client: httpx.Client) -> None:
    origin = {"Origin": "https://n.example"}
    got = toy_client.get("/sparql", headers=origin)
    assert got.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in got.headers
    asked = {**origin, "Access-Control-Request-Method": "POST"}
    asked["Access-Control-Request-Headers"] = "content-type"
    preflight = toy_client.options("/sparql", headers=asked)
    assert preflight.status_code == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]
    written = {**asked, "Access-Control-Request-Method": "DELETE"}
    assert toy_client.options("/sparql", headers=written).status_code == 400


def test_one_graph_at_a_time(toy_client: httpx.Client) -> None:
    name = "https://w3id.org/dutygraph/graph/asserted"
    found = toy_client.get("/graphs", params={"graph": name})
    counted = "SELECT (COUNT(*) AS ?n) { GRAPH graph:asserted { ?s ?p ?o } }"
    number = int(ask(toy_client, counted).json()["results"]["bindings"][0]["n"]["value"])
    assert len(Graph().parse(data=found.text, format="turtle")) == number
    assert toy_client.get("/graphs", params={"graph": "http://n.example/"}).status_code == 404
    assert toy_client.get("/graphs").status_code == 400
    assert toy_client.get("/graphs?default&graph=" + name).status_code == 400
    assert toy_client.put("/graphs?default", content=b"").status_code == 405


def test_the_data_sets_are_described(toy_client: httpx.Client) -> None:
    found = Graph().parse(data=toy_client.get("/.well-known/void").text, format="turtle")
    (data,) = found.subjects(RDF.type, VOID.Dataset)
    assert str(found.value(data, VOID.sparqlEndpoint)) == str(toy_client.base_url.join("/sparql"))
    asked = "SELECT (COUNT(*) AS ?n) { GRAPH graph:asserted { ?s ?p ?o } }"
    counted = ask(toy_client, asked).json()["results"]["bindings"][0]["n"]["value"]
    assert str(found.value(data, VOID.triples)) == counted


def test_health_and_its_kin(toy_client: httpx.Client) -> None:
    health: dict[str, Any] = toy_client.get("/health").json()
    assert health["status"] == "ok"
    assert health["systems"] == ["toy"]
    assert toy_client.get("/robots.txt").text.startswith("User-agent: *\n")
    assert toy_client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"
    described = json.loads(toy_client.get("/openapi.json").content)
    assert described["openapi"] == "3.1.0"
