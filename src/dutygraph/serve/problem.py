"""How is it told that a request was not answered?"""

from __future__ import annotations

import html
import re
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from dutygraph.errors import DutyGraphError
from dutygraph.out.site.shelf import asset
from dutygraph.serve.accept import best
from dutygraph.serve.forms import problem_json
from dutygraph.serve.refusal import RefusedError, status_of, title
from dutygraph.serve.sending import Content, Sheet, send
from dutygraph.text.visible import visible

_PROBLEM: Final = "application/problem+json"
_OFFERED: Final = ("text/plain", "text/html", _PROBLEM, "application/json")
_SPOT: Final = re.compile(r".*?:(\d+):(\d+)")
_PAGE: Final = """<!doctype html>
<html lang="zh-Hans">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{status} {zh} {en}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{style}">
<header class="bar"><a class="brand" href="/">责任图 <span lang="en">dutygraph</span></a></header>
<main>
<h1>{status} {zh} <span lang="en">{en}</span></h1>
<p lang="en">{place}: {message}; {cure}</p>
<p><a href="/">首页 <span lang="en">Home</span></a></p>
</main>
</html>
"""


def problem(request: Request, error: DutyGraphError) -> Response:
    """Tell what was wrong, where, and the cure: as text, as a page, or as problem details.

    Source: RFC 9457 for the JSON.
    """
    status = status_of(error)
    headers = error.headers if isinstance(error, RefusedError) else {}
    media = best(request.headers.get("accept"), _OFFERED) or "text/plain"
    content = {"text/html": _page, "text/plain": _text}.get(media, _json)(error, status)
    kind = media if media in {_PROBLEM, "application/json"} else f"{media}; charset=utf-8"
    kept = {"Cache-Control": "no-store", **headers}
    sheet = Sheet(kind, Content(content), status, kept, vary=("Accept",))
    return send(request.method, request.headers, sheet)


def _text(error: DutyGraphError, status: int) -> bytes:
    words = title(status)
    return visible(f"{status} {words.zh} {words.en}\n{error}\n").encode(errors="backslashreplace")


def _page(error: DutyGraphError, status: int) -> bytes:
    words = title(status)
    facts = {"place": error.place, "message": error.message, "cure": error.cure}
    shown = {key: html.escape(visible(value)) for key, value in facts.items()}
    shown |= {"zh": words.zh, "en": words.en, "style": asset("site.css")}
    return _PAGE.format(status=status, **shown).encode(errors="backslashreplace")


def _json(error: DutyGraphError, status: int) -> bytes:
    words = title(status)
    spot = _SPOT.fullmatch(error.place)
    value: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "title_zh": words.zh,
        "status": status,
        "detail": str(error),
        "place": error.place,
        "message": error.message,
        "cure": error.cure,
    }
    if spot:
        value |= {"line": int(spot[1]), "column": int(spot[2])}
    return problem_json(value)
