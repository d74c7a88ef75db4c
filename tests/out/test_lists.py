"""Are the two lists laid out as a meeting needs them?"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from dutygraph.audit.report import Report
from dutygraph.out.lists.register import register
from dutygraph.out.words import word

AsFile = Callable[..., bytes]


def test_workbook_of_the_gaps(yunfu: Report, as_file: AsFile) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_file(yunfu, "xlsx")))
    assert book.sheetnames == ["断点清单", "概况", "各主体的五个环节与回路", "直接回路"]
    sheet = book["断点清单"]
    heads = [str(cell.value) for cell in sheet[1]]
    assert heads[:4] == ["轻重\nseverity", "检查\ncheck", "条款\narticle", "对象\nsubject"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:H{len(yunfu.findings) + 1}"
    assert sheet.page_setup.orientation == "landscape"
    for row in sheet.iter_rows(min_row=2):
        assert all(cell.alignment.wrap_text for cell in row)
    assert all(dim.width > 8 for dim in sheet.column_dimensions.values())
    assert book["各主体的五个环节与回路"].max_row == len(yunfu.rows()) + 1


def test_workbook_of_the_register(yunfu: Report) -> None:
    raw = register(yunfu.case, "xlsx")
    assert isinstance(raw, bytes)
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert book.sheetnames == ["责任清单"]
    rows = list(book["责任清单"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [norm.id for norm in yunfu.norms.values()]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_document_of_the_gaps(yunfu: Report, as_file: AsFile, lang: str) -> None:
    paper = docx.Document(io.BytesIO(as_file(yunfu, "docx", lang)))
    section = paper.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width == pytest.approx(Mm(297), abs=Mm(1))
    assert section.page_height == pytest.approx(Mm(210), abs=Mm(1))
    assert paper.paragraphs[0].style.name == "Title"  # type: ignore[union-attr]
    title = {"zh": "断点清单 List of gaps", "en": "List of gaps"}[lang]
    assert paper.paragraphs[0].text == title
    assert paper.paragraphs[1].text == yunfu.title.in_language(lang)
    assert word("open", lang) in paper.paragraphs[2].text
    table = paper.tables[0]
    assert len(table.rows) == len(yunfu.findings) + 1
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None  # type: ignore[union-attr]


def test_chinese_has_a_font_of_its_own(yunfu: Report, as_file: AsFile) -> None:
    paper = docx.Document(io.BytesIO(as_file(yunfu, "docx")))
    for name, face in {"Normal": "宋体", "Title": "黑体", "Heading 1": "黑体"}.items():
        fonts = paper.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == face
        assert fonts.get(qn("w:eastAsiaTheme")) is None


def test_document_of_the_register(toy: Report) -> None:
    raw = register(toy.case, "docx")
    assert isinstance(raw, bytes)
    paper = docx.Document(io.BytesIO(raw))
    assert paper.paragraphs[0].text == "责任清单 Register of duties"
    ids = [row.cells[0].text for row in paper.tables[0].rows[1:]]
    assert ids == [norm.id for norm in toy.norms.values()]


def test_accepted_findings_are_shown_apart(toy: Report, as_file: AsFile) -> None:
    first = toy.findings[0]
    accepted = replace(toy, accepted={first: "县里已知"})
    assert accepted.tally["accepted"] == 1
    assert sum(accepted.tally.values()) == len(toy.findings)
    screen = as_file(accepted, "table").decode()
    before, _, after = screen.partition("已接受 accepted  1")
    assert first.message.zh not in before
    assert f"{first.message.zh}（县里已知）" in "".join(after.split())
    sheet = openpyxl.load_workbook(io.BytesIO(as_file(accepted, "xlsx")))["断点清单"]
    assert [str(c.value) for c in sheet[sheet.max_row]][4] == first.message.zh
    assert "已接受：县里已知" in str(sheet[sheet.max_row][7].value)
    notices = as_file(accepted, "github").decode().splitlines()
    assert notices[-1].startswith("::notice ")
    assert "已接受" in notices[-1]


def test_page_stands_in_chinese_with_english_beside(toy: Report, as_file: AsFile) -> None:
    page = as_file(toy, "html").decode()
    assert '<html lang="zh-CN">' in page
    assert 'name="viewport"' in page
    for finding in toy.findings:
        assert finding.message.zh in page
    english = as_file(toy, "html", "en").decode()
    assert '<html lang="en">' in english
    assert "未闭环" not in english
