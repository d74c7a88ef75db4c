"""What do the IRIs of an answer mean to a person: their labels, and the clauses under them?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pyoxigraph as ox

from dutygraph.audit.clauses import Clause
from dutygraph.errors import UsageError
from dutygraph.findings import Words
from dutygraph.out.screen.answers import json_lines, short, show
from dutygraph.out.screen.columns import heading
from dutygraph.out.tables import render
from dutygraph.triples.answer import Rows, Term
from dutygraph.triples.labels import Labels

LABEL_LANGUAGES: Final = ("zh", "en", "none")
_FLAT: Final = ("table", "md", "csv", "tsv")
_TRUTH: Final = {True: Words("是", "yes"), False: Words("否", "no")}


def check_label_language(name: str) -> str:
    """Accept a language of labels.

    Raises: UsageError that lists the known ones.
    """
    if name not in LABEL_LANGUAGES:
        cure = f"known: {', '.join(LABEL_LANGUAGES)}"
        raise UsageError("unknown label language", place=name, cure=cure)
    return name


def with_labels(rows: Rows, labels: Labels, lang: str) -> Rows:
    """Put beside each column of IRIs one of their labels, called as the column and `Label`.

    Returns: the rows as they are where no IRI has a label, or the language is `none`; a column
        of the query's own that is called so stays the only one.
    """
    if lang == "none":
        return rows
    found = [[_label(term, labels, lang) for term in row] for row in rows.rows]
    taken = {i for i, name in enumerate(rows.variables) if f"{name}Label" in rows.variables}
    labelled = {i for row in found for i, label in enumerate(row) if label is not None} - taken
    names: list[str] = []
    for i, name in enumerate(rows.variables):
        names += [name, f"{name}Label"] if i in labelled else [name]
    cells = [
        tuple(
            one
            for i, term in enumerate(row)
            for one in ((term, found[n][i]) if i in labelled else (term,))
        )
        for n, row in enumerate(rows.rows)
    ]
    return Rows(tuple(names), tuple(cells), rows.cut)


def _label(term: Term | None, labels: Labels, lang: str) -> ox.Literal | None:
    label = labels.label(term, lang)
    return None if label is None else ox.Literal(label)


def with_clauses(rows: Rows, clauses: Sequence[Sequence[Clause]], kind: str, lang: str) -> Rows:
    """Add a last column `why`: article, norm and words of each clause on which a row rests."""
    mark = "\n" if kind == "table" else "；"
    cells = [
        (*row, ox.Literal(mark.join(_clause(c, lang) for c in found)) if found else None)
        for row, found in zip(rows.rows, clauses, strict=True)
    ]
    return Rows((*rows.variables, "why"), tuple(cells), rows.cut)


def _clause(clause: Clause, lang: str) -> str:
    article = clause.article.in_language("en" if lang == "en" else "zh")
    return f"{article} {clause.norm}“{clause.words}”".strip()


def show_named(rows: Rows, labels: Labels, kind: str, lang: str, words: str) -> str | bytes:
    """Write the answer to a named question, with the program's own words in `words`.

    Flat formats show labels in place of IRIs; JSON, JSON lines and XML have both.
    """
    if kind not in _FLAT:
        beside = with_labels(rows, labels, lang)
        return json_lines(beside) if kind == "jsonl" else show(beside, kind)
    plain = kind in {"csv", "tsv"}
    head = rows.variables if plain else [heading(v, words) for v in rows.variables]
    cells = [
        [_cell(term, labels, lang) if plain else _said(term, labels, lang, words) for term in row]
        for row in rows.rows
    ]
    return render(head, cells, kind)


def _said(term: Term | None, labels: Labels, lang: str, words: str) -> str:
    """Say a truth value in a person's words; show all else as a cell."""
    if isinstance(term, ox.Literal) and term.datatype.value.endswith("#boolean"):
        return _TRUTH[term.value in {"true", "1"}].in_language(words)
    return _cell(term, labels, lang)


def _cell(term: Term | None, labels: Labels, lang: str) -> str:
    label = labels.label(term, lang) if lang != "none" else None
    return short(term, labels.prefixes) if label is None else label


def cut_note(rows: int, *, cut: bool) -> str:
    """Say on the other stream that an answer was cut; nothing for a whole one."""
    if not cut:
        return ""
    return f"只给出前 {rows} 行 only the first {rows} are given; allow more with --limit\n"
