"""What the checks on norms and their wording find in the Yunfu text, by hand from its words.

Where a list is short for a reason that the text does not show by itself, the reason is said.
"""

from __future__ import annotations

import pytest

from dutygraph.audit.report import Report

Expected = dict[str, set[tuple[str, str]]]

# Norms by identifier, holders by label; each with its level.
YUNFU: Expected = {
    # 第二十三、二十四条 name no imposer, which is agentless-consequence; no other consequence
    # reaches a holder with a duty.
    "no-return": set(),
    # 定期向市委、市政府和省扶贫办报告; the other reports are 每年.
    "report-no-period": {("A07-8", "warning")},
    # The same words do not say on what; 第五 and 第十一条 say 脱贫攻坚进展情况.
    "report-no-content": {("A07-8", "warning")},
    # 省委、省政府或省扶贫开发领导小组
    "report-either": {("A05-7", "warning")},
    # Each of 第二十三 to 二十五条 has its case: 到位、成效显著的, 造成不良影响的, 突出贡献的 ...
    "no-trigger": set(),
    # 社会帮扶主体 (第二十五条) are only praised, but they owe nothing; 部门 and 个人 in 第二十三条
    # are whoever did well, no holders of a duty.
    "reward-only": set(),
    # 应当集中精力抓脱贫攻坚工作. As notes: what holders out of scope are to do with 积极, and the
    # two duties inside an object clause whose holders have none that can be measured.
    "unmeasurable": {
        ("A16-1", "warning"),
        ("A08-5", "note"),
        ("A13-3", "note"),
        ("A20-1", "note"),
        ("A20-2", "note"),
        ("A20-3", "note"),
    },
    # 每年不少于2次, 每季度不少于1次, 每年…入户慰问帮扶
    "uncounted": {("A19-2", "warning"), ("A19-3", "warning"), ("A19-6", "warning")},
    # 制定 in 第五, 八, 十一, 十八条, and 细化实化帮扶措施; 可…制定实施细则 (第二十六条) is a
    # permission.
    "undated": {
        ("A05-1", "warning"),
        ("A08-2", "warning"),
        ("A11-1", "warning"),
        ("A18-4", "warning"),
        ("A18-5", "warning"),
    },
    # 部署推进扶贫工作 occurs twice in 第十九条, each with a frequency of its own;
    # 报告脱贫攻坚进展情况 in 第五 and 第十一条, at two levels.
    "duplicate-duty": set(),
    # 镇委书记和镇长… (第十六条), 各级党委和政府、扶贫开发领导小组以及有关行业部门 (第二十五条);
    # as a note 相关镇（街）和帮扶单位 (第十三条, in an object clause). 会同 ranks the cadres of
    # 第十九条.
    "overlap-no-lead": {
        ("A16-1", "warning"),
        ("A25-1", "warning"),
        ("A25-2", "warning"),
        ("A13-3", "note"),
    },
    # The text forbids nothing.
    "conflict": set(),
    # 云发〔2016〕7号 in 第八条; 按(照)有关规定 in 第九, 二十三, 二十五条. The two instruments of
    # 第一条 are the basis of the text.
    "unresolved-citation": {
        ("A08-2", "warning"),
        ("A09-6", "note"),
        ("A23-1", "note"),
        ("A25-2", "note"),
    },
    # 民主监督 (第二十一条) names nobody whom it watches.
    "forum-only-soft": set(),
    # 市编办, 市审计局 and 各民主党派 report to nobody and can punish nobody; 市纪委 and 市检察院
    # can. The cure lies with their reports.
    "dead-end-finding": {("A09-3", "note"), ("A09-6", "note"), ("A21-2", "note")},
    "group-holder": {
        ("各县（市、区）扶贫开发领导小组", "note"),
        ("市直和中直、省直驻云浮有关单位", "note"),
        ("市直有关单位", "note"),
        ("有关部门", "note"),
        ("相关镇（街）", "note"),
        ("全市各级各部门", "note"),
        ("各帮扶单位", "note"),
        ("部队", "note"),
        ("各民主党派", "note"),
        ("各级党委和政府", "note"),
        ("扶贫开发领导小组", "note"),
        ("有关行业部门", "note"),
    },
    # 主要负责人是第一责任人 for the city (第四条) and the counties (第十条), for no other body.
    "no-first-person": {
        ("市扶贫开发领导小组", "note"),
        ("市纪委", "note"),
        ("市委组织部", "note"),
        ("市编办", "note"),
        ("市检察院", "note"),
        ("市财政局", "note"),
        ("市审计局", "note"),
    },
    # 第二条 reaches 各级党委和政府、市直和中直、省直驻云浮有关单位.
    "out-of-scope-holder": {
        ("村党支部书记", "note"),
        ("村委会主任", "note"),
        ("部队", "note"),
        ("各民主党派", "note"),
        ("民营企业", "note"),
        ("社会组织", "note"),
        ("公民个人", "note"),
    },
}


@pytest.mark.parametrize("check", YUNFU)
def test_findings_on_the_yunfu_text(check: str, yunfu: Report) -> None:
    found = [f for f in yunfu.findings if f.check == check]
    assert {(f.label.zh, f.severity) for f in found} == YUNFU[check]
    assert len(found) == len(YUNFU[check])


@pytest.mark.parametrize("check", YUNFU)
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
    assert found.provision == article
    assert words in found.message.zh


def test_what_follows_from_a_missing_report_says_so(yunfu: Report) -> None:
    reasons = {f.label.zh: f.because_of for f in yunfu.findings if f.check == "dead-end-finding"}
    assert reasons == {
        "A09-3": "no-report staffing-office",
        "A09-6": "no-report audit-bureau",
        "A21-2": "no-report parties",
    }
