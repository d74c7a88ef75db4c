"""Are the data of a system sound: anchors, coverage and forms?"""

from __future__ import annotations

from dataclasses import dataclass

from dutygraph.audit.case import Case
from dutygraph.audit.checks import check_named, run_checks
from dutygraph.audit.facts import write_facts
from dutygraph.errors import DataError, DutyGraphError
from dutygraph.findings import Finding
from dutygraph.model import Excerpt, Provision
from dutygraph.triples.forms import problems
from dutygraph.triples.reasoned import reason
from dutygraph.triples.system import System, load

CHECKS = ("inconsistent", "unanchored", "uncovered-text")


@dataclass(frozen=True)
class Validation:
    """What validating found: broken forms, findings, purpose phrases, and sizes.

    `problems` are why the system could not be judged; `findings` are about a system that
    can be. `anchored` counts the excerpts whose words stand at their offsets.
    """

    system: System
    problems: tuple[DutyGraphError, ...]
    findings: tuple[Finding, ...]
    purposes: tuple[tuple[Provision, tuple[Excerpt, ...]], ...]
    norms: int
    anchored: int

    def refuse(self) -> None:
        """Raise the first broken form, if there is one.

        Raises: DataError that says how many more there are.
        """
        if self.problems:
            first, more = self.problems[0], len(self.problems) - 1
            tail = f" ({more} more)" if more else ""
            raise DataError(first.message + tail, place=first.place, cure=first.cure) from first


def validate(name: str) -> Validation:
    """Check a system's forms; where they hold, its anchors and coverage too.

    Raises: SourceError or UsageError when it cannot be read at all.
    """
    system = load(name)
    broken = problems(system)
    if broken:
        return Validation(system, broken, (), (), 0, 0)
    case = Case(system, reason(system), "implied")
    write_facts(case)
    return Validation(
        system=system,
        problems=(),
        findings=run_checks(case, map(check_named, CHECKS)),
        purposes=tuple((p, purposes) for p, purposes, _ in case.coverage if purposes),
        norms=len(case.norms),
        anchored=sum(1 for _ in case.reasoned.reader.excerpts()) if system.text else 0,
    )
