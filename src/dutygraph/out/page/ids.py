"""Under which short names do holders, norms and provisions stand in the page?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dutygraph.audit.report import Report
from dutygraph.findings import Words
from dutygraph.names import local
from dutygraph.net.links import UNSTATED
from dutygraph.text.visible import visible


class Ids:
    """Give each IRI its local name; where two would share one, the later keeps its IRI."""

    def __init__(self, found: Report) -> None:
        self._found = found
        self._ids: dict[str, str] = {}
        self._taken: set[str] = set()
        provisions = (p.iri for p in found.case.provisions)
        for iri in (*found.holders, *provisions, *sorted(found.case.net.links.nodes)):
            self._name(iri)

    def of(self, iri: str) -> str | None:
        """Give the id of a holder or provision; None for a party that the text does not state."""
        return None if iri == UNSTATED else self._name(iri)

    @staticmethod
    def states(iri: str) -> bool:
        """Tell whether an IRI names a party, and not the absence of one."""
        return iri != UNSTATED

    def all(self, iris: Iterable[str]) -> list[str]:
        """Give the ids of several, in their order."""
        return [self._name(iri) for iri in iris if iri != UNSTATED]

    def iris(self) -> dict[str, str]:
        """Give the IRI of each id that was given so far."""
        return {one: iri for iri, one in self._ids.items()}

    def norms(self, iris: Iterable[str]) -> list[str]:
        """Give the ids of the norms of the text under supports, each once."""
        return list(dict.fromkeys(self._found.norm_id(iri) for iri in iris if iri))

    def label(self, iri: str) -> list[str]:
        """Give a label in both languages."""
        return pair(self._found.label(iri))

    def _name(self, iri: str) -> str:
        if iri not in self._ids:
            short = visible(local(iri))
            self._ids[iri] = iri if short in self._taken else short
            self._taken.add(self._ids[iri])
        return self._ids[iri]


def pair(words: Words) -> list[str]:
    """Write words in both languages, Chinese first, with hidden characters shown."""
    return [visible(words.zh), visible(words.en)]


def by_number(rules: Iterable[str]) -> list[str]:
    """Sort the names of rules as people count: DR2 before DR12."""
    return sorted(set(rules), key=lambda rule: (len(rule), rule))


def lean(value: dict[str, Any], *kept: str) -> dict[str, Any]:
    """Leave out what is empty, but for the keys that are always wanted."""
    return {
        key: item
        for key, item in value.items()
        if key in kept or not (item is None or (isinstance(item, Sequence) and not item))
    }
