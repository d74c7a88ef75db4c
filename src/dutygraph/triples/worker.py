"""How is a query stopped, when the engine knows no way to stop one?

pyoxigraph can neither be cancelled nor be kept from ending its process. So a query runs in a
process of its own, over a copy of the store, and that process is killed at the limit.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

import pyoxigraph as ox

from dutygraph.errors import QueryError, StoppedError
from dutygraph.names import PREFIXES
from dutygraph.triples.answer import Answer, Term, decode, parted, term_json
from dutygraph.triples.child import read_frame, write_frame
from dutygraph.triples.query import guard, syntax_error, whole_store

_START_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a query may go.

    Units: `seconds` of wall time, `memory` in bytes beyond the stack, `rows` of the answer,
        `size` of the answer in bytes.
    """

    seconds: float = 60.0
    memory: int = 2 * 1024**3
    rows: int | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A query, the name of its place for errors, and what it is asked with.

    `bindings` are bound as terms before the query is evaluated; its text stays as it is.
    `graphs` are the default and the named graphs to ask, which count more than any FROM.
    `base` is what relative IRIs are resolved against; without it they are an error.
    """

    query: str
    place: str = "query"
    prefixes: Mapping[str, str] = field(default_factory=dict)
    bindings: Mapping[str, Term] = field(default_factory=dict)
    graphs: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    base: str | None = None


def snapshot(store: ox.Store, graph: str | None = None) -> bytes:
    """Copy a store, or one of its named graphs alone, as N-Quads.

    Cost: O(n) time and memory; about 200 bytes a triple.
    """
    if graph is None:
        return store.dump(format=ox.RdfFormat.N_QUADS) or b""
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


class Worker:
    """A process that holds a copy of a store and answers queries, one at a time.

    It starts with the first query. One that was killed is started anew by the next, so a
    worker can be kept as long as the store does not change.
    """

    def __init__(self, quads: bytes, limits: Limits | None = None) -> None:
        """Keep the copy, as `snapshot` makes it."""
        self.limits = limits or Limits()
        self._quads = quads
        self._child: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._child is not None:
            _end(self._child)
            self._child = None

    @property
    def ready(self) -> bool:
        """Tell whether the process runs."""
        return self._child is not None

    def start(self) -> None:
        """Start the process, so that the next query need not wait for it."""
        with self._turn:
            self._child = self._child or self._start()

    def ask(self, request: Request) -> Answer:
        """Answer a SELECT, ASK, CONSTRUCT or DESCRIBE within the limits.

        Triples: the default graph is the union of the copy's graphs, unless the query says
            FROM or the request names graphs. Nothing is fetched or written; the copy does not
            change.
        Raises: QueryError with line and column for a syntax error, and for what is refused;
            StoppedError when a limit was reached, the process having been ended; LimitError
            for a query that is too long or too deep to be tried.
        """
        return decode(self.ask_encoded(request))

    def ask_encoded(self, request: Request) -> bytes:
        """Answer as `ask` does, as bytes that `decode` reads."""
        guard(request.query, request.place)
        with self._turn:
            content = self._exchange(request)
        head, _ = parted(content)
        if head["kind"] == "error":
            raise self._refusal(head["error"], head["reason"], request)
        return content

    def _exchange(self, request: Request) -> bytes:
        message = {
            "query": request.query,
            "prefixes": {**PREFIXES, **request.prefixes},
            "union": request.graphs is None and whole_store(request.query),
            "graphs": request.graphs,
            "base": request.base,
            "bindings": {name: term_json(term) for name, term in request.bindings.items()},
            "limit": self.limits.rows,
            "size": self.limits.size,
            "seconds": self.limits.seconds,
        }
        child = self._child or self._start()
        content, late = _send(child, json.dumps(message).encode(), self.limits.seconds)
        if content is None:
            code = child.wait()
            self.close()
            raise self._refusal("time" if late else _ending(code), "", request)
        return content

    def _start(self) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            [sys.executable, "-m", "dutygraph.triples.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        head = json.dumps({"memory": self.limits.memory}).encode() + b"\n"
        answer, _ = _send(child, head + self._quads, _START_SECONDS)
        if answer != b"ready":
            _end(child)
            raise StoppedError(
                "the process for queries did not start",
                place="query",
                cure="give it more memory, or ask of a smaller system",
                limit="start",
            )
        self._child = child
        return child

    def _refusal(self, kind: str, reason: str, request: Request) -> QueryError | StoppedError:
        if kind == "syntax":
            known = {**PREFIXES, **request.prefixes}
            return syntax_error(reason, request.query, request.place, known)
        if kind == "query":
            return QueryError(reason, place=request.place, cure="change the query")
        limits = self.limits
        message, cure = {
            "time": (
                f"the query was stopped after {limits.seconds:g} s, without an answer",
                "narrow it, or allow more with --timeout",
            ),
            "memory": (
                f"the query needed more than {limits.memory / 1024**3:g} GiB of memory",
                "narrow it, or take fewer rows with LIMIT",
            ),
            "size": (
                f"the answer has more than {(limits.size or 0) / 1024**2:g} MiB",
                "ask for less, or take fewer rows with LIMIT",
            ),
        }.get(kind, ("the query broke the engine", "flatten or shorten it"))
        return StoppedError(message, place=request.place, cure=cure, limit=kind)


def _ending(code: int) -> str:
    """Tell from how a process ended what it ran into; the engine aborts for want of memory."""
    names = {"SIGXCPU": "time", "SIGABRT": "memory", "SIGKILL": "memory"}
    known = {-getattr(signal, name, 0): kind for name, kind in names.items()}
    return known.get(code, "crash")


def _send(
    child: subprocess.Popen[bytes], message: bytes, seconds: float
) -> tuple[bytes | None, bool]:
    """Send a message and wait for its answer; kill the child when it takes too long.

    Returns: the answer, None where the child ended without one; and whether it was killed.
    """
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        assert child.stdin is not None  # noqa: S101 -- both ends are pipes
        assert child.stdout is not None  # noqa: S101
        with suppress(BrokenPipeError):
            write_frame(child.stdin, message)  # type: ignore[arg-type]
        return read_frame(child.stdout), late.is_set()  # type: ignore[arg-type]
    finally:
        timer.cancel()


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            with suppress(BrokenPipeError):
                stream.close()
