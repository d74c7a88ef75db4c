"""What does a request over the SPARQL 1.1 Protocol ask for?

Only the protocol is read here; who carries the operation out is another's concern.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from dutygraph.serve.refusal import RefusedError

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
MOST_PARAMETERS: Final = 100
_GRAPHS: Final = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update, and the graphs it is to see.

    `kind` is `query`, `update`, or `describe` where the request asks for nothing but the
    endpoint itself. `graphs` is None where the protocol names none, and what the text says
    counts. `form` is the answer's form where a parameter names it. `base` is the address of the
    endpoint, against which relative IRIs are resolved.
    """

    kind: str
    text: str = ""
    graphs: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    form: str | None = None
    base: str | None = None


def read_operation(method: str, content_type: str, address: bytes, body: bytes) -> Operation:
    """Read an operation from the parts of a request; `address` is all behind its `?`.

    Raises: RefusedError 400 for none, two, or what is not UTF-8; 415 for a body of another kind.
    Source: SPARQL 1.1 Protocol, sections 2.1 and 2.2.
    """
    pairs = read_pairs(address, "the address")
    direct: dict[str, str] = {}
    if method == "POST":
        media = _media(content_type)
        if media == FORM:
            pairs += read_pairs(body, "the body")
        else:
            direct[media] = _utf8(body, "the body")
    texts = [("query", v) for k, v in pairs if k == "query"]
    texts += [("update", v) for k, v in pairs if k == "update"]
    texts += [("query" if media == QUERY else "update", text) for media, text in direct.items()]
    form = next((v for k, v in pairs if k in {"format", "output"} and v), None)
    if not texts and method != "POST":
        return Operation("describe", form=form)
    if len(texts) != 1:
        raise RefusedError(
            400,
            f"{len(texts)} queries or updates were sent" if texts else "no query was sent",
            place="query",
            cure="send exactly one",
        )
    kind, text = texts[0]
    if kind == "update" and method != "POST":
        raise RefusedError(400, "is sent by POST only", place="update", cure="use POST")
    return Operation(kind, text, _graphs(kind, pairs), form)


def read_pairs(raw: bytes, where: str) -> Pairs:
    """Read the parameters of an address or of a form.

    Raises: RefusedError 400 for what is not UTF-8, or for too many.
    """
    try:
        text = raw.decode("ascii" if where == "the address" else "utf-8")
        pairs = parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS
        )
    except UnicodeError as error:
        raise RefusedError(400, "is not UTF-8", place=where, cure="encode it as UTF-8") from error
    except ValueError as error:
        cure = f"send at most {MOST_PARAMETERS}"
        raise RefusedError(400, "has too many parameters", place=where, cure=cure) from error
    return tuple(pairs)


def _graphs(kind: str, pairs: Pairs) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    default, named = (tuple(v for k, v in pairs if k == name) for name in _GRAPHS[kind])
    return (default, named) if default or named else None


def _media(content_type: str) -> str:
    media, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charset = next((p[8:].strip('"') for p in parameters if p.startswith("charset=")), "utf-8")
    if media not in {FORM, QUERY, UPDATE}:
        raise RefusedError(
            415,
            f"“{media[:60]}” holds no query" if media else "is missing",
            place="Content-Type",
            cure=f"send {FORM} or {QUERY}",
            headers={"Accept-Post": f"{FORM}, {QUERY}"},
        )
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise RefusedError(
            415, f"“{charset[:40]}” is not read", place="charset", cure="send the query as UTF-8"
        )
    return media


def _utf8(body: bytes, where: str) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(400, "is not UTF-8", place=where, cure="encode it as UTF-8") from error
