"""What is known of a system once the reading rules and OWL have been applied?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyoxigraph as ox
from rdflib import BNode, Graph
from rdflib.namespace import RDF

from dutygraph.names import ASSERTED, INFERRED, ONTOLOGY, rule_graph
from dutygraph.triples.axioms import axioms, schema
from dutygraph.triples.cache import content, recall, remember
from dutygraph.triples.proofs import Proofs, prove
from dutygraph.triples.reading import Reader
from dutygraph.triples.reason import Inference, Triple, infer, relevant
from dutygraph.triples.rules import apply_rules
from dutygraph.triples.system import System, node, stored
from dutygraph.triples.warrants import warrants

_PART: Final = "inferred"


@dataclass(frozen=True)
class Reasoned:
    """A system with what follows from it.

    Triples: `asserted` is what the data say; `by_rule` what each reading rule added, in the
        order they ran; `inference` what the reasoner derived; `known` all of these and the
        ontology. All are copies out of `system.store`, made when asked for. `content` names
        what was reasoned over for the cache, empty where it is off.
    """

    system: System
    rules: tuple[str, ...]
    clashes: tuple[str, ...]
    dropped: int
    content: str = ""

    @cached_property
    def ontology(self) -> Graph:
        """Copy the ontology."""
        return self.system.graph(ONTOLOGY)

    @cached_property
    def asserted(self) -> Graph:
        """Copy what the data say."""
        return self.system.graph(ASSERTED)

    @cached_property
    def by_rule(self) -> dict[str, frozenset[Triple]]:
        """Copy what each reading rule added."""
        return {name: frozenset(self.system.graph(rule_graph(name))) for name in self.rules}

    @cached_property
    def inference(self) -> Inference:
        """Copy what the reasoner derived."""
        return Inference(frozenset(self.system.graph(INFERRED)), self.clashes, self.dropped)

    @cached_property
    def known(self) -> Graph:
        """Join everything known into one graph."""
        return self.system.graph(ONTOLOGY, ASSERTED, INFERRED, *map(rule_graph, self.rules))

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


def reason(system: System) -> Reasoned:
    """Apply the reading rules, then OWL 2 RL, and keep each result in its own graph.

    What an earlier run inferred from the same content is taken from the cache.

    Triples: written into `system.store`, one graph for each rule and one for what is
        inferred; nothing asserted is changed. Types by unnamed classes are left out.
    """
    name = content(system.store)
    found = _recalled(system, name)
    if found:
        return found
    ran = tuple(apply_rules(system))
    found = Reasoned(system, ran, (), 0, name)
    inference = _derive(found)
    keep(system.store, inference)
    found = Reasoned(system, ran, inference.clashes, inference.dropped, name)
    remember(name, _PART, _written(found))
    return found


def _derive(found: Reasoned) -> Inference:
    added = relevant(frozenset().union(*found.by_rule.values()))
    inference = infer(schema(found.ontology) | relevant(found.asserted) | added)
    given = set(found.ontology) | set(found.asserted)
    triples = frozenset(
        t
        for t in inference.triples
        if t not in given and not (t[1] == RDF.type and isinstance(t[2], BNode))
    )
    return Inference(triples, inference.clashes, inference.dropped)


def _written(found: Reasoned) -> bytes:
    graphs = {node(INFERRED), *(node(rule_graph(name)) for name in found.rules)}
    added = sorted(f"{quad} .\n" for quad in found.system.store if quad.graph_name in graphs)
    facts = {"rules": found.rules, "clashes": found.clashes, "dropped": found.dropped}
    return (json.dumps(facts) + "\n" + "".join(added)).encode()


def _recalled(system: System, name: str) -> Reasoned | None:
    body = recall(name, _PART)
    if body is None:
        return None
    head, _, quads = body.partition(b"\n")
    facts = json.loads(head)
    system.store.extend(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
    return Reasoned(system, tuple(facts["rules"]), tuple(facts["clashes"]), facts["dropped"], name)


def keep(store: ox.Store, inference: Inference) -> None:
    """Write what was inferred into its own graph of a store.

    Sorted, as an answer without an order comes in that in which the store was filled.
    """
    graph = node(INFERRED)
    store.extend(
        ox.Quad(stored(s), node(str(p)), stored(o), graph)  # type: ignore[arg-type]
        for s, p, o in sorted(inference.triples)
    )
