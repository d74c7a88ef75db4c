"""How is a named question asked on a page: by a form made from its parameters?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from dutygraph.audit.binding import candidates
from dutygraph.audit.questions import Parameter, Question
from dutygraph.findings import Words
from dutygraph.names import PREFIXES, local
from dutygraph.out.site.pieces import same
from dutygraph.triples.answer import Term
from dutygraph.triples.labels import Labels
from dutygraph.triples.query import names_in

# More choices than a person can look through are typed instead.
MOST_CHOICES: Final = 400
_SELECTED: Final = re.compile(r"\s*[?$]__?[a-z]+(?:_(?:iri|integer|string))?\b")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; `choices` pair a value with its words, none for a free one."""

    parameter: Parameter
    value: str
    choices: tuple[tuple[str, Words], ...]


def given_to(question: Question, query: Mapping[str, str]) -> dict[str, str]:
    """Take from an address what it gives to a question; an empty field gives nothing."""
    names = {parameter.name for parameter in question.parameters}
    return {name: text for name, text in query.items() if name in names and text.strip()}


def ready(question: Question, given: Mapping[str, str]) -> bool:
    """Tell whether all that a question needs is given."""
    return all(p.name in given for p in question.parameters if p.required)


def fields(question: Question, given: Mapping[str, str], labels: Labels) -> list[Field]:
    """Make the fields of a question's form, filled with what was given or goes without saying."""
    return [
        Field(p, given.get(p.name, p.default or ""), _choices(p, labels))
        for p in question.parameters
    ]


def _choices(parameter: Parameter, labels: Labels) -> tuple[tuple[str, Words], ...]:
    if parameter.type != "iri":
        return tuple((value, same(value)) for value in parameter.values)
    nodes = candidates(parameter, labels)
    if len(nodes) > MOST_CHOICES:
        return ()
    names = Counter(local(node.value) for node in nodes)
    return tuple((_value(node, names), _words(node, labels)) for node in nodes)


def _value(node: ox.NamedNode, names: Counter[str]) -> str:
    name = local(node.value)
    return name if names[name] == 1 else node.value


def _words(node: ox.NamedNode, labels: Labels) -> Words:
    zh, en = (labels.label(node, lang) or local(node.value) for lang in ("zh", "en"))
    return Words(zh, en)


def standalone(query: str, bindings: Mapping[str, Term], prefixes: Mapping[str, str]) -> str:
    """Write a question as a query that needs no binding, for an editor.

    The parameters leave the SELECT; in the pattern each stands as its term, written by the
    engine, so that no word can change what is asked. One that was not given stays a variable.
    """
    head, brace, body = query.partition("{")
    head = _SELECTED.sub("", head)
    for name, term in bindings.items():
        body = re.sub(rf"[?$]{re.escape(name)}\b", lambda _, term=term: str(term), body)  # type: ignore[misc]
    asked = head + brace + body
    used = {name.partition(":")[0] for name in names_in(asked) if ":" in name and name[0] != "<"}
    known = {**prefixes, **PREFIXES}
    declared = [f"PREFIX {p}: <{known[p]}>" for p in sorted(used) if p in known]
    return "\n".join([*declared, asked.strip()]) + "\n"
