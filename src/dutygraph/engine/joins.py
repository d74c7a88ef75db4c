"""Which values of its variables make the body of a rule true?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dutygraph.engine.facts import Facts, node
from dutygraph.engine.relations import (
    EMPTY,
    HALF,
    LOW,
    Column,
    Mask,
    Members,
    Pairs,
    distinct,
    pack,
)
from dutygraph.engine.rules import Atom, is_class


class Table:
    """Solutions so far: a column for each variable, all of one length."""

    def __init__(self, rows: int, columns: dict[int, Column]) -> None:
        self.rows = rows
        self.columns = columns

    def term(self, term: int) -> Column:
        """Read a variable, or a constant as often as there are rows."""
        return self.columns[term] if term < 0 else np.full(self.rows, term, dtype=np.int64)

    def take(self, rows: Column | Mask) -> Table:
        """Keep some rows."""
        columns = {v: c[rows] for v, c in self.columns.items()}
        kept = int(rows.sum()) if rows.dtype == np.bool_ else len(rows)
        return Table(kept, columns)

    def project(self, needed: set[int]) -> Table:
        """Keep the variables that are needed still; equal rows once where that is cheap."""
        dropped = self.columns.keys() - needed
        if not dropped:
            return self
        columns = {v: c for v, c in self.columns.items() if v in needed}
        if not columns:
            return Table(min(self.rows, 1), {})
        if len(columns) == 1:
            ((one, values),) = columns.items()
            values = distinct(values)
            return Table(len(values), {one: values})
        if len(columns) == 2:  # noqa: PLR2004
            (one, left), (two, right) = columns.items()
            keys = distinct(pack(left, right))
            return Table(len(keys), {one: keys >> HALF, two: keys & LOW})
        return Table(self.rows, columns)


def solve(
    facts: Facts, body: tuple[Atom, ...], wanted: Iterable[int], start: int, keys: Column
) -> Table:
    """Join the atoms of a body, from one of them on, with those facts of its relation.

    Each step takes the atom that says most about what is bound already: a test first, else
    the smallest relation that shares a variable.

    Cost: O(facts looked at + solutions on the way), and a sort where a variable is dropped.
    Returns: the wanted variables; not every repetition is taken out.
    """
    wanted = set(wanted)
    rest = [atom for place, atom in enumerate(body) if place != start]
    table = _begin(body[start], keys)
    while True:
        table = table.project(wanted.union(*(a.variables() for a in rest)))
        if not rest or not table.rows:
            return table
        bound = table.columns.keys()
        atom = min(rest, key=lambda a: _price(facts, a, bound))
        rest.remove(atom)
        table = _join(facts, table, atom)


def smallest(facts: Facts, body: tuple[Atom, ...]) -> int:
    """Choose the atom to begin with when all facts of all relations count."""
    return min(range(len(body)), key=lambda place: (facts.size(node(body[place])), place))


def _begin(atom: Atom, keys: Column) -> Table:
    if is_class(atom):
        if atom.s >= 0:
            return Table(int((keys == atom.s).any()), {})
        return Table(len(keys), {atom.s: keys})
    left, right = keys >> HALF, keys & LOW
    mask = np.ones(len(keys), dtype=np.bool_)
    if atom.s >= 0:
        mask &= left == atom.s
    if atom.o >= 0:
        mask &= right == atom.o
    if atom.s == atom.o:
        mask &= left == right
    if not mask.all():
        left, right = left[mask], right[mask]
    columns = {v: c for v, c in ((atom.s, left), (atom.o, right)) if v < 0}
    return Table(len(left), columns)


def _price(facts: Facts, atom: Atom, bound: Iterable[int]) -> tuple[int, int]:
    free = atom.variables().difference(bound)
    shares = len(free) < len({atom.s, atom.o} if not is_class(atom) else {atom.s})
    rank = 0 if not free else 1 if shares else 2
    return rank, facts.size(node(atom))


def _join(facts: Facts, table: Table, atom: Atom) -> Table:
    if is_class(atom):
        members = facts.members.get(atom.o)
        return _join_class(table, atom, members) if members is not None else _nothing(table, atom)
    pairs = facts.pairs.get(atom.p)
    return _join_pairs(facts, table, atom, pairs) if pairs is not None else _nothing(table, atom)


def _nothing(table: Table, atom: Atom) -> Table:
    return Table(0, dict.fromkeys(table.columns.keys() | atom.variables(), EMPTY))


def _join_class(table: Table, atom: Atom, members: Members) -> Table:
    if atom.s >= 0 or atom.s in table.columns:
        return table.take(members.has(table.term(atom.s)))
    return _cross(table, {atom.s: members.keys()})


def _join_pairs(facts: Facts, table: Table, atom: Atom, pairs: Pairs) -> Table:
    known = [t >= 0 or t in table.columns for t in (atom.s, atom.o)]
    if all(known):
        return table.take(pairs.has(pack(table.term(atom.s), table.term(atom.o))))
    if not any(known):
        found = _begin(atom, pairs.keys())
        return _cross(table, found.columns)
    one, other = (atom.s, atom.o) if known[0] else (atom.o, atom.s)
    index = pairs.forward if known[0] else pairs.backward
    rows, found_terms = index.follow(table.term(one), facts.terms)
    joined = table.take(rows)
    joined.columns[other] = found_terms
    return joined


def _cross(table: Table, columns: dict[int, Column]) -> Table:
    """Join what shares no variable: each row with each."""
    size = len(next(iter(columns.values()))) if columns else 0
    joined = table.take(np.repeat(np.arange(table.rows), size))
    for variable, values in columns.items():
        joined.columns[variable] = np.tile(values, table.rows)
    return joined
