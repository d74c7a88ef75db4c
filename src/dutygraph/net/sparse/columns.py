"""How does a net look as columns of integers, one row a link?

The sparse twin of `Net`: what a verdict's grades depend on, and nothing of what its witness
needs, so that a country fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from dutygraph.net.links import UNSTATED, Net

Ints = npt.NDArray[np.int32]
Grades = npt.NDArray[np.int8]

KINDS: Final = (
    "entrust", "report", "oversight", "consequence", "option", "post", "partner", "member",
)  # fmt: skip
# No grade: worse than any that `proofs` knows.
MISSING: Final = 9


@dataclass(frozen=True, slots=True)
class Typed:
    """The links of one kind: from, to, and the grade of the surest norm, each pair once.

    Shapes: three columns of one length, sorted by target, then source.
    """

    source: Ints
    target: Ints
    grade: Grades

    def upto(self, most: int) -> Typed:
        """Keep the links at a grade or surer."""
        return self.where(self.grade <= most)

    def where(self, kept: npt.NDArray[np.bool_]) -> Typed:
        """Keep the links that are marked."""
        return Typed(self.source[kept], self.target[kept], self.grade[kept])


@dataclass(frozen=True, slots=True)
class Columns:
    """Holders by number, with their typed links.

    Net: as `Net`, whose IRIs `names` lists in their order. A consequence counts with its
        surest norm that has a trigger; one whose imposer is not stated has source -1.
    Shapes: `duty` (the surest obligation each holds, or MISSING) and `level` (0 where not
        known) have one entry a holder; `rows` numbers those that are judged.
    """

    names: tuple[str, ...]
    links: Mapping[str, Typed]
    duty: Grades
    level: Ints
    rows: Ints

    @property
    def size(self) -> int:
        """Count the holders."""
        return len(self.duty)


def columns(net: Net) -> Columns:
    """Write a net as columns.

    Cost: O(V + E), a few microseconds each; a country is read from its triples instead.
    """
    names = sorted({*net.links.nodes, *net.duties, *net.rows} - {UNSTATED})
    number = {name: at for at, name in enumerate(names)}
    found: dict[str, list[tuple[int, int, int]]] = {kind: [] for kind in KINDS}
    for source, target, kind in net.links.edges(keys=True):
        supports = net.supports(source, target, kind)
        if kind == "consequence":
            supports = tuple(s for s in supports if s.triggered)
        if supports:
            found[kind].append((number[target], number.get(source, -1), supports[0].grade))
    duty = np.full(len(names), MISSING, np.int8)
    for holder, supports in net.duties.items():
        duty[number[holder]] = supports[0].grade
    level = np.array([net.levels.get(name, 0) for name in names], np.int32)
    rows = np.array([number[row] for row in net.rows], np.int32)
    links = {kind: _typed(every) for kind, every in found.items()}
    return Columns(tuple(names), links, duty, level, rows)


def _typed(rows: Iterable[tuple[int, int, int]]) -> Typed:
    table = np.array(sorted(rows), np.int32).reshape(-1, 3)
    return Typed(table[:, 1], table[:, 0], table[:, 2].astype(np.int8))
