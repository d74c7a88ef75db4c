"""How do the pages on checks and the list of systems read?"""

from __future__ import annotations

from dutygraph import places
from dutygraph.audit.checks import Check, checks
from dutygraph.names import ASSERTED, DG
from dutygraph.out.tables import render
from dutygraph.out.words import word
from dutygraph.triples.reading import Reader
from dutygraph.triples.system import System, load


def check_page(check: Check, lang: str) -> str:
    """Explain one check in Markdown: what is wrong, why it matters, the cure, the query."""
    text = {key: words.in_language(lang) for key, words in check.texts.items()}
    blanks = {"label": "……", "detail": "……", "article": "……", "name": "……"}
    severity = f"{word(check.severity, lang)} ({check.severity})"
    return "\n".join(
        [
            f"# {check.name}  {text['title']}",
            "",
            text["problem"],
            "",
            f"- {word('why', lang)}: {text['why']}",
            f"- {word('source', lang)}: {check.source}",
            f"- {word('cure', lang)}: {text['cure'].format(**blanks)}",
            f"- severity: {severity}",
            "",
            "```sparql",
            check.query.strip(),
            "```",
            "",
        ]
    )


def checks_page() -> str:
    """Gather the pages of all checks into `docs/checks.md`."""
    parts = [
        "# 检查 Checks",
        "",
        "每项检查是 `queries/check/` 下的一个文件；轻重写在 `levels.toml`。",
        "Each check is a file of `queries/check/`; its level stands in `levels.toml`.",
        "This page is made from them by `scripts/make_docs.py`.",
        "",
    ]
    for check in checks():
        zh, en = check_page(check, "zh"), check_page(check, "en")
        body_zh = zh.split("\n```sparql", 1)[0].rstrip()
        body_en = en.split("\n", 1)[1].lstrip()
        parts += [f"#{body_zh}", "", f"**{check.texts['title'].en}.** {body_en}"]
    return "\n".join(parts).rstrip() + "\n"


def systems_table(kind: str, lang: str) -> str:
    """List the bundled systems with their titles and sizes."""
    rows = []
    for name in places.systems():
        system = load(name)
        title, norms = _facts(system, lang)
        rows.append((name, title, norms))
    return render(("system", "title", "norms"), rows, kind)


def _facts(system: System, lang: str) -> tuple[str, int]:
    asserted = system.graph(ASSERTED)
    reader = Reader(asserted, asserted)
    own = sorted(asserted.subjects(DG.hasSourceFile, None), key=str)
    title = reader.words(own[0]).in_language(lang) if own else system.name
    return title, len(reader.norms())
