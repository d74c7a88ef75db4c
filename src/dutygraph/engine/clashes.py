"""Where do the facts contradict one another?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, islice
from typing import Final, NamedTuple

import numpy as np

from dutygraph.engine.facts import node
from dutygraph.engine.joins import smallest, solve
from dutygraph.engine.result import Result
from dutygraph.engine.rules import Atom, Rule
from dutygraph.engine.terms import LITERAL
from dutygraph.engine.vocabulary import DATATYPES, NUMBERS, PREFIXES, SAME, TYPE

MOST: Final = 1_000


class Clash(NamedTuple):
    """An inconsistency: the rule that says so, and the triples that cannot all hold."""

    rule: str
    triples: tuple[Atom, ...]


def clashes(result: Result) -> Iterator[Clash]:
    """List the inconsistencies among facts, over representatives, in a steady order.

    Cost: a join for each rule whose consequent is false; nothing is kept.
    """
    for rule in sorted((r for r in result.rules if r.head is None), key=_order):
        yield from _violations(result, rule)
    yield from _of_literals(result)


def _order(rule: Rule) -> tuple[str, tuple[Atom, ...]]:
    return rule.name, rule.body


def _violations(result: Result, rule: Rule) -> Iterator[Clash]:
    facts = result.facts
    if not all(facts.size(node(atom)) for atom in rule.body):
        return
    variables = sorted(set().union(*(atom.variables() for atom in rule.body)))
    start = smallest(facts, rule.body)
    found = solve(facts, rule.body, variables, start, facts.keys(node(rule.body[start])))
    if not found.rows:
        return
    if not variables:
        yield Clash(rule.name, (*rule.given, *rule.body))
    columns = [found.columns[v].tolist() for v in variables]
    for row in sorted(set(zip(*columns, strict=True))):
        values = dict(zip(variables, row, strict=True))
        yield Clash(rule.name, (*rule.given, *(atom.filled(values) for atom in rule.body)))


def _of_literals(result: Result) -> Iterator[Clash]:
    literals = result.literals
    for number in literals.malformed():
        own = literals.own(number)
        yield Clash("dt-not-type", (Atom(number, TYPE, own),))
    for datatype in sorted(DATATYPES):
        if datatype == NUMBERS["rdfs:Literal"] or not result.facts.size(~datatype):
            continue
        inside = result.facts.members[datatype].has(result.equality.representative)
        for number in np.flatnonzero(inside & (result.kinds >= LITERAL)).tolist():
            if literals.refuses(datatype, number):
                yield Clash("dt-not-type", (Atom(number, TYPE, datatype),))
    if result.equality.merges:
        yield from _equal_values(result)


def _equal_values(result: Result) -> Iterator[Clash]:
    """Find literals made equal whose values differ (dt-diff, eq-diff1)."""
    start, size, terms = result.equality.groups()
    for one in np.flatnonzero(size > 1).tolist():
        group = terms[start[one] : start[one] + size[one]]
        group = group[result.kinds[group] >= LITERAL]
        for left, right in combinations(group.tolist(), 2):
            if result.literals.differ(left, right):
                yield Clash("dt-diff", (Atom(left, SAME, right),))
                break


def describe(result: Result, word: Callable[[int], str]) -> tuple[str, ...]:
    """Say in words which triples cannot all hold, sorted: W3C rule, then the triples.

    Returns: at most MOST clashes; with a note where there are more.
    """
    found = list(islice(clashes(result), MOST + 1))
    said = sorted({_sentence(clash, word) for clash in found[:MOST]})
    more = [f"more than {MOST} inconsistencies"] if len(found) > MOST else []
    return (*said, *more)


def _sentence(clash: Clash, word: Callable[[int], str]) -> str:
    triples = (" ".join(_short(word(term)) for term in triple) for triple in clash.triples)
    return f"{clash.rule}: {' . '.join(triples)}"


def _short(iri: str) -> str:
    for prefix, space in PREFIXES.items():
        if iri.startswith(space):
            return f"{prefix}:{iri[len(space) :]}"
    return iri
