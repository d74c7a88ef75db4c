"""Does Python get of a system what the text says, and the command line writes?"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

import dutygraph
from dutygraph.door.nets import Triples
from dutygraph.errors import QueryError, SourceError, UsageError

DG = "https://w3id.org/dutygraph/ns#"
TOY = "https://w3id.org/dutygraph/data/toy/"
YUNFU = "https://w3id.org/dutygraph/data/yunfu-2017/"
# Whom the text tells to report to whom: 第三, 五, 六, 七, 八, 十, 十一条.
REPORTS = {
    ("县人民政府", "市人民政府"),
    ("县水务局", "县人民政府"),
    ("县财政局", "县人民政府"),
    ("县河长办", "县人民政府"),
    ("县河道管护站", "县河长办"),
    ("县审计局", "县人民政府"),
    ("驻县督察组", "市人民政府"),
}


@pytest.fixture(scope="module")
def toy_study() -> dutygraph.Study:
    return dutygraph.open("toy")


@pytest.fixture(scope="module")
def yunfu_study() -> dutygraph.Study:
    return dutygraph.open("yunfu-2017")


# ---------------------------------------------------------------- the door itself


def test_importing_is_light() -> None:
    """What a study needs comes when it is opened, the frames only when they are made."""
    code = (
        "import sys, dutygraph\n"
        "heavy = {'rdflib', 'networkx', 'pyoxigraph', 'numpy', 'pandas', 'polars', 'rich'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "assert {'open', 'Study', 'Table', '__version__'} <= set(dir(dutygraph))\n"
        "dutygraph.open\n"
        "assert not {'pandas', 'polars'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.stderr == b""
    assert done.returncode == 0


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        dutygraph.opne  # type: ignore[attr-defined]  # noqa: B018
    assert not hasattr(dutygraph, "Studies")


def test_a_study_says_what_it_is(toy_study: dutygraph.Study, yunfu_study: dutygraph.Study) -> None:
    assert repr(toy_study) == "<Study toy: open, evidence implied>"
    assert yunfu_study.title == "云浮市全面落实脱贫攻坚责任制实施细则"
    assert yunfu_study.verdict == "open"
    assert yunfu_study.text is not None
    assert len(yunfu_study.text) == 2494


def test_what_cannot_be_opened_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown evidence; known: explicit, implied"):
        dutygraph.open("toy", "certain")
    with pytest.raises(UsageError, match="toy"):
        dutygraph.open("toi")
    with pytest.raises(SourceError):
        dutygraph.open(tmp_path / "none.ttl")
    with pytest.raises(UsageError, match="no such norm"):
        dutygraph.open("toy", without=["A99-1"])
    with pytest.raises(SourceError):
        dutygraph.open("toy", assume=tmp_path / "none.ttl")


# ---------------------------------------------------------------- tables


def test_tables_hold_what_the_text_has(toy_study: dutygraph.Study) -> None:
    """Ten holders, thirty norms, fourteen articles in five chapters, nine verdicts, three gaps."""
    assert len(toy_study.holders) == 10
    assert len(toy_study.norms) == 30
    assert len(toy_study.articles.where(kind="article")) == 14
    assert len(toy_study.articles.where(kind="chapter")) == 5
    assert len(toy_study.verdicts) == 9
    gaps = {(row["check"], row["label"]) for row in toy_study.findings.where(severity="error")}
    assert ("no-report", "石桥镇人民政府") in gaps
    assert ("no-oversight", "县河长办") in gaps


def test_a_norm_in_full(toy_study: dutygraph.Study, yunfu_study: dutygraph.Study) -> None:
    """第八条 …每月向县河长办报告巡护和考核情况."""
    (norm,) = toy_study.norms.where(id="A08-3")
    assert (norm["holders"], norm["recipients"]) == (("县河道管护站",), ("县河长办",))
    assert (norm["force"], norm["frequency"], norm["period"]) == ("obligation", "每月", "P1M")
    assert (norm["count"], norm["threshold"], norm["iri"]) == (None, None, f"{TOY}A08-3")
    (reward,) = toy_study.norms.where(id="A12-1")
    assert (reward["threshold"], reward["imposers"]) == (3, ("县人民政府",))
    (visit,) = yunfu_study.norms.where(words="每年不少于2次到村部署推进扶贫工作")
    assert (visit["count"], visit["period"]) == (2, "P1Y")
    (either,) = yunfu_study.norms.where(id="A05-7")
    assert either["recipients"] == ("省委、省政府 / 省扶贫开发领导小组",)


def test_quotes_stand_where_they_are_said_to(toy_study: dutygraph.Study) -> None:
    text = toy_study.text or ""
    for norm in toy_study.norms:
        start, end = norm["start"], norm["end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert text[start:end] == norm["words"]
    for article in toy_study.articles.where(kind="article"):
        assert str(article["text"]).startswith(str(article["label"]))


def test_lines_are_those_of_the_text(
    toy_study: dutygraph.Study, yunfu_study: dutygraph.Study
) -> None:
    reports = toy_study.lines.where(kind="report")
    assert {(row["source"], row["target"]) for row in reports} == REPORTS
    (line,) = reports.where(source="县河道管护站")
    assert (line["norms"], line["article"]) == (("A08-3",), "第八条")
    assert line["words"] == "每月向县河长办报告巡护和考核情况"
    assert (line["source_level"], line["target_level"]) == (4, 4)
    assert {row["grade"] for row in toy_study.lines} == {"explicit"}
    # DR2, DR8, DR9, DR12 give Yunfu lines that its words do not: but no report.
    assert {row["grade"] for row in yunfu_study.lines.where(kind="report")} == {"explicit"}


def test_verdicts_by_link(toy_study: dutygraph.Study) -> None:
    (finance,) = toy_study.verdicts.where(label="县财政局")
    assert (finance["verdict"], finance["missing"]) == ("open", ("return",))
    assert (finance["report"], finance["return"]) == ("explicit", "missing")
    assert finance["principals"] == ("县人民政府",)
    assert toy_study.verdicts["verdict"].count("closed") == 6


def test_every_table_is_the_same_frame_in_both_libraries(
    toy_study: dutygraph.Study, yunfu_study: dutygraph.Study
) -> None:
    kinds = {"Int64": "Int64", "Float64": "Float64", "boolean": "Boolean", "object": "List(String)"}
    for study in (toy_study, yunfu_study):
        for table in (
            study.holders,
            study.norms,
            study.lines,
            study.verdicts,
            study.findings,
            study.articles,
            study.questions,
            *(study.measures(by) for by in ("holder", "level", "system")),
            study.diff(toy_study),
            study.ask("who-reports-to-whom"),
        ):
            pandas, polars = table.to_pandas(), table.to_polars()
            assert list(pandas.columns) == polars.columns
            for name, dtype in pandas.dtypes.items():
                expected = kinds.get(str(dtype), "String")
                assert str(polars.schema[str(name)]) == expected
            for name in polars.columns:
                missing = pandas[name].isna().tolist()
                ours = [None if m else v for v, m in zip(pandas[name], missing, strict=True)]
                assert ours == polars[name].to_list()


def test_every_column_has_a_head_in_both_languages(yunfu_study: dutygraph.Study) -> None:
    same_word = {"iri", "a", "b"}
    for table in (
        yunfu_study.holders,
        yunfu_study.norms,
        yunfu_study.lines,
        yunfu_study.verdicts,
        yunfu_study.findings,
        yunfu_study.articles,
        yunfu_study.questions,
        *(yunfu_study.measures(by) for by in ("holder", "level", "system")),
        yunfu_study.diff(yunfu_study),
    ):
        heads = [column.label for column in table.columns]
        assert all(
            h.zh != h.en for h, c in zip(heads, table.names, strict=True) if c not in same_word
        )
        assert len({h.zh for h in heads}) == len(heads)


# ---------------------------------------------------------------- nets and pictures


def test_lines_are_a_net(toy_study: dutygraph.Study, tmp_path: Path) -> None:
    net = toy_study.lines.to_networkx()
    assert {n["label"] for _, n in net.nodes(data=True)} == set(toy_study.holders["label"])
    reports = {
        (net.nodes[a]["label"], net.nodes[b]["label"])
        for a, b, kind in net.edges(keys=True)
        if kind == "report"
    }
    assert reports == REPORTS
    assert net.edges[f"{TOY}maintenance-station", f"{TOY}river-chief-office", "report"] == {
        "kind": "report",
        "grade": "explicit",
        "rules": "",
        "norms": "A08-3",
    }
    # Plain values: each format of networkx takes them.
    nx.write_graphml(net, tmp_path / "net.graphml")
    nx.write_gexf(net, tmp_path / "net.gexf")
    read = nx.read_graphml(tmp_path / "net.graphml", force_multigraph=True)
    assert {d["label"] for _, d in read.nodes(data=True)} == set(toy_study.holders["label"])


def test_the_study_and_its_lines_draw_themselves(toy_study: dutygraph.Study) -> None:
    drawn = toy_study.lines.where(kind="report")._repr_svg_()
    assert drawn is not None
    words = "".join(ET.fromstring(drawn).itertext())  # noqa: S314 -- our own words
    assert "县河道管护站" in words
    assert "石桥镇人民政府" not in words  # it reports to nobody
    whole = toy_study._repr_svg_()
    assert whole is not None
    assert "石桥镇人民政府" in "".join(ET.fromstring(whole).itertext())  # noqa: S314
    assert toy_study.lines.where(kind="none")._repr_svg_() is None
    assert toy_study.draw("chain", holder="县水务局")._repr_svg_().startswith("<svg")
    with pytest.raises(UsageError, match="needs a holder"):
        toy_study.draw("chain")


def test_a_picture_is_saved_whole(toy_study: dutygraph.Study, tmp_path: Path) -> None:
    picture = toy_study.draw("reports")
    picture.save(tmp_path / "报告.svg")
    assert (tmp_path / "报告.svg").read_text(encoding="utf-8") == picture.svg
    with pytest.raises(SourceError):
        picture.save(tmp_path / "no" / "x.svg")


# ---------------------------------------------------------------- questions


def test_ask_takes_labels_and_gives_types(yunfu_study: dutygraph.Study) -> None:
    """第十一条 …每年向市委、市政府报告."""
    found = yunfu_study.ask("who-reports-to-whom", holder="县级党委和政府", why=True)
    (row,) = found
    assert (row["holder"], row["holderLabel"]) == (f"{YUNFU}county", "县级党委和政府")
    assert row["optional"] is False
    assert row["why"] == "第十一条 A11-4“每年向市委、市政府报告脱贫攻坚进展情况”"
    (english,) = yunfu_study.ask("who-reports-to-whom", holder="county", lang="en")
    assert english["holderLabel"] == "county party committees and governments"
    counted = yunfu_study.ask("duties-by-level")
    assert [c.kind for c in counted.columns if c.name == "duties"] == ["integer"]


def test_ask_refuses_what_is_not_known(yunfu_study: dutygraph.Study) -> None:
    with pytest.raises(UsageError, match="did you mean who-reports-to-whom"):
        yunfu_study.ask("who-report-to-whom")
    with pytest.raises(UsageError, match="does not take it"):
        yunfu_study.ask("direct-loops", holder="county")
    with pytest.raises(UsageError, match="no such holder"):
        yunfu_study.ask("norms-of-holder", holder="国务院办公厅")


def test_questions_are_listed(yunfu_study: dutygraph.Study) -> None:
    (row,) = yunfu_study.questions.where(name="chain")
    assert row["parameters"] == "holder other"


def test_query_gives_rows_truth_or_triples(toy_study: dutygraph.Study) -> None:
    rows = toy_study.query(
        "SELECT ?who (COUNT(?n) AS ?norms) { ?who dg:holds ?n } GROUP BY ?who ORDER BY ?who",
        lang="zh",
    )
    assert rows.names == ("who", "whoLabel", "norms")
    known = dict(zip(rows["whoLabel"], rows["norms"], strict=True))
    assert known["县水务局"] == 3
    truth = toy_study.query("ASK { ?a dg:reportsTo ?b }")
    assert truth.rows == ((True,),)
    found = toy_study.query(
        "CONSTRUCT { ?a dg:reportsTo ?b . ?a rdfs:label ?l } "
        "WHERE { ?a dg:reportsTo ?b ; rdfs:label ?l FILTER (LANG(?l) = 'zh') }"
    )
    assert isinstance(found, Triples)
    net = found.to_networkx()
    pairs = {(a, b) for a, b, p in net.edges(keys=True) if p == f"{DG}reportsTo"}
    labels = {row["iri"]: row["label"] for row in toy_study.holders}
    assert {(labels[a], labels[b]) for a, b in pairs} == REPORTS
    literal = net.nodes['"县水务局"@zh']
    assert (literal["kind"], literal["value"], literal["language"]) == ("literal", "县水务局", "zh")


def test_query_is_limited_and_guarded(toy_study: dutygraph.Study) -> None:
    cut = toy_study.query("SELECT * { ?s ?p ?o }", limit=3)
    assert (len(cut), cut.cut) == (3, True)
    assert "3+ 行" in cut._repr_html_()
    with pytest.raises(QueryError, match="query:1:"):
        toy_study.query("SELECT * { ?s ?p }")
    with pytest.raises(QueryError, match="SERVICE"):
        toy_study.query("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }")
    implied = "ASK { ?a dg:reportsTo ?b }"
    assert toy_study.query(implied, explicit_only=True).rows == ((False,),)


def test_columns_of_different_kinds_are_words(toy_study: dutygraph.Study) -> None:
    found = toy_study.query(
        "SELECT ?mixed ?number ?none { VALUES (?mixed ?number) { (1 1) ('a' 2.5) } } "
        "ORDER BY ?number"
    )
    assert [c.kind for c in found.columns] == ["string", "number", "string"]
    assert found.rows == (("1", 1.0, None), ("a", 2.5, None))


def test_what_is_no_number_stays_words(toy_study: dutygraph.Study) -> None:
    """A literal may say that it is a number and be none, or be too large for a frame."""
    found = toy_study.query(
        'SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c ?d) { ("many"^^xsd:integer '
        '123456789012345678901234567890 "yes"^^xsd:boolean 1e3) } }'
    )
    assert found.rows == (("many", "123456789012345678901234567890", "yes", 1000.0),)
    assert len(found.to_pandas()) == len(found.to_polars()) == 1


def test_a_label_of_the_query_is_the_only_one(toy_study: dutygraph.Study) -> None:
    found = toy_study.query(
        "SELECT ?a ?aLabel { ?a dg:reportsTo ?b ; rdfs:label ?aLabel . "
        "FILTER (LANG(?aLabel) = 'en') }",
        lang="zh",
    )
    assert found.names == ("a", "aLabel")
    assert "county water bureau" in found["aLabel"]
    assert len(found.to_polars()) == len(REPORTS)


def test_why_is_what_the_command_says(yunfu_study: dutygraph.Study) -> None:
    told = yunfu_study.why("县级党委和政府")
    assert str(told).startswith("县级党委和政府：未闭环")
    assert told.data["verdict"] == "open"
    assert "A11-4" in told._repr_html_()
    line = yunfu_study.why("县级党委和政府", "reportsTo", "市委、市政府")
    assert line.data["grade"] == "explicit"
    with pytest.raises(UsageError, match="needs something to explain"):
        yunfu_study.why()


# ---------------------------------------------------------------- comparing


def test_one_sentence_changes_two_chains(yunfu_study: dutygraph.Study, tmp_path: Path) -> None:
    """README: 在第二十三条写明“由市委、市政府…”, 县和领导小组就闭合."""
    added = tmp_path / "added.ttl"
    added.write_text(
        f"<{YUNFU}A23-3> <{DG}isImposedBy> <{YUNFU}city> .\n",
        encoding="utf-8",
    )
    amended = dutygraph.open("yunfu-2017", assume=added)
    assert amended.name == "yunfu-2017 + added.ttl"
    verdicts = yunfu_study.diff(amended).where(part="verdict", aspect="verdict")
    closed = {row["name"]: (row["a"], row["b"]) for row in verdicts}
    assert closed == dict.fromkeys(
        ("县级党委和政府", "市扶贫开发领导小组"), ("open", "closed-implied")
    )
    assert amended.measures()[0]["closed_implied"] == pytest.approx(2 / 26)
    assert yunfu_study.measures()[0]["closed_implied"] == 0


def test_a_norm_left_out(toy_study: dutygraph.Study) -> None:
    """Without 第八条's report the station's chain opens."""
    less = dutygraph.open("toy", without="A08-3")
    (row,) = less.verdicts.where(label="县河道管护站")
    assert row["missing"] == ("report",)
    changed = toy_study.diff(less).where(part="norm", status="lost")
    assert changed["id_a"] == ("A08-3",)


def test_measures_are_those_of_the_command(toy_study: dutygraph.Study) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("dutygraph"), "measures", "toy", "-f", "csv"],
        capture_output=True,
        text=True,
        check=True,
    )
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    (ours,) = toy_study.measures()
    assert list(row) == list(ours)
    assert float(row["reciprocity"]) == pytest.approx(ours["reciprocity"], abs=1e-6)
    assert row["holders"] == str(ours["holders"])
    with pytest.raises(UsageError, match="known: system, level, holder"):
        toy_study.measures("village")


def test_studies_stand_side_by_side(
    toy_study: dutygraph.Study, yunfu_study: dutygraph.Study
) -> None:
    beside = yunfu_study.measures(beside=[toy_study])
    assert beside["system"] == ("yunfu-2017", "toy")
