"""What does every request pass before it is read, and every response before it leaves?"""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Collection, MutableMapping
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dutygraph.serve.problem import problem
from dutygraph.serve.refusal import RefusedError
from dutygraph.text.visible import visible

MOST_ADDRESS: Final = 16_384
MOST_HEAD: Final = 65_536
LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
INLINE_STYLE: Final = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?")


class Guard:
    """Let through only requests for a name of this server, and let out no trace of an error.

    A page elsewhere may make a browser believe that its name leads here; the name that the
    browser then sends is not one of ours, so it is refused (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        """Keep the names that this server goes by; the port is not compared."""
        self._app = app
        self._hosts = frozenset(name.lower() for name in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                protect(message)
            await send(message)

        request = Request(scope)
        try:
            self._check(scope, request.headers)
        except RefusedError as error:
            await problem(request, error)(scope, receive, guarded)
            return
        try:
            await self._app(scope, receive, guarded)
        except Exception as error:  # noqa: BLE001 -- a door shows no trace, whatever broke
            _tell(scope, error)

    def _check(self, scope: Scope, headers: Headers) -> None:
        length = len(scope.get("raw_path") or b"") + len(scope["query_string"])
        if length > MOST_ADDRESS:
            raise RefusedError(
                414,
                f"has {length} bytes, more than {MOST_ADDRESS}",
                place="the address",
                cure="send a long query by POST",
            )
        size = sum(len(name) + len(value) for name, value in scope["headers"])
        if size > MOST_HEAD:
            raise RefusedError(
                431,
                f"have {size} bytes, more than {MOST_HEAD}",
                place="the headers",
                cure="send fewer cookies and shorter headers",
            )
        name = _HOST.fullmatch(headers.get("host", ""))
        if name is None or name[1].lower() not in self._hosts:
            raise RefusedError(
                421,
                "is not a name of this server",
                place=f"Host “{headers.get('host', '')[:80]}”",
                cure="use its address, or start it with --allow-host NAME",
            )


def protect(message: MutableMapping[str, Any]) -> None:
    """Add the headers that keep a browser from doing more than it should."""
    headers = MutableHeaders(raw=message["headers"])
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", POLICY)
    page = headers.get("content-type", "").startswith("text/html")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin" if page else "cross-origin")
    message["headers"] = headers.raw


def _tell(scope: Scope, error: Exception) -> None:
    """Say on the log what broke, in one line; with the trace where it was asked for."""
    line = f"{scope['method']} {scope['path']}: {type(error).__name__}: {error}"
    sys.stderr.write(visible(" ".join(line.split()))[:500] + "\n")
    if os.environ.get("DUTYGRAPH_DEBUG"):
        traceback.print_exception(error)
