"""How does each derived triple come about, down to what is asserted and to its clauses?

The proofs say which OWL step gives a triple; the grounds say it of reading rules; here the
two are one, and every leaf is asserted, of the ontology, or nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rdflib import Graph
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.term import Node

from dutygraph.errors import DataError
from dutygraph.names import DG
from dutygraph.triples.grounds import grounds
from dutygraph.triples.proofs import EXPLICIT, IMPLIED, Step, Warrant
from dutygraph.triples.reason import Triple
from dutygraph.triples.reasoned import Reasoned

ASSERTION: Final = "asserted"
AXIOM: Final = "ontology"
_LEAVES: Final = {name: Step(name, ()) for name in (ASSERTION, AXIOM)}


@dataclass(frozen=True)
class Justification:
    """The step under each triple that is known of a system, and the clauses under the leaves.

    Triples: a premise never needs what it is a premise of: OWL steps stand on better or equal
        proofs (`Proofs`), and a reading rule on what stood before it ran.
    """

    reasoned: Reasoned

    @cached_property
    def grounds(self) -> dict[Triple, tuple[Step, ...]]:
        """Find what the conclusions of reading rules stand on, when first asked for."""
        return grounds(self.reasoned)

    @cached_property
    def derived(self) -> tuple[Triple, ...]:
        """List what reading rules added and what OWL gives in the project's words, sorted.

        What OWL says of every thing (owl:Thing) and of terms (a property is its own
        sub-property) tells nothing of a regulation and is left out.
        """
        ours = (t for t in self.reasoned.inference.triples if in_our_words(t))
        return tuple(sorted({*ours, *(t for ts in self.reasoned.by_rule.values() for t in ts)}))

    def step(self, triple: Triple) -> Step:
        """Give the best step to a triple: a rule with its premises, or a leaf.

        Raises: DataError for a triple that is not known.
        """
        best = self.reasoned.proofs.steps.get(triple, (_LEAVES[ASSERTION],))[0]
        if best.premises:
            return best
        if triple in self.reasoned.asserted:
            return _LEAVES[ASSERTION]
        if triple in self.reasoned.ontology:
            return _LEAVES[AXIOM]
        if triple in self.grounds:
            return self.grounds[triple][0]
        place = " ".join(term.n3() for term in triple)
        raise DataError("follows from nothing known", place=place, cure="infer again")

    def axioms(self, triple: Triple) -> tuple[Triple, ...]:
        """List the axioms that the step to a triple uses besides its premises."""
        step = self.step(triple)
        found = _used_axioms(self.reasoned.ontology, step, triple) if step.premises else ()
        return tuple(sorted(found))

    def warrant(self, triple: Triple) -> Warrant:
        """Say how sure a triple is; what OWL does not reason about is as sure as its rule."""
        known = self.reasoned.proofs.warrants
        if triple in known:
            return known[triple]
        step = self.step(triple)
        rule = step.rule
        return Warrant(EXPLICIT) if rule in _LEAVES else Warrant(IMPLIED, frozenset({rule}))

    def below(self, goals: Iterable[Triple]) -> tuple[Triple, ...]:
        """List goals and all that they stand on, axioms too, each after its premises."""
        found: dict[Triple, None] = {}
        stack = [(goal, False) for goal in sorted(set(goals), reverse=True)]
        while stack:
            triple, ready = stack.pop()
            if ready:
                found[triple] = None
            elif triple not in found:
                stack.append((triple, True))
                used = (*self.step(triple).premises, *self.axioms(triple))
                stack += [(one, False) for one in reversed(used) if one not in found]
        return tuple(found)

    def clauses(self, goal: Triple) -> tuple[Node, ...]:
        """List the norms, or provisions, that speak in the leaves of a proof, in text order."""
        leaves = (t for t in self.below([goal]) if t in self.reasoned.asserted)
        return self._sorted({node for leaf in leaves for node in self.sources(leaf)})

    def sources(self, leaf: Triple) -> tuple[Node, ...]:
        """List where the text says what is asserted: norms, or else provisions.

        A triple about a norm has that norm, one about a provision that provision. Any other
        has the first of the norms nearest to its ends, those that hold or name them; another
        reading of a norm is none of these.
        """
        ends = (leaf[0], leaf[2])
        for kind in (self._norms, self._provisions):
            own = {end for end in ends if end in kind}
            if own:
                return self._sorted(own)
        layer, seen = {end for end in ends if end in self._beside}, set(ends)
        while layer:
            near = self._sorted(layer & self._literal)
            if near:
                return near[:1]
            layer = {n for one in layer for n in self._beside[one]} - seen
            seen |= layer
        return ()

    def _sorted(self, nodes: Iterable[Node]) -> tuple[Node, ...]:
        place = {**self._provisions, **self._norms}
        return tuple(sorted(nodes, key=lambda n: (place[n], str(n))))

    @cached_property
    def _norms(self) -> dict[Node, tuple[int, int]]:
        starts, graph = self._provisions, self.reasoned.asserted
        found = {}
        for norm in graph.subjects(RDF.type, DG.Norm):
            within = graph.value(norm, DG.standsIn)
            start = starts[within][0] if within in starts else 0
            found[norm] = (start, int(str(graph.value(norm, DG.hasPlace) or 0)))
        return found

    @cached_property
    def _literal(self) -> set[Node]:
        read = self.reasoned.asserted.subjects(DG.isReadFrom, None)
        return set(self._norms) - set(read)

    @cached_property
    def _provisions(self) -> dict[Node, tuple[int, int]]:
        graph = self.reasoned.asserted
        kinds = (DG.Provision, DG.Chapter, DG.Article, DG.Notice)
        found = {p for kind in kinds for p in graph.subjects(RDF.type, kind)}
        return {p: (int(str(graph.value(p, DG.startsAt) or 0)), 0) for p in found}

    @cached_property
    def _beside(self) -> dict[Node, set[Node]]:
        """Join the things that the data describe, both ways along each assertion."""
        graph = self.reasoned.asserted
        things = set(graph.subjects(RDF.type, None))
        found: dict[Node, set[Node]] = defaultdict(set)
        for subject, _, obj in graph:
            if subject in things and obj in things:
                found[subject].add(obj)
                found[obj].add(subject)
        return found


def in_our_words(triple: Triple) -> bool:
    """Tell whether a triple relates or types things in the project's own terms."""
    _, predicate, obj = triple
    term = obj if predicate == RDF.type else predicate
    return str(term).startswith(str(DG))


def _used_axioms(ontology: Graph, step: Step, conclusion: Triple) -> Iterator[Triple]:
    """Find the axioms in the premises of a W3C rule; a reading rule lists its own."""
    (_, p, obj), (_, q, value) = step.premises[0], conclusion
    simple: dict[str, Triple] = {
        "prp-spo1": (p, RDFS.subPropertyOf, q),
        "prp-inv1": (p, OWL.inverseOf, q),
        "prp-inv2": (q, OWL.inverseOf, p),
        "prp-dom": (p, RDFS.domain, value),
        "prp-rng": (p, RDFS.range, value),
        "prp-trp": (p, RDF.type, OWL.TransitiveProperty),
        "cax-sco": (obj, RDFS.subClassOf, value),
    }
    if step.rule in simple:
        yield simple[step.rule]
    elif step.rule == "cls-hv1":
        yield (obj, OWL.hasValue, value)
        yield (obj, OWL.onProperty, q)
    elif step.rule == "prp-spo2":
        used = [premise[1] for premise in step.premises]
        for head in sorted(ontology.objects(q, OWL.propertyChainAxiom), key=str):
            if list(ontology.items(head)) == used:
                yield (q, OWL.propertyChainAxiom, head)
