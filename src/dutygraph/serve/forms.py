"""In which forms does an answer to SPARQL go out, and by which names are they asked for?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import pyoxigraph as ox

from dutygraph.serve.accept import best
from dutygraph.serve.refusal import RefusedError
from dutygraph.triples.answer import parted

# The first media type of a form is its own; by the others it is known too.
ROWS: Final[dict[str, tuple[str, ...]]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
GRAPHS: Final[dict[str, tuple[str, ...]]] = {
    "ttl": ("text/turtle", "application/turtle", "application/x-turtle"),
    "nt": ("application/n-triples",),
    "jsonld": ("application/ld+json", "application/json"),
    "rdf": ("application/rdf+xml", "application/xml", "text/xml"),
    "n3": ("text/n3",),
    "trig": ("application/trig",),
    "nq": ("application/n-quads",),
}
_ALIASES: Final = {
    "turtle": "ttl",
    "n-triples": "nt",
    "ntriples": "nt",
    "json-ld": "jsonld",
    "rdf+xml": "rdf",
    "rdfxml": "rdf",
    "rdf/xml": "rdf",
    "n-quads": "nq",
    "nquads": "nq",
}
_OTHER_KIND: Final = {"json": "jsonld", "xml": "rdf"}
_RESULTS: Final = {
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
    "n3": ox.RdfFormat.N3,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}
_PREFIXED: Final = frozenset({"ttl", "n3", "trig", "rdf"})
_TEXTS: Final = ("text/",)


def known_forms() -> tuple[str, ...]:
    """List the short names of all forms, those of rows first."""
    return (*ROWS, *GRAPHS)


def media_of(forms: Mapping[str, tuple[str, ...]], wanted: str | None, accept: str | None) -> str:
    """Choose the media type, by the name that is given, else by what the client accepts.

    Raises: RefusedError 400 for an unknown name, 406 where nothing fits.
    """
    if wanted is not None:
        name = wanted.strip().lower()
        name = _ALIASES.get(name, name)
        if name not in forms and _OTHER_KIND.get(name) in forms:
            name = _OTHER_KIND[name]
        by_media = next((media for types in forms.values() for media in types if media == name), "")
        if name in forms or by_media:
            return by_media or forms[name][0]
        known = name in known_forms()
        raise RefusedError(
            406 if known else 400,
            "is no form of this answer" if known else "unknown form",
            place=f"format={name[:40]}",
            cure=f"use one of {', '.join(forms)}",
        )
    offered = [types[0] for types in forms.values()]
    offered += [media for types in forms.values() for media in types[1:]]
    found = best(accept, offered)
    if found is None:
        raise RefusedError(
            406,
            "nothing that is accepted can be given",
            place="Accept",
            cure=f"accept one of {', '.join(dict.fromkeys(offered))}",
        )
    return found


def check_acceptable(wanted: str | None, accept: str | None) -> None:
    """Refuse before any work is done what fits neither rows nor graphs.

    Raises: RefusedError as `media_of` does.
    """
    try:
        media_of(ROWS, wanted, accept)
    except RefusedError:
        media_of(GRAPHS, wanted, accept)


def is_graph(content: bytes) -> bool:
    """Tell whether an encoded answer holds triples, not rows."""
    return bool(parted(content)[0]["kind"] == "triples")


def was_cut(content: bytes) -> bool:
    """Tell whether there was more than the limit of rows lets through."""
    return bool(parted(content)[0]["cut"])


def written(content: bytes, media: str, prefixes: Mapping[str, str]) -> bytes:
    """Write an encoded answer in the form of a media type.

    The engine's own writers do it: the answer is read again, and never built in Python.
    """
    head, body = parted(content)
    if head["kind"] == "triples":
        triples = (quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
        return graph(triples, media, prefixes)
    name = _name(ROWS, media)
    if name == "json":
        return body
    found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    text = found.serialize(format=_RESULTS[name]) or b""
    return text if text.endswith(b"\n") else text + b"\n"


def graph(triples: Any, media: str, prefixes: Mapping[str, str]) -> bytes:  # noqa: ANN401 -- any iterable of the engine's
    """Write triples in the form of a media type."""
    name = _name(GRAPHS, media)
    known = dict(prefixes) if name in _PREFIXED else None
    return ox.serialize(triples, format=_GRAPHS[name], prefixes=known) or b""


def with_charset(media: str) -> str:
    """Name UTF-8 beside a media type of text."""
    return f"{media}; charset=utf-8" if media.startswith(_TEXTS) else media


def problem_json(value: dict[str, object]) -> bytes:
    """Write plain values as JSON, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode(errors="backslashreplace") + b"\n"


def _name(forms: Mapping[str, tuple[str, ...]], media: str) -> str:
    return next(name for name, types in forms.items() if media in types)
