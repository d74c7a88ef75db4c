"""Which holder is meant by a name, and which norms does it bear?"""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from rdflib import URIRef
from rdflib.namespace import SKOS

from dutygraph.audit.case import Case
from dutygraph.errors import UsageError
from dutygraph.model import Holder, Norm


@dataclass(frozen=True, slots=True)
class Bearing:
    """A norm, and the holder that the text names for it: the one asked for, or a joint one."""

    norm: Norm
    bearer: Holder

    def is_own(self, holder: Holder) -> bool:
        """Tell whether the text names the holder itself."""
        return self.bearer == holder


def find_holder(case: Case, name: str, wanted: str = "holder") -> Holder:
    """Find a holder by local name, label or other label in either language.

    Raises: UsageError for a name that is not known, with the nearest.
    """
    index: dict[str, Holder] = {}
    holders = case.reasoned.reader.holders()
    for holder in holders:
        for one in (holder.id, holder.label.zh, holder.label.en):
            index.setdefault(one, holder)
    for holder in holders:
        for other in case.reasoned.known.objects(URIRef(holder.iri), SKOS.altLabel):
            index.setdefault(str(other), holder)
    if name in index:
        return index[name]
    close = difflib.get_close_matches(name, index, n=3, cutoff=0.3)
    raise UsageError(
        f"no such {wanted}",
        place=name,
        cure=f"nearest: {', '.join(close)}" if close else "see `dutygraph register`",
    )


def borne_by(case: Case, holder: Holder) -> tuple[Bearing, ...]:
    """List the norms of a holder and of each joint holder in which it is a partner.

    Party and government that bear a duty jointly (党政同责) each bear the whole of it.

    Returns: norms in the order of the text; a norm that names both counts as the holder's own.
    """
    joint = [
        h for h in case.reasoned.reader.holders() if h.kind == "joint" and holder.iri in h.members
    ]
    bearers = {h.iri: h for h in (*reversed(joint), holder)}
    found = []
    for norm in case.norms:
        named = [iri for iri in bearers if iri in norm.holders]
        if named:
            found.append(Bearing(norm, bearers[named[-1]]))
    return tuple(found)
