"""What store does a query run over, and where does its text come from?"""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from dutygraph.audit.case import open_case
from dutygraph.audit.facts import write_facts
from dutygraph.errors import UsageError
from dutygraph.text.decode import read_text
from dutygraph.triples.system import System


def open_judged(name: str) -> System:
    """Load a system with what follows from it and what the loop check found.

    Triples: graphs for the ontology, the data, each reading rule, inference and the audit.
    """
    case = open_case(name)
    write_facts(case)
    return case.system


def query_text(file: Path | None, text: str | None, stdin: TextIO) -> tuple[str, str]:
    """Take a query from an option, a file or standard input, with a name for its place.

    Raises: UsageError when there is none, or two.
    """
    if text is not None and file is not None:
        raise UsageError("has a query beside -e", place=str(file), cure="give one of the two")
    if text is not None:
        return text, "-e"
    if file is not None and str(file) != "-":
        return read_text(file), str(file)
    if stdin.isatty():
        raise UsageError("no query given", place="query", cure="name a file, or use -e")
    return stdin.read(), "stdin"
