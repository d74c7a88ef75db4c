"""Why does an inferred triple hold, and how sure is it?

A reasoner says what follows but not why. Here the same conclusions are drawn again, best
proofs first, so that each triple gets a well-founded proof: a rule, its premises, and so
down to what is asserted. The grade of a proof is that of its weakest leaf.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from rdflib import Literal
from rdflib.namespace import RDF
from rdflib.term import Node

from dutygraph.triples.axioms import Axioms
from dutygraph.triples.reason import Triple

EXPLICIT, IMPLIED, CONTESTED, EXTERNAL = range(4)
GRADES = ("explicit", "implied", "contested", "external")


@dataclass(frozen=True, slots=True, order=True)
class Warrant:
    """How sure a leaf is: its grade and the reading rules it needs."""

    grade: int = EXPLICIT
    rules: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One application of a rule: `premises` entail a conclusion by `rule`.

    `rule` is a W3C rule name, a reading rule's name, "asserted" or "ontology"; `readings`
    are the reading rules that using the rule itself calls for; `absences` are the graph
    patterns, in SPARQL, of which a reading rule found no match.
    """

    rule: str
    premises: tuple[Triple, ...]
    readings: frozenset[str] = frozenset()
    absences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proofs:
    """The best proof of each triple, and every other step found for it.

    Triples: `steps[t][0]` is the best step for t; its premises all have better or equal
    proofs that do not use t, so following first steps always ends at leaves.
    """

    steps: Mapping[Triple, tuple[Step, ...]]
    warrants: Mapping[Triple, Warrant]

    def grade(self, triple: Triple) -> Warrant:
        """Give the grade of the best proof and the reading rules used in it."""
        return self.warrants[triple]

    def tree(self, triple: Triple) -> Iterator[tuple[int, Triple, Step]]:
        """Walk the best proof from its root, as (depth, triple, step)."""
        stack = [(0, triple)]
        while stack:
            depth, goal = stack.pop()
            step = self.steps[goal][0]
            yield depth, goal, step
            stack.extend((depth + 1, p) for p in reversed(step.premises))


@dataclass
class _Search:
    axioms: Axioms
    warrant_of: Callable[[Triple], Warrant]
    best: dict[Triple, Step] = field(default_factory=dict)
    warrants: dict[Triple, Warrant] = field(default_factory=dict)
    others: dict[Triple, dict[Step, None]] = field(default_factory=lambda: defaultdict(dict))
    out: dict[tuple[Node, Node], list[Node]] = field(default_factory=lambda: defaultdict(list))
    into: dict[tuple[Node, Node], list[Node]] = field(default_factory=lambda: defaultdict(list))
    heap: list[tuple[int, int, int, int, Triple, Step]] = field(default_factory=list)
    depth: dict[Triple, int] = field(default_factory=dict)
    tick: Iterator[int] = field(default_factory=count)

    def offer(self, triple: Triple, step: Step) -> None:
        self.others[triple][step] = None
        if triple in self.warrants:
            return
        grade, rules, depth = EXPLICIT, step.readings, 0
        if rules:
            grade = IMPLIED
        for premise in step.premises:
            warrant = self.warrants[premise]
            grade, rules = max(grade, warrant.grade), rules | warrant.rules
            depth = max(depth, self.depth[premise])
        self.push(triple, step, Warrant(grade, rules), depth + 1)

    def push(self, triple: Triple, step: Step, warrant: Warrant, depth: int) -> None:
        entry = (warrant.grade, len(warrant.rules), depth, next(self.tick), triple, step)
        heapq.heappush(self.heap, entry)

    def settle(self, triple: Triple, step: Step, depth: int) -> None:
        rules, grade = step.readings, EXPLICIT
        if step.premises:
            used = [self.warrants[p] for p in step.premises]
            grade = max([w.grade for w in used] + ([IMPLIED] if rules else []))
            rules = rules.union(*(w.rules for w in used))
            warrant = Warrant(grade, rules)
        else:
            warrant = self.warrant_of(triple)
        self.best[triple], self.warrants[triple], self.depth[triple] = step, warrant, depth
        subject, predicate, obj = triple
        self.out[subject, predicate].append(obj)
        self.into[predicate, obj].append(subject)


