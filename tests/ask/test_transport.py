"""Does whatever a server does end in one line, in time, and without a password in it?"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyoxigraph as ox
import pytest

from dutygraph.errors import DutyGraphError, LimitError, QueryError, SourceError, UsageError
from dutygraph.triples import transport
from dutygraph.triples.answer import Rows
from dutygraph.triples.remote import Remote
from dutygraph.triples.transport import Endpoint, Message, endpoint, post
from dutygraph.triples.worker import Limits, Request

Behave = Callable[[BaseHTTPRequestHandler], None]
SELECT = Request("SELECT ?x { ?s ?p ?x }")
CONSTRUCT = Request("CONSTRUCT WHERE { ?s ?p ?x }")
JSON = "application/sparql-results+json"
EMPTY = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'
PASSWORD = "se-cret"  # noqa: S105 -- of no server


class Stub:
    """A server on loopback that behaves as a test says, and keeps what it was sent."""

    def __init__(self) -> None:
        self.behave: Behave = send(200, JSON, EMPTY)
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                stub.seen.append((self.path, dict(self.headers), body))
                stub.behave(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def at(self, path: str = "/query", host: str = "127.0.0.1") -> Endpoint:
        return endpoint(f"http://u:{PASSWORD}@{host}:{self.port}{path}")


def send(status: int, media: str, body: bytes, **headers: str) -> Behave:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", media)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return behave


@pytest.fixture
def stub() -> Iterator[Stub]:
    made = Stub()
    yield made
    made.server.shutdown()
    made.server.server_close()


def refusal(target: Endpoint, request: Request = SELECT, seconds: float = 20) -> DutyGraphError:
    with pytest.raises(DutyGraphError) as caught:
        Remote(target, Limits(seconds=seconds)).ask(request)
    line = str(caught.value)
    assert "\n" not in line
    assert PASSWORD not in line
    assert PASSWORD not in repr(target)
    return caught.value


@pytest.mark.parametrize(
    ("sent", "kind", "words"),
    [
        ((500, "text/plain", b"\n disk full. \nat Store.java:1"), SourceError, "500 disk full"),
        ((503, "text/html", b"<h1>busy</h1>"), SourceError, "503 Service Unavailable; try later"),
        ((404, "text/html", b"<p>nothing"), SourceError, "404 Not Found; give the address"),
        ((401, "text/plain", b""), SourceError, "401 Unauthorized; give user and password"),
        ((400, "text/plain", "坏查询\nx".encode()), QueryError, "400 坏查询; mend the query"),
        ((400, "text/plain", b"\x1b[31mred"), QueryError, r"400 \u001b[31mred"),
        ((504, "text/plain", b"late"), LimitError, "504 late; narrow the query"),
        ((302, JSON, b""), SourceError, "302 Found"),
        ((200, "text/html", b"<p>hello"), SourceError, "in text/html, not in SPARQL results"),
        ((200, "application/sparql-results+xml", b"<a/>"), SourceError, "not in SPARQL results"),
        ((200, JSON, b"{"), SourceError, "do not parse"),
        ((200, JSON, b"[]"), SourceError, "no SPARQL results"),
        ((200, JSON, EMPTY.replace(b"[]", b'[{"x":1}]')), SourceError, "1.1"),
        ((200, JSON, b'{"head":{"vars":["x"]},"results":[]}'), SourceError, "no SPARQL 1.1"),
        ((200, JSON, b"\xff\xfe{}"), SourceError, "do not parse"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_one_line(
    stub: Stub, sent: tuple[int, str, bytes], kind: type[DutyGraphError], words: str
) -> None:
    stub.behave = send(*sent)
    error = refusal(stub.at())
    assert isinstance(error, kind)
    assert words in str(error).replace("\x1b", r"\u001b")
    assert str(error).startswith(f"http://127.0.0.1:{stub.port}/query: ")


def test_results_that_nest_without_end_do_not_end_the_program(stub: Stub) -> None:
    """Both would overrun the stack of the engine, in this process."""
    term = {"type": "uri", "value": "a:a"}
    name = json.dumps(term)
    deep = f'{{"type":"triple","value":{{"subject":{name},"predicate":{name},"object":'
    for levels in (1, 200, 50_000):
        nested = deep * levels + name + "}}" * levels
        body = EMPTY.replace(b"[]", f'[{{"x":{nested}}}]'.encode())
        stub.behave = send(200, JSON, body)
        assert isinstance(refusal(stub.at()), SourceError)
    line = "<a:a> <a:b> " + "<<( <a:a> <a:b> " * 100_000 + "<a:c>" + " )>>" * 100_000 + " ."
    for media in ("application/n-triples", "text/turtle"):
        stub.behave = send(200, media, line.encode())
        assert "triples inside triples" in str(refusal(stub.at(), CONSTRUCT))


def test_graphs_come_as_triples_or_not_at_all(stub: Stub) -> None:
    stub.behave = send(200, "text/turtle; charset=utf-8", "<a:a> <a:b> '市' .".encode())
    found = Remote(stub.at()).ask(CONSTRUCT)
    assert found.triples == (  # type: ignore[union-attr]
        ox.Triple(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.Literal("市")),
    )
    stub.behave = send(200, "application/rdf+xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]>")
    assert "not in N-Triples or Turtle" in str(refusal(stub.at(), CONSTRUCT))
    stub.behave = send(200, "text/turtle", b"<a:a> <a:b>")
    assert "do not parse" in str(refusal(stub.at(), CONSTRUCT))


# ---------------------------------------------------------------- limits


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send a byte at a time, each well within any limit on a single wait."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    try:
        for _ in range(600):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass


def silence(handler: BaseHTTPRequestHandler) -> None:
    del handler
    time.sleep(5)


@pytest.mark.parametrize("behave", [drip, silence])
def test_a_slow_server_is_left(stub: Stub, behave: Behave) -> None:
    stub.behave = behave
    error = refusal(stub.at(), seconds=0.4)
    assert isinstance(error, LimitError)
    assert "within 0.4 s; narrow the query, or allow more with --timeout" in str(error)


def test_an_endless_answer_is_left(stub: Stub) -> None:
    stub.behave = send(200, JSON, b" " * 300_000)
    message = Message(b"", "text/plain", JSON)
    assert len(post(stub.at(), message, 20, most=300_000).body) == 300_000
    with pytest.raises(LimitError, match="answered more than"):
        post(stub.at(), message, 20, most=299_999)


def test_an_answer_that_breaks_off_is_none(stub: Stub) -> None:
    def broken(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.send_header("Content-Length", str(len(EMPTY) + 1))
        handler.end_headers()
        handler.wfile.write(EMPTY)

    stub.behave = broken
    assert "(the answer broke off)" in str(refusal(stub.at()))


def test_what_is_no_http_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def answer() -> None:
            for _ in range(2):
                taken, _ = listener.accept()
                with taken:
                    taken.recv(65536)
                    taken.sendall(b"SSH-2.0-OpenSSH\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        assert isinstance(refusal(endpoint(f"http://127.0.0.1:{port}/")), SourceError)
        assert isinstance(refusal(endpoint(f"https://127.0.0.1:{port}/")), SourceError)
    error = refusal(endpoint(f"http://u:{PASSWORD}@127.0.0.1:{port}/"))
    assert "cannot be asked (connection refused); check the address" in str(error)


# ---------------------------------------------------------------- redirects and passwords


def test_a_password_goes_where_it_was_given_for_only(stub: Stub) -> None:
    other = Stub()
    try:
        for host, kept in (("127.0.0.1", False), ("localhost", False)):
            where = f"http://{host}:{other.port}/x"
            stub.behave = send(307, "text/plain", b"", Location=where)
            assert Remote(stub.at()).ask(SELECT) == Rows(("x",), ())
            assert "Authorization" in stub.seen[-1][1]
            path, headers, body = other.seen[-1]
            assert (path, "Authorization" in headers) == ("/x", kept)
            assert body == stub.seen[-1][2]
    finally:
        other.server.shutdown()
        other.server.server_close()


def test_a_redirect_within_a_server_keeps_the_password(stub: Stub) -> None:
    there = send(200, JSON, EMPTY)
    away = send(301, "text/plain", b"", Location="/new?key=1")
    stub.behave = lambda handler: (there if handler.path == "/new?key=1" else away)(handler)
    assert Remote(stub.at()).ask(SELECT) == Rows(("x",), ())
    assert [path for path, _, _ in stub.seen] == ["/query", "/new?key=1"]
    assert all("Authorization" in headers for _, headers, _ in stub.seen)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("/query", "redirects more than 3 times"),
        ("file:///etc/hostname", "redirects to where a query must not go"),
        ("ftp://127.0.0.1/", "redirects to where a query must not go"),
        ("http://[bad", "redirects to where a query must not go"),
    ],
)
def test_redirects_end(stub: Stub, where: str, words: str) -> None:
    stub.behave = send(302, "text/plain", b"", Location=where)
    assert words in str(refusal(stub.at()))
    assert len(stub.seen) <= transport.MOST_REDIRECTS + 1


def test_the_password_is_sent_and_never_shown(stub: Stub) -> None:
    address = f"http://us%40er:{PASSWORD}%2F@127.0.0.1:{stub.port}/query?key={PASSWORD}"
    target = endpoint(address)
    assert Remote(target).ask(SELECT) == Rows(("x",), ())
    path, headers, body = stub.seen[-1]
    assert path == f"/query?key={PASSWORD}"
    assert headers["Authorization"] == "Basic dXNAZXI6c2UtY3JldC8="
    assert headers["Accept-Encoding"] == "identity"
    assert body.startswith(b"query=PREFIX+")
    stub.behave = send(500, "text/plain", b"")
    assert str(refusal(target)).startswith(f"http://127.0.0.1:{stub.port}/query: answered 500")


@pytest.mark.parametrize(
    "address",
    ["", "x", "localhost:7878", "ftp://h/", "file:///etc/passwd", "http://", "http://h:99999/",
     "http://[::1", "http://a b/", "javascript:alert(1)", "http:///query"],
)  # fmt: skip
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(UsageError, match=r"^--endpoint: is no .*; give one, as http://localhost"):
        endpoint(address)


def test_an_address_may_be_chinese() -> None:
    found = endpoint("https://例子.example/查询?图=市")
    assert found.shown == "https://xn--fsqu00a.example/%E6%9F%A5%E8%AF%A2"
    assert found.url.endswith("?%E5%9B%BE=%E5%B8%82")
