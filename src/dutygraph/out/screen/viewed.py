"""How is a view of a system written down?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from rdflib.namespace import RDF

from dutygraph.errors import UsageError
from dutygraph.out.screen.inference import tally, wanted
from dutygraph.out.tables import to_json
from dutygraph.out.write import write
from dutygraph.triples.files import dump
from dutygraph.triples.reasoned import reason
from dutygraph.triples.system import load
from dutygraph.triples.view import check_view, view, view_prefixes


def infer_view(names: list[str], name: str, output: Path | None, form: str | None) -> None:
    """Write what a view says of one system, then counts where a format asks for them.

    Raises: UsageError for an unknown view, or another number of systems than one.
    """
    check_view(name)
    if len(names) != 1:
        raise UsageError("shows one system", place="--view", cure="name one system")
    output, kind, target = wanted(output, form)
    known = reason(load(names[0]))
    triples = view(known, name)
    if output is not None or kind in {None, "ttl"}:
        write(dump(triples, target, view_prefixes(known.system)), output)
    predicates = _count(t.predicate.value for t in triples)
    kinds = (t.object for t in triples if t.predicate.value == str(RDF.type))
    classes = _count(k.value for k in kinds if isinstance(k, ox.NamedNode))
    if kind == "json":
        found = {"triples": len(triples), "predicates": predicates, "classes": classes}
        write(to_json(found), None)
    elif kind not in {None, "ttl"}:
        write(tally(predicates, classes, kind or "table"), None)


def _count(iris: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(iris).items()))
