"""How is a question taken, answered within limits, and written?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dutygraph.audit.ask import ask_apart, open_judged, request_of, without_parameters
from dutygraph.audit.binding import check_given
from dutygraph.audit.clauses import Grounds
from dutygraph.audit.questions import question_named
from dutygraph.errors import UsageError
from dutygraph.out.screen.answers import check_answer_format, rows_format, show
from dutygraph.out.screen.labelled import (
    check_label_language,
    cut_note,
    show_named,
    with_clauses,
    with_labels,
)
from dutygraph.out.screen.library import listing
from dutygraph.out.words import language
from dutygraph.out.write import write
from dutygraph.triples.answer import Rows, Triples
from dutygraph.triples.labels import Labels
from dutygraph.triples.query import guard
from dutygraph.triples.worker import Limits, Request


@dataclass(frozen=True, slots=True)
class Wish:
    """How an answer is wanted, as the command line says it."""

    kind: str | None
    label_lang: str
    limit: int | None
    seconds: float
    explicit_only: bool = False
    why: bool = False
    lang: str = "zh"

    @property
    def limits(self) -> Limits:
        """Give the limits of the query.

        Raises: UsageError for a limit that leaves nothing.
        """
        if self.limit is not None and self.limit < 1:
            raise UsageError(f"{self.limit} leaves no row", place="--limit", cure="give 1 or more")
        if not 0 < self.seconds <= 86_400:  # noqa: PLR2004 -- a day
            cure = "give more than 0 and at most 86400"
            raise UsageError(f"{self.seconds:g} s is no time", place="--timeout", cure=cure)
        return Limits(seconds=self.seconds, rows=self.limit)


def list_questions(
    given: Mapping[str, str], kind: str | None, lang: str, path: Path | None
) -> None:
    """Write the list of questions.

    Raises: UsageError for a parameter, which only a question takes.
    """
    if given:
        cure = "name a question; see `dutygraph ask`"
        raise UsageError("says nothing without a question", place=f"--{min(given)}", cure=cure)
    ending = path.suffix[1:].lower() if path and kind is None else ""
    write(listing(kind or ("ttl" if ending == "ttl" else ending or None), language(lang)), path)


def write_named(
    name: str, system: str, given: Mapping[str, str], wish: Wish, path: Path | None
) -> str:
    """Write the answer to a named question; give the note for the other stream.

    Raises: UsageError before anything is loaded, where the words alone tell.
    """
    question = question_named(name)
    check_given(question, given)
    kind = rows_format(check_answer_format(wish.kind, path))
    lang = check_label_language(wish.label_lang)
    limits = wish.limits
    case = open_judged(system)
    loaded = case.system
    answer = ask_apart(loaded, request_of(question, given, loaded), limits)
    assert isinstance(answer, Rows)  # noqa: S101 -- every question is a SELECT
    rows = without_parameters(answer)
    if wish.why:
        clauses = Grounds(case, question.query).under(answer)
        rows = with_clauses(rows, clauses, kind, wish.lang)
    labels = Labels(loaded.store, loaded.prefixes)
    write(show_named(rows, labels, kind, lang, wish.lang), path)
    return cut_note(len(answer.rows), cut=answer.cut)


def write_answer(query: tuple[str, str], system: str, wish: Wish, path: Path | None) -> str:
    """Write the answer to a query of the user's own; give the note for the other stream.

    `query` is its text and the name of its place.

    Raises: UsageError, QueryError or LimitError.
    """
    check_label_language(wish.label_lang)
    kind = check_answer_format(wish.kind, path)
    limits = wish.limits
    text, place = query
    guard(text, place)
    case = open_judged(system)
    request = Request(text, place, case.system.prefixes)
    answer = ask_apart(case.system, request, limits, explicit_only=wish.explicit_only)
    if isinstance(answer, Rows):
        chosen = rows_format(kind)
        shown = with_labels(
            answer, Labels(case.system.store, case.system.prefixes), wish.label_lang
        )
        if wish.why:
            clauses = Grounds(case, text).under(answer)
            shown = with_clauses(shown, clauses, chosen, wish.label_lang)
        write(show(shown, chosen, case.system.prefixes), path)
        return cut_note(len(answer.rows), cut=answer.cut)
    if wish.why:
        raise UsageError(
            "is for rows, and the answer has none",
            place="--why",
            cure="use SELECT, or leave it out",
        )
    write(show(answer, kind, case.system.prefixes), path)
    return cut_note(len(answer.triples), cut=answer.cut) if isinstance(answer, Triples) else ""
