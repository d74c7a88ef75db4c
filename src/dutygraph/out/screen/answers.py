"""How is the answer to a SPARQL query written?"""

from __future__ import annotations

import sys
from typing import Final

import pyoxigraph as ox

from dutygraph.errors import UsageError
from dutygraph.names import PREFIXES, local
from dutygraph.out.tables import check_format, render
from dutygraph.triples.query import Answer

_ROWS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
FORMATS: Final = ("table", "md", *_ROWS, *_GRAPHS)


def check_answer_format(name: str | None) -> str | None:
    """Accept a format before any work is done; None leaves the choice to the answer."""
    return None if name is None else check_format(name, FORMATS)


def show(answer: Answer, kind: str | None) -> str | bytes:
    """Write rows as a table or in a SPARQL results format, graphs as Turtle and kin.

    Raises: UsageError for a format that does not fit the kind of answer.
    """
    if isinstance(answer, ox.QueryTriples):
        return _graph(answer, kind or "ttl")
    chosen = kind or ("table" if sys.stdout.isatty() else "tsv")
    if chosen in _GRAPHS:
        raise UsageError(
            "is a format for graphs, and the answer has rows",
            place=chosen,
            cure=f"use one of table, md, {', '.join(_ROWS)}",
        )
    if isinstance(answer, ox.QueryBoolean):
        return _boolean(answer, chosen)
    if chosen in _ROWS:
        return _ended(answer.serialize(format=_ROWS[chosen]))
    names = [v.value for v in answer.variables]
    rows = [[short(row[name]) for name in names] for row in answer]
    return render(names, rows, chosen)


def short(term: object) -> str:
    """Write a term for a person: prefixed names, bare literals, blank for nothing."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        for prefix, space in PREFIXES.items():
            if term.value.startswith(space) and "/" not in term.value[len(space) :]:
                return f"{prefix}:{term.value[len(space) :]}"
        return f"<{term.value}>" if not local(term.value) else term.value
    return term.value if isinstance(term, ox.Literal) else str(term)


def _ended(content: bytes | None) -> bytes:
    return content if content and content.endswith(b"\n") else (content or b"") + b"\n"


def _boolean(answer: ox.QueryBoolean, kind: str) -> str | bytes:
    if kind in {"json", "xml"}:
        return _ended(answer.serialize(format=_ROWS[kind]))
    return "true\n" if bool(answer) else "false\n"


def _graph(answer: ox.QueryTriples, kind: str) -> bytes:
    if kind not in _GRAPHS:
        raise UsageError(
            "is a format for rows, and the answer is a graph",
            place=kind,
            cure=f"use one of {', '.join(_GRAPHS)}",
        )
    triples = sorted(set(answer), key=str)
    prefixes = PREFIXES if kind in {"ttl", "rdf"} else None
    return ox.serialize(triples, format=_GRAPHS[kind], prefixes=prefixes) or b""
