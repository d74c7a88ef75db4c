"""What are the columns of a named question called, for a person?

Machines read the variables of the query as they are; a table heads them in words.
"""

from __future__ import annotations

from typing import Final

from dutygraph.findings import Words

COLUMNS: Final[dict[str, Words]] = {
    "act": Words("行为", "act"),
    "action": Words("动作", "action"),
    "appointed": Words("选派对象", "appointed"),
    "article": Words("条", "article"),
    "aspect": Words("未写明", "unsaid"),
    "beneficiary": Words("受益对象", "beneficiary"),
    "by": Words("监督者的监督者", "overseen by"),
    "chapter": Words("章", "chapter"),
    "class": Words("类别", "class"),
    "condition": Words("条件", "condition"),
    "consulted": Words("商谁", "consulted"),
    "content": Words("报告内容", "content"),
    "direct": Words("直接", "direct"),
    "duties": Words("职责数", "duties"),
    "entrusting": Words("委托所据", "entrusting norm"),
    "epithet": Words("责任称谓", "epithet"),
    "evidence": Words("证据", "evidence"),
    "fact": Words("事项", "fact"),
    "first": Words("上级规范", "upper norm"),
    "force": Words("效力", "force"),
    "frequency": Words("频次", "frequency"),
    "from": Words("起于", "from"),
    "function": Words("职能", "function"),
    "grade": Words("证据", "evidence"),
    "holder": Words("主体", "holder"),
    "imposer": Words("实施机关", "imposed by"),
    "instrument": Words("文件", "instrument"),
    "kind": Words("种类", "kind"),
    "least": Words("不少于", "at least"),
    "level": Words("层级", "level"),
    "link": Words("缺失环节", "missing link"),
    "literal": Words("照原文", "literal reading"),
    "lower": Words("下", "lower"),
    "matter": Words("事项", "matter"),
    "measurable": Words("可度量", "measurable"),
    "member": Words("成员", "member"),
    "norm": Words("规范", "norm"),
    "norms": Words("规范数", "norms"),
    "object": Words("事项", "object"),
    "optional": Words("择一", "one of several"),
    "other": Words("另一读法", "other reading"),
    "overseer": Words("监督者", "overseer"),
    "partner": Words("对方", "partner"),
    "period": Words("周期", "period"),
    "post": Words("职务", "post"),
    "principal": Words("上级主体", "principal"),
    "recipient": Words("报告对象", "recipient"),
    "reporting": Words("报告所据", "reporting norm"),
    "rule": Words("读法", "rule"),
    "second": Words("下级规范", "lower norm"),
    "target": Words("承受者", "target"),
    "through": Words("经由", "through"),
    "tie": Words("关系", "tie"),
    "to": Words("止于", "to"),
    "unstated": Words("未写明", "not stated"),
    "upper": Words("上", "upper"),
    "value": Words("内容", "value"),
    "why": Words("所据条文", "why"),
    "words": Words("原文", "words"),
}


def heading(variable: str, lang: str) -> str:
    """Head a column in one language; a variable of no named question heads itself."""
    words = COLUMNS.get(variable)
    return words.in_language(lang) if words else variable
