"""Which terms are equal, and which of them stands for all?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dutygraph.engine.relations import HALF, LOW, Column, distinct
from dutygraph.engine.vocabulary import SIZE


class Merge(NamedTuple):
    """Pairs of equal terms that came together, and by which rule."""

    rule: str
    keys: Column


class Equality:
    """Sets of equal terms, each with its smallest as representative.

    `is_bold` tells whether a term of the vocabulary is in a set with another.
    """

    def __init__(self, terms: int) -> None:
        self.representative: Column = np.arange(terms, dtype=np.int64)
        self.merges: list[Merge] = []
        self.is_bold = False

    def join(self, rule: str, keys: Column) -> bool:
        """Make the terms of each pair equal; tell whether they were not before.

        Roots are hung below smaller roots and ways to roots are halved until all pairs agree.
        """
        above = self.representative
        ends = distinct(keys)
        left, right = above[ends >> HALF], above[ends & LOW]
        apart = left != right
        if not apart.any():
            return False
        self.merges.append(Merge(rule, ends[apart]))
        left, right = left[apart], right[apart]
        while len(left):
            above[np.maximum(left, right)] = np.minimum(left, right)
            while True:
                higher = above[above]
                if (higher == above).all():
                    break
                above[:] = higher
            left, right = above[left], above[right]
            apart = left != right
            left, right = left[apart], right[apart]
        self.is_bold |= bool((above[ends >> HALF] < SIZE).any())
        return True

    def groups(self) -> tuple[Column, Column, Column]:
        """List the sets: for each term where its own begins and how many it holds, and all.

        A representative's set stands in `all` from `start` on; other terms have size 0.
        """
        above = self.representative
        size = np.bincount(above, minlength=len(above))
        start = np.cumsum(size) - size
        return start, size, np.argsort(above, kind="stable")
