"""What is a node called, and which node is called so?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import RDF, RDFS, SKOS

from dutygraph.names import DG, PREFIXES, local
from dutygraph.triples.system import node

_LABELS: Final = (node(RDFS.label), node(SKOS.prefLabel))
_OTHER: Final = node(SKOS.altLabel)
_TYPE: Final = node(RDF.type)
_NORM: Final = node(DG.Norm)
_READ_FROM: Final = node(DG.isReadFrom)


@dataclass(frozen=True)
class Labels:
    """Labels of the nodes of one store, read when they are asked for.

    Triples: rdfs:label and skos:prefLabel name a node, skos:altLabel finds it too. A norm has
        no label; it goes by its identifier in the text, and a reading by that of the norm it
        rests on.
    """

    store: ox.Store
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def label(self, term: object, lang: str) -> str | None:
        """Give the label in one language, else in another; None where there is none."""
        if not isinstance(term, ox.NamedNode):
            return None
        if ox.Quad(term, _TYPE, _NORM) in self._norms:
            return self.identifier(term)
        found = self._of(term, _LABELS)
        return found.get(lang) or found.get("zh") or found.get("") or found.get("en")

    def identifier(self, term: ox.NamedNode) -> str:
        """Give the local name; of a reading, that of the norm on which it rests."""
        for quad in self.store.quads_for_pattern(term, _READ_FROM, None):
            if isinstance(quad.object, ox.NamedNode):
                return local(quad.object.value)
        return local(term.value)

    def names(self, term: ox.NamedNode) -> tuple[str, ...]:
        """List every name by which a node can be called, its label in Chinese first."""
        found = self._of(term, _LABELS)
        main = [found[k] for k in sorted(found, reverse=True)]
        other = sorted(self._of(term, (_OTHER,), every=True).values())
        return tuple(dict.fromkeys((*main, *other, local(term.value))))

    def instances(self, classes: Iterable[str]) -> tuple[ox.NamedNode, ...]:
        """List the nodes of any of these classes, sorted by IRI."""
        found = {
            quad.subject.value
            for one in classes
            for quad in self.store.quads_for_pattern(None, _TYPE, node(one))
            if isinstance(quad.subject, ox.NamedNode)
        }
        return tuple(map(ox.NamedNode, sorted(found)))

    def concepts(self, scheme: str) -> tuple[ox.NamedNode, ...]:
        """List the concepts of a code list, in the order of their numbers."""
        rank = node(SKOS.notation)
        found = []
        for quad in self.store.quads_for_pattern(None, node(SKOS.inScheme), node(scheme)):
            if isinstance(quad.subject, ox.NamedNode):
                numbers = self.store.quads_for_pattern(quad.subject, rank, None)
                number = next((int(q.object.value) for q in numbers), 0)  # type: ignore[union-attr]
                found.append((number, quad.subject.value))
        return tuple(ox.NamedNode(iri) for _, iri in sorted(found))

    def index(self, nodes: Iterable[ox.NamedNode]) -> dict[str, list[ox.NamedNode]]:
        """Map each name, in lower case, to the nodes that bear it."""
        found: dict[str, list[ox.NamedNode]] = defaultdict(list)
        for one in nodes:
            for name in dict.fromkeys(n.casefold() for n in self.names(one)):
                found[name].append(one)
        return dict(found)

    def full(self, name: str) -> str | None:
        """Write out a prefixed name or an IRI in brackets; None for any other word."""
        if name.startswith("<") and name.endswith(">"):
            return name[1:-1]
        prefix, colon, rest = name.partition(":")
        space = {**PREFIXES, **self.prefixes}.get(prefix) if colon else None
        if space is not None and not rest.startswith("//"):
            return space + rest
        return name if colon else None

    @cached_property
    def _norms(self) -> frozenset[ox.Quad]:
        found = self.store.quads_for_pattern(None, _TYPE, _NORM)
        return frozenset(ox.Quad(q.subject, q.predicate, q.object) for q in found)

    def _of(
        self, term: ox.NamedNode, properties: Iterable[ox.NamedNode], *, every: bool = False
    ) -> dict[str, str]:
        found: dict[str, str] = {}
        for prop in properties:
            for quad in self.store.quads_for_pattern(term, prop, None):
                if isinstance(quad.object, ox.Literal):
                    key = quad.object.value if every else quad.object.language or ""
                    found[key] = min(quad.object.value, found.get(key, quad.object.value))
        return found
