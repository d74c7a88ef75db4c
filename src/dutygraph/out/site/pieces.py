"""What are a page's words, links, tables and forms, before they become HTML or data?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pyoxigraph as ox

from dutygraph.errors import UsageError
from dutygraph.findings import Words

# A longer list is shown in pages of so many rows.
MOST_ROWS: Final = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a page; `path` is where they lead, `look` how they are set."""

    words: Words
    path: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list, under the name by which an address sorts it."""

    name: str
    head: Words


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: the IRI it is about, its cells, what each sorts by, and its facts."""

    iri: str
    cells: tuple[tuple[Piece, ...], ...]
    keys: tuple[Any, ...]
    facts: Mapping[str, Any]

    def words(self) -> str:
        """Join all words of the row, in which a reader may look for some."""
        found = (f"{p.words.zh} {p.words.en}" for cell in self.cells for p in cell)
        return " ".join(found).casefold()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def chosen(self, query: Mapping[str, str]) -> Chosen:
        """Keep the rows that hold the words asked for (`find`), sorted as asked (`sort`).

        Raises: UsageError for a column that is not there, or a page that is no number.
        """
        text, sort = query.get("find", "").strip(), query.get("sort", "")
        wanted = text.casefold()
        rows = tuple(r for r in self.rows if wanted in r.words()) if wanted else self.rows
        if sort:
            at = self._place(sort.removeprefix("-"))
            rows = tuple(sorted(rows, key=lambda r: r.keys[at], reverse=sort.startswith("-")))
        return Chosen(replace(self, rows=rows), text, sort, page_number(query, len(rows)))

    def _place(self, name: str) -> int:
        names = [column.name for column in self.columns]
        if name not in names:
            raise UsageError(
                f"“{name}” is no column", place="sort", cure=f"one of {', '.join(names)}"
            )
        return names.index(name)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows that were asked for, and the page of them that is shown."""

    table: Table
    text: str
    sort: str
    page: int

    @property
    def pages(self) -> int:
        """Count the pages."""
        return pages(len(self.table.rows))

    @property
    def shown(self) -> tuple[Row, ...]:
        """Give the rows of the page."""
        return self.table.rows[(self.page - 1) * MOST_ROWS : self.page * MOST_ROWS]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under names for machines, as CSV has them."""

    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


Triples = Iterable[ox.Triple]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page before it has a form; each form is made only when it is asked for.

    `place` names the section of the site that it belongs to, `canonical` its own address,
    `system` the system it is of where the address does not say so; `cut` tells that there was
    more than is given.
    """

    template: str
    title: Words
    show: Callable[[], dict[str, Any]]
    facts: Callable[[], Any]
    grid: Callable[[], Grid]
    triples: Callable[[], Triples]
    place: str = ""
    canonical: str = ""
    system: str = ""
    cut: bool = False


def pages(rows: int) -> int:
    """Count the pages that so many rows fill; an empty list has one."""
    return max(1, -(-rows // MOST_ROWS))


def page_number(query: Mapping[str, str], rows: int) -> int:
    """Read which page is asked for.

    Raises: UsageError for one that is not there.
    """
    text = query.get("page", "1")
    last = pages(rows)
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= last):  # noqa: PLR2004
        raise UsageError(f"“{text}” is no page", place="page", cure=f"give 1 to {last}")
    return int(text)


def same(text: str) -> Words:
    """Say the same in both languages."""
    return Words(text, text)


def plain(text: object, look: str = "") -> Piece:
    """Show words that lead nowhere."""
    return Piece(same(str(text)), "", look)


def cells(pieces: Iterable[Piece], lang: str) -> str:
    """Join pieces into the words of one cell."""
    return "；".join(piece.words.in_language(lang) for piece in pieces)


def grid_of(table: Table, lang: str) -> Grid:
    """Turn a table into rows for machines, with the address of what each is about."""
    head = ("iri", *(column.name for column in table.columns))
    return Grid(head, tuple((r.iri, *(cells(c, lang) for c in r.cells)) for r in table.rows))
