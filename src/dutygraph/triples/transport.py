"""How does a request reach a server and its answer come back, within limits?

The standard library carries it, with the proxies and certificates of the machine. What it
leaves open is shut here: only http and https, few redirects and none to a lesser scheme, no
password to another host, one limit of time for the whole exchange, and one of size.
"""

from __future__ import annotations

import base64
import http.client
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from dutygraph import __version__
from dutygraph.errors import LimitError, SourceError, UsageError

T = TypeVar("T")

MOST_BYTES: Final = 256 * 1024 * 1024
MOST_REDIRECTS: Final = 3
_PIECE: Final = 64 * 1024
_KEPT: Final = "%/:=&?~#+!$,;'@()*[]"
_REDIRECTS: Final = (301, 302, 307, 308)
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address, and what authorises to ask there, which no message shows.

    `shown` leaves out the query part too, in which some servers want a key.
    """

    url: str = field(repr=False)
    shown: str
    authorization: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: a body and its media type, and the media types that may come back."""

    body: bytes
    media: str
    accept: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the status, its reason, the media type without parameters, the body."""

    status: int
    reason: str
    media: str
    body: bytes


def endpoint(address: str) -> Endpoint:
    """Read the address of a server, with `user:password@` where it wants one.

    Raises: UsageError for what is no http or https address.
    """
    cure = "give one, as http://localhost:7878/query"
    try:
        parts = urlsplit(address.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise UsageError("is no address of a server", place="--endpoint", cure=cure) from None
    if parts.scheme not in _PORTS or not host or any(c.isspace() for c in host):
        raise UsageError("is no http or https address", place="--endpoint", cure=cure)
    name = f"[{host}]" if ":" in host else host
    place = f"{name}:{port}" if port is not None else name
    path = quote(parts.path or "/", safe=_KEPT)
    authorization = None
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        authorization = "Basic " + base64.b64encode(pair.encode()).decode()
    url = urlunsplit((parts.scheme, place, path, quote(parts.query, safe=_KEPT), ""))
    shown = urlunsplit((parts.scheme, place, path, "", ""))
    return Endpoint(url, shown, authorization)


def post(target: Endpoint, message: Message, seconds: float, most: int = MOST_BYTES) -> Reply:
    """Send a message by POST and read the whole reply.

    Units: `seconds` of wall time for all of it, redirects included; `most` bytes of body.
    Raises: SourceError for a server that cannot be reached or breaks off, or that redirects
        too often or to where a query must not go; LimitError for one too slow or too large.
    """
    late = LimitError(
        f"gave no whole answer within {seconds:g} s",
        place=target.shown,
        cure="narrow the query, or allow more with --timeout",
    )
    try:
        return _within(seconds, lambda: _follow(target, message, seconds, most), late)
    except TimeoutError as error:
        raise late from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise SourceError(
            f"cannot be asked ({_reason(error)})",
            place=target.shown,
            cure="check the address, and that a SPARQL server listens there",
        ) from error


def _follow(target: Endpoint, message: Message, seconds: float, most: int) -> Reply:
    here = target
    for _ in range(MOST_REDIRECTS + 1):
        with _opened(here, message, seconds) as response:
            status = int(response.status)
            where = response.headers.get("Location")
            if status not in _REDIRECTS or not where:
                media = response.headers.get_content_type()
                return Reply(status, str(response.reason), media, _body(response, most, target))
        here = _redirected(here, where, target)
    raise SourceError(
        f"redirects more than {MOST_REDIRECTS} times",
        place=target.shown,
        cure="give the address that it leads to",
    )


def _opened(here: Endpoint, message: Message, seconds: float) -> http.client.HTTPResponse:
    headers = {
        "Accept": message.accept,
        "Accept-Encoding": "identity",
        "Content-Type": message.media,
        "User-Agent": f"dutygraph/{__version__}",
    }
    if here.authorization:
        headers["Authorization"] = here.authorization
    request = urllib.request.Request(here.url, message.body, headers, method="POST")  # noqa: S310 -- checked
    director = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
    ):
        director.add_handler(handler)
    response = director.open(request, timeout=seconds)
    assert isinstance(response, http.client.HTTPResponse)  # noqa: S101 -- of either scheme
    return response


def _redirected(here: Endpoint, where: str, target: Endpoint) -> Endpoint:
    """Follow a redirect, with the password only to the same scheme, host and port."""
    try:
        there = endpoint(urljoin(here.url, where))
    except (UsageError, ValueError):
        there = None
    if there is None or (here.url.startswith("https:") and there.url.startswith("http:")):
        raise SourceError(
            "redirects to where a query must not go",
            place=target.shown,
            cure="give the address of the server itself",
        )
    kept = here.authorization if _origin(here.url) == _origin(there.url) else None
    return replace(there, authorization=kept)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or _PORTS[parts.scheme]


def _body(response: http.client.HTTPResponse, most: int, target: Endpoint) -> bytes:
    pieces, size = [], 0
    while piece := response.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > most:
            raise LimitError(
                f"answered more than {most / 1024**2:g} MiB",
                place=target.shown,
                cure="ask for less, with LIMIT in the query",
            )
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(pieces)


def _within(seconds: float, work: Callable[[], T], late: LimitError) -> T:
    """Wait so long and no longer: a server can drip its answer, or a name never resolve."""
    done: list[T] = []
    failed: list[BaseException] = []

    def target() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 -- raised again below
            failed.append(error)

    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise late
    return done[0]


def _reason(error: BaseException) -> str:
    """Say in a few words why there was no reply."""
    inner = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(inner, TimeoutError):
        raise inner
    if isinstance(inner, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {inner.verify_message}"
    if isinstance(inner, http.client.IncompleteRead):
        return "the answer broke off"
    if isinstance(inner, OSError) and inner.strerror:
        return inner.strerror.lower()
    return str(inner) or type(inner).__name__
