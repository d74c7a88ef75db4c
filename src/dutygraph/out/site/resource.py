"""How is an IRI shown that has no page of its own: by the triples that it stands in?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import Any, Final

import pyoxigraph as ox

from dutygraph.out.screen.answers import short
from dutygraph.out.site.describe import described
from dutygraph.out.site.part import Part, resource
from dutygraph.out.site.pieces import Grid, Piece, Sheet, same
from dutygraph.triples.answer import term_json

_MOST: Final = 200
_HEAD: Final = ("subject", "property", "value")
Pair = tuple[ox.NamedNode, object]
Naming = tuple[object, ox.NamedNode]


def sheet(parts: Sequence[Part], iri: str) -> Sheet | None:
    """Describe an IRI by the triples around it; None where no system has any."""
    try:
        thing = ox.NamedNode(iri)
    except ValueError:
        return None
    for part in parts:
        said, named = _said(part, thing), _named(part, thing)
        if said or named:
            return Sheet(
                template="resource.html",
                title=part.piece(iri).words,
                show=partial(_show, part, iri, said, named),
                facts=partial(_facts, part, iri, said),
                grid=partial(_grid, iri, said),
                triples=partial(described, part.case.system.store, [iri]),
                canonical=resource(iri),
                system=part.name,
            )
    return None


def _said(part: Part, thing: ox.NamedNode) -> list[Pair]:
    quads = part.case.system.store.quads_for_pattern(thing, None, None)
    return sorted({(q.predicate, q.object) for q in quads}, key=str)


def _named(part: Part, thing: ox.NamedNode) -> list[Naming]:
    """List what points at a thing; of a property without such, what has it."""
    found: set[Naming] = set()
    store = part.case.system.store
    for quad in store.quads_for_pattern(None, None, thing):
        found.add((quad.subject, quad.predicate))
        if len(found) > _MOST:
            break
    if not found:
        some = islice(store.quads_for_pattern(None, thing, None), _MOST)
        found.update((quad.subject, thing) for quad in some)
    return sorted(found, key=str)[:_MOST]


def _show(part: Part, iri: str, said: list[Pair], named: list[Naming]) -> dict[str, Any]:
    return {
        "iri": iri,
        "said": [(_piece(part, p), _piece(part, o)) for p, o in said],
        "named": [(_piece(part, s), _piece(part, p)) for s, p in named],
    }


def _piece(part: Part, term: object) -> Piece:
    if isinstance(term, ox.NamedNode):
        return part.piece(term.value)
    look = "literal" if isinstance(term, ox.Literal) else "code"
    return Piece(same(short(term, part.labels.prefixes)), "", look)


def _facts(part: Part, iri: str, said: list[Pair]) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for prop, value in said:
        found.setdefault(prop.value, []).append(term_json(value))  # type: ignore[arg-type]
    return {"iri": iri, "system": part.name, "properties": found}


def _grid(iri: str, said: list[Pair]) -> Grid:
    return Grid(_HEAD, tuple((iri, p.value, short(o)) for p, o in said))
