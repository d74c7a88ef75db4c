"""Which thing of one system is which thing of another?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

IRI = "iri"

# Under the name of each way to match, what a thing goes by.
Keys = Mapping[str, Hashable]


@dataclass(frozen=True, slots=True)
class Pair:
    """A thing of A and the one of B that it is, and how they were matched.

    Where one side has no such thing its IRI is None, and `by` is empty.
    """

    a: str | None
    b: str | None
    by: str = ""


def pair(a: Mapping[str, Keys], b: Mapping[str, Keys], ways: Sequence[str]) -> tuple[Pair, ...]:
    """Pair things one to one: by IRI, then those left in each of the `ways` in turn.

    Several that go by one key are paired in their order, so that swapping A and B swaps the
    pairs and changes nothing else.

    Returns: the things of A in their order, then those of B that are in no pair.
    Cost: O(n) for each way.
    """
    found = {iri: Pair(iri, iri, IRI) for iri in a if iri in b}
    taken = set(found)
    for way in ways:
        left = _by_key((iri for iri in a if iri not in found), a, way)
        right = _by_key((iri for iri in b if iri not in taken), b, way)
        for key, ones in left.items():
            for one, other in zip(ones, right.get(key, ()), strict=False):
                found[one] = Pair(one, other, way)
                taken.add(other)
    lone = (Pair(None, iri) for iri in b if iri not in taken)
    return (*(found.get(iri, Pair(iri, None)) for iri in a), *lone)


def _by_key(iris: Iterable[str], things: Mapping[str, Keys], way: str) -> dict[Hashable, list[str]]:
    """Group things by what they go by; those that go by nothing are left out."""
    found: dict[Hashable, list[str]] = defaultdict(list)
    for iri in iris:
        key = things[iri].get(way)
        if key is not None:
            found[key].append(iri)
    return found
