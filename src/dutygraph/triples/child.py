"""What runs in the process of its own in which a query is answered?

It reads a store from standard input, gives up what it no longer needs (files, sockets, more
memory), and then answers one query after another until its input ends. It imports the engine
and nothing heavier, for it starts anew after every query that was stopped.
"""

from __future__ import annotations

import json
import struct
import sys
import threading
from typing import Any, BinaryIO, Final

import pyoxigraph as ox

from dutygraph.triples.answer import encode, parted, take

STACK: Final = 512 * 1024 * 1024
_Named = ox.NamedNode | ox.BlankNode
_Default = list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None
_LENGTH: Final = struct.Struct(">Q")


def read_frame(stream: BinaryIO) -> bytes | None:
    """Read one message; None where the other side has gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(head)
    body = stream.read(size)
    return body if len(body) == size else None


def write_frame(stream: BinaryIO, content: bytes) -> None:
    """Write one message, with its length before it."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Load the store that comes first, then answer each query."""
    first = read_frame(source)
    if first is None:
        return
    head, quads = parted(first)
    store = ox.Store()
    # `load` would give blank nodes new names, and every run another answer.
    store.bulk_extend(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
    _give_up(int(head["memory"]))
    write_frame(target, b"ready")
    while (request := read_frame(source)) is not None:
        write_frame(target, answer(store, json.loads(request)))


def answer(store: ox.Store, request: dict[str, Any]) -> bytes:
    """Answer one request: a query, its prefixes, its bound variables, its limits."""
    _allow(float(request["seconds"]))
    try:
        default, named = _graphs(request["graphs"])
        found = store.query(
            request["query"],
            base_iri=request["base"],
            prefixes=request["prefixes"],
            use_default_graph_as_union=request["union"],
            substitutions=_bound(request["bindings"]) or None,
            default_graph=default,
            named_graphs=named,
        )
        content = encode(take(found, request["limit"]))
    except SyntaxError as error:
        return _error("syntax", str(error.msg or error))
    except MemoryError:
        return _error("memory", "")
    except (ValueError, RuntimeError, OSError) as error:
        return _error("query", str(error))
    fits = request["size"] is None or len(content) <= request["size"]
    return content if fits else _error("size", "")


def _graphs(given: list[list[str]] | None) -> tuple[_Default, list[_Named] | None]:
    """Name the default and the named graphs to ask; given, they replace what FROM says."""
    if given is None:
        return None, None
    default, named = given
    return [ox.NamedNode(iri) for iri in default], [ox.NamedNode(iri) for iri in named]


def _bound(bindings: dict[str, Any]) -> dict[ox.Variable, Any]:
    """Read terms from results in JSON with one row, as the engine reads them."""
    results = {"head": {"vars": list(bindings)}, "results": {"bindings": [bindings]}}
    found = ox.parse_query_results(json.dumps(results), format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return {}
    row = next(found)
    return {ox.Variable(name): row[name] for name in bindings}


def _error(kind: str, reason: str) -> bytes:
    return json.dumps({"kind": "error", "error": kind, "reason": reason}).encode() + b"\n"


def _give_up(memory: int) -> None:
    """Keep the process from opening a file or a socket, and from growing without end."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 -- not on every system

    for limit, most in (
        (resource.RLIMIT_AS, memory + STACK),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        _, hard = resource.getrlimit(limit)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)  # noqa: PLW2901
        resource.setrlimit(limit, (most, most))


def _allow(seconds: float) -> None:
    """Let the system end this process when its own share of time is used up.

    The parent ends it sooner; this holds where the parent itself was killed.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 -- not on every system

    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 2
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def main() -> None:
    """Serve from a thread whose stack is deep enough for what the guard lets through."""
    threading.stack_size(STACK)
    thread = threading.Thread(target=serve, args=(sys.stdin.buffer, sys.stdout.buffer), daemon=True)
    thread.start()
    thread.join()


if __name__ == "__main__":
    main()
