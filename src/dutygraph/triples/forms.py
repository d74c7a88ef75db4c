"""Do the data keep the forms without which they cannot be judged?

Each problem is an error with its place and cure. They are collected, not raised, so that
`validate` can list them all.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

from dutygraph.errors import DataError, DutyGraphError, TermError
from dutygraph.names import ASSERTED, CODE, DG, ONTOLOGY, code, local
from dutygraph.text.anchors import mismatch, nearest
from dutygraph.triples.origins import Places, short
from dutygraph.triples.reading import Reader
from dutygraph.triples.system import System

_REPORTING: Final = ("报告", "汇报")
_LINES: Final = frozenset(
    {
        DG.entrusts,
        DG.isEntrustedBy,
        DG.reportsTo,
        DG.answersTo,
        DG.oversees,
        DG.isOverseenBy,
        DG.imposesOn,
        DG.isSubjectTo,
    }
)


def problems(system: System) -> tuple[DutyGraphError, ...]:
    """List every form that the data of a system break, in the order of the checks.

    Triples: reads the asserted graph and the ontology; changes nothing.
    """
    forms = _Forms(system)
    parts = (
        forms.terms,
        forms.values,
        forms.names,
        forms.holders,
        forms.lines,
        forms.norms,
        forms.reports,
        forms.excerpts,
        forms.anchors,
        forms.provisions,
    )
    return tuple(problem for part in parts for problem in part())


class _Forms:
    def __init__(self, system: System) -> None:
        self.system = system
        self.asserted: Graph = system.graph(ASSERTED)
        self.ontology: Graph = system.graph(ONTOLOGY)
        self.place = Places(system.files)

    @cached_property
    def known_terms(self) -> frozenset[str]:
        return frozenset(str(s) for s in self.ontology.subjects() if isinstance(s, URIRef))

    def terms(self) -> Iterator[DutyGraphError]:
        used = {str(t) for triple in self.asserted for t in triple if isinstance(t, URIRef)}
        for iri in sorted(used):
            if not iri.startswith((str(DG), str(CODE))) or iri in self.known_terms:
                continue
            space = iri[: len(iri) - len(local(iri))]
            names = sorted(local(k) for k in self.known_terms if k.startswith(space))
            close = difflib.get_close_matches(local(iri), names, n=1, cutoff=0.5)
            cure = f"did you mean {short(space + close[0])}?" if close else "see docs/terms.md"
            yield TermError(f"unknown term {short(iri)}", place=self.place.of(iri), cure=cure)

    @cached_property
    def ranges(self) -> dict[Node, str]:
        """Give the datatype that the ontology asks of a property; `IRI` for links."""
        links = self.ontology.subjects(RDF.type, OWL.ObjectProperty)
        typed = self.ontology.subject_objects(RDFS.range)
        kinds = {p: local(str(r)) for p, r in typed if str(r).startswith(str(XSD))}
        return {**dict.fromkeys(links, "IRI"), **kinds}

    def values(self) -> Iterator[DutyGraphError]:
        for subject, predicate, value in sorted(self.asserted, key=str):
            kind = self.ranges.get(predicate, "")
            if isinstance(value, Literal) and value.ill_typed:
                kind = local(str(value.datatype))
            elif _fits(value, kind):
                continue
            yield DataError(
                f"“{value}” of {short(str(predicate))} is no {kind}",
                place=self.place.of(str(subject), str(value)),
                cure="name a thing by its IRI"
                if kind == "IRI"
                else f"write a value that an xsd:{kind} can have",
            )

    def names(self) -> Iterator[DutyGraphError]:
        unnamed = {s for s in self.asserted.subjects(RDF.type, DG.Norm) if isinstance(s, BNode)}
        unnamed |= {s for s in self.asserted.subjects(DG.holds, None) if isinstance(s, BNode)}
        files = self.system.files
        if unnamed:
            yield DataError(
                f"{len(unnamed)} holder or norm written as [ ] has no name",
                place=str(files[0] if len(files) == 1 else files[0].parent),
                cure="give each an IRI",
            )

    def holders(self) -> Iterator[DutyGraphError]:
        kinds = {
            DG.Alternative,
            DG.Beneficiary,
            *self.ontology.transitive_subjects(RDFS.subClassOf, DG.Holder),
        }
        links = {DG.namesRecipient, *self.ontology.subjects(RDFS.range, DG.Holder)}
        for link in frozenset(links):
            below = self.ontology.transitive_subjects(RDFS.subPropertyOf, link)
            links.update(p for p in below if p is not None)
        known = {s for s, kind in self.asserted.subject_objects(RDF.type) if kind in kinds}
        named = set(self.asserted.subjects(DG.holds, None))
        named |= {o for p in links for o in self.asserted.objects(None, p)}
        for one in sorted((n for n in named - known if isinstance(n, URIRef)), key=str):
            stated = (one, None, None) in self.asserted
            names = [] if stated else sorted(local(str(k)) for k in known)
            close = difflib.get_close_matches(local(one), names, n=1, cutoff=0.5)
            cure = f"did you mean {close[0]}? or " if close else ""
            yield DataError(
                f"{local(one)} is named as a holder but not described as one",
                place=self.place.of(one),
                cure=f"{cure}say what it is, as a dg:Body, dg:Post or dg:Group",
            )

    def lines(self) -> Iterator[DutyGraphError]:
        asserted = {(str(s), str(p)) for s, p, _ in self.asserted if p in _LINES}
        for subject, predicate in sorted(asserted):
            yield DataError(
                f"{short(predicate)} is asserted, but a line must follow from a norm",
                place=self.place.of(subject, local(predicate)),
                cure="write the norm that says it, with its words",
            )

    def norms(self) -> Iterator[DutyGraphError]:
        held = set(self.asserted.objects(None, DG.holds))
        norms = sorted(self.asserted.subjects(RDF.type, DG.Norm), key=str)
        if not norms:
            yield DataError(
                "the data hold no norm, so there is nothing to judge",
                place=str(self.system.files[0]),
                cure="describe what the text demands, each as a dg:Norm",
            )
        for norm in norms:
            place = self.place.of(str(norm))
            silent = (norm, DG.isSilentOn, code("aspect", "holder")) in self.asserted
            if norm not in held and not silent:
                yield DataError(
                    f"norm {local(str(norm))} has no holder",
                    place=place,
                    cure="let a holder dg:holds it, or say dg:isSilentOn aspect:holder",
                )
            if len(set(self.asserted.objects(norm, DG.hasForce))) != 1:
                yield DataError(
                    f"norm {local(str(norm))} must have exactly one force",
                    place=place,
                    cure="give it one dg:hasForce",
                )
            yield from self._evidence(norm, place)
        for norm in sorted(held - set(norms), key=str):
            yield DataError(
                f"{local(str(norm))} is held but is no dg:Norm",
                place=self.place.of(str(norm)),
                cure="describe it as a dg:Norm, or correct its name",
            )

    def _evidence(self, norm: Node, place: str) -> Iterator[DutyGraphError]:
        implied = (norm, DG.hasEvidence, code("evidence", "implied")) in self.asserted
        if implied and (norm, DG.isReadBy, None) not in self.asserted:
            yield DataError(
                f"norm {local(str(norm))} is implied but names no reading rule",
                place=place,
                cure="name it with dg:isReadBy",
            )

    def reports(self) -> Iterator[DutyGraphError]:
        reporting = set(self.asserted.subjects(DG.hasFunction, code("function", "report")))
        acts = self.asserted.subject_objects(DG.hasAction)
        reporting |= {norm for norm, act in acts if str(act) in _REPORTING}
        for norm in sorted(reporting, key=str):
            named = (norm, DG.namesRecipient, None) in self.asserted
            silent = (norm, DG.isSilentOn, code("aspect", "recipient")) in self.asserted
            if not named and not silent:
                yield DataError(
                    f"reporting norm {local(str(norm))} has no recipient",
                    place=self.place.of(str(norm)),
                    cure="name it with dg:namesRecipient, or say dg:isSilentOn aspect:recipient",
                )

    def excerpts(self) -> Iterator[DutyGraphError]:
        described = set(self.asserted.subjects(RDF.type, DG.Excerpt))
        described |= set(self.asserted.subjects(DG.hasExactWords, None))
        if self.system.text is not None:
            for anchor in self.ontology.subjects(RDFS.range, DG.Excerpt):
                described |= set(self.asserted.objects(None, anchor))
        for node in sorted(described, key=str):
            yield from self._once(node, "excerpt", DG.startsAt, DG.endsAt, DG.hasExactWords)

    def _once(self, node: Node, what: str, *properties: URIRef) -> Iterator[DutyGraphError]:
        for one in properties:
            count = len(set(self.asserted.objects(node, one)))
            if count != 1:
                yield DataError(
                    f"{what} {local(str(node))} has {count or 'no'} {short(str(one))}",
                    place=self.place.of(str(node)),
                    cure="give it exactly one",
                )

    def provisions(self) -> Iterator[DutyGraphError]:
        text = self.system.text
        if text is None:
            return
        for one in Reader(self.asserted, self.asserted).provisions():
            yield from self._once(URIRef(one.iri), one.kind, DG.startsAt, DG.endsAt)
            if not 0 <= one.start <= one.end <= len(text):
                yield DataError(
                    f"{one.kind} {local(one.iri)} at {one.start}–{one.end} lies outside the text, "
                    f"which has {len(text)} characters",
                    place=self.place.of(one.iri),
                    cure="correct its dg:startsAt and dg:endsAt",
                )

    def anchors(self) -> Iterator[DutyGraphError]:
        text = self.system.text
        if text is None:
            return
        for iri, excerpt in Reader(self.asserted, self.asserted).excerpts():
            wrong = mismatch(text, excerpt)
            if wrong is None:
                continue
            at = nearest(text, excerpt)
            end = at + len(excerpt.words) if at is not None else None
            cure = f"they stand at {at}–{end}" if at is not None else "correct its words"
            yield DataError(
                f"“{excerpt.words}” at {excerpt.start}–{excerpt.end} {wrong}",
                place=self.place.of(iri),
                cure=cure,
            )


def _fits(value: Node, kind: str) -> bool:
    """Tell whether a value is of the kind that the ontology asks for."""
    if kind in {"", "IRI"}:
        return not (kind and isinstance(value, Literal))
    if not isinstance(value, Literal):
        return False
    found = local(str(value.datatype or XSD.string))
    if kind == "nonNegativeInteger":
        return isinstance(value.value, int) and value.value >= 0
    return found == kind or (kind == "string" and bool(value.language))
