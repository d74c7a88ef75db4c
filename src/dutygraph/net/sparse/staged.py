"""Who answers to whom, and who is bound to whom, asked for many pairs at once?

The ways are those of `Answering` and `Independence`; only the places are numbers: holder
times stages, plus stage.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from dutygraph.net.independence import BELOW, DOWN, ENTRUSTING, MEMBER, PART, SELF, TIES, UP
from dutygraph.net.sparse.columns import Columns, Ints, Typed
from dutygraph.net.sparse.reach import Flags, Ways, distinct, joined, ways
from dutygraph.triples.proofs import IMPLIED

_BEFORE, _AFTER, _OPTION = range(3)
_REPORTING: Final = 3
_HIERARCHY: Final = 5

_Part = tuple[Typed, int, int]


@dataclass(frozen=True)
class Reports:
    """The reporting side of a net; see `Answering`."""

    net: Columns

    def answered(self, holder: Ints, forum: Ints, most: int) -> Flags:
        """Tell for each pair whether a holder answers to a forum, in one report or more.

        Cost: each pair is asked once, however often it is given.
        """
        size = self.net.size
        asked = holder.astype(np.int64) * size + forum
        pairs = distinct(asked)
        holders, forums = np.divmod(pairs, size)
        told = np.zeros(len(pairs), np.bool_)
        for stage in (_AFTER, _OPTION) if len(self.net.links["option"].source) else (_AFTER,):
            left = np.flatnonzero(~told)
            told[left] = joined(
                self._ways(most),
                np.arange(len(left)),
                holders[left] * _REPORTING + _BEFORE,
                forums[left] * _REPORTING + stage,
            )
        flags: Flags = told[np.searchsorted(pairs, asked)]
        return flags

    @cached_property
    def _memo(self) -> dict[int, Ways]:
        return {}

    def _ways(self, most: int) -> Ways:
        if most not in self._memo:
            report, option, partner, post = (
                self.net.links[kind].upto(most) for kind in ("report", "option", "partner", "post")
            )
            parts = [
                (report, _BEFORE, _AFTER),
                (report, _AFTER, _AFTER),
                (option, _AFTER, _OPTION),
                (post, _BEFORE, _BEFORE),
            ]
            if most >= IMPLIED:
                parts += [(partner, _AFTER, _AFTER), (partner, _BEFORE, _BEFORE)]
            self._memo[most] = _placed(parts, _REPORTING, self.net.size)
        return self._memo[most]


@dataclass(frozen=True)
class Hierarchy:
    """The hierarchy of entrusting and of parts, against its direction; see `Independence`."""

    net: Columns
    most: int

    def bound(self, holder: Ints, overseer: Ints) -> Flags:
        """Tell for each pair whether an overseer is the holder, a part of it, or under it."""
        above = overseer.astype(np.int64) * _HIERARCHY
        starts = (PART, MEMBER, BELOW)
        below = joined(
            self._ways,
            np.tile(np.arange(len(holder)), len(starts)),
            np.concatenate([above + stage for stage in starts]),
            holder.astype(np.int64) * _HIERARCHY + SELF,
        )
        bound: Flags = below | (holder == overseer)
        return bound

    @cached_property
    def _ways(self) -> Ways:
        entrust = self.net.links["entrust"].upto(self.most)
        parts: list[_Part] = [(entrust, stage, BELOW) for stage in ENTRUSTING]
        for kind in TIES:
            up = self.net.links[kind].upto(self.most)
            down = Typed(up.target, up.source, up.grade)
            parts += [(up, *stages) for stages in UP if kind != "member"]
            parts += [(down, *stages) for stages in DOWN[kind]]
        against = [(Typed(t.target, t.source, t.grade), end, start) for t, start, end in parts]
        return _placed(against, _HIERARCHY, self.net.size)


def _placed(parts: list[_Part], stages: int, size: int) -> Ways:
    source = np.concatenate([t.source.astype(np.int64) * stages + start for t, start, _ in parts])
    target = np.concatenate([t.target.astype(np.int64) * stages + end for t, _, end in parts])
    return ways(source, target, size * stages)
