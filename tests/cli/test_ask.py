"""Can a question be asked by name, and a query be limited, labelled and explained?"""

import csv
import io
import json
import os
import pty
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

Answer = tuple[int, str, str]
Cli = Callable[..., Answer]

YUNFU = "https://w3id.org/dutygraph/data/yunfu-2017/"
REPORTS = "SELECT ?who ?whom { ?who dg:reportsTo ?whom } ORDER BY ?who ?whom"
RUNAWAY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g"


def refused(answer: Answer, place: str, *words: str) -> None:
    code, out, err = answer
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert re.match(place, err), err
    assert all(word in err for word in words), err


# ---------------------------------------------------------------- ask


def test_questions_are_listed(cli: Cli) -> None:
    code, out, err = cli("ask", "--format", "table")
    assert (code, err) == (0, "")
    assert "报告 Reports" in out
    assert re.search(
        r"^  who-reports-to-whom +谁向谁报告什么，多久一次？ +\[--holder\]", out, re.MULTILINE
    )
    english = cli("ask", "--format", "table", "--lang", "en")[1]
    assert re.search(r"^  who-reports-to-whom +Who reports what to whom", english, re.MULTILINE)
    assert "谁" not in english


def test_list_for_machines(cli: Cli, tmp_path: Path) -> None:
    names = [entry["name"] for entry in json.loads(cli("ask", "--format", "json")[1])]
    assert "chain" in names
    rows = list(csv.reader(io.StringIO(cli("ask", "--format", "csv")[1])))
    assert [row[0] for row in rows[1:]] == names
    assert cli("ask", "-o", tmp_path / "examples.ttl") == (0, "", "")
    store = ox.Store()
    store.load(path=tmp_path / "examples.ttl")
    kind = ox.NamedNode("http://www.w3.org/ns/shacl#SPARQLExecutable")
    assert len(list(store.quads_for_pattern(None, None, kind))) == len(names)


def test_a_question_is_answered_in_labels(cli: Cli) -> None:
    """第九条：市审计局按有关规定对脱贫攻坚政策落实和资金重点项目进行跟踪审计。"""
    code, out, err = cli("ask", "norms-of-holder", "--holder", "市审计局", "--format", "csv")
    assert (code, err) == (0, "")
    (row,) = csv.DictReader(io.StringIO(out))
    assert (row["norm"], row["article"], row["evidence"]) == ("A09-6", "第九条", "明文")
    assert row["words"] == "对脱贫攻坚政策落实和资金重点项目进行跟踪审计"


def test_a_question_in_every_format(cli: Cli) -> None:
    """第七条 is the one loop in so many words."""
    command = ("ask", "direct-loops", "--grade", "明文", "--format")
    iris = [YUNFU + "city", YUNFU + "leading-group"]
    table = cli(*command, "table")[1]
    assert re.search(r"^上级主体 +主体 +证据", table)
    assert re.search(r"^市委、市政府 +市扶贫开发领导小组 +明文 +A07-1 +A07-8", table, re.MULTILINE)
    assert "| 市委、市政府 | 市扶贫开发领导小组 |" in cli(*command, "md")[1]
    assert cli(*command, "tsv")[1].splitlines()[1].startswith("市委、市政府\t市扶贫开发领导小组\t")
    (line,) = map(json.loads, cli(*command, "jsonl")[1].splitlines())
    assert [line["principal"], line["holder"]] == iris
    assert [line["principalLabel"], line["holderLabel"]] == ["市委、市政府", "市扶贫开发领导小组"]
    for form, kind in (("json", ox.QueryResultsFormat.JSON), ("xml", ox.QueryResultsFormat.XML)):
        found = ox.parse_query_results(cli(*command, form)[1], format=kind)
        assert isinstance(found, ox.QuerySolutions)
        (row,) = found
        assert [row["principal"], row["holder"]] == [ox.NamedNode(i) for i in iris]
        assert row["holderLabel"] == ox.Literal("市扶贫开发领导小组")


def test_labels_in_the_language_asked(cli: Cli) -> None:
    command = ("ask", "direct-loops", "--grade", "explicit", "--format", "csv")
    english = cli(*command, "--lang", "en")[1].splitlines()[1]
    assert english.startswith("city party committee and government,city leading group")
    mixed = cli(*command, "--lang", "en", "--label-lang", "zh")[1].splitlines()[1]
    assert mixed.startswith("市委、市政府,")
    bare = cli(*command, "--label-lang", "none")[1].splitlines()[1]
    assert bare.startswith("yunfu:city,yunfu:leading-group,evidence:explicit,")


def test_another_system_is_asked(cli: Cli, pair: Path) -> None:
    for system, count in (("toy", 7), (pair, 1)):
        code, out, err = cli("ask", "who-reports-to-whom", system, "--format", "csv")
        assert (code, err) == (0, "")
        assert len(out.splitlines()) == 1 + count


