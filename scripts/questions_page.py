"""Write the page of the named questions."""

from __future__ import annotations

from dutygraph.audit.questions import Parameter, Question, questions
from dutygraph.out.screen.library import TAGS, usage

HEAD = """# 问题 Questions

由 `scripts/make_docs.py` 生成。 Made by `scripts/make_docs.py`.

{count} 个问题，每个是 `queries/ask/` 里的一个 SPARQL 文件，头部 `#+` 写明含义和参数（grlc 写法）。
*{count} questions, each a SPARQL file of `queries/ask/` with a `#+` head as grlc has it, which
says what it asks and takes.*

```sh
dutygraph ask                                    # 全部问题 list them
dutygraph ask chain --holder 贫困户 --other 市委 # 问云浮 of Yunfu
dutygraph ask who-reports-to-whom toy --lang en  # 问另一份规定 of another system
dutygraph ask --format ttl                       # SHACL 可执行示例 examples for SPARQL editors
```

参数可写中文或英文名称、标识符或 IRI；方括号里的可以不给。参数作为词项绑定，从不拼进文本。
*A parameter takes a label in either language, an identifier or an IRI; those in brackets may be
left out. It is bound as a term and never pasted into the text.*
"""


def questions_page() -> str:
    """List the questions by their first tag, each with its texts, parameters and query."""
    parts = [HEAD.format(count=len(questions()))]
    for tag, words in TAGS.items():
        found = [q for q in questions() if q.tags[0] == tag]
        if found:
            parts.append(f"## {words.zh} {words.en}\n")
            parts += [_entry(question) for question in found]
    return "\n".join(parts).rstrip() + "\n"


def _entry(question: Question) -> str:
    lines = [
        f"### {question.name}",
        "",
        f"{question.summary.zh} *{question.summary.en}*",
        "",
        f"{question.description.zh} *{question.description.en}*",
        "",
    ]
    if question.parameters:
        lines += [f"`dutygraph ask {question.name} {usage(question)}`", ""]
        lines += [_parameter(p) for p in question.parameters]
        lines.append("")
    lines += ["<details><summary>SPARQL</summary>", "", "```sparql", question.query.rstrip()]
    return "\n".join([*lines, "```", "", "</details>", ""])


def _parameter(parameter: Parameter) -> str:
    facts = [parameter.type if not parameter.of else f"{parameter.type}, {parameter.of}"]
    if parameter.values:
        facts.append(" | ".join(parameter.values))
    if parameter.default is not None:
        facts.append(f"默认 default {parameter.default}")
    words = f"{parameter.summary.zh} *{parameter.summary.en}*"
    return f"- `--{parameter.name}` {words} ({'; '.join(facts)})"
