"""Which links does each holder's chain have, for a whole country at once?

The sparse twin of `Judge`: the same six links by the same rules, as grades in columns. A
walk is as sure as its weakest hop, so a link has a grade where it stands on the hops of
that grade and surer, and each grade is asked apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from dutygraph.net.loops import CLOSED, CLOSED_IMPLIED, OPEN
from dutygraph.net.sparse.columns import MISSING, Columns, Grades, Ints, Typed
from dutygraph.net.sparse.reach import Flags, Longs
from dutygraph.net.sparse.staged import Hierarchy, Reports
from dutygraph.triples.proofs import EXPLICIT, IMPLIED

OUTCOMES: Final = (CLOSED, CLOSED_IMPLIED, OPEN)


@dataclass(frozen=True, slots=True)
class Scan:
    """The grade of each link of each holder judged.

    Shapes: `rows` numbers the holders; `grades` has a row for each and a column for each of
        `LINKS`: 0 explicit, 1 implied, 2 contested, or MISSING.
    """

    rows: Ints
    grades: Grades

    @property
    def outcomes(self) -> Grades:
        """Give for each row its place in `OUTCOMES`."""
        worst = self.grades.max(axis=1, initial=EXPLICIT)
        outcome = np.where(worst == MISSING, 2, np.where(worst == EXPLICIT, 0, 1))
        return outcome.astype(np.int8)


def scan(net: Columns, most: int = IMPLIED) -> Scan:
    """Judge every holder that has a row, on evidence of one grade or surer.

    Cost: O(E log E) in links, and for each pair asked the holders that lie between the two.
    """
    return _Scanner(net, most).scan()


@dataclass(frozen=True)
class _Scanner:
    net: Columns
    most: int

    def scan(self) -> Scan:
        entrust, report = self._delegation()
        found = (
            entrust,
            self._duty(),
            report,
            _surest(self.overseers, self.net.size),
            _surest(self._kind("consequence"), self.net.size),
            self._returns(),
        )
        return Scan(self.net.rows, np.stack([f[self.net.rows] for f in found], axis=1))

    def _kind(self, kind: str) -> Typed:
        return self.net.links[kind].upto(self.most)

    @cached_property
    def reports(self) -> Reports:
        return Reports(self.net)

    @cached_property
    def principals(self) -> Typed:
        found = self._kind("entrust")
        return found.where(found.source != found.target)

    @cached_property
    def overseers(self) -> Typed:
        """List the independent overseers; implied links bind them, whatever the evidence."""
        found = self._kind("oversight")
        hierarchy = Hierarchy(self.net, max(self.most, IMPLIED))
        return found.where(~hierarchy.bound(found.target, found.source))

    def _duty(self) -> Grades:
        duty = np.where(self.net.duty <= self.most, self.net.duty, MISSING).astype(np.int8)
        partner = self.net.links["partner"]
        np.minimum.at(duty, partner.target, duty[partner.source])
        return duty

    def _delegation(self) -> tuple[Grades, Grades]:
        """Choose for each holder the principal whose entrusting and report are surest."""
        found = self.principals
        back = self._answers(found.target, found.source)
        heard = np.where(back == MISSING, EXPLICIT, back)
        worst, both = np.maximum(found.grade, heard), found.grade + heard
        nearness = (found.source, found.grade, -self.net.level[found.source])
        order = np.lexsort((*nearness, both, worst, back == MISSING, found.target))
        target = found.target[order]
        first = np.flatnonzero(np.diff(target, prepend=-1))
        holder = target[first]
        entrust, report = (np.full(self.net.size, MISSING, np.int8) for _ in range(2))
        entrust[holder] = found.grade[order][first]
        report[holder] = back[order][first]
        return entrust, report

    def _answers(self, holder: Ints, forum: Ints) -> Grades:
        """Give for each pair the grade by which a holder answers to a forum."""
        found = np.full(len(holder), MISSING, np.int8)
        for most in range(EXPLICIT, self.most + 1):
            left = np.flatnonzero(found == MISSING)
            told = self.reports.answered(holder[left], forum[left], most)
            found[left[told]] = most
        return found

    def _returns(self) -> Grades:
        found = np.full(self.net.size, MISSING, np.int8)
        for most in range(self.most, EXPLICIT - 1, -1):
            found[self._returned(most)] = most
        return found

    def _returned(self, most: int) -> Longs:
        """List the holders whose consequence comes from one tied to a principal.

        The imposer acts as an overseer, as a principal, or on what an overseer reports to
        it; and it, or that overseer, is a principal or answers to one.
        """
        imposed = self._kind("consequence").upto(most)
        imposed = imposed.where(imposed.source >= 0)
        overseen, entrusted = self.overseers.upto(most), self.principals.upto(most)
        held = self._tied(imposed.source, imposed.target, entrusted, most)
        acting = self._within(imposed, overseen) | self._within(imposed, entrusted)
        direct = imposed.target[acting & held]
        at, which = _paired(imposed.target, overseen.target)
        told = self.reports.answered(overseen.source[which], imposed.source[at], most)
        at, which = at[told], which[told]
        watched = self._tied(overseen.source[which], overseen.target[which], entrusted, most)
        return np.concatenate([direct, imposed.target[at[held[at] | watched]]]).astype(np.int64)

    def _tied(self, party: Ints, holder: Ints, entrusted: Typed, most: int) -> Flags:
        """Tell for each pair whether a party is a principal of a holder, or answers to one."""
        found = self._within(Typed(party, holder, np.zeros(len(party), np.int8)), entrusted)
        left = np.flatnonzero(~found)
        at, which = _paired(holder[left], entrusted.target)
        told = self.reports.answered(party[left[at]], entrusted.source[which], most)
        found[left[at[told]]] = True
        return found

    def _within(self, some: Typed, others: Typed) -> Flags:
        """Tell for each link whether the others have its pair too."""
        size = np.int64(self.net.size)
        known = others.target * size + others.source
        if not len(known):
            return np.zeros(len(some.source), np.bool_)
        asked = some.target * size + some.source
        at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
        flags: Flags = known[at] == asked
        return flags


def _surest(links: Typed, size: int) -> Grades:
    found = np.full(size, MISSING, np.int8)
    np.minimum.at(found, links.target, links.grade)
    return found


def _paired(some: Ints, others: Ints) -> tuple[Longs, Longs]:
    """Pair each entry with every equal entry of a sorted column, as places in both."""
    first = np.searchsorted(others, some, "left")
    count = np.searchsorted(others, some, "right") - first
    at = np.repeat(np.arange(len(some)), count)
    offset = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
    return at, first[at] + offset
