"""Does the page say what the report says, in the exact words of the text?"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dutygraph import places
from dutygraph.audit.case import open_case
from dutygraph.audit.report import Report, report
from dutygraph.out.page.document import BUILT, page
from dutygraph.out.page.model import page_model
from dutygraph.out.page.parties import initials
from dutygraph.text.visible import visible

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "web"
TEXT = (places.data() / "yunfu-2017" / "source.txt").read_text(encoding="utf-8")
SINGLE = (
    "index.html",
    "package-lock.json",
    "package.json",
    "sources.mjs",
    "tsconfig.json",
    "vite.config.mjs",
)

Value = dict[str, Any]


@pytest.fixture(scope="module")
def model(yunfu: Report) -> Value:
    return page_model(yunfu)


@pytest.fixture(scope="module")
def labels(model: Value) -> dict[str, str]:
    return {h["id"]: h["label"][0] for h in model["holders"]}


def embedded(words: str) -> Value:
    found = re.search(
        r'<script type="application/json" id="model">(.*?)</script>', words, re.DOTALL
    )
    assert found
    value: Value = json.loads(found[1])
    return value


def test_the_page_holds_the_model_whole(yunfu: Report, model: Value) -> None:
    assert embedded(page(yunfu, "zh")) == json.loads(json.dumps(model))


def test_the_page_opens_in_the_language_asked_for(yunfu: Report) -> None:
    assert '<html lang="zh-Hans">' in page(yunfu, "zh")
    assert '<html lang="en">' in page(yunfu, "en")


def test_the_text_is_the_regulation(model: Value) -> None:
    assert model["text"] == TEXT


def test_each_norm_quotes_the_text(model: Value) -> None:
    assert len(model["norms"]) == 112
    for norm in model["norms"]:
        start, end = norm["quote"]
        assert TEXT[start:end] == norm["words"]


@pytest.mark.parametrize(
    ("norm", "words"),
    [
        ("A05-7", "每年向省委、省政府或省扶贫开发领导小组报告脱贫攻坚进展情况"),
        ("A07-8", "定期向市委、市政府和省扶贫办报告"),
        ("A11-4", "每年向市委、市政府报告脱贫攻坚进展情况"),
    ],
)
def test_a_reports_words_stand_where_the_text_has_them(model: Value, norm: str, words: str) -> None:
    (found,) = (n for n in model["norms"] if n["id"] == norm)
    start = TEXT.index(words)
    assert found["quote"] == [start, start + len(words)]


def test_each_finding_points_at_its_words(yunfu: Report, model: Value) -> None:
    for finding, shown in zip(yunfu.findings, model["findings"], strict=True):
        assert shown["check"] == finding.check
        if finding.quote and "span" in shown:
            start, end = shown["span"]
            assert finding.quote in TEXT[start:end]


def test_articles_begin_with_their_number(model: Value) -> None:
    articles = [p for p in model["provisions"] if p["kind"] == "article"]
    assert len(articles) == 28
    for article in articles:
        assert TEXT.startswith(article["label"][0], article["start"])


def test_the_one_explicit_loop_and_the_two_by_rules(model: Value, labels: dict[str, str]) -> None:
    loops = {(labels[x["principal"]], labels[x["holder"]]): x for x in model["loops"]}
    assert {pair: x["grade"] for pair, x in loops.items()} == {
        ("市委、市政府", "市扶贫开发领导小组"): "explicit",
        ("市委、市政府", "县级党委和政府"): "implied",
        ("省委、省政府", "市委、市政府"): "implied",
    }
    explicit = loops["市委、市政府", "市扶贫开发领导小组"]
    assert [model["hops"][at]["norm"] for at in explicit["hops"]] == ["A07-1", "A07-8"]
    assert loops["省委、省政府", "市委、市政府"]["boundary"] is True


def test_twenty_six_are_open_and_three_only_at_return(model: Value) -> None:
    assert model["verdict"] == "open"
    rows = {h["label"][0]: h["row"] for h in model["holders"] if "row" in h}
    inside = {label: row for label, row in rows.items() if row["inScope"]}
    assert Counter(row["outcome"] for row in inside.values()) == {"open": 26}
    lacking = {
        label: [link["kind"] for link in row["links"] if link["grade"] == "missing"]
        for label, row in inside.items()
    }
    assert {label for label, kinds in lacking.items() if kinds == ["return"]} == {
        "市委、市政府",
        "市扶贫开发领导小组",
        "县级党委和政府",
    }
    assert all("report" in kinds for kinds in lacking.values() if kinds != ["return"])


def test_the_report_lines_are_those_of_the_text(model: Value, labels: dict[str, str]) -> None:
    reports = {
        (labels[x["from"]], labels[x["to"]], *x["norms"])
        for x in model["lines"]
        if x["kind"] == "report" and x["grade"] == "explicit"
    }
    assert reports == {
        ("市委、市政府", "省委、省政府或省扶贫开发领导小组", "A05-7"),
        ("市扶贫开发领导小组", "市委、市政府", "A07-8"),
        ("市扶贫开发领导小组", "省扶贫办", "A07-8"),
        ("县级党委和政府", "市委、市政府", "A11-4"),
    }


def test_the_contested_reading_is_a_line_of_its_own(model: Value, labels: dict[str, str]) -> None:
    contested = [x for x in model["lines"] if x["grade"] == "contested"]
    assert [(labels[x["from"]], labels[x["to"]], x["norms"]) for x in contested] == [
        ("市扶贫开发领导小组", "县级党委和政府", ["A07-6"])
    ]
    (literal,) = (
        x for x in model["lines"] if x["kind"] == "oversight" and x["grade"] == "explicit"
    )
    assert (labels[literal["from"]], labels[literal["to"]]) == (
        "市扶贫开发领导小组",
        "市委、市政府",
    )


def test_drafts_supply_every_missing_link(model: Value) -> None:
    for holder in (h for h in model["holders"] if "row" in h):
        missing = [x["kind"] for x in holder["row"]["links"] if x["grade"] == "missing"]
        gaps = [gap for gap in model["gaps"] if gap["holder"] == holder["id"]]
        assert sorted(kind for gap in gaps for kind in gap["closes"]) == sorted(missing)
        for gap in gaps:
            assert any(
                h["label"][0] in gap["sentence"][0]
                for h in model["holders"]
                if h["id"] in {gap["from"], gap["to"]}
            )


def test_every_reference_leads_somewhere(model: Value) -> None:
    holders = {h["id"] for h in model["holders"]}
    norms = {n["id"] for n in model["norms"]}
    provisions = {p["id"] for p in model["provisions"]}
    assert len(holders) == len(model["holders"])
    for one in (*model["lines"], *model["gaps"]):
        assert {one["from"], one["to"]} <= holders
        assert set(one.get("norms", [])) <= norms
    for norm in model["norms"]:
        assert norm["article"] in provisions
        assert set(norm.get("holders", [])) <= holders
        assert {r for option in norm.get("recipients", []) for r in option} <= holders
    for finding in model["findings"]:
        assert finding.get("holder") in {None, *holders}
        assert finding.get("norm") in {None, *norms}
        assert finding.get("article") in {None, *provisions}
    assert set(model["sequence"]) == holders
    named = [one["id"] for one in (*model["lines"], *model["gaps"])]
    assert len(set(named)) == len(named)


def test_lanes_are_levels_and_no_two_cards_share_a_place(model: Value) -> None:
    levels = {h["id"]: h.get("level", 99) for h in model["holders"]}
    cells = [(lane, *cell) for lane in model["lanes"] for cell in lane["cells"]]
    assert {h["id"] for h in model["holders"] if "row" in h} <= {cell[1] for cell in cells}
    assert [lane["rank"] for lane in model["lanes"]] == [1, 2, 3, 4, 5, 6, 99]
    rows: dict[tuple[int, int], list[float]] = {}
    for lane, holder, column, row in cells:
        assert levels[holder] == lane["rank"]
        assert 0 <= row < lane["rows"]
        rows.setdefault((lane["rank"], row), []).append(column)
    for columns in rows.values():
        near = sorted(columns)
        assert all(b - a >= 1 for a, b in itertools.pairwise(near))


def test_within_a_lane_who_entrusts_stands_above(model: Value) -> None:
    place = {cell[0]: (lane["rank"], cell[2]) for lane in model["lanes"] for cell in lane["cells"]}
    inside = [
        (place[x["from"]], place[x["to"]])
        for x in model["lines"]
        if x["kind"] == "entrust"
        and x["from"] in place
        and x["to"] in place
        and place[x["from"]][0] == place[x["to"]][0]
    ]
    assert len(inside) >= 3
    assert all(above < below for above, below in inside)


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("市委、市政府", "swszf shiweishizhengfu"),
        ("县级党委和政府", "xjdwhzf xianjidangweihezhengfu"),
        ("unit 3", ""),
    ],
)
def test_labels_are_spelt_by_pinyin(label: str, wanted: str) -> None:
    assert initials(label) == wanted


def test_hostile_labels_are_inert(hostile: Report) -> None:
    words = page(hostile, "zh")
    shell = BUILT.read_text(encoding="utf-8")
    assert words.count("<script") == shell.count("<script")
    assert words.count("</script") == shell.count("</script")
    assert not re.search("[\u202a-\u202e\u200b\x1b]", words.replace(shell, ""))
    shown = [h["label"][0] for h in embedded(words)["holders"]]
    assert any("<script>alert('一')</script>" in label and "\\u202e" in label for label in shown)


def test_a_system_without_its_text_has_a_page_too(tmp_path: Path) -> None:
    folder = places.data() / "toy"
    whole = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ttl")))
    single = tmp_path / "toy.ttl"
    single.write_text(whole, encoding="utf-8")
    found = page_model(report(open_case(str(single))))
    assert found["text"] is None
    assert found["lanes"]


def test_the_built_page_is_made_of_these_sources() -> None:
    """The build writes a hash of its sources into the page; Node is not needed to compare."""
    inside = [p.relative_to(WEB).as_posix() for p in (WEB / "src").rglob("*") if p.is_file()]
    found = hashlib.sha256()
    for name in sorted([*SINGLE, *inside]):
        found.update(name.encode() + b"\0" + (WEB / name).read_bytes() + b"\0")
    named = re.search(r'<meta name="sources" content="(\w+)"', BUILT.read_text(encoding="utf-8"))
    assert named
    assert named[1] == found.hexdigest(), "stale: run `npm ci && npm run build` in web/"


def test_the_built_page_allows_one_script_and_one_style() -> None:
    words = BUILT.read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', words)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert re.findall(r'(?:src|href)="(?!data:)[^"]*"', words) == []


def test_writing_leaves_the_built_page_as_it_is() -> None:
    """What is written shows hidden characters; one in the script would break its hash."""
    words = BUILT.read_text(encoding="utf-8")
    assert visible(words) == words


def test_the_npm_lock_names_no_address() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"]
    assert [name for name, one in lock["packages"].items() if "resolved" in one] == []
    assert all("integrity" in one for name, one in lock["packages"].items() if name)
