"""Which holders, norms and provisions do the triples describe?

The one place where triples become the values of `model`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS
from rdflib.term import Node

from dutygraph.findings import Words
from dutygraph.model import (
    KINDS,
    Excerpt,
    Frequency,
    Holder,
    Norm,
    Provision,
    Threshold,
)
from dutygraph.names import DG, code, local


@dataclass(frozen=True)
class Reader:
    """Read values from two graphs: what is asserted, and all that is known.

    Triples: `known` includes `asserted`, the ontology, what rules add and what is inferred.
    """

    asserted: Graph
    known: Graph

    def words(self, node: Node) -> Words:
        """Give a node's label in both languages; the local name where there is none."""
        found = {}
        for prop in (SKOS.prefLabel, RDFS.label):
            for label in self.known.objects(node, prop):
                if isinstance(label, Literal):
                    found[label.language or ""] = str(label)
        fallback = found.get("zh") or found.get("") or found.get("en") or local(str(node))
        return Words(found.get("zh", fallback), found.get("en", fallback))

    def code_label(self, scheme: str, name: str) -> Words:
        """Give the label of a concept of a code list."""
        return self.words(code(scheme, name))

    def note(self, iri: str) -> Words:
        """Give the scope note on a node in both languages; empty where there is none."""
        notes = self.asserted.objects(URIRef(iri), SKOS.scopeNote)
        found = {n.language: str(n) for n in notes if isinstance(n, Literal)}
        return Words(found.get("zh", ""), found.get("en", ""))

    def excerpt(self, node: Node) -> Excerpt | None:
        """Read an excerpt; None where it lacks offsets or words."""
        start, end = self._int(node, DG.startsAt), self._int(node, DG.endsAt)
        words = self.asserted.value(node, DG.hasExactWords)
        if start is None or end is None or words is None:
            return None
        return Excerpt(start, end, str(words))

    def excerpts(self) -> Iterator[tuple[str, Excerpt]]:
        """Read every excerpt with its IRI, sorted by place."""
        found = []
        for node in set(self.asserted.subjects(DG.hasExactWords)):
            excerpt = self.excerpt(node)
            if excerpt:
                found.append((str(node), excerpt))
        yield from sorted(found, key=lambda pair: (pair[1], pair[0]))

    def provisions(self) -> tuple[Provision, ...]:
        """Read chapters, articles and notices, in the order of the text."""
        found = []
        for kind in ("Chapter", "Article", "Notice"):
            for node in set(self.asserted.subjects(RDF.type, DG[kind])):
                parent = self.asserted.value(node, DG.isPartOf)
                found.append(
                    Provision(
                        start=self._int(node, DG.startsAt) or 0,
                        end=self._int(node, DG.endsAt) or 0,
                        iri=str(node),
                        kind=kind.lower(),
                        label=self.words(node),
                        number=self._int(node, DG.hasNumber),
                        parent=str(parent) if parent else None,
                        purposes=self._excerpts(node, DG.statesPurposeAt),
                    )
                )
        return tuple(sorted(found, key=lambda p: (p.start, -p.end, p.iri)))

    def holders(self) -> tuple[Holder, ...]:
        """Read the holders that the data name, sorted by IRI."""
        found = []
        for name, kind in KINDS.items():
            for node in set(self.asserted.subjects(RDF.type, DG[name])):
                level = self.asserted.value(node, DG.hasLevel)
                rank = self.known.value(level, SKOS.notation) if level else None
                members = set(self.known.subjects(DG.isPartnerIn, node)) | set(
                    self.known.subjects(DG.isMemberOf, node)
                )
                found.append(
                    Holder(
                        iri=str(node),
                        kind=kind,
                        label=self.words(node),
                        level=int(str(rank)) if rank is not None else None,
                        level_name=self.words(level) if level else None,
                        members=tuple(sorted(str(m) for m in members)),
                    )
                )
        return tuple(sorted(found))

    def norms(self, *, readings: bool = False) -> tuple[Norm, ...]:
        """Read the norms in the order of the text; with `readings` also those that rules add."""
        source = self.known if readings else self.asserted
        provisions = {p.iri: p for p in self.provisions()}
        found = [self._norm(n, provisions) for n in set(source.subjects(RDF.type, DG.Norm))]
        kept = (n for n in found if readings or n.read_from is None)
        return tuple(sorted(kept, key=_text_order))

    def _norm(self, node: Node, provisions: dict[str, Provision]) -> Norm:
        get = self.known.value
        quote = next(iter(self._excerpts(node, DG.quotes)), None)
        read_from = get(node, DG.isReadFrom)
        obj = get(node, DG.hasObject)
        mentions = (DG.namesHolderAt, DG.namesCounterpartAt)
        return Norm(
            iri=str(node),
            provision=provisions.get(str(get(node, DG.standsIn))),
            place=self._int(node, DG.hasPlace) or 0,
            quote=quote,
            holders=self._iris(self.known.subjects(DG.holds, node)),
            force=local(str(get(node, DG.hasForce) or "")),
            functions=self._functions(node),
            action=str(get(node, DG.hasAction) or ""),
            object=str(obj) if obj is not None else None,
            counterparts=self._counterparts(node),
            recipients=self._recipients(node),
            frequency=self._frequency(node),
            threshold=self._threshold(node),
            conditions=self._excerpts(node, DG.hasCondition),
            mentions=tuple(e for p in mentions for e in self._excerpts(node, p)),
            imposers=self._imposers(node),
            silences=self._codes(node, DG.isSilentOn),
            evidence=local(str(get(node, DG.hasEvidence) or code("evidence", "explicit"))),
            rules=self._codes(node, DG.isReadBy),
            read_from=str(read_from) if read_from else None,
        )

    def _functions(self, node: Node) -> tuple[str, ...]:
        def rank(concept: Node) -> int:
            return int(str(self.known.value(concept, SKOS.notation) or 999))

        coded = sorted(set(self.asserted.objects(node, DG.hasFunction)), key=rank)
        derived = sorted(set(self.known.objects(node, DG.hasFunction)) - set(coded), key=rank)
        return tuple(local(str(f)) for f in (*coded, *derived))

    def _counterparts(self, node: Node) -> tuple[str, ...]:
        named = set()
        for predicate, obj in self.asserted.predicate_objects(node):
            if predicate in _TO_COUNTERPART and isinstance(obj, URIRef):
                named.add(obj)
        return tuple(sorted(str(o) for o in named))

    def _recipients(self, node: Node) -> tuple[tuple[str, ...], ...] | None:
        together: list[str] = []
        alternatives: list[tuple[str, ...]] = []
        for recipient in self.asserted.objects(node, DG.namesRecipient):
            options = self._iris(self.asserted.objects(recipient, DG.offers))
            if options:
                alternatives += [(o,) for o in options]
            else:
                together.append(str(recipient))
        if together:
            alternatives.insert(0, tuple(sorted(together)))
        return tuple(alternatives) or None

    def _imposers(self, node: Node) -> tuple[str, ...]:
        named = self._iris(self.asserted.objects(node, DG.isImposedBy))
        if named or not any(self.known.objects(node, DG.affects)):
            return named
        return self._iris(self.asserted.subjects(DG.holds, node))

    def _frequency(self, node: Node) -> Frequency | None:
        frequency = self.asserted.value(node, DG.hasFrequency)
        if frequency is None:
            return None
        period = self.asserted.value(frequency, DG.hasPeriod)
        return Frequency(
            stated=str(self.asserted.value(frequency, DG.isStatedAs) or ""),
            minimum=self._int(frequency, DG.countsAtLeast),
            period=str(period) if period is not None else None,
        )

    def _threshold(self, node: Node) -> Threshold | None:
        threshold = self.asserted.value(node, DG.hasThreshold)
        if threshold is None:
            return None
        unit = self.asserted.value(threshold, DG.hasUnit)
        return Threshold(self._int(threshold, DG.countsAtLeast) or 0, str(unit or ""))

    def _excerpts(self, node: Node, prop: URIRef) -> tuple[Excerpt, ...]:
        found = (self.excerpt(o) for o in self.known.objects(node, prop))
        return tuple(sorted(e for e in found if e))

    def _codes(self, node: Node, prop: URIRef) -> tuple[str, ...]:
        return tuple(sorted({local(str(o)) for o in self.known.objects(node, prop)}, key=_natural))

    def _iris(self, nodes: Iterator[Node]) -> tuple[str, ...]:
        return tuple(sorted({str(n) for n in nodes if isinstance(n, URIRef)}))

    def _int(self, node: Node, prop: URIRef) -> int | None:
        value = self.asserted.value(node, prop)
        try:
            return int(str(value)) if value is not None else None
        except ValueError:
            return None


_TO_COUNTERPART = frozenset(
    {
        DG.delegatesTo,
        DG.authorises,
        DG.directs,
        DG.guides,
        DG.urges,
        DG.examines,
        DG.supervises,
        DG.inspects,
        DG.assesses,
        DG.audits,
        DG.disciplines,
        DG.affects,
        DG.rewards,
        DG.sanctions,
        DG.appoints,
        DG.deploys,
        DG.mobilises,
        DG.assists,
        DG.cooperatesWith,
        DG.consults,
    }
)


def _natural(name: str) -> tuple[str, int]:
    digits = "".join(c for c in name if c.isdigit())
    return name.rstrip("0123456789"), int(digits or 0)


def _text_order(norm: Norm) -> tuple[int, int, str]:
    return (norm.provision.start if norm.provision else 0, norm.place, norm.iri)
