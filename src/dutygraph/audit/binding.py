"""Which term does a word of the user stand for, in a parameter of a question?

A parameter is bound as a term beside the query, whose text stays as it was written; so no
word, whatever is in it, can change what is asked.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from dutygraph.audit.questions import Parameter, Question
from dutygraph.errors import UsageError
from dutygraph.model import KINDS
from dutygraph.names import CODE, DG, SCHEMES, local
from dutygraph.triples.answer import Term
from dutygraph.triples.labels import Labels

CLASSES: Final[dict[str, tuple[str, ...]]] = {
    "holder": tuple(str(DG[name]) for name in (*KINDS, "Beneficiary")),
    "article": tuple(str(DG[name]) for name in ("Article", "Notice", "Chapter")),
    "instrument": (str(DG.Instrument),),
}
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")
_SHOWN: Final = 12


def bind(question: Question, given: Mapping[str, str], labels: Labels) -> dict[str, Term]:
    """Turn what was given into terms for the variables of a question.

    Returns: terms by the name of the variable; a parameter that may be left out is left out.
    Raises: UsageError for a parameter that the question does not take or still needs, and for
        a value of the wrong type, not allowed, not known (with the nearest), or ambiguous.
    """
    check_given(question, given)
    bound: dict[str, Term] = {}
    for parameter in question.parameters:
        text = given.get(parameter.name, parameter.default)
        if text is not None:
            bound[parameter.variable] = term(parameter, text, labels)
    return bound


def check_given(question: Question, given: Mapping[str, str]) -> None:
    """Refuse what a question does not take, and ask for what it needs.

    Raises: UsageError.
    """
    known = {p.name: p for p in question.parameters}
    for name in given:
        if name not in known:
            takes = ", ".join(f"--{n}" for n in known) or "no parameter"
            raise UsageError(
                f"{question.name} does not take it", place=f"--{name}", cure=f"it takes {takes}"
            )
    for parameter in known.values():
        if parameter.required and parameter.name not in given:
            raise UsageError(
                f"needs --{parameter.name} ({parameter.summary.zh} {parameter.summary.en})",
                place=question.name,
                cure=f"add --{parameter.name} VALUE",
            )


def term(parameter: Parameter, text: str, labels: Labels) -> Term:
    """Turn one value into a term of the parameter's type.

    Raises: UsageError.
    """
    place = f"--{parameter.name}"
    if parameter.type == "iri":
        return _named(parameter, text.strip(), labels)
    if parameter.values and text not in parameter.values:
        cure = f"one of {', '.join(parameter.values)}"
        raise UsageError(f"“{text}” is not allowed", place=place, cure=cure)
    if parameter.type == "integer":
        if not _INTEGER.fullmatch(text.strip()):
            raise UsageError(f"“{text}” is no whole number", place=place, cure="give one, as 3")
        return ox.Literal(int(text))
    if not text.strip():
        raise UsageError("is empty", place=place, cure="give a word of the text")
    try:
        return ox.Literal(text)
    except (ValueError, UnicodeError) as error:
        raise UsageError("is no text", place=place, cure="give it as UTF-8") from error


def candidates(parameter: Parameter, labels: Labels) -> tuple[ox.NamedNode, ...]:
    """List the nodes that an IRI parameter may name, in the order of their code or IRI."""
    if parameter.of in SCHEMES:
        found = labels.concepts(str(CODE[parameter.of]))
        allowed = parameter.values
        return tuple(n for n in found if not allowed or local(n.value) in allowed)
    return labels.instances(CLASSES[parameter.of])


def _named(parameter: Parameter, text: str, labels: Labels) -> ox.NamedNode:
    nodes = candidates(parameter, labels)
    full = labels.full(text)
    for node in nodes:
        if node.value in {full, text}:
            return node
    index = labels.index(nodes)
    found = index.get(text.casefold(), [])
    if len(found) > 1:
        found = [n for n in found if local(n.value) == text] or found
    if len(found) == 1:
        return found[0]
    place = f"--{parameter.name}"
    if found:
        meant = ", ".join(local(n.value) for n in found)
        raise UsageError(f"“{text}” names {len(found)} of them", place=place, cure=f"say {meant}")
    raise UsageError(f"no such {parameter.of}: “{text}”", place=place, cure=_cure(text, index))


def _cure(text: str, index: Mapping[str, object]) -> str:
    close = difflib.get_close_matches(text.casefold(), index, n=3, cutoff=0.4)
    holding = [name for name in index if text and text.casefold() in name]
    meant = list(dict.fromkeys((*close, *sorted(holding, key=len)[:3])))
    if meant:
        return f"nearest: {', '.join(meant[:4])}"
    names = list(index)
    more = " …" if len(names) > _SHOWN else ""
    return f"known: {', '.join(names[:_SHOWN])}{more}"
