"""How does the answer to a named question look on a page, and as data?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from dutygraph.audit.clauses import Grounds
from dutygraph.audit.questions import Question
from dutygraph.findings import Words
from dutygraph.out.screen.answers import short
from dutygraph.out.screen.columns import heading
from dutygraph.out.screen.labelled import TRUTH
from dutygraph.out.site.part import Part
from dutygraph.out.site.pieces import MOST_ROWS, Grid, Piece, page_number, pages, same
from dutygraph.triples.answer import Rows, Term, term_json


def shown(part: Part, question: Question, rows: Rows, query: Mapping[str, str]) -> dict[str, Any]:
    """Show the rows of one page, each IRI by its label, and the clauses under each row."""
    page = page_number(query, len(rows.rows))
    some = rows.rows[(page - 1) * MOST_ROWS : page * MOST_ROWS]
    clauses = Grounds(part.case, question.query).under(Rows(rows.variables, some))
    listed = [
        {
            "cells": [_piece(part, term) for term in row],
            "clauses": [
                {"norm": part.norm(c.norm), "article": c.article, "words": c.words}
                for c in under
                if c.words not in (_words(term) for term in row)
            ],
        }
        for row, under in zip(some, clauses, strict=True)
    ]
    return {
        "heads": [_head(name) for name in rows.variables],
        "rows": listed,
        "clauses": any(row["clauses"] for row in listed),
        "total": len(rows.rows),
        "cut": rows.cut,
        "page": page,
        "pages": pages(len(rows.rows)),
    }


def as_facts(rows: Rows) -> dict[str, Any]:
    """Write an answer as plain values: terms as SPARQL results in JSON have them."""
    return {
        "variables": list(rows.variables),
        "rows": [
            {n: term_json(t) for n, t in zip(rows.variables, row, strict=True) if t is not None}
            for row in rows.rows
        ],
        "cut": rows.cut,
    }


def as_grid(part: Part, rows: Rows, lang: str) -> Grid:
    """Write an answer as rows of words, each IRI by its label, as `dutygraph ask` does."""

    def cell(term: Term | None) -> str:
        return part.labels.label(term, lang) or short(term, part.labels.prefixes)

    return Grid(rows.variables, tuple(tuple(cell(t) for t in row) for row in rows.rows))


def _words(term: Term | None) -> str:
    return term.value if isinstance(term, ox.Literal) else ""


def _head(name: str) -> Words:
    return Words(heading(name, "zh"), heading(name, "en"))


def _piece(part: Part, term: Term | None) -> Piece:
    if isinstance(term, ox.NamedNode):
        return part.piece(term.value, "code" if part.is_norm(term.value) else "")
    if isinstance(term, ox.Literal):
        if term.datatype.value.endswith("#boolean"):
            return Piece(TRUTH[term.value in {"true", "1"}])
        number = term.value.lstrip("-").isdigit()
        return Piece(same(term.value), "", "number" if number else "literal")
    return Piece(same(short(term)))
