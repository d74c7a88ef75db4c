"""How is the answer to a SPARQL query written?"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from dutygraph.errors import UsageError
from dutygraph.names import PREFIXES, local
from dutygraph.out.tables import check_format, render
from dutygraph.triples.answer import Answer, Rows, Triples, Truth, results_json

_RESULTS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "rdf": ox.RdfFormat.RDF_XML,
}
ROWS: Final = ("table", "csv", "tsv", "json", "jsonl", "md", "xml")
FORMATS: Final = (*ROWS, *_GRAPHS)
_LOCAL: Final = re.compile(r"[\w.-]+")
# A literal may say that it is a number and be none; no number of ours is longer.
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,1000}")
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


def check_answer_format(name: str | None, output: Path | None = None) -> str | None:
    """Accept a format before any work is done, by name, else by the ending of the output.

    Returns: None where neither says; the kind of the answer then decides.
    Raises: UsageError that lists the known ones.
    """
    if name is None and output is not None and output.suffix[1:].lower() in FORMATS:
        return output.suffix[1:].lower()
    return None if name is None else check_format(name, FORMATS)


def show(
    answer: Answer, kind: str | None, prefixes: Mapping[str, str] | None = None
) -> str | bytes:
    """Write rows as a table or in a SPARQL results format, graphs as Turtle and kin.

    Raises: UsageError for a format that does not fit the kind of answer.
    """
    if isinstance(answer, Triples):
        return _graph(answer, kind or "ttl", {**(prefixes or {}), **PREFIXES})
    chosen = rows_format(kind)
    if isinstance(answer, Truth):
        return _truth(answer, chosen)
    if chosen in _RESULTS:
        return _standard(answer, chosen)
    if chosen == "jsonl":
        return json_lines(answer)
    cells = [[short(term, prefixes) for term in row] for row in answer.rows]
    return render(answer.variables, cells, chosen)


def rows_format(kind: str | None) -> str:
    """Accept a format for rows; without one, a table on a terminal and tsv in a pipe.

    Raises: UsageError for a format of graphs.
    """
    chosen = kind or ("table" if sys.stdout.isatty() else "tsv")
    if chosen in _GRAPHS:
        raise UsageError(
            "is a format for graphs, and the answer has rows",
            place=chosen,
            cure=f"use one of {', '.join(ROWS)}",
        )
    return chosen


def short(term: object, prefixes: Mapping[str, str] | None = None) -> str:
    """Write a term for a person: prefixed names, bare literals, blank for nothing."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        for prefix, space in {**(prefixes or {}), **PREFIXES}.items():
            if _LOCAL.fullmatch(term.value.removeprefix(space)) and term.value.startswith(space):
                return f"{prefix}:{term.value[len(space) :]}"
        return f"<{term.value}>" if not local(term.value) else term.value
    return term.value if isinstance(term, ox.Literal) else str(term)


def json_lines(rows: Rows) -> str:
    """Write each row as a JSON object on a line of its own; what is unbound is null."""
    lines = [
        json.dumps(
            {name: _plain(t) for name, t in zip(rows.variables, row, strict=True)},
            ensure_ascii=False,
        )
        for row in rows.rows
    ]
    return "".join(f"{line}\n" for line in lines)


def _plain(term: object) -> object:
    """Turn a term into a number or a truth value where JSON has it, else into words."""
    if term is None or isinstance(term, ox.NamedNode):
        return None if term is None else term.value
    if isinstance(term, ox.Literal):
        if term.datatype.value == f"{_XSD}integer" and _WHOLE.fullmatch(term.value):
            return int(term.value)
        if term.datatype.value == f"{_XSD}boolean":
            return term.value in {"true", "1"}
        return term.value
    return str(term)


def _standard(answer: Rows | Truth, kind: str) -> bytes:
    """Write rows in a SPARQL results format by the engine's own writers."""
    found = ox.parse_query_results(results_json(answer), format=ox.QueryResultsFormat.JSON)
    content = found.serialize(format=_RESULTS[kind]) or b""
    return content if content.endswith(b"\n") else content + b"\n"


def _truth(answer: Truth, kind: str) -> str | bytes:
    if kind in {"json", "xml"}:
        return _standard(answer, kind)
    return "true\n" if answer.value else "false\n"


def _graph(answer: Triples, kind: str, prefixes: Mapping[str, str]) -> bytes:
    if kind not in _GRAPHS:
        raise UsageError(
            "is a format for rows, and the answer is a graph",
            place=kind,
            cure=f"use one of {', '.join(_GRAPHS)}",
        )
    form = _GRAPHS[kind]
    known = dict(prefixes) if kind in {"ttl", "trig", "rdfxml", "rdf"} else None
    return ox.serialize(answer.triples, format=form, prefixes=known) or b""
