"""How does a system look in the words of its neighbours alone?

Each neighbour has a CONSTRUCT in `ontology/align/`, beside the axioms that align with it: a
sub-class or sub-property cannot turn an arrow round, part one node into two, or leave an
alternative out, and a query can. A view is the union of what such queries build.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from dutygraph import places
from dutygraph.errors import UsageError
from dutygraph.names import AUDIT, DG, PREFIXES
from dutygraph.triples.reasoned import Reasoned
from dutygraph.triples.rules import head
from dutygraph.triples.system import System, node

STANDARD: Final = "standard"
_WORDS: Final = "skos"
NEIGHBOURS: Final[dict[str, str]] = {
    "eli": "http://data.europa.eu/eli/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
}

_CONTEXT: Final = 12
_PREFIX = node(NEIGHBOURS["oa"] + "prefix")
_SUFFIX = node(NEIGHBOURS["oa"] + "suffix")


def views() -> tuple[str, ...]:
    """List the views: `standard`, then each neighbour alone, sorted."""
    return (STANDARD, *(path.stem for path in _files()))


def check_view(name: str) -> str:
    """Accept the name of a view.

    Raises: UsageError that names the nearest and lists the known ones.
    """
    known = views()
    if name in known:
        return name
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    hint = f"did you mean {close[0]}? " if close else ""
    place = name.strip() or "--view"
    raise UsageError("unknown view", place=place, cure=f"{hint}known: {', '.join(known)}")


def view(reasoned: Reasoned, name: str = STANDARD) -> tuple[ox.Triple, ...]:
    """Say what is asserted and derived of a system in the terms of published vocabularies.

    What a reading calls contested or external does not count and becomes no rule and no line;
    an alternative becomes one constraint, never two lines.

    Triples: none has a term of the project as predicate or class; codes stay, as SKOS
        concepts, and each view has the labels of what it shows. Nodes that a neighbour
        needs and the data lack are named after those they belong to. The system's store is
        not changed.
    Cost: a query for each neighbour; about 0.1 ms a triple of the view.
    Returns: sorted, each once.
    Raises: UsageError for an unknown view.
    """
    check_view(name)
    store = _with_context(reasoned.system)
    queries = {path.stem: head(path)[1] for path in _files()}
    if name == STANDARD:
        found = {triple for query in queries.values() for triple in _build(store, query)}
    else:
        found = _build(store, queries[name])
        shown = {one for triple in found for one in (triple.subject, triple.object)}
        found |= {t for t in _build(store, queries[_WORDS]) if t.subject in shown}
    return tuple(sorted(found, key=str))


def view_prefixes(system: System) -> dict[str, str]:
    """Give the prefixes to write a view with: the neighbours', the codes' and the data's."""
    known = {**PREFIXES, **system.prefixes, **NEIGHBOURS}
    return {prefix: space for prefix, space in known.items() if space != str(DG)}


def _files() -> tuple[Path, ...]:
    return tuple(sorted((places.ontology() / "align").glob("*.rq")))


def _build(store: ox.Store, query: str) -> set[ox.Triple]:
    answer = store.query(query, use_default_graph_as_union=True)
    return set(answer) if isinstance(answer, ox.QueryTriples) else set()


def _with_context(system: System) -> ox.Store:
    """Copy a store without its audit, each excerpt with the words around it.

    A view says what the text says and not how it was judged; and a query is slow at cutting
    words out of a long text.
    """
    store = ox.Store()
    store.extend(system.store)
    store.remove_graph(node(AUDIT))
    if system.text is not None:
        store.extend(_context(system.store, system.text))
    return store


def _context(store: ox.Store, text: str) -> Iterator[ox.Quad]:
    for quad in store.quads_for_pattern(None, node(DG.hasExactWords), None):
        at = _number(store, quad.subject, node(DG.startsAt))
        end = _number(store, quad.subject, node(DG.endsAt))
        if at is not None and end is not None:
            before, after = text[max(at - _CONTEXT, 0) : at], text[end : end + _CONTEXT]
            yield ox.Quad(quad.subject, _PREFIX, ox.Literal(before), quad.graph_name)
            yield ox.Quad(quad.subject, _SUFFIX, ox.Literal(after), quad.graph_name)


def _number(
    store: ox.Store, subject: ox.NamedNode | ox.BlankNode | ox.Triple, predicate: ox.NamedNode
) -> int | None:
    for quad in store.quads_for_pattern(subject, predicate, None):
        if isinstance(quad.object, ox.Literal) and quad.object.value.isdigit():
            return int(quad.object.value)
    return None
