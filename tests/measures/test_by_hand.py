"""Are the measures of the toy and of Yunfu those that a person counts in the text?"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from dutygraph import places
from dutygraph.audit.ask import ask_named
from dutygraph.audit.case import Case, case_of, open_case
from dutygraph.audit.measures.catalogue import OF_HOLDERS, OF_SYSTEMS
from dutygraph.audit.measures.measured import Row, measure
from dutygraph.audit.questions import question_named
from dutygraph.audit.report import Report
from dutygraph.errors import UsageError
from dutygraph.names import local
from dutygraph.triples.system import load


def rows(case: Case, by: str) -> dict[str, dict[str, int | float | None]]:
    """Give the measures of each row by name, rows by Chinese label."""
    found = measure([("it", case)], by)
    names = [m.name for m in found.measures]
    return {row.label.zh: dict(zip(names, row.values, strict=True)) for row in found.rows}


@pytest.fixture(scope="module")
def of_toy(toy: Report) -> dict[str, int | float | None]:
    (found,) = rows(toy.case, "system").values()
    return found


# 26 obligations: 30 norms less 第一条, 第四条 (第一责任人), 第十四条, and 可以 in 第九条.
# 33 lines. Entrusting 3 (第二条) + 5 (第三条) + 1 (第七条). 7 reports (第三, 五至八, 十, 十一条).
# Oversight 2 (第五条) + 1 (第六条) + 1 (第八条) + 2 (第十条) + 3 (第十一条). Consequences 4 and 3
# (第十二条, whose reward joins whom its sanction joins) and 1 (第十三条, whose other names nobody).
# Measurable are the 8 frequencies (第三 to 八, 十, 十一条; 第四条 is a visit) and 3处及以上.
# Arcs: 9 of entrusting, 7 of reports, 9 of oversight, and the 8 of consequences are those of
# entrusting; the station's report and its oversight of 县河长办 are one arc: 24. Answered are those
# of 7 pairs: 市人民政府 with two, 县人民政府 with four, 县河长办 with the station.
# Of 9 entrusted 石桥镇人民政府 alone reports to nobody; 县长 reports as his government does. Of 9
# overseers the station alone is the delegate of whom it assesses. Six of nine chains close.
SYSTEM = {
    "holders": 10,
    "judged": 9,
    "obligations": 26,
    "lines": 9 + 7 + 9 + 8,
    "closed_explicit": 6 / 9,
    "closed_implied": 6 / 9,
    "explicit_share": 1.0,
    "measurable_share": 9 / 26,
    "duty_gini": 16 / 69,  # of 4 1 2 3 3 2 4 3 1: sum of i x_i is 139, of x 23, n 9
    "reciprocity": 14 / 24,
    "feedback_coverage": 8 / 9,
    "overseer_independence": 8 / 9,
    "accountability_ratio": 7 / 9,
    "text_coverage": 1.0,
}


@pytest.mark.parametrize("name", [m.name for m in OF_SYSTEMS])
def test_toy_as_a_system(of_toy: dict[str, int | float | None], name: str) -> None:
    assert of_toy[name] == pytest.approx(SYSTEM[name])


# Duties held, entrusted by, reports to, overseen by, span, depth, dominated, accountability.
# A span counts 县人民政府 and its 县长 once. All hang on 市人民政府, and the five that 县人民政府
# entrusts, with the station, on it. The way to 驻县督察组 is from the city.
HOLDERS = {
    "市人民政府": (2, 0, 0, 0, 2, 0, 9, None),
    "县人民政府": (4, 1, 1, 1, 5, 1, 6, 1.0),
    "县长": (1, 1, 0, 1, 0, 1, 0, 0.0),
    "驻县督察组": (2, 1, 1, 1, 0, 1, 0, 1.0),
    "县水务局": (3, 1, 1, 1, 0, 2, 0, 1.0),
    "县财政局": (3, 1, 1, 1, 0, 2, 0, 1.0),
    "县审计局": (2, 1, 1, 1, 0, 2, 0, 1.0),
    "县河长办": (4, 1, 1, 1, 1, 2, 1, 1.0),
    "县河道管护站": (3, 1, 1, 1, 0, 3, 0, 1.0),
    "石桥镇人民政府": (1, 1, 0, 1, 0, 2, 0, 0.0),
}


def test_toy_by_holder(toy: Report) -> None:
    found = rows(toy.case, "holder")
    between = {"betweenness_entrust", "betweenness_report"}
    shown = {
        label: tuple(value for name, value in values.items() if name not in between)
        for label, values in found.items()
    }
    assert shown == HOLDERS


def test_toy_betweenness(toy: Report) -> None:
    """Ten are entrusted or entrust, so 9 x 8 pairs of others; 县长 and the town report to nobody.

    Through 县人民政府 run the ways from 市人民政府 to five and on to the station, through 县河长办
    those to the station from the two above. Reports are 8 holders' own: 7 x 6 pairs. To the city
    run those of three bureaus, 县河长办 and the station through 县人民政府; two of the station
    run through 县河长办.
    """
    found = rows(toy.case, "holder")
    down = {label: v["betweenness_entrust"] for label, v in found.items()}
    up = {label: v["betweenness_report"] for label, v in found.items()}
    assert {k: v for k, v in down.items() if v} == pytest.approx(
        {"县人民政府": 6 / 72, "县河长办": 2 / 72}
    )
    assert {k: v for k, v in up.items() if v} == pytest.approx(
        {"县人民政府": 5 / 42, "县河长办": 2 / 42}
    )


def test_toy_by_level(toy: Report) -> None:
    """The town has one holder, which bears one duty and reports to nobody."""
    found = rows(toy.case, "level")
    assert list(found) == ["市", "县", "镇"]
    town, county = found["镇"], found["县"]
    assert (town["judged"], town["obligations"], town["lines"]) == (1, 1, 3)
    assert (town["closed_implied"], town["feedback_coverage"]) == (0.0, 0.0)
    assert town["accountability_ratio"] == 0.0
    # A line is of the one held to account: what is reported to the city is the county's.
    assert (found["市"]["lines"], county["lines"]) == (0, 33 - 3)
    # 市人民政府 is above the regulation: no chain of its own is judged, nobody oversees it.
    assert found["市"]["closed_implied"] is None
    assert found["市"]["overseer_independence"] is None
    # Eight of the county have 22 duties, six close; 县财政局's sanction draws no line.
    assert (county["judged"], county["obligations"]) == (8, 22)
    assert county["closed_explicit"] == pytest.approx(6 / 8)
    assert county["measurable_share"] == pytest.approx(9 / 22)
    assert county["overseer_independence"] == pytest.approx(7 / 8)


def test_levels_share_out_the_system(toy: Report, yunfu: Report) -> None:
    """Holders and lines of the levels are those of the system, less those of no level."""
    for found, unranked in ((toy, 0), (yunfu, 1)):
        (whole,) = rows(found.case, "system").values()
        levels = rows(found.case, "level").values()
        for name in ("holders", "judged", "lines"):
            total = sum(int(level[name] or 0) for level in levels)
            assert (total < int(whole[name] or 0)) is bool(unranked)


# ---------------------------------------------------------------- Yunfu


def test_yunfu_as_a_system(yunfu: Report) -> None:
    """No chain closes. 91 obligations and the notice's; 5 frequencies to measure, 1 threshold."""
    (found,) = rows(yunfu.case, "system").values()
    assert found["obligations"] == 91 + 1
    assert found["measurable_share"] == pytest.approx(6 / 92)
    assert (found["closed_explicit"], found["closed_implied"]) == (0.0, 0.0)
    assert found["judged"] == 26


