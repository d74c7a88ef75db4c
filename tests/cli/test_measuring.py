"""Do `measures` and `diff` answer in every format, and `ask --why` with the clauses?"""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

Answer = tuple[int, str, str]
Cli = Callable[..., Answer]


def refused(answer: Answer, place: str, *words: str) -> None:
    code, out, err = answer
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert err.startswith(place), err
    assert all(word in err for word in words), err


def read(text: str, delimiter: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


# ---------------------------------------------------------------- measures


def test_systems_stand_side_by_side(once: Cli) -> None:
    """No chain of Yunfu closes, six of the toy's nine do."""
    code, out, err = once("measures", "toy", "yunfu-2017", "--format", "table")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].split() == ["度量", "measure", "toy", "yunfu-2017"]
    closed = next(line for line in lines if line.startswith("闭环率（明文）"))
    assert closed.split()[-2:] == ["0.667", "0.000"]
    english = once("measures", "toy", "yunfu-2017", "-f", "table", "--lang", "en")[1]
    assert re.search(r"^closed, by words alone +0\.667 +0\.000", english, re.MULTILINE)
    assert not re.search("[\u4e00-\u9fff]", english)


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl"])
def test_one_row_a_holder_for_machines(once: Cli, form: str) -> None:
    code, out, err = once("measures", "toy", "--by", "holder", "--format", form)
    assert (code, err) == (0, "")
    if form in {"csv", "tsv"}:
        rows = {r["holder"]: r for r in read(out, "," if form == "csv" else "\t")}
        found = [rows["county-government"][k] for k in ("span", "depth", "accountability_ratio")]
        assert found == ["5", "1", "1.0"]
        assert rows["city-government"]["accountability_ratio"] == ""
    else:
        listed = json.loads(out) if form == "json" else list(map(json.loads, out.splitlines()))
        known = {r["holder"]: r for r in listed}
        numbers = [known["county-government"][k] for k in ("span", "depth", "accountability_ratio")]
        assert numbers == [5, 1, 1.0]
        assert known["city-government"]["accountability_ratio"] is None
        assert known["town-government"]["label"] == "石桥镇人民政府"


def test_what_is_not_defined_is_said_so(once: Cli) -> None:
    for form in ("table", "md"):
        out = once("measures", "toy", "--by", "holder", "--format", form)[1]
        assert "–" in out
        assert "– 无定义" in out
        assert "无定义" not in once("measures", "toy", "--format", form)[1]


def test_levels_of_several_systems(once: Cli) -> None:
    rows = read(once("measures", "toy", "yunfu-2017", "--by", "level", "-f", "csv")[1], ",")
    assert [(r["system"], r["level_name"]) for r in rows] == [
        *(("toy", one) for one in "市县镇"),
        *(("yunfu-2017", one) for one in "央省市县镇村"),
    ]
    head = once("measures", "toy", "yunfu-2017", "--by", "level", "-f", "md")[1].splitlines()[0]
    assert "| toy 县 |" in head


def test_systems_of_one_name_go_by_what_they_were_called(
    cli: Cli, toy_folder: Path, tmp_path: Path
) -> None:
    again = tmp_path / "新" / toy_folder.name
    again.parent.mkdir()
    toy_folder.rename(again)
    again.parent.joinpath("x").mkdir()
    rows = json.loads(cli("measures", again, again, "-f", "json")[1])
    assert [row["system"] for row in rows] == [str(again)] * 2


def test_format_follows_the_file(cli: Cli, tmp_path: Path) -> None:
    for ending in ("csv", "jsonl", "md"):
        target = tmp_path / f"度量.{ending}"
        assert cli("measures", "toy", "-o", target) == (0, "", "")
        shown = cli("measures", "toy", "-f", ending)[1]
        assert target.read_text(encoding="utf-8") == shown


def test_measures_refuses_in_one_line(cli: Cli) -> None:
    refused(cli("measures", "toy", "--by", "village"), "village", "known: system, level, holder")
    refused(cli("measures", "toy", "--evidence", "none"), "none", "explicit")
    refused(cli("measures", "toy", "-f", "xlsx"), "xlsx", "jsonl")
    refused(cli("measures", "toi"), "toi", "toy")
    assert cli("measures")[0] == 2


