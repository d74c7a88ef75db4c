"""What is the register of duties (责任清单) of a system?"""

from __future__ import annotations

from typing import Any

from rdflib import URIRef

from dutygraph.audit.case import Case
from dutygraph.model import Norm
from dutygraph.out.tables import render, to_json

_HEADS = {
    "zh": (
        "编号",
        "条款",
        "主体",
        "效力",
        "职能",
        "原文",
        "报告对象",
        "频次",
        "条件",
        "实施机关",
        "证据",
        "读法",
    ),
    "en": (
        "id",
        "article",
        "holders",
        "force",
        "function",
        "quote",
        "recipients",
        "frequency",
        "condition",
        "imposed by",
        "evidence",
        "rules",
    ),
}


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


def register(case: Case, kind: str, lang: str = "zh") -> str:
    """Write the register in one of the formats of `tables`."""
    entries = [entry(case, norm) for norm in case.norms]
    if kind == "json":
        return to_json(entries)
    rows = [_row(case, norm, e, lang) for norm, e in zip(case.norms, entries, strict=True)]
    return render(_HEADS[lang], rows, kind)


def _row(case: Case, norm: Norm, e: dict[str, Any], lang: str) -> tuple[object, ...]:
    word = case.reasoned.reader.code_label
    provision = norm.provision.label.in_language(lang) if norm.provision else ""
    holders = [
        case.reasoned.reader.words(URIRef(h)).in_language(lang) for h in _by_mention(case, norm)
    ]
    recipients = " / ".join("、".join(r) for r in e["recipients"] or [])
    unstated = {"zh": "未写明", "en": "not stated"}[lang]
    consequence = {"reward", "sanction"} & set(norm.functions)
    imposed = e["imposed_by"] or (unstated if consequence else "")
    return (
        e["id"],
        provision,
        holders or (unstated if "holder" in norm.silences else ""),
        word("force", norm.force).in_language(lang),
        word("function", e["function"]).in_language(lang) if e["function"] else "",
        e["quote"],
        recipients,
        norm.frequency.stated if norm.frequency else "",
        e["condition"],
        imposed,
        word("evidence", norm.evidence).in_language(lang),
        e["rules"],
    )


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
