"""Do the named questions answer the twenty public ones as their file has it?"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

Row = dict[str, str]
Asked = Callable[..., list[Row]]
FILE = Path(__file__).parents[2].parent / "shared" / "questions" / "public.json"
# A joint holder and its members are equally right; compared are the members.
JOINT = {
    "市委、市政府": ("市委", "市政府"),
    "省委、省政府": ("省委", "省政府"),
    "县级党委和政府": ("县级党委", "县级政府"),
}


@pytest.fixture(scope="module")
def public() -> dict[str, Any]:
    if not FILE.exists():
        pytest.skip("the public questions are not on this machine")
    found = json.loads(FILE.read_text(encoding="utf-8"))["questions"]
    assert len(found) == 20
    return {q["id"]: q["expected"] for q in found}


def expanded(names: Any) -> set[str]:  # noqa: ANN401 -- any collection of names
    return {member for name in names for member in JOINT.get(name, (name,))}


def says(stated: str, row: Row) -> bool:
    """The article is the one stated, and the quote lies in the words stated, or holds them."""
    article, _, words = stated.partition("：")
    return row["article"] == article and (row["words"] in words or words in row["words"])


def test_first_responsible_person(public: dict[str, Any], asked: Asked) -> None:
    rows = asked("responsible-persons", epithet="第一责任人", level="市")
    assert [row["holder"] for row in rows] == public["CQ01"]


def test_issue(public: dict[str, Any], asked: Asked) -> None:
    rows = [r for r in asked("issue") if r["fact"] != "主送"]
    assert expanded(row["value"] for row in rows) == set(public["CQ03"])


def test_contents(public: dict[str, Any], asked: Asked) -> None:
    chapters: dict[str, list[str]] = {}
    for row in asked("contents"):
        chapters.setdefault(row["chapter"], []).append(row["article"])
    articles = sum(len(found) for found in chapters.values())
    assert [len(chapters), articles, chapters] == public["CQ05"]
    assert list(chapters) == list(public["CQ05"][2])


def test_report_of_the_county(public: dict[str, Any], asked: Asked) -> None:
    (row,) = asked("who-reports-to-whom", holder="县级党委和政府")
    assert {
        "recipient": sorted(expanded([row["recipient"]])),
        "content": row["content"],
        "frequency": row["frequency"],
    } == {**public["CQ07"], "recipient": sorted(public["CQ07"]["recipient"])}


@pytest.mark.parametrize(("number", "holder"), [("CQ09", "市审计局"), ("CQ37", "各帮扶单位")])
def test_duties_of_a_holder(public: dict[str, Any], asked: Asked, number: str, holder: str) -> None:
    rows = [r for r in asked("norms-of-holder", holder=holder) if r["evidence"] == "明文"]
    assert len(rows) == len(public[number])
    assert all(says(stated, row) for stated, row in zip(public[number], rows, strict=True))


def test_measurable_frequencies(public: dict[str, Any], asked: Asked) -> None:
    rows = asked("measurable-frequencies")
    periods = {"P1Y": "year", "P3M": "quarter"}
    told = {
        stated: next(
            row["frequency"]
            + (f" (min {row['least']}/{periods[row['period']]})" if row["least"] else "")
            for row in rows
            if says(stated, row)
        )
        for stated in public["CQ11"]
    }
    assert told == public["CQ11"]
    assert len(rows) == len(public["CQ11"])


def test_visits_of_leaders(public: dict[str, Any], asked: Asked) -> None:
    periods = {"P1Y": "year", "P3M": "quarter"}
    rows = asked("visits")
    told = {
        leader: f">={row['least']} / {periods[row['period']]}"
        for leader in public["CQ13"]
        for row in rows
        if row["holder"].endswith(leader)
    }
    assert told == public["CQ13"]


def test_primary_responsibility(public: dict[str, Any], asked: Asked) -> None:
    rows = asked("responsible-persons", epithet="首要责任")
    assert [row["holder"] for row in rows] == public["CQ15"]["holder"]
    assert {row["object"] for row in rows} == {public["CQ15"]["object"]}


def test_who_authorises_whom(public: dict[str, Any], asked: Asked) -> None:
    (row,) = [r for r in asked("who-entrusts-whom") if r["act"] == "授权"]
    assert expanded([row["principal"]]) == set(public["CQ17"]["from"])
    assert [row["holder"]] == public["CQ17"]["to"]
    assert all(part in row["matter"] for part in public["CQ17"]["content"])


def test_interpretation(public: dict[str, Any], asked: Asked) -> None:
    first, second = asked("interpretation")
    assert {
        "interpreter": [first["holder"]],
        "worker": [second["holder"]],
        "consulted": [second["consulted"]],
    } == public["CQ19"]
    assert first["consulted"] == ""


def test_duties_in_article_nine_only(public: dict[str, Any], asked: Asked) -> None:
    rows = {row["holder"]: row for row in asked("duties-in-one-article", article="第九条")}
    assert set(rows) == set(public["CQ21"])
    assert all(says(stated, rows[holder]) for holder, stated in public["CQ21"].items())


def test_three_villages_fail(public: dict[str, Any], asked: Asked) -> None:
    wanted = public["CQ23"]
    (row,) = [r for r in asked("if-villages-fail", count="3") if r["least"]]
    assert says(wanted["norm"], {**row, "words": row["condition"] + "，" + row["words"]})
    assert [row["target"]] == wanted["target"]
    assert wanted["liability"] in row["words"]
    assert wanted["authority"] == "UNSPECIFIED"
    assert (row["imposer"], row["unstated"]) == ("", "实施机关")


def test_who_has_no_report(public: dict[str, Any], asked: Asked) -> None:
    found = {row["holder"] for row in asked("no-report")}
    assert set(public["CQ25"]) <= found
    assert not found & {"市委、市政府", "市扶贫开发领导小组", "县级党委和政府"}


def test_chain_from_a_household(public: dict[str, Any], asked: Asked) -> None:
    """Each edge of the file's path is a step, as sure as it says; one step is a report."""
    (wanted,) = public["CQ27"]
    steps = asked("chain", holder="贫困户", other="市委")
    path = [name.split("/")[0] for name in wanted["path"]]
    found = {(row["lower"], row["upper"]) for row in steps}
    assert set(pairwise(path)) <= found
    grades = {"EXPLICIT": "明文", "IMPLIED": "推导"}
    for edge, ground, grade in wanted["edges"]:
        ends = set(edge.split(" ")[::2])
        meant = [r for r in steps if {r["lower"], r["upper"]} == ends and says(ground, r)]
        assert {row["evidence"] for row in meant} == {grades[grade.split(" ")[0]]}, edge
    reports = [row for row in steps if row["tie"] == "报告给"]
    assert [(r["lower"], r["upper"]) for r in reports] == [("县级党委和政府", "市委、市政府")]


def test_loops_in_so_many_words(public: dict[str, Any], asked: Asked) -> None:
    rows = asked("direct-loops", grade="explicit")
    assert [[row["principal"], row["holder"]] for row in rows] == public["CQ29"]


def test_overseers(public: dict[str, Any], asked: Asked) -> None:
    assert {row["holder"] for row in asked("overseers")} == set(public["CQ31"])


def test_who_commends_whom(public: dict[str, Any], asked: Asked) -> None:
    wanted = public["CQ33"]
    rows = [r for r in asked("consequences") if r["target"] == "社会帮扶主体"]
    assert {row["imposer"] for row in rows} == set(wanted["holders"])
    assert {row["condition"] for row in rows} == {wanted["condition"]}
    for act in wanted["acts"]:
        assert any(act in row["words"] for row in rows)


def test_posts_of_article_sixteen(public: dict[str, Any], asked: Asked) -> None:
    rows = asked("posts", article="第十六条")
    assert {row["post"] for row in rows} == set(public["CQ35"]["roles"])
    assert all(says(public["CQ35"]["duty"], row) for row in rows)


def test_named_once(public: dict[str, Any], asked: Asked) -> None:
    assert {row["holder"] for row in asked("named-once")} == set(public["CQ39"])
