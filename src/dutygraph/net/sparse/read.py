"""How does a net of any size come out of its triples, with every link graded?

A link is as sure as the surest way to derive it, so each grade is inferred apart: from the
triples of that grade and surer, a link that follows has that grade or a better one. What is
explicit follows without the chains that a reading rule allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from dutygraph.engine.facts import Facts
from dutygraph.engine.infer import infer
from dutygraph.engine.relations import HALF, LOW, Column
from dutygraph.engine.terms import Terms
from dutygraph.names import DG, code
from dutygraph.net.links import LINES, TIES
from dutygraph.net.sparse.columns import MISSING, Columns, Ints, Typed
from dutygraph.net.sparse.given import Given
from dutygraph.net.sparse.reach import distinct
from dutygraph.triples.proofs import CONTESTED, EXPLICIT, IMPLIED

_WANTED: Final = (*LINES, *TIES, DG.offers, DG.affects, DG.isImposedBy, DG.holds, DG.hasLevel)


def columns(given: Given) -> Columns:
    """Infer at each grade, and write the links, duties and rows as columns.

    Cost: one inference for each grade that the data have, and O(n) for the links.
    """
    found = _Found(given)
    links = {kind: found.typed(str(term)) for term, kind in (*LINES.items(), *TIES.items())}
    links["option"] = found.typed(str(DG.offers)).graded(IMPLIED)
    links["consequence"] = found.consequences()
    duty = found.duty()
    names = _Names(given.terms, found.holders)
    level = found.levels()
    made = Columns(names, links, duty, level, np.empty(0, np.int32))
    return replace(made, rows=found.rows(made))


class _Names(Sequence[str]):
    """The IRIs of holders, looked up when they are asked for."""

    def __init__(self, terms: Terms[bytes], numbers: Column) -> None:
        self._all, self._numbers = terms.all, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, at: int) -> str:  # type: ignore[override]
        return self._all[int(self._numbers[at])].decode()[1:-1]


@dataclass(frozen=True)
class _Found:
    """What follows at each grade, as pairs of terms, and the holders among the terms."""

    given: Given

    @cached_property
    def _pairs(self) -> list[dict[str, Column]]:
        """List for each grade the pairs of the properties that are wanted, sorted."""
        _, grade = self.given.graded
        read = any(len(self.given.pairs(p)[0]) for p in (DG.isPartnerIn, DG.isMemberOf))
        most = max([IMPLIED if read else EXPLICIT, *grade.tolist()])
        return [self._inferred(at) for at in range(most + 1)]

    def _inferred(self, most: int) -> dict[str, Column]:
        subjects, predicates, objects = self.given.columns
        kept = np.ones(len(subjects), np.bool_)
        norms, grade = self.given.graded
        unsure = np.zeros(len(self.given.terms), np.bool_)
        unsure[norms[grade > most]] = True
        if unsure.any():
            kept &= ~(unsure[subjects] | unsure[objects])
        if most == EXPLICIT:
            chained = predicates == self.given.number(OWL.propertyChainAxiom)
            kept &= ~(chained & np.isin(objects, self._read_chains()))
        if not kept.all():
            subjects, predicates, objects = subjects[kept], predicates[kept], objects[kept]
        facts = infer(self.given.terms, subjects, predicates, objects).facts
        return {str(term): _keys(facts, self.given.number(term)) for term in _WANTED}

    def _read_chains(self) -> Column:
        """List the heads of the chains that a reading rule allows."""
        rule, _ = self.given.pairs(DG.isReadBy)
        first = dict(zip(*(c.tolist() for c in self.given.pairs(RDF.first)), strict=True))
        rest = dict(zip(*(c.tolist() for c in self.given.pairs(RDF.rest)), strict=True))
        read, heads = set(rule.tolist()), []
        for head in self.given.pairs(OWL.propertyChainAxiom)[1].tolist():
            at: int | None = head
            while at in first:
                if first[at] in read:
                    heads.append(head)
                at = rest.get(at)
        return np.array(heads, np.int64)

    @cached_property
    def holders(self) -> Column:
        """Number the holders: all that links and duties speak of, and all of the class."""
        last = self._pairs[-1]
        both = [*LINES, *TIES, DG.offers]
        ends = [half(last[str(term)]) for term in both for half in (_left, _right)]
        ends += [_right(last[str(DG.affects)]), _left(last[str(DG.holds)]), self._named]
        ends += [_right(last[str(DG.isImposedBy)])]
        return distinct(np.concatenate(ends))

    @cached_property
    def _place(self) -> Ints:
        place = np.full(len(self.given.terms) + 1, -1, np.int32)
        place[self.holders] = np.arange(len(self.holders))
        return place

    @cached_property
    def _named(self) -> Column:
        """List the holders that the data give a kind, authorities left out."""
        subject, above = self.given.pairs(RDFS.subClassOf)
        kinds = subject[above == self.given.number(DG.Holder)]
        kinds = kinds[kinds != self.given.number(DG.Authority)]
        holder, kind = self.given.pairs(RDF.type)
        return distinct(holder[np.isin(kind, kinds)])

    def _graded(self, term: str) -> tuple[Column, Column]:
        """List the pairs of a property, each with the surest grade at which it follows."""
        keys = self._pairs[-1][term]
        grade = np.full(len(keys), len(self._pairs) - 1, np.int64)
        for most in range(len(self._pairs) - 2, -1, -1):
            surer = self._pairs[most][term]
            grade[np.searchsorted(keys, surer)] = most
        return keys, grade

    def typed(self, term: str) -> Typed:
        """List the links that a property gives."""
        keys, grade = self._graded(term)
        return self._typed(_left(keys), _right(keys), grade)

    def _typed(self, source: Column, target: Column, grade: Column) -> Typed:
        """Keep each pair once, at its surest; -1 stands for a source that is not stated."""
        if not len(grade):
            return Typed(*(np.empty(0, np.int32),) * 2, np.empty(0, np.int8))
        start, end = self._place[source], self._place[target]
        order = np.lexsort((grade, start, end))
        start, end, grade = start[order], end[order], grade[order]
        first = np.ones(len(order), np.bool_)
        first[1:] = (np.diff(start) != 0) | (np.diff(end) != 0)
        return Typed(start[first], end[first], grade[first].astype(np.int8))

    def consequences(self) -> Typed:
        """List who imposes a triggered consequence on whom, not stated among them."""
        keys, grade = self._graded(str(DG.affects))
        norm, holder = _left(keys), _right(keys)
        triggers = [self.given.pairs(p)[0] for p in (DG.hasCondition, DG.hasThreshold)]
        triggered = np.zeros(len(self.given.terms), np.bool_)
        triggered[np.concatenate(triggers)] = True
        kept = triggered[norm]
        norm, holder, grade = norm[kept], holder[kept], grade[kept]
        last = self._pairs[-1]
        imposed, held = last[str(DG.isImposedBy)], last[str(DG.holds)]
        by = distinct(np.concatenate([imposed, _right(held) << HALF | _left(held)]))
        begin = np.searchsorted(by, norm << HALF)
        count = np.searchsorted(by, (norm + 1) << HALF) - begin
        at = np.repeat(np.arange(len(norm)), count)
        jump = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
        imposer = _right(by[begin[at] + jump])
        silent = count == 0
        unstated = np.full(int(silent.sum()), len(self.given.terms))
        return self._typed(
            np.concatenate([imposer, unstated]),
            np.concatenate([holder[at], holder[silent]]),
            np.concatenate([grade[at], grade[silent]]),
        )

    def duty(self) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
        """Give for each holder the grade of its surest obligation."""
        keys, grade = self._graded(str(DG.holds))
        obliging = np.zeros(len(self.given.terms), np.bool_)
        obliging[self.given.subjects(DG.hasForce, code("force", "obligation"))] = True
        obliging[self.given.pairs(DG.isReadFrom)[0]] = False
        kept = obliging[_right(keys)]
        duty = np.full(len(self.holders), MISSING, np.int8)
        np.minimum.at(duty, self._place[_left(keys)[kept]], grade[kept].astype(np.int8))
        return duty

    @cached_property
    def _ranks(self) -> Ints:
        """Give for each term the rank that it has as a level, 0 where it is none."""
        rank = np.zeros(len(self.given.terms), np.int32)
        for term, said in zip(*(c.tolist() for c in self.given.pairs(SKOS.notation)), strict=True):
            lexical = self.given.terms.value(said).lexical
            rank[term] = int(lexical) if lexical.isdecimal() else 0
        return rank

    def levels(self) -> Ints:
        """Give for each holder the rank of its level, 0 where it has none."""
        keys = self._pairs[-1][str(DG.hasLevel)]
        level = np.zeros(len(self.holders) + 1, np.int32)
        level[self._place[_left(keys)]] = self._ranks[_right(keys)]
        return level[:-1]

    def rows(self, made: Columns) -> Ints:
        """List the holders that are judged; see `Net.rows`."""
        judged = np.zeros(made.size, np.bool_)
        judged[made.links["entrust"].upto(CONTESTED - 1).target] = True
        judged |= made.duty < CONTESTED
        named = np.zeros(made.size, np.bool_)
        named[self._place[self._named]] = True
        top = self._top()
        judged &= named & ~((made.level > 0) & (made.level < top))
        partner = made.links["partner"]
        judged[partner.source[judged[partner.target]]] = False
        return np.flatnonzero(judged).astype(np.int32)

    def _top(self) -> int:
        """Give the highest level of the instrument itself, 0 where it has none."""
        cited = [self.given.pairs(p)[1] for p in (DG.cites, DG.isBasedOn)]
        own = np.setdiff1d(self.given.subjects(RDF.type, DG.Instrument), np.concatenate(cited))
        subject, level = self.given.pairs(DG.hasLevel)
        ranks = self._ranks[level[np.isin(subject, own)]]
        return int(ranks[ranks > 0].min(initial=MISSING)) if (ranks > 0).any() else 0


def _keys(facts: Facts, number: int) -> Column:
    return facts.keys(number) if number >= 0 else np.empty(0, np.int64)


def _left(keys: Column) -> Column:
    return keys >> HALF


def _right(keys: Column) -> Column:
    return keys & LOW
