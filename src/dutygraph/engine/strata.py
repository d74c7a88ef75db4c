"""In which order are rules run, and which of them in rounds?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from dutygraph.engine.compile import writes
from dutygraph.engine.components import components
from dutygraph.engine.facts import node
from dutygraph.engine.relations import pack
from dutygraph.engine.rules import Rule
from dutygraph.engine.vocabulary import SAME, TYPE


def strata(rules: Iterable[Rule]) -> list[tuple[list[Rule], bool]]:
    """Order rules so that each comes after those it reads from, as far as that goes.

    A relation depends on those in the bodies of the rules that write it. The rules that write
    one strongly connected component of relations are one stratum; it is recursive when one of
    them reads the component too. What is written to rdf:type is written to classes; who reads
    it reads them all.

    Returns: the strata in order, each with whether it is recursive; none is empty.
    """
    chosen = [rule for rule in rules if rule.head is not None]
    places: dict[int, int] = {}

    def place(relation: int) -> int:
        return places.setdefault(relation, len(places))

    edges = set()
    for rule in chosen:
        head = place(_target(rule))
        edges |= {(head, place(node(atom))) for atom in rule.body}
    classes = [p for relation, p in places.items() if relation < 0]
    if any(_target(rule) == TYPE for rule in chosen):
        edges |= {(c, places[TYPE]) for c in classes}
    if any(node(atom) == TYPE for rule in chosen for atom in rule.body):
        edges |= {(places[TYPE], c) for c in classes}
    ends = np.array(sorted(edges), dtype=np.int64).reshape(-1, 2)
    part = components(pack(ends[:, 0], ends[:, 1]), len(places)).tolist()
    grouped: dict[int, list[Rule]] = defaultdict(list)
    for rule in chosen:
        grouped[part[places[_target(rule)]]].append(rule)
    return [(found, _is_recursive(found, part, places)) for _, found in sorted(grouped.items())]


def _target(rule: Rule) -> int:
    target = writes(rule)
    return SAME if target is None else target


def _is_recursive(rules: list[Rule], part: list[int], places: dict[int, int]) -> bool:
    return any(
        part[places[_target(rule)]] == part[places[node(atom)]]
        for rule in rules
        for atom in rule.body
    )
