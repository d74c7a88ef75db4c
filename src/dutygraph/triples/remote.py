"""How does a SPARQL 1.1 server somewhere else answer a query?

It is asked by the SPARQL protocol, in one POST, and answers in JSON or N-Triples, which every
such server speaks. What comes back is read as carefully as any other file from outside.
"""

from __future__ import annotations

import json
from typing import Any, Final, Never
from urllib.parse import urlencode

import pyoxigraph as ox

from dutygraph.errors import LimitError, QueryError, SourceError
from dutygraph.text.visible import visible
from dutygraph.triples.answer import Answer, Rows, Triples, Truth
from dutygraph.triples.query import ask, guard
from dutygraph.triples.spelt import form, spelt
from dutygraph.triples.transport import Endpoint, Message, Reply, post
from dutygraph.triples.worker import Limits, Request

_FORM: Final = "application/x-www-form-urlencoded"
_ROWS: Final = "application/sparql-results+json"
_TRIPLES: Final = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
}
_ACCEPT_TRIPLES: Final = "application/n-triples, text/turtle;q=0.8"
# The engine overruns its stack on triples nested some thousands deep; RDF 1.1 has none.
_MOST_NESTED: Final = 1_000
_SHOWN: Final = 200


class Remote:
    """A server that answers queries, one at a time.

    Triples: what the server has as its default graph; the union of `graphs` where they are
        given, each of which is then also a named graph.
    """

    def __init__(
        self, target: Endpoint, limits: Limits | None = None, graphs: tuple[str, ...] = ()
    ) -> None:
        """Keep where to ask; nothing is sent yet."""
        self.target = target
        self.limits = limits or Limits()
        self._dataset = [("default-graph-uri", one) for one in graphs]
        self._dataset += [("named-graph-uri", one) for one in graphs]

    def ask(self, request: Request) -> Answer:
        """Answer a SELECT, ASK, CONSTRUCT or DESCRIBE within the limits of time and rows.

        Raises: QueryError for what is refused, here or there; SourceError for a server that
            cannot be reached, fails, or answers with something else; LimitError.
        """
        guard(request.query, request.place)
        kind = form(request.query)
        if not kind:
            cure = "write a SELECT, ASK, CONSTRUCT or DESCRIBE"
            raise QueryError("is no query", place=f"{request.place}:1:1", cure=cure)
        rows = kind in {"SELECT", "ASK"}
        body = urlencode([("query", spelt(request)), *self._dataset]).encode()
        message = Message(body, _FORM, _ROWS if rows else _ACCEPT_TRIPLES)
        reply = post(self.target, message, self.limits.seconds)
        if reply.status != 200:  # noqa: PLR2004 -- the one status of the protocol that answers
            self._refuse(reply, request)
        return self._rows(reply) if rows else self._triples(reply)

    def _rows(self, reply: Reply) -> Answer:
        if reply.media not in {_ROWS, "application/json"}:
            self._wrong(reply.media, "SPARQL results")
        try:
            _check_results(json.loads(reply.body))
            found = ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QueryBoolean):
                return Truth(bool(found))
            names = tuple(v.value for v in found.variables)
            rows = tuple(tuple(row[name] for name in names) for row in found)
        except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
            self._broken(error)
        most = self.limits.rows
        cut = most is not None and len(rows) > most
        return Rows(names, rows[:most] if cut else rows, cut)

    def _triples(self, reply: Reply) -> Triples:
        kind = _TRIPLES.get(reply.media)
        if kind is None:
            self._wrong(reply.media, "N-Triples or Turtle")
        if reply.body.count(b"<<") > _MOST_NESTED:
            self._broken(ValueError("triples inside triples"))
        try:
            found = {quad.triple for quad in ox.parse(reply.body, format=kind)}
        except (ValueError, SyntaxError, MemoryError) as error:
            self._broken(error)
        lines = sorted(found, key=str)
        most = self.limits.rows
        cut = most is not None and len(lines) > most
        return Triples(tuple(lines[:most] if cut else lines), cut)

    def _wrong(self, media: str, wanted: str) -> Never:
        raise SourceError(
            f"answered in {media}, not in {wanted}",
            place=self.target.shown,
            cure="give the address of its SPARQL endpoint, as http://localhost:7878/query",
        )

    def _broken(self, error: BaseException) -> Never:
        raise SourceError(
            f"sent results that do not parse ({_first_line(str(error))})",
            place=self.target.shown,
            cure="ask who runs the server",
        ) from error

    def _refuse(self, reply: Reply, request: Request) -> Never:
        """Say in one line what the server says of a query that it does not answer."""
        html = reply.media == "text/html"
        said = "" if html else _first_line(reply.body.decode(errors="replace"))
        line = f"answered {reply.status} {said or reply.reason}".strip()
        place = self.target.shown
        if reply.status == 400:  # noqa: PLR2004 -- the status of the protocol for a bad query
            _check_syntax(request)
            raise QueryError(line, place=place, cure="mend the query")
        if reply.status in {401, 403, 407}:
            cure = "give user and password, as https://user:password@host/path"
            raise SourceError(line, place=place, cure=cure)
        if reply.status in {408, 504}:
            raise LimitError(line, place=place, cure="narrow the query")
        missing = reply.status in {404, 405, 415}
        cure = "give the address of its SPARQL endpoint" if missing else "try later"
        raise SourceError(line, place=place, cure=cure)


def _check_syntax(request: Request) -> None:
    """Find the fault of a query in its own lines, which the server counts with more before them.

    Raises: QueryError where the engine here finds one too.
    """
    nothing = ox.Store()
    ask(nothing, request.query, bool, place=request.place, prefixes=request.prefixes)


def _check_results(value: Any) -> None:  # noqa: ANN401 -- whatever JSON holds
    """Refuse what SPARQL 1.1 results do not have: a value that is no string.

    Raises: ValueError.
    """
    if not isinstance(value, dict):
        raise ValueError("no SPARQL results")  # noqa: TRY004 -- bad data, not a bad call
    results = value.get("results", {})
    bindings = results.get("bindings", []) if isinstance(results, dict) else None
    for row in bindings if isinstance(bindings, list) else [None]:
        terms = row.values() if isinstance(row, dict) else [None]
        if not all(
            isinstance(t, dict) and all(isinstance(p, str) for p in t.values()) for t in terms
        ):
            raise ValueError("no SPARQL 1.1 results")


def _first_line(words: str) -> str:
    lines = (line.strip() for line in words.splitlines())
    line = next((one for one in lines if one), "")
    return visible(line[:_SHOWN]).rstrip(".")