# ---------------------------------------------------------------- diff


def test_the_same_exits_0(once: Cli) -> None:
    code, out, err = once("diff", "toy", "toy")
    assert (code, err) == (0, "")
    assert "没有差异。" in out
    assert "县水务局" not in out
    assert "  = 县水务局" in once("diff", "toy", "toy", "--all")[1]


def test_different_exits_1(cli: Cli, toy_folder: Path) -> None:
    """第八条: 逐月 for 每月."""
    norms = toy_folder / "norms.ttl"
    words = norms.read_text(encoding="utf-8").replace('isStatedAs "每月"', 'isStatedAs "逐月"')
    norms.write_text(words, encoding="utf-8")
    code, out, err = cli("diff", "toy", toy_folder)
    assert (code, err) == (1, "")
    changed = [line for line in out.splitlines() if line.startswith("  ~ ")]
    assert changed == ["  ~ A08-3 “每月向县河长办报告巡护和考核情况”　频次 每月 P1M → 逐月 P1M"]
    code, out, err = cli("diff", "toy", toy_folder, "--format", "json")
    found = json.loads(out)
    assert (code, found["same"], found["counts"]["norm"]["changed"]) == (1, False, 1)
    (entry,) = (e for e in found["entries"] if e["status"] != "shared")
    assert entry["changes"] == {"frequency": ["每月 P1M", "逐月 P1M"]}
    for form, mark in (("csv", ","), ("tsv", "\t")):
        code, out, err = cli("diff", "toy", toy_folder, "--format", form)
        (row,) = (r for r in read(out, mark) if r["status"] != "shared")
        assert (row["part"], row["aspect"], row["a"], row["b"]) == (
            "norm",
            "frequency",
            "每月 P1M",
            "逐月 P1M",
        )
    english = cli("diff", "toy", toy_folder, "--lang", "en", "--format", "md")[1]
    assert "- `~` A08-3 “每月向县河长办报告巡护和考核情况”" in english
    assert "frequency 每月 P1M → 逐月 P1M" in english


def test_what_cannot_be_compared_exits_2(cli: Cli, tmp_path: Path) -> None:
    refused(cli("diff", "toy", tmp_path / "none"), str(tmp_path / "none"))
    refused(cli("diff", "toy", "toy", "-f", "xlsx"), "xlsx", "known: table")
    assert cli("diff", "toy")[0] == 2


# ---------------------------------------------------------------- ask --why


def test_the_clause_stands_under_each_row(cli: Cli) -> None:
    """第七条 gives both ways of the one loop in so many words."""
    code, out, err = cli("ask", "direct-loops", "--grade", "明文", "--why", "-f", "jsonl")
    assert (code, err) == (0, "")
    (row,) = map(json.loads, out.splitlines())
    assert row["why"] == (
        "第七条 A07-1“授权市扶贫开发领导小组负责全市脱贫攻坚的综合协调，牵头抓总，工作指导”；"
        "第七条 A07-8“定期向市委、市政府和省扶贫办报告”"
    )
    (flat,) = read(cli("ask", "direct-loops", "--grade", "明文", "--why", "-f", "csv")[1], ",")
    assert flat["why"] == row["why"]
    table = cli("ask", "direct-loops", "--grade", "明文", "--why", "-f", "table")[1]
    assert "所据条文" in table.splitlines()[0]


def test_a_row_that_only_says_what_is_asked_has_its_clause(cli: Cli) -> None:
    """The holder asked of is no column, and still the line between the two is explained."""
    out = cli("ask", "who-answers-to-whom", "toy", "--why", "-f", "csv")[1]
    rows = {(r["holder"], r["principal"]): r["why"] for r in read(out, ",")}
    assert rows["县水务局", "县人民政府"] == (
        "第五条 A05-3“每季度向县人民政府报告清淤、维护和检查情况”"
    )


def test_absence_rests_on_no_clause(cli: Cli) -> None:
    rows = read(cli("ask", "no-report", "toy", "--why", "-f", "csv")[1], ",")
    assert rows
    assert {row["why"] for row in rows} == {""}


def test_why_of_the_list_is_refused(cli: Cli) -> None:
    refused(cli("ask", "--why"), "--why", "the list of questions")
