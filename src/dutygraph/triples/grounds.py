"""On which triples does each conclusion of a reading rule stand?

A rule is a CONSTRUCT. Its body, matched by what was known before the rule ran, gives the
premises; what it says does not exist gives the absences. A rule sees nothing that it or a
later rule adds, so no conclusion can stand under itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef, Variable
from rdflib.namespace import NamespaceManager
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from dutygraph.errors import QueryError
from dutygraph.names import ASSERTED, ONTOLOGY, PREFIXES, rule_graph
from dutygraph.triples.patterns import Binding, Pattern, matches, patterns, sparql
from dutygraph.triples.proofs import EXPLICIT, IMPLIED, Step
from dutygraph.triples.reason import Triple
from dutygraph.triples.reasoned import Reasoned
from dutygraph.triples.rules import Rule, rules
from dutygraph.triples.system import node

# A template of SPARQL 1.1 holds no braces.
_HEAD: Final = re.compile(r"CONSTRUCT\s*\{[^{}]*\}\s*WHERE")

Ground = tuple[tuple[Triple, ...], tuple[str, ...]]
NOTHING: Final[Ground] = ((), ())


def grounds(reasoned: Reasoned) -> dict[Triple, tuple[Step, ...]]:
    """Say for each triple that a reading rule added by which steps it came.

    Triples: a step's premises are asserted, of the ontology, or added by an earlier rule;
        the rule, run on them alone, gives the triple. Nothing is changed.
    Cost: each rule is asked once more; about half a second for 300 conclusions.
    Returns: steps of the first rule that gives the triple before others, surest first.
    """
    before = _Before(ox.Store(), Graph(), _names(reasoned))
    before.learn(reasoned, ONTOLOGY)
    before.learn(reasoned, ASSERTED)
    found: dict[Triple, dict[Step, None]] = {}
    for rule in rules():
        wanted = reasoned.by_rule.get(rule.name, frozenset())
        steps = sorted(before.steps(rule, wanted), key=lambda s: (s[0], _order(reasoned, s[1])))
        for conclusion, step in steps:
            found.setdefault(conclusion, {})[step] = None
        before.learn(reasoned, rule_graph(rule.name))
    return {triple: tuple(found[triple]) for triple in sorted(found)}


def _names(reasoned: Reasoned) -> NamespaceManager:
    names = NamespaceManager(Graph(), bind_namespaces="none")
    for prefix, space in sorted({**reasoned.system.prefixes, **PREFIXES}.items()):
        names.bind(prefix, space, replace=True)
    return names


def _order(reasoned: Reasoned, step: Step) -> tuple[object, ...]:
    """Put surer steps first, then shorter ones."""
    known = reasoned.proofs.warrants
    grade = max((known[p].grade for p in step.premises if p in known), default=EXPLICIT)
    return max(grade, IMPLIED), len(step.premises), step.premises, step.absences


@dataclass(frozen=True)
class _Before:
    """What is known before a rule runs, once for asking and once for walking."""

    store: ox.Store
    triples: Graph
    names: NamespaceManager

    def learn(self, reasoned: Reasoned, graph: str) -> None:
        quads = reasoned.system.store.quads_for_pattern(None, None, None, node(graph))
        self.store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
        for triple in reasoned.system.graph(graph):
            self.triples.add(triple)

    def steps(self, rule: Rule, wanted: frozenset[Triple]) -> Iterator[tuple[Triple, Step]]:
        if not wanted:
            return
        algebra = translateQuery(parseQuery(rule.query), initNs=PREFIXES).algebra
        for binding in self._solutions(rule):
            given = [tuple(binding.get(t, t) for t in pattern) for pattern in algebra.template]
            if wanted.isdisjoint(given):
                continue
            ground = _Body(self.triples, binding, self.names).ground(algebra.p)
            if ground is None:
                raise QueryError(
                    "a solution cannot be traced", place=rule.name, cure="simplify the rule"
                )
            absences = tuple(dict.fromkeys(ground[1]))
            step = Step(rule.name, tuple(sorted(set(ground[0]))), absences=absences)
            yield from ((t, step) for t in given if t in wanted)

    def _solutions(self, rule: Rule) -> Iterator[dict[Node, Node]]:
        asked, cut = _HEAD.subn("SELECT * WHERE", rule.query, count=1)
        if not cut:
            raise QueryError("is no CONSTRUCT", place=rule.name, cure="write CONSTRUCT { } WHERE")
        answer = self.store.query(asked, prefixes=PREFIXES)
        if isinstance(answer, ox.QuerySolutions):
            names = [v.value for v in answer.variables]
            for row in answer:
                yield {Variable(n): _term(row[n]) for n in names if row[n] is not None}


def _term(term: object) -> Node:
    if isinstance(term, ox.Literal):
        kind = None if term.language else URIRef(term.datatype.value)
        return Literal(term.value, lang=term.language, datatype=kind)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    return URIRef(str(term).strip("<>"))


@dataclass(frozen=True)
class _Body:
    """The body of a rule under one solution."""

    triples: Graph
    binding: Binding
    names: NamespaceManager

    def ground(self, part: CompValue) -> Ground | None:
        """Say by what a part of the body holds; None where it does not."""
        match part.name:
            case "BGP" | "GroupGraphPatternSub":
                found = self._bound(patterns(part))
            case "values":
                found = NOTHING
            case "Union":
                found = self.ground(part.p1) or self.ground(part.p2)
            case "Join":
                found = _join(self.ground(part.p1), self.ground(part.p2))
            case "LeftJoin":
                found = _join(self.ground(part.p1), self._option(patterns(part.p2)))
            case "Filter" | "Extend":
                found = _join(self.ground(part.p), self._tested(part.expr))
            case "Project" | "Distinct" | "ToMultiSet":
                found = self.ground(part.p)
            case other:
                raise QueryError(
                    f"{other} cannot be traced", place="reading rule", cure="say it otherwise"
                )
        return found

    def _bound(self, wanted: Sequence[Pattern]) -> Ground | None:
        """Match patterns all of whose variables the solution binds."""
        terms = {t for pattern in wanted for t in pattern if isinstance(t, Variable)}
        if not terms <= set(self.binding):
            return None
        found = next(matches(self.triples, wanted, self.binding), None)
        return (found[1], ()) if found else None

    def _option(self, wanted: Sequence[Pattern]) -> Ground:
        return self._bound(wanted) or ((), (sparql(wanted, self.binding, self.names),))

    def _tested(self, expr: object) -> Ground:
        """Say by what the EXISTS and NOT EXISTS of a condition are as they are."""
        if not isinstance(expr, CompValue):
            return NOTHING
        if expr.name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
            wanted = patterns(expr.graph)
            found = next(matches(self.triples, wanted, self.binding), None)
            return (found[1], ()) if found else ((), (sparql(wanted, self.binding, self.names),))
        operands = [o for value in expr.values() for o in _listed(value)]
        tested = [self._tested(o) for o in operands if isinstance(o, CompValue)]
        if expr.name == "ConditionalOrExpression" and any(premises for premises, _ in tested):
            return next(ground for ground in tested if ground[0])
        premises = tuple(t for ground in tested for t in ground[0])
        return premises, tuple(a for ground in tested for a in ground[1])


def _join(left: Ground | None, right: Ground | None) -> Ground | None:
    if left is None or right is None:
        return None
    return left[0] + right[0], left[1] + right[1]


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else [value]
