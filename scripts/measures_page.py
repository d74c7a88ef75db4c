"""Write the page of the measures."""

from __future__ import annotations

import re

from dutygraph.audit.measures.catalogue import OF_HOLDERS, OF_LEVELS, OF_SYSTEMS, Measure

HEAD = """# 度量 Measures

由 `scripts/make_docs.py` 生成。 Made by `scripts/make_docs.py`.

治理结构的度量，供研究比较。每项写明定义、单位和出处；没有可计的对象或分母为0的，写作“无定义”
（表格里是 –，JSON 里是 null，数据框里是缺失值），不写作0。
*Measures of a structure of governance, for comparison. Each has a definition, a unit and a source.
Where there is nothing to count or to divide by, a measure is not defined (– in a table, null in
JSON, missing in a data frame) and never 0.*

```sh
dutygraph measures toy yunfu-2017               # 并列比较 side by side
dutygraph measures yunfu-2017 --by level        # 按层级 by level
dutygraph measures yunfu-2017 --by holder -f csv -o 主体.csv  # 按主体 by holder
```

```python
import dutygraph

yunfu, toy = dutygraph.open("yunfu-2017"), dutygraph.open("toy")
yunfu.measures(beside=[toy]).to_pandas()
yunfu.measures("holder").to_polars()
```

计入的是所选证据等级（`--evidence`，默认含推导）的线。共同主体（党政同责）与其各方计作一个主体，
“或”所连的几方作为报告对象计作一个。未写明的主体不计。
*Lines count at the grade of evidence asked for (`--evidence`, implied by default). A joint holder
and its partners are one holder; an alternative is one recipient. A party that is not stated does
not count.*

层级名称（省、市）与据 DR12 读作的机关，含推导时是两个委托者；
只认明文（`--evidence explicit`）时只有前者。
*Where readings are let in, the name of a level (省, 市) and the body as which DR12 reads it are two
principals; by words alone (`--evidence explicit`) there is only the first.*
"""

LEVELS = """一条线归入被问责一方的层级：受委托者、报告者、受监督者、受奖惩者。
没有写明层级的主体只计入制度。
*A line belongs to the level of the one whom it holds to account: who is entrusted, reports, is
overseen, or is rewarded or punished. Holders of no stated level count in the system alone.*
"""
# How a unit begins in English, and what it is in Chinese.
UNITS = {
    "norms": "条（规范）",
    "holders": "个（主体）",
    "links": "环",
    "lines": "条（线）",
    "a share": "比例，0至1",
    "a ratio": "比值，不小于0",
    "0 to 1": "0至1，不到1",
}


def measures_page() -> str:
    """List the measures of holders, then those of systems and levels."""
    parts = [
        HEAD,
        "## 主体的度量 Of a holder\n",
        *map(_entry, OF_HOLDERS),
        "## 制度与层级的度量 Of a system or level\n",
        LEVELS,
        *map(_entry, OF_SYSTEMS),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _entry(measure: Measure) -> str:
    of = "" if measure in (*OF_HOLDERS, *OF_LEVELS) else "（只有制度 system only）"
    unit = next(zh for en, zh in UNITS.items() if measure.unit.startswith(en))
    source = re.sub(r"doi:([\w./()-]*\w)", r"[doi:\1](https://doi.org/\1)", measure.source)
    return "\n".join(
        [
            f"### {measure.name}",
            "",
            f"**{measure.label.zh} {measure.label.en}**{of}",
            "",
            measure.definition.zh,
            f"*{measure.definition.en}*",
            "",
            f"- 单位 unit：{unit} {measure.unit.rstrip('.')}",
            f"- 出处 source：{source.rstrip('.')}",
            "",
        ]
    )