def prove(
    leaves: Iterable[Triple], axioms: Axioms, warrant_of: Callable[[Triple], Warrant]
) -> Proofs:
    """Find the best proof of every triple that the axioms entail from the leaves.

    Proofs are settled in order of grade, then number of reading rules, then depth, as
    Knuth's generalisation of Dijkstra's algorithm does for grammars: a rule never makes its
    conclusion better than its premises, so what is settled first is best and well-founded.

    Cost: O(r log r) for r rule applications.
    Returns: proofs for leaves and conclusions; alternatives in order of discovery.
    Source: D. Knuth (1977), doi:10.1016/0020-0190(77)90002-3; OWL 2 Profiles, section 4.3.
    """
    search = _Search(axioms, warrant_of)
    for leaf in sorted(leaves):
        step = Step("asserted", ())
        search.others[leaf][step] = None
        search.push(leaf, step, warrant_of(leaf), 0)
    while search.heap:
        _, _, depth, _, triple, step = heapq.heappop(search.heap)
        if triple in search.warrants:
            continue
        search.settle(triple, step, depth)
        for conclusion, found in list(_consequences(search, triple)):
            search.offer(conclusion, found)
    steps = {
        t: (best, *(s for s in search.others[t] if s != best)) for t, best in search.best.items()
    }
    return Proofs(steps, search.warrants)


def _consequences(search: _Search, triple: Triple) -> Iterator[tuple[Triple, Step]]:
    subject, predicate, obj = triple
    axioms, one = search.axioms, (triple,)
    for upper in axioms.super_properties.get(predicate, ()):
        yield (subject, upper, obj), Step("prp-spo1", one)
    for inverse, rule in axioms.inverses.get(predicate, ()):
        yield (obj, inverse, subject), Step(rule, one)
    for kind in axioms.domains.get(predicate, ()):
        yield (subject, RDF.type, kind), Step("prp-dom", one)
    for kind in () if isinstance(obj, Literal) else axioms.ranges.get(predicate, ()):
        yield (obj, RDF.type, kind), Step("prp-rng", one)
    if predicate in axioms.transitive:
        yield from _transitive(search, triple)
    if predicate == RDF.type:
        yield from _by_type(axioms, triple)
    for target, chain in axioms.chains_with.get(predicate, ()):
        yield from _chain(search, triple, target, chain)


def _by_type(axioms: Axioms, triple: Triple) -> Iterator[tuple[Triple, Step]]:
    subject, _, kind = triple
    for upper in axioms.super_classes.get(kind, ()):
        yield (subject, RDF.type, upper), Step("cax-sco", (triple,))
    for prop, value in axioms.has_value.get(kind, ()):
        yield (subject, prop, value), Step("cls-hv1", (triple,))


def _transitive(search: _Search, triple: Triple) -> Iterator[tuple[Triple, Step]]:
    subject, p, obj = triple
    for further in list(search.out[obj, p]):
        yield (subject, p, further), Step("prp-trp", (triple, (obj, p, further)))
    for before in list(search.into[p, subject]):
        if before != subject or obj != subject:
            yield (before, p, obj), Step("prp-trp", ((before, p, subject), triple))


def _chain(
    search: _Search, triple: Triple, target: Node, chain: tuple[Node, ...]
) -> Iterator[tuple[Triple, Step]]:
    readings = frozenset().union(*(search.axioms.readings.get(p, frozenset()) for p in chain))
    for place, predicate in enumerate(chain):
        if predicate != triple[1]:
            continue
        walks: list[tuple[Triple, ...]] = [(triple,)]
        for p in reversed(chain[:place]):
            walks = [((s, p, w[0][0]), *w) for w in walks for s in search.into[p, w[0][0]]]
        for p in chain[place + 1 :]:
            walks = [(*w, (w[-1][2], p, o)) for w in walks for o in search.out[w[-1][2], p]]
        for walk in walks:
            yield (walk[0][0], target, walk[-1][2]), Step("prp-spo2", walk, readings)
