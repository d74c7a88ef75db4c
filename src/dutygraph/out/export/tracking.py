"""What is the list by which the duties of a regulation are followed up (督办台账)?

One row an obligation, in the words of the text: who bears it, who leads, by when, how often,
to whom it is reported, who assesses it, and by which clause one is held to account. Where the
text is silent the cell says so, and nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rdflib import URIRef

from dutygraph.audit.case import EVIDENCE
from dutygraph.audit.report import NOT_STATED, Report
from dutygraph.findings import Words
from dutygraph.model import Norm
from dutygraph.names import DG
from dutygraph.net.links import Support
from dutygraph.out.export.often import often, within
from dutygraph.out.lists.listing import Cell, Column, Listing
from dutygraph.out.lists.shape import shaped
from dutygraph.out.tables import to_json
from dutygraph.triples.proofs import EXPLICIT

_TITLE: Final = Words("督办台账", "Tracking list of duties")
_COLUMNS: Final = (
    Column("task", Words("事项", "task"), 42),
    Column("holders", Words("责任主体", "responsible"), 22),
    Column("lead", Words("牵头", "lead"), 16),
    Column("cooperation", Words("配合", "in cooperation"), 16),
    Column("deadline", Words("时限", "deadline"), 12),
    Column("frequency", Words("频次", "frequency"), 15),
    Column("recipients", Words("报告对象", "reports to"), 24),
    Column("assessors", Words("考核主体", "assessed by"), 20),
    Column("accountability", Words("问责依据", "accountable under"), 24),
    Column("provision", Words("条款", "provision"), 14),
)
_SOLE: Final = Words("独任", "sole holder")
_IMPLIED: Final = Words("（推导）", " (implied)")
_CONSEQUENCES: Final = frozenset({"reward", "sanction"})


def tracking(found: Report, kind: str, lang: str) -> str | bytes:
    """Write the list in one of `kinds.SHEETS`; JSON under the names of the columns."""
    listing = listed(found)
    if kind == "json":
        names = [column.name for column in listing.columns]
        rows = [dict(zip(names, row, strict=True)) for row in listing.cells(lang)]
        return to_json(rows)
    return shaped(listing, found.title, found.case.system.name, kind, lang)


def listed(found: Report) -> Listing:
    """List the obligations, in the order of the text, but for those to reward or punish."""
    rows = tuple(
        _row(found, norm)
        for norm in found.case.norms
        if norm.force == "obligation" and not _CONSEQUENCES & set(norm.functions)
    )
    return Listing(_TITLE, _COLUMNS, rows)


def _row(found: Report, norm: Norm) -> tuple[Cell, ...]:
    article = norm.provision.label if norm.provision else Words("", "")
    return (
        norm.quote.words if norm.quote else f"{norm.action}{norm.object or ''}",
        _named(found, norm.holders) or NOT_STATED,
        _lead(found, norm),
        _cooperation(found, norm),
        within(norm.frequency) if norm.frequency else NOT_STATED,
        often(norm.frequency) if norm.frequency else NOT_STATED,
        _recipients(found, norm),
        _assessors(found, norm),
        _accountability(found, norm),
        Words(f"{article.zh} {norm.id}", f"{article.en} {norm.id}"),
    )


def _lead(found: Report, norm: Norm) -> Words:
    """Name who leads: of several holders, those whom the same article puts in the lead."""
    if "lead" in norm.functions:
        return _named(found, norm.holders) or NOT_STATED
    if len(norm.holders) == 1:
        return _SOLE
    leading = {
        holder
        for other in found.case.norms
        if other.provision == norm.provision and "lead" in other.functions
        for holder in other.holders
    }
    return _named(found, (h for h in norm.holders if h in leading)) or NOT_STATED


def _cooperation(found: Report, norm: Norm) -> Words:
    """Name with whom the text lets the holder cooperate, or whom it lets it consult."""
    asserted = found.case.reasoned.asserted
    said = []
    for prop, zh, en in ((DG.cooperatesWith, "", ""), (DG.consults, "（会商）", " (consulted)")):
        for one in sorted(map(str, asserted.objects(URIRef(norm.iri), prop))):
            label = found.label(one)
            said.append(Words(label.zh + zh, label.en + en))
    return _joined(said) or NOT_STATED


def _recipients(found: Report, norm: Norm) -> Words:
    """Name those to whom this norm has its holders report, else those to whom they do."""
    if norm.recipients:
        options = [_named(found, option) or NOT_STATED for option in norm.recipients]
        return Words("或".join(o.zh for o in options), " or ".join(o.en for o in options))
    said = []
    for _, target, supports in _lines(found, norm, "report", out=True):
        label = _options(found, target)
        ids = " ".join(dict.fromkeys(found.norm_id(s.norm) for s in supports if s.norm))
        said.append(Words(f"{label.zh}（{ids}）", f"{label.en} ({ids})"))
    return _joined(said) or NOT_STATED


def _assessors(found: Report, norm: Norm) -> Words:
    assessing = []
    for source, _, supports in _lines(found, norm, "oversight", out=False):
        norms = (found.norm_at(s.norm) for s in supports)
        if any(one and "assess" in one.functions for one in norms):
            assessing.append(source)
    return _named(found, assessing) or NOT_STATED


def _accountability(found: Report, norm: Norm) -> Words:
    """Name the clauses by which the holders are sanctioned, in the order of the text."""
    grades: dict[str, int] = {}
    for _, _, supports in _lines(found, norm, "consequence", out=False):
        for support in supports:
            one = found.norm_at(support.norm)
            if one and "sanction" in one.functions:
                grades[one.iri] = min(support.grade, grades.get(one.iri, support.grade))
    said = []
    for one in (n for n in found.case.norms if n.iri in grades):
        article = one.provision.label if one.provision else Words("", "")
        mark = _IMPLIED if grades[one.iri] > EXPLICIT else Words("", "")
        said.append(Words(f"{article.zh} {one.id}{mark.zh}", f"{article.en} {one.id}{mark.en}"))
    return _joined(said) or NOT_STATED


def _lines(
    found: Report, norm: Norm, kind: str, *, out: bool
) -> Iterable[tuple[str, str, list[Support]]]:
    """List the lines of one kind at a norm's holders, with what supports them well enough."""
    net = found.case.net
    most = EVIDENCE[found.case.evidence]
    for holder in norm.holders:
        if holder not in net.links:
            continue
        edges = net.links.out_edges if out else net.links.in_edges
        for source, target, key in sorted(edges(holder, keys=True)):
            supports = [s for s in net.supports(source, target, key) if s.grade <= most]
            if key == kind and supports:
                yield source, target, supports


def _options(found: Report, iri: str) -> Words:
    """Name a party, an alternative by its options."""
    edges = found.case.net.links.out_edges(iri, keys=True)
    options = sorted(target for _, target, key in edges if key == "option")
    labels = [found.label(one) for one in options or [iri]]
    return Words("或".join(x.zh for x in labels), " or ".join(x.en for x in labels))


def _named(found: Report, iris: Iterable[str]) -> Words | None:
    return _joined([found.label(iri) for iri in dict.fromkeys(iris)])


def _joined(said: list[Words]) -> Words | None:
    said = list(dict.fromkeys(said))
    if not said:
        return None
    return Words("；".join(w.zh for w in said), "; ".join(w.en for w in said))
