"""What is known: one relation for each property, one for each class, with its history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from dutygraph.engine.relations import EMPTY, HALF, LOW, Column, Members, Pairs, distinct, pack
from dutygraph.engine.rules import Atom, Rule, is_class
from dutygraph.engine.vocabulary import INTERNAL, TYPE


class Batch(NamedTuple):
    """Facts that came together, and by which rule; none where they were given.

    `keys` are pairs of a property, or members of a class.
    """

    rule: Rule | None
    keys: Column


def node(atom: Atom) -> int:
    """Name the relation that an atom speaks of: a property as itself, a class as ~number."""
    return ~atom.o if is_class(atom) else atom.p


class Facts:
    """All facts over representatives, by relation; `log` keeps each relation's batches.

    Triples: `x rdf:type C` is x among the members of ~C. Only where a rule needs rdf:type as
        a property like any other (`reified`) do the same facts stand under it as pairs too.
    """

    def __init__(self, terms: int) -> None:
        self.terms = terms
        self.pairs: dict[int, Pairs] = {}
        self.members: dict[int, Members] = {}
        self.log: dict[int, list[Batch]] = {}
        self.reified = False

    def size(self, relation: int) -> int:
        """Count the facts of a relation."""
        if relation < 0:
            found = self.members.get(~relation)
            return len(found) if found is not None else 0
        pairs = self.pairs.get(relation)
        return len(pairs) if pairs is not None else 0

    def keys(self, relation: int) -> Column:
        """List the facts of a relation, sorted."""
        if relation < 0:
            found = self.members.get(~relation)
            return found.keys() if found is not None else EMPTY
        pairs = self.pairs.get(relation)
        return pairs.keys() if pairs is not None else EMPTY

    def since(self, relation: int, batch: int) -> Column:
        """List the facts that came after so many batches."""
        if batch == 0:
            return self.keys(relation)
        late = [b.keys for b in self.log.get(relation, [])[batch:]]
        return late[0] if len(late) == 1 else np.concatenate(late) if late else EMPTY

    def batches(self, relation: int) -> int:
        """Count the batches of a relation."""
        return len(self.log.get(relation, ()))

    def add(self, relation: int, keys: Column, rule: Rule | None = None) -> bool:
        """Add facts to a relation; tell whether any is new."""
        if not len(keys):
            return False
        if relation == TYPE:
            return self._add_types(keys, rule)
        if relation < 0:
            new = self.class_of(~relation).add(keys)
        else:
            new = self.pairs.setdefault(relation, Pairs()).add(keys)
        if not len(new):
            return False
        self.log.setdefault(relation, []).append(Batch(rule, new))
        if relation < 0 and self.reified:
            self._reify(~relation, new, rule)
        return True

    def class_of(self, number: int) -> Members:
        """Find the members of a class, none so far where it is new."""
        if number not in self.members:
            self.members[number] = Members(self.terms)
        return self.members[number]

    def _add_types(self, keys: Column, rule: Rule | None) -> bool:
        found = False
        for kind, members in split(keys):
            found |= self.add(~kind, members, rule)
        return found

    def reify(self) -> None:
        """Keep rdf:type as pairs too, from now on."""
        if not self.reified:
            self.reified = True
            for kind, members in list(self.members.items()):
                self._reify(kind, members.keys(), None)

    def _reify(self, kind: int, members: Column, rule: Rule | None) -> None:
        if kind in INTERNAL:
            return
        pairs = self.pairs.setdefault(TYPE, Pairs())
        new = pairs.add(pack(members, np.int64(kind)))  # type: ignore[arg-type]
        if len(new):
            self.log.setdefault(TYPE, []).append(Batch(rule, new))

    def relations(self) -> Iterator[int]:
        """List the relations that hold facts; rdf:type only as classes."""
        yield from (p for p in self.pairs if p != TYPE)
        yield from (~c for c in self.members)

    def rename(self, representative: Column) -> None:
        """Put representatives for terms in all facts.

        What changes comes in as new facts, so that every rule looks at it again; the rest
        keeps its place in the history.
        """
        if self.reified:
            types = self.keys(TYPE)
            kept = (representative[types >> HALF] == types >> HALF) & (
                representative[types & LOW] == types & LOW
            )
            self.pairs[TYPE] = Pairs(types[kept])
        for relation in list(self.relations()):
            self._rename(relation, representative)

    def _rename(self, relation: int, representative: Column) -> None:
        keys = self.keys(relation)
        if relation < 0:
            target, fresh = ~int(representative[~relation]), representative[keys]
        else:
            target = int(representative[relation])
            fresh = pack(representative[keys >> HALF], representative[keys & LOW])
        if target == relation:
            moved = fresh != keys
            if not moved.any():
                return
            self._restart(relation, keys[~moved])
            self.add(relation, fresh[moved], EQUAL)
            return
        self.pairs.pop(relation, None)
        self.members.pop(~relation, None)
        self.log.pop(relation, None)
        self.add(target, fresh, EQUAL)

    def _restart(self, relation: int, kept: Column) -> None:
        if relation < 0:
            self.members[~relation] = Members(self.terms)
            self.members[~relation].add(kept)
        else:
            self.pairs[relation] = Pairs(kept)


EQUAL: Final = Rule("eq-rep", (), Atom(-1, -2, -3))


def split(types: Column) -> Iterator[tuple[int, Column]]:
    """Sort types, as pairs of member and class, by class: each with its members."""
    if not len(types):
        return
    turned = np.sort((types & LOW) << HALF | types >> HALF)
    kinds = turned >> HALF
    cuts = (np.flatnonzero(kinds[1:] != kinds[:-1]) + 1).tolist()
    for begin, end in zip([0, *cuts], [*cuts, len(kinds)], strict=True):
        yield int(kinds[begin]), distinct(turned[begin:end] & LOW)
