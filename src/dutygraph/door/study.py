"""How does Python code hold one system, and ask of it?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from os import PathLike
from pathlib import Path

from dutygraph.audit.ask import ask_apart, ask_question, without_parameters
from dutygraph.audit.case import EVIDENCE, Case, open_case
from dutygraph.audit.clauses import Grounds
from dutygraph.audit.diff.differences import diff
from dutygraph.audit.measures.measured import measure
from dutygraph.audit.questions import question_named, questions
from dutygraph.audit.report import Report, report
from dutygraph.audit.whatif import suppose
from dutygraph.door import contents
from dutygraph.door.answers import answer_table, questions_table, rows_table
from dutygraph.door.comparing import diff_table, measures_table
from dutygraph.door.nets import Lines
from dutygraph.door.shown import Explanation, Picture
from dutygraph.door.table import Table
from dutygraph.errors import DutyGraphError, UsageError
from dutygraph.out.picture.drawing import drawing
from dutygraph.out.picture.scene import check_scene
from dutygraph.out.screen.labelled import check_label_language, with_clauses, with_labels
from dutygraph.out.screen.why import why as traced
from dutygraph.out.words import language
from dutygraph.triples.answer import Rows
from dutygraph.triples.labels import Labels
from dutygraph.triples.query import guard
from dutygraph.triples.worker import Limits, Request

Files = str | PathLike[str] | Iterable[str | PathLike[str]]


@dataclass(frozen=True)
class Study:
    """One system, with what follows from it and how it is judged.

    Everything is computed when it is first asked for, and kept. Labels are Chinese, English
    beside them where a table has room.
    """

    name: str
    case: Case = field(repr=False)

    @cached_property
    def report(self) -> Report:
        """Judge the system and run every check."""
        return report(self.case)

    @property
    def title(self) -> str:
        """Give the title of the regulation."""
        return self.report.title.zh

    @property
    def text(self) -> str | None:
        """Give the source text, offsets in which are code points; None where there is none."""
        return self.case.system.text

    @property
    def evidence(self) -> str:
        """Give the grade of evidence that counts."""
        return self.case.evidence

    @property
    def verdict(self) -> str:
        """Give the verdict on the whole: `closed`, `closed-implied`, `open` or `nothing`."""
        return self.report.verdict

    @cached_property
    def holders(self) -> Table:
        """List the holders."""
        return contents.holders(self.report)

    @cached_property
    def norms(self) -> Table:
        """List the norms."""
        return contents.norms(self.report)

    @cached_property
    def lines(self) -> Lines:
        """List who entrusts, reports to, oversees or imposes a consequence on whom."""
        return contents.lines(self.report)

    @cached_property
    def verdicts(self) -> Table:
        """List the verdicts on the holders."""
        return contents.verdicts(self.report)

    @cached_property
    def findings(self) -> Table:
        """List the findings of all checks."""
        return contents.findings(self.report)

    @cached_property
    def articles(self) -> Table:
        """List chapters, articles and notices, with their words."""
        return contents.articles(self.report)

    @property
    def questions(self) -> Table:
        """List the questions that `ask` knows."""
        return questions_table(questions())

    def ask(
        self, question: str, /, *, lang: str = "zh", why: bool = False, **given: object
    ) -> Table:
        """Ask a named question; labels do for IRIs, as `ask("chain", holder="贫困户")`.

        Each column of IRIs has one of labels beside it, in `lang`; with `why`, the last column
        has the clauses on which a row rests.

        Raises: UsageError for a question, parameter or value that is not known.
        """
        asked, spoken = question_named(question), check_label_language(lang)
        words = {name: str(value) for name, value in given.items()}
        system = self.report.case.system
        whole = ask_question(system, asked, words)
        rows = without_parameters(whole)
        if why:
            rows = with_clauses(rows, Grounds(self.case, asked.query).under(whole), "csv", spoken)
        labelled = with_labels(rows, Labels(system.store, system.prefixes), spoken)
        return rows_table(labelled, asked.summary)

    def query(
        self,
        sparql: str,
        *,
        lang: str = "none",
        limit: int | None = None,
        timeout: float = 60.0,
        explicit_only: bool = False,
    ) -> Table:
        """Ask by SPARQL 1.1 over what is asserted, inferred and judged.

        SELECT gives rows, ASK one cell, CONSTRUCT and DESCRIBE triples that are a net too. With
        `lang` zh or en, each column of IRIs has one of labels beside it.

        Raises: QueryError with line and column; LimitError beyond `timeout`, in seconds.
        """
        guard(sparql, "query")
        spoken, system = check_label_language(lang), self.report.case.system
        request, limits = Request(sparql, "query", system.prefixes), Limits(timeout, rows=limit)
        found = ask_apart(system, request, limits, explicit_only=explicit_only)
        if isinstance(found, Rows):
            found = with_labels(found, Labels(system.store, system.prefixes), spoken)
        return answer_table(found)

    def why(self, *about: str, lang: str = "zh") -> Explanation:
        """Trace a norm (`A05-7`), a holder's verdict, or a line back to clause and words.

        A line is said as `why("县级党委和政府", "reportsTo", "市委、市政府")`.

        Raises: UsageError for a name that is not known, with the nearest.
        """
        if not about:
            cure = "name a norm, a holder, or HOLDER RELATION HOLDER"
            raise UsageError("needs something to explain", place="why", cure=cure)
        words, spoken = list(about), language(lang)
        text = traced(self.report, words, "table", spoken)
        return Explanation(str(text), json.loads(traced(self.report, words, "json", spoken)))

    def draw(self, what: str = "whole", holder: str | None = None, lang: str = "zh") -> Picture:
        """Draw the whole, or one `holder`, `loop`, `chain`, the `reports` or the `oversight`.

        Raises: UsageError for a picture or holder that is not known.
        """
        spoken = language(lang)
        check_scene(what, holder)
        return Picture(str(drawing(self.report, what, holder, "svg", spoken)))

    def measures(self, by: str = "system", beside: Sequence[Study] = ()) -> Table:
        """Measure the structure of governance, by `system`, `level` or `holder`.

        Other studies may stand beside this one. Definitions: docs/measures.md.

        Raises: UsageError for another grouping.
        """
        return measures_table(measure([(one.name, one.case) for one in (self, *beside)], by))

    def diff(self, other: Study) -> Table:
        """Show what this system and another share, change, lose and add.

        Returns: a row for each holder, norm, line and verdict, or each aspect in which it
            differs; `status` is `shared`, `changed`, `lost` (only here) or `added` (only there).
        """
        return diff_table(diff((self.name, self.case), (other.name, other.case)))

    def __repr__(self) -> str:
        """Say which system it is, by what evidence it was judged, and how."""
        return f"<Study {self.name}: {self.verdict}, evidence {self.evidence}>"

    def _repr_svg_(self) -> str | None:
        """Draw the whole; nothing where it is too large for one picture."""
        try:
            return self.draw().svg
        except DutyGraphError:
            return None


def open_study(
    name: str | PathLike[str],
    evidence: str = "implied",
    *,
    assume: Files = (),
    without: Iterable[str] = (),
) -> Study:
    """Open a system: a bundled name, a folder, or one Turtle file.

    `evidence` is `explicit` or `implied`; `assume` names Turtle to add and `without` norms to
    leave out, in this study alone.

    Raises: DutyGraphError with place, what is wrong and the cure, as the command line has it.
    """
    if evidence not in EVIDENCE:
        known = f"known: {', '.join(EVIDENCE)}"
        raise UsageError("unknown evidence", place=evidence, cure=known)
    told = str(name)
    added = [Path(p) for p in ([assume] if isinstance(assume, str | PathLike) else assume)]
    gone = [without] if isinstance(without, str) else list(without)
    supposed = bool(added or gone)
    case = suppose(told, evidence, added, gone) if supposed else open_case(told, evidence)
    marks = (*(f"+ {path.name}" for path in added), *(f"- {norm}" for norm in gone))
    return Study(" ".join((case.system.name, *marks)), case)
