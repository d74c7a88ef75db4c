"""How is the SPARQL 1.1 Protocol spoken, whatever carries an operation out?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Protocol

from starlette.requests import Request
from starlette.responses import Response

from dutygraph.names import PREFIXES
from dutygraph.serve.accept import best
from dutygraph.serve.body import read_body
from dutygraph.serve.forms import (
    GRAPHS,
    ROWS,
    check_acceptable,
    is_graph,
    media_of,
    was_cut,
    with_charset,
    written,
)
from dutygraph.serve.operation import Operation, read_operation
from dutygraph.serve.pool import Line
from dutygraph.serve.refusal import RefusedError
from dutygraph.serve.sending import Content, Sheet, send
from dutygraph.triples.query import graphs_in, guard

HTML: Final = "text/html"
PLACE: Final = "query"


class Carrier(Protocol):
    """What carries operations out.

    `prefixes` need no declaration; `graphs` are the named graphs that there are. `update` is
    None where nothing is ever written.
    """

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Give the prefixes that the data use."""

    @property
    def graphs(self) -> Collection[str]:
        """List the IRIs of the named graphs."""

    @property
    def update(self) -> Callable[[Operation], None] | None:
        """Give what carries an update out."""

    def query(self, operation: Operation) -> bytes:
        """Answer a query, as bytes that `dutygraph.triples.answer.decode` reads."""


@dataclass(frozen=True)
class Settings:
    """How far a request may go.

    Units: `body` in bytes, `rows` of an answer (None: all), `patience` in seconds for a body.
    """

    body: int = 1024**2
    rows: int | None = 10_000
    patience: float = 10.0


@dataclass(frozen=True)
class Endpoint:
    """A SPARQL endpoint: what it asks, and what it shows to who asks nothing.

    `describe` writes its description for its own address as a media type; `page` gives the
    page for a browser, None where there is none.
    """

    carrier: Carrier
    line: Line
    settings: Settings
    describe: Callable[[str, str], bytes]
    page: Callable[[Request], Response | None]

    async def __call__(self, request: Request) -> Response:
        """Answer one request.

        Raises: RefusedError, QueryError or LimitError for what is not answered.
        """
        post = request.method == "POST"
        body = await self._body(request) if post else b""
        found = read_operation(
            "POST" if post else "GET",
            request.headers.get("content-type", ""),
            request.scope["query_string"],
            body,
        )
        operation = replace(found, base=str(request.url.replace(query="")))
        if operation.kind == "update":
            return await self._update(request, operation)
        if not post and operation.form is None and self._browser(request):
            shown = await self.line.run(partial(self.page, request))
            if shown is not None:
                return shown
        if operation.kind == "describe":
            return self._described(request, operation)
        check_acceptable(operation.form, request.headers.get("accept"))
        return await self.line.run(partial(self._answered, request, operation))

    async def _body(self, request: Request) -> bytes:
        return await read_body(request, self.settings.body, self.settings.patience)

    def _browser(self, request: Request) -> bool:
        """Tell whether a page is wanted more than data."""
        offered = ("text/turtle", "application/sparql-results+json", HTML)
        return best(request.headers.get("accept"), offered) == HTML

    def _described(self, request: Request, operation: Operation) -> Response:
        media = media_of(GRAPHS, operation.form, request.headers.get("accept"))
        content = Content(self.describe(operation.base or "", media))
        sheet = Sheet(with_charset(media), content, vary=("Accept",))
        return send(request.method, request.headers, sheet)

    def _answered(self, request: Request, operation: Operation) -> Response:
        guard(operation.text, PLACE)
        self._check_graphs(operation)
        content = self.carrier.query(operation)
        forms = GRAPHS if is_graph(content) else ROWS
        media = media_of(forms, operation.form, request.headers.get("accept"))
        text = written(content, media, {**self.carrier.prefixes, **PREFIXES})
        cut = {"X-SPARQL-MaxRows": str(self.settings.rows)} if was_cut(content) else {}
        sheet = Sheet(with_charset(media), Content(text), headers=cut, vary=("Accept",))
        return send(request.method, request.headers, sheet)

    def _check_graphs(self, operation: Operation) -> None:
        named = operation.graphs
        prefixes = {**self.carrier.prefixes, **PREFIXES}
        said = graphs_in(operation.text, prefixes, operation.base or "")
        asked = said if named is None else (*named[0], *named[1])
        unknown = sorted(set(asked) - set(self.carrier.graphs))
        if unknown:
            raise RefusedError(
                400,
                "is no graph of this store, and nothing is fetched",
                place=f"graph <{unknown[0][:200]}>",
                cure="name one that the description of this address lists",
            )

    async def _update(self, request: Request, operation: Operation) -> Response:
        carry_out = self.carrier.update
        if carry_out is None:
            raise RefusedError(
                403, "would write, and this server only reads", place="update", cure="send a query"
            )
        await self.line.run(partial(carry_out, operation))
        return send(
            request.method, request.headers, Sheet("text/plain; charset=utf-8", Content(b"\n"))
        )
