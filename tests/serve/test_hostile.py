"""Does the server stay well, and reach nothing, whatever is sent to it?

After each input the next request must be answered. A listening socket stands for every other
machine and must see no connection; a file with a word of its own stands for all files, and the
word must never come back.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

import httpx
import pyoxigraph as ox
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from dutygraph.serve.app import around, endpoint, sparql_routes
from dutygraph.serve.described import Description
from dutygraph.serve.endpoint import Settings
from dutygraph.serve.hosting import Stock, limits
from dutygraph.serve.pool import Line, Pool
from dutygraph.triples.worker import snapshot

WORD = "canary-7f3a"
PATIENCE = 20.0
NODE = ox.NamedNode("http://n.example/")
FORM = "application/x-www-form-urlencoded"


Serving = Callable[[ASGIApp], AbstractContextManager[str]]


class Server(Protocol):
    """A server that was started."""

    address: str


class Trap:
    """A port that counts who calls."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.calls = 0
        threading.Thread(target=self._wait, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}/"

    def _wait(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self.socket.accept()
                self.calls += 1
                caller.close()


@pytest.fixture(scope="module")
def server(started: Callable[..., AbstractContextManager[Server]]) -> Iterator[Server]:
    with started("toy", "--timeout", "1", "--rows", "1000", "--body", "50000") as found:
        yield found


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    found = Trap()
    yield found
    found.socket.close()


@pytest.fixture
def client(server: Server, trap: Trap) -> Iterator[httpx.Client]:
    """Send something; afterwards the server answers and nobody was called."""
    before = trap.calls
    with httpx.Client(base_url=server.address, trust_env=False, timeout=PATIENCE) as found:
        yield found
    assert_well(server)
    assert trap.calls == before


def assert_well(server: Server) -> None:
    with httpx.Client(base_url=server.address, trust_env=False, timeout=PATIENCE) as client:
        answer = client.get("/sparql", params={"query": "ASK { ?s a dg:Norm }"})
        assert answer.json()["boolean"] is True
        health = client.get("/health").json()
        assert health["status"] == "ok"


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secret") / "canary.ttl"
    path.write_text(f'<http://n.example/s> <http://n.example/p> "{WORD}" .\n', encoding="utf-8")
    return path


def post(client: httpx.Client, query: str | bytes, **headers: str) -> httpx.Response:
    content = query if isinstance(query, bytes) else query.encode()
    named = {"Content-Type": "application/sparql-query", **headers}
    return client.post("/sparql", content=content, headers=named)


NESTED = {
    "groups": "SELECT * {" + "{" * 2500 + "}" * 2501,
    "parentheses": "SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5001 + " }",
    "negations": "SELECT * { FILTER(" + "!" * 5000 + "true) }",
    "signs": "SELECT (" + "-" * 5000 + "1 AS ?x) {}",
    "paths": "SELECT * { ?s " + "(" * 3000 + "rdf:type" + ")*" * 3000 + " ?o }",
    "alternatives": "SELECT * { ?s " + "|".join(["rdf:type"] * 3000) + " ?o }",
    "lists": "SELECT * { ?s ?p " + "(" * 3000 + ")" * 3000 + " }",
    "blank nodes": "SELECT * { ?s ?p " + "[ ?p " * 3000 + "1" + "]" * 3000 + " }",
    "optionals": "SELECT * {" + "OPTIONAL {" * 3000 + "}" * 3001,
    "quoted triples": "SELECT * { ?s ?p " + "<< ?s ?p " * 3000 + "1" + ">>" * 3000 + " }",
    "sub-queries": "SELECT * {" + "{ SELECT * {" * 2000 + "}}" * 2000 + "}",
}


@pytest.mark.parametrize("query", NESTED.values(), ids=NESTED)
def test_deep_nesting(client: httpx.Client, query: str) -> None:
    answer = post(client, query)
    assert answer.status_code == 400
    assert "flatten it" in answer.text


