"""What do the tests of the server share: stores, apps, servers that run, and a small site?"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import httpx
import pyoxigraph as ox
import pytest
import uvicorn
from starlette.types import ASGIApp

from dutygraph.audit.ask import open_judged
from dutygraph.audit.case import Case
from dutygraph.audit.report import report
from dutygraph.errors import QueryError
from dutygraph.out.site.reply import FORMS, Reply, Wanted
from dutygraph.serve.app import Shown, around, build, endpoint, sparql_routes
from dutygraph.serve.described import Description
from dutygraph.serve.dutypage import DutyPages
from dutygraph.serve.endpoint import Settings
from dutygraph.serve.hosting import Served, Stock, hosted, limits
from dutygraph.serve.operation import Operation
from dutygraph.serve.pool import Line, Pool
from dutygraph.serve.run import address_of, configured, listen
from dutygraph.triples.answer import encode, take
from dutygraph.triples.query import whole_store
from dutygraph.triples.worker import snapshot

COUNTY = "https://w3id.org/dutygraph/data/toy/county"
PATIENCE = 20.0


@dataclass(frozen=True)
class SmallSite:
    """A site of three pages, to see what a server makes of it."""

    pages: dict[str, dict[str, bytes]] = field(
        default_factory=lambda: {
            "": {"html": b"<!doctype html><p>home</p>"},
            "sparql": {"html": b"<!doctype html><p>editor</p>"},
            "toy/holder/county": {
                "html": "<!doctype html><p>县</p>".encode() * 100,
                "ttl": b"<a:b> <a:c> <a:d> .\n",
                "json": b"{}\n",
            },
        }
    )

    def reply(self, wanted: Wanted) -> Reply | None:
        found = self.pages.get(wanted.path, {})
        if wanted.form not in found:
            return None
        said = f"<!-- {wanted.lang} {sorted(wanted.query.items())} -->".encode()
        content = found[wanted.form] + (said if wanted.form == "html" else b"")
        return Reply(FORMS[wanted.form], content, forms=tuple(found))

    def static(self, name: str) -> Reply | None:
        return Reply("text/css; charset=utf-8", b"p{}") if name == "small.css" else None

    def address(self, iri: str) -> str | None:
        return "/toy/holder/county" if iri == COUNTY else None

    def iri(self, path: str) -> str | None:
        return COUNTY if path == "toy/holder/county" else None


@dataclass(frozen=True)
class Writable:
    """A store that is written too: only in tests, for the cases of the protocol that write."""

    store: ox.Store
    prefixes: Mapping[str, str] = field(default_factory=dict)

    @property
    def graphs(self) -> Collection[str]:
        return {name.value for name in self.store.named_graphs()}

    def query(self, operation: Operation) -> bytes:
        graphs = operation.graphs
        default, named = (
            ([ox.NamedNode(i) for i in iris] for iris in graphs) if graphs else (None, None)
        )
        try:
            found = self.store.query(
                operation.text,
                base_iri=operation.base,
                use_default_graph_as_union=graphs is None and whole_store(operation.text),
                default_graph=default,  # type: ignore[arg-type]
                named_graphs=named,  # type: ignore[arg-type]
            )
        except SyntaxError as error:
            raise QueryError(str(error), place="query", cure="mend it") from error
        return encode(take(found))

    @property
    def update(self) -> Callable[[Operation], None]:
        return self.carry_out

    def carry_out(self, operation: Operation) -> None:
        text = operation.text
        if operation.graphs:
            words = text.upper().split()
            if "WITH" in words or "USING" in words:
                cure = "name the graphs once"
                raise QueryError("names graphs beside the protocol", place="update", cure=cure)
            default, named = operation.graphs
            using = "".join(f"USING <{iri}>\n" for iri in default)
            using += "".join(f"USING NAMED <{iri}>\n" for iri in named)
            text = text.replace("WHERE", f"{using}WHERE")
        try:
            self.store.update(text, base_iri=operation.base)
        except SyntaxError as error:
            raise QueryError(str(error), place="update", cure="mend it") from error


def read_only_app(store: ox.Store) -> tuple[ASGIApp, Pool]:
    """Make the app as it ships, over a store of a test's own."""
    pool = Pool(snapshot(store), limits(5, 10_000), 1)
    stock = Stock(store, {}, pool)
    found = endpoint(stock, Description(dict.fromkeys(stock.graphs, 0), 0), Line(1, 8), Settings())
    return around(sparql_routes("/sparql", found)), pool


