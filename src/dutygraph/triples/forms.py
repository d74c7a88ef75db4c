"""Do the data keep the forms without which they cannot be judged?

Each problem is an error with its place and cure. They are collected, not raised, so that
`validate` can list them all.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

from dutygraph.errors import DataError, DutyGraphError, TermError
from dutygraph.names import ASSERTED, CODE, DG, ONTOLOGY, PREFIXES, code, local
from dutygraph.text.anchors import mismatch, nearest
from dutygraph.triples.reading import Reader
from dutygraph.triples.system import System


def problems(system: System) -> tuple[DutyGraphError, ...]:
    """List every form that the data of a system break, in the order of the checks.

    Triples: reads the asserted graph and the ontology; changes nothing.
    """
    forms = _Forms(system)
    parts = (forms.terms, forms.values, forms.norms, forms.reports, forms.anchors)
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

    def values(self) -> Iterator[DutyGraphError]:
        for subject, predicate, value in sorted(self.asserted, key=str):
            if isinstance(value, Literal) and value.ill_typed:
                kind = local(str(value.datatype))
                yield DataError(
                    f"“{value}” of {short(str(predicate))} is no {kind}",
                    place=self.place.of(str(subject), str(value)),
                    cure=f"write a value that an xsd:{kind} can have",
                )

    def norms(self) -> Iterator[DutyGraphError]:
        held = set(self.asserted.objects(None, DG.holds))
        for norm in sorted(self.asserted.subjects(RDF.type, DG.Norm), key=str):
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
        for norm in sorted(held - set(self.asserted.subjects(RDF.type, DG.Norm)), key=str):
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
        reporting = self.asserted.subjects(DG.hasFunction, code("function", "report"))
        for norm in sorted(reporting, key=str):
            named = (norm, DG.namesRecipient, None) in self.asserted
            silent = (norm, DG.isSilentOn, code("aspect", "recipient")) in self.asserted
            if not named and not silent:
                yield DataError(
                    f"reporting norm {local(str(norm))} has no recipient",
                    place=self.place.of(str(norm)),
                    cure="name it with dg:namesRecipient, or say dg:isSilentOn aspect:recipient",
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


class Places:
    """Find the line of a file on which an IRI is described."""

    def __init__(self, files: tuple[Path, ...]) -> None:
        """Keep the files; they are read only when a place is asked for."""
        self.files = files

    @cached_property
    def _lines(self) -> list[tuple[Path, list[str], dict[str, str]]]:
        found = []
        for path in self.files:
            text = path.read_text(encoding="utf-8-sig", errors="replace")
            spaces = dict(re.findall(r"(?mi)^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", text))
            base = re.search(r"(?mi)^\s*@?base\s+<([^>]*)>", text)
            spaces["<"] = base.group(1) if base else ""
            found.append((path, text.splitlines(), spaces))
        return found

    def of(self, iri: str, also: str = "") -> str:
        """Give path:line where an IRI starts a statement, else where it first stands.

        `also` narrows to the first later line that holds it. The IRI itself is given where
        no line has it.
        """
        for start in (True, False):
            for path, lines, spaces in self._lines:
                tokens = [re.escape(t) for t in _tokens(iri, spaces)]
                shape = rf"(?:{'|'.join(tokens)})(?![\w-])"
                for number, line in enumerate(lines):
                    if re.match(shape, line) if start else re.search(shape, line):
                        return f"{path}:{self._later(lines, number, also) + 1}"
        return iri

    @staticmethod
    def _later(lines: list[str], number: int, also: str) -> int:
        if not also:
            return number
        return next((n for n in range(number, len(lines)) if also in lines[n]), number)


def short(iri: str) -> str:
    """Write an IRI with a prefix of the project where one fits, as dg:holds."""
    for prefix, space in PREFIXES.items():
        if iri.startswith(space) and "/" not in iri[len(space) :]:
            return f"{prefix}:{iri[len(space) :]}"
    return f"<{iri}>"


def _tokens(iri: str, spaces: dict[str, str]) -> list[str]:
    found = [f"<{iri}>"]
    for prefix, space in spaces.items():
        if space and iri.startswith(space):
            rest = iri[len(space) :]
            found.append(f"<{rest}>" if prefix == "<" else f"{prefix}:{rest}")
    return found
