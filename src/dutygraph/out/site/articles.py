"""What does the site say of articles: the list of them, and the page of each?"""

from __future__ import annotations

from functools import partial
from typing import Any

from dutygraph.audit.report import finding_as_json
from dutygraph.model import Excerpt, Norm, Provision
from dutygraph.names import local
from dutygraph.out.lists.register import listed
from dutygraph.out.site import blocks
from dutygraph.out.site.describe import described
from dutygraph.out.site.part import Part
from dutygraph.out.site.pieces import Column, Grid, Piece, Row, Sheet, Table, plain, same
from dutygraph.out.site.segments import Span, segments
from dutygraph.out.site.wording import SITE

_COLUMNS = (
    Column("article", SITE["article"]),
    Column("text", SITE["text"]),
    Column("characters", SITE["characters"]),
    Column("norms", SITE["norms"]),
    Column("uncovered", SITE["uncovered"]),
    Column("findings", SITE["findings"]),
)
_OPENING = 60


def table(part: Part) -> Table:
    """List chapters and articles in the order of the text."""
    rows = (_row(part, at, one) for at, one in enumerate(part.case.provisions))
    return Table(_COLUMNS, tuple(rows))


def _coverage(part: Part, one: Provision) -> tuple[tuple[Excerpt, ...], tuple[Excerpt, ...]]:
    """Give the purpose phrases of an article, and its words without a norm."""
    return part.coverage.get(one.iri, ((), ()))


def _subjects(one: Provision, own: list[Norm]) -> set[str]:
    return {local(one.iri), *(norm.id for norm in own)}


def _row(part: Part, at: int, one: Provision) -> Row:
    own = part.norms_in.get(one.iri, []) if one.kind != "chapter" else []
    rest = _coverage(part, one)[1]
    text = part.case.system.text or ""
    words = text[one.start : one.end].strip()
    opening = words if len(words) <= _OPENING else f"{words[:_OPENING]}…"
    about = sum(part.about.get(name, 0) for name in _subjects(one, own))
    shown = opening if one.kind != "chapter" else ""
    cells = (
        (Piece(one.label, part.address(one.iri) or "", f"of-{one.kind}"),),
        (Piece(same(shown), "", "quote"),) if shown else (),
        (plain(one.end - one.start, "number"),),
        (plain(len(own), "number"),) if own else (),
        tuple(Piece(same(e.words), "", "quote") for e in rest),
        (plain(about, "number"),) if about else (),
    )
    facts = {
        "id": local(one.iri),
        "iri": one.iri,
        "kind": one.kind,
        "number": one.number,
        "label": one.label.zh,
        "label_en": one.label.en,
        "start": one.start,
        "end": one.end,
        "norms": [norm.id for norm in own],
        "uncovered": [_excerpt(e) for e in rest],
        "findings": about,
    }
    return Row(one.iri, cells, (at, at, one.end - one.start, len(own), len(rest), about), facts)


def _excerpt(one: Excerpt) -> dict[str, Any]:
    return {"start": one.start, "end": one.end, "quote": one.words}


def sheet(part: Part, iri: str) -> Sheet:
    """Show an article: its text with each norm's words marked, and what was found there."""
    one = part.provisions[iri]
    return Sheet(
        template="article.html",
        title=one.label,
        show=partial(_show, part, one),
        facts=partial(_facts, part, one),
        grid=partial(_grid, part, one),
        triples=partial(described, part.case.system.store, [iri]),
        place="articles",
        canonical=part.address(iri) or "",
    )


def _show(part: Part, one: Provision) -> dict[str, Any]:
    own = part.norms_in.get(one.iri, [])
    text = part.case.system.text
    order = [p for p in part.case.provisions if p.kind == one.kind]
    at = order.index(one)
    children = [p for p in part.case.provisions if p.parent == one.iri]
    subjects = _subjects(one, own) | {local(p.iri) for p in children}
    return {
        "segments": segments(part, text, one, _spans(part, one, own)) if text else [],
        "norms": [blocks.duty(part, norm) for norm in own],
        "purposes": _coverage(part, one)[0],
        "uncovered": _coverage(part, one)[1],
        "parent": part.provision(part.provisions.get(one.parent or "")) if one.parent else None,
        "children": [part.provision(p) for p in children],
        "findings": blocks.findings(part, subjects),
        "before": part.provision(order[at - 1]) if at else None,
        "after": part.provision(order[at + 1]) if at + 1 < len(order) else None,
        "in_graph": part.graph(view="text", sel=f"words:{one.start}-{one.end}"),
    }


def _spans(part: Part, one: Provision, own: list[Norm]) -> list[Span]:
    found: list[Span] = []
    for norm in own:
        if norm.quote:
            found.append(("norm", norm.quote.start, norm.quote.end, norm.id))
        found += [("mention", e.start, e.end, "") for e in (*norm.mentions, *norm.conditions)]
    inside = [p for p in part.case.provisions if one.iri in {p.iri, p.parent}]
    for article in inside:
        purposes, rest = _coverage(part, article)
        found += [("purpose", e.start, e.end, "") for e in purposes]
        found += [("uncovered", e.start, e.end, "") for e in rest]
    return found


def _facts(part: Part, one: Provision) -> dict[str, Any]:
    own = part.norms_in.get(one.iri, [])
    text = part.case.system.text
    purposes, rest = _coverage(part, one)
    return {
        "id": local(one.iri),
        "iri": one.iri,
        "system": part.name,
        "kind": one.kind,
        "number": one.number,
        "label": one.label.zh,
        "label_en": one.label.en,
        "part_of": one.parent,
        "start": one.start,
        "end": one.end,
        "text": text[one.start : one.end] if text is not None else None,
        "norms": [{"id": n.id, **_excerpt(n.quote)} for n in own if n.quote],
        "purposes": [_excerpt(e) for e in purposes],
        "uncovered": [_excerpt(e) for e in rest],
        "findings": [
            finding_as_json(part.found, f, "zh")
            for f in part.found.findings
            if f.subject in _subjects(one, own)
        ],
    }


def _grid(part: Part, one: Provision) -> Grid:
    own = {norm.id for norm in part.norms_in.get(one.iri, [])}
    found = listed(part.case)
    rows = [tuple(row) for row in found.cells("zh") if row[0] in own]
    return Grid(tuple(column.name for column in found.columns), tuple(rows))
