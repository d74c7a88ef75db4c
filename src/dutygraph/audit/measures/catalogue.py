"""Which measures are there, and what do they mean in Chinese?

In English a measure is defined by the docstring of its function, with unit and source; the
page of the measures is made from both.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dutygraph.audit.measures import holders, systems
from dutygraph.audit.measures.shares import Value
from dutygraph.findings import Words

# Of a holder: `Parties` and the IRI of one of them. Of a system or level: its `Sample`.
Function = Callable[..., Value]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its function, what it is called, and its definition in Chinese.

    `counts` tells a count, always a whole number, from a share or ratio.
    """

    function: Function
    label: Words
    definition_zh: str
    counts: bool

    @property
    def name(self) -> str:
        """Give the name of its column: that of its function."""
        return self.function.__name__

    @property
    def definition(self) -> Words:
        """Give the definition, without unit and source."""
        return Words(self.definition_zh, self._part("definition"))

    @property
    def unit(self) -> str:
        """Give the unit in English."""
        return self._part("Units")

    @property
    def source(self) -> str:
        """Give the source."""
        return self._part("Source")

    def _part(self, title: str) -> str:
        """Take one part of the docstring, on one line."""
        words = inspect.getdoc(self.function) or ""
        pieces = re.split(r"\n\n?(Units|Source): ", words)
        parts = {"definition": pieces[0], **dict(zip(pieces[1::2], pieces[2::2], strict=True))}
        return " ".join(parts.get(title, "").split())


def _count(function: Function, zh: str, en: str, definition_zh: str) -> Measure:
    return Measure(function, Words(zh, en), definition_zh, counts=True)


def _share(function: Function, zh: str, en: str, definition_zh: str) -> Measure:
    return Measure(function, Words(zh, en), definition_zh, counts=False)


OF_HOLDERS: Final = (
    _count(
        holders.duties_held,
        "职责",
        "duties held",
        "文本加给该主体的义务条数；一条写了几个主体的，各计一次。",
    ),
    _count(
        holders.entrusted_by,
        "受委托",
        "entrusted by",
        "委托者个数：部署、指导或授权该主体的各方。",
    ),
    _count(
        holders.reports_to,
        "报告",
        "reports to",
        "须报告的对象个数；“或”所连的几方只计一个。",
    ),
    _count(
        holders.overseen_by,
        "受监督",
        "overseen by",
        "监督、检查、考核、审计或执纪问责该主体的各方个数；是否独立，此处不问。",
    ),
    _count(
        holders.span,
        "幅度",
        "span",
        "该主体直接委托的主体个数，即管理幅度；机构与其职位、成员只计一个。",
    ),
    _count(
        holders.depth,
        "层数",
        "depth",
        "自最近的顶端逐级委托到该主体的环数；顶端是委托他人而无人委托者，或高于本文件者，层数为0。"
        "自顶端委托不到的，无定义。",
    ),
    _share(
        holders.betweenness_entrust,
        "委托居间",
        "betweenness, entrusting",
        "其余各有序对之间的最短委托路径经过该主体的比例；不在委托线上的为0，线上不足三个主体的无定义。",
    ),
    _share(
        holders.betweenness_report,
        "报告居间",
        "betweenness, reporting",
        "其余各有序对之间的最短报告路径经过该主体的比例，“或”通向每一方；"
        "不在报告线上的为0，线上不足三个主体的无定义。",
    ),
    _count(
        holders.dominated_holders,
        "系于其一身",
        "dominated holders",
        "离了该主体，自顶端便无路可达的主体个数（支配节点）；路沿委托向下、沿报告向上、由整体到部分；"
        "其自身的职位和成员不计。",
    ),
    _share(
        holders.accountability_ratio,
        "问责比",
        "accountability ratio",
        "报告线数除以受委托线数；小于1，说明有的委托者没有写明听取报告。无人委托的，无定义。",
    ),
)

OF_SYSTEMS: Final = (
    _count(systems.holders, "主体", "holders", "文本写到的主体个数；共同主体与其各方计一个。"),
    _count(
        systems.judged, "受判定主体", "holders judged", "在适用范围内、受委托或负有义务的主体个数。"
    ),
    _count(systems.obligations, "义务", "obligations", "义务条数；某一层级，计该层级主体所负的。"),
    _count(
        systems.lines,
        "责任线",
        "lines",
        "委托、报告、监督、奖惩的线数；没有写明实施者的奖惩不成线。",
    ),
    _share(
        systems.closed_explicit,
        "闭环率（明文）",
        "closed, by words alone",
        "受判定主体中，仅凭明文即闭环的比例。",
    ),
    _share(
        systems.closed_implied,
        "闭环率（含推导）",
        "closed, with readings",
        "受判定主体中，容许推导后闭环的比例；不低于仅凭明文的。",
    ),
    _share(
        systems.explicit_share,
        "明文率",
        "explicit share",
        "全部责任线（含推导的）中，文本明说的比例；与所选证据等级无关。",
    ),
    _share(
        systems.measurable_share,
        "可衡量率",
        "measurable share",
        "义务中写明次数、周期或数量界限的比例；“定期”写了频次而无从衡量，不计。",
    ),
    _share(
        systems.duty_gini,
        "职责集中度",
        "concentration of duties",
        "各受判定主体所负义务条数的基尼系数：人人一样多为0，一家独担则近于1。无人负有义务的，无定义。",
    ),
    _share(
        systems.reciprocity,
        "互惠度",
        "reciprocity",
        "两主体间的有向连线（不论几条、何种）中，反向也有连线的比例，“或”通向每一方；"
        "某一层级，计一端在该层级的连线。",
    ),
    _share(
        systems.feedback_coverage,
        "反馈覆盖率",
        "feedback coverage",
        "委托线中，受委托者经一步或几步报告回委托者（或其所属共同主体）的比例。",
    ),
    _share(
        systems.overseer_independence,
        "监督独立率",
        "overseer independence",
        "监督线中，监督者独立于受监督者的比例；受监督者自身、其组成部分、其下属和受托者不独立。",
    ),
    _share(
        systems.accountability_ratio,
        "问责比",
        "accountability ratio",
        "报告线数除以委托线数；没有委托线的，无定义。",
    ),
    _share(
        systems.text_coverage,
        "文本覆盖率",
        "text coverage",
        "各条规范性文字中已编码为规范的比例，按字计；标题、空格、标点和目的用语不计。"
        "没有原文的无定义；未编码的文字不属于任何层级。",
    ),
)
OF_LEVELS: Final = tuple(m for m in OF_SYSTEMS if m.name != "text_coverage")
