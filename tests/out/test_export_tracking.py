"""Does the tracking list say of each duty what the text says, and where it is silent?"""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from typing import Any

import docx
import openpyxl
import pytest

from dutygraph.audit.report import Report
from dutygraph.out.export.kinds import SHEETS
from dutygraph.out.export.tracking import listed, tracking

HEADS = (
    "事项",
    "责任主体",
    "牵头",
    "配合",
    "时限",
    "频次",
    "报告对象",
    "考核主体",
    "问责依据",
    "条款",
)  # fmt: skip
# Read off the toy's text, cell by cell: 第五, 十二条; 第七, 八, 十二条; 第九条; 第六, 十三条.
TOY = {
    "第五条 A05-3": (
        "每季度向县人民政府报告清淤、维护和检查情况", "县水务局", "独任", "未写明", "每季度内",
        "每季度", "县人民政府", "未写明", "第十二条 A12-2",
    ),
    "第七条 A07-2": (
        "部署县河道管护站的巡护工作", "县河长办", "独任", "未写明", "未写明", "未写明",
        "县人民政府（A07-3）", "县河道管护站", "第十二条 A12-2",
    ),
    "第九条 A09-1": (
        "负责清理本镇河段的垃圾和杂草", "石桥镇人民政府", "独任", "未写明", "未写明", "未写明",
        "未写明", "未写明", "第十二条 A12-2",
    ),
    "第六条 A06-1": (
        "负责安排河道管护资金", "县财政局", "独任", "未写明", "未写明", "未写明",
        "县人民政府（A06-3）", "未写明", "第十三条 A13-2",
    ),
    "第十一条 A11-2": (
        "每半年向市人民政府报告督察结果", "驻县督察组", "独任", "未写明", "每半年内", "每半年",
        "市人民政府", "未写明", "第十二条 A12-3",
    ),
}  # fmt: skip


def rows(found: Report, lang: str = "zh") -> dict[str, tuple[str, ...]]:
    return {row[-1]: tuple(row[:-1]) for row in listed(found).cells(lang)}


def test_the_toy_is_listed_as_its_text_reads(toy: Report) -> None:
    found = rows(toy)
    assert {key: found[key] for key in TOY} == TOY


def test_each_duty_is_listed_once_and_nothing_else(toy: Report) -> None:
    """Of the toy's thirty norms: not what sanctions or rewards (第十二, 十三条), not the aim,
    the first person, the permission of 第九条 or the day of coming into force."""
    articles = [key.split(" ")[1].split("-")[0] for key in rows(toy)]
    counts = {a: articles.count(a) for a in dict.fromkeys(articles)}
    # 二: 部署; 三: 部署, 报告; 四: 巡查; 五至八: 三项; 九: 清理; 十, 十一: 两项.
    assert counts == {
        "A02": 1, "A03": 2, "A04": 1, "A05": 3, "A06": 3, "A07": 3, "A08": 3, "A09": 1,
        "A10": 2, "A11": 2,
    }  # fmt: skip


def test_yunfu_names_who_leads_cooperates_and_is_reported_to(yunfu: Report) -> None:
    found = {key.split(" ")[1]: row for key, row in rows(yunfu).items()}
    # 第七条: 市扶贫开发领导小组……牵头抓总; 定期向市委、市政府和省扶贫办报告.
    assert found["A07-3"][2] == "市扶贫开发领导小组"
    assert found["A07-8"][5:7] == ("定期", "市委、市政府；省扶贫办")
    assert found["A07-8"][4] == "未写明"
    # 第五条: 每年向省委、省政府或省扶贫开发领导小组报告: either of the two.
    assert found["A05-7"][4:7] == ("每年内", "每年", "省委、省政府或省扶贫开发领导小组")
    # 第十六条 names five kinds of cadres, and nobody in the lead.
    assert found["A16-1"][2] == "未写明"
    # 第十八条: 与帮扶地密切配合.
    assert found["A18-2"][3] == "帮扶地"
    # 第二十三, 二十四条 reach the city organs by a general reading only.
    assert found["A09-6"][8] == "第二十三条 A23-3（推导）；第二十四条 A24-1（推导）"


def test_explicit_evidence_leaves_out_what_is_read(yunfu_explicit: Report) -> None:
    found = {key.split(" ")[1]: row for key, row in rows(yunfu_explicit).items()}
    assert found["A09-6"][8] == "未写明"


def test_english_stands_beside(toy: Report) -> None:
    found = rows(toy, "en")["Article 5 A05-3"]
    assert found[1:] == (
        "county water bureau", "sole holder", "not stated", "within every quarter",
        "once every quarter", "county government", "not stated", "Article 12 A12-2",
    )  # fmt: skip


class Cells(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.words = ""
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_every_format_holds_every_row(toy: Report) -> None:
    wanted = [tuple(row) for row in listed(toy).cells("zh")]
    by_format = {kind: tracking(toy, kind, "zh") for kind in SHEETS}
    for kind, mark in (("csv", ","), ("tsv", "\t")):
        head, *body = csv.reader(io.StringIO(_text(by_format[kind])), delimiter=mark)
        assert [cell.split(" ")[0] for cell in head] == list(HEADS)
        assert [tuple(row) for row in body] == wanted
    table = [line for line in _text(by_format["md"]).splitlines() if line.startswith("| ")]
    assert len(table) == len(wanted) + 2
    assert [tuple(row.values()) for row in json.loads(by_format["json"])] == wanted
    sheet = openpyxl.load_workbook(io.BytesIO(_raw(by_format["xlsx"])))["督办台账"]
    heads, *lines = sheet.iter_rows(values_only=True)
    assert [str(cell).split("\n")[0] for cell in heads] == list(HEADS)
    assert [str(cell).split("\n")[1] for cell in heads][:2] == ["task", "responsible"]
    assert [tuple(line) for line in lines] == wanted
    (grid,) = docx.Document(io.BytesIO(_raw(by_format["docx"]))).tables
    assert len(grid.rows) == len(wanted) + 1
    page = Cells(_text(by_format["html"])).words
    assert all(cell in page for row in wanted for cell in row)


def _text(value: Any) -> str:  # noqa: ANN401
    assert isinstance(value, str)
    return value


def _raw(value: Any) -> bytes:  # noqa: ANN401
    assert isinstance(value, bytes)
    return value


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_is_a_formula(hostile: Report, kind: str) -> None:
    raw = tracking(hostile, kind, "zh")
    if kind == "csv":
        cells = [cell for row in csv.reader(io.StringIO(_text(raw))) for cell in row]
    else:
        book = openpyxl.load_workbook(io.BytesIO(_raw(raw)))
        cells = [str(c) for row in book["督办台账"].iter_rows(values_only=True) for c in row]
        assert {c.data_type for row in book["督办台账"].iter_rows() for c in row} == {"s"}
    assert any("cmd()" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
