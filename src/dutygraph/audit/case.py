"""What does judging one system need, computed once and in order?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from dutygraph.errors import DataError
from dutygraph.model import Excerpt, Norm, Provision
from dutygraph.net.kept import read_net, write_net
from dutygraph.net.links import Net, net
from dutygraph.net.loops import DirectLoop, Judge, Verdict
from dutygraph.text.coverage import split_purposes, uncovered
from dutygraph.triples.cache import content, recall, remember
from dutygraph.triples.forms import problems
from dutygraph.triples.proofs import EXPLICIT, IMPLIED
from dutygraph.triples.reasoned import Reasoned, reason
from dutygraph.triples.system import System, load

# The parts of a case that the cache keeps.
_NET: Final = "net"
_SOUND: Final = "sound"

EVIDENCE = {"explicit": EXPLICIT, "implied": IMPLIED}


@dataclass(frozen=True)
class Case:
    """A system, what follows from it, its net and the verdicts at one grade of evidence."""

    system: System
    reasoned: Reasoned
    evidence: str

    @cached_property
    def net(self) -> Net:
        """Build the typed links of the holders, or take them from the cache."""
        made = recall(self.reasoned.content, _NET)
        if made is not None:
            return read_net(made)
        found = net(self.reasoned.asserted, self.reasoned.known, self.reasoned.proofs)
        remember(self.reasoned.content, _NET, write_net(found))
        return found

    @cached_property
    def judge(self) -> Judge:
        """Set up the loop check."""
        return Judge(self.net, EVIDENCE[self.evidence])

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Judge each holder that has a row."""
        return self.judge.verdicts()

    @cached_property
    def loops(self) -> tuple[DirectLoop, ...]:
        """List the direct loops."""
        return self.judge.direct_loops()

    @cached_property
    def norms(self) -> tuple[Norm, ...]:
        """Read the norms of the text, in its order."""
        return self.reasoned.reader.norms()

    @cached_property
    def provisions(self) -> tuple[Provision, ...]:
        """Read the provisions, in the order of the text."""
        return self.reasoned.reader.provisions()

    @cached_property
    def coverage(self) -> tuple[tuple[Provision, tuple[Excerpt, ...], tuple[Excerpt, ...]], ...]:
        """List for each article its purpose phrases and its words without a norm."""
        if self.system.text is None:
            return ()
        found = []
        for article in (p for p in self.provisions if p.kind == "article"):
            own = [n for n in self.norms if n.provision == article]
            rest = uncovered(self.system.text, article, own)
            found.append((article, *split_purposes(rest, article)))
        return tuple(found)


def open_case(name: str, evidence: str = "implied") -> Case:
    """Load a system, refuse one that breaks a form, and reason over it.

    Raises: SourceError or UsageError when it cannot be read, TermError or DataError at the
        first form it breaks.
    """
    return case_of(load(name), evidence)


def open_cases(names: Sequence[str], evidence: str = "implied") -> tuple[tuple[str, Case], ...]:
    """Open several systems, each with the name that tells it from the others.

    Returns: pairs in the order given; two systems of one name go by what they were called.
    Raises: as `open_case` does.
    """
    cases = [open_case(name, evidence) for name in names]
    known = Counter(case.system.name for case in cases)
    return tuple(
        (case.system.name if known[case.system.name] == 1 else name, case)
        for name, case in zip(names, cases, strict=True)
    )


def case_of(system: System, evidence: str = "implied") -> Case:
    """Reason over a loaded system, refusing one that breaks a form."""
    name = content(system.store)
    broken = () if recall(name, _SOUND) is not None else problems(system)
    if broken:
        first = broken[0]
        more = f" ({len(broken) - 1} more)" if len(broken) > 1 else ""
        raise DataError(first.message + more, place=first.place, cure=first.cure) from first
    remember(name, _SOUND, b"")
    return Case(system, reason(system), evidence)
