"""What was given, what follows, and how many triples is that?

Facts are held over representatives; here every set of equal terms is written out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dutygraph.engine.equality import Equality
from dutygraph.engine.facts import Facts
from dutygraph.engine.literals import Literals
from dutygraph.engine.relations import EMPTY, HALF, LOW, Column, Index, pack
from dutygraph.engine.rules import Rule
from dutygraph.engine.terms import IRI, LITERAL
from dutygraph.engine.vocabulary import INTERNAL, SAME, TYPE


@dataclass(frozen=True)
class Result:
    """Everything known after saturation.

    Triples: those whose predicate is no IRI are not written, nor those whose subject is a
        literal, which `dropped` counts, nor an inferred `x owl:sameAs x`. `given` are the
        triples given, by property; those of rdf:type by class, as ~class.
    """

    facts: Facts
    equality: Equality
    kinds: NDArray[np.uint8]
    given: dict[int, Column]
    rules: tuple[Rule, ...]
    literals: Literals

    def known(self) -> Iterator[tuple[int, Column]]:
        """List all triples: each relation with its facts, sorted."""
        rest = dict(self.given)
        for relation, keys in self._written():
            before = rest.pop(relation, EMPTY)
            extra = before[~_within(before, keys)]
            yield relation, np.sort(np.concatenate((keys, extra))) if len(extra) else keys
        yield from rest.items()

    def inferred(self) -> Iterator[tuple[int, Column]]:
        """List the triples that were not given: each relation with its facts, sorted."""
        for relation, keys in self._written():
            before = self.given.get(relation, EMPTY)
            new = keys[~_within(keys, before)] if len(before) else keys
            if len(new):
                yield relation, new

    @cached_property
    def dropped(self) -> int:
        """Count conclusions that have a literal as subject."""
        literal = self.kinds >= LITERAL
        return sum(
            int(literal[_subjects(relation, keys)].sum()) for relation, keys in self._spread()
        )

    def counts(self) -> tuple[dict[int, int], dict[int, int]]:
        """Count all triples by predicate, and those of rdf:type by class."""
        predicates: dict[int, int] = {}
        classes: dict[int, int] = {}
        for relation, keys in self.known():
            predicate = TYPE if relation < 0 else relation
            predicates[predicate] = predicates.get(predicate, 0) + len(keys)
            if relation < 0:
                classes[~relation] = len(keys)
        return predicates, classes

    def _written(self) -> Iterator[tuple[int, Column]]:
        literal = self.kinds >= LITERAL
        for relation, keys in self._spread():
            bad = literal[_subjects(relation, keys)]
            kept = keys[~bad] if bad.any() else keys
            if len(kept):
                yield relation, kept

    def _spread(self) -> Iterator[tuple[int, Column]]:
        """Write facts with all equal terms, for predicates that are IRIs."""
        facts = self.facts
        left_out = INTERNAL | {~n for n in INTERNAL} | {SAME}
        relations = [r for r in facts.relations() if r not in left_out]
        if not self.equality.merges:
            yield from ((r, facts.keys(r)) for r in relations if r < 0 or self.kinds[r] == IRI)
            same = facts.keys(SAME)
            yield SAME, same[same >> HALF != same & LOW]
            return
        start, size, terms = self.equality.groups()
        for relation in relations:
            named = ~relation if relation < 0 else relation
            keys = self._unfold(relation, start, size, terms)
            for name in terms[start[named] : start[named] + size[named]].tolist():
                if relation < 0:
                    yield ~name, keys
                elif self.kinds[name] == IRI:
                    yield name, keys
        yield SAME, self._equal(start, size, terms)

    def _unfold(self, relation: int, start: Column, size: Column, terms: Column) -> Column:
        keys = self.facts.keys(relation)
        if relation < 0:
            _, found = _members(keys, start, size, terms)
            return np.sort(found)
        left, right = keys >> HALF, keys & LOW
        if bool((size[left] == 1).all()) and bool((size[right] == 1).all()):
            return keys
        row, left = _members(left, start, size, terms)
        row, right = _members(right[row], start, size, terms)
        return np.sort(pack(left[row], right))

    def _equal(self, start: Column, size: Column, terms: Column) -> Column:
        """Pair the terms of each set with one another."""
        many = np.flatnonzero(size > 1)
        row, left = _members(many, start, size, terms)
        row, right = _members(many[row], start, size, terms)
        keys = pack(left[row], right)
        return np.sort(keys[left[row] != right])


def _members(column: Column, start: Column, size: Column, terms: Column) -> tuple[Column, Column]:
    """Write for each representative its whole set: the row it came from, and the term."""
    counts = size[column]
    row = np.repeat(np.arange(len(column)), counts)
    within = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    return row, terms[start[column][row] + within]


def _subjects(relation: int, keys: Column) -> Column:
    return keys if relation < 0 else keys >> HALF


def _within(keys: Column, known: Column) -> NDArray[np.bool_]:
    return Index(known).has(keys)
