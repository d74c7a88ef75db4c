"""What is a list that a person reads, before it becomes a page, a sheet or a document?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dutygraph.findings import Words

Cell = Words | str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its head in both languages, and its width in letters.

    A Chinese character is two letters wide.
    """

    name: str
    head: Words
    width: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of cells under columns, with a title."""

    title: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def heads(self, lang: str) -> list[str]:
        """Give the heads in one language."""
        return [column.head.in_language(lang) for column in self.columns]

    def cells(self, lang: str) -> list[list[str]]:
        """Give the rows in one language."""
        return [[said(cell, lang) for cell in row] for row in self.rows]


def said(cell: Cell, lang: str) -> str:
    """Give a cell in one language."""
    return cell.in_language(lang) if isinstance(cell, Words) else cell


def together(parts: Iterable[Words]) -> Words:
    """Join several words into one cell."""
    parts = tuple(parts)
    return Words("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))
