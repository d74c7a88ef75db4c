"""How are the pairs of a property, and the members of a class, held as columns?

A pair (s, o) is one integer, s in its upper half: sorted, the pairs of one subject stand side
by side. A relation grows in sorted runs, each at least twice the next, so that n pairs are
merged O(log n) times however many rounds brought them.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]
Mask = NDArray[np.bool_]

HALF: Final = 32
LOW: Final = (1 << HALF) - 1
EMPTY: Final[Column] = np.empty(0, dtype=np.int64)
_DENSE: Final = 32  # members of a class become a bitmap once one in so many terms is in it
_MANY: Final = 8  # a jump table pays once one in so many terms is looked up


def pack(left: Column, right: Column) -> Column:
    """Make pairs of two columns."""
    return left << HALF | right


def flip(keys: Column) -> Column:
    """Turn pairs round."""
    return (keys & LOW) << HALF | keys >> HALF


def distinct(keys: Column) -> Column:
    """Sort, and keep one of each; what is so already is given back as it is."""
    if len(keys) < 2 or bool((keys[1:] > keys[:-1]).all()):  # noqa: PLR2004
        return keys
    keys = np.sort(keys)
    return keys[np.concatenate(([True], keys[1:] != keys[:-1]))]


class Run:
    """Sorted pairs, looked up by their left half.

    Cost: a binary search for each term asked, or one jump where many are asked at once; the
        table for jumps is made once, O(pairs + terms).
    """

    def __init__(self, keys: Column) -> None:
        self.keys = keys
        self._starts: Column | None = None

    def find(self, left: Column, terms: int) -> tuple[Column, Column]:
        """Find for each term the part of the run that begins with it: from, to."""
        if self._starts is None and len(left) * _MANY > terms:
            counts = np.bincount(self.keys >> HALF, minlength=terms)
            self._starts = np.concatenate(([0], np.cumsum(counts)))
        if self._starts is not None and len(self._starts) > terms:
            return self._starts[left], self._starts[left + 1]
        begin = np.searchsorted(self.keys, left << HALF)
        return begin, np.searchsorted(self.keys, (left + 1) << HALF)


class Index:
    """A growing set of pairs in one order."""

    def __init__(self, keys: Column = EMPTY) -> None:
        self.runs: list[Run] = [Run(keys)] if len(keys) else []

    def __len__(self) -> int:
        return sum(len(run.keys) for run in self.runs)

    def grow(self, new: Column) -> None:
        """Add pairs that are sorted, distinct and not yet in."""
        if not len(new):
            return
        self.runs.append(Run(new))
        while len(self.runs) > 1 and len(self.runs[-2].keys) < 2 * len(self.runs[-1].keys):
            last, before = self.runs.pop(), self.runs.pop()
            self.runs.append(Run(_merge(before.keys, last.keys)))

    def has(self, keys: Column) -> Mask:
        """Tell which pairs are in."""
        found = np.zeros(len(keys), dtype=np.bool_)
        for run in self.runs:
            place = np.searchsorted(run.keys, keys)
            place[place == len(run.keys)] = 0
            found |= run.keys[place] == keys
        return found

    def keys(self) -> Column:
        """List all pairs, sorted."""
        if len(self.runs) > 1:
            whole = np.sort(np.concatenate([run.keys for run in self.runs]))
            self.runs = [Run(whole)]
        return self.runs[0].keys if self.runs else EMPTY

    def follow(self, left: Column, terms: int) -> tuple[Column, Column]:
        """Join a column with the left halves: for each match its row, and the right half."""
        rows, found = [], []
        for run in self.runs:
            begin, end = run.find(left, terms)
            counts = end - begin
            row = np.repeat(np.arange(len(left)), counts)
            jump = np.repeat(begin - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
            rows.append(row)
            found.append(run.keys[jump + np.arange(len(row))] & LOW)
        if len(rows) == 1:
            return rows[0], found[0]
        return (np.concatenate(rows), np.concatenate(found)) if rows else (EMPTY, EMPTY)


def _merge(large: Column, small: Column) -> Column:
    if len(small) * _DENSE < len(large):
        return np.insert(large, np.searchsorted(large, small), small)
    return np.sort(np.concatenate((large, small)))


class Pairs:
    """The pairs of one property, in the order of subjects and, once asked for, of objects."""

    def __init__(self, keys: Column = EMPTY) -> None:
        self.forward = Index(keys)
        self._backward: Index | None = None

    def __len__(self) -> int:
        return len(self.forward)

    def add(self, keys: Column) -> Column:
        """Add pairs; give those that are new, sorted."""
        keys = distinct(keys)
        if len(self.forward):
            keys = keys[~self.forward.has(keys)]
        self.forward.grow(keys)
        if self._backward is not None:
            self._backward.grow(np.sort(flip(keys)))
        return keys

    def keys(self) -> Column:
        """List all pairs, sorted."""
        return self.forward.keys()

    def has(self, keys: Column) -> Mask:
        """Tell which pairs are in."""
        return self.forward.has(keys)

    @property
    def backward(self) -> Index:
        """Look pairs up by their object; they stand turned round."""
        if self._backward is None:
            self._backward = Index(np.sort(flip(self.keys())))
        return self._backward


class Members:
    """The members of one class: sorted numbers, or a bitmap once they are many."""

    def __init__(self, terms: int) -> None:
        self._terms = terms
        self._sorted: Column | None = EMPTY
        self._bits: Mask | None = None
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, members: Column) -> Column:
        """Add members; give those that are new, sorted."""
        if self._bits is None and (self._count + len(members)) * _DENSE > self._terms:
            self._bits = np.zeros(self._terms, dtype=np.bool_)
            self._bits[self.keys()] = True
        new = self._add_bits(self._bits, members) if self._bits is not None else self._add(members)
        self._count += len(new)
        return new

    def _add_bits(self, bits: Mask, members: Column) -> Column:
        if len(members) * _DENSE > self._terms:
            fresh = np.zeros(self._terms, dtype=np.bool_)
            fresh[members] = True
            fresh &= ~bits
            new = np.flatnonzero(fresh)
        else:
            new = distinct(members)
            new = new[~bits[new]]
        if len(new):
            bits[new] = True
            self._sorted = None
        return new

    def _add(self, members: Column) -> Column:
        known = self.keys()
        new = distinct(members)
        new = new[~self.has(new)]
        if len(new):
            self._sorted = _merge(known, new)
        return new

    def keys(self) -> Column:
        """List all members, sorted."""
        if self._sorted is None:
            assert self._bits is not None  # noqa: S101 — one of the two always holds them
            self._sorted = np.flatnonzero(self._bits)
        return self._sorted

    def has(self, terms: Column) -> Mask:
        """Tell which terms are members."""
        if self._bits is not None:
            return self._bits[terms]
        known = self.keys()
        if not len(known):
            return np.zeros(len(terms), dtype=np.bool_)
        place = np.searchsorted(known, terms)
        place[place == len(known)] = 0
        found: Mask = known[place] == terms
        return found
