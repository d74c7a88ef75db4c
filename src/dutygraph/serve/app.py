"""Which address is answered by what?"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from dutygraph import __version__
from dutygraph.errors import DutyGraphError
from dutygraph.out.site.reply import Pages
from dutygraph.serve.described import Description, void
from dutygraph.serve.dutypage import DutyPages
from dutygraph.serve.endpoint import Carrier, Endpoint, Settings
from dutygraph.serve.forms import GRAPHS, media_of, with_charset
from dutygraph.serve.graphstore import GraphStore
from dutygraph.serve.guard import LOOPBACK, Guard
from dutygraph.serve.hosting import SIZE, Served, Stock
from dutygraph.serve.openapi import openapi
from dutygraph.serve.pages import PageRoutes
from dutygraph.serve.pool import Line
from dutygraph.serve.problem import problem
from dutygraph.serve.refusal import RefusedError, nowhere
from dutygraph.serve.resources import Resources
from dutygraph.serve.sending import Content, Sheet, see_other, send

WAITING: Final = 16
READING: Final = ["GET"]
SPEAKING: Final = ["GET", "POST"]
ROBOTS: Final = b"User-agent: *\nDisallow: /sparql\nDisallow: /graphs\n"
ICON: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    b'<path d="M8 2a6 6 0 1 1-5.2 3" fill="none" stroke="#8a2b2b" stroke-width="2.4"/>'
    b'<path d="M0 6.5 2.6 1.6 6 5.8z" fill="#8a2b2b"/></svg>\n'
)

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Shown:
    """What people see: the duty graph of each system, and the pages around them."""

    duties: DutyPages
    site: Pages


def build(
    served: Served, shown: Shown, settings: Settings, hosts: Collection[str] = LOOPBACK
) -> ASGIApp:
    """Build the server: what it shows, and what stands before and after it."""
    line = Line(SIZE, WAITING)
    pages = PageRoutes(shown.duties, shown.site, Line(SIZE * 2, WAITING * 2))
    editor = partial(_editor, pages)
    whole = endpoint(served.whole, _description(served.whole), line, settings, editor)
    each = {
        name: endpoint(stock, _description(stock), line, settings, _to_editor)
        for name, stock in served.each.items()
    }
    resources = Resources(served, shown.site)
    routes = [
        *_both("/sparql", whole, SPEAKING),
        _route("/{system}/sparql", partial(_one, each), SPEAKING),
        _route("/graphs", GraphStore(served.whole.store, served.whole.prefixes, line)),
        _route("/.well-known/void", partial(_void, served, line)),
        _route("/health", partial(_health, served)),
        _route("/openapi.json", partial(_fixed, "application/json", openapi(served.cases))),
        _route("/robots.txt", partial(_fixed, "text/plain; charset=utf-8", ROBOTS)),
        _route("/favicon.ico", partial(_fixed, "image/svg+xml", ICON)),
        _route("/static/{name:path}", pages.static),
        _route("/resource", resources.named),
        *(_route(path, resources.here) for path in ("/ns", "/code/{_:path}", "/data/{_:path}")),
        _route("/graph/{_:path}", resources.here),
        _route("/{_:path}", pages.page),
    ]
    return around(routes, hosts)


def around(routes: list[Route], hosts: Collection[str] = LOOPBACK) -> ASGIApp:
    """Put the guard, and the leave for other sites to read, around routes."""
    reading = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["Accept", "Accept-Language", "Content-Type", "If-None-Match"],
        expose_headers=["ETag", "Link", "Content-Location", "X-SPARQL-MaxRows"],
    )
    told = {HTTPException: _unrouted, Exception: _broken}
    app = Starlette(routes=routes, middleware=[reading], exception_handlers=told)
    app.router.redirect_slashes = False
    return Guard(app, hosts)


def endpoint(
    carrier: Carrier,
    describe: Callable[[str, str], bytes],
    line: Line,
    settings: Settings,
    page: Callable[[Request], Response | None] = lambda _: None,
) -> Endpoint:
    """Set up a SPARQL endpoint, with a page for browsers where there is one."""
    return Endpoint(carrier, line, settings, describe, page)


def sparql_routes(path: str, found: Endpoint) -> list[Route]:
    """Route an endpoint, with and without a slash at its end."""
    return _both(path, found, SPEAKING)


def _editor(pages: PageRoutes, request: Request) -> Response | None:
    sheet = pages.sheet(request, "sparql")
    return send(request.method, request.headers, sheet) if sheet else None


def _to_editor(request: Request) -> Response:
    """Send a browser to the one editor there is, with its query."""
    query = request.url.query
    return see_other(f"/sparql{'?' if query else ''}{query}", ("Accept",))


async def _one(endpoints: Mapping[str, Endpoint], request: Request) -> Response:
    """Ask the endpoint of one system."""
    found = endpoints.get(request.path_params["system"])
    if found is None:
        raise nowhere(request)
    return await found(request)


def _description(stock: Stock) -> Description:
    sizes = dict.fromkeys(stock.graphs, 0)
    triples = set()
    for quad in stock.store:
        triples.add(quad.triple)
        if quad.graph_name.value in sizes:
            sizes[quad.graph_name.value] += 1
    return Description(sizes, len(triples))


def _both(path: str, handler: Handler, methods: list[str]) -> list[Route]:
    return [_route(path, handler, methods), _route(f"{path}/", handler, methods)]


def _route(path: str, handler: Handler, methods: list[str] = READING) -> Route:
    async def handled(request: Request) -> Response:
        try:
            return await handler(request)
        except DutyGraphError as error:
            return problem(request, error)

    return Route(path, handled, methods=methods)


async def _fixed(media: str, content: bytes, request: Request) -> Response:
    return send(request.method, request.headers, Sheet(media, Content(content)))


async def _health(served: Served, request: Request) -> Response:
    """Tell that the server answers; cheap, so that it can be asked often."""
    pool = served.whole.pool
    facts = {
        "status": "ok",
        "version": __version__,
        "systems": list(served.cases),
        "workers": pool.running,
    }
    content = Content(json.dumps(facts, ensure_ascii=False).encode() + b"\n")
    sheet = Sheet("application/json", content, headers={"Cache-Control": "no-store"})
    return send(request.method, request.headers, sheet)


async def _void(served: Served, line: Line, request: Request) -> Response:
    media = media_of(GRAPHS, None, request.headers.get("accept"))
    address = str(request.url.replace(path="/sparql", query=""))
    systems = [case.system for case in served.cases.values()]
    content = Content(await line.run(partial(void, systems, address, media)))
    sheet = Sheet(with_charset(media), content, vary=("Accept",))
    return send(request.method, request.headers, sheet)


async def _unrouted(request: Request, error: Exception) -> Response:
    """Tell in our words what the router refuses."""
    assert isinstance(error, HTTPException)  # noqa: S101 -- registered for it
    if error.status_code == HTTPStatus.NOT_FOUND:
        return problem(request, nowhere(request))
    allowed = (error.headers or {}).get("Allow", "GET")
    return problem(
        request,
        RefusedError(
            error.status_code,
            f"takes no {request.method[:20]}",
            place=request.scope["path"][:200],
            cure=f"use one of {allowed}",
            headers=error.headers,
        ),
    )


async def _broken(request: Request, error: Exception) -> Response:
    """Tell no more than that something broke; what it was is for the log."""
    del error
    cure = "see its log, or try again"
    return problem(request, RefusedError(500, "something broke", place="the server", cure=cure))
