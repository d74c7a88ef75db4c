"""How sure is a triple that no rule of OWL derived?

What is asserted is as sure as the norm it speaks of; what a reading rule added is implied
by that rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from rdflib import Graph
from rdflib.term import Node

from dutygraph.names import DG, local
from dutygraph.triples.proofs import EXPLICIT, GRADES, IMPLIED, Warrant
from dutygraph.triples.reason import Triple


def warrants(asserted: Graph, by_rule: dict[str, frozenset[Triple]]) -> Callable[[Triple], Warrant]:
    """Make the function that grades leaves.

    Triples: `asserted` gives each norm's evidence and rules; `by_rule` the triples that each
    reading rule added. A triple from both is as sure as the surer of the two.
    """
    norms = _norm_warrants(asserted)
    added: dict[Triple, frozenset[str]] = {}
    for rule in sorted(by_rule):
        for triple in by_rule[rule]:
            added.setdefault(triple, frozenset({rule}))

    def warrant_of(triple: Triple) -> Warrant:
        spoken = [norms[t] for t in (triple[0], triple[2]) if t in norms]
        grade = max((w.grade for w in spoken), default=EXPLICIT)
        rules: frozenset[str] = frozenset().union(*(w.rules for w in spoken))
        if triple in added:
            return Warrant(max(grade, IMPLIED), rules | added[triple])
        return Warrant(grade, rules)

    return warrant_of


def _norm_warrants(asserted: Graph) -> dict[Node, Warrant]:
    rules: dict[Node, set[str]] = defaultdict(set)
    for norm, rule in asserted.subject_objects(DG.isReadBy):
        rules[norm].add(local(str(rule)))
    found: dict[Node, Warrant] = {}
    for norm, evidence in asserted.subject_objects(DG.hasEvidence):
        grade = GRADES.index(local(str(evidence)))
        if grade > EXPLICIT:
            found[norm] = Warrant(grade, frozenset(rules[norm]))
    return found
