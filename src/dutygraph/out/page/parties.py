"""Who are the holders, and how does the chain of each stand?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pypinyin import lazy_pinyin

from dutygraph.audit.report import Report
from dutygraph.model import Holder
from dutygraph.net.loops import Link, Verdict
from dutygraph.out.page.hops import Hops
from dutygraph.out.page.ids import Ids, lean

_CJK: Final = ("\u3400", "\u9fff")


def holders(found: Report, ids: Ids, hops: Hops) -> list[dict[str, Any]]:
    """List the holders: those with a row first, in the order of rows, then the others.

    Parties that lines meet but that hold no norm, as an alternative of recipients, follow.
    """
    rows = found.rows()
    judged = {holder.iri for holder, _ in rows}
    rest = [h for h in found.holders.values() if h.iri not in judged]
    rest.sort(key=lambda h: (h.level or 99, h.iri))
    listed = [_holder(ids, h, found, _row(ids, hops, v)) for h, v in rows]
    listed += [_holder(ids, h, found, None) for h in rest]
    return listed + [_other(found, ids, iri) for iri in _others(found)]


def parties(found: Report) -> tuple[str, ...]:
    """List the IRIs of all parties: the holders, then those whom norms and lines only meet."""
    return (*sorted(found.holders), *_others(found))


def initials(label: str) -> str:
    """Spell a label by the first letters of its pinyin and in full: `swszf shiwei...`."""
    if not any(_CJK[0] <= c <= _CJK[1] for c in label):
        return ""
    plain = "".join(c for c in label if c.isalnum())
    spelt = lazy_pinyin(plain)
    return f"{''.join(part[0] for part in spelt)} {''.join(spelt)}".lower()


def _holder(ids: Ids, holder: Holder, found: Report, row: dict[str, Any] | None) -> dict[str, Any]:
    return lean(
        {
            "id": ids.of(holder.iri),
            "label": ids.label(holder.iri),
            "spelt": initials(holder.label.zh),
            "kind": holder.kind,
            "level": holder.level,
            "members": ids.all(holder.members),
            "boundary": holder.iri in found.case.net.boundary or None,
            "row": row,
        }
    )


def _row(ids: Ids, hops: Hops, verdict: Verdict) -> dict[str, Any]:
    return {
        "outcome": verdict.outcome,
        "inScope": verdict.in_scope,
        "principals": ids.all(verdict.principals),
        "overseers": ids.all(verdict.overseers),
        "links": [_link(ids, hops, link) for link in verdict.links],
    }


def _link(ids: Ids, hops: Hops, link: Link) -> dict[str, Any]:
    return lean(
        {
            "kind": link.kind,
            "grade": link.grade,
            "contested": link.contested or None,
            "hops": hops.numbers(link.hops),
            "norms": ids.norms(link.norms),
        }
    )


def _others(found: Report) -> Iterable[str]:
    known = set(found.holders)
    named = {i for norm in found.norms.values() for i in (*norm.counterparts, *norm.imposers)}
    ends = set(found.case.net.links.nodes) | named | _recipients(found)
    return (iri for iri in sorted(ends - known) if Ids.states(iri))


def _recipients(found: Report) -> set[str]:
    return {
        iri for norm in found.norms.values() for option in norm.recipients or () for iri in option
    }


def _other(found: Report, ids: Ids, iri: str) -> dict[str, Any]:
    net = found.case.net
    options = [o for a, o, kind in net.links.edges(keys=True) if kind == "option" and a == iri]
    levels = [net.levels[o] for o in options if o in net.levels]
    label = ids.label(iri)
    return lean(
        {
            "id": ids.of(iri),
            "label": label,
            "spelt": initials(label[0]),
            "kind": "alternative" if options else "other",
            "level": min(levels, default=net.levels.get(iri)),
            "boundary": any(o in net.boundary for o in options) or None,
        }
    )
