"""Does a contested reading change the verdict?

Where the data hold two readings of the same words, the verdict is given under each: the
literal one as it stands, and the other in its place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dutygraph.audit.case import Case
from dutygraph.findings import Words
from dutygraph.net.links import Net, Support
from dutygraph.net.loops import Judge
from dutygraph.triples.proofs import CONTESTED, EXPLICIT


@dataclass(frozen=True, slots=True)
class Reading:
    """One contested reading: the norm it rests on, and what it changes.

    `before` and `after` give the missing links of each holder that differs, by IRI.
    """

    norm: str
    literal: str
    note: Words
    before: dict[str, tuple[str, ...]]
    after: dict[str, tuple[str, ...]]
    grades: dict[str, tuple[str, str]]

    @property
    def changes_verdict(self) -> bool:
        """Tell whether a link that was missing appears, or one that was there is lost."""
        return self.before != self.after


def readings(case: Case) -> tuple[Reading, ...]:
    """Judge again under each contested reading, in the order of the text."""
    contested = [
        n
        for n in case.reasoned.reader.norms(readings=True)
        if n.evidence == "contested" and n.read_from
    ]
    return tuple(_reading(case, n.iri, str(n.read_from)) for n in contested)


def _reading(case: Case, norm: str, literal: str) -> Reading:
    judge = Judge(instead(case.net, norm, literal), case.judge.most)
    before: dict[str, tuple[str, ...]] = {}
    after: dict[str, tuple[str, ...]] = {}
    grades: dict[str, tuple[str, str]] = {}
    for old, new in zip(case.verdicts, judge.verdicts(), strict=True):
        if old.missing != new.missing:
            before[old.holder], after[old.holder] = old.missing, new.missing
        for was, now in zip(old.links, new.links, strict=True):
            if was.grade != now.grade:
                grades[f"{old.holder} {was.kind}"] = (was.grade, now.grade)
    note = case.reasoned.reader.note(norm)
    return Reading(norm, literal, note, before, after, grades)


def instead(net: Net, norm: str, literal: str) -> Net:
    """Give a net in which one contested norm stands in place of the literal one."""
    graph = net.links.copy()
    for source, target, key in list(net.links.edges(keys=True)):
        kept = tuple(
            sorted(
                Support(EXPLICIT, (), s.norm, s.triggered)
                if s.norm == norm and s.grade == CONTESTED
                else s
                for s in net.supports(source, target, key)
                if s.norm != literal
            )
        )
        if kept:
            graph.edges[source, target, key]["supports"] = kept
        else:
            graph.remove_edge(source, target, key)
    return replace(net, links=graph)
