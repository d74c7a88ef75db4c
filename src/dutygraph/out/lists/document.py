"""How do lists become a Word document for a meeting?"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from dutygraph.findings import Words
from dutygraph.out.lists.listing import Listing, said
from dutygraph.out.lists.package import settle
from dutygraph.text.visible import visible

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

# A4 lying down, with margins of 18 mm.
_PAGE: Final = (297, 210, 18)
_LATIN: Final = "Times New Roman"
_FACES: Final = {
    "Normal": ("宋体", 10.5),
    "Title": ("黑体", 20),
    "Subtitle": ("黑体", 14),
    "Heading 1": ("黑体", 14),
}
_SMALL: Final = 9
_LANGUAGES: Final = {"zh": "zh-CN", "en": "en-US"}


def document(
    title: Words, subtitle: Words, summary: Sequence[Words], lists: Sequence[Listing], lang: str
) -> bytes:
    """Write a heading, a summary and the lists as tables, on A4 lying down.

    Heads stand in Chinese with English under them; East Asian fonts are named, so that
    Chinese is set right. No author is named.

    Returns: equal bytes for equal lists.
    """
    from docx import Document  # noqa: PLC0415 -- slow to import, and only needed here
    from docx.shared import Pt  # noqa: PLC0415

    paper = Document()
    _clear_picture(paper)
    _set_page(paper)
    _set_faces(paper)
    _write(paper.add_paragraph(style="Title"), _heading(title, lang))
    _write(paper.add_paragraph(style="Subtitle"), said(subtitle, lang))
    for line in summary:
        paragraph = paper.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        _write(paragraph, said(line, lang))
    for listing in lists:
        if listing.title != title:
            _write(paper.add_paragraph(style="Heading 1"), _heading(listing.title, lang))
        if listing.rows:
            _fill(paper, listing, lang)
        else:
            _write(paper.add_paragraph(), said(Words("没有。", "None."), lang))
    _number_pages(paper)
    buffer = io.BytesIO()
    paper.save(buffer)
    return settle(buffer.getvalue(), visible(said(title, lang)), _LANGUAGES[lang])


def _heading(title: Words, lang: str) -> str:
    return title.en if lang == "en" else f"{title.zh} {title.en}"


def _write(paragraph: Paragraph, words: str, *, bold: bool = False) -> Run:
    run = paragraph.add_run(visible(words))
    run.bold = bold or None
    return run


def _fill(paper: Paper, listing: Listing, lang: str) -> None:
    from docx.shared import Mm  # noqa: PLC0415

    table = paper.add_table(rows=1 + len(listing.rows), cols=len(listing.columns))
    table.style = paper.styles["Table Grid"]
    table.autofit = False
    room = _PAGE[0] - 2 * _PAGE[2]
    total = sum(column.width for column in listing.columns)
    _narrow_margins(table)
    widths = [Mm(room * column.width / total) for column in listing.columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    heads = [f"{c.head.zh}\n{c.head.en}" if lang == "zh" else c.head.en for c in listing.columns]
    for at, (row, cells) in enumerate(zip(table.rows, [heads, *listing.cells(lang)], strict=True)):
        for cell, words, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            _cell(cell, words, head=at == 0)
    _hold_rows(table)


def _cell(cell: _Cell, words: str, *, head: bool) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    _write(paragraph, words, bold=head).font.size = Pt(_SMALL)


def _narrow_margins(table: Table) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "60")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001


def _hold_rows(table: Table) -> None:
    """Repeat the head on every page, shade it, and keep each row on one page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    for at, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 -- the library has no other way
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
            for cell in row.cells:
                shade = OxmlElement("w:shd")
                shade.set(qn("w:val"), "clear")
                shade.set(qn("w:fill"), "DCE6F1")
                cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001


def _set_page(paper: Paper) -> None:
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    width, height, margin = (Mm(x) for x in _PAGE)
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = margin
    section.top_margin = section.bottom_margin = margin


def _set_faces(paper: Paper) -> None:
    """Name a font for Chinese beside the Latin one; themes would choose another."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    for name, (face, size) in _FACES.items():
        style: ParagraphStyle = paper.styles[name]
        style.font.name, style.font.size = _LATIN, Pt(size)
        style.font.color.rgb, style.font.italic = RGBColor(0, 0, 0), False
        if name in {"Title", "Subtitle"}:
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        properties = style.element.get_or_add_rPr()
        fonts = properties.rFonts
        for key in [k for k in fonts.attrib if k.endswith("Theme")]:
            del fonts.attrib[key]
        fonts.set(qn("w:eastAsia"), face)
    for line in list(paper.styles["Title"].element.iter(qn("w:pBdr"))):
        line.getparent().remove(line)
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _number_pages(paper: Paper) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    paragraph = paper.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001


def _clear_picture(paper: Paper) -> None:
    """Take out the template's own thumbnail."""
    relations = paper.part.package.rels
    for name in [n for n, r in relations.items() if r.reltype.endswith("/thumbnail")]:
        del relations[name]
