"""Which holder is meant by a name, and which norms does it bear?"""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from typing import Never

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
    """Find a holder by IRI, local name, label or other label in either language.

    A local name goes before a label, a label before another label.

    Raises: UsageError for a name that is not known, with the nearest, or that several
        holders bear, with their IRIs.
    """
    known = holder_names(case)
    for named in known:
        if name in named:
            return named[name][0] if len(named[name]) == 1 else _refuse(name, named[name])
    names = sorted({n for named in known for n in named if "://" not in n})
    close = difflib.get_close_matches(name, names, cutoff=0.3)
    raise UsageError(
        f"no such {wanted}",
        place=name,
        cure=f"nearest: {', '.join(close)}" if close else "see `dutygraph register`",
    )


def holder_names(case: Case) -> tuple[dict[str, list[Holder]], ...]:
    """List under each name the holders that bear it: local names, labels, other labels."""
    own, labels, others = (defaultdict(list) for _ in range(3))
    for holder in case.reasoned.reader.holders():
        for one in (holder.iri, holder.id):
            own[one].append(holder)
        for one in dict.fromkeys((holder.label.zh, holder.label.en)):
            labels[one].append(holder)
        said = case.reasoned.known.objects(URIRef(holder.iri), SKOS.altLabel)
        for one in sorted({str(other) for other in said}):
            others[one].append(holder)
    return own, labels, others


def _refuse(name: str, holders: list[Holder]) -> Never:
    raise UsageError(
        f"names {len(holders)} holders",
        place=name,
        cure=f"say which: {', '.join(sorted(h.iri for h in holders))}",
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
