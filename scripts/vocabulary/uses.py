"""Who asks of a term or a code: ontology and queries, the examples of the docs, the program?

No term without a question: what nobody names has no place in the ontology.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Final

from dutygraph import places
from dutygraph.names import DG
from dutygraph.triples.vocabulary.model import core, terms
from dutygraph.triples.vocabulary.uses import KINDS, Naming, gathered, named, namings
from vocabulary.examples import examples

__all__ = ["KINDS", "unasked", "uses"]
_CALLS: Final = (
    (re.compile(r"\bDG\.(\w+)"), "dg:{0}"),
    (re.compile(r'(?:\bDG\[|\b_dg\()"(\w+)"'), "dg:{0}"),
    (re.compile(r'\bcode\("([\w-]+)", "([\w-]+)"\)'), "{0}:{1}"),
    (re.compile(r'"(DR\d+)"'), "rule:{0}"),
)


@functools.cache
def uses() -> dict[str, dict[str, tuple[str, ...]]]:
    """Give for each term and code who names it: kind of user, then names, sorted."""
    return gathered((*namings(), *_further()))


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


def _further() -> Iterator[Naming]:
    for example in examples():
        yield "question", example.name, named(example.query)
    for path in sorted(places.PACKAGE.rglob("*.py")):
        floor = path.relative_to(places.PACKAGE).parts[0].removesuffix(".py")
        yield "program", floor, set(_called(path.read_text(encoding="utf-8")))


def _called(text: str) -> Iterable[str]:
    for pattern, shown in _CALLS:
        for match in pattern.finditer(text):
            yield shown.format(*match.groups())
