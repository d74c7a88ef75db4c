"""Which literals are there, and what do their values mean to the rules?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dutygraph.engine.datatypes import BY_IRI, contains, read, whole_number
from dutygraph.engine.facts import Facts
from dutygraph.engine.relations import HALF, LOW, Column, pack
from dutygraph.engine.terms import LITERAL, TYPED, Value
from dutygraph.engine.values import Meaning
from dutygraph.engine.vocabulary import DATATYPES, NUMBERS

_MARKS: Final = {
    "owl:maxCardinality": (":max0", ":max1"),
    "owl:maxQualifiedCardinality": (":maxQualified0", ":maxQualified1"),
}
_WORDS: Final = frozenset({"string", "text"})


class Literals:
    """The literals of the facts, by number; read only where a rule needs a value."""

    def __init__(self, kinds: NDArray[np.uint8], value: Callable[[int], Value]) -> None:
        self.numbers: Column = np.flatnonzero(kinds >= LITERAL)
        self.typed: Column = np.flatnonzero(kinds == TYPED)
        self.value = value
        self._read: dict[int, Meaning | None] = {}
        self._held: dict[int, Column] = {}

    def meaning(self, number: int) -> Meaning | None:
        """Read a literal, once; nothing where it is ill-typed."""
        if number not in self._read:
            self._read[number] = read(self.value(number))
        return self._read[number]

    def equal(self) -> Column:
        """Pair literals of one value that are written in several ways (dt-eq).

        Plain literals have one way each, and are looked at only beside typed ones of words.
        """
        groups: dict[Meaning, list[int]] = defaultdict(list)
        for number in self.typed.tolist():
            found = self.meaning(number)
            if found is not None:
                groups[found].append(number)
        if any(space in _WORDS for space, _ in groups):
            for number in np.setdiff1d(self.numbers, self.typed).tolist():
                found = read(self.value(number))
                if found in groups:
                    groups[found].append(number)
        pairs = [(a, b) for g in groups.values() for a, b in pairwise(g)]
        ends = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
        return pack(ends[:, 0], ends[:, 1])

    def mark_cardinalities(self, facts: Facts) -> None:
        """Mark the restrictions whose greatest cardinality is 0, or 1."""
        for name, marks in _MARKS.items():
            keys = facts.keys(NUMBERS[name])
            literal = np.isin(keys & LOW, self.numbers)
            for key in keys[literal].tolist():
                most = whole_number(self.value(key & LOW))
                if most in {0, 1}:
                    facts.add(~NUMBERS[marks[most]], np.array([key >> HALF]))

    def held(self, datatype: int) -> Column:
        """List the literals whose value a datatype holds (dt-type2)."""
        if datatype not in self._held:
            found = [n for n in self.numbers.tolist() if self._is_in(n, datatype)]
            self._held[datatype] = np.array(found, dtype=np.int64)
        return self._held[datatype]

    def _is_in(self, number: int, datatype: int) -> bool:
        found = self.meaning(number)
        return found is not None and contains(datatype, found)

    def types_of(self, number: int) -> Iterator[int]:
        """List the datatypes that hold a literal."""
        yield from (d for d in sorted(DATATYPES) if self._is_in(number, d))

    def refuses(self, datatype: int, number: int) -> bool:
        """Tell whether a datatype surely does not hold a literal (dt-not-type)."""
        found = self.meaning(number)
        return found is None or (_is_known(found) and not contains(datatype, found))

    def differ(self, one: int, other: int) -> bool:
        """Tell whether two literals surely have different values (dt-diff)."""
        left, right = self.meaning(one), self.meaning(other)
        if left is None or right is None:
            return False
        return left != right and _is_known(left) and _is_known(right)

    def codes(self, numbers: Column) -> Column:
        """Give values numbers, equal ones the same; -1 to one that may equal any other."""
        known: dict[Meaning, int] = {}
        found = [self.meaning(n) for n in numbers.tolist()]
        return np.array(
            [known.setdefault(v, len(known)) if v and _is_known(v) else -1 for v in found],
            dtype=np.int64,
        )

    def any_differ(self) -> bool:
        """Tell whether some two literals have different values."""
        known = (v for v in map(self.meaning, self.numbers.tolist()) if v and _is_known(v))
        first = next(known, None)
        return any(v != first for v in known)

    def own(self, number: int) -> int:
        """Tell the number of a literal's own datatype, which must be a known one."""
        return BY_IRI[self.value(number).datatype]

    def malformed(self) -> Iterator[int]:
        """List the ill-typed literals."""
        yield from (n for n in self.typed.tolist() if self.meaning(n) is None)


def _is_known(found: Meaning) -> bool:
    """Tell whether a value is in a value space that is known: others are named by an IRI."""
    return ":" not in found[0]


def wanted(read_by_rules: set[int]) -> list[int]:
    """List the datatypes whose literals some rule asks for."""
    everything = NUMBERS["rdf:type"] in read_by_rules
    return sorted(d for d in DATATYPES if everything or ~d in read_by_rules)
