"""Which tables are also nets, and draw themselves?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import networkx as nx

from dutygraph.door.table import Cell, Table
from dutygraph.errors import DutyGraphError

if TYPE_CHECKING:
    from dutygraph.audit.report import Report


@dataclass(frozen=True, repr=False)
class Lines(Table):
    """The lines between holders: who entrusts, reports to, oversees or imposes on whom."""

    report: Report | None = field(default=None, compare=False, kw_only=True)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Make a net of the lines, as plain values that every file format of networkx takes.

        Net: nodes are IRIs with `label`, `label_en` and, where it is known, `level`; the key
            of an edge is its kind; edges carry `kind`, `grade`, and `rules` and `norms` as words.
        """
        net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for row in self:
            source, target = (_end(net, row, side) for side in ("source", "target"))
            kind, grade = str(row["kind"]), str(row["grade"])
            rules, norms = (" ".join(map(str, _many(row[key]))) for key in ("rules", "norms"))
            net.add_edge(source, target, key=kind, kind=kind, grade=grade, rules=rules, norms=norms)
        return net

    def _repr_svg_(self) -> str | None:
        """Draw these lines; nothing where they are none, or too many for one picture."""
        from dutygraph.out.picture.drawing import draw_lines  # noqa: PLC0415 -- only to draw

        if self.report is None:
            return None
        wanted = [(str(r["kind"]), str(r["source_iri"]), str(r["target_iri"])) for r in self]
        try:
            return draw_lines(self.report, wanted, "zh")
        except DutyGraphError:
            return None


@dataclass(frozen=True, repr=False)
class Triples(Table):
    """Triples that a CONSTRUCT or DESCRIBE gave, as rows of words."""

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Make a net of the triples.

        Net: a node is an IRI, `_:` and the name of a blank node, or a literal as N-Triples
            write it, with `kind`, `value` and for a literal `datatype` and `language`; the key
            of an edge is its predicate.
        """
        net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for row in self:
            facts: dict[str, Any] = dict(row)
            subject, predicate, node = (facts[k] for k in ("subject", "predicate", "node"))
            net.add_node(subject, kind=_kind(subject), value=subject)
            more = {k: facts[k] for k in ("datatype", "language") if facts[k] is not None}
            net.add_node(
                node, kind="literal" if more else _kind(node), value=facts["object"], **more
            )
            net.add_edge(subject, node, key=predicate, predicate=predicate)
        return net


def _end(net: nx.MultiDiGraph[str], row: Mapping[str, Cell], side: str) -> str:
    """Add one end of a line to a net, and name it."""
    iri, level = str(row[f"{side}_iri"]), row[f"{side}_level"]
    net.add_node(iri, label=row[side], label_en=row[f"{side}_en"])
    if level is not None:
        net.add_node(iri, level=level)
    return iri


def _kind(node: str) -> str:
    return "blank" if node.startswith("_:") else "iri"


def _many(cell: object) -> tuple[object, ...]:
    return cell if isinstance(cell, tuple) else ()
