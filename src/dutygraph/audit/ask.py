"""What store does a query run over, where does its text come from, and how far may it go?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

import pyoxigraph as ox

from dutygraph.audit.binding import bind
from dutygraph.audit.case import Case, open_case
from dutygraph.audit.facts import write_facts
from dutygraph.audit.questions import Question
from dutygraph.errors import SourceError, UsageError
from dutygraph.names import ASSERTED, PREFIXES
from dutygraph.text.decode import read_text
from dutygraph.triples.answer import Answer, Rows, take
from dutygraph.triples.labels import Labels
from dutygraph.triples.system import System
from dutygraph.triples.worker import Limits, Request, Worker, snapshot


def open_judged(name: str) -> Case:
    """Load a system with what follows from it and what the loop check found.

    Triples: graphs for the ontology, the data, each reading rule, inference and the audit.
    """
    case = open_case(name)
    write_facts(case)
    return case


def query_text(file: Path | None, text: str | None, stdin: TextIO) -> tuple[str, str]:
    """Take a query from an option, a file or standard input, with a name for its place.

    Raises: UsageError when there is none, or two; SourceError for what is no text.
    """
    if text is not None and file is not None:
        raise UsageError("has a query beside -e", place=str(file), cure="give one of the two")
    if text is not None:
        return text, "-e"
    if file is not None and str(file) != "-":
        return read_text(file), str(file)
    if stdin.isatty():
        raise UsageError("no query given", place="query", cure="name a file, or use -e")
    try:
        return stdin.read(), "stdin"
    except UnicodeDecodeError as error:
        raise SourceError("is not UTF-8 text", place="stdin", cure="save it as UTF-8") from error


def request_of(question: Question, given: Mapping[str, str], system: System) -> Request:
    """Turn a named question and what the user gave into a query with bound terms.

    Raises: UsageError for what the question does not take, still needs, or does not know.
    """
    labels = Labels(system.store, system.prefixes)
    bindings = bind(question, given, labels)
    return Request(question.query, question.name, system.prefixes, bindings)


def ask_apart(
    system: System, request: Request, limits: Limits, *, explicit_only: bool = False
) -> Answer:
    """Answer a query in a process of its own, within limits.

    Triples: a copy of the whole store, or of what is asserted alone.
    Raises: QueryError or LimitError.
    """
    quads = snapshot(system.store, ASSERTED if explicit_only else None)
    with Worker(quads, limits) as worker:
        return worker.ask(request)


def ask_named(system: System, question: Question, given: Mapping[str, str]) -> Rows:
    """Answer a named question as `ask_question` does, without its parameters."""
    return without_parameters(ask_question(system, question, given))


def ask_question(system: System, question: Question, given: Mapping[str, str]) -> Rows:
    """Answer a named question in this process; the project's own queries need no limits.

    Returns: rows in the question's order, with the parameters as columns.
    """
    request = request_of(question, given, system)
    found = system.store.query(
        request.query,
        prefixes={**PREFIXES, **request.prefixes},
        use_default_graph_as_union=True,
        substitutions={ox.Variable(n): t for n, t in request.bindings.items()} or None,
    )
    rows = take(found)
    assert isinstance(rows, Rows)  # noqa: S101 -- every question is a SELECT
    return rows


def without_parameters(rows: Rows) -> Rows:
    """Leave out the columns of parameters, which only repeat what was asked."""
    kept = [i for i, name in enumerate(rows.variables) if not name.startswith("_")]
    return Rows(
        tuple(rows.variables[i] for i in kept),
        tuple(tuple(row[i] for i in kept) for row in rows.rows),
        rows.cut,
    )