def test_yunfu_reports(yunfu: Report) -> None:
    """第五条: 省委、省政府或省扶贫开发领导小组, one forum. 第七条: two. 第十一条: one."""
    found = rows(yunfu.case, "holder")
    reports = {label: v["reports_to"] for label, v in found.items() if v["reports_to"]}
    assert reports == {"市委、市政府": 1, "市扶贫开发领导小组": 2, "县级党委和政府": 1}


def test_yunfu_duties_of_the_county(yunfu: Report) -> None:
    """第十条 2, 十一 4, 十二 3, 十三 3 (组织实施 is the towns'), 十四 4; 县级政府's 第十五条 4."""
    county = rows(yunfu.case, "holder")["县级党委和政府"]
    assert county["duties_held"] == 2 + 4 + 3 + 3 + 4 + 4


def test_yunfu_by_words_alone(yunfu_explicit: Report) -> None:
    """第七条 entrusts the group, which reports to two; 第十条 sets 中央、省、市 above counties."""
    found = rows(yunfu_explicit.case, "holder")
    group, county = found["市扶贫开发领导小组"], found["县级党委和政府"]
    assert (group["entrusted_by"], group["reports_to"]) == (1, 2)
    assert group["accountability_ratio"] == 2.0
    assert (county["entrusted_by"], county["reports_to"]) == (3, 1)
    assert county["accountability_ratio"] == pytest.approx(1 / 3)


def test_what_rests_on_no_grade_is_the_same_at_each(yunfu: Report, yunfu_explicit: Report) -> None:
    same = ("holders", "judged", "closed_explicit", "closed_implied", "explicit_share")
    values = [
        {name: found[name] for name in same}
        for case in (yunfu.case, yunfu_explicit.case)
        for found in rows(case, "system").values()
    ]
    assert values[0] == values[1]


def test_another_engine_counts_the_same(yunfu: Report) -> None:
    """SPARQL over the data gives the duties of each level, and over the verdicts the lines."""
    system = yunfu.case.system
    asked = ask_named(system, question_named("duties-by-level"), {})
    by_level = {
        local(row[0].value): (int(row[1].value), int(row[2].value))  # type: ignore[union-attr]
        for row in asked.rows
    }
    found = rows(yunfu.case, "level")
    for name, label in (("city", "市"), ("county", "县"), ("town", "镇")):
        duties, measurable = by_level[name]
        assert found[label]["obligations"] == duties
        assert found[label]["measurable_share"] == pytest.approx(measurable / duties)
    (whole,) = rows(yunfu.case, "system").values()
    counted = system.store.query(
        "SELECT (COUNT(?line) AS ?n) { GRAPH ?g { ?line a <https://w3id.org/dutygraph/ns#Line> } }"
    )
    assert isinstance(counted, ox.QuerySolutions)
    assert whole["lines"] == int(next(counted)["n"].value)


