"""What does `dutygraph agree` say of two codings, and which does it refuse?"""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dutygraph import places
from dutygraph.audit.agreement import agree, compare
from dutygraph.audit.coding import coding_of
from dutygraph.audit.report import Report
from dutygraph.out.screen.agreement import show

Edit = Callable[[str, str, str], None]
TOY = places.data() / "toy"
SHIFTED = """
<source.txt#char=238,247>
    a dg:Excerpt ;
    dg:startsAt 238 ;
    dg:endsAt 247 ;
    dg:hasExactWords "河道清淤和堤岸维护" .
"""


@pytest.fixture
def mutated(second: Path, edit: Edit) -> Path:
    """Four changes: a holder (A09-2), a norm gone (A08-2), a span (A05-1), a recipient (A06-3)."""
    norms = (second / "norms.ttl").read_text(encoding="utf-8")
    start = norms.index("toy:A08-2\n")
    end = norms.index("toy:A08-3\n")
    (second / "norms.ttl").write_text(norms[:start] + norms[end:], encoding="utf-8")
    edit("holders.ttl", "toy:A08-1 , toy:A08-2 , toy:A08-3", "toy:A08-1 , toy:A08-3")
    edit("holders.ttl", "toy:A09-1 , toy:A09-2 .", "toy:A09-1 .")
    edit("holders.ttl", "dg:holds toy:A07-1 ,", "dg:holds toy:A09-2 , toy:A07-1 ,")
    edit("norms.ttl", "dg:quotes <source.txt#char=236,247>", "dg:quotes <source.txt#char=238,247>")
    with (second / "excerpts.ttl").open("a", encoding="utf-8") as file:
        file.write(SHIFTED)
    norms = (second / "norms.ttl").read_text(encoding="utf-8")
    report = norms[norms.index("toy:A06-3\n") : norms.index("<A06-3.frequency>")]
    edit("norms.ttl", report, report.replace("toy:county-government", "toy:city-government"))
    return second


def test_a_mutated_coding_differs_in_just_what_was_changed(
    answer: Callable[..., Any], mutated: Path
) -> None:
    found = answer("agree", "toy", mutated)
    rows = [(d["aspect"], d["article"], d["a"], d["b"]) for d in found["disagreements"]]
    assert rows == [
        (
            "span",
            "第五条",
            ["负责河道清淤和堤岸维护 [236,247)"],
            ["河道清淤和堤岸维护 [238,247)"],
        ),
        ("recipients", "第六条", ["县人民政府"], ["市人民政府"]),
        ("norm", "第八条", ["县河道管护站"], None),
        ("holder", "第九条", ["石桥镇人民政府"], ["县河长办"]),
        ("link", "第六条", None, ["report", "县财政局", "市人民政府"]),
        ("link", "第六条", ["report", "县财政局", "县人民政府"], None),
        ("link", "第八条", ["oversight", "县河道管护站", "县河长办"], None),
    ]
    words = {d["norm_a"]: d["words"] for d in found["disagreements"]}
    assert words["A09-2"] == "可以结合本镇实际细化管护措施"
    assert words["A08-2"] == "对县河长办的协调工作进行考核"
    spans = found["spans"]
    assert (spans["both"], spans["only_a"], spans["only_b"], spans["exact"]) == (29, 1, 0, 28)
    assert spans["mean_iou"] == pytest.approx((28 + 9 / 11) / 29)
    assert (found["holder"]["n"], found["holder"]["agreed"]) == (29, 28)
    assert found["force"]["kappa"] == found["function"]["kappa"] == 1
    recipients = found["recipients"]
    assert (recipients["both"], recipients["only_a"], recipients["only_b"]) == (6, 1, 1)


def test_least_overlap_decides_what_is_one_norm(answer: Callable[..., Any], mutated: Path) -> None:
    # 负责河道清淤和堤岸维护 and 河道清淤和堤岸维护 share 9 of 11 characters: less than 0.82.
    found = answer("agree", "toy", mutated, "--iou", "0.82")
    assert found["spans"]["both"] == 28
    assert [d["norm_a"] for d in found["disagreements"] if d["aspect"] == "norm"] == [
        "A05-1",
        "",
        "A08-2",
    ]


def test_other_identifiers_and_one_file_make_no_difference(
    answer: Callable[..., Any], tmp_path: Path
) -> None:
    text = "".join(p.read_text(encoding="utf-8") for p in sorted(TOY.glob("*.ttl")))
    other = tmp_path / "second.ttl"
    other.write_text(text.replace("w3id.org/dutygraph/data/toy/", "second.example/t/"), "utf-8")
    assert "w3id.org/dutygraph/data" not in other.read_text(encoding="utf-8")
    found = answer("agree", other, "toy")
    assert found["disagreements"] == []
    assert found["spans"]["both"] == 30
    assert found["holder"]["kappa"] == found["links"]["all"]["f1"] == 1


