"""What does the site say of norms: the list of them, and the page of each?"""

from __future__ import annotations

from functools import partial
from typing import Any

from dutygraph.audit.report import finding_as_json
from dutygraph.findings import Words
from dutygraph.model import Norm
from dutygraph.out.lists.register import entry, listed
from dutygraph.out.page.lines import LINES
from dutygraph.out.site import blocks
from dutygraph.out.site.describe import described
from dutygraph.out.site.part import Part, Value
from dutygraph.out.site.pieces import Column, Grid, Piece, Row, Sheet, Table, same
from dutygraph.out.site.segments import segments
from dutygraph.out.site.wording import SITE, say

_COLUMNS = (
    Column("id", Words("编号", "id")),
    Column("article", SITE["article"]),
    Column("quote", SITE["quote"]),
    Column("holders", SITE["holders"]),
    Column("force", SITE["force"]),
    Column("function", SITE["function"]),
    Column("evidence", SITE["evidence"]),
)


def table(part: Part) -> Table:
    """List the norms in the order of the text."""
    rows = (_row(part, at, norm) for at, norm in enumerate(part.found.norms.values()))
    return Table(_COLUMNS, tuple(rows))


def _row(part: Part, at: int, norm: Norm) -> Row:
    one = blocks.duty(part, norm)
    silent = (Piece(say("silent-on"), "", "soft"),) if "holder" in norm.silences else ()
    cells = (
        (one["norm"],),
        (one["article"],),
        (Piece(same(one["words"]), one["norm"].path, "quote"),),
        tuple(one["holders"]) or silent,
        (one["force"],),
        tuple(one["functions"]),
        (Piece(SITE.get(norm.evidence, same(norm.evidence)), "", f"grade {norm.evidence}"),),
    )
    said = [cell[0].words.zh if cell else "" for cell in cells]
    facts = {**entry(part.case, norm), "iri": norm.iri}
    return Row(norm.iri, cells, (at, at, *said[2:]), facts)


def sheet(part: Part, iri: str) -> Sheet:
    """Describe a norm: its words, who has to do with it, its article, what rests on it."""
    norm = part.found.norms[iri]
    where = norm.provision.label if norm.provision else Words("", "")
    title = Words(f"{where.zh} {norm.id}".strip(), f"{where.en} {norm.id}".strip())
    return Sheet(
        template="norm.html",
        title=title,
        show=partial(_show, part, norm),
        facts=partial(_facts, part, norm),
        grid=partial(_grid, part, norm),
        triples=partial(described, part.case.system.store, [iri]),
        place="norms",
        canonical=part.address(iri) or "",
    )


def _show(part: Part, norm: Norm) -> dict[str, Any]:
    order = list(part.found.norms.values())
    at = order.index(norm)
    return {
        **blocks.duty(part, norm),
        "place": say("in-text", norm.quote.start, norm.quote.end) if norm.quote else None,
        "facts": [(say(key), pieces) for key, pieces in _rows(part, norm) if pieces],
        "segments": _article(part, norm),
        "lines": [blocks.line(part, x, x["from"]) for x in _lines(part, norm)],
        "readings": [
            {
                "note": Words(*x["note"]),
                "effect": SITE["changes" if x["changes"] else "no-change"],
            }
            for x in part.model["readings"]
            if x["norm"] == norm.id
        ],
        "findings": blocks.findings(part, [norm.id]),
        "before": part.norm(order[at - 1].id) if at else None,
        "after": part.norm(order[at + 1].id) if at + 1 < len(order) else None,
        "in_graph": part.graph(view="text", sel=f"norm:{norm.id}"),
    }


def _rows(part: Part, norm: Norm) -> list[tuple[str, list[Piece]]]:
    consequence = {"reward", "sanction"} & set(norm.functions)
    unsaid = [Piece(say("silent-on"), "", "soft")]
    return [
        ("holders", [part.piece(i) for i in norm.holders] or unsaid * ("holder" in norm.silences)),
        ("force", [part.code("force", norm.force)] if norm.force else []),
        ("function", [part.code("function", one) for one in norm.functions]),
        ("counterparts", [part.piece(i) for i in norm.counterparts]),
        ("recipients", _recipients(part, norm)),
        ("frequency", _frequency(norm)),
        ("threshold", _threshold(norm)),
        ("condition", [Piece(same(c.words), "", "quote") for c in norm.conditions]),
        ("imposed-by", [part.piece(i) for i in norm.imposers] or unsaid * bool(consequence)),
        ("silent-on", [part.code("aspect", one) for one in norm.silences]),
        ("evidence", [part.code("evidence", norm.evidence)]),
        ("rules", [part.rule(rule) for rule in norm.rules]),
    ]


def _recipients(part: Part, norm: Norm) -> list[Piece]:
    """Lead to those who are told, alternatives with an `or` between them."""
    found: list[Piece] = []
    for at, option in enumerate(norm.recipients or ()):
        found += [Piece(SITE["or"], "", "or")] * bool(at)
        found += [part.piece(iri) for iri in option]
    return found


def _frequency(norm: Norm) -> list[Piece]:
    found = norm.frequency
    if found is None:
        return []
    exact = f"（≥ {found.minimum} / {found.period}）" if found.minimum and found.period else ""
    return [Piece(same(found.stated + exact), "", "quote")]


def _threshold(norm: Norm) -> list[Piece]:
    found = norm.threshold
    return [Piece(same(f"≥ {found.minimum} {found.unit}"))] if found else []


def _article(part: Part, norm: Norm) -> list[Value]:
    """Show the article with the norm's words lit."""
    text, home = part.case.system.text, norm.provision
    if text is None or home is None:
        return []
    lit = [("lit", norm.quote)] if norm.quote else []
    beside = [("beside", e) for e in (*norm.mentions, *norm.conditions)]
    spans = [(kind, e.start, e.end, norm.id) for kind, e in (*lit, *beside)]
    return segments(part, text, home, spans)


def _lines(part: Part, norm: Norm) -> list[Value]:
    return [x for x in part.model["lines"] if norm.id in x.get("norms", ()) and x["kind"] in LINES]


def _facts(part: Part, norm: Norm) -> dict[str, Any]:
    return {
        **entry(part.case, norm),
        "iri": norm.iri,
        "system": part.name,
        "provision": norm.provision.iri if norm.provision else None,
        "holder_iris": list(norm.holders),
        "lines": _lines(part, norm),
        "findings": [
            finding_as_json(part.found, f, "zh")
            for f in part.found.findings
            if f.subject == norm.id
        ],
    }


def _grid(part: Part, norm: Norm) -> Grid:
    found = listed(part.case)
    rows = [row for row in found.cells("zh") if row[0] == norm.id]
    return Grid(tuple(column.name for column in found.columns), tuple(map(tuple, rows)))
