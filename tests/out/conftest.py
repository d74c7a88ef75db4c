"""The toy with labels that try to be code, and readers of each format."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import docx
import openpyxl
import pytest

from dutygraph import places
from dutygraph.audit.case import open_case
from dutygraph.audit.report import Report, report
from dutygraph.out.reports import written
from dutygraph.out.write import write

# The labels of the two holders in whose chains the toy has a gap, and of the instrument.
HOSTILE = {
    "县河长办": "<script>alert('一')</script>|\n::error::x%\u202e[点](javascript:1)",
    "石桥镇人民政府": "=cmd()|'/c calc'!A1,\u200b`*_{0}\x1b[31m",
    "青石县河道管护责任制办法": '"><img src=x onerror=alert(1)>&amp;',
}

Found = set[tuple[str, str]]


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("hostile") / "toy"
    shutil.copytree(places.data() / "toy", folder)
    for path in folder.glob("*.ttl"):
        text = path.read_text(encoding="utf-8")
        for label, other in HOSTILE.items():
            text = text.replace(f'rdfs:label "{label}"@zh', f"rdfs:label {json.dumps(other)}@zh")
        path.write_text(text, encoding="utf-8")
    return report(open_case(str(folder)))


class Items(HTMLParser):
    """Gather each list item that names a check, with its words; and all tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.items: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        self.addresses += [str(given[key]) for key in ("src", "href", "action") if key in given]
        if given.get("data-check"):
            self.items.append((str(given["data-check"]), ""))
        elif tag == "li":
            self.items.append(("", ""))

    def handle_data(self, data: str) -> None:
        if self.items:
            check, words = self.items[-1]
            self.items[-1] = (check, words + data)


def _html(raw: bytes, wanted: Found) -> Found:
    items = [i for i in Items(raw.decode()).items if i[0]]
    assert len(items) == len(wanted)
    return {(c, m) for check, words in items for c, m in wanted if c == check and m in words}


def _docx(raw: bytes, wanted: Found) -> Found:
    del wanted
    rows = docx.Document(io.BytesIO(raw)).tables[0].rows
    return {(row.cells[1].text, row.cells[4].text) for row in rows[1:]}


def _xlsx(raw: bytes, wanted: Found) -> Found:
    del wanted
    sheet = openpyxl.load_workbook(io.BytesIO(raw))["断点清单"]
    rows = sheet.iter_rows(min_row=2, values_only=True)
    return {(str(row[1]), str(row[4])) for row in rows}


def _separated(mark: str) -> Callable[[bytes, Found], Found]:
    def read(raw: bytes, wanted: Found) -> Found:
        del wanted
        rows = csv.DictReader(io.StringIO(raw.decode(), newline=""), delimiter=mark)
        return {(row["check"], row["message"]) for row in rows}

    return read


def _json(raw: bytes, wanted: Found) -> Found:
    del wanted
    return {(f["check"], f["message"]) for f in json.loads(raw)["findings"]}


def _sarif(raw: bytes, wanted: Found) -> Found:
    del wanted
    results = json.loads(raw)["runs"][0]["results"]
    return {(r["ruleId"], r["message"]["text"]) for r in results}


def _github(raw: bytes, wanted: Found) -> Found:
    found: Found = set()
    for line in raw.decode().splitlines():
        head = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert head, line
        title = next(p for p in head[2].split(",") if p.startswith("title=")).partition("=")[2]
        words = unquote(head[3])
        check = title.partition(" ")[0]
        found |= {(c, m) for c, m in wanted if c == check and words.startswith(m)}
    return found


def _md(raw: bytes, wanted: Found) -> Found:
    del wanted
    lines = raw.decode().rpartition("\n## ")[2].splitlines()
    rows = [re.split(r"(?<!\\) \| ", line.strip("| ")) for line in lines if line.startswith("| ")]
    return {(plain(row[1]), plain(row[4])) for row in rows[2:]}


def _table(raw: bytes, wanted: Found) -> Found:
    words = "".join(raw.decode().split())
    return {(c, m) for c, m in wanted if c in words and "".join(m.split()) in words}


def plain(markdown: str) -> str:
    words = re.sub(r"\\([\\`*_\[\]|])", r"\1", markdown)
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


READERS: dict[str, Callable[[bytes, Found], Found]] = {
    "csv": _separated(","),
    "docx": _docx,
    "github": _github,
    "html": _html,
    "json": _json,
    "md": _md,
    "sarif": _sarif,
    "table": _table,
    "tsv": _separated("\t"),
    "xlsx": _xlsx,
}


@pytest.fixture
def as_file(tmp_path: Path) -> Callable[[Report, str], bytes]:
    """Write a report as the command does, and read the bytes."""

    def make(found: Report, kind: str, lang: str = "zh") -> bytes:
        path = tmp_path / f"out.{kind}"
        write(written(found, kind, lang), path)
        return path.read_bytes()

    return make


@pytest.fixture(params=sorted(READERS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def readers() -> dict[str, Callable[[bytes, Found], Found]]:
    return READERS
