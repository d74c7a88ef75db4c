"""How does a generated country become a system in memory?"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import pyoxigraph as ox

from dutygraph.names import ASSERTED
from dutygraph.triples.system import System, node, ontology_quads
from worlds.country import GAPS, census, country
from worlds.lines import SPACE


@dataclass(frozen=True)
class World:
    """A generated system, its holders, and by check the local names of its planted gaps."""

    system: System
    holders: int
    gaps: dict[str, set[str]]


def world(holders: int, seed: int = 1) -> World:
    """Generate the largest country of at most so many holders, at least one village."""
    villages = max(1, bisect_right(range(holders), holders, key=lambda n: census(n).holders) - 1)
    gaps: dict[str, set[str]] = {check: set() for check in GAPS}
    text = "".join(country(villages, seed, lambda check, at: gaps[check].add(at)))
    store = ox.Store()
    store.extend(ontology_quads())
    parsed = ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES)
    graph = node(ASSERTED)
    store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object, graph) for q in parsed)
    system = System(f"world-{holders}", store, (), None, {"world": SPACE})
    return World(system, census(villages).holders, gaps)
