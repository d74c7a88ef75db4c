"""Which named questions are there, for a reader, a program, and another SPARQL editor?"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import RDF, RDFS, SH, XSD
from rich.text import Text

from dutygraph.audit.questions import Question, questions
from dutygraph.findings import Words
from dutygraph.names import PREFIXES
from dutygraph.out.tables import check_format, console, render, table, to_json
from dutygraph.triples.system import node

FORMATS: Final = ("table", "md", "json", "csv", "tsv", "ttl")
SPACE: Final = "https://w3id.org/dutygraph/question/"
_SCHEMA: Final = "https://schema.org/"
TAGS: Final[dict[str, Words]] = {
    "reports": Words("报告", "Reports"),
    "entrust": Words("委托", "Entrusting"),
    "oversight": Words("监督", "Oversight"),
    "consequences": Words("奖惩", "Consequences"),
    "norms": Words("规范", "Norms"),
    "frequency": Words("频次", "Frequency"),
    "money": Words("资金", "Funds"),
    "holders": Words("主体", "Holders"),
    "structure": Words("结构", "Structure"),
    "text": Words("文本", "The text"),
    "measures": Words("度量", "Measures"),
    "gaps": Words("断点", "Gaps"),
    "verdicts": Words("判定", "Verdicts"),
}


def listing(kind: str | None, lang: str) -> str | bytes:
    """List every question: under its tags for a screen, once in every other format.

    Raises: UsageError for an unknown format.
    """
    chosen = check_format(kind, FORMATS)
    if chosen == "ttl":
        return examples()
    if chosen == "json":
        return to_json([question_json(q) for q in questions()])
    if chosen == "table":
        return _by_tag(lang)
    head = ("name", "tags", "summary", "parameters")
    rows = [
        (q.name, " ".join(q.tags), q.summary.in_language(lang), usage(q, "")) for q in questions()
    ]
    return render(head, rows, chosen)


def usage(question: Question, mark: str = "--") -> str:
    """Show the parameters of a question as they are given; those in brackets may be left out."""
    options = ((p, f"{mark}{p.name}") for p in question.parameters)
    return " ".join(one if p.required else f"[{one}]" for p, one in options)


def tagged() -> dict[str, tuple[Question, ...]]:
    """Group the questions by tag, in the order of the tags; one with two tags is in both."""
    return {tag: tuple(q for q in questions() if tag in q.tags) for tag in TAGS}


def _by_tag(lang: str) -> str:
    buffer = io.StringIO()
    screen = console(buffer)
    seen: set[str] = set()
    for tag, found in tagged().items():
        fresh = [q for q in found if q.name not in seen]
        seen |= {q.name for q in fresh}
        if fresh:
            words = TAGS[tag]
            title = words.en if lang == "en" else f"{words.zh} {words.en}"
            screen.print(Text(title, style="bold"))
            grid = table(("", "", ""), [_line(q, lang) for q in fresh])
            grid.show_header = False
            screen.print(grid, "")
    return buffer.getvalue() + _advice(lang)


def _line(question: Question, lang: str) -> Sequence[str]:
    return "  " + question.name, question.summary.in_language(lang), usage(question)


def _advice(lang: str) -> str:
    if lang == "en":
        return "dutygraph ask NAME [SYSTEM] --PARAMETER VALUE; [..] may be left out\n"
    return "dutygraph ask NAME [SYSTEM] --参数 值；[..] 可以不给 may be left out\n"


def question_json(question: Question) -> dict[str, object]:
    """Write a question under the keys that machines rely on."""
    return {
        "name": question.name,
        "summary_zh": question.summary.zh,
        "summary": question.summary.en,
        "description_zh": question.description.zh,
        "description": question.description.en,
        "tags": list(question.tags),
        "parameters": [
            {
                "name": p.name,
                "type": p.type,
                "of": p.of or None,
                "required": p.required,
                "default": p.default,
                "values": list(p.values),
                "summary_zh": p.summary.zh,
                "summary": p.summary.en,
            }
            for p in question.parameters
        ],
        "query": question.query,
    }


def examples() -> bytes:
    """Write the questions as executables of SHACL, as SPARQL editors read examples.

    Triples: one sh:SPARQLSelectExecutable a question, and the prefixes that all of them use.
    Source: SHACL, section 5.2.1; J. Bolleman et al. (2025), doi:10.1093/gigascience/giaf045.
    """
    known = {"sh": str(SH), "rdfs": str(RDFS), "schema": _SCHEMA, "xsd": str(XSD), "ask": SPACE}
    content = ox.serialize(executables(questions()), format=ox.RdfFormat.TURTLE, prefixes=known)
    return content or b""


def executables(chosen: Iterable[Question]) -> tuple[ox.Triple, ...]:
    """Describe some questions as executables, with the prefixes that all of them use."""
    prefixes = ox.NamedNode(SPACE + "prefixes")
    triples = []
    for prefix, space in PREFIXES.items():
        one = ox.NamedNode(f"{prefixes.value}/{prefix}")
        triples += [
            ox.Triple(prefixes, node(SH.declare), one),
            ox.Triple(one, node(SH.prefix), ox.Literal(prefix)),
            ox.Triple(one, node(SH.namespace), ox.Literal(space, datatype=node(XSD.anyURI))),
        ]
    for question in chosen:
        triples += _executable(question, prefixes)
    return tuple(sorted(triples, key=str))


def _executable(question: Question, prefixes: ox.NamedNode) -> list[ox.Triple]:
    this = ox.NamedNode(SPACE + question.name)
    facts: list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]] = [
        (node(RDF.type), node(SH.SPARQLExecutable)),
        (node(RDF.type), node(SH.SPARQLSelectExecutable)),
        (node(SH.prefixes), prefixes),
        (node(SH.select), ox.Literal(question.query)),
    ]
    for prop, words in ((RDFS.label, question.summary), (RDFS.comment, question.description)):
        facts.append((node(prop), ox.Literal(words.zh, language="zh")))
        facts.append((node(prop), ox.Literal(words.en, language="en")))
    facts += [(ox.NamedNode(_SCHEMA + "keywords"), ox.Literal(tag)) for tag in question.tags]
    return [ox.Triple(this, predicate, value) for predicate, value in facts]
