"""Over which holders, norms and lines is a measure of a system or of one level taken?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from dutygraph.audit.case import EVIDENCE, Case
from dutygraph.audit.coding import KINDS
from dutygraph.audit.measures.parties import Parties
from dutygraph.model import Holder, Norm
from dutygraph.net.links import UNSTATED, Support
from dutygraph.net.loops import Judge, Verdict
from dutygraph.net.typed import typed
from dutygraph.triples.proofs import GRADES, IMPLIED

Line = tuple[str, str, Support]


@dataclass(frozen=True)
class Whole:
    """A case and what all of its levels share, computed once."""

    case: Case

    @cached_property
    def parties(self) -> Parties:
        """Group the holders into parties."""
        return Parties(self.case)

    @cached_property
    def arcs(self) -> nx.DiGraph[str]:
        """Draw all links between parties, whatever their kind."""
        return typed(self.case.judge, *KINDS, options=True)

    @cached_property
    def verdicts(self) -> dict[str, tuple[Verdict, ...]]:
        """Judge the rows in scope at each grade of evidence."""
        known = {self.case.evidence: self.case.verdicts}
        for grade, most in EVIDENCE.items():
            if grade not in known:
                known[grade] = Judge(self.case.net, most).verdicts()
        return {grade: tuple(v for v in found if v.in_scope) for grade, found in known.items()}


@dataclass(frozen=True)
class Sample:
    """The holders at one level of a system, with their norms and lines; all if it is None.

    A line belongs to the level of the one whom it holds to account: who is entrusted,
    reports, is overseen, or is rewarded or punished.
    """

    whole: Whole
    level: int | None = None

    @property
    def case(self) -> Case:
        """Give the case."""
        return self.whole.case

    @cached_property
    def holders(self) -> tuple[Holder, ...]:
        """List the parties."""
        return tuple(h for h in self.whole.parties.listed if self.covers(h.iri))

    def verdicts(self, evidence: str) -> tuple[Verdict, ...]:
        """List the verdicts in scope at a grade of evidence."""
        return tuple(v for v in self.whole.verdicts[evidence] if self.covers(v.holder))

    @cached_property
    def obligations(self) -> tuple[Norm, ...]:
        """List the obligations, at the case's grade of evidence, each once."""
        grades = GRADES[: self.case.judge.most + 1]
        return tuple(
            norm
            for norm in self.case.norms
            if norm.force == "obligation"
            and norm.evidence in grades
            and (self.level is None or any(map(self.covers, norm.holders)))
        )

    def lines(self, kind: str, most: int | None = None) -> tuple[Line, ...]:
        """List the lines of a kind at the case's grade of evidence, or at grade `most`."""
        bar = self.case.judge.most if most is None else most
        return tuple(
            line
            for line in self.case.net.edges(kind, bar)
            if line[0] != UNSTATED and self.covers(line[0] if kind == "report" else line[1])
        )

    @cached_property
    def every_line(self) -> tuple[Line, ...]:
        """List the lines of all kinds, implied ones too."""
        return tuple(line for kind in KINDS for line in self.lines(kind, IMPLIED))

    def covers(self, holder: str) -> bool:
        """Tell whether a holder stands at the level."""
        return self.level is None or self.case.net.levels.get(holder) == self.level
