"""Which patterns of missing links does a system of any size have, and how often?

A country has a million findings and a dozen patterns: the same links missing at the same
level. The counts are of holders, and any pattern can be opened into its holders.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import pyoxigraph as ox

from dutygraph.errors import UsageError
from dutygraph.findings import Words
from dutygraph.names import CODE
from dutygraph.net.loops import LINKS
from dutygraph.net.sparse.columns import MISSING, Columns
from dutygraph.net.sparse.given import read
from dutygraph.net.sparse.read import columns
from dutygraph.net.sparse.scan import OUTCOMES, Scan, scan
from dutygraph.triples.labels import Labels
from dutygraph.triples.ntriples import Told, silent
from dutygraph.triples.system import ontology_quads

_UNRANKED: Final = Words("未分级", "no level")


@dataclass(frozen=True, slots=True, order=True)
class Pattern:
    """So many holders of one level that lack the same links; `level` is 0 where not known."""

    level: int
    level_name: Words
    missing: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One holder, by its IRI, with its level, verdict and missing links."""

    holder: str
    level_name: Words
    outcome: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Survey:
    """The verdicts of a system in columns.

    `seconds` are wall seconds for reading, inferring and judging.
    """

    net: Columns
    found: Scan
    seconds: dict[str, float]

    @property
    def judged(self) -> int:
        """Count the holders that are judged."""
        return len(self.found.rows)

    @property
    def outcomes(self) -> dict[str, int]:
        """Count the holders by verdict."""
        counts = np.bincount(self.found.outcomes, minlength=len(OUTCOMES))
        return dict(zip(OUTCOMES, counts.tolist(), strict=True))

    @property
    def verdict(self) -> str:
        """Give the worst verdict of a holder; `nothing` where none is judged."""
        return next((o for o in reversed(OUTCOMES) if self.outcomes[o]), "nothing")

    def patterns(self) -> tuple[Pattern, ...]:
        """Count the holders by level and missing links: open ones, the most frequent first."""
        keys, counts = np.unique(self._levels * 64 + self._missing, return_counts=True)
        found = [
            Pattern(level, self.level_name(level), _links(missing), count)
            for key, count in zip(keys.tolist(), counts.tolist(), strict=True)
            for level, missing in (divmod(key, 64),)
            if missing
        ]
        return tuple(sorted(found, key=lambda p: (-p.count, p)))

    def holders(self, missing: Sequence[str] = (), level: str = "") -> Iterator[Surveyed]:
        """List the open holders that lack all of some links, at one level or all.

        Raises: UsageError for a link or level that is not known.
        """
        unknown = next((link for link in missing if link not in LINKS), None)
        if unknown is not None:
            raise UsageError("unknown link", place=unknown, cure=f"known: {', '.join(LINKS)}")
        wanted = sum(1 << LINKS.index(link) for link in set(missing))
        chosen = (self._missing > 0) & (self._missing & wanted == wanted)
        if level:
            chosen &= self._levels == self._rank(level)
        for at in np.flatnonzero(chosen).tolist():
            yield Surveyed(
                self.net.names[int(self.found.rows[at])],
                self.level_name(int(self._levels[at])),
                OUTCOMES[self.found.outcomes[at]],
                _links(int(self._missing[at])),
            )

    def level_name(self, rank: int) -> Words:
        """Name a level by its rank."""
        return self._names.get(rank, _UNRANKED)

    def _rank(self, name: str) -> int:
        for rank, words in self._names.items():
            if name in {words.zh, words.en}:
                return rank
        known = ", ".join(f"{w.zh} {w.en}" for w in self._names.values())
        raise UsageError("unknown level", place=name, cure=f"known: {known}")

    @cached_property
    def _names(self) -> dict[int, Words]:
        store = ox.Store()
        store.extend(ontology_quads())
        labels = Labels(store)
        levels = labels.concepts(str(CODE["level"]))
        return {
            rank: Words(labels.label(level, "zh") or "", labels.label(level, "en") or "")
            for rank, level in enumerate(levels, start=1)
        }

    @cached_property
    def _missing(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        bits = 1 << np.arange(len(LINKS), dtype=np.int64)
        lacking: np.ndarray[tuple[int], np.dtype[np.int64]] = (self.found.grades == MISSING) @ bits
        return lacking

    @cached_property
    def _levels(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return self.net.level[self.found.rows].astype(np.int64)


def survey(paths: Sequence[Path], most: int, told: Told = silent) -> Survey:
    """Judge files of any size at one grade of evidence or surer.

    `told` hears how many bytes more were read.

    Cost: see `read`, `columns` and `scan`; about 2 µs and 150 bytes a triple.
    Raises: SourceError and LimitError, as `read` does.
    """
    start = time.perf_counter()
    given = read(paths, told)
    loaded = time.perf_counter()
    net = columns(given)
    inferred = time.perf_counter()
    found = scan(net, most)
    seconds = {
        "load": loaded - start,
        "infer": inferred - loaded,
        "judge": time.perf_counter() - inferred,
    }
    return Survey(net, found, seconds)


def _links(missing: int) -> tuple[str, ...]:
    return tuple(link for at, link in enumerate(LINKS) if missing >> at & 1)
