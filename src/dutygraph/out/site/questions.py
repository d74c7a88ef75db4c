"""What does the site say of the named questions: the list, and each with its form and answer?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from dutygraph.audit.ask import request_of
from dutygraph.audit.questions import Question, questions
from dutygraph.errors import DutyGraphError
from dutygraph.out.screen.library import SPACE, TAGS, question_json
from dutygraph.out.site import answers
from dutygraph.out.site.addresses import written
from dutygraph.out.site.describe import of_question
from dutygraph.out.site.forms import fields, given_to, ready, standalone
from dutygraph.out.site.part import Part
from dutygraph.out.site.pieces import Column, Grid, Piece, Row, Sheet, Table, same
from dutygraph.out.site.wording import SITE
from dutygraph.triples.answer import Rows

Ask = Callable[[str, Question, Mapping[str, str]], Rows]

_COLUMNS = (
    Column("question", SITE["question"]),
    Column("summary", SITE["summary"]),
    Column("tags", SITE["tags"]),
)


def table(part: Part) -> Table:
    """List the questions by name."""
    return Table(_COLUMNS, tuple(_row(part, question) for question in questions()))


def _row(part: Part, question: Question) -> Row:
    path = part.within(f"question/{question.name}")
    cells = (
        (Piece(same(question.name), path, "code"),),
        (Piece(question.summary, path),),
        tuple(Piece(TAGS[tag]) for tag in question.tags),
    )
    keys = (question.name, question.summary.zh, question.tags)
    return Row(SPACE + question.name, cells, keys, question_json(question))


class Asking:
    """One question as it is asked now: what was given, and the answer, once."""

    def __init__(self, part: Part, question: Question, query: Mapping[str, str], ask: Ask) -> None:
        """Answer when all that is needed was given; else leave the answer out.

        Raises: UsageError, QueryError or LimitError where the answer failed.
        """
        self.part, self.question, self.query = part, question, query
        self.given = given_to(question, query)
        self.rows = ask(part.name, question, self.given) if ready(question, self.given) else None

    def sheet(self) -> Sheet:
        """Describe the question with its form and its answer."""
        rows = self.rows
        return Sheet(
            template="question.html",
            title=self.question.summary,
            show=self.show,
            facts=self.facts,
            grid=self.grid,
            triples=partial(of_question, self.question),
            place="questions",
            canonical=self.part.within(f"question/{self.question.name}"),
            cut=rows is not None and rows.cut,
        )

    def show(self) -> dict[str, Any]:
        """Give what the page needs."""
        shown = self.rows is not None and answers.shown(
            self.part, self.question, self.rows, self.query
        )
        return {
            **form(self.part, self.question, self.given),
            "answer": shown or None,
            "error": None,
            "editor": self._editor(),
        }

    def facts(self) -> dict[str, Any]:
        """Give the question, what was given, and the answer, None where too little was given."""
        found = answers.as_facts(self.rows) if self.rows is not None else None
        asked = question_json(self.question)
        return {**asked, "system": self.part.name, "given": self.given, "answer": found}

    def grid(self) -> Grid:
        """Give the answer; without one the parameters."""
        if self.rows is None:
            head = ("parameter", "type", "required")
            parameters = self.question.parameters
            return Grid(head, tuple((p.name, p.of or p.type, p.required) for p in parameters))
        return answers.as_grid(self.part, self.rows, "zh")

    def _editor(self) -> str:
        system = self.part.case.system
        if not ready(self.question, self.given):
            return ""
        request = request_of(self.question, self.given, system)
        text = standalone(self.question.query, request.bindings, system.prefixes)
        return editor(text)


def editor(text: str) -> str:
    """Give the address of the editor with a query in it."""
    return "/sparql#" + written("", [("query", text)]).removeprefix("/?")


def form(part: Part, question: Question, given: Mapping[str, str]) -> dict[str, Any]:
    """Give what the form of a question needs."""
    return {
        "question": question,
        "tags": [TAGS[tag] for tag in question.tags],
        "fields": fields(question, given, part.labels),
    }


def refused(part: Part, question: Question, query: Mapping[str, str], e: DutyGraphError) -> Sheet:
    """Show the form again with what was wrong; only for people, a program gets the error."""
    given = given_to(question, query)
    return Sheet(
        template="question.html",
        title=question.summary,
        show=lambda: {
            **form(part, question, given),
            "answer": None,
            "error": f"{e.place}: {e.message}; {e.cure}",
            "editor": "",
        },
        facts=dict,
        grid=lambda: Grid((), ()),
        triples=tuple,
        place="questions",
        canonical=part.within(f"question/{question.name}"),
    )
