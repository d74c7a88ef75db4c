"""What the structure of the Yunfu text shows, by hand from its articles.

Who entrusts whom, in so many words: 中央 and 省 the city (第四条 贯彻落实); 中央, 省 and 市 the
county (第十条 贯彻落实); the city its leading group (第七条 授权) and 市直有关单位 (第八条, by
云发〔2016〕7号); these 有关部门 (第八条 督促); the county towns and 帮扶单位 (第十三条 指导); the
leading group the two addressees of its notice. By 一级抓一级 (第四条, DR2): the county the posts
of towns, a town the posts of villages. Who reports: the city to 省 (第五条), the leading group
to the city and 省扶贫办 (第七条), the county to the city (第十一条). Who oversees whom, in so
many words: the leading group 市级党委和政府 (第七条 考核), and nobody else anybody.
"""

from __future__ import annotations

import pytest

from dutygraph.audit.report import Report

# Label and severity of each finding, and the finding it follows from.
Found = set[tuple[str, str, str]]

NO_REPORT = {
    "市直和中直、省直驻云浮有关单位": "all-units",
    "各县（市、区）扶贫开发领导小组": "county-leading-groups",
    "市直有关单位": "city-units",
    "有关部门": "relevant-departments",
    "相关镇（街）": "town",
    "各帮扶单位": "support-units",
}
POSTS = {
    "镇委书记": "town-secretary",
    "镇长": "town-mayor",
    "其他镇、村干部": "other-cadres",
    "村党支部书记": "village-secretary",
    "村委会主任": "village-director",
}

PATH_CHECKS = (
    "broken-delegation",
    "level-gap",
    "self-oversight",
    "dependent-oversight",
    "mutual-oversight",
    "unwatched-overseer",
    "one-hand",
    "two-masters",
    "ring-without-principal",
    "isolated-holder",
    "single-point",
    "span",
)

# Without the reading rules only what the articles say in so many words is left.
EXPLICIT: dict[str, Found] = {
    **{check: set() for check in PATH_CHECKS},
    "broken-delegation": {
        (label, "note", f"no-report {name}") for label, name in NO_REPORT.items()
    },
    "dependent-oversight": {("A07-6", "note", "no-oversight city")},
    "mutual-oversight": set(),
    "unwatched-overseer": {
        ("市纪委", "note", "no-oversight discipline-inspection"),
        ("市编办", "note", "no-oversight staffing-office"),
        ("市检察院", "note", "no-oversight procuratorate"),
        ("市审计局", "note", "no-oversight audit-bureau"),
        ("市扶贫开发领导小组", "note", "no-oversight leading-group"),
        ("县级党委和政府", "note", "no-oversight county"),
        ("县级政府", "note", "no-oversight county"),
        ("各民主党派", "note", "no-oversight parties"),
    },
    # The six of 第九条 are told nothing and tell nobody. Of the posts of 第十六条, some belong to
    # 镇委, 村党支部 and 村委会, which no article joins to anyone; the others to 镇（街）.
    "isolated-holder": {
        ("市纪委", "note", "no-entrust discipline-inspection"),
        ("市委组织部", "note", "no-entrust organisation-department"),
        ("市编办", "note", "no-entrust staffing-office"),
        ("市检察院", "note", "no-entrust procuratorate"),
        ("市财政局", "note", "no-entrust finance-bureau"),
        ("市审计局", "note", "no-entrust audit-bureau"),
        ("镇委书记", "note", "no-entrust town-secretary"),
        ("村党支部书记", "note", "no-entrust village-secretary"),
        ("村委会主任", "note", "no-entrust village-director"),
        ("驻村干部", "note", "no-entrust resident-cadres"),
        ("部队", "note", "no-entrust military"),
        ("各民主党派", "note", "no-entrust parties"),
    },
    # A town entrusts the posts of villages by 一级抓一级 alone.
    "single-point": {
        ("市扶贫开发领导小组", "note", ""),
        ("市直有关单位", "note", ""),
        ("县级党委和政府", "note", ""),
    },
}

TOY: dict[str, Found] = {
    **{check: set() for check in PATH_CHECKS},
    "broken-delegation": {("石桥镇人民政府", "note", "no-report town-government")},
    "dependent-oversight": {("A08-2", "note", "no-oversight river-chief-office")},
    "single-point": {("县人民政府", "note", ""), ("县河长办", "note", "")},
}


def found(report: Report, check: str) -> list[tuple[str, str, str]]:
    return sorted(
        (f.label.zh, f.severity, f.because_of) for f in report.findings if f.check == check
    )


@pytest.mark.parametrize("check", EXPLICIT)
def test_findings_on_explicit_evidence(check: str, yunfu_explicit: Report) -> None:
    assert found(yunfu_explicit, check) == sorted(EXPLICIT[check])


@pytest.mark.parametrize("check", TOY)
def test_findings_on_the_toy(check: str, toy: Report) -> None:
    assert found(toy, check) == sorted(TOY[check])


@pytest.mark.parametrize(
    ("check", "label", "article", "zh", "en"),
    [
        (
            "dependent-oversight",
            "A07-6",
            "第七条",
            "市委、市政府 →(A07-1) 市扶贫开发领导小组",
            "city party committee and government →(A07-1) city leading group",
        ),
        ("mutual-oversight", "市纪委", "第九条", "市扶贫开发领导小组（DR8 DR9）", "（DR8 DR9）"),
        ("unwatched-overseer", "市审计局", "第九条", "推导（DR8 DR9）", "reading rule (DR8 DR9)"),
        ("unwatched-overseer", "各民主党派", "第二十一条", "未见规定由谁监督", "not stated who"),
        ("isolated-holder", "部队", "第二十条", "部队负有义务", "armed forces has a duty"),
    ],
)
def test_a_finding_has_its_article_and_words(  # noqa: PLR0913, PLR0917 -- one row of the table
    check: str, label: str, article: str, zh: str, en: str, yunfu: Report
) -> None:
    (finding,) = (f for f in yunfu.findings if (f.check, f.label.zh) == (check, label))
    assert finding.article("zh") == article
    assert zh in finding.message.zh
    assert en in finding.message.en


@pytest.mark.parametrize(
    ("label", "others"),
    [
        (
            "市扶贫开发领导小组",
            {"市直和中直、省直驻云浮有关单位", "各县（市、区）扶贫开发领导小组"},
        ),
        ("市直有关单位", {"有关部门"}),
        ("县级党委和政府", {"相关镇（街）", "各帮扶单位", "镇委书记", "镇长", "其他镇、村干部"}),
        ("相关镇（街）", {"村党支部书记", "村委会主任"}),
    ],
)
def test_a_single_point_says_whom_it_cuts_off(label: str, others: set[str], yunfu: Report) -> None:
    (finding,) = (f for f in yunfu.findings if f.check == "single-point" and f.label.zh == label)
    for one in others:
        assert one in finding.message.zh
    named = finding.message.zh.removeprefix(f"缺了{label}，")
    for one in others:
        named = named.replace(one, "")
    assert set(named.split("与最上层")[0]) <= {"、"}