@pytest.mark.parametrize(
    ("command", "place", "words"),
    [
        (["who-reprts-to-whom"], "who-reprts-to-whom: ", ["did you mean", "who-reports-to-whom"]),
        (["norms-of-holder"], "norms-of-holder: ", ["needs --holder"]),
        (["norms-of-holder", "--holder", "审计局"], "--holder: ", ["nearest: 市审计局"]),
        (["norms-of-holder", "--level", "县"], "--level: ", ["takes --holder"]),
        (["norms-of-holder", "--holdr", "县"], "dutygraph ask: ", ["--holder"]),
        (["if-villages-fail", "--count", "x"], "--count: ", ["no whole number"]),
        (["--holder", "x"], "--holder: ", ["without a question"]),
        (["money", "nosuch"], "nosuch: ", ["known: toy"]),
        (["money", "-f", "ttl"], "ttl: ", ["use one of"]),
        (["money", "-f", "yaml"], "yaml: ", ["known: "]),
        (["money", "--limit", "0"], "--limit: ", ["1 or more"]),
        (["money", "--timeout", "0"], "--timeout: ", ["more than 0"]),
        (["money", "--timeout", "nan"], "--timeout: ", ["more than 0"]),
        (["money", "--label-lang", "fr"], "fr: ", ["zh, en, none"]),
        (["money", "--lang", "fr"], "fr: ", ["zh, en, auto"]),
    ],
)
def test_what_cannot_be_asked_is_one_line(
    cli: Cli, command: list[str], place: str, words: list[str]
) -> None:
    refused(cli("ask", *command), place, *words)


def complete(program: Path, *words: str) -> list[str]:
    done = subprocess.run(
        [program],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "_DUTYGRAPH_COMPLETE": "complete_bash",
            "COMP_WORDS": " ".join(("dutygraph", *words)),
            "COMP_CWORD": str(len(words)),
        },
    )
    return done.stdout.split()


def test_the_shell_completes_names_and_values(program: Path) -> None:
    assert complete(program, "ask", "who-rep") == ["who-reports-to-whom"]
    assert complete(program, "ask", "money", "toy-") == []
    assert complete(program, "ask", "money", "to") == ["toy"]
    assert complete(program, "ask", "norms-of-holder", "--holder", "市审") == ["市审计局"]
    assert complete(program, "ask", "norms-of-holder", "toy", "--holder", "县水") == ["县水务局"]
    assert complete(program, "ask", "norms", "--level", "") == ["央", "省", "市", "县", "镇", "村"]
    assert complete(program, "ask", "money", "--holder", "市") == []
    assert complete(program, "ask", "no-such", "--holder", "市") == []


# ---------------------------------------------------------------- query


def test_labels_stand_beside_iris(cli: Cli) -> None:
    command = ("query", "yunfu-2017", "-e", REPORTS, "--format", "csv", "--label-lang")
    rows = list(csv.DictReader(io.StringIO(cli(*command, "zh")[1])))
    assert list(rows[0]) == ["who", "whoLabel", "whom", "whomLabel"]
    assert {(r["whoLabel"], r["whomLabel"]) for r in rows} >= {
        ("县级党委和政府", "市委、市政府"),
        ("市扶贫开发领导小组", "省扶贫办"),
    }
    english = list(csv.DictReader(io.StringIO(cli(*command, "en")[1])))
    assert "county party committees and governments" in {r["whoLabel"] for r in english}
    assert cli(*command, "none")[1].splitlines()[0] == "who,whom"


def test_a_limit_cuts_with_a_word_on_the_other_stream(cli: Cli) -> None:
    command = ("query", "toy", "-e", REPORTS, "--format", "csv", "--limit")
    code, out, err = cli(*command, "6")
    assert (code, len(out.splitlines())) == (0, 1 + 6)
    assert "first 6" in err
    assert "--limit" in err
    code, out, err = cli(*command, "7")  # the toy has seven reports
    assert (code, len(out.splitlines()), err) == (0, 1 + 7, "")


def test_a_graph_is_limited_too(cli: Cli) -> None:
    asked = "CONSTRUCT WHERE { ?a dg:reportsTo ?b }"
    code, out, err = cli("query", "toy", "-e", asked, "--format", "nt", "--limit", "2")
    assert (code, len(out.splitlines())) == (0, 2)
    assert "first 2" in err


