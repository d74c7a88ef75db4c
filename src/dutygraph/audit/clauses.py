"""On which clauses of the text does each row of an answer rest?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import permutations
from typing import Final

import pyoxigraph as ox
from rdflib import URIRef

from dutygraph.audit.case import Case
from dutygraph.findings import Words
from dutygraph.names import DG, local
from dutygraph.triples.answer import Rows
from dutygraph.triples.query import names_in
from dutygraph.triples.system import node

LINES: Final = (
    DG.reportsTo,
    DG.answersTo,
    DG.entrusts,
    DG.isEntrustedBy,
    DG.oversees,
    DG.isOverseenBy,
    DG.imposesOn,
    DG.isSubjectTo,
    DG.bears,
    DG.holds,
)


@dataclass(frozen=True, slots=True, order=True)
class Clause:
    """The words of a norm and where they stand."""

    start: int
    place: int
    norm: str
    article: Words
    words: str


class Grounds:
    """Find the clauses under the rows of a query's answers.

    A row rests on the norms that it names, on those under a line or link that it names, and
    on those in the best proof of a line between two of its holders that the query asks of.
    """

    def __init__(self, case: Case, query: str) -> None:
        """Keep what is needed to look a clause up."""
        self.case = case
        self.store = case.system.store
        asked = {local(name.strip("<>").replace(":", "/")) for name in names_in(query)}
        self.lines = tuple(line for line in LINES if local(str(line)) in asked)
        self.norms = {n.iri: n for n in case.norms}

    def under(self, rows: Rows) -> tuple[tuple[Clause, ...], ...]:
        """List for each row its clauses, in the order of the text."""
        return tuple(self._row(row) for row in rows.rows)

    def _row(self, row: Iterable[object]) -> tuple[Clause, ...]:
        named = [t for t in row if isinstance(t, ox.NamedNode)]
        norms: set[str] = set()
        for term in named:
            norms |= {term.value} | self._objects(term, node(DG.restsOn))
        spoken = tuple(p for p in LINES if node(p) in named)
        holders = [URIRef(t.value) for t in named]
        for one, other in permutations(holders, 2):
            for line in dict.fromkeys((*self.lines, *spoken)):
                norms |= self._proof((one, line, other))
        found = {clause for iri in norms if (clause := self._clause(iri)) is not None}
        return tuple(sorted(found))

    def _proof(self, triple: tuple[URIRef, URIRef, URIRef]) -> set[str]:
        proofs = self.case.reasoned.proofs
        if triple not in proofs.steps:
            return set()
        return {str(end) for _, goal, _ in proofs.tree(triple) for end in (goal[0], goal[2])}

    def _clause(self, iri: str) -> Clause | None:
        sources = self._objects(ox.NamedNode(iri), node(DG.isReadFrom))
        norm = self.norms.get(min(sources, default=iri))
        if norm is None or norm.quote is None:
            return None
        article = norm.provision.label if norm.provision else Words("", "")
        return Clause(norm.quote.start, norm.place, norm.id, article, norm.quote.words)

    def _objects(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> set[str]:
        quads = self.store.quads_for_pattern(subject, predicate, None)
        return {q.object.value for q in quads if isinstance(q.object, ox.NamedNode)}
