"""Which rules does an ontology make?

A rule of the W3C tables speaks of axioms and of data. Its axioms are looked up in what is
known now, and each solution leaves a rule over data alone, with properties and classes put in
for variables. Rules over axioms only (scm-*) stay as they are. Axioms may follow from others,
so whoever runs the rules compiles again once axioms have come in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Final

import numpy as np

from dutygraph.engine.facts import Facts, node
from dutygraph.engine.joins import smallest, solve
from dutygraph.engine.lists import Lists
from dutygraph.engine.relations import HALF, LOW, pack
from dutygraph.engine.rules import Atom, Rule, is_class, table
from dutygraph.engine.vocabulary import NUMBERS, SAME, SIZE, TYPE

Maker = Callable[[Facts], Iterable[Rule]]

ITEM: Final = NUMBERS[":item"]
_LISTED: Final = tuple(NUMBERS[name] for name in ("owl:intersectionOf", "owl:unionOf", "owl:oneOf"))
_X, _Y, _Z = -1, -2, -3
_HEADS: Final = ["owl:AllDifferent", "owl:AllDisjointClasses", "owl:AllDisjointProperties"]


def is_axiom(atom: Atom) -> bool:
    """Tell whether an atom asks for an axiom: its predicate, or its class, is vocabulary."""
    if atom.p == TYPE:
        return 0 <= atom.o < SIZE
    return atom.p >= 0 and atom.p != SAME


def schema_rules() -> list[Rule]:
    """List the rules whose body asks for axioms only."""
    return [rule for rule in table() if all(map(is_axiom, rule.body))]


def compile_rules(facts: Facts, makers: tuple[Maker, ...] = ()) -> dict[Rule, Rule]:
    """Make all rules that the axioms known now call for, and those of more makers; each once.

    Triples: the members of the lists that axioms name are written beside the facts.
    """
    lists = Lists(facts)
    for relation in _LISTED:
        for head in _objects(facts, relation):
            items = sorted({item for found in lists.read(head) for item in found})
            keys = pack(np.full(len(items), head), np.array(items, dtype=np.int64))
            facts.add(ITEM, keys)
    found: dict[Rule, Rule] = {}
    more = (rule for make in makers for rule in make(facts))
    for rule in (*_from_table(facts), *_from_lists(facts, lists), *more):
        if _says_something(rule):
            found.setdefault(rule, rule)
    return found


def _says_something(rule: Rule) -> bool:
    return rule.head is None or rule.head not in rule.body


def _from_table(facts: Facts) -> Iterator[Rule]:
    for rule in table():
        given = tuple(atom for atom in rule.body if is_axiom(atom))
        data = tuple(atom for atom in rule.body if not is_axiom(atom))
        if data:
            yield from _specialised(facts, rule, given, data)
        else:
            yield rule


def _specialised(
    facts: Facts, rule: Rule, given: tuple[Atom, ...], data: tuple[Atom, ...]
) -> Iterator[Rule]:
    variables = sorted(set().union(*(atom.variables() for atom in given)))
    if any(not facts.size(node(atom)) for atom in given):
        return
    start = smallest(facts, given)
    known = solve(facts, given, variables, start, facts.keys(node(given[start])))
    if not known.rows:
        return
    columns = [known.columns[v].tolist() for v in variables]
    for row in zip(*columns, strict=True):
        values = dict(zip(variables, row, strict=True))
        body = tuple(atom.filled(values) for atom in data)
        head = rule.head and rule.head.filled(values)
        premises = tuple(atom.filled(values) for atom in given)
        yield Rule(rule.name, body, head, rule.by, premises)


def _from_lists(facts: Facts, lists: Lists) -> Iterator[Rule]:
    for chain, prop, given in _axioms(facts, lists, "owl:propertyChainAxiom"):
        steps = tuple(Atom(-1 - n, p, -2 - n) for n, p in enumerate(chain))
        if steps:
            yield Rule("prp-spo2", steps, Atom(-1, prop, -1 - len(steps)), given=given)
    for parts, kind, given in _axioms(facts, lists, "owl:intersectionOf"):
        body = tuple(Atom(_X, TYPE, part) for part in dict.fromkeys(parts))
        if body:
            yield Rule("cls-int1", body, Atom(_X, TYPE, kind), given=given)
    for key, kind, given in _axioms(facts, lists, "owl:hasKey"):
        values = tuple(-2 - n for n in range(len(key)))
        body = (Atom(_X, TYPE, kind), *(Atom(_X, p, v) for p, v in zip(key, values, strict=True)))
        if key:
            yield Rule("prp-key", body, Atom(_X, SAME, _X), values, given)
    yield from _apart(facts, lists)


def _apart(facts: Facts, lists: Lists) -> Iterator[Rule]:
    """Make a rule for each two members of AllDifferent and of its like."""
    different, classes, properties = (~NUMBERS[name] for name in _HEADS)
    for relation in ("owl:members", "owl:distinctMembers"):
        for items, one, given in _axioms(facts, lists, relation):
            single = np.array([one])
            if facts.size(different) and facts.members[~different].has(single)[0]:
                yield from _all_different(items, relation, given, one)
            if relation == "owl:distinctMembers":
                continue
            if facts.size(classes) and facts.members[~classes].has(single)[0]:
                for c, d in combinations(items, 2):
                    yield Rule("cax-adc", (Atom(_X, TYPE, c), Atom(_X, TYPE, d)), None, (), given)
            if facts.size(properties) and facts.members[~properties].has(single)[0]:
                for p, q in combinations(items, 2):
                    yield Rule("prp-adp", (Atom(_X, p, _Y), Atom(_X, q, _Y)), None, (), given)


def _all_different(
    items: tuple[int, ...], relation: str, given: tuple[Atom, ...], one: int
) -> Iterator[Rule]:
    """Refute a list of things all different that names one thing twice."""
    name = "eq-diff2" if relation == "owl:members" else "eq-diff3"
    if len(set(items)) < len(items):
        yield Rule(name, (Atom(one, TYPE, NUMBERS["owl:AllDifferent"]),), None, (), given)


def _axioms(
    facts: Facts, lists: Lists, name: str
) -> Iterator[tuple[tuple[int, ...], int, tuple[Atom, ...]]]:
    """List the axioms whose object is a list: its items, the subject, the triple."""
    keys = facts.keys(NUMBERS[name])
    for subject, head in zip((keys >> HALF).tolist(), (keys & LOW).tolist(), strict=True):
        for items in lists.read(head):
            yield items, subject, (Atom(subject, NUMBERS[name], head),)


def _objects(facts: Facts, relation: int) -> list[int]:
    return sorted(set((facts.keys(relation) & LOW).tolist()))


def reads(rules: Iterable[Rule]) -> set[int]:
    """List the relations that some rule reads."""
    return {node(atom) for rule in rules for atom in rule.body}


def writes(rule: Rule) -> int | None:
    """Name the relation that a rule writes to."""
    return None if rule.head is None else node(rule.head) if rule.head.p != SAME else SAME


def reads_types(rules: Iterable[Rule]) -> bool:
    """Tell whether a rule reads rdf:type as a property like any other."""
    return any(atom.p == TYPE and not is_class(atom) for rule in rules for atom in rule.body)
