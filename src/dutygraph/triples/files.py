"""How do RDF files of any vocabulary become a closed set of triples, and a file again?"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import RDF

from dutygraph.triples.parse import parse
from dutygraph.triples.reason import Inference, Triple, infer
from dutygraph.triples.reasoned import reason
from dutygraph.triples.system import load, stored


@dataclass
class Closed:
    """Triples with all that follows from them.

    `seconds` are wall seconds for `load` and `infer`; counts speak of distinct triples.
    """

    given: frozenset[Triple]
    inference: Inference
    seconds: dict[str, float]

    @property
    def asserted(self) -> int:
        """Count the triples given."""
        return len(self.given)

    @property
    def inferred(self) -> int:
        """Count the triples that were not given."""
        return len(self.inference.triples)

    @property
    def dropped(self) -> int:
        """Count conclusions that are not written."""
        return self.inference.dropped

    @property
    def clashes(self) -> tuple[str, ...]:
        """Say which triples cannot all hold."""
        return self.inference.clashes

    @property
    def triples(self) -> frozenset[Triple]:
        """Join asserted and inferred triples."""
        return self.given | self.inference.triples

    def blocks(self, kind: ox.RdfFormat, prefixes: Mapping[str, str]) -> Iterator[bytes]:
        """Write all triples in an RDF format, sorted."""
        yield serialize(self.triples, kind, prefixes)

    def predicates(self) -> dict[str, int]:
        """Count triples by predicate, sorted by IRI."""
        return _sorted(Counter(str(p) for _, p, _ in self.triples))

    def classes(self) -> dict[str, int]:
        """Count instances by class, named classes only, sorted by IRI."""
        found = (str(o) for _, p, o in self.triples if p == RDF.type and isinstance(o, URIRef))
        return _sorted(Counter(found))


def close(paths: Iterable[Path], *, rdfs: bool = False) -> Closed:
    """Load RDF files of any vocabulary and infer by OWL 2 RL, with the engine chosen.

    Triples: named graphs are read as one; the files are not changed.
    """
    from oxrdflib import OxigraphStore  # noqa: PLC0415 -- brings the SPARQL engine of rdflib

    start = time.perf_counter()
    store = ox.Store()
    for path in paths:
        store.extend(parse(path, ox.NamedNode("urn:dutygraph:input")))
    view = Graph(store=OxigraphStore(store=store), identifier=URIRef("urn:dutygraph:input"))
    asserted = frozenset(view)
    loaded = time.perf_counter()
    inference = infer(asserted, rdfs=rdfs)
    seconds = {"load": loaded - start, "infer": time.perf_counter() - loaded}
    return Closed(asserted, inference, seconds)


def close_system(name: str) -> Closed:
    """Load a system, apply its reading rules and infer.

    Raises: UsageError and SourceError, as `load` does.
    """
    start = time.perf_counter()
    system = load(name)
    loaded = time.perf_counter()
    known = reason(system)
    seconds = {"load": loaded - start, "infer": time.perf_counter() - loaded}
    given = frozenset(known.ontology) | frozenset(known.asserted)
    added = frozenset().union(*known.by_rule.values())
    return Closed(given | added, known.inference, seconds)


def serialize(triples: Iterable[Triple], kind: ox.RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    """Write triples in an RDF format, sorted, so that equal sets give equal bytes."""
    found = (
        ox.Triple(stored(s), ox.NamedNode(str(p)), stored(o))  # type: ignore[arg-type]
        for s, p, o in triples
        if not isinstance(p, BNode)
    )
    return dump(found, kind, prefixes)


def dump(triples: Iterable[ox.Triple], kind: ox.RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    """Write triples in an RDF format, sorted, with prefixes where the format has them."""
    known = dict(prefixes) if kind.supports_datasets or kind == ox.RdfFormat.TURTLE else None
    return ox.serialize(sorted(triples, key=str), format=kind, prefixes=known) or b""


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return {key: counts[key] for key in sorted(counts)}