ENDLESS = {
    "cartesian order": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g DESC(?i)",
    "count": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "distinct": "SELECT DISTINCT ?c ?f ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (!a:b|^!a:b)* ?b . ?c (!a:b|^!a:b)* ?d . ?e ?f ?g }",
    "construct": "CONSTRUCT { ?a ?b ?a } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "filter": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?d && ?d != ?a) }",
}


@pytest.mark.parametrize("query", ENDLESS.values(), ids=ENDLESS)
def test_work_without_end(client: httpx.Client, query: str) -> None:
    answer = post(client, "PREFIX a: <http://n.example/>\n" + query)
    assert answer.status_code in {503, 504}
    assert "; " in answer.text


def test_an_answer_that_grows(client: httpx.Client) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(30))
    answer = post(client, f"SELECT ?x30 {{ BIND('{'x' * 100}' AS ?x0) {doubled} }}")
    assert answer.status_code in {503, 504}


@pytest.mark.parametrize("pattern", ["^(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*)*b", "(a*)*(a*)*$"])
def test_a_slow_pattern(client: httpx.Client, pattern: str) -> None:
    words = "a" * 40 + "!"
    answer = post(client, f"ASK {{ FILTER(REGEX('{words}', '{pattern}')) }}")
    assert answer.status_code in {200, 504}


@pytest.mark.parametrize("piece", ["a.", "a-", '"\\', "<a#b>", "<a", '\n\\"""a'])
def test_a_query_that_is_slow_to_read(client: httpx.Client, piece: str) -> None:
    assert post(client, "SELECT * { " + piece * (49_000 // len(piece))).status_code == 400


CALLS = {
    "service": "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "variable": "SELECT * { VALUES ?g { <%s> } SERVICE ?g { ?s ?p ?o } }",
    "escaped": "SELECT * { \\u0053ERVICE <%s> { ?s ?p ?o } }",
    "long escape": "SELECT * { \\U00000053ERVICE <%s> { ?s ?p ?o } }",
    "mixed case": "SELECT * { sErViCe <%s> { ?s ?p ?o } }",
    "after a number": "SELECT * { ?s ?p 1SERVICE <%s> { ?s ?p ?o } }",
    "prefixed": "PREFIX a: <%s> SELECT * { SERVICEa: { ?s ?p ?o } }",
    "in a comment's shade": "SELECT * { ?s ?p ?o FILTER(1<2) # '\n SERVICE <%s> { ?s ?p ?o } }",
    "from": "SELECT * FROM <%s> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <%s> { GRAPH ?g { ?s ?p ?o } }",
    "load": "LOAD <%s>",
    "load silent": "LOAD SILENT <%s> INTO GRAPH <http://n.example/>",
}


@pytest.mark.parametrize("query", CALLS.values(), ids=CALLS)
def test_nothing_is_called(client: httpx.Client, trap: Trap, query: str) -> None:
    assert post(client, query % trap.address).status_code == 400


def test_no_graph_is_fetched_by_the_protocol(client: httpx.Client, trap: Trap) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        found = client.get("/sparql", params={"query": "ASK {}", name: trap.address})
        assert found.status_code == 400
    assert client.get("/graphs", params={"graph": trap.address}).status_code == 404
    assert client.get("/resource", params={"iri": trap.address}).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "SELECT * {{ GRAPH <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
        "LOAD <{0}>",
        "DESCRIBE <{0}>",
    ],
)
def test_no_file_is_read_by_a_query(client: httpx.Client, canary: Path, query: str) -> None:
    answer = post(client, query.format(canary.as_uri()))
    assert WORD not in answer.text
    assert answer.status_code in {200, 400}


