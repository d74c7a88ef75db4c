"""How does a generated country become a system in memory?"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

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
    villages = _villages(holders)
    gaps: dict[str, set[str]] = {check: set() for check in GAPS}
    text = "".join(country(villages, seed, lambda check, at: gaps[check].add(at)))
    store = ox.Store()
    store.extend(ontology_quads())
    parsed = ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES)
    graph = node(ASSERTED)
    store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object, graph) for q in parsed)
    system = System(f"world-{holders}", store, (), None, {"world": SPACE})
    return World(system, census(villages).holders, gaps)


def write_world(path: Path, holders: int, seed: int = 1) -> int:
    """Write a country of at most so many holders with the ontology, as N-Triples.

    Cost: constant memory beside the ontology.
    Returns: the number of lines.
    """
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for quad in ontology_quads():
            file.write(f"{quad.triple} .\n")
            count += 1
        for line in country(_villages(holders), seed):
            file.write(line)
            count += 1
    return count


def _villages(holders: int) -> int:
    return max(1, bisect_right(range(holders), holders, key=lambda n: census(n).holders) - 1)
