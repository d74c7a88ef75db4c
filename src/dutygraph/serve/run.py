"""How does the server run, from the opening of its port to its end?"""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Final, NoReturn

import uvicorn
from starlette.types import ASGIApp

from dutygraph.errors import UsageError
from dutygraph.serve.connection import Connection
from dutygraph.serve.guard import LOOPBACK, MOST_HEAD

MOST_PORT: Final = 65_535
MOST_CONNECTIONS: Final = 200
GRACE_SECONDS: Final = 3
_EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 -- compared with, to warn


def listen(host: str, port: int) -> socket.socket:
    """Open the port; 0 chooses a free one.

    Raises: UsageError for an unknown host, or a port that is taken or not allowed.
    """
    if not 0 <= port <= MOST_PORT:
        raise UsageError("is no port", place=f"--port {port}", cure=f"give 0 to {MOST_PORT}")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        cure = "give an address of this machine, as 127.0.0.1"
        raise UsageError("is no known host", place=f"--host {host}", cure=cure) from error
    family, kind, protocol, _, address = found[0]
    # Where the protocol is not named, asyncio leaves Nagle's delay on: 40 ms for each answer.
    opened = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)
        opened.listen(128)
    except OSError as error:
        opened.close()
        reason = (error.strerror or "cannot be opened").lower()
        raise UsageError(
            f"cannot be opened ({reason})",
            place=f"{host}:{port}",
            cure="give another --port; 0 chooses a free one",
        ) from error
    return opened


def address_of(opened: socket.socket) -> str:
    """Give the address under which a browser on this machine reaches an open port."""
    host, port = opened.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 -- replaced
    return f"http://{f'[{host}]' if ':' in host and host[0] != '[' else host}:{port}"


def is_open_to_others(opened: socket.socket) -> bool:
    """Tell whether other machines can reach an open port."""
    host = str(opened.getsockname()[0])
    return not (host.startswith("127.") or host == "::1")


def host_names(host: str, allowed: Collection[str]) -> frozenset[str]:
    """List the names by which a browser may call the server."""
    own = () if host in _EVERYWHERE else (f"[{host}]" if ":" in host else host,)
    return frozenset((*LOOPBACK, *own, *allowed))


def configured(app: ASGIApp) -> uvicorn.Config:
    """Set uvicorn up: no trust in what a client says of itself, and limits on what it may hold."""
    return uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=MOST_HEAD,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


class _Server(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], object]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce()


def run(app: ASGIApp, opened: socket.socket, announce: Callable[[], object]) -> None:
    """Answer requests until the process is told to end, and say when the first can come."""
    signal.signal(signal.SIGTERM, _interrupt)
    with suppress(KeyboardInterrupt):
        _Server(configured(app), announce).run(sockets=[opened])


def _interrupt(number: int, frame: object) -> NoReturn:
    """End on a polite signal as on Ctrl-C, so that all is closed."""
    del number, frame
    raise KeyboardInterrupt
