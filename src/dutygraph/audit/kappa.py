"""How far do two coders agree beyond chance, and how far do two sets overlap?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement on one category over `n` units, `agreed` of which both coded alike.

    `kappa` is None where it is not defined: there are no units, or both coders used one and
    the same category throughout, so that chance alone would have them agree.
    """

    n: int
    agreed: int
    kappa: float | None

    @property
    def observed(self) -> float | None:
        """Give the raw agreement, None without units."""
        return self.agreed / self.n if self.n else None


def cohen_kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> Kappa:
    """Measure the agreement of two coders on nominal categories, corrected for chance.

    Kappa is (p - e) / (1 - e): p is the share of units coded alike, e the share that coders
    with these habits would code alike by chance, the sum over categories of the product of
    their shares. Computed in whole numbers, so that perfect agreement is exactly 1.

    Cost: O(units).
    Source: J. Cohen (1960), doi:10.1177/001316446002000104.
    """
    units = list(pairs)
    n, agreed = len(units), sum(a == b for a, b in units)
    first, second = Counter(a for a, _ in units), Counter(b for _, b in units)
    chance = sum(count * second[category] for category, count in first.items())
    room = n * n - chance
    return Kappa(n, agreed, (n * agreed - chance) / room if room else None)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many members two collections share, and how many only one of them has.

    Each ratio is None where its denominator is 0. `precision` and `recall` take the first
    collection for the standard; F1 is the same either way.
    """

    both: int
    only_a: int
    only_b: int

    @property
    def precision(self) -> float | None:
        """Give the share of the second collection that the first has too."""
        return _ratio(self.both, self.both + self.only_b)

    @property
    def recall(self) -> float | None:
        """Give the share of the first collection that the second has too."""
        return _ratio(self.both, self.both + self.only_a)

    @property
    def f1(self) -> float | None:
        """Give the harmonic mean of precision and recall."""
        return _ratio(2 * self.both, 2 * self.both + self.only_a + self.only_b)

    @property
    def jaccard(self) -> float | None:
        """Give the share of the union that both have."""
        return _ratio(self.both, self.both + self.only_a + self.only_b)


def overlap(pairs: Iterable[tuple[Collection[Hashable], Collection[Hashable]]]) -> Overlap:
    """Count what the two sides of each pair share and do not, summed over the pairs."""
    both = only_a = only_b = 0
    for left, right in pairs:
        a, b = set(left), set(right)
        both, only_a, only_b = both + len(a & b), only_a + len(a - b), only_b + len(b - a)
    return Overlap(both, only_a, only_b)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
