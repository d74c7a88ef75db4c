"""Which lists stand in the facts?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dutygraph.engine.facts import Facts
from dutygraph.engine.relations import HALF, LOW
from dutygraph.engine.vocabulary import NUMBERS

FIRST, REST, NIL = (NUMBERS[name] for name in ("rdf:first", "rdf:rest", "rdf:nil"))


class Lists:
    """Read RDF lists, from the head on.

    A list that forks is every list that its cells allow; one that does not end in rdf:nil, or
    returns to itself, is none. So more facts never mean fewer lists.
    """

    def __init__(self, facts: Facts) -> None:
        self._first = _by_subject(facts, FIRST)
        self._rest = _by_subject(facts, REST)

    def read(self, head: int) -> list[tuple[int, ...]]:
        """Read all lists that begin at a cell, sorted."""
        return sorted(set(self._walk(head)))

    def _walk(self, head: int) -> Iterator[tuple[int, ...]]:
        todo: list[tuple[int, tuple[int, ...], frozenset[int]]] = [(head, (), frozenset())]
        while todo:
            cell, items, seen = todo.pop()
            straight, ends = list(items), False
            passed = set(seen)
            while cell != NIL and cell not in passed:
                passed.add(cell)
                firsts, rests = self._first.get(cell, []), self._rest.get(cell, [])
                if len(firsts) != 1 or len(rests) != 1:
                    way = frozenset(passed)
                    todo += [(r, (*straight, f), way) for f in firsts for r in rests]
                    break
                straight.append(firsts[0])
                cell = rests[0]
            else:
                ends = cell == NIL
            if ends:
                yield tuple(straight)


def _by_subject(facts: Facts, relation: int) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    keys = facts.keys(relation)
    for subject, value in zip((keys >> HALF).tolist(), (keys & LOW).tolist(), strict=True):
        found[subject].append(value)
    return found
