"""What does the page say of the text: its provisions, its norms, the words without a norm?

Places are pairs of code points, the end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dutygraph.audit.report import Report
from dutygraph.model import Excerpt, Norm
from dutygraph.out.page.ids import Ids, lean, pair
from dutygraph.text.visible import visible


def provisions(found: Report, ids: Ids) -> list[dict[str, Any]]:
    """List notices, chapters and articles in the order of the text, with their coverage."""
    coverage = {article.iri: parts for article, *parts in found.case.coverage}
    listed = []
    for one in found.case.provisions:
        purposes, uncovered = coverage.get(one.iri, ((), ()))
        listed.append(
            lean(
                {
                    "id": ids.of(one.iri),
                    "kind": one.kind,
                    "label": pair(one.label),
                    "start": one.start,
                    "end": one.end,
                    "parent": ids.of(one.parent) if one.parent else None,
                    "purposes": spans(purposes),
                    "uncovered": spans(uncovered),
                }
            )
        )
    return listed


def norms(found: Report, ids: Ids) -> list[dict[str, Any]]:
    """List the norms in the order of the text."""
    return [_norm(norm, ids) for norm in found.norms.values()]


def spans(excerpts: Iterable[Excerpt]) -> list[list[int]]:
    """Write excerpts as their places."""
    return [[e.start, e.end] for e in excerpts]


def codes(found: Report) -> dict[str, dict[str, list[str]]]:
    """Give the labels of the codes that the norms use, by code list."""
    reader = found.case.reasoned.reader
    used: dict[str, set[str]] = {"force": set(), "function": set(), "evidence": set()}
    for norm in found.norms.values():
        used["force"].add(norm.force)
        used["function"].update(norm.functions)
        used["evidence"].add(norm.evidence)
    rules = {rule for norm in found.norms.values() for rule in norm.rules}
    used["aspect"] = {silence for norm in found.norms.values() for silence in norm.silences}
    used["rule"] = rules | set(_rules(found))
    return {
        scheme: {name: pair(reader.code_label(scheme, name)) for name in sorted(names) if name}
        for scheme, names in used.items()
    }


def _rules(found: Report) -> Iterable[str]:
    net = found.case.net
    for source, target, kind in net.links.edges(keys=True):
        for support in net.supports(source, target, kind):
            yield from support.rules
    for verdict in found.case.verdicts:
        for link in verdict.links:
            for hop in link.hops:
                yield from hop.support.rules


def _norm(norm: Norm, ids: Ids) -> dict[str, Any]:
    return lean(
        {
            "id": norm.id,
            "article": ids.of(norm.provision.iri) if norm.provision else None,
            "quote": [norm.quote.start, norm.quote.end] if norm.quote else None,
            "words": visible(norm.quote.words) if norm.quote else _said(norm),
            "holders": ids.all(norm.holders),
            "force": norm.force,
            "functions": list(norm.functions),
            "counterparts": ids.all(norm.counterparts),
            "recipients": [ids.all(option) for option in norm.recipients or ()],
            "frequency": visible(norm.frequency.stated) if norm.frequency else None,
            "imposers": ids.all(norm.imposers),
            "mentions": spans(norm.mentions),
            "conditions": spans(norm.conditions),
            "silent": list(norm.silences),
            "evidence": norm.evidence,
            "rules": list(norm.rules),
        },
        "words",
    )


def _said(norm: Norm) -> str:
    return visible(norm.action + (norm.object or ""))
