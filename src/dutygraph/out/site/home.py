"""What do the front page and the overview of each system say?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Any

from rdflib import URIRef
from rdflib.namespace import DCTERMS

from dutygraph import __version__
from dutygraph.audit.report import Report, as_json
from dutygraph.findings import Words
from dutygraph.names import DG
from dutygraph.out.lists.gaps import loop_grade, loop_names, rows_by_outcome, summary, way
from dutygraph.out.site import blocks
from dutygraph.out.site.describe import described
from dutygraph.out.site.part import Part, Value
from dutygraph.out.site.pieces import Grid, Piece, Sheet, Triples, same
from dutygraph.out.site.wording import SITE
from dutygraph.out.words import WORDS
from dutygraph.triples.dataset import own_instrument

SECTIONS = ("holders", "norms", "articles", "questions", "checks")
_TITLE = Words("责任图", "Duty graphs")


def front(parts: Sequence[Part]) -> Sheet:
    """List the systems: title, issuer, date, verdict in a sentence, counts."""
    return Sheet(
        template="home.html",
        title=_TITLE,
        show=lambda: {"systems": [_card(part) for part in parts], "version": __version__},
        facts=lambda: {"systems": [_facts(part) for part in parts]},
        grid=lambda: _grid(parts),
        triples=partial(_triples, parts),
        place="home",
        canonical="/",
    )


def _grid(parts: Sequence[Part]) -> Grid:
    head = ("system", "title", "title_en", "issued_by", "issued_on", "verdict")
    rows = [{**_facts(part), "issued_by": "；".join(_facts(part)["issued_by"])} for part in parts]
    return Grid(head, tuple(tuple(row[key] for key in head) for row in rows))


def _triples(parts: Sequence[Part]) -> Triples:
    for part in parts:
        instrument = own_instrument(part.case.reasoned.asserted)
        if instrument:
            yield from described(part.case.system.store, [instrument])


def _said(part: Part, *props: URIRef) -> list[str]:
    known, own = part.case.reasoned.asserted, own_instrument(part.case.reasoned.asserted)
    return sorted(str(o) for prop in props for o in known.objects(URIRef(own), prop))


def _card(part: Part) -> Value:
    found = part.found
    return {
        "name": part.name,
        "title": found.title,
        "issuers": [part.piece(iri) for iri in _said(part, DG.isIssuedBy)],
        "date": "、".join(_said(part, DG.isIssuedOn)),
        "verdict": found.verdict,
        "lead": SITE[f"lead-{found.verdict}"],
        "sentence": sentence(found),
        "counts": _tiles(found.counts, ("provisions", "holders", "norms", "lines")),
        "about": part.within("about"),
        "graph": part.graph(),
        "sections": [(SITE[name], part.within(name)) for name in SECTIONS],
    }


def sentence(found: Report) -> Words:
    """Say the verdict in a sentence: how many chains close, and how many do not."""
    counts = rows_by_outcome(found)
    total = sum(counts[key] for key in ("closed", "closed-implied", "open"))
    near, errors = counts["open_only_at_return"], found.tally["error"]
    return Words(
        f"范围内 {total} 个主体：闭环 {counts['closed']}，推导闭环 {counts['closed-implied']}，"
        f"未闭环 {counts['open']}（其中 {near} 个只缺回路）；断点中错误 {errors} 条。",
        f"Of {total} holders in scope the chain of {counts['closed']} closes, of "
        f"{counts['closed-implied']} by implication, of {counts['open']} it does not "
        f"({near} lack the return alone); {errors} gaps are errors.",
    )


def _tiles(numbers: dict[str, int], kept: Sequence[str] = ()) -> list[tuple[Words, int, str]]:
    return [(WORDS[k], n, k) for k, n in numbers.items() if not kept or k in kept]


def _facts(part: Part) -> dict[str, Any]:
    return {
        "system": part.name,
        "iri": own_instrument(part.case.reasoned.asserted) or None,
        "title": part.found.title.zh,
        "title_en": part.found.title.en,
        "issued_by": [part.piece(iri).words.zh for iri in _said(part, DG.isIssuedBy)],
        "issued_on": next(iter(_said(part, DG.isIssuedOn)), None),
        "verdict": part.found.verdict,
        "summary": part.found.summary,
        "tally": part.found.tally,
        "counts": part.found.counts,
    }


def about(part: Part) -> Sheet:
    """Give the overview of a system: verdict, sizes, gaps by check with cures, all lists."""
    own = own_instrument(part.case.reasoned.asserted)
    return Sheet(
        template="about.html",
        title=part.found.title,
        show=partial(_overview, part),
        facts=lambda: {**_facts(part), "report": as_json(part.found)},
        grid=lambda: _summary(part),
        triples=partial(described, part.case.system.store, [own] if own else []),
        place="about",
        canonical=part.within("about"),
    )


def _summary(part: Part) -> Grid:
    found = summary(part.found)
    return Grid(("item", "value"), tuple(tuple(row) for row in found.cells("zh")))


def _overview(part: Part) -> dict[str, Any]:
    found = part.found
    return {
        **_card(part),
        "license": [Piece(same(one), one) for one in _said(part, DCTERMS.license)],
        "rows": _tiles(rows_by_outcome(found)),
        "tally": _tiles(found.tally),
        "sizes": _tiles(found.counts),
        "loops": [
            {
                "names": loop_names(found, loop),
                "grade": loop.grade,
                "words": loop_grade(loop),
                "ways": [
                    (WORDS["down" if hop.kind == "entrust" else "up"], way(found, hop))
                    for hop in loop.hops
                ],
            }
            for loop in found.case.loops
        ],
        "near": _near(part),
        "groups": _groups(part),
        "no_text": found.case.system.text is None,
    }


def _near(part: Part) -> list[Value]:
    """List the holders in scope that lack a single sentence, with that sentence."""
    inside = {v.holder for v in part.case.verdicts if v.in_scope}
    gaps: dict[str, list[Value]] = {}
    for gap in part.model["gaps"]:
        if part.iris[gap["holder"]] in inside:
            gaps.setdefault(gap["holder"], []).append(gap)
    return [
        {"holder": part.party(holder), "draft": blocks.draft(part, found[0])}
        for holder, found in gaps.items()
        if len(found) == 1
    ]


def _groups(part: Part) -> list[Value]:
    """Group the findings by check, with the first cure of each."""
    named = {check.name: check for check in part.found.checks}
    fresh = part.found.fresh
    return [
        {
            "severity": severity,
            "name": name,
            "title": named[name].texts["title"],
            "path": part.within(f"check/{name}"),
            "number": len(group),
            "first": blocks.finding(part, group[0]),
            "subjects": [blocks.subject(part, one) for one in group],
        }
        for (severity, name), some in groupby(fresh, lambda f: (f.severity, f.check))
        for group in (list(some),)
    ]
