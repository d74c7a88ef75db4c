"""What is the register of duties (责任清单) of a system?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from rdflib import URIRef

from dutygraph.audit.case import Case
from dutygraph.audit.holders import Bearing, borne_by, find_holder
from dutygraph.audit.report import instrument_title
from dutygraph.findings import Words
from dutygraph.model import Holder, Norm
from dutygraph.names import DG, code
from dutygraph.out.lists.listing import Cell, Column, Listing
from dutygraph.out.lists.shape import shaped
from dutygraph.out.tables import to_json

_COLUMNS: Final = (
    Column("id", Words("编号", "id"), 13),
    Column("article", Words("条款", "article"), 13),
    Column("holders", Words("主体", "holders"), 24),
    Column("force", Words("效力", "force"), 14),
    Column("function", Words("职能", "function"), 15),
    Column("quote", Words("原文", "quote"), 42),
    Column("recipients", Words("报告对象", "recipients"), 20),
    Column("frequency", Words("频次", "frequency"), 16),
    Column("condition", Words("条件", "condition"), 26),
    Column("imposed_by", Words("实施机关", "imposed by"), 15),
    Column("evidence", Words("证据", "evidence"), 14),
    Column("rules", Words("读法", "rules"), 11),
)
_BORNE: Final = Column("borne", Words("承担方式", "borne"), 22)
_TITLE: Final = Words("责任清单", "Register of duties")
_UNSTATED: Final = Words("未写明", "not stated")


def entry(case: Case, norm: Norm) -> dict[str, Any]:
    """Write one norm under the keys that machines rely on."""
    provision, quote = norm.provision, norm.quote
    return {
        "id": norm.id,
        "article": provision.number if provision else None,
        "start": quote.start if quote else None,
        "end": quote.end if quote else None,
        "quote": quote.words if quote else None,
        "holders": _ordered(case, norm),
        "force": norm.force,
        "function": norm.functions[0] if norm.functions else None,
        "functions": list(norm.functions),
        "action": norm.action or None,
        "object": norm.object,
        "counterparts": _labels(case, norm.counterparts),
        "recipients": _recipients(case, norm),
        "frequency": _frequency(norm),
        "threshold": (
            {"min": norm.threshold.minimum, "unit": norm.threshold.unit} if norm.threshold else None
        ),
        "condition": "；".join(c.words for c in norm.conditions) or None,
        "imposed_by": _labels(case, norm.imposers) or None,
        "silent_on": list(norm.silences),
        "evidence": norm.evidence,
        "rules": list(norm.rules),
    }


def register(case: Case, kind: str, lang: str = "zh", name: str | None = None) -> str | bytes:
    """Write the register, of all norms or of those that one holder bears.

    A holder's register says of each norm whether the text names the holder itself or a joint
    holder in which it is a partner.

    Raises: UsageError for a holder that is not known, with the nearest.
    """
    holder = find_holder(case, name) if name else None
    if kind == "json":
        return to_json(_entries(case, holder))
    return shaped(listed(case, holder), _subtitle(case, holder), case.system.name, kind, lang)


def listed(case: Case, holder: Holder | None = None) -> Listing:
    """List the norms of a system, or those that a holder bears."""
    if holder is None:
        return Listing(_TITLE, _COLUMNS, tuple(_row(case, norm) for norm in case.norms))
    rows = tuple((*_row(case, b.norm), _borne(case, b, holder)) for b in borne_by(case, holder))
    return Listing(_TITLE, (*_COLUMNS, _BORNE), rows)


def _entries(case: Case, holder: Holder | None) -> list[dict[str, Any]]:
    if holder is None:
        return [entry(case, norm) for norm in case.norms]
    return [
        {
            **entry(case, b.norm),
            "borne": "own" if b.is_own(holder) else "joint",
            "bearer": b.bearer.label.zh,
        }
        for b in borne_by(case, holder)
    ]


def _borne(case: Case, bearing: Bearing, holder: Holder) -> Words:
    if bearing.is_own(holder):
        return Words("本身", "own")
    bearer, party = bearing.bearer, code("class", "party-and-government")
    joint = (URIRef(bearer.iri), DG.hasClassification, party) in case.reasoned.known
    how = Words("党政同责", "party and government alike") if joint else Words("共同承担", "jointly")
    return Words(f"{how.zh}：{bearer.label.zh}", f"{how.en}: {bearer.label.en}")


def _subtitle(case: Case, holder: Holder | None) -> Words:
    title = instrument_title(case)
    if holder is None:
        return title
    return Words(f"{title.zh}：{holder.label.zh}", f"{title.en}: {holder.label.en}")


def _row(case: Case, norm: Norm) -> tuple[Cell, ...]:
    reader = case.reasoned.reader
    consequence = {"reward", "sanction"} & set(norm.functions)
    holders = _said(case, _by_mention(case, norm))
    recipients = [_said(case, option, "、") for option in norm.recipients or ()]
    return (
        norm.id,
        norm.provision.label if norm.provision else "",
        holders if norm.holders else (_UNSTATED if "holder" in norm.silences else ""),
        reader.code_label("force", norm.force),
        reader.code_label("function", norm.functions[0]) if norm.functions else "",
        norm.quote.words if norm.quote else "",
        Words(" / ".join(r.zh for r in recipients), " / ".join(r.en for r in recipients)),
        norm.frequency.stated if norm.frequency else "",
        "；".join(c.words for c in norm.conditions),
        _said(case, norm.imposers) if norm.imposers else (_UNSTATED if consequence else ""),
        reader.code_label("evidence", norm.evidence),
        "；".join(norm.rules),
    )


def _said(case: Case, iris: Iterable[str], mark: str = "；") -> Words:
    labels = [case.reasoned.reader.words(URIRef(iri)) for iri in iris]
    return Words(mark.join(x.zh for x in labels), ", ".join(x.en for x in labels))


def _by_mention(case: Case, norm: Norm) -> list[str]:
    """Order holders as their labels stand in the text, so far as they do."""
    text = case.system.text or ""
    start = norm.provision.start if norm.provision else 0
    end = norm.quote.end if norm.quote else len(text)

    def at(iri: str) -> tuple[int, str]:
        place = text.find(case.reasoned.reader.words(URIRef(iri)).zh, start, end)
        return (place if place >= 0 else len(text)), iri

    return sorted(norm.holders, key=at)


def _ordered(case: Case, norm: Norm) -> list[str]:
    return _labels(case, tuple(_by_mention(case, norm)))


def _labels(case: Case, iris: tuple[str, ...]) -> list[str]:
    return [case.reasoned.reader.words(URIRef(i)).zh for i in iris]


def _recipients(case: Case, norm: Norm) -> list[list[str]] | None:
    if norm.recipients is None:
        return None
    return [_labels(case, option) for option in norm.recipients]


def _frequency(norm: Norm) -> dict[str, object] | None:
    f = norm.frequency
    return {"stated": f.stated, "min": f.minimum, "period": f.period} if f else None
