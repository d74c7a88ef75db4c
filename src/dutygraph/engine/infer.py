"""What follows from triples that are given as columns of numbers?"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from dutygraph.engine.compile import Maker
from dutygraph.engine.explicit import equality_rules
from dutygraph.engine.facts import Facts, split
from dutygraph.engine.literals import Literals
from dutygraph.engine.rdfs import add_axioms, rdfs_rules
from dutygraph.engine.relations import EMPTY, Column, distinct, pack
from dutygraph.engine.result import Result
from dutygraph.engine.rules import Atom, Rule
from dutygraph.engine.saturate import Given, Saturation
from dutygraph.engine.terms import Terms
from dutygraph.engine.vocabulary import DATATYPES, NUMBERS, SAME, TYPE

_SHORT: Final = 1 << 16  # so few are sorted by their bytes, without comparing
_AXIOMATIC: Final = {
    "cls-thing": ("owl:Class", ["owl:Thing"]),
    "cls-nothing1": ("owl:Class", ["owl:Nothing"]),
    "prp-ap": (
        "owl:AnnotationProperty",
        [
            *("rdfs:label", "rdfs:comment", "rdfs:seeAlso", "rdfs:isDefinedBy"),
            *("owl:deprecated", "owl:versionInfo", "owl:priorVersion"),
            *("owl:backwardCompatibleWith", "owl:incompatibleWith"),
        ],
    ),
}


def infer(
    terms: Terms[Any], subjects: Column, predicates: Column, objects: Column, *, rdfs: bool = False
) -> Result:
    """Derive what follows by the rules of OWL 2 RL, and by those of RDFS where asked for.

    Triples: row by row, in any order, repeated or not; not changed.
    Cost: close to linear in triples given and inferred, but for what joins need on the way.
    Source: OWL 2 Profiles, section 4.3, tables 4 to 9.
    """
    kinds = terms.kinds()
    relations = _by_relation(subjects, predicates, objects)
    literals = Literals(kinds, terms.value)

    def used() -> Column:
        return np.unique(np.concatenate([subjects, predicates, objects]))

    given = Given(relations.get(SAME, EMPTY), used, kinds)
    more: tuple[Maker, ...] = (rdfs_rules,) if rdfs else ()
    found = Saturation(_facts(relations, terms, rdfs=rdfs), literals, given, more)
    if not found.run():
        facts = _facts(relations, terms, rdfs=rdfs)
        found = Saturation(facts, literals, given, (equality_rules, *more))
        found.run()
    return Result(found.facts, found.equality, kinds, relations, tuple(found.rules), literals)


def _facts(given: dict[int, Column], terms: Terms[Any], *, rdfs: bool) -> Facts:
    facts = Facts(len(terms))
    for relation, keys in given.items():
        if relation != SAME:
            facts.add(relation, keys)
    _add_axiomatic(facts)
    if rdfs:
        add_axioms(facts, terms)
    return facts


def _by_relation(subjects: Column, predicates: Column, objects: Column) -> dict[int, Column]:
    """Sort triples into relations, each with its facts sorted and distinct."""
    found: dict[int, Column] = {}
    if not len(predicates):
        return found
    counts = np.bincount(predicates)
    names = np.flatnonzero(counts)
    place = np.zeros(len(counts), dtype=np.uint16 if len(names) <= _SHORT else np.int64)
    place[names] = np.arange(len(names))
    order = np.argsort(place[predicates], kind="stable")
    keys_by_name = pack(subjects[order], objects[order])
    cuts = np.cumsum(counts[names])[:-1]
    for name, keys in zip(names.tolist(), np.split(keys_by_name, cuts), strict=True):
        if name == TYPE:
            found |= {~kind: members for kind, members in split(keys)}
        else:
            found[name] = distinct(keys)
    return found


def _add_axiomatic(facts: Facts) -> None:
    for name, (kind, terms) in _AXIOMATIC.items():
        numbers = np.array(sorted(NUMBERS[t] for t in terms))
        facts.add(~NUMBERS[kind], numbers, Rule(name, (), Atom(-1, TYPE, NUMBERS[kind])))
    rule = Rule("dt-type1", (), Atom(-1, TYPE, NUMBERS["rdfs:Datatype"]))
    facts.add(~NUMBERS["rdfs:Datatype"], np.array(sorted(DATATYPES)), rule)