# ---------------------------------------------------------------- any system


def test_measures_know_no_names(toy: Report, tmp_path: Path) -> None:
    """Other IRIs and labels for the same holders leave every number as it is."""
    folder = Path(shutil.copytree(places.data() / "toy", tmp_path / "renamed"))
    for path in folder.glob("*.ttl"):
        words = path.read_text(encoding="utf-8").replace("/data/toy/", "/data/zebra/")
        words = re.sub(r"\btoy:([a-z][a-z-]+)", lambda m: f"toy:{m[1][::-1]}", words)
        words = re.sub(r'rdfs:label "县', 'rdfs:label "某县', words)
        path.write_text(words, encoding="utf-8")
    case = open_case(str(folder))
    for by in ("system", "level", "holder"):
        before, after = (
            sorted(str([v and round(v, 9) for v in row.values]) for row in found.rows)
            for found in (measure([("it", one)], by) for one in (toy.case, case))
        )
        assert before == after


def test_words_that_no_norm_covers(tmp_path: Path) -> None:
    """Of 丙局可以细化措施乙站应当巡护 the first eight are coded, the last six are not.

    为了河道安全 states a purpose and does not count.
    """
    text = "第一条　为了河道安全，丙局可以细化措施，乙站应当巡护。\n"
    (tmp_path / "source.txt").write_text(text, encoding="utf-8")
    (tmp_path / "grant.ttl").write_text(GRANT, encoding="utf-8")
    assert [text[a:b] for a, b in ((4, 10), (11, 13), (13, 19))] == [
        "为了河道安全",
        "丙局",
        "可以细化措施",
    ]
    (found,) = rows(open_case(str(tmp_path)), "system").values()
    assert found["text_coverage"] == pytest.approx(8 / 14)
    # One permission: nobody is obliged, entrusted, overseen or judged.
    undefined = {name for name, value in found.items() if value is None}
    assert undefined == {
        "closed_explicit",
        "closed_implied",
        "explicit_share",
        "measurable_share",
        "duty_gini",
        "reciprocity",
        "feedback_coverage",
        "overseer_independence",
        "accountability_ratio",
    }
    alone = case_of(load(str(tmp_path / "grant.ttl")))
    (without_text,) = rows(alone, "system").values()
    assert without_text["text_coverage"] is None


GRANT = """\
@prefix dg: <https://w3id.org/dutygraph/ns#> .
@prefix force: <https://w3id.org/dutygraph/code/force/> .
@prefix evidence: <https://w3id.org/dutygraph/code/evidence/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <http://grant.example/> .
<instrument> a dg:Instrument ; rdfs:label "办法"@zh ; dg:hasSourceFile "source.txt" .
<A01> a dg:Article ; rdfs:label "第一条"@zh , "Article 1"@en ; dg:isPartOf <instrument> ;
    dg:hasNumber 1 ; dg:startsAt 0 ; dg:endsAt 27 ;
    dg:statesPurposeAt <purpose> .
<purpose> a dg:Excerpt ; dg:startsAt 4 ; dg:endsAt 10 ; dg:hasExactWords "为了河道安全" .
<bing> a dg:Body ; rdfs:label "丙局"@zh ; dg:holds <A01-1> .
<A01-1> a dg:Norm ; dg:standsIn <A01> ; dg:hasPlace 1 ; dg:quotes <quote> ;
    dg:namesHolderAt <subject> ; dg:hasForce force:permission ; dg:hasAction "细化" ;
    dg:hasEvidence evidence:explicit .
<subject> a dg:Excerpt ; dg:startsAt 11 ; dg:endsAt 13 ; dg:hasExactWords "丙局" .
<quote> a dg:Excerpt ; dg:startsAt 13 ; dg:endsAt 19 ; dg:hasExactWords "可以细化措施" .
"""


def test_each_measure_says_what_it_is() -> None:
    for one in (*OF_HOLDERS, *OF_SYSTEMS):
        assert one.definition.en.endswith(".")
        assert one.definition.zh.endswith("。")
        assert one.unit
        assert one.source.endswith(".")
        assert one.label.zh != one.label.en


def test_unknown_grouping_is_refused(toy: Report) -> None:
    with pytest.raises(UsageError, match="known: system, level, holder"):
        measure([("toy", toy.case)], "village")


def test_values_are_of_their_kind(yunfu: Report) -> None:
    for by in ("system", "level", "holder"):
        found = measure([("it", yunfu.case)], by)
        for row in found.rows:
            assert isinstance(row, Row)
            for one, value in zip(found.measures, row.values, strict=True):
                assert value is None or type(value) is (int if one.counts else float)
