"""Which steps do the walks of chains and loops take? Many share the same: each is written once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dutygraph.audit.report import Report
from dutygraph.net.paths import Hop
from dutygraph.out.page.ids import Ids, by_number, lean
from dutygraph.triples.proofs import GRADES


class Hops:
    """Number the steps of walks in the order in which they are met."""

    def __init__(self, found: Report, ids: Ids) -> None:
        self._found = found
        self._ids = ids
        self._numbers: dict[Hop, int] = {}

    def numbers(self, walk: Iterable[Hop]) -> list[int]:
        """Give the numbers of a walk's steps."""
        return [self._numbers.setdefault(hop, len(self._numbers)) for hop in walk]

    def listed(self) -> list[dict[str, Any]]:
        """Write every step met so far, by number."""
        return [self._step(hop) for hop in self._numbers]

    def _step(self, hop: Hop) -> dict[str, Any]:
        norm = self._found.norm_of(hop)
        return lean(
            {
                "from": self._ids.of(hop.source),
                "to": self._ids.of(hop.target),
                "tie": hop.kind,
                "grade": GRADES[hop.support.grade],
                "rules": by_number(hop.support.rules),
                "norm": norm.id if norm else None,
            },
            "from",
        )
