"""Write the pages that are made from the ontology, the checks and the command line."""

from __future__ import annotations

import sys
from pathlib import Path

from ontology_numbers import readme_page
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node
from typer.testing import CliRunner

from dutygraph.cli.main import app
from dutygraph.names import DG, SCHEMES, local
from dutygraph.out.screen.pages import checks_page, shapes_page
from dutygraph.triples.system import ontology_files

DOCS = Path(__file__).resolve().parents[1] / "docs"


def terms_page() -> str:
    """List every term and code with its labels, definitions and example."""
    graph = Graph()
    for path in ontology_files():
        graph.parse(path, format="turtle")
    kinds = (("类 Classes", OWL.Class), ("关系 Relations", OWL.ObjectProperty))
    kinds += (("属性 Attributes", OWL.DatatypeProperty),)
    found = {
        title: sorted((s for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)), key=str)
        for title, kind in kinds
    }
    codes = sum(1 for _ in graph.subjects(SKOS.inScheme, None))
    total = sum(len(terms) for terms in found.values())
    parts = [
        "# 术语 Terms",
        "",
        f"前缀 prefix `dg:` = `{DG}`；{total} 个术语 terms，{codes} 个代码 codes。",
        "由 `scripts/make_docs.py` 生成。 Made by `scripts/make_docs.py`.",
        "",
    ]
    for title, terms in found.items():
        parts += [
            f"## {title}（{len(terms)}）",
            "",
            "| 术语 | 名称 | 定义 | 例 |",
            "|---|---|---|---|",
        ]
        parts += [_row(graph, t, f"dg:{local(str(t))}", RDFS.label) for t in terms]
        parts.append("")
    for scheme in SCHEMES:
        home = URIRef(f"https://w3id.org/dutygraph/code/{scheme}")
        concepts = sorted(
            graph.subjects(SKOS.inScheme, home),
            key=lambda c: int(str(graph.value(c, SKOS.notation))),
        )
        parts += [
            f"## {scheme}:（{len(concepts)}）",
            "",
            "| 代码 | 名称 | 定义 | 例 |",
            "|---|---|---|---|",
        ]
        parts += [_row(graph, c, f"{scheme}:{local(str(c))}", SKOS.prefLabel) for c in concepts]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _row(graph: Graph, node: Node, name: str, label: URIRef) -> str:
    cells = [_both(graph, node, label), _both(graph, node, SKOS.definition)]
    example = str(graph.value(node, SKOS.example) or "")
    return f"| `{name}` | {cells[0]} | {cells[1]} | {example} |".replace("\n", " ")


def _both(graph: Graph, node: Node, prop: URIRef) -> str:
    texts = {o.language: str(o) for o in graph.objects(node, prop) if isinstance(o, Literal)}
    return f"{texts.get('zh', '')} {texts.get('en', '')}"


def cli_page() -> str:
    """Show the help of every command."""
    runner = CliRunner(env={"COLUMNS": "88", "TERMINAL_WIDTH": "88"})
    names = ["check", "register", "why", "query", "validate", "infer", "explain", "systems"]
    parts = [
        "# 命令 Commands",
        "",
        "由 `scripts/make_docs.py` 生成。 Made by `scripts/make_docs.py`.",
        "",
    ]
    for name in names:
        shown = runner.invoke(app, [name, "--help"], prog_name="dutygraph").output.rstrip()
        body = "\n".join(line.rstrip() for line in shown.splitlines()).strip("\n")
        parts += [f"## {name}", "", "```text", body, "```", ""]
    return "\n".join(parts).rstrip() + "\n"


PAGES = {
    "terms.md": terms_page,
    "checks.md": checks_page,
    "shapes.md": shapes_page,
    "cli.md": cli_page,
    "../ontology/README.md": readme_page,
}


def main() -> None:
    """Write the pages; with --check only say which are stale, and fail if any is."""
    stale = []
    for name, make in PAGES.items():
        path, text = DOCS / name, make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"stale: {', '.join(stale)}; run scripts/make_docs.py")


if __name__ == "__main__":
    main()
