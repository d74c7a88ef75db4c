"""In which words does the program itself speak?

Headings stand in Chinese with English beside them, or in English alone; names of checks and
keys for machines are never translated.
"""

from __future__ import annotations

import os
from typing import Final

from dutygraph.errors import UsageError
from dutygraph.findings import Words

LANGUAGES: Final = ("zh", "en", "auto")

WORDS: Final[dict[str, Words]] = {
    "verdict": Words("结论", "Verdict"),
    "evidence": Words("证据", "evidence"),
    "loops": Words("直接回路", "Direct loops"),
    "no-loops": Words("没有直接回路。", "No direct loop."),
    "rows": Words("各主体的五个环节与回路", "Five links and the return, per holder"),
    "findings": Words("发现", "Findings"),
    "none": Words("没有发现。", "Nothing found."),
    "counts": Words("规模", "Size"),
    "level": Words("层级", "level"),
    "holder": Words("主体", "holder"),
    "outcome": Words("判定", "verdict"),
    "entrust": Words("委托", "entrust"),
    "duty": Words("职责", "duty"),
    "report": Words("报告", "report"),
    "oversight": Words("监督", "oversight"),
    "consequence": Words("奖惩", "consequence"),
    "return": Words("回路", "return"),
    "explicit": Words("明文", "explicit"),
    "implied": Words("推导", "implied"),
    "contested": Words("有争议", "contested"),
    "external": Words("文外", "external"),
    "missing": Words("缺失", "missing"),
    "closed": Words("闭环", "closed"),
    "closed-implied": Words("推导闭环", "closed-implied"),
    "open": Words("未闭环", "open"),
    "error": Words("错误", "error"),
    "warning": Words("警告", "warning"),
    "note": Words("提示", "note"),
    "quote": Words("原文", "words"),
    "accepted": Words("已接受", "accepted"),
    "out_of_scope": Words("范围外", "out of scope"),
    "open_only_at_return": Words("只缺回路", "open only at return"),
    "boundary": Words("在边界闭合", "closes at the boundary"),
    "down": Words("下行", "down"),
    "up": Words("上行", "up"),
    "cure": Words("补法", "cure"),
    "nearest": Words("只差一句", "One sentence short"),
    "repair": Words("最少补几处：", "fewest links to add:"),
    "or": Words("或", "or"),
    "readings": Words("两种读法", "Two readings"),
    "changes": Words("改变判定。", "Changes a verdict."),
    "no-change": Words("不改变任何判定。", "Changes no verdict."),
    "appeared": Words("新增的发现", "Findings that appear"),
    "gone": Words("消失的发现", "Findings that disappear"),
    "why": Words("缘由", "why"),
    "source": Words("出处", "source"),
    "reading": Words("读入", "Reading"),
    "provisions": Words("章条", "provisions"),
    "holders": Words("主体", "holders"),
    "norms": Words("规范", "norms"),
    "lines": Words("责任线", "lines"),
    "nothing": Words("没有义务可判", "no obligation to judge"),
    "checks": Words("检查", "checks"),
    "shapes": Words("形状", "shapes"),
    "asserted": Words("写入三元组", "asserted"),
    "inferred": Words("推得三元组", "inferred"),
    "no-text": Words(
        "没有原文（单个 Turtle 文件，或数据未写 dg:hasSourceFile）："
        "跳过对原文的核对（unanchored、uncovered-text）。",
        "No source text (one Turtle file, or no dg:hasSourceFile): unanchored and uncovered-text "
        "were skipped.",
    ),
}


def word(key: str, lang: str) -> str:
    """Give a word of the program in one language."""
    return WORDS[key].in_language(lang)


def both(key: str, lang: str) -> str:
    """Give a heading: Chinese with English beside it, or English alone."""
    words = WORDS[key]
    return words.en if lang == "en" else f"{words.zh} {words.en}"


def language(name: str) -> str:
    """Choose `zh` or `en`; `auto` follows the locale and falls back to Chinese.

    Raises: UsageError that lists the known ones.
    """
    if name not in LANGUAGES:
        raise UsageError("unknown language", place=name, cure=f"known: {', '.join(LANGUAGES)}")
    if name != "auto":
        return name
    locale = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "")
    return "en" if locale.startswith("en") else "zh"
