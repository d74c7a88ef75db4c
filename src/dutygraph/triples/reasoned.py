"""What is known of a system once the reading rules and OWL have been applied?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import BNode, Graph
from rdflib.namespace import RDF

from dutygraph.names import ASSERTED, INFERRED, ONTOLOGY, rule_graph
from dutygraph.triples.axioms import axioms, schema
from dutygraph.triples.cache import Kept, recall, remember
from dutygraph.triples.proofs import Proofs, prove
from dutygraph.triples.reading import Reader
from dutygraph.triples.reason import Inference, Triple, infer, relevant
from dutygraph.triples.rules import apply_rules
from dutygraph.triples.system import System, node
from dutygraph.triples.warrants import warrants


@dataclass(frozen=True)
class Reasoned:
    """A system with what follows from it.

    Triples: `asserted` is what the data say; `by_rule` what each reading rule added;
        `inference` what owlrl derived; `known` all of these and the ontology.
    """

    system: System
    ontology: Graph
    asserted: Graph
    by_rule: dict[str, frozenset[Triple]]
    inference: Inference

    @cached_property
    def known(self) -> Graph:
        """Join everything known into one graph."""
        graph = Graph()
        parts: list[Iterable[Triple]] = [self.ontology, self.asserted]
        parts += [*self.by_rule.values(), self.inference.triples]
        for part in parts:
            graph.addN((s, p, o, graph) for s, p, o in part)
        return graph

    @cached_property
    def reader(self) -> Reader:
        """Read values from what is known."""
        return Reader(self.asserted, self.known)

    @cached_property
    def proofs(self) -> Proofs:
        """Prove every relational triple from what is asserted and what rules add."""
        added = frozenset().union(*self.by_rule.values())
        leaves = relevant(self.asserted) | relevant(added)
        return prove(leaves, axioms(self.ontology), warrants(self.asserted, self.by_rule))


def reason(system: System, kept: Kept | None = None, *, sound: bool = False) -> Reasoned:
    """Apply the reading rules, then OWL 2 RL, and keep each result in its own graph.

    What an earlier run `kept` is used again, from the cache where it is not given. `sound`
    tells that the data keep their forms, which is remembered with what is inferred.

    Triples: written into `system.store`, one graph for each rule and one for what is
        inferred; nothing asserted is changed. Types by unnamed classes are left out.
    Cost: owlrl takes most of it, about a second for 2,000 relational triples; a tenth of
        that from the cache.
    """
    ontology, asserted = system.graph(ONTOLOGY), system.graph(ASSERTED)
    kept = kept or recall(system.store)
    if kept:
        system.store.extend(kept.quads)
        triples = frozenset(system.graph(INFERRED))
        inference = Inference(triples, kept.clashes, kept.dropped)
        return Reasoned(system, ontology, asserted, _by_rule(system, kept.rules), inference)
    by_rule = _by_rule(system, apply_rules(system))
    inference = _derive(ontology, asserted, by_rule)
    keep(system.store, inference)
    added = {node(INFERRED), *(node(rule_graph(name)) for name in by_rule)}
    quads = tuple(quad for quad in system.store if quad.graph_name in added)
    made = Kept(quads, tuple(by_rule), inference.clashes, inference.dropped, sound)
    remember(system.store, made)
    return Reasoned(system, ontology, asserted, by_rule, inference)


def _by_rule(system: System, names: Iterable[str]) -> dict[str, frozenset[Triple]]:
    return {name: frozenset(system.graph(rule_graph(name))) for name in names}


def _derive(ontology: Graph, asserted: Graph, by_rule: dict[str, frozenset[Triple]]) -> Inference:
    added = relevant(frozenset().union(*by_rule.values()))
    inference = infer(schema(ontology) | relevant(asserted) | added)
    given = set(ontology) | set(asserted)
    triples = frozenset(
        t
        for t in inference.triples
        if t not in given and not (t[1] == RDF.type and isinstance(t[2], BNode))
    )
    return Inference(triples, inference.clashes, inference.dropped)


def keep(store: ox.Store, inference: Inference) -> None:
    """Write what was inferred into its own graph of a store."""
    view = Graph(store=OxigraphStore(store=store), identifier=INFERRED)
    view.addN((s, p, o, view) for s, p, o in sorted(inference.triples))