@pytest.mark.parametrize("form", ["{0}", "/static/{0}", "/static/{1}", "/{1}", "/toy/{1}"])
def test_no_file_is_read_by_an_address(server: Server, canary: Path, form: str) -> None:
    ups = [
        "../" * 12,
        "..%2f" * 12,
        "%2e%2e/" * 12,
        "..%5c" * 12,
        "%252e%252e%252f" * 12,
        "....//" * 12,
    ]
    for up in ups:
        path = form.format(canary, up + str(canary)[1:])
        status, text = raw(server, f"GET {quote(path, safe='/%.')} HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        assert status in {308, 404}
        assert WORD not in text
    assert_well(server)


def raw(server: Server, head: str, body: bytes = b"") -> tuple[int, str]:
    """Send what no library would, and read the whole answer."""
    parts = urlsplit(server.address)
    assert parts.hostname is not None
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=PATIENCE) as line:
        line.sendall(head.encode("latin-1") + b"Connection: close\r\n\r\n" + body)
        found = b""
        with contextlib.suppress(ConnectionResetError):
            while piece := line.recv(65_536):
                found += piece
    text = found.decode("utf-8", "replace")
    return int(text.split(" ", 2)[1]) if text.startswith("HTTP/") else 0, text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("localhost", 200),
        ("localhost:8000", 200),
        ("LOCALHOST", 200),
        ("[::1]:9", 200),
        ("n.example", 421),
        ("127.0.0.1.n.example", 421),
        ("n.example:8000", 421),
        ("localhost@n.example", 421),
        ("n.example#localhost", 421),
        ("localhost, n.example", 421),
        ("[::1", 421),
        ("", 421),
    ],
)
def test_only_names_of_this_server_are_answered(server: Server, host: str, status: int) -> None:
    found, text = raw(server, f"GET /health HTTP/1.1\r\nHost: {host}\r\n")
    assert found == status
    assert ('"status": "ok"' in text) == (status == 200)


def test_two_hosts_or_none_are_no_request(server: Server) -> None:
    assert raw(server, "GET / HTTP/1.1\r\nHost: localhost\r\nHost: n.example\r\n")[0] == 400
    assert raw(server, "GET / HTTP/1.1\r\n")[0] == 400
    assert raw(server, "GET http://n.example/ HTTP/1.1\r\nHost: n.example\r\n")[0] == 421
    assert_well(server)


@pytest.mark.parametrize(
    "value", ["a%0d%0aSet-Cookie:%20x=1", "a%0aX-Evil:%201", "a\u2028b", "%00", "<script>"]
)
def test_no_header_is_injected(server: Server, value: str) -> None:
    safe = quote(value, safe="%")
    for path in (f"/{safe}", f"/{safe}/", f"//{safe}/", f"/resource?iri={safe}", f"/?lang={safe}"):
        status, text = raw(server, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: {safe}\r\n")
        head, _, body = text.partition("\r\n\r\n")
        names = {line.partition(":")[0].lower() for line in head.split("\r\n")[1:]}
        assert status in {200, 303, 308, 400, 404}
        assert names.isdisjoint({"set-cookie", "x-evil"})
        assert "<script>" not in body or "text/html" not in head or path.startswith("/?")
    assert_well(server)


def test_no_redirect_leads_away(server: Server) -> None:
    for path in (
        "//n.example/",
        "/\\n.example/",
        "/%5cn.example/",
        "///n.example//",
        "/.//n.example/",
    ):
        status, text = raw(server, f"GET {path} HTTP/1.1\r\nHost: localhost\r\n")
        target = next((line for line in text.split("\r\n") if line.startswith("location: ")), "")
        assert status in {308, 404}
        assert not target.startswith(("location: //", "location: http", "location: /\\"))


def test_a_huge_body(server: Server) -> None:
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\n"
    status, _ = raw(server, f"{head}Content-Length: 99999999999\r\n", b"query=")
    assert status == 413
    chunk = b"2710\r\n" + b"q" * 10_000 + b"\r\n"
    status, _ = raw(server, f"{head}Transfer-Encoding: chunked\r\n", chunk * 20)
    assert status in {0, 413}
    assert_well(server)


def test_a_body_that_is_no_utf8(client: httpx.Client) -> None:
    assert post(client, b"ASK { '\xff\xfe' }").status_code == 400
    assert post(client, "ASK {}".encode("utf-16")).status_code == 400
    assert post(client, b"\x00" * 1000).status_code == 400
    assert client.get("/%ff%fe").status_code == 404


@pytest.mark.parametrize(
    "head",
    [
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a" * 100_000 + "\r\n",
        "GET /" + "a" * 70_000 + " HTTP/1.1\r\nHost: localhost\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        "GET\r\n\r\n",
        "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n",
        "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n",
    ],
    ids=["head", "address", "tls", "no address", "negative length", "two lengths"],
)
def test_what_is_no_request(server: Server, head: str) -> None:
    assert raw(server, head)[0] in {0, 400, 414, 431}
    assert_well(server)


def test_connections_that_say_nothing_shut_nobody_out(server: Server) -> None:
    parts = urlsplit(server.address)
    assert parts.hostname is not None
    place = (parts.hostname, parts.port or 80)
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(socket.create_connection(place, 5)) for _ in range(100)]
        for line in lines[:50]:
            line.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n")
        assert_well(server)


