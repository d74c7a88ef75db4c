"""Which questions can be asked by name, and what does each want to be told?

A question is a file of `queries/ask/`: what it asks, in both languages, and the SPARQL that
answers it. Its parameters are the variables that start with an underscore, as grlc has it:
`?_holder_iri` must be given, `?__level_iri` may be; the ending tells the type.
"""

from __future__ import annotations

import difflib
import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dutygraph import places
from dutygraph.errors import UsageError
from dutygraph.findings import Words
from dutygraph.triples.query import names_in
from dutygraph.triples.rules import head

TYPES: Final = ("iri", "integer", "string")
_PARAMETER: Final = re.compile(r"[?$](__?)([a-z]+)(?:_(iri|integer|string))?")


@dataclass(frozen=True, slots=True, order=True)
class Parameter:
    """What a question wants to be told.

    `variable` is its name in the query; `of` says what an IRI must be: `holder`, `article`,
    `instrument`, or the scheme of a code; `values` are the only ones allowed, all if empty.
    """

    name: str
    variable: str
    type: str
    of: str
    required: bool
    default: str | None
    values: tuple[str, ...]
    summary: Words


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """One question: its name, its texts, its tags, its parameters and its SPARQL."""

    name: str
    summary: Words
    description: Words
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    query: str


@functools.cache
def questions() -> tuple[Question, ...]:
    """Read every question, sorted by name."""
    return tuple(_read(path) for path in sorted((places.queries() / "ask").glob("*.rq")))


def parameter_names() -> tuple[str, ...]:
    """List the names of all parameters, sorted."""
    return tuple(sorted({p.name for q in questions() for p in q.parameters}))


def question_named(name: str) -> Question:
    """Find one question.

    Raises: UsageError with the nearest known name.
    """
    known = {q.name: q for q in questions()}
    if name in known:
        return known[name]
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    hint = f"did you mean {', '.join(close)}? " if close else ""
    place = name.strip() or "NAME"
    raise UsageError("unknown question", place=place, cure=f"{hint}see `dutygraph ask`")


def _read(path: Path) -> Question:
    facts, query = head(path)
    return Question(
        name=path.stem,
        summary=_words(facts, "summary"),
        description=_words(facts, "description"),
        tags=tuple(facts["tags"]),  # type: ignore[arg-type]
        parameters=_parameters(facts, query),
        query=query,
    )


def _parameters(facts: dict[str, Any], query: str) -> tuple[Parameter, ...]:
    told = facts.get("params") or {}
    defaults = _merged(facts.get("defaults"))
    values = _merged(facts.get("enumerate"))
    found: dict[str, Parameter] = {}
    for variable in names_in(query):
        match = _PARAMETER.fullmatch(variable)
        if match and match[2] not in found:
            name = match[2]
            default = defaults.get(name)
            found[name] = Parameter(
                name=name,
                variable=variable[1:],
                type=match[3] or "string",
                of=str(told[name].get("of", "")),
                required=match[1] == "_" and default is None,
                default=None if default is None else str(default),
                values=tuple(map(str, values.get(name, ()))),
                summary=_words(told[name], "summary"),
            )
    return tuple(found[name] for name in told)


def _merged(decorator: list[dict[str, Any]] | None) -> dict[str, Any]:
    """Join the one-key maps of which grlc makes a list."""
    return {key: value for one in decorator or () for key, value in one.items()}


def _words(facts: dict[str, Any], key: str) -> Words:
    return Words(str(facts[f"{key}_zh"]), str(facts[key]))
