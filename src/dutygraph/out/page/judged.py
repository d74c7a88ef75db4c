"""What does the page say of the verdict: loops, findings, readings, checks?"""

from __future__ import annotations

from typing import Any

from dutygraph.audit.readings import readings
from dutygraph.audit.report import Report
from dutygraph.findings import Finding
from dutygraph.net.loops import DirectLoop
from dutygraph.out.page.hops import Hops
from dutygraph.out.page.ids import Ids, lean, pair
from dutygraph.out.page.lines import line_id
from dutygraph.text.visible import visible


def loops(found: Report, ids: Ids, hops: Hops) -> list[dict[str, Any]]:
    """List the direct loops, each with its way down and its way up."""
    return [_loop(ids, hops, loop) for loop in found.case.loops]


def findings(found: Report, ids: Ids) -> list[dict[str, Any]]:
    """List the findings, gravest first as the report has them, those accepted marked."""
    articles = {p.label.zh: p.iri for p in found.case.provisions}
    holders = {ids.of(iri) for iri in found.holders}
    norms = {norm.id for norm in found.norms.values()}
    listed = []
    for one in found.findings:
        article = articles.get(one.article("zh"))
        about = {
            "holder": one.subject if one.subject in holders else None,
            "norm": one.subject if one.subject in norms else None,
            "article": ids.of(article) if article else None,
            "accepted": one in found.accepted or None,
        }
        listed.append(lean({**_finding(one), **about}))
    return listed


def checks(found: Report) -> dict[str, dict[str, Any]]:
    """Give title and reason of each check that found something."""
    named = {f.check for f in found.findings}
    return {
        check.name: {"title": pair(check.texts["title"]), "why": pair(check.texts["why"])}
        for check in found.checks
        if check.name in named
    }


def disputes(found: Report, ids: Ids) -> list[dict[str, Any]]:
    """List the contested readings with the links that each would change."""
    return [
        {
            "norm": found.norm_id(reading.norm),
            "note": pair(reading.note),
            "changes": reading.changes_verdict,
            "links": [
                [ids.of(place.rsplit(" ", 1)[0]), place.rsplit(" ", 1)[1], was, now]
                for place, (was, now) in reading.grades.items()
            ],
        }
        for reading in readings(found.case)
    ]


def _loop(ids: Ids, hops: Hops, loop: DirectLoop) -> dict[str, Any]:
    principal, holder = ids.of(loop.principal), ids.of(loop.holder)
    return lean(
        {
            "id": line_id("loop", principal, holder, loop.grade),
            "principal": principal,
            "holder": holder,
            "grade": loop.grade,
            "boundary": loop.boundary or None,
            "hops": hops.numbers(loop.hops),
        }
    )


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "check": one.check,
        "severity": one.severity,
        "label": pair(one.label),
        "message": pair(one.message),
        "cure": pair(one.cure),
        "span": list(one.span),
        "because": visible(one.because_of),
    }
