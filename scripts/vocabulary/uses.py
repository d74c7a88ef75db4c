"""Who asks of a term or a code: rules, checks, questions, views, shapes, the program?

No term without a question: what nobody names has no place in the ontology.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from dutygraph import places
from dutygraph.findings import Words
from dutygraph.names import CODE, DG, SCHEMES, local
from dutygraph.triples.rules import head
from dutygraph.triples.shapes import shapes
from vocabulary.examples import examples
from vocabulary.model import core, terms

KINDS: Final = {
    "axiom": Words("公理", "axioms"),
    "rule": Words("读法规则", "reading rules"),
    "check": Words("检查", "checks"),
    "question": Words("查询", "questions"),
    "view": Words("标准视图", "standard view"),
    "shape": Words("形状", "shapes"),
    "program": Words("程序", "program"),
}
_NAME: Final = re.compile(rf"\b((?:dg|{'|'.join(SCHEMES)}):[A-Za-z0-9][\w-]*)")
_IRI: Final = re.compile(rf"<({re.escape(str(DG))}|{re.escape(str(CODE))})([\w/-]+)>")
# Words to a reader may name a term; only what a machine reads is a use.
_PROSE: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"@[a-z]+')
_CALLS: Final = (
    (re.compile(r"\bDG\.(\w+)"), "dg:{0}"),
    (re.compile(r'(?:\bDG\[|\b_dg\()"(\w+)"'), "dg:{0}"),
    (re.compile(r'\bcode\("([\w-]+)", "([\w-]+)"\)'), "{0}:{1}"),
    (re.compile(r'"(DR\d+)"'), "rule:{0}"),
)


@functools.cache
def uses() -> dict[str, dict[str, tuple[str, ...]]]:
    """Give for each term and code who names it: kind of user, then names, sorted."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for kind, user, named in _texts():
        for name in named:
            found[name][kind].add(user)
    return {
        name: {kind: tuple(sorted(kinds[kind])) for kind in KINDS if kind in kinds}
        for name, kinds in found.items()
    }


def unasked() -> tuple[str, ...]:
    """List the terms that nobody names and that entail none that somebody names."""
    return tuple(term.name for term in terms() if not _asked(term.name, set()))


def _asked(name: str, seen: set[str]) -> bool:
    seen.add(name)
    if name in uses():
        return True
    return any(one not in seen and _asked(one, seen) for one in _entailed(name))


def _entailed(name: str) -> Iterator[str]:
    """Follow an axiom from a term to its super-classes and super-properties."""
    query = "SELECT ?o { ?s rdfs:subClassOf|rdfs:subPropertyOf ?o FILTER (ISIRI(?o)) }"
    node = DG[name.removeprefix("dg:")]
    for (found,) in core().query(query, initBindings={"s": node}):  # type: ignore[misc]
        yield "dg:" + str(found).removeprefix(str(DG))


def _texts() -> Iterator[tuple[str, str, set[str]]]:
    for user, code in core().query("SELECT ?p ?c { ?p rdfs:domain/owl:hasValue ?c }"):  # type: ignore[misc]
        yield "axiom", f"dg:{local(str(user))}", _named(f"<{code}>")
    queries, ontology = places.queries(), places.ontology()
    folders = (
        ("rule", ontology / "rules"),
        ("check", queries / "check"),
        ("question", queries / "ask"),
        ("view", ontology / "align"),
    )
    for kind, folder in folders:
        for path in sorted(folder.glob("*.rq")):
            yield kind, path.stem, _named(head(path)[1])
    for example in examples():
        yield "question", example.name, _named(example.query)
    for shape in shapes():
        yield "shape", shape.name, _named(_PROSE.sub("", shape.turtle))
    for path in sorted(places.PACKAGE.rglob("*.py")):
        floor = path.relative_to(places.PACKAGE).parts[0].removesuffix(".py")
        yield "program", floor, set(_called(path.read_text(encoding="utf-8")))


def _named(text: str) -> set[str]:
    """Find the terms and codes in SPARQL or Turtle, by CURIE or in full."""
    full = {
        f"dg:{rest}" if space == str(DG) else rest.replace("/", ":", 1)
        for space, rest in _IRI.findall(text)
    }
    return {*_NAME.findall(text), *full}


def _called(text: str) -> Iterable[str]:
    for pattern, shown in _CALLS:
        for match in pattern.finditer(text):
            yield shown.format(*match.groups())
