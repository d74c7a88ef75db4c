"""How does a table of values look on a screen, and in csv, tsv, md and json?"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dutygraph.errors import UsageError
from dutygraph.text.visible import one_line

FORMATS: Final = ("table", "json", "csv", "tsv", "md")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARKDOWN: Final = str.maketrans(
    {c: f"\\{c}" for c in "\\`*_[]|"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
    | dict.fromkeys("\t\r\n", " ")
)


def check_format(name: str | None, known: Sequence[str] = FORMATS) -> str:
    """Accept a format; without one, a table on a terminal and tsv in a pipe.

    Raises: UsageError that lists the known ones.
    """
    if name is None:
        return "table" if sys.stdout.isatty() else "tsv"
    if name not in known:
        raise UsageError("unknown format", place=name, cure=f"known: {', '.join(known)}")
    return name


class _Screen(Console):
    """Print lines of which no control character leaves its line or sets a style."""

    def print(self, *blocks: Any, **options: Any) -> None:  # noqa: ANN401 -- as its parent
        """Print blocks, each line of words on one line."""
        super().print(*(_plain(b) if isinstance(b, Text) else b for b in blocks), **options)


def console(file: io.StringIO, *, colour: bool | None = None) -> Console:
    """Make a console that writes into a buffer, as wide as the screen or 120 columns."""
    terminal = sys.stdout.isatty()
    return _Screen(
        file=file,
        width=None if terminal else 120,
        force_terminal=terminal if colour is None else colour,
        highlight=False,
        soft_wrap=False,
        emoji=False,
        markup=False,
    )


def render(head: Sequence[str], rows: Sequence[Sequence[object]], kind: str) -> str:
    """Write rows under a head in one of `table`, `json`, `csv`, `tsv`, `md`."""
    if kind == "json":
        return to_json([dict(zip(head, row, strict=True)) for row in rows])
    cells = [[_cell(value) for value in row] for row in rows]
    if kind == "md":
        return _markdown(head, cells)
    if kind in {"csv", "tsv"}:
        return _separated(head, cells, "," if kind == "csv" else "\t")
    buffer = io.StringIO()
    console(buffer).print(table(head, cells))
    return buffer.getvalue()


def table(head: Sequence[str], rows: Sequence[Sequence[str | Text]]) -> Table:
    """Lay rows out for a screen; Chinese characters count as two columns."""
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for name in head:
        grid.add_column(name, overflow="fold")
    for row in rows:
        grid.add_row(*(_plain(cell, keep="\n") for cell in row))
    return grid


def _plain(cell: str | Text, keep: str = "") -> Text:
    """Show controls as pictures; each is one character, so that styles stay in place."""
    if isinstance(cell, str):
        return Text("".join(c if c in keep else one_line(c) for c in cell))
    words = cell.copy()
    words.plain = one_line(words.plain)
    return words


def to_json(value: Any) -> str:  # noqa: ANN401 -- any plain value
    """Write JSON with Chinese as it is and keys in their given order."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "；".join(_cell(v) for v in value)
    return str(value)


def _separated(head: Sequence[str], rows: Sequence[Sequence[str]], mark: str) -> str:
    buffer = io.StringIO()
    if mark == "\t":
        flat = str.maketrans("\t\r\n", "   ")
        for row in (head, *rows):
            buffer.write("\t".join(safe(cell).translate(flat) for cell in row) + "\n")
        return buffer.getvalue()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def safe(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula; full-width signs count too."""
    return "'" + cell if cell.startswith(_FORMULA) and len(cell) > 1 else cell


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(plain_markdown(c) for c in cells) + " |\n"

    return line(head) + "|" + " --- |" * len(head) + "\n" + "".join(line(r) for r in rows)


def plain_markdown(words: str) -> str:
    """Write words so that Markdown shows them as they are, on one line."""
    return words.translate(_MARKDOWN)
