"""How is the text under an assertion said: norm, provision, and exact words with offsets?

As the standard view says it (`ontology/align/prov.rq`, `oa.rq`), for a few norms and quickly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node

from dutygraph.names import DG, code, local
from dutygraph.triples.trail import PROV, Trail
from dutygraph.triples.view import NEIGHBOURS

OA: Final = Namespace(NEIGHBOURS["oa"])


@dataclass(frozen=True)
class Sources:
    """Writes norms, provisions and excerpts into a trail.

    Triples: `asserted` has their places and words; `text` is None for data without one.
    """

    trail: Trail
    asserted: Graph
    text: str | None

    def cite(self, entity: URIRef, source: Node) -> None:
        """Say that an entity was read from a norm or provision, and from its words."""
        words = self.describe(source)
        self.trail.say(entity, {PROV.wasDerivedFrom: [source, *words]})
        self.trail.say(entity, {PROV.hadPrimarySource: words})

    def describe(self, source: Node) -> list[Node]:
        """Describe a norm or provision down to its words; give the excerpts that hold them."""
        if (source, RDF.type, DG.Norm) not in self.asserted:
            self._provision(source)
            stretch = self._stretch(source)
            return self._excerpt(stretch, source, [source]) if stretch else []
        homes = sorted(self.asserted.objects(source, DG.standsIn), key=str)
        for home in homes:
            self._provision(home)
        excerpts = sorted(self.asserted.objects(source, DG.quotes), key=str)
        self._norm(URIRef(str(source)), [*homes, *excerpts])
        return [e for one in excerpts for e in self._excerpt(one, one, homes)]

    def _norm(self, norm: URIRef, origins: list[Node]) -> None:
        read = URIRef(f"{norm}.reading")
        self.trail.generate(norm, origins, read)
        self.trail.say(norm, {RDFS.label: Literal(local(norm))})
        rules = [local(str(rule)) for rule in self.asserted.objects(norm, DG.isReadBy)]
        self.trail.say(read, {PROV.used: [self.trail.plan(rule) for rule in rules]})
        stated = self.asserted.value(norm, DG.hasEvidence)
        self.trail.grade(norm, read, stated or code("evidence", "explicit"))

    def _provision(self, provision: Node) -> None:
        self.trail.say(provision, {RDF.type: PROV.Entity})
        self.trail.label(provision)

    def _excerpt(self, name: Node, placed: Node, homes: list[Node]) -> list[Node]:
        """Describe a stretch of the source by its offsets and words."""
        found = [self.asserted.value(placed, p) for p in (DG.startsAt, DG.endsAt)]
        start, end = (int(str(n)) if n is not None else None for n in found)
        if start is None or end is None:
            return []
        words = self.asserted.value(placed, DG.hasExactWords)
        if words is None and self.text is not None:
            words = Literal(self.text[start:end])
        base = str(name).split("#", 1)[0]
        position = URIRef(f"{base}#position={start},{end}")
        kinds = [PROV.Entity, OA.SpecificResource]
        self.trail.say(name, {RDF.type: kinds, PROV.wasQuotedFrom: homes})
        self.trail.say(name, {OA.hasSource: URIRef(base), OA.hasSelector: position})
        self.trail.say(name, {PROV.value: words} if words is not None else {})
        self.trail.say(position, {RDF.type: OA.TextPositionSelector})
        self.trail.say(position, {OA.start: Literal(start), OA.end: Literal(end)})
        return [name]

    def _stretch(self, provision: Node) -> URIRef | None:
        """Name the stretch of the source file that a provision takes up."""
        files = [
            f"{str(instrument).rpartition('/')[0]}/{quote(str(name))}"
            for instrument, name in self.asserted.subject_objects(DG.hasSourceFile)
        ]
        if not files:
            return None
        start, end = (self.asserted.value(provision, p) for p in (DG.startsAt, DG.endsAt))
        return URIRef(f"{min(files)}#char={start},{end}")