@pytest.mark.slow
def test_a_second_coding_of_yunfu_as_one_file(answer: Callable[..., Any], tmp_path: Path) -> None:
    folder = places.data() / "yunfu-2017"
    other = tmp_path / "second.ttl"
    text = "".join(p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.ttl")))
    old = '"市纪委"@zh'
    assert text.count(old) == 1
    other.write_text(text.replace(old, '"市纪律检查委员会"@zh'), encoding="utf-8")
    found = answer("agree", "yunfu-2017", other)
    norms = [d for d in found["disagreements"] if d["aspect"] != "link"]
    assert [(d["aspect"], d["norm_a"], d["a"], d["b"]) for d in norms] == [
        ("holder", "A09-1", ["市纪委"], ["市纪律检查委员会"])
    ]
    links = [d["a"] or d["b"] for d in found["disagreements"] if d["aspect"] == "link"]
    assert links
    assert all({"市纪委", "市纪律检查委员会"} & set(link) for link in links)


def test_kappa_without_variation_is_said_to_be_undefined(toy: Report) -> None:
    coding = coding_of(toy.case)
    norms = tuple(replace(n, force=("obligation",)) for n in coding.norms)
    constant = replace(coding, norms=norms)
    found = compare(constant, constant)
    assert json.loads(show(found, "json", "zh"))["force"] == {
        "n": 30,
        "agreed": 30,
        "agreement": 1.0,
        "kappa": None,
    }
    for lang, name, words in (("zh", "效力", "无定义"), ("en", "force", "not defined")):
        lines = show(found, "table", lang).splitlines()
        assert words in next(line for line in lines if line.startswith(name))


def test_formats_hold_the_same_disagreements(mutated: Path) -> None:
    found = agree("toy", str(mutated))
    listed = json.loads(show(found, "json", "zh"))["disagreements"]
    assert listed
    for kind, mark in (("csv", ","), ("tsv", "\t")):
        rows = list(csv.DictReader(io.StringIO(show(found, kind, "zh")), delimiter=mark))
        assert [(r["aspect"], r["article"], r["words"]) for r in rows] == [
            (d["aspect"], d["article"], d["words"]) for d in listed
        ]
    page = show(found, "md", "zh")
    assert page.startswith("# 编码一致性：A = toy, B = second")
    assert "## 分歧 (7)" in page
    assert page.count("\n| 责任线 | 第") == 3
    english = show(found, "md", "en")
    assert "| holder | 第九条 | 可以结合本镇实际细化管护措施 | A09-2 石桥镇人民政府 |" in english
    assert "report: 县财政局 → 县人民政府" in english
    table = show(found, "table", "zh")
    assert all(row["article"] in table for row in listed)


def test_codings_may_differ_and_the_exit_code_is_still_0(
    command: Callable[..., Any], mutated: Path, tmp_path: Path
) -> None:
    target = tmp_path / "agreement.md"
    done = command("agree", "toy", mutated, "-o", target)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "## 分歧 (7)" in target.read_text(encoding="utf-8")


@pytest.mark.slow
def test_output_is_the_same_in_every_run(command: Callable[..., Any], mutated: Path) -> None:
    seeds = [command("agree", "toy", mutated, PYTHONHASHSEED=str(s)).stdout for s in (1, 2)]
    assert seeds[0] == seeds[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("toy", "yunfu-2017"), "yunfu-2017: is a coding of another text: at character 0"),
        (("toy", "toy", "--iou", "0"), "--iou 0: is no least overlap"),
        (("toy", "toy", "--iou", "nan"), "--iou nan: is no least overlap"),
        (("toy", "toy", "--iou", "1.01"), "--iou 1.01: is no least overlap"),
        (("toy", "toi"), "did you mean toy?"),
        (("toy", "toy", "-f", "xlsx"), "known: table, md, json, csv, tsv"),
        (("toy", "toy", "--evidence", "contested"), "unknown evidence"),
        (("toy",), "Missing argument 'B'"),
    ],
)
def test_what_cannot_be_compared_gets_one_line(
    command: Callable[..., Any], arguments: tuple[str, ...], words: str
) -> None:
    done = command("agree", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_coding_that_breaks_a_form_is_refused(
    command: Callable[..., Any], edit: Edit, second: Path
) -> None:
    edit("norms.ttl", "dg:quotes <source.txt#char=236,247>", "dg:quots <source.txt#char=236,247>")
    done = command("agree", "toy", second)
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean dg:quotes?" in done.stderr


def test_one_file_whose_quotes_lie_elsewhere_is_refused(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    text = "".join(p.read_text(encoding="utf-8") for p in sorted(TOY.glob("*.ttl")))
    other = tmp_path / "second.ttl"
    moved = text.replace(
        "dg:startsAt 236 ;\n    dg:endsAt 247", "dg:startsAt 237 ;\n    dg:endsAt 248"
    )
    assert moved != text
    other.write_text(moved, encoding="utf-8")
    done = command("agree", "toy", other)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        "at character 237 it has “负责河道清淤和堤” where toy has “责河道清淤和堤岸”" in done.stderr
    )
