"""How does an answer go out: whole, small, and only where the client has not got it yet?"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response

from dutygraph.serve.accept import best

_SMALL: Final = 900
_PACKED: Final = ("image/png", "image/x-icon", "font/")
REVALIDATE: Final = "no-cache"
FOR_EVER: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Content:
    """Bytes that go out, with what is made of them once."""

    raw: bytes

    @cached_property
    def digest(self) -> str:
        """Give the digest that names this content in an ETag."""
        return hashlib.sha256(self.raw).hexdigest()[:32]

    @cached_property
    def packed(self) -> bytes:
        """Pack the content; no time is kept, so that equal content is equal on the wire."""
        return gzip.compress(self.raw, compresslevel=6, mtime=0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What goes out: content of a media type, its headers, and on which of the client's it hung."""

    media: str
    content: Content
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)
    vary: tuple[str, ...] = ()


def send(method: str, headers: Headers, sheet: Sheet) -> Response:
    """Make the response: packed where that is accepted, 304 where the client has it.

    The tag is strong, so each coding has its own: RFC 9110, section 8.8.3.3.
    """
    coding, content = _coded(headers.get("accept-encoding"), sheet)
    tag = f'"{sheet.content.digest}{"-gzip" if coding else ""}"'
    kept = {"Cache-Control": REVALIDATE, **sheet.headers}
    found = sheet.status == HTTPStatus.OK
    if found:
        kept["ETag"] = tag
    kept["Vary"] = ", ".join(dict.fromkeys((*sheet.vary, "Accept-Encoding")))
    if found and _has(headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=kept)
    kept["Content-Type"] = sheet.media
    kept["Content-Length"] = str(len(content))
    if coding:
        kept["Content-Encoding"] = coding
    return Response(b"" if method == "HEAD" else content, sheet.status, kept)


def see_other(address: str, vary: tuple[str, ...], status: int = 303) -> Response:
    """Send a client to another address of this server."""
    headers = {"Location": address, "Cache-Control": REVALIDATE, "Content-Length": "0"}
    if vary:
        headers["Vary"] = ", ".join(vary)
    return Response(status_code=status, headers=headers)


def _coded(accepted: str | None, sheet: Sheet) -> tuple[str, bytes]:
    """Pack what is worth it for those who accept it."""
    wanted = best(accepted, ("gzip",)) if accepted else None
    if wanted is None or len(sheet.content.raw) < _SMALL or sheet.media.startswith(_PACKED):
        return "", sheet.content.raw
    return "gzip", sheet.content.packed


def _has(known: str | None, tag: str) -> bool:
    """Tell whether one of the tags that a client has is this one."""
    if known is None:
        return False
    tags = {one.strip().removeprefix("W/") for one in known.split(",")}
    return tag in tags or "*" in tags
