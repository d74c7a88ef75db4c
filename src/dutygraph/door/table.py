"""What is a table of results, and what does it become in a notebook?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, Self, overload

from dutygraph.door.frames import pandas_frame, polars_frame
from dutygraph.door.markup import table_markup
from dutygraph.errors import UsageError
from dutygraph.findings import Words

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Kind = Literal["string", "strings", "integer", "number", "boolean"]
Cell = str | tuple[str, ...] | int | float | bool | None

# As many rows as a notebook shows of a table; the others are counted.
SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the kind of its cells, and its head for people.

    A cell is a `string` (an IRI too), `strings` (a tuple), an `integer`, a `number` or a
    `boolean`; None in any column means that there is nothing.
    """

    name: str
    kind: Kind
    label: Words


@dataclass(frozen=True)
class Table:
    """A result that does not change: rows of cells under named columns.

    A row is a mapping by the names of the columns: `table[0]["label"]`; a slice is a table;
    a name gives its column: `table["label"]`.
    """

    title: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    cut: bool = field(default=False, kw_only=True)

    @property
    def names(self) -> tuple[str, ...]:
        """List the names of the columns."""
        return tuple(column.name for column in self.columns)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Mapping[str, Cell]]:
        names = self.names
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    @overload
    def __getitem__(self, at: int) -> Mapping[str, Cell]: ...
    @overload
    def __getitem__(self, at: str) -> tuple[Cell, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> Self: ...
    def __getitem__(self, at: int | str | slice) -> Mapping[str, Cell] | tuple[Cell, ...] | Self:
        if isinstance(at, slice):
            return self._with(self.rows[at])
        if isinstance(at, int):
            return dict(zip(self.names, self.rows[at], strict=True))
        place = self._place(at)
        return tuple(row[place] for row in self.rows)

    def where(self, **wanted: Cell) -> Self:
        """Keep the rows whose cells are as given; one of `strings` may hold others beside it.

        Raises: UsageError for a column that is not there.
        """
        places = {self._place(name): value for name, value in wanted.items()}
        return self._with(
            row for row in self.rows if all(_fits(row[at], value) for at, value in places.items())
        )

    def select(self, *names: str) -> Table:
        """Keep some columns, in the order given, as a plain table.

        Raises: UsageError for a column that is not there.
        """
        places = [self._place(name) for name in names]
        rows = tuple(tuple(row[at] for at in places) for row in self.rows)
        return Table(self.title, tuple(self.columns[at] for at in places), rows, cut=self.cut)

    def to_pandas(self) -> pd.DataFrame:
        """Make a pandas data frame: nullable types, missing cells as NA, strings as lists.

        Raises: DutyGraphError where pandas is not installed.
        """
        return pandas_frame(self._cells)

    def to_polars(self) -> pl.DataFrame:
        """Make a polars data frame with the same columns.

        Raises: DutyGraphError where polars is not installed.
        """
        return polars_frame(self._cells)

    def _repr_html_(self) -> str:
        """Show the first rows, with heads in Chinese and English, and the count."""
        heads = [(column.label.zh, column.label.en) for column in self.columns]
        return table_markup(self.title, heads, self.rows[:SHOWN], len(self), cut=self.cut)

    def __repr__(self) -> str:
        """Say what the table is and how large; the cells are for `_repr_html_`."""
        more = ", cut" if self.cut else ""
        return f"<{self.title.en}: {len(self)} rows{more} × {', '.join(self.names)}>"

    @cached_property
    def _cells(self) -> tuple[tuple[str, str, tuple[Cell, ...]], ...]:
        columns = zip(*self.rows, strict=True) if self.rows else [()] * len(self.columns)
        return tuple(
            (c.name, c.kind, cells) for c, cells in zip(self.columns, columns, strict=True)
        )

    def _place(self, name: str) -> int:
        if name not in self.names:
            known = ", ".join(self.names)
            raise UsageError("no such column", place=name, cure=f"known: {known}")
        return self.names.index(name)

    def _with(self, rows: Iterable[tuple[Cell, ...]]) -> Self:
        changed = dict(self.__dict__)
        changed.pop("_cells", None)
        return type(self)(**{**changed, "rows": tuple(rows)})


def table_of(title: Words, columns: Sequence[Column], rows: Iterable[Mapping[str, Cell]]) -> Table:
    """Make a table of mappings; a key that a row lacks is nothing."""
    names = [column.name for column in columns]
    return Table(title, tuple(columns), tuple(tuple(row.get(n) for n in names) for row in rows))


def _fits(cell: Cell, wanted: Cell) -> bool:
    if isinstance(cell, tuple) and isinstance(wanted, str):
        return wanted in cell
    return cell == wanted
