"""What does a system of any size look like, with gaps whose list is known?

A seeded tree: one principal above the instrument, a government under it, and units below,
each directed and heard by its parent, inspected by an office of its own level, and sanctioned
by its parent. Some units are left without a report, an overseer or a named imposer; which
ones is returned, so that a check can be held to find exactly those.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, RDFS

from dutygraph.names import ASSERTED, DATA, DG, code
from dutygraph.triples.system import System, node, ontology_quads

BRANCH = 12
LEVELS = ("province", "city", "county", "town", "village")


@dataclass
class World:
    """A generated system: its quads, its holders, and the gaps planted in it by check."""

    system: System
    holders: int
    gaps: dict[str, set[str]] = field(default_factory=dict)


def world(holders: int, seed: int = 1) -> World:
    """Generate a system of about so many holders; equal seeds give equal systems."""
    made = _Maker(random.Random(seed))
    store = ox.Store()
    store.extend(ontology_quads())
    store.bulk_extend(made.quads(holders))
    system = System(f"world-{holders}", store, (), None, {})
    return World(system, made.count, made.gaps)


def write_world(path: Path, holders: int, seed: int = 1) -> int:
    """Write a system of about so many holders with the ontology, as N-Triples.

    Cost: memory for one level of the tree; nothing else is held.
    Returns: the number of lines.
    """
    made, count = _Maker(random.Random(seed)), 0
    with path.open("w", encoding="utf-8") as file:
        for quad in ontology_quads():
            file.write(f"{quad.triple} .\n")
            count += 1
        for s, p, o in made.triples(holders):
            file.write(f"<{s}> <{p}> {o if isinstance(o, ox.Literal) else f'<{o}>'} .\n")
            count += 1
    return count


class _Maker:
    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.count = 0
        self.gaps: dict[str, set[str]] = {
            "no-report": set(),
            "no-oversight": set(),
            "agentless-consequence": set(),
        }

    def quads(self, holders: int) -> Iterator[ox.Quad]:
        graph = node(ASSERTED)
        for s, p, o in self.triples(holders):
            value = o if isinstance(o, ox.Literal) else node(o)
            yield ox.Quad(node(s), node(p), value, graph)

    def triples(self, holders: int) -> Iterator[tuple[str, str, str | ox.Literal]]:
        yield _iri("instrument"), str(RDF.type), str(DG.Instrument)
        yield _iri("instrument"), str(DG.hasLevel), str(code("level", "city"))
        yield from self.holder("top", 0)
        frontier = ["top"]
        made = 1
        while made < holders:
            parents, frontier = frontier, []
            for parent in parents:
                children = [f"{parent}.{n}" for n in range(BRANCH)][: max(0, holders - made)]
                if children:
                    yield from self.family(parent, children)
                made += len(children)
                frontier += children
        self.count = made

    def family(
        self, parent: str, children: list[str]
    ) -> Iterator[tuple[str, str, str | ox.Literal]]:
        """Write a parent's norms on its children, and theirs towards it."""
        depth = children[0].count(".")
        entrust, sanction = f"{parent}/directs", f"{parent}/sanctions"
        yield from self.norm(entrust, parent, "部署")
        yield from self.norm(sanction, parent, "追究责任")
        yield _iri(sanction), str(DG.isImposedBy), _iri(parent)
        yield _iri(sanction), str(DG.hasCondition), _iri("words")
        watcher = children[0]
        yield from self.norm(f"{watcher}/inspects", watcher, "督查")
        yield from self.norm(f"{children[-1]}/inspects", children[-1], "督查")
        for child in children:
            yield from self.holder(child, depth)
            yield from self.norm(f"{child}/duty", child, "落实")
            yield _iri(entrust), str(DG.directs), _iri(child)
            yield from self.links(parent, child, children)

    def links(
        self, parent: str, child: str, children: list[str]
    ) -> Iterator[tuple[str, str, str | ox.Literal]]:
        gap = self.dice.choice(("no-report", "no-oversight", "agentless-consequence", *[""] * 60))
        plain = child not in {children[0], children[-1]}
        gap = gap if plain else ""
        if gap:
            name = f"{child}/alone" if gap == "agentless-consequence" else child
            self.gaps[gap].add(name.replace("/", "-"))
        if gap != "no-report":
            yield from self.norm(f"{child}/report", child, "报告")
            yield _iri(f"{child}/report"), str(DG.namesRecipient), _iri(parent)
        if gap != "no-oversight":
            watcher = children[-1] if child == children[0] else children[0]
            yield _iri(f"{watcher}/inspects"), str(DG.inspects), _iri(child)
        if gap == "agentless-consequence":
            yield from self.norm(f"{child}/alone", None, "追究责任")
            yield _iri(f"{child}/alone"), str(DG.hasCondition), _iri("words")
            yield _iri(f"{child}/alone"), str(DG.sanctions), _iri(child)
        else:
            yield _iri(f"{parent}/sanctions"), str(DG.sanctions), _iri(child)

    def holder(self, name: str, depth: int) -> Iterator[tuple[str, str, str | ox.Literal]]:
        level = LEVELS[min(depth, len(LEVELS) - 1)]
        yield _iri(name), str(RDF.type), str(DG.Body)
        yield _iri(name), str(RDFS.label), ox.Literal(f"单位{name}", language="zh")
        yield _iri(name), str(RDFS.label), ox.Literal(f"unit {name}", language="en")
        yield _iri(name), str(DG.hasLevel), str(code("level", level))
        yield _iri(name), str(DG.hasClassification), str(code("class", "government"))

    def norm(
        self, name: str, holder: str | None, action: str
    ) -> Iterator[tuple[str, str, str | ox.Literal]]:
        yield _iri(name), str(RDF.type), str(DG.Norm)
        yield _iri(name), str(DG.hasForce), str(code("force", "obligation"))
        yield _iri(name), str(DG.hasAction), ox.Literal(action)
        yield _iri(name), str(DG.hasObject), ox.Literal(f"{name}的工作")
        yield _iri(name), str(DG.hasEvidence), str(code("evidence", "explicit"))
        if holder is None:
            yield _iri(name), str(DG.isSilentOn), str(code("aspect", "holder"))
            yield _iri(name), str(DG.isSilentOn), str(code("aspect", "imposer"))
        else:
            yield _iri(holder), str(DG.holds), _iri(name)


def _iri(name: str) -> str:
    return f"{DATA}world/{name.replace('/', '-')}"
