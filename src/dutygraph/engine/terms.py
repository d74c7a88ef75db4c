"""Which number stands for which term?"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from itertools import islice
from typing import Final, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from dutygraph.engine.vocabulary import INTERNAL, NAMES, iri

Term = TypeVar("Term", bound=Hashable)

IRI: Final = 0
BLANK: Final = 1
HELD: Final = 2
LITERAL: Final = 3  # literals from here on: plain ones, then the rest
TYPED: Final = 4


class Value(NamedTuple):
    """A literal: its words, the IRI of its datatype, its language or nothing."""

    lexical: str
    datatype: str
    language: str | None


class Terms(Generic[Term]):
    """A dictionary of terms of any RDF library, which begins with the vocabulary.

    `kind` tells IRI, blank node, plain and typed literal apart, `value` reads a literal. What
    the engine keeps for itself (`HELD`) has a number and no term.
    """

    def __init__(
        self,
        make: Callable[[str], Term],
        kind: Callable[[Term], int],
        value: Callable[[Term], Value],
    ) -> None:
        self._make, self._kind, self._value = make, kind, value
        self.numbers: dict[Term, int] = _Numbers()
        self._held = {n: f"held-{n}" for n in INTERNAL}
        for number, name in enumerate(NAMES):
            key = ("held", number) if number in INTERNAL else make(iri(name))
            self.numbers[key] = number  # type: ignore[index]
        self._all: list[Term] = []
        self._kinds = np.empty(0, dtype=np.uint8)

    def __len__(self) -> int:
        return len(self.numbers)

    def find(self, iri: str) -> int | None:
        """Find the number of an IRI, where it has one."""
        return self.numbers.get(self._make(iri))

    def number(self, terms: Iterable[Term]) -> NDArray[np.int64]:
        """Give terms their numbers, new ones the next."""
        return np.fromiter(map(self.numbers.__getitem__, terms), dtype=np.int64)

    def refill(self, more: list[Term], kinds: NDArray[np.uint8]) -> None:
        """Take in the terms that another dictionary had after the vocabulary, and all kinds.

        `more` are new here, and as many as `kinds` has beyond the vocabulary.
        """
        self.numbers.update(zip(more, range(len(self), len(kinds)), strict=True))
        self._kinds = kinds

    @property
    def all(self) -> list[Term]:
        """List terms by number; places kept by the engine hold no term of the library."""
        if len(self._all) != len(self.numbers):
            self._all = list(self.numbers)
        return self._all

    def kinds(self) -> NDArray[np.uint8]:
        """Tell for each number whether it is an IRI, a blank node, held, or a literal."""
        kind, known = self._kind, len(self._kinds)
        if known < len(self):
            new = islice(enumerate(self.all), known, None)
            found = (HELD if n in INTERNAL else kind(t) for n, t in new)
            more = np.fromiter(found, dtype=np.uint8, count=len(self) - known)
            self._kinds = np.concatenate((self._kinds, more))
        return self._kinds

    def value(self, number: int) -> Value:
        """Read a literal by its number."""
        return self._value(self.all[number])


class _Numbers(dict[Term, int]):
    """Give a new term the next number."""

    def __missing__(self, term: Term) -> int:
        number = self[term] = len(self)
        return number
