"""What are the answer to a question and the result of a query, as tables?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from dutygraph.audit.questions import Question
from dutygraph.door.columns import column
from dutygraph.door.nets import Triples
from dutygraph.door.table import Cell, Column, Kind, Table, table_of
from dutygraph.findings import Words
from dutygraph.out.screen.columns import COLUMNS
from dutygraph.out.screen.library import usage
from dutygraph.triples import answer as answers
from dutygraph.triples.answer import Answer, Rows, Term

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS: Final = frozenset(
    f"{_XSD}{sign}{name}"
    for sign, names in {
        "": ("integer", "int", "long", "short", "byte"),
        "unsigned": ("Int", "Long", "Short", "Byte"),
        "non": ("NegativeInteger", "PositiveInteger"),
    }.items()
    for name in names
) | {f"{_XSD}positiveInteger", f"{_XSD}negativeInteger"}
# As many digits as a frame's whole numbers hold.
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_TRUTH: Final = {"true": True, "1": True, "false": False, "0": False}
_NUMBERS: Final = frozenset(_XSD + name for name in ("decimal", "double", "float"))


def rows_table(found: Rows, title: Words) -> Table:
    """Make a table of rows: IRIs and words as strings, numbers and truth values as such.

    A column is of one kind where all its terms are, of `string` where they differ.
    """
    cells = list(zip(*found.rows, strict=True)) if found.rows else [()] * len(found.variables)
    kinds = [_kind(terms) for terms in cells]
    columns = tuple(_column(n, k) for n, k in zip(found.variables, kinds, strict=True))
    rows = tuple(
        tuple(_cell(term, kind) for term, kind in zip(row, kinds, strict=True))
        for row in found.rows
    )
    return Table(title, columns, rows, cut=found.cut)


def answer_table(found: Answer) -> Table:
    """Make a table of any answer: rows, triples, or one cell that is true or false."""
    if isinstance(found, Rows):
        return rows_table(found, Words("查询结果", "Answer"))
    if isinstance(found, answers.Triples):
        return _triples(found)
    return Table(Words("查询结果", "Answer"), (column("answer", "boolean"),), ((found.value,),))


def questions_table(known: Sequence[Question]) -> Table:
    """List the named questions."""
    names = ("name", "summary", "summary_en", "parameters")
    columns = (*map(column, names), column("tags", "strings"))
    rows: Iterator[Mapping[str, Cell]] = (
        {
            "name": question.name,
            "summary": question.summary.zh,
            "summary_en": question.summary.en,
            "parameters": usage(question, ""),
            "tags": question.tags,
        }
        for question in known
    )
    return table_of(Words("问题", "Questions"), columns, rows)


def _triples(found: answers.Triples) -> Triples:
    names = ("subject", "predicate", "object", "datatype", "language", "node")
    rows = tuple((_node(t.subject), t.predicate.value, *_object(t.object)) for t in found.triples)
    title = Words("三元组", "Triples")
    return Triples(title, tuple(map(column, names)), rows, cut=found.cut)


def _object(term: object) -> tuple[str | None, ...]:
    """Give the value of an object, its datatype and language, and its name as a node."""
    if isinstance(term, ox.Literal):
        return term.value, term.datatype.value, term.language, str(term)
    return _node(term), None, None, _node(term)


def _node(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _column(name: str, kind: Kind) -> Column:
    """Head a column by the words that the screen has for it; of a label, by those of its IRI."""
    plain = name.removesuffix("Label")
    words = COLUMNS.get(plain, Words(plain, plain))
    return Column(
        name, kind, words if plain == name else Words(f"{words.zh}名", f"{words.en} label")
    )


def _kind(terms: Sequence[Term | None]) -> Kind:
    found = {_kind_of(term) for term in terms if term is not None}
    if found == {"integer", "number"}:
        return "number"
    return found.pop() if len(found) == 1 else "string"


def _kind_of(term: Term) -> Kind:
    """Tell what a term is; a number that is written as none, or is too large, stays words."""
    if not isinstance(term, ox.Literal):
        return "string"
    datatype, value = term.datatype.value, term.value
    if datatype in _INTEGERS and _WHOLE.fullmatch(value):
        return "integer"
    if datatype in _NUMBERS and _NUMBER.fullmatch(value):
        return "number"
    return "boolean" if datatype == f"{_XSD}boolean" and value in _TRUTH else "string"


def _cell(term: Term | None, kind: Kind) -> Cell:
    if term is None:
        return None
    value = term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
    if kind == "integer":
        return int(value)
    if kind == "number":
        return float(value)
    return _TRUTH[value] if kind == "boolean" else value
