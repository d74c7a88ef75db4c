"""How is the net written as two sheets, one of nodes and one of edges?

The columns `id`, `label`, `source`, `target` and `type` are called as Gephi reads them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

import networkx as nx

from dutygraph.out.tables import safe

Net: TypeAlias = "nx.MultiDiGraph[str]"
Value: TypeAlias = str | int | float | bool | None

_NODE: Final = (
    "label",
    "label_en",
    "kind",
    "level",
    "level_name",
    "level_name_en",
    "above_instrument",
    "duties",
    "verdict",
    "in_scope",
    "link_entrust",
    "link_duty",
    "link_report",
    "link_oversight",
    "link_consequence",
    "link_return",
    "x",
    "y",
)
_EDGE: Final = ("kind", "label", "label_en", "grade", "rules", "norms", "articles", "words")


def nodes(net: Net) -> str:
    """Write one row a holder; what is not known is empty."""
    rows = ([node, *map(said.get, _NODE)] for node, said in net.nodes(data=True))
    return _csv(("id", *_NODE), rows)


def edges(net: Net) -> str:
    """Write one row a line."""
    lines = net.edges(data=True)
    rows = ([a, b, "Directed", *map(said.get, _EDGE)] for a, b, said in lines)
    return _csv(("source", "target", "type", *_EDGE), rows)


def _csv(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return buffer.getvalue()


def _cell(value: Value) -> str:
    """Write a value; no word is taken for a formula, and a number below zero stays one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return safe(value) if isinstance(value, str) else str(value)
