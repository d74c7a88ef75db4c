"""Which of many pairs does a way join?

All questions walk at once, one step a round, each as a pair of numbers: the question and
where it has come. A question leaves the walk when it is answered, so what costs is how far
apart the pairs are, not how large the net is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Rounds after which rings are drawn together: a walk that is still on may be running in one.
_ROUNDS: Final = 24
# The same is done where so many places are met by each question on average.
_CROWD: Final = 64


@dataclass(frozen=True, slots=True)
class Ways:
    """Steps between numbered places, by the place they start from.

    Shapes: the steps of place i lead to `ends[starts[i]:starts[i + 1]]`.
    """

    starts: Longs
    ends: Longs

    @property
    def size(self) -> int:
        """Count the places."""
        return len(self.starts) - 1

    def following(self, places: Longs) -> tuple[Longs, Longs]:
        """List what follows each of some places.

        Returns: for each step, which of the given places it starts from, and its end.
        """
        first = self.starts[places]
        count = self.starts[places + 1] - first
        origin = np.repeat(np.arange(len(places)), count)
        offset = np.arange(len(origin)) - np.repeat(np.cumsum(count) - count, count)
        return origin, self.ends[first[origin] + offset]


def ways(source: Longs, target: Longs, size: int) -> Ways:
    """Index steps by their start.

    Cost: O(n) for n steps, one stable sort.
    """
    order = np.argsort(source, kind="stable")
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(source, minlength=size), out=starts[1:])
    return Ways(starts, target[order].astype(np.int64))


def joined(steps: Ways, question: Longs, start: Longs, goals: Longs) -> Flags:
    """Tell for each question whether a way of one step or more leads to its goal.

    Net: places are numbers below `steps.size`. `question` and `start` pair a question with
        each place it may start from; `goals` has one place for each question.
    Cost: the places met by each question until it is answered; rings are drawn together
        when a walk grows long, so that it ends.
    Returns: one flag for each question, in the order of `goals`.
    """
    found = np.zeros(len(goals), np.bool_)
    at, place = question.astype(np.int64), start.astype(np.int64)
    for _ in range(_ROUNDS):
        before = len(at)
        at, place = _step(steps, at, place, goals, found)
        if not len(at):
            return found
        if len(at) > before:
            at, place = _once(at, place, steps.size)
        if len(at) > _CROWD * len(goals):
            break
    left = np.flatnonzero(~found)
    again = np.isin(question, left)
    found[left] = _condensed(
        steps, np.searchsorted(left, question[again]), start[again].astype(np.int64), goals[left]
    )
    return found


def _step(steps: Ways, at: Longs, place: Longs, goals: Longs, found: Flags) -> tuple[Longs, Longs]:
    """Walk one step on, mark who has arrived, and leave out those questions."""
    origin, ends = steps.following(place)
    at = at[origin]
    found[at[ends == goals[at]]] = True
    going = ~found[at]
    return at[going], ends[going]


def _once(at: Longs, place: Longs, size: int) -> tuple[Longs, Longs]:
    """Keep each pair once, sorted."""
    return np.divmod(distinct(at * size + place), np.int64(size))


def distinct(keys: Longs) -> Longs:
    """Sort and keep each once; `np.unique` hashes integers, which takes many times as long."""
    ordered = np.sort(keys)
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def _condensed(steps: Ways, question: Longs, start: Longs, goals: Longs) -> Flags:
    """Answer on the acyclic net of rings, in rounds of at most so many questions."""
    source = np.repeat(np.arange(steps.size), np.diff(steps.starts))
    ones = np.ones(len(source), np.int8)
    shape = (steps.size, steps.size)
    matrix = coo_array((ones, (source, steps.ends)), shape=shape).tocsr()
    count, found = connected_components(matrix, directed=True, connection="strong")
    ring = found.astype(np.int64)
    around = np.bincount(ring, minlength=count) > 1
    around[ring[source[source == steps.ends]]] = True
    edges = distinct(ring[source] * np.int64(count) + ring[steps.ends])
    outer = edges[edges // count != edges % count]
    acyclic = ways(outer // count, outer % count, int(count))
    at, place, ends = question, ring[start], ring[goals]
    answered = np.zeros(len(goals), np.bool_)
    answered[at[(place == ends[at]) & around[place]]] = True
    while len(at):
        at, place = _step(acyclic, at, place, ends, answered)
        at, place = _once(at, place, int(count))
    return answered
