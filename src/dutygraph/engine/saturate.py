"""How are rules run until nothing new comes?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dutygraph.engine.closure import extend, reach
from dutygraph.engine.compile import Maker, compile_rules, reads, reads_types, schema_rules
from dutygraph.engine.equality import Equality
from dutygraph.engine.explicit import equality_rules
from dutygraph.engine.facts import Facts, node
from dutygraph.engine.joins import Table, smallest, solve
from dutygraph.engine.likeness import DIFFERENT, add_values, named_literals
from dutygraph.engine.literals import Literals, wanted
from dutygraph.engine.relations import HALF, LOW, Column, distinct, pack
from dutygraph.engine.rules import Atom, Rule, is_class
from dutygraph.engine.strata import strata
from dutygraph.engine.vocabulary import INTERNAL, SAME, TYPE


class Given(NamedTuple):
    """What the facts do not say of the triples given.

    Triples: pairs given as equal; the terms in use; what kind of term each number is.
    """

    same: Column
    used: Callable[[], Column]
    kinds: NDArray[np.uint8]


class Saturation:
    """Facts, and all that rules add to them.

    Rules see each batch of facts once: `seen` counts, for a rule and each atom of its body,
    the batches it has looked at, and a rule is run again only for what came since. The order
    of the strata makes that rare; it is never needed for the answer to be right.
    """

    def __init__(
        self, facts: Facts, literals: Literals, given: Given, makers: tuple[Maker, ...] = ()
    ) -> None:
        self.facts, self.literals, self._given = facts, literals, given
        self.equality = Equality(facts.terms)
        self.rules: dict[Rule, Rule] = {}
        self._explicit = equality_rules in makers
        self._makers = makers
        self._seen: dict[Rule, list[int]] = {}
        self._equal: list[tuple[str, Column]] = []

    def run(self) -> bool:
        """Run to the fixpoint: first what axioms say of axioms, then all that they make.

        Returns: false, with the work broken off, where a term of the vocabulary is equal to
            another, and representatives would hide it from the rules.
        """
        self._same("", self._given.same)
        self._same("dt-eq", self.literals.equal())
        self._merge()
        self._exhaust(schema_rules())
        while not self.equality.is_bold:
            self.literals.mark_cardinalities(self.facts)
            self.rules = compile_rules(self.facts, self._makers)
            self._seen = {r: n for r, n in self._seen.items() if r in self.rules}
            read = reads(self.rules)
            moved = self._add_literals(read)
            if reads_types(self.rules):
                self.facts.reify()
            if SAME in read:
                moved |= self._identity()
            moved |= self._exhaust(self.rules)
            while self._merge():
                moved = True
                if self._are_stale():
                    break
                self._exhaust(self.rules)
            if not moved:
                return True
        return False

    def _are_stale(self) -> bool:
        """Tell whether a rule names a term for which another now stands."""
        above = self.equality.representative
        terms = (t for rule in self.rules for atom in rule.atoms for t in atom if t >= 0)
        named = np.fromiter(terms, dtype=np.int64)
        return bool((above[named] != named).any()) or self.equality.is_bold

    def _add_literals(self, read: set[int]) -> bool:
        """Type the literals that rules ask for, and what is equal to a literal."""
        above = self.equality.representative
        moved = False
        for datatype in wanted(read):
            rule = Rule("dt-type2", (), Atom(-1, TYPE, datatype))
            moved |= self.facts.add(~datatype, above[self.literals.held(datatype)], rule)
        named = named_literals(self.facts, self.equality, self._given.kinds)
        return moved | add_values(self.facts, self.literals, named, above)

    def _exhaust(self, rules: Iterable[Rule]) -> bool:
        """Run strata in order, the recursive ones in rounds; tell whether anything came."""
        moved = False
        for chosen, recursive in strata(rules):
            again = True
            while again:
                again = False
                for rule in chosen:
                    again |= self._apply(rule)
                moved |= again
                again &= recursive
        return moved

    def _apply(self, rule: Rule) -> bool:
        """Run one rule on what it has not seen; tell whether anything came."""
        facts = self.facts
        relations = [node(atom) for atom in rule.body]
        now = [facts.batches(relation) for relation in relations]
        seen = self._seen.get(rule)
        if seen == now:
            return False
        if rule.is_transitive and relations[0] != TYPE:
            moved = self._close(rule, relations[0], seen)
            self._seen[rule] = [facts.batches(relation) for relation in relations]
            return moved
        self._seen[rule] = now
        if not all(facts.size(relation) for relation in relations):
            return False
        if seen is None or rule.merges:
            start = smallest(facts, rule.body)
            return self._conclude(rule, start, facts.keys(relations[start]))
        moved = False
        for place, relation in enumerate(relations):
            if seen[place] < now[place]:
                moved |= self._conclude(rule, place, facts.since(relation, seen[place]))
        return moved

    def _conclude(self, rule: Rule, start: int, keys: Column) -> bool:
        head = rule.head
        assert head is not None  # noqa: S101 — inconsistencies are looked for elsewhere
        wanted = {t for t in (head.s, head.o, *rule.by) if t < 0}
        found = solve(self.facts, rule.body, wanted, start, keys)
        if not found.rows:
            return False
        if rule.merges:
            return self._same(rule.name, self._agree(rule, found), rule)
        if is_class(head):
            return self.facts.add(~head.o, found.term(head.s), rule)
        pairs = pack(found.term(head.s), found.term(head.o))
        if head.p == SAME:
            return self._same(rule.name, pairs, rule)
        return self.facts.add(head.p, pairs, rule)

    def _close(self, rule: Rule, relation: int, seen: Sequence[int] | None) -> bool:
        """Close a relation that was closed before the batches not yet seen came."""
        facts = self.facts
        pairs = facts.pairs.get(relation)
        if pairs is None:
            return False
        if not seen or not seen[0]:
            return facts.add(relation, reach(pairs.keys(), facts.terms), rule)
        new = facts.since(relation, seen[0])
        rows, ends = pairs.forward.follow(new & LOW, facts.terms)
        steps = distinct(np.concatenate((new, pack(new[rows] >> HALF, ends))))
        rows, begins = pairs.backward.follow(steps >> HALF, facts.terms)
        begun = distinct(np.concatenate((steps, pack(begins, steps[rows] & LOW))))
        return facts.add(relation, extend(pairs.forward, begun, steps, facts.terms), rule)

    def _agree(self, rule: Rule, found: Table) -> Column:
        """Pair each value with the next one of those that agree on all that the rule asks."""
        head = rule.head
        assert head is not None  # noqa: S101 — only rules with a head merge
        columns = [found.term(v) for v in rule.by]
        value = found.term(head.s)
        order = np.lexsort((value, *columns))
        value = value[order]
        agree = np.ones(max(len(value) - 1, 0), dtype=np.bool_)
        for column in columns:
            sorted_column = column[order]
            agree &= sorted_column[1:] == sorted_column[:-1]
        agree &= value[1:] != value[:-1]
        return pack(value[:-1][agree], value[1:][agree])

    def _same(self, name: str, pairs: Column, rule: Rule | None = None) -> bool:
        """Keep pairs to be merged, or as facts like any other; tell whether facts came."""
        if self._explicit:
            return self.facts.add(SAME, pairs, rule)
        pairs = pairs[pairs >> HALF != pairs & LOW]
        if len(pairs):
            self._equal.append((name, pairs))
        return False

    def _merge(self) -> bool:
        """Join what was found equal, and write all facts with representatives."""
        moved = False
        for name, pairs in self._equal:
            moved |= self.equality.join(name, pairs)
        self._equal.clear()
        if moved:
            self.facts.rename(self.equality.representative)
        return moved

    def _identity(self) -> bool:
        """Hold that each term in use equals itself, for rules that read sameAs (eq-ref)."""
        used = np.zeros(self.facts.terms, dtype=np.bool_)
        used[self.equality.representative[self._given.used()]] = True
        used[SAME] = True
        used[DIFFERENT] |= self.literals.any_differ()
        for relation in list(self.facts.relations()):
            keys = self.facts.keys(relation)
            if relation < 0:
                used[[~relation, TYPE]] = True
                used[keys] = True
            else:
                used[relation] = True
                used[keys >> HALF] = True
                used[keys & LOW] = True
        used[sorted(INTERNAL)] = False
        terms = np.flatnonzero(used)
        rule = Rule("eq-ref", (), Atom(-1, SAME, -1))
        return self.facts.add(SAME, pack(terms, terms), rule)
