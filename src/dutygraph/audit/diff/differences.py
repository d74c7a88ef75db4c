"""What do two systems, or two versions of one, share, add and lose?

A and B are compared as they are read and judged: holders, norms, lines and verdicts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dutygraph.audit.case import Case
from dutygraph.audit.diff.pairing import Pair, pair
from dutygraph.audit.diff.side import (
    Ends,
    Said,
    Side,
    of_holder,
    of_norm,
    of_verdict,
    words_of,
)
from dutygraph.findings import Words

PARTS: Final = ("holder", "norm", "line", "verdict")
SHARED, CHANGED, LOST, ADDED = "shared", "changed", "lost", "added"
STATES: Final = (SHARED, CHANGED, LOST, ADDED)


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One aspect in which a shared thing differs: what A says of it, and B."""

    aspect: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that is in A, in B, or in both.

    `by` says how the two were matched: `iri`, `label`, or the `words` of a norm; empty where
    only one has it. `id_a` and `id_b` are local names, of lines and verdicts none; `kind` is
    that of a line.
    """

    part: str
    status: str
    name: Words
    by: str = ""
    id_a: str | None = None
    id_b: str | None = None
    kind: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Diff:
    """All that was compared, part by part: in the order of A, then what only B has."""

    a: str
    b: str
    entries: tuple[Entry, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether the two are the same in all that is compared."""
        return all(entry.status == SHARED for entry in self.entries)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Count each part by status."""
        found = Counter((entry.part, entry.status) for entry in self.entries)
        return {part: {status: found[part, status] for status in STATES} for part in PARTS}

    @property
    def ways(self) -> dict[str, int]:
        """Count the holders and norms by how they were matched."""
        found = Counter(e.by for e in self.entries if e.by and e.part in {"holder", "norm"})
        return {way: found[way] for way in sorted(found)}


def diff(a: tuple[str, Case], b: tuple[str, Case]) -> Diff:
    """Compare two cases, each under its name.

    Things are one where they bear one IRI, as in two versions under one namespace. Those
    left are matched in words: holders by their Chinese label, norms by the words they quote,
    of the same holders first. A line is its kind and ends, a verdict its holder. So an
    article that only moved is no difference.

    Returns: entries that `diff(b, a)` mirrors; none but shared ones for a case and itself.
    Cost: linear in holders, norms and lines, beside the judging.
    """
    left, right = Side(*a), Side(*b)
    parties = pair(left.parties, right.parties, ("label",))
    same = {p.b: p.a for p in parties if p.a is not None and p.b is not None}
    entries = (
        *_holders(left, right, parties, same),
        *_norms(left, right, same),
        *_lines(left, right, same),
        *_verdicts(left, right, parties),
    )
    return Diff(left.name, right.name, entries)


def _status(in_a: object, in_b: object, changes: tuple[Change, ...]) -> str:
    if in_a is None or in_b is None:
        return ADDED if in_a is None else LOST
    return CHANGED if changes else SHARED


def _changes(a: Mapping[str, Said], b: Mapping[str, Said]) -> tuple[Change, ...]:
    return tuple(Change(key, a[key][1], b[key][1]) for key in a if a[key][0] != b[key][0])


def _holders(
    left: Side, right: Side, parties: tuple[Pair, ...], same: Mapping[str, str]
) -> Iterator[Entry]:
    for one in parties:
        x = left.holders.get(one.a) if one.a else None
        y = right.holders.get(one.b) if one.b else None
        changes = _changes(of_holder(left, x, {}), of_holder(right, y, same)) if x and y else ()
        named = x or y
        if named:
            ids = x.id if x else None, y.id if y else None
            by = one.by if x and y else ""
            yield Entry("holder", _status(x, y, changes), named.label, by, *ids, changes=changes)


def _norms(left: Side, right: Side, same: Mapping[str, str]) -> Iterator[Entry]:
    for one in pair(left.clauses, right.clauses, ("holder-and-words", "words")):
        x = left.norms[one.a] if one.a else None
        y = right.norms[one.b] if one.b else None
        changes = _changes(of_norm(left, x, {}), of_norm(right, y, same)) if x and y else ()
        named = x or y
        if named:
            words = words_of(named)
            ids = x.id if x else None, y.id if y else None
            by = "words" if one.by.endswith("words") else one.by
            yield Entry(
                "norm", _status(x, y, changes), Words(words, words), by, *ids, changes=changes
            )


def _lines(left: Side, right: Side, same: Mapping[str, str]) -> Iterator[Entry]:
    def in_a(ends: Ends) -> Ends:
        return ends[0], same.get(ends[1], ends[1]), same.get(ends[2], ends[2])

    others = {in_a(ends): ends for ends in right.lines}
    for ends in (*left.lines, *(e for e in others if e not in left.lines)):
        x = left.lines.get(ends)
        y = right.lines[others[ends]] if ends in others else None
        changes = (Change("grade", x, y),) if x and y and x != y else ()
        name = left.line_name(ends) if x else right.line_name(others[ends])
        yield Entry("line", _status(x, y, changes), name, kind=ends[0], changes=changes)


def _verdicts(left: Side, right: Side, parties: tuple[Pair, ...]) -> Iterator[Entry]:
    for one in parties:
        x = left.verdicts.get(one.a) if one.a else None
        y = right.verdicts.get(one.b) if one.b else None
        changes = _changes(of_verdict(x), of_verdict(y)) if x and y else ()
        if x or y:
            name = left.label(x.holder) if x else right.label(str(one.b))
            yield Entry("verdict", _status(x, y, changes), name, changes=changes)
