"""How is one list written, as a sheet, a page, a document or a table?"""

from __future__ import annotations

from dutygraph.findings import Words
from dutygraph.out.lists.listing import Listing
from dutygraph.out.tables import render


def shaped(listing: Listing, subtitle: Words, system: str, kind: str, lang: str) -> str | bytes:
    """Write a list as xlsx, docx, html, or one of the formats of tables.

    `subtitle` names what the list is of, `system` the data that it comes from.
    """
    if kind == "xlsx":
        from dutygraph.out.lists.workbook import workbook  # noqa: PLC0415 -- only where it is wanted

        return workbook((listing,), lang)
    if kind == "docx":
        from dutygraph.out.lists.document import document  # noqa: PLC0415

        return document(listing.title, subtitle, (), (listing,), lang)
    if kind == "html":
        from dutygraph.out.lists.html import listing_page  # noqa: PLC0415

        return listing_page(listing, subtitle, system, lang)
    return render(listing.heads(lang), listing.cells(lang), kind)
