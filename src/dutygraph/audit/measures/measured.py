"""What comes out when systems are measured, side by side?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dutygraph.audit.case import Case
from dutygraph.audit.measures.catalogue import OF_HOLDERS, OF_LEVELS, OF_SYSTEMS, Measure
from dutygraph.audit.measures.sample import Sample, Whole
from dutygraph.audit.measures.shares import Value
from dutygraph.audit.report import instrument_title
from dutygraph.errors import UsageError
from dutygraph.findings import Words

BY: Final[dict[str, tuple[Measure, ...]]] = {
    "system": OF_SYSTEMS,
    "level": OF_LEVELS,
    "holder": OF_HOLDERS,
}


@dataclass(frozen=True, slots=True)
class Row:
    """The measures of one system, level or holder.

    `key` is the local name of a holder or the rank of a level, None for a system; `label` is
    the title of a system, the name of a level or holder.
    """

    system: str
    key: str | int | None
    label: Words
    level: int | None
    level_name: Words | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """Rows of measures, in the order of the systems, then of levels from the top down."""

    by: str
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]


def measure(cases: Sequence[tuple[str, Case]], by: str = "system") -> Measured:
    """Measure systems, each under its name, by `system`, `level` or `holder`.

    Holders of no stated level are in the rows of holders and systems, and in no level.

    Cost: for holders O(VE) of the links of a kind, for betweenness; else that of judging.
    Raises: UsageError for a way to measure that is not known.
    """
    if by not in BY:
        raise UsageError("unknown grouping", place=by, cure=f"known: {', '.join(BY)}")
    rows = {"system": _systems, "level": _levels, "holder": _holders}[by]
    found = (row for name, case in cases for row in rows(name, Whole(case), BY[by]))
    return Measured(by, BY[by], tuple(found))


def _values(measures: Sequence[Measure], *subject: object) -> tuple[Value, ...]:
    return tuple(m.function(*subject) for m in measures)


def _systems(name: str, whole: Whole, measures: Sequence[Measure]) -> Iterator[Row]:
    values = _values(measures, Sample(whole))
    yield Row(name, None, instrument_title(whole.case), None, None, values)


def _levels(name: str, whole: Whole, measures: Sequence[Measure]) -> Iterator[Row]:
    names = {
        h.level: h.level_name for h in whole.parties.listed if h.level is not None and h.level_name
    }
    for level, label in sorted(names.items()):
        yield Row(name, level, label, level, label, _values(measures, Sample(whole, level)))


def _holders(name: str, whole: Whole, measures: Sequence[Measure]) -> Iterator[Row]:
    for holder in whole.parties.listed:
        values = _values(measures, whole.parties, holder.iri)
        yield Row(name, holder.id, holder.label, holder.level, holder.level_name, values)
