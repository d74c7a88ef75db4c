"""Which columns do the tables have, and what are they called?"""

from __future__ import annotations

from typing import Final

from dutygraph.door.table import Column, Kind
from dutygraph.findings import Words
from dutygraph.out.screen.columns import COLUMNS
from dutygraph.out.words import WORDS

_WORDS: Final[dict[str, Words]] = {
    "id": Words("标识", "id"),
    "iri": Words("IRI", "IRI"),
    "label": Words("名称", "label"),
    "label_en": Words("英文名", "English label"),
    "level": Words("层级序号", "rank of the level"),
    "level_name": Words("层级", "level"),
    "members": Words("成员", "members"),
    "in_scope": Words("适用", "in scope"),
    "number": Words("条次", "number"),
    "place": Words("项次", "place"),
    "holders": Words("主体", "holders"),
    "functions": Words("职能", "functions"),
    "counterparts": Words("对方", "counterparts"),
    "recipients": Words("报告对象", "recipients"),
    "count": Words("次数", "count"),
    "threshold": Words("界限", "threshold"),
    "conditions": Words("条件", "conditions"),
    "imposers": Words("实施者", "imposed by"),
    "rules": Words("读法", "reading rules"),
    "start": Words("起", "start"),
    "end": Words("止", "end"),
    "source": Words("自", "from"),
    "target": Words("至", "to"),
    "source_en": Words("自（英）", "from (English)"),
    "target_en": Words("至（英）", "to (English)"),
    "source_level": Words("自层级", "rank of from"),
    "target_level": Words("至层级", "rank of to"),
    "source_iri": Words("自 IRI", "IRI of from"),
    "target_iri": Words("至 IRI", "IRI of to"),
    "norms": Words("规范", "norms"),
    "verdict": Words("判定", "verdict"),
    "missing": Words("缺失", "missing"),
    "principals": Words("委托者", "principals"),
    "overseers": Words("独立监督者", "independent overseers"),
    "check": Words("检查", "check"),
    "severity": Words("轻重", "severity"),
    "subject": Words("对象", "subject"),
    "message": Words("说明", "message"),
    "cure": Words("补法", "cure"),
    "because_of": Words("起因", "because of"),
    "article_en": Words("条（英）", "article (English)"),
    "message_en": Words("说明（英）", "message (English)"),
    "cure_en": Words("补法（英）", "cure (English)"),
    "text": Words("原文", "text"),
    "uncovered": Words("未编码", "uncovered"),
    "name": Words("名", "name"),
    "name_en": Words("英文名", "English name"),
    "summary": Words("问题", "question"),
    "summary_en": Words("问题（英）", "question (English)"),
    "tags": Words("标签", "tags"),
    "parameters": Words("参数", "parameters"),
    "predicate": Words("谓词", "predicate"),
    "node": Words("节点", "node"),
    "datatype": Words("数据类型", "datatype"),
    "language": Words("语言", "language"),
    "answer": Words("答案", "answer"),
    "system": Words("制度", "system"),
    "title": Words("标题", "title"),
    "title_en": Words("英文标题", "English title"),
    "level_name_en": Words("层级（英）", "level (English)"),
    "part": Words("部分", "part"),
    "status": Words("异同", "status"),
    "by": Words("对应依据", "matched by"),
    "id_a": Words("A 标识", "id in A"),
    "id_b": Words("B 标识", "id in B"),
    "aspect": Words("方面", "aspect"),
    "a": Words("A", "A"),
    "b": Words("B", "B"),
}


def column(name: str, kind: Kind = "string") -> Column:
    """Name a column of one of our tables; one that is not known heads itself."""
    words = _WORDS.get(name) or COLUMNS.get(name) or WORDS.get(name) or Words(name, name)
    return Column(name, kind, words)
