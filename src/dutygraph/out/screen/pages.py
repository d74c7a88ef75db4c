"""How do the pages on checks and shapes and the list of systems read?"""

from __future__ import annotations

import difflib
from typing import Final

from dutygraph import places
from dutygraph.audit.checks import Check, checks
from dutygraph.errors import UsageError
from dutygraph.names import ASSERTED, DG
from dutygraph.out.tables import render
from dutygraph.out.words import both, word
from dutygraph.triples.cache import clear as forget_all
from dutygraph.triples.cache import entries, folder
from dutygraph.triples.reading import Reader
from dutygraph.triples.shapes import Shape, shapes
from dutygraph.triples.stored import clear_stores, stores
from dutygraph.triples.system import System, load

# What stands for the words of one finding where a check is described for all.
BLANKS: Final = {"label": "……", "detail": "……", "article": "……", "name": "……"}


def page(name: str, lang: str) -> str:
    """Explain the check or the shape of this name.

    Raises: UsageError with the nearest known name.
    """
    known = {shape.name: shape for shape in shapes()}
    tests = {check.name: check for check in checks()}
    if name in tests:
        return check_page(tests[name], lang)
    if name in known:
        return shape_page(known[name], lang)
    close = difflib.get_close_matches(name, {*known, *tests}, n=1)
    hint = f"did you mean {close[0]}?" if close else f"known: {', '.join(tests)};"
    raise UsageError(
        "unknown check or shape",
        place=name.strip() or "CHECK",
        cure=f"{hint} `dutygraph explain` lists them all",
    )


def contents(lang: str) -> str:
    """List every check and every shape with its title, a line each."""
    named = [(check.name, check.texts["title"]) for check in checks()]
    shaped = [(shape.name, shape.title) for shape in shapes()]
    parts = []
    for head, rows in (("checks", named), ("shapes", shaped)):
        lines = (f"  {name:<24}{title.in_language(lang)}" for name, title in sorted(rows))
        parts.append("\n".join((word(head, lang), *lines)))
    return "\n\n".join(parts) + "\n"


def check_page(check: Check, lang: str) -> str:
    """Explain one check in Markdown: what is wrong, why it matters, the cure, the query."""
    text = {key: words.in_language(lang) for key, words in check.texts.items()}
    severity = f"{word(check.severity, lang)} ({check.severity})"
    return "\n".join(
        [
            f"# {check.name}  {text['title']}",
            "",
            text["problem"],
            "",
            f"- {word('why', lang)}: {text['why']}",
            f"- {word('source', lang)}: {check.source}",
            f"- {word('cure', lang)}: {text['cure'].format(**BLANKS)}",
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


def shape_page(shape: Shape, lang: str) -> str:
    """Explain one shape in Markdown: what must hold, what is said where it does not, the cure."""
    return "\n".join(
        [
            f"# {shape.name}  {shape.title.in_language(lang)}",
            "",
            shape.kept.in_language(lang),
            "",
            f"- {word('findings', lang)}: {shape.message.in_language(lang)}",
            f"- {word('cure', lang)}: {shape.cure.in_language(lang)}",
            f"- severity: {both(shape.severity, lang)}",
            "",
            "```turtle",
            shape.turtle.strip(),
            "```",
            "",
        ]
    )


def shapes_page() -> str:
    """Gather the pages of all shapes into `docs/shapes.md`, a section for each file."""
    parts = [
        "# 形状 Shapes",
        "",
        f"{len(shapes())} 个形状，写在 `ontology/shapes/`，是标准的 SHACL，任何引擎都能运行。",
        "`dutygraph validate SYSTEM` 核对数据，`dutygraph validate --ontology` 核对本体。",
        "在别的工具里用时，把数据、本体和代码表放在一起核对。",
        f"{len(shapes())} shapes in `ontology/shapes/`, plain SHACL for any engine.",
        "`dutygraph validate SYSTEM` checks data, `dutygraph validate --ontology` an ontology.",
        "In another tool, load the data together with the ontology and its code lists.",
        "This page is made from them by `scripts/make_docs.py`.",
        "",
    ]
    for file in sorted({shape.file for shape in shapes()}):
        parts += [f"## {file}.ttl", ""]
        for shape in (s for s in shapes() if s.file == file):
            zh, en = (
                shape_page(shape, lang).split("\n```", 1)[0].rstrip() for lang in ("zh", "en")
            )
            body = en.split("\n", 1)[1].lstrip()
            parts += [f"##{zh}", "", f"**{shape.title.en}.** {body}", ""]
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


def cache_line(*, clear: bool) -> str:
    """Say where the cache is and what it holds, or held before it was cleared."""
    top = folder()
    if top is None:
        return "DUTYGRAPH_CACHE is empty: the cache is off.\n"
    found, large = entries(), [path for store in stores() for path in store.iterdir()]
    size = sum(path.stat().st_size for path in (*found, *large)) / 1024
    count = len(found) + len(stores())
    held = f"{count} {'entry' if count == 1 else 'entries'}, {size:,.0f} KiB"
    if clear:
        forget_all()
        clear_stores()
        return f"{top}: removed {held}\n"
    return f"{top}: {held}\n"
