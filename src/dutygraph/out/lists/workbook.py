"""How do lists become an Excel workbook?"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from math import ceil
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from dutygraph.out.lists.listing import Listing
from dutygraph.out.lists.package import settle
from dutygraph.out.tables import safe
from dutygraph.text.visible import visible

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_HEAD_FILL: Final = "DCE6F1"
# Points: one line of the default font, and the tallest row that Excel takes. Words do not
# fill their lines to the last letter, so a little is added.
_LINE: Final = 15
_TALLEST: Final = 409
_LOOSE: Final = 1.1


def workbook(sheets: Iterable[Listing], lang: str) -> bytes:
    """Write each list on a sheet of its own, named in Chinese, under heads in both languages.

    The first row is frozen and has a filter, words wrap, and no cell is taken for a formula.

    Returns: equal bytes for equal lists.
    """
    from openpyxl import Workbook  # noqa: PLC0415 -- slow to import, and only needed here

    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = tuple(sheets)
    for listing in sheets:
        _fill(book.create_sheet(listing.title.zh[:31]), listing, lang)
    buffer = io.BytesIO()
    book.save(buffer)
    return settle(buffer.getvalue(), sheets[0].title.zh, "zh-CN" if lang == "zh" else "en")


def _fill(sheet: Worksheet, listing: Listing, lang: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    wrap = Alignment(wrap_text=True, vertical="top")
    thin = Side(style="thin", color="BFBFBF")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    bold, fill = Font(bold=True), PatternFill("solid", fgColor=_HEAD_FILL)
    for at, column in enumerate(listing.columns, start=1):
        head = sheet.cell(1, at)
        _put(head, f"{column.head.zh}\n{column.head.en}")
        head.font, head.fill, head.alignment, head.border = bold, fill, wrap, border
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.row_dimensions[1].height = 2 * _LINE
    for line, row in enumerate(listing.cells(lang), start=2):
        for at, words in enumerate(row, start=1):
            one = sheet.cell(line, at)
            _put(one, words)
            one.alignment, one.border = wrap, border
        sheet.row_dimensions[line].height = _height(listing, row)
    last = f"{get_column_letter(len(listing.columns))}{len(listing.rows) + 1}"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def _height(listing: Listing, row: Sequence[str]) -> float:
    """Make room for the cell with the most lines; not every program does so by itself."""
    lines = [
        sum(max(1, ceil(cell_len(part) * _LOOSE / column.width)) for part in words.split("\n"))
        for column, words in zip(listing.columns, row, strict=True)
    ]
    return min(max(lines, default=1) * _LINE, _TALLEST)


def _put(cell: Cell | MergedCell, words: str) -> None:
    cell.value = visible(safe(words))
    cell.data_type = "s"
