"""How do the checks on norms speak of the Yunfu text, and what do they find in the toy?"""

from __future__ import annotations

import pytest

from dutygraph.audit.report import Report

NORM_CHECKS = (
    "no-return",
    "report-no-period",
    "report-no-content",
    "report-either",
    "no-trigger",
    "reward-only",
    "unmeasurable",
    "uncounted",
    "undated",
    "duplicate-duty",
    "overlap-no-lead",
    "conflict",
    "unresolved-citation",
    "forum-only-soft",
    "dead-end-finding",
    "group-holder",
    "no-first-person",
    "out-of-scope-holder",
)


@pytest.mark.parametrize("check", NORM_CHECKS)
def test_findings_on_the_toy(check: str, toy: Report) -> None:
    """Only 县长 is called 第一责任人; 市人民政府 stands above the text, 县长 is no body."""
    found = {(f.label.zh, f.severity) for f in toy.findings if f.check == check}
    bodies = {
        "县水务局",
        "县财政局",
        "县审计局",
        "县河长办",
        "县河道管护站",
        "驻县督察组",
        "石桥镇人民政府",
    }
    assert found == ({(b, "note") for b in bodies} if check == "no-first-person" else set())


@pytest.mark.parametrize(
    ("check", "label", "article", "words"),
    [
        ("report-no-period", "A07-8", "第七条", "“定期”"),
        ("report-no-content", "A07-8", "第七条", "“定期向市委、市政府和省扶贫办报告”"),
        ("report-either", "A05-7", "第五条", "“省委、省政府或省扶贫开发领导小组”"),
        ("uncounted", "A19-3", "第十九条", "“每季度不少于1次”"),
        ("unmeasurable", "A16-1", "第十六条", "“应当集中精力抓脱贫攻坚工作”"),
        ("unresolved-citation", "A09-6", "第九条", "“按有关规定”"),
        ("unresolved-citation", "A25-2", "第二十五条", "“按照有关规定”"),
        ("out-of-scope-holder", "部队", "第二十条", "部队"),
    ],
)
def test_a_finding_has_its_article_and_words(
    check: str, label: str, article: str, words: str, yunfu: Report
) -> None:
    found = next(f for f in yunfu.findings if (f.check, f.label.zh) == (check, label))
    assert found.article("zh") == article
    assert words in found.message.zh
