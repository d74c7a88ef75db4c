"""Who asks of a term or a code: axioms, rules, checks, questions, views, shapes?

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
from dutygraph.triples.vocabulary.model import core

KINDS: Final = {
    "axiom": Words("公理", "axioms"),
    "rule": Words("读法规则", "reading rules"),
    "check": Words("检查", "checks"),
    "question": Words("查询", "questions"),
    "view": Words("标准视图", "standard view"),
    "shape": Words("形状", "shapes"),
    "program": Words("程序", "program"),
}
# Who names which: kind of user, the user, the names as CURIEs.
Naming = tuple[str, str, set[str]]

_NAME: Final = re.compile(rf"\b((?:dg|{'|'.join(SCHEMES)}):[A-Za-z0-9][\w-]*)")
_IRI: Final = re.compile(rf"<({re.escape(str(DG))}|{re.escape(str(CODE))})([\w/-]+)>")
# Words to a reader may name a term; only what a machine reads is a use.
_PROSE: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"@[a-z]+')


@functools.cache
def data_uses() -> dict[str, dict[str, tuple[str, ...]]]:
    """Give for each term and code who in ontology and queries names it, sorted."""
    return gathered(namings())


def gathered(found: Iterable[Naming]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Turn who names which into who is named by whom: kind of user, then names, sorted."""
    users: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for kind, user, names in found:
        for name in names:
            users[name][kind].add(user)
    return {
        name: {kind: tuple(sorted(kinds[kind])) for kind in KINDS if kind in kinds}
        for name, kinds in users.items()
    }


def namings() -> Iterator[Naming]:
    """Walk through axioms, rules, checks, questions, views and shapes with what each names."""
    for user, code in core().query("SELECT ?p ?c { ?p rdfs:domain/owl:hasValue ?c }"):  # type: ignore[misc]
        yield "axiom", f"dg:{local(str(user))}", named(f"<{code}>")
    queries, ontology = places.queries(), places.ontology()
    folders = (
        ("rule", ontology / "rules"),
        ("check", queries / "check"),
        ("question", queries / "ask"),
        ("view", ontology / "align"),
    )
    for kind, folder in folders:
        for path in sorted(folder.glob("*.rq")):
            yield kind, path.stem, named(head(path)[1])
    for shape in shapes():
        yield "shape", shape.name, named(_PROSE.sub("", shape.turtle))


def named(text: str) -> set[str]:
    """Find the terms and codes in SPARQL or Turtle, by CURIE or in full."""
    full = {
        f"dg:{rest}" if space == str(DG) else rest.replace("/", ":", 1)
        for space, rest in _IRI.findall(text)
    }
    return {*_NAME.findall(text), *full}