def test_a_runaway_query_is_stopped(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    answer = cli("query", "toy", "-e", RUNAWAY, "--timeout", "1", "-o", target)
    refused(answer, "-e: ", "stopped after 1 s", "--timeout")
    assert not target.exists()


def test_explicit_only_asks_what_is_asserted(cli: Cli) -> None:
    """A line follows from norms; the names of recipients stand in the data themselves."""
    for asked, count in ((REPORTS, 0), ("SELECT ?n { ?n dg:namesRecipient ?r }", 8)):
        command = ("query", "toy", "-e", asked, "--format", "csv", "--explicit-only")
        code, out, err = cli(*command)
        assert (code, err) == (0, "")
        assert bool(len(out.splitlines()) - 1) == bool(count)


def why_of(cli: Cli, query: str, *more: str) -> list[dict[str, str]]:
    command = ("query", "yunfu-2017", "-e", query, "--format", "csv", "--why", *more)
    code, out, err = cli(*command)
    assert (code, err) == (0, "")
    return list(csv.DictReader(io.StringIO(out)))


def test_why_gives_the_clause_of_a_norm(cli: Cli) -> None:
    (row,) = why_of(cli, "SELECT ?n { ?n dg:hasThreshold ?t }")
    assert row["why"] == "第二十四条 A24-3“追究该县（市、区）相关领导党纪政纪责任”"
    (row,) = why_of(cli, "SELECT ?n { ?n dg:hasThreshold ?t }", "--label-lang", "en")
    assert row["why"].startswith("Article 24 A24-3“")


def test_why_gives_the_clauses_of_a_line(cli: Cli) -> None:
    found = {row["who"]: row["why"] for row in why_of(cli, REPORTS)}
    assert found[YUNFU + "county"] == "第十一条 A11-4“每年向市委、市政府报告脱贫攻坚进展情况”"
    # By way of the city: 第五条 and 第十一条 together.
    (row,) = why_of(
        cli, "SELECT ?a ?b { BIND(yunfu:county AS ?a) ?a dg:answersTo ?b . ?b a dg:Alternative }"
    )
    assert re.findall(r"A\d\d-\d+", row["why"]) == ["A05-7", "A11-4"]
    (row,) = why_of(
        cli,
        "SELECT ?line { ?line a dg:Line ; dg:isOfKind link:report ; dg:runsFrom yunfu:county }",
    )
    assert "A11-4" in row["why"]


def test_why_says_nothing_where_no_clause_stands(cli: Cli) -> None:
    rows = why_of(cli, "SELECT ?h { ?h dg:hasLevel level:village }")
    assert rows
    assert all(row["why"] == "" for row in rows)
    refused(cli("query", "toy", "-e", "ASK {}", "--why"), "--why: ", "SELECT")


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("nq", ox.RdfFormat.N_QUADS),
        ("trig", ox.RdfFormat.TRIG),
        ("rdfxml", ox.RdfFormat.RDF_XML),
    ],
)
def test_graphs_in_further_formats(cli: Cli, form: str, kind: ox.RdfFormat) -> None:
    asked = "CONSTRUCT { ?a dg:reportsTo ?b } WHERE { ?a dg:reportsTo ?b }"
    code, out, err = cli("query", "toy", "-e", asked, "--format", form)
    assert (code, err) == (0, "")
    assert len({str(quad) for quad in ox.parse(out, format=kind)}) == 7


def test_json_lines(cli: Cli) -> None:
    asked = 'SELECT ?n ?yes ?gone { VALUES (?n ?yes ?gone) { (3 true UNDEF) ("三" false UNDEF) } }'
    code, out, err = cli("query", "toy", "-e", asked, "--format", "jsonl")
    assert (code, err) == (0, "")
    assert [json.loads(line) for line in out.splitlines()] == [
        {"n": 3, "yes": True, "gone": None},
        {"n": "三", "yes": False, "gone": None},
    ]


def test_a_format_by_the_ending_of_the_file(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "报告.jsonl"
    assert cli("query", "toy", "-e", REPORTS, "-o", target) == (0, "", "")
    assert len([json.loads(line) for line in target.read_text("utf-8").splitlines()]) == 7


@pytest.mark.parametrize(
    ("command", "head"),
    [(("ask", "direct-loops", "toy"), "上级主体"), (("ask",), "报告 Reports")],
)
def test_a_terminal_gets_a_table(program: Path, command: tuple[str, ...], head: str) -> None:
    outer, inner = pty.openpty()
    with subprocess.Popen([program, *command], stdout=inner, stderr=inner) as child:
        os.close(inner)
        shown = b""
        while True:
            try:
                piece = os.read(outer, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
    os.close(outer)
    assert child.returncode == 0
    assert b"\t" not in shown
    assert head in shown.decode().splitlines()[0]


def test_two_runs_write_the_same_bytes(cli: Cli) -> None:
    for command in (("ask", "norms"), ("ask", "--format", "ttl"), ("ask", "--format", "json")):
        assert cli(*command) == cli(*command)


def test_a_number_that_is_none_stays_words(cli: Cli, pair: Path) -> None:
    query = 'SELECT ?a { VALUES ?a { "many"^^xsd:integer "7"^^xsd:integer } }'
    code, out, err = cli("query", pair, "-e", query, "-f", "jsonl")
    assert (code, err) == (0, "")
    assert [json.loads(line)["a"] for line in out.splitlines()] == ["many", 7]
