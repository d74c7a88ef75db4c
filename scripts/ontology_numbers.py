"""Count what the ontology holds, for the table in its README."""

from __future__ import annotations

import re
from pathlib import Path

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from dutygraph.triples.system import ontology_files

README = Path(__file__).resolve().parents[1] / "ontology" / "README.md"

_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
_BLOCK = re.compile(r"(?<=<!-- numbers -->\n).*?(?=<!-- /numbers -->)", re.DOTALL)


def readme_page() -> str:
    """Give the README with its table of numbers as the Turtle files have them now."""
    text = README.read_text(encoding="utf-8")
    return _BLOCK.sub(lambda _: numbers(), text)


def numbers() -> str:
    """Write the counts as a table in Markdown."""
    lines = ["|  | 术语 terms | 代码 codes |", "|---|---:|---:|"]
    lines += [f"| {name} | {first} | {second} |" for name, first, second in counts()]
    return "\n".join(lines) + "\n"


def counts() -> tuple[tuple[str, int, int], ...]:
    """Count terms and codes, with their labels, definitions and examples, a row each."""
    graph = Graph()
    for path in ontology_files():
        graph.parse(path, format="turtle")
    terms = {s for kind in _KINDS for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)}
    codes = set(graph.subjects(SKOS.inScheme))
    rows = [("个数 number", len(terms), len(codes))]
    for name, language in (("中文 zh", "zh"), ("英文 en", "en")):
        labelled = _said(graph, terms, RDFS.label, language)
        rows.append(
            (f"名称 labels, {name}", labelled, _said(graph, codes, SKOS.prefLabel, language))
        )
    for name, language in (("中文 zh", "zh"), ("英文 en", "en")):
        defined = _said(graph, terms, SKOS.definition, language)
        rows.append(
            (
                f"定义 definitions, {name}",
                defined,
                _said(graph, codes, SKOS.definition, language),
            )
        )
    examples = _said(graph, terms, SKOS.example, "zh")
    rows.append(("例子 examples", examples, _said(graph, codes, SKOS.example, "zh")))
    return tuple(rows)


def _said(graph: Graph, nodes: set[URIRef] | set[Node], prop: URIRef, language: str) -> int:
    found = (o for node in nodes for o in graph.objects(node, prop))
    return sum(isinstance(o, Literal) and o.language == language for o in found)
