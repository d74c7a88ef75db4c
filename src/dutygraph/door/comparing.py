"""What are measures and differences, as tables?"""

from __future__ import annotations

from dutygraph.audit.diff.differences import Diff, Entry
from dutygraph.audit.measures.measured import Measured
from dutygraph.door.columns import column
from dutygraph.door.table import Cell, Column, Table
from dutygraph.findings import Words
from dutygraph.out.screen.measured import keys

_WHOLE = frozenset({"level"})
_PARTS = ("part", "status", "kind", "name", "name_en", "by", "id_a", "id_b")


def measures_table(found: Measured) -> Table:
    """Make a table of measures, one row a system, level or holder; not defined is None."""
    said = keys(found.by)
    heads = tuple(column(key, "integer" if key in _WHOLE else "string") for key in said)
    measured = tuple(
        Column(m.name, "integer" if m.counts else "number", m.label) for m in found.measures
    )
    rows = tuple((*(said[key](row) for key in said), *row.values) for row in found.rows)
    return Table(Words("度量", "Measures"), (*heads, *measured), rows)


def diff_table(found: Diff) -> Table:
    """Make a table of differences: a row for each thing, or each aspect in which it differs."""
    title = Words(f"A = {found.a} 与 B = {found.b} 的异同", f"A = {found.a}, B = {found.b}")
    columns = tuple(map(column, (*_PARTS, "aspect", "a", "b")))
    return Table(title, columns, tuple(row for one in found.entries for row in _rows(one)))


def _rows(entry: Entry) -> list[tuple[Cell, ...]]:
    facts = (
        entry.part,
        entry.status,
        entry.kind or None,
        entry.name.zh,
        entry.name.en,
        entry.by or None,
        entry.id_a,
        entry.id_b,
    )
    if not entry.changes:
        return [(*facts, None, None, None)]
    return [(*facts, one.aspect, one.a or None, one.b or None) for one in entry.changes]
