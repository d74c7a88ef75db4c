"""What does the site say of holders: the list of them, and the page of each?"""

from __future__ import annotations

from functools import partial
from typing import Any

from rdflib import URIRef

from dutygraph.audit.drafts import propose
from dutygraph.audit.holders import borne_by
from dutygraph.audit.report import finding_as_json, row_as_json
from dutygraph.findings import Words
from dutygraph.model import Holder
from dutygraph.names import DG, local
from dutygraph.net.loops import LINKS, Verdict
from dutygraph.out.lists.register import entry, listed
from dutygraph.out.page.lanes import UNRANKED
from dutygraph.out.page.lines import LINES
from dutygraph.out.picture.scene import scene
from dutygraph.out.picture.svg import svg
from dutygraph.out.proposals import proposal_json
from dutygraph.out.site import blocks
from dutygraph.out.site.describe import described
from dutygraph.out.site.part import Part, Value
from dutygraph.out.site.pieces import Column, Grid, Piece, Row, Sheet, Table, plain
from dutygraph.out.site.wording import SITE

_COLUMNS = (
    Column("level", SITE["level"]),
    Column("holder", SITE["holder"]),
    *(Column(kind, SITE[kind]) for kind in LINKS),
    Column("outcome", SITE["verdict"]),
    Column("norms", SITE["norms"]),
    Column("findings", SITE["findings"]),
)
_GRADES = ("explicit", "implied", "missing")


def table(part: Part) -> Table:
    """List all parties, those that are judged first, from the highest level down."""
    judged = {h.iri: v for h, v in part.found.rows()}
    rest = [iri for iri in part.parties if iri not in judged]
    borne: dict[str, int] = {}
    for norm in part.found.norms.values():
        for iri in norm.holders:
            borne[iri] = borne.get(iri, 0) + 1
    rows = (_row(part, iri, judged.get(iri), borne.get(iri, 0)) for iri in (*judged, *rest))
    return Table(_COLUMNS, tuple(rows))


def _row(part: Part, iri: str, verdict: Verdict | None, norms: int) -> Row:
    holder = part.found.holders.get(iri)
    level = holder.level_name if holder and holder.level_name else None
    grades = {link.kind: link.grade for link in verdict.links} if verdict else {}
    outcome = verdict.outcome if verdict else ""
    about = part.about.get(local(iri), 0)
    cells = (
        (Piece(level, "", "level"),) if level else (),
        (part.piece(iri),),
        *((_mark(grades[kind]),) if kind in grades else () for kind in LINKS),
        (_outcome(verdict),) if verdict else (),
        (plain(norms, "number"),) if norms else (),
        (plain(about, "number"),) if about else (),
    )
    rank = holder.level if holder and holder.level is not None else UNRANKED
    order = [_GRADES.index(grades[kind]) if kind in grades else 9 for kind in LINKS]
    label = part.piece(iri).words
    facts = {
        "id": local(iri),
        "iri": iri,
        "label": label.zh,
        "label_en": label.en,
        "kind": _kind(part, iri, holder),
        "level": holder.level_label if holder else None,
        "in_scope": verdict.in_scope if verdict else None,
        "verdict": outcome or None,
        "links": grades,
        "norms": norms,
        "findings": about,
    }
    return Row(iri, cells, (rank, label.zh, *order, outcome, norms, about), facts)


def _mark(grade: str) -> Piece:
    return Piece(SITE[grade], "", f"mark {grade}")


def _outcome(verdict: Verdict) -> Piece:
    words = SITE[verdict.outcome]
    if verdict.in_scope:
        return Piece(words, "", f"badge {verdict.outcome}")
    out = SITE["out_of_scope"]
    return Piece(Words(f"{words.zh}（{out.zh}）", f"{words.en} ({out.en})"), "", "badge outside")


def _kind(part: Part, iri: str, holder: Holder | None) -> str:
    if holder:
        return holder.kind
    known = part.case.reasoned.known
    return "alternative" if (URIRef(iri), DG.offers, None) in known else "other"


def sheet(part: Part, iri: str) -> Sheet:
    """Describe a party: how its chain stands, what it bears, its lines, its findings."""
    holder = part.found.holders.get(iri)
    label = part.piece(iri).words
    return Sheet(
        template="holder.html",
        title=label,
        show=partial(_show, part, iri, holder),
        facts=partial(_facts, part, iri, holder, label),
        grid=partial(_grid, part, iri, holder),
        triples=partial(described, part.case.system.store, [iri]),
        place="holders",
        canonical=part.address(iri) or "",
    )