def test_a_crowd_is_sent_away_or_answered(serving: Serving) -> None:
    store = ox.Store()
    for number in range(300):
        store.add(ox.Quad(NODE, NODE, ox.Literal(number), NODE))
    pool = Pool(snapshot(store), limits(0.5, 10), 1)
    found = endpoint(Stock(store, {}, pool), Description({}, 0), Line(1, 3), Settings())
    answers: list[httpx.Response] = []

    def ask(address: str) -> None:
        query = {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"}
        answers.append(httpx.get(address, params=query, timeout=PATIENCE, trust_env=False))

    with serving(around(sparql_routes("/sparql", found))) as address:
        crowd = [threading.Thread(target=ask, args=(f"{address}/sparql",)) for _ in range(12)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join(PATIENCE)
        later = httpx.get(f"{address}/sparql", params={"query": "ASK {}"}, trust_env=False)
    pool.close()
    assert later.json()["boolean"] is True
    statuses = [found.status_code for found in answers]
    assert set(statuses) == {503, 504}
    assert statuses.count(504) >= 4
    assert all(int(f.headers["retry-after"]) > 0 for f in answers if f.status_code == 503)


@pytest.mark.parametrize(
    "value",
    [
        '"} ; DROP ALL ; {',
        "county> } SERVICE <http://127.0.0.1:1/> { ?s ?p ?o",
        "<script>alert(1)</script>",
        "javascript:alert(1)",
        "\u202eevil\u200b",
        "' OR 1=1 --",
        "{{7*7}}",
        "\x00",
        "县" * 3000,
    ],
)
def test_what_a_question_is_given_stays_a_value(client: httpx.Client, value: str) -> None:
    for form in ("", ".json", ".csv"):
        found = client.get(f"/toy/question/norms-of-holder{form}", params={"holder": value})
        assert found.status_code in {200, 400, 404, 414}
        if found.headers["content-type"].startswith("text/html"):
            assert "<script>alert" not in found.text
            assert "\u202e" not in found.text
        assert "DROP ALL" not in found.text or found.status_code in {200, 400}


def test_what_breaks_is_told_in_one_line(
    serving: Serving, capfd: pytest.CaptureFixture[str]
) -> None:
    async def broken(request: Request) -> Response:
        raise RuntimeError(f"secret\n{request.url}")

    with serving(around([Route("/broken", broken)])) as address:
        answer = httpx.get(f"{address}/broken", trust_env=False)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    said = capfd.readouterr().err
    assert said.startswith("GET /broken: RuntimeError: secret ")
    assert said.count("\n") == 1


def test_every_answer_is_guarded(client: httpx.Client) -> None:
    for path in ("/", "/toy", "/sparql", "/nope", "/health", "/graphs?default", "/toy/holders"):
        found = client.get(path, headers={"Accept": "text/html, */*;q=0.1"})
        policy = found.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "'unsafe-inline'" not in policy.replace("style-src 'self' 'unsafe-inline'", "")
        assert "frame-ancestors 'none'" in policy
        assert found.headers["x-content-type-options"] == "nosniff"
        assert found.headers["referrer-policy"] == "no-referrer"
        assert "server" not in found.headers


def test_time_is_kept_even_while_others_wait(client: httpx.Client) -> None:
    start = time.monotonic()
    assert post(client, ENDLESS["count"]).status_code == 504
    assert time.monotonic() - start < PATIENCE