def writable_app(store: ox.Store) -> ASGIApp:
    """Make an app that speaks the same protocol and writes."""
    found = endpoint(Writable(store), Description({}, 0), Line(1, 8), Settings())
    return around(sparql_routes("/sparql", found))


@contextlib.contextmanager
def running(app: ASGIApp) -> Iterator[str]:
    """Run an app behind a real port in a thread, and give its address."""
    with listen("127.0.0.1", 0) as opened:
        server = uvicorn.Server(configured(app))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]}, daemon=True)
        thread.start()
        until = time.monotonic() + PATIENCE
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        assert server.started
        yield address_of(opened)
        server.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive()


def client(address: str) -> httpx.Client:
    """Open a client that goes straight to the server."""
    return httpx.Client(base_url=address, trust_env=False, timeout=PATIENCE)


@pytest.fixture(scope="session")
def serving() -> Callable[[ASGIApp], contextlib.AbstractContextManager[str]]:
    return running


@pytest.fixture(scope="session")
def reading() -> Callable[[ox.Store], tuple[ASGIApp, Pool]]:
    return read_only_app


@pytest.fixture(scope="session")
def writing() -> Callable[[ox.Store], ASGIApp]:
    return writable_app


@pytest.fixture(scope="session")
def started() -> Callable[..., contextlib.AbstractContextManager[Command]]:
    return command


@pytest.fixture(scope="session")
def straight_client() -> Callable[[str], httpx.Client]:
    return client


@pytest.fixture(scope="session")
def toy_served() -> Iterator[Served]:
    case: Case = open_judged("toy")
    served = hosted({"toy": case}, limits(5, 500), 2)
    served.start()
    yield served
    served.close()


@pytest.fixture(scope="session")
def toy_app(toy_served: Served) -> ASGIApp:
    duties = DutyPages({"toy": report(toy_served.cases["toy"])})
    settings = Settings(body=20_000, rows=500, patience=0.5)
    return build(toy_served, Shown(duties, SmallSite()), settings)


@pytest.fixture(scope="session")
def toy_client(toy_app: ASGIApp) -> Iterator[httpx.Client]:
    with running(toy_app) as address, client(address) as found:
        yield found


@dataclass(frozen=True)
class Command:
    """A server that runs as a user starts it."""

    process: subprocess.Popen[str]
    address: str
    said: list[str]


def read_address(stream: IO[str]) -> tuple[str, list[str]]:
    """Read what the command says, up to its last line."""
    said = []
    for line in stream:
        said.append(line)
        if "Ctrl-C" in line:
            break
    assert said, "the server said nothing"
    assert said[0].startswith("http://"), "".join(said)
    return said[0].split()[0].rstrip("/"), said


@contextlib.contextmanager
def command(*given: str) -> Iterator[Command]:
    """Run `dutygraph serve` on a free port, and end it."""
    process = subprocess.Popen(
        [Path(sys.executable).with_name("dutygraph"), "serve", *given, "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    try:
        assert process.stderr is not None
        address, said = read_address(process.stderr)
        yield Command(process, address, said)
    finally:
        process.terminate()
        process.wait(PATIENCE)
        if process.stderr is not None:
            process.stderr.close()


@pytest.fixture(autouse=True)
def straight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep clients from going through a proxy to reach this machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
