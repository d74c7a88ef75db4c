"""Does `why` trace what it is asked, in each format, and say what it cannot?"""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

Answer = tuple[int, str, str]
Cli = Callable[..., Answer]

PROV = "http://www.w3.org/ns/prov#"
DG = "https://w3id.org/dutygraph/ns#"
TOY = "https://w3id.org/dutygraph/data/toy/"
LINE = ("县河道管护站", "reportsTo", "县河长办")
WORDS = "每月向县河长办报告巡护和考核情况"  # 第八条


def values(turtle: bytes) -> set[str]:
    """List the excerpts that PROV-O quotes."""
    return {
        t.object.value
        for t in ox.parse(turtle, format=ox.RdfFormat.TURTLE)
        if t.predicate.value == f"{PROV}value" and isinstance(t.object, ox.Literal)
    }


# ------------------------------------------------------------------ what may be asked


def test_a_reading_rule_names_its_premises(once: Cli) -> None:
    """第四条: 县长 is 第一责任人, so the county government's duties fall on the post (DR3)."""
    code, out, err = once("why", "toy", "县长", "bears", "A03-2")
    assert (code, err) == (0, "")
    first, *below = out.splitlines()
    assert "[DR3]" in first
    assert "推导" in first
    assert all("[asserted]" in line for line in below)
    assert any("任职于" in line and "县人民政府" in line for line in below)
    assert any("第四条“是全县河道管护的第一责任人”" in line for line in below)


def test_what_was_absent_is_said(once: Cli) -> None:
    line = ("why", "yunfu-2017", "A23-1", "rewards", "市纪委")
    assert "没有：yunfu:performing-departments dg:hasLevel ?level" in once(*line)[1]
    assert (
        "there is no: yunfu:performing-departments dg:hasLevel ?level"
        in once(*line, "--lang", "en")[1]
    )
    assert "第二条“本细则适用于我市各级党委和政府" in once(*line)[1]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (("A08-3", "hasFunction", "function:report"), "cls-hv1"),
        (("A08-3", "职能", f"{DG.removesuffix('ns#')}code/function/report"), "cls-hv1"),
        (("县财政局", "a", "Holder"), "cax-sco"),
        (("县长", "is-post-in", "县人民政府"), "asserted"),
        (("第八条", "type", "dg:Provision"), "cax-sco"),
        (("toy:A08-3", "hasAction", "报告"), "asserted"),
        (("县水务局", "isOverseenBy", "县审计局"), "prp-inv1"),
    ],
)
def test_any_relation_of_the_ontology(cli: Cli, line: tuple[str, ...], rule: str) -> None:
    code, out, err = cli("why", "toy", *line)
    assert (code, err) == (0, ""), err
    assert f"[{rule}]" in out.splitlines()[0]


def test_a_premise_used_twice_is_told_once(once: Cli) -> None:
    out = once("why", "yunfu-2017", "市委", "bears", "A04-1")[1]
    lines = [line.strip() for line in out.splitlines()]
    told = [line for line in lines if "[asserted]" not in line and "（见上）" not in line]
    assert len(told) == len(set(told))


def test_machines_get_rule_axioms_absences_and_the_name_of_the_statement(once: Cli) -> None:
    found = json.loads(once("why", "toy", *LINE, "-f", "json")[1])
    assert found["statement"] == f"{TOY}maintenance-station.dg:reportsTo.river-chief-office"
    assert [axiom[:2] for axiom in found["axioms"]] == [
        [f"{DG}reportsTo", "http://www.w3.org/2002/07/owl#propertyChainAxiom"]
    ]
    assert found["absences"] == []


# ------------------------------------------------------------------ PROV-O


def test_turtle_leads_to_the_words(once: Cli) -> None:
    code, out, err = once("why", "toy", *LINE, "-f", "ttl")
    assert (code, err) == (0, "")
    assert values(out.encode()) == {WORDS}
    assert out == once("why", "toy", *LINE, "--format", "ttl", "--lang", "en")[1]


@pytest.mark.parametrize("ending", ["ttl", "nt"])
def test_the_ending_of_the_file_picks_the_format(cli: Cli, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"why.{ending}"
    assert cli("why", "toy", *LINE, "-o", path) == (0, "", "")
    kind = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES}[ending]
    assert any(WORDS in str(t.object) for t in ox.parse(path.read_bytes(), format=kind))


@pytest.mark.parametrize("asked", ["县财政局", "A08-3"])
def test_a_verdict_and_a_norm_as_turtle(cli: Cli, asked: str) -> None:
    code, out, err = cli("why", "toy", asked, "-f", "ttl")
    assert (code, err) == (0, "")
    told = values(out.encode())
    expected = {"县财政局": "每半年向县人民政府报告资金安排和检查情况", "A08-3": WORDS}
    assert expected[asked] in told


