"""How is a system written as RDF: what is said, what follows, or all of it?"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from dutygraph.audit.ask import open_judged
from dutygraph.audit.case import open_case
from dutygraph.errors import UsageError
from dutygraph.names import ASSERTED, AUDIT, ONTOLOGY, PREFIXES
from dutygraph.triples.system import System, load
from dutygraph.triples.view import check_view, view, view_prefixes

FORMATS: Final[dict[str, ox.RdfFormat]] = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
WHAT: Final = ("all", "asserted", "inferred")
_PREFIXED: Final = ("ttl", "trig", "jsonld", "rdf")


def check_what(what: str, name: str | None, *, given: bool) -> None:
    """Accept a part and a view before any work is done; `given` tells a part from the default.

    Raises: UsageError for one that is not known; for a part beside a view, which has its own.
    """
    if what not in WHAT:
        close = difflib.get_close_matches(what, WHAT, n=1)
        hint = f"did you mean {close[0]}? " if close else ""
        raise UsageError("unknown part", place=what, cure=f"{hint}known: {', '.join(WHAT)}")
    if name is not None:
        check_view(name)
        if given:
            raise UsageError("says nothing beside --view", place="--what", cure="leave one out")


def rdf(system: str, kind: str, what: str = "all", name: str | None = None) -> bytes:
    """Write a system in one of `FORMATS`: `all`, or what is `asserted`, or `inferred`.

    Triples: `all` is what a query sees: the ontology, the data, what each reading rule and OWL
        add, and the judgements, each in its named graph. `inferred` is what rules and OWL add.
        Formats of triples alone leave the names of the graphs out. A view speaks in the terms
        of published vocabularies, in one graph.
    Returns: sorted, so that equal data give equal bytes.
    Raises: UsageError, SourceError or DataError for a system that cannot be read.
    """
    if name is not None:
        reasoned = open_case(system).reasoned
        triples = (ox.Quad(*triple) for triple in view(reasoned, name))
        return written(triples, kind, view_prefixes(reasoned.system))
    found = _opened(system, what)
    chosen = (quad for quad in found.store if _belongs(quad.graph_name, what))
    return written(chosen, kind, {**found.prefixes, **PREFIXES})


def written(quads: Iterable[ox.Quad], kind: str, prefixes: Mapping[str, str]) -> bytes:
    """Write quads in one of `FORMATS`, sorted, with prefixes where the format has them."""
    form = FORMATS[kind]
    known = dict(prefixes) if kind in _PREFIXED else None
    if not form.supports_datasets:
        triples = {str(quad.triple): quad.triple for quad in quads}
        return (
            ox.serialize((triples[key] for key in sorted(triples)), format=form, prefixes=known)
            or b""
        )
    lines = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.triple)))
    return ox.serialize(lines, format=form, prefixes=known) or b""


def _opened(system: str, what: str) -> System:
    """Do no more than is needed: nothing is inferred for what is asserted."""
    if what == "asserted":
        return load(system)
    return open_judged(system).system if what == "all" else open_case(system).system


def _belongs(graph: object, what: str) -> bool:
    name = graph.value if isinstance(graph, ox.NamedNode) else ""
    if what == "asserted":
        return name == str(ASSERTED)
    return what == "all" or name not in {str(ASSERTED), str(AUDIT), str(ONTOLOGY)}
