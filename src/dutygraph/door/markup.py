"""How does a table look in a notebook?

Everything from the data is escaped; hidden characters are shown as what they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dutygraph.findings import Words
from dutygraph.text.visible import visible


def table_markup(
    title: Words,
    heads: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[object]],
    total: int,
    *,
    cut: bool = False,
) -> str:
    """Write rows as an HTML table that says how many there are, and whether more were cut."""
    head = "".join(
        f'<th style="text-align:left">{_words(zh)}'
        f"{f'<br><small>{_words(en)}</small>' if en != zh else ''}</th>"
        for zh, en in heads
    )
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return (
        f'<table><caption style="text-align:left">{_words(title.zh)} <em>{_words(title.en)}</em>'
        f" · {_count(len(rows), total, cut=cut)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def lines_markup(words: str) -> str:
    """Write lines of words so that a notebook keeps them as they are."""
    return f'<pre style="white-space:pre-wrap">{_words(words)}</pre>'


def _count(shown: int, total: int, *, cut: bool) -> str:
    more = "+" if cut else ""
    if shown == total:
        return f"{total}{more} 行 rows"
    return f"{total}{more} 行，显示前 {shown} 行 rows, the first {shown} shown"


def _cell(value: object) -> str:
    if value is None:
        return '<td style="text-align:left"></td>'
    if isinstance(value, bool):
        return f'<td style="text-align:left">{"✓" if value else "✗"}</td>'
    if isinstance(value, int | float):
        shown = str(value) if isinstance(value, int) else f"{value:.3f}"
        return f'<td style="text-align:right">{shown}</td>'
    words = "；".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return f'<td style="text-align:left">{_words(words)}</td>'


def _words(words: str) -> str:
    return escape(visible(words))