# ------------------------------------------------------------------ all that is derived


def test_nothing_lists_all_that_is_derived(once: Cli) -> None:
    code, out, err = once("why", "toy", "-f", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert all(row["clauses"] for row in found)
    line = [f"{TOY}maintenance-station", f"{DG}reportsTo", f"{TOY}river-chief-office"]
    assert [(r["rule"], r["grade"], r["clauses"]) for r in found if r["triple"] == line] == [
        ("prp-spo2", "explicit", ["A08-3"])
    ]
    rows = list(csv.reader(io.StringIO(once("why", "toy", "-f", "csv")[1])))
    assert len(rows) == len(found) + 1
    assert ["县河道管护站 报告给 县河长办", "prp-spo2", "明文", "", "A08-3"] in rows


def test_all_that_is_derived_as_turtle_holds_each_line(once: Cli) -> None:
    whole = set(ox.parse(once("why", "toy", "-f", "nt")[1].encode(), format=ox.RdfFormat.N_TRIPLES))
    part = set(
        ox.parse(once("why", "toy", *LINE, "-f", "nt")[1].encode(), format=ox.RdfFormat.N_TRIPLES)
    )
    assert part < whole


# ------------------------------------------------------------------ what cannot be said

TWINS = """
局:jia2 a dg:Body ; rdfs:label "甲局"@zh , "Second Bureau"@en ; dg:hasLevel level:town .
"""


@pytest.fixture
def twins(pair: Path, tmp_path: Path) -> Path:
    """Two holders of one label."""
    path = tmp_path / "twins.ttl"
    path.write_text(pair.read_text(encoding="utf-8") + TWINS, encoding="utf-8")
    return path


def refused(answer: Answer, *words: str) -> None:
    code, out, err = answer
    assert (code, out, err.count("\n")) == (2, "", 1)
    for word in words:
        assert word in err, err


@pytest.mark.parametrize(
    "about", [("甲局",), ("乙站", "reportsTo", "甲局"), ("甲局", "directs", "乙站")]
)
def test_a_label_of_two_holders_is_no_answer(cli: Cli, twins: Path, about: tuple[str, ...]) -> None:
    both = ("http://pair.example/jia", "http://pair.example/jia2")
    refused(cli("why", twins, *about), "甲局: names 2", "say which", *both)
    refused(cli("register", twins, "--holder", "甲局"), "甲局: names 2 holders", *both)


def test_either_of_two_goes_by_its_own_name(cli: Cli, twins: Path) -> None:
    answers = {cli("why", twins, name) for name in ("jia", "http://pair.example/jia", "Bureau Jia")}
    assert len(answers) == 1
    assert answers.pop()[0] == 0
    code, out, _ = cli("why", twins, "乙站", "reportsTo", "jia")
    assert (code, "prp-spo2" in out) == (0, True)


@pytest.mark.parametrize(
    ("about", "words"),
    [
        (("县河道管护站", "reportTo", "县河长办"), ("reportTo: unknown relation", "reportsTo")),
        (("县河道管护站", "overseas", "县河长办"), ("unknown relation", "nearest: oversees")),
        (("县河道管护", "reportsTo", "县河长办"), ("县河道管护: no such", "县河道管护站")),
        (("县河道管护站", "reportsTo", "县河长"), ("县河长: no such", "县河长办")),
        (("县河道管护",), ("县河道管护: no such holder or norm", "县河道管护站")),
        (("A08-33", "hasFunction", "function:report"), ("A08-33: no such", "A08-3")),
        (
            ("县河道管护站", "reportsTo", "县财政局"),
            ("the text gives no such line", "with this relation it gives: 县河长办"),
        ),
        (("县河道管护站", "reportsTo"), ("needs a norm, a holder, or a line",)),
    ],
)
def test_a_near_miss_offers_the_nearest(
    cli: Cli, about: tuple[str, ...], words: tuple[str, ...]
) -> None:
    refused(cli("why", "toy", *about), *words)


@pytest.mark.parametrize("form", ["html", "csv"])
def test_a_tree_has_its_own_formats(cli: Cli, form: str) -> None:
    refused(cli("why", "toy", *LINE, "-f", form), f"{form}: unknown format", "ttl")


def test_a_name_with_no_system_of_ours_under_it(cli: Cli, pair: Path) -> None:
    """One Turtle file: no text, no provisions, and still a proof."""
    code, out, err = cli("why", pair, "乙站", "reportsTo", "甲局", "-f", "ttl")
    assert (code, err) == (0, "")
    assert re.search(r"rdfs:label \"[^\"]*\"@en , \"乙站 报告给 甲局\"@zh", out)
    assert values(out.encode()) == set()
