"""The Yunfu data against what a second coder read off the text (expected.toml)."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dutygraph import places
from dutygraph.audit.checks import checks
from dutygraph.audit.report import Report, as_json
from dutygraph.findings import SEVERITIES
from dutygraph.out.lists.register import register

FOLDER = places.data() / "yunfu-2017"
EXPECTED: dict[str, Any] = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
FINDINGS: dict[str, Any] = tomllib.loads((FOLDER / "findings.toml").read_text(encoding="utf-8"))
TEXT = (FOLDER / "source.txt").read_text(encoding="utf-8")
SHARED = Path(__file__).parents[2].parent / "shared"


@pytest.fixture(scope="module")
def entries(yunfu: Report) -> dict[str, dict[str, Any]]:
    return {e["id"]: e for e in json.loads(register(yunfu.case, "json"))}


@pytest.fixture(scope="module")
def judged(yunfu: Report) -> dict[str, Any]:
    return as_json(yunfu)


def test_source_is_byte_for_byte_the_regulation() -> None:
    raw = (FOLDER / "source.txt").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == (
        "c8350caebf534d20c63aba97ca37637a298f51342e8e26e012569e6014835563"
    )
    assert len(TEXT) == 2494


def test_counts(yunfu: Report) -> None:
    counts = EXPECTED["counts"]
    kinds = Counter(p.kind for p in yunfu.case.provisions)
    assert kinds == {"chapter": counts["chapters"], "article": counts["articles"], "notice": 1}
    in_articles = [
        n for n in yunfu.case.norms if n.provision is not None and n.provision.kind == "article"
    ]
    assert len(in_articles) == counts["norms_in_articles"]
    assert len(yunfu.case.norms) - len(in_articles) == counts["notice_norms"]
    forces = Counter(n.force for n in in_articles)
    assert forces["obligation"] == counts["obligations"]
    assert forces["constitutive"] == counts["constitutive"]
    assert forces["recommendation"] == counts["recommendations"]
    assert forces["permission"] == counts["permissions"]
    assert forces["prohibition"] == counts["prohibitions"]
    reports = list(yunfu.case.net.edges("report", 1))
    assert len(reports) == counts["reporting_lines"]
    periods = [n for n in yunfu.case.norms if n.frequency and n.frequency.period]
    assert len(periods) == counts["measurable_frequencies"]
    assert sum(n.threshold is not None for n in yunfu.case.norms) == counts["thresholds"]
    per_article = Counter(str(n.provision.number) for n in in_articles if n.provision)
    assert per_article == EXPECTED["articles"]


@pytest.mark.parametrize("norm", EXPECTED["norm"], ids=lambda n: n["id"])
def test_norm(norm: dict[str, Any], entries: dict[str, dict[str, Any]]) -> None:
    found = entries[norm["id"]]
    assert (found["article"] or 0) == norm["article"]
    assert found["quote"] == norm["quote"]
    assert sorted(found["holders"]) == sorted(norm["holders"])
    assert found["force"] == norm["force"]
    assert sorted(found["counterparts"]) == sorted(norm.get("counterparts", []))
    assert found["recipients"] == norm.get("recipients")
    frequency = norm.get("frequency")
    if frequency:
        frequency = {key: frequency.get(key) for key in ("stated", "min", "period")}
    assert found["frequency"] == frequency
    assert found["threshold"] == norm.get("threshold")
    assert found["evidence"] == norm.get("evidence", "explicit")
    assert norm.get("condition", "") in (found["condition"] or "")
    if "imposed_by" in norm:
        assert (found["imposed_by"] or []) == norm["imposed_by"]


def test_no_norm_beyond_the_expected(entries: dict[str, dict[str, Any]]) -> None:
    assert entries.keys() == {n["id"] for n in EXPECTED["norm"]}


def test_every_quote_stands_at_its_offsets(entries: dict[str, dict[str, Any]]) -> None:
    assert entries
    for entry in entries.values():
        assert TEXT[entry["start"] : entry["end"]] == entry["quote"]


def test_every_excerpt_stands_at_its_offsets(yunfu: Report) -> None:
    excerpts = [e for _, e in yunfu.case.reasoned.reader.excerpts()]
    assert len(excerpts) > len(EXPECTED["norm"])
    assert all(TEXT[e.start : e.end] == e.words for e in excerpts)


def test_only_purpose_phrases_are_without_a_norm(yunfu: Report) -> None:
    purposes = [(p.number, s.words) for p, found, _ in yunfu.case.coverage for s in found]
    rest = [s.words for _, _, found in yunfu.case.coverage for s in found]
    assert purposes == [(u["article"], u["words"]) for u in EXPECTED["uncovered"]]
    assert rest == []


def test_no_imposer_is_invented(entries: dict[str, dict[str, Any]]) -> None:
    consequences = [e for e in entries.values() if e["article"] in {23, 24}]
    assert len(consequences) == 6
    assert all(e["imposed_by"] is None and e["holders"] == [] for e in consequences)


def _loops(found: dict[str, Any]) -> list[tuple[tuple[str, ...], str, bool]]:
    return sorted((tuple(x["holders"]), x["grade"], x["boundary"]) for x in found["loops"])


@pytest.mark.parametrize("evidence", ["implied", "explicit"])
def test_verdict_and_direct_loops(evidence: str, request: pytest.FixtureRequest) -> None:
    name = {"implied": "yunfu", "explicit": "yunfu_explicit"}[evidence]
    found = as_json(request.getfixturevalue(name))
    expected = EXPECTED["loops"][evidence]
    assert found["verdict"] == expected["verdict"]
    assert _loops(found) == sorted(
        (tuple(x["holders"]), x["grade"], x["boundary"]) for x in expected["direct"]
    )
    near = [
        row["label"]
        for row in found["holders"]
        if [k for k, v in row["links"].items() if v["grade"] == "missing"] == ["return"]
    ]
    assert sorted(near) == sorted(expected["open_only_at_return"])
    assert found["summary"]["open_only_at_return"] == len(near)


def test_rows_are_the_expected_holders(judged: dict[str, Any]) -> None:
    assert sorted(r["label"] for r in judged["holders"]) == sorted(
        r["label"] for r in EXPECTED["row"]
    )


@pytest.mark.parametrize("row", EXPECTED["row"], ids=lambda r: r["label"])
def test_row(row: dict[str, Any], judged: dict[str, Any]) -> None:
    found = next(r for r in judged["holders"] if r["label"] == row["label"])
    grades = {kind: link["grade"] for kind, link in found["links"].items()}
    assert found["verdict"] == "open"
    for key, grade in (("missing", "missing"), ("implied", "implied")):
        if key in row:
            assert sorted(k for k, g in grades.items() if g == grade) == sorted(row[key])
    if "in_scope" in row:
        assert found["in_scope"] == row["in_scope"]


def test_findings_are_the_expected_ones(yunfu: Report) -> None:
    """Hold every finding to the hand-written list, and every line of the list to a finding."""
    expected = [
        (check, severity, label, "")
        for check, found in FINDINGS.items()
        for severity in SEVERITIES
        for label in found.get(severity, ())
    ]
    expected += [
        (check, "note", label, cause)
        for check, found in FINDINGS.items()
        for label, cause in found.get("follows", {}).items()
    ]
    assert sorted(
        (f.check, f.severity, f.label.zh, f.because_of) for f in yunfu.findings
    ) == sorted(expected)


def test_every_check_has_its_expectation() -> None:
    assert set(FINDINGS) == {check.name for check in checks()}


def test_findings_name_article_and_words(yunfu: Report) -> None:
    in_the_notice = {"各县（市、区）扶贫开发领导小组", "市直和中直、省直驻云浮有关单位"}
    for finding in yunfu.findings:
        assert finding.quote in TEXT
        if finding.label.zh in in_the_notice:
            assert finding.provision is None
        else:
            assert finding.article("zh").startswith("第")
            assert finding.article("en").startswith("Article ")


def test_the_notice(yunfu: Report) -> None:
    query = """
        SELECT ?issuer ?date ?approver (GROUP_CONCAT(?to; separator="；") AS ?addressees) {
          yunfu:instrument dg:isIssuedBy/rdfs:label ?issuer ; dg:isIssuedOn ?date ;
            dg:isApprovedBy/rdfs:label ?approver ; dg:isAddressedTo/rdfs:label ?to .
          FILTER (LANG(?issuer) = "zh" && LANG(?approver) = "zh" && LANG(?to) = "zh")
        } GROUP BY ?issuer ?date ?approver
    """
    prefixes = {
        "yunfu": "https://w3id.org/dutygraph/data/yunfu-2017/",
        "dg": "https://w3id.org/dutygraph/ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    }
    rows = yunfu.case.system.store.query(query, prefixes=prefixes, use_default_graph_as_union=True)
    (row,) = rows  # type: ignore[misc]
    assert row["issuer"].value == "市扶贫开发领导小组"
    assert row["date"].value == "2017-05-26"
    assert row["approver"].value == "市委、市政府"
    assert set(row["addressees"].value.split("；")) == {
        "各县（市、区）扶贫开发领导小组",
        "市直和中直、省直驻云浮有关单位",
    }


def test_public_questions_are_in_the_register(entries: dict[str, dict[str, Any]]) -> None:
    """Each article that grounds a public question has its words under a norm."""
    path = SHARED / "questions" / "public.json"
    if not path.exists():
        pytest.skip("the public questions are not on this machine")
    quotes = [e["quote"] for e in entries.values()]
    grounds = {
        g.split("：", 1)[1]
        for q in json.loads(path.read_text(encoding="utf-8"))["questions"]
        for g in q["grounds"]
    }
    assert len(grounds) > 30
    for words in grounds:
        assert any(quote in words or words in quote for quote in quotes), words
