"""Are labels that try to be code shown as text, in every format?"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pytest

from dutygraph.audit.report import Report
from dutygraph.out.formats import LISTS, REPORTS
from dutygraph.out.lists.register import register
from dutygraph.out.write import write
from dutygraph.text.visible import one_line, visible

AsFile = Callable[..., bytes]
HIDDEN = ("\u202e", "\u200b", "\x1b")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture
def registered(hostile: Report, tmp_path: object) -> Callable[[str], bytes]:
    def make(kind: str) -> bytes:
        path = tmp_path / f"register.{kind}"  # type: ignore[operator]
        write(register(hostile.case, kind), path)
        return bytes(path.read_bytes())

    return make


def _texts(raw: bytes, kind: str) -> str:
    if kind not in {"xlsx", "docx"}:
        return raw.decode()
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return "\n".join(packed.read(name).decode() for name in packed.namelist())


@pytest.mark.parametrize("kind", REPORTS)
def test_no_hidden_character_reaches_a_report(hostile: Report, kind: str, as_file: AsFile) -> None:
    text = _texts(as_file(hostile, kind), kind)
    assert not [c for c in HIDDEN if c in text]


@pytest.mark.parametrize("kind", LISTS)
def test_no_hidden_character_reaches_a_register(
    registered: Callable[[str], bytes], kind: str
) -> None:
    text = _texts(registered(kind), kind)
    assert not [c for c in HIDDEN if c in text]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_has_no_script_and_asks_nothing(
    hostile: Report, registered: Callable[[str], bytes], as_file: AsFile, lang: str
) -> None:
    for raw in (as_file(hostile, "html", lang), registered("html")):
        page = raw.decode()
        tags = set(re.findall(r"<([a-z0-9]+)", page))
        assert tags.isdisjoint({"script", "img", "link", "iframe", "object", "a", "form", "base"})
        assert not re.findall(r"\s(?:src|href|action|on\w+)\s*=", re.sub(r">[^<]*<", "><", page))
        assert "default-src 'none'" in page
        assert not re.findall(r"@import|url\(", page)
        assert "&lt;script&gt;" in page


def test_no_cell_is_a_formula(
    hostile: Report, registered: Callable[[str], bytes], as_file: AsFile
) -> None:
    for raw in (as_file(hostile, "xlsx"), registered("xlsx")):
        book = openpyxl.load_workbook(io.BytesIO(raw))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        words = [str(cell.value) for cell in cells if cell.value is not None]
        assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
        assert not [w for w in words if w.startswith(FORMULA)]
        assert any(w.startswith("'=cmd()|") for w in words)


@pytest.mark.parametrize(("kind", "mark"), [("csv", ","), ("tsv", "\t")])
def test_no_field_is_a_formula(
    hostile: Report,
    registered: Callable[[str], bytes],
    as_file: AsFile,
    kind: str,
    mark: str,
) -> None:
    for raw in (as_file(hostile, kind), registered(kind)):
        rows = list(csv.reader(io.StringIO(raw.decode(), newline=""), delimiter=mark))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)]


def test_markdown_shows_marks_as_text(hostile: Report, as_file: AsFile) -> None:
    page = as_file(hostile, "md").decode()
    assert "<script" not in page
    assert "<img" not in page
    assert not re.findall(r"(?<!\\)\[[^]]*(?<!\\)\]\(", page)
    table = page.rpartition("\n## ")[2].splitlines()[2:]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {9}


def test_screen_keeps_a_label_on_its_line(hostile: Report, as_file: AsFile) -> None:
    # Long lines are folded at 120 columns, which may fall after the picture.
    screen = as_file(hostile, "table").decode().replace("␊\n", "␊")
    assert "\n::error" not in screen
    assert "␊::error" in screen


def test_annotations_are_a_line_each(hostile: Report, as_file: AsFile) -> None:
    lines = as_file(hostile, "github").decode().splitlines()
    assert len(lines) == len(hostile.findings)
    for line in lines:
        head = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert head
        assert not re.findall(r"%(?!25|0A|0D|3A|2C)", line)
    assert any("x%25" in line for line in lines)


def test_sarif_messages_have_no_links_and_no_blanks(hostile: Report, as_file: AsFile) -> None:
    results = json.loads(as_file(hostile, "sarif"))["runs"][0]["results"]
    messages = [result["message"]["text"] for result in results]
    assert not [m for m in messages if re.search(r"(?<!\\)\[", m)]
    assert not [m for m in messages if re.search(r"(?<!\{)\{\d+\}(?!\})", m)]
    assert any("\\[点\\]" in m for m in messages)
    assert any("{{0}}" in m for m in messages)


def test_json_gives_labels_as_they_are(hostile: Report, as_file: AsFile) -> None:
    labels = {f["label"] for f in json.loads(as_file(hostile, "json"))["findings"]}
    assert any("\u202e" in label for label in labels)
    assert any("\x1b[31m" in label for label in labels)


def test_document_shows_markup_as_text(hostile: Report, as_file: AsFile) -> None:
    paper = docx.Document(io.BytesIO(as_file(hostile, "docx")))
    words = [cell.text for row in paper.tables[0].rows for cell in row.cells]
    assert any("<script>" in w and "\\u202e" in w for w in words)
    assert paper.paragraphs[1].text.startswith('"><img')


@pytest.mark.parametrize(
    "words", ["a\u202eb", "\x1b[8m", "\U000e0041", "\ufeff\x00\x7f", "中\n\t文"]
)
def test_hidden_characters_are_read_back_by_json(words: str) -> None:
    shown = visible(json.dumps(words, ensure_ascii=False))
    assert json.loads(shown) == words
    assert all(c.isprintable() for c in shown)


def test_only_styles_pass_to_a_terminal() -> None:
    assert visible("\x1b[1;31m错误\x1b[0m", styled=True) == "\x1b[1;31m错误\x1b[0m"
    assert visible("\x1b]8;;x\x07\u202e", styled=True) == "\\u001b]8;;x\\u0007\\u202e"
    assert visible("\x1b[1m") == "\\u001b[1m"
    assert one_line("一\n二\x1b") == "一␊二␛"
