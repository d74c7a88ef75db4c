"""How many requests a second does the server answer, beside one that others wrote?

`dutygraph serve yunfu-2017` and rdflib-endpoint (in memory, and over Oxigraph) hold the same
triples and are asked the same queries over four kept connections, the servers in turn, three
rounds, the median counts; four clients share the machine with the server. A page is asked of ours
alone: the other has none but its editor. The peer lives in an environment of its own, whose
Python DUTYGRAPH_PEERS names; without it its columns are empty. The table in README.md is written by
this script.
"""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent))
from tables import write_table

DUTYGRAPH = Path(sys.executable).with_name("dutygraph")
PEER = os.environ.get("DUTYGRAPH_PEERS", "")
CONNECTIONS = 4
SECONDS = 2.0
ROUNDS = 3
PATIENCE = 60.0
DG = "PREFIX dg: <https://w3id.org/dutygraph/ns#> "
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
QUERIES = {
    "ASK, one pattern": DG + "ASK { ?s a dg:Norm }",
    "SELECT, 112 rows": DG + "SELECT DISTINCT ?n ?a { ?n a dg:Norm ; dg:hasAction ?a }",
    "SELECT, join and count": (
        DG + f"SELECT ?h (COUNT(DISTINCT ?n) AS ?k) {{ ?h dg:bears ?n ; <{LABEL}> ?l . "
        "?n dg:hasForce ?f } GROUP BY ?h ORDER BY DESC(?k) ?h"
    ),
    "CONSTRUCT, all norms": DG + "CONSTRUCT { ?n ?p ?o } WHERE { ?n a dg:Norm ; ?p ?o }",
}
PAGES = {"page of a holder": "/yunfu-2017/holder/county", "the duty graph": "/yunfu-2017"}


@contextmanager
def ours() -> Iterator[str]:
    """Start our server and give the address of its endpoint."""
    command = [DUTYGRAPH, "serve", "yunfu-2017", "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert process.stderr is not None  # noqa: S101 -- a pipe
        yield process.stderr.readline().split()[0].rstrip("/") + "/sparql"
    finally:
        process.terminate()
        process.wait(PATIENCE)


@contextmanager
def peer(data: Path, store: str) -> Iterator[str]:
    """Start rdflib-endpoint over the same triples and give its endpoint."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [PEER, "-m", "rdflib_endpoint", "serve", str(data), "--store", store]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet)  # noqa: S603
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_for(port: int) -> None:
    """Wait until a port is open."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"nothing listens on port {port}")


def connect(address: str) -> http.client.HTTPConnection:
    """Open a connection that is kept."""
    parts = urlsplit(address)
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)


def fetch(connection: http.client.HTTPConnection, path: str, accept: str) -> bytes:
    """Ask once; anything but an answer ends the benchmark."""
    connection.request("GET", path, headers={"Accept": accept})
    response = connection.getresponse()
    content = response.read()
    if response.status != http.HTTPStatus.OK:
        raise ValueError(f"{path[:80]}: {response.status}")
    return content


def rate(address: str, accept: str) -> float:
    """Give requests a second over all connections, the first request of each left out.

    Each asks until its time is over, once at least, so that a slow server takes no longer.
    """
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}"
    ready = threading.Barrier(CONNECTIONS + 1)
    done: list[int] = []

    def ask() -> None:
        connection = connect(address)
        fetch(connection, path, accept)
        ready.wait(PATIENCE)
        until, count = time.perf_counter() + SECONDS, 0
        while not count or time.perf_counter() < until:
            fetch(connection, path, accept)
            count += 1
        done.append(count)
        connection.close()

    fetch(connect(address), path, accept)
    crowd = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for one in crowd:
        one.start()
    ready.wait(PATIENCE)
    start = time.perf_counter()
    for one in crowd:
        one.join()
    return sum(done) / (time.perf_counter() - start)


def asked(query: str) -> tuple[str, str]:
    """Give what follows the endpoint in the address of a query, and what to accept."""
    rows = not query.startswith(DG + "CONSTRUCT")
    form = "application/sparql-results+json" if rows else "text/turtle"
    return f"?{urlencode({'query': query})}", form


def measure(servers: dict[str, str]) -> list[list[str]]:
    """Ask each server each query, in turn, and give a row for each query."""
    rows = []
    for name, query in QUERIES.items():
        path, accept = asked(query)
        found = {
            server: statistics.median(rate(address + path, accept) for _ in range(ROUNDS))
            for server, address in servers.items()
        }
        mine = found.pop("dutygraph")
        others = [f"{found[s]:,.0f} ({mine / found[s]:.1f})" if s in found else "–" for s in PEERS]
        rows.append([name, f"{mine:,.0f}", *others])
    for name, path in PAGES.items():
        address = urljoin(servers["dutygraph"], path)
        rates = [rate(address, "text/html") for _ in range(ROUNDS)]
        rows.append([name, f"{statistics.median(rates):,.0f}", *("–" for _ in PEERS)])
    return rows


PEERS = {"rdflib-endpoint": "default", "the same over Oxigraph": "Oxigraph"}


def main() -> None:
    """Start the servers, measure, and write the table."""
    with tempfile.TemporaryDirectory() as folder, ours() as address:
        data = Path(folder) / "data.nt"
        data.write_bytes(fetch(connect(address), "/graphs?default&format=nt", "*/*"))
        if not PEER:
            print("DUTYGRAPH_PEERS names no Python with rdflib-endpoint: its columns stay empty")
            rows = measure({"dutygraph": address})
        else:
            with (
                peer(data, PEERS["rdflib-endpoint"]) as first,
                peer(data, PEERS["the same over Oxigraph"]) as second,
            ):
                names = ["dutygraph", *PEERS]
                rows = measure(dict(zip(names, (address, first, second), strict=True)))
    head = ["requests a second", "dutygraph", *(f"{name} (times)" for name in PEERS)]
    table = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    write_table("bench_serve.py", [*table, *(f"| {' | '.join(row)} |" for row in rows)])


if __name__ == "__main__":
    main()