def _show(part: Part, iri: str, holder: Holder | None) -> dict[str, Any]:
    one = part.ids.of(iri) or ""
    value = part.by_id[one]
    verdict = part.verdicts.get(iri)
    gaps = [gap for gap in part.model["gaps"] if gap["holder"] == one]
    lines = [blocks.line(part, x, one) for x in part.lines.get(one, ()) if x["kind"] in LINES]
    return {
        "kind": SITE[_kind(part, iri, holder)],
        "level": holder.level_name if holder else None,
        "outcome": _outcome(verdict) if verdict else None,
        "members": [part.piece(m) for m in holder.members] if holder else [],
        "wholes": _wholes(part, one),
        "links": blocks.links(part, value["row"], gaps) if value.get("row") else [],
        "borne": _borne(part, holder),
        "meets": _meets(part, iri),
        "lines_out": [x for x in lines if x["out"] and not x["general"]],
        "lines_in": [x for x in lines if not x["out"] and not x["general"]],
        "general": [x for x in lines if x["general"]],
        "findings": blocks.findings(part, [local(iri)]),
        "picture": _picture(part, one),
        "in_graph": part.graph(sel=f"holder:{one}"),
        "walk": part.graph(walk=f"holder:{one}") if value.get("row") else "",
    }


def _wholes(part: Part, one: str) -> list[Piece]:
    ties = ("post", "partner", "member")
    found = (x["to"] for x in part.lines.get(one, ()) if x["kind"] in ties and x["from"] == one)
    return [part.party(to) for to in dict.fromkeys(found)]


def _borne(part: Part, holder: Holder | None) -> list[Value]:
    if holder is None:
        return []
    return [
        {
            **blocks.duty(part, bearing.norm),
            "bearer": None if bearing.is_own(holder) else part.piece(bearing.bearer.iri),
        }
        for bearing in borne_by(part.case, holder)
    ]


def _meets(part: Part, iri: str) -> list[Value]:
    """List the norms that name a party without laying anything on it."""
    found = []
    for norm in part.found.norms.values():
        named = {*norm.counterparts, *norm.imposers, *(i for o in norm.recipients or () for i in o)}
        if iri in named and iri not in norm.holders:
            found.append(blocks.duty(part, norm))
    return found


def _picture(part: Part, one: str) -> dict[str, str] | None:
    drawn = any(x["kind"] in {*LINES, "option"} and not x.get("general") for x in part.near(one))
    if not drawn:
        return None
    around = scene(part.model, "holder", one)
    return {lang: svg(part.model, around, lang) for lang in ("zh", "en")}


def _facts(part: Part, iri: str, holder: Holder | None, label: Words) -> dict[str, Any]:
    one = part.ids.of(iri) or ""
    verdict = part.verdicts.get(iri)
    judged = row_as_json(part.found, holder, verdict) if holder and verdict else None
    lines = [x for x in part.lines.get(one, ()) if x["kind"] in LINES]
    borne = borne_by(part.case, holder) if holder else ()
    return {
        "id": local(iri),
        "iri": iri,
        "system": part.name,
        "label": label.zh,
        "label_en": label.en,
        "kind": _kind(part, iri, holder),
        "level": holder.level_label if holder else None,
        "members": [local(m) for m in holder.members] if holder else [],
        "judgement": judged,
        "repair": proposal_json(propose(part.case, iri), part.found) if judged else None,
        "norms": [entry(part.case, bearing.norm) for bearing in borne],
        "lines": lines,
        "findings": [
            finding_as_json(part.found, f, "zh")
            for f in part.found.findings
            if f.subject == local(iri)
        ],
    }


def _grid(part: Part, iri: str, holder: Holder | None) -> Grid:
    """Give the register of a holder; for a party that bears nothing, its lines."""
    if holder is None:
        one = part.ids.of(iri) or ""
        lines = [x for x in part.lines.get(one, ()) if x["kind"] in LINES]
        names = ("kind", "from", "to", "grade")
        return Grid(names, tuple(tuple(x[key] for key in names) for x in lines))
    found = listed(part.case, holder)
    head = tuple(column.name for column in found.columns)
    return Grid(head, tuple(tuple(row) for row in found.cells("zh")))
