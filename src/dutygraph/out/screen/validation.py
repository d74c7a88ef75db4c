"""How is the result of validating shown?"""

from __future__ import annotations

from dutygraph.audit.validate import Validation
from dutygraph.findings import Words
from dutygraph.out.tables import render, to_json
from dutygraph.out.words import word

_LINES = {
    "sound": Words(
        "数据合规：{norms}项规范，{anchored}处原文均在其位。",
        "Sound: {norms} norms; {anchored} quotes stand in place.",
    ),
    "broken": Words("数据不合规：{count}处。", "Broken forms: {count}."),
    "purpose": Words("目的语（不设规范）", "purpose (no norm)"),
}


def show(found: Validation, kind: str, lang: str) -> str:
    """Write what validating found in one of the formats of `tables`."""
    head = ("kind", "place", "message", "cure")
    rows = [("form", p.place, p.message, p.cure) for p in found.problems]
    for f in found.findings:
        place = f.provision or f.subject
        rows.append((f.check, place, f.message.in_language(lang), f.cure.in_language(lang)))
    if kind == "json":
        return to_json(_plain(found, [dict(zip(head, row, strict=True)) for row in rows]))
    for provision, stretches in found.purposes:
        what = _LINES["purpose"].in_language(lang)
        words = "；".join(f"“{s.words}”" for s in stretches)
        rows.append(("purpose", provision.label.in_language(lang), f"{what} {words}", ""))
    if kind != "table":
        return render(head, rows, kind)
    lines = [found.system.name]
    if found.system.text is None:
        lines.append(word("no-text", lang))
    key = "broken" if found.problems else "sound"
    summary = _LINES[key].in_language(lang)
    lines.append(
        summary.format(norms=found.norms, anchored=found.anchored, count=len(found.problems))
    )
    body = render(head, rows, "table") if rows else ""
    return "\n".join(lines) + "\n" + body


def _plain(found: Validation, rows: list[dict[str, str]]) -> dict[str, object]:
    return {
        "system": found.system.name,
        "sound": not found.problems,
        "norms": found.norms,
        "anchored": found.anchored,
        "findings": rows,
        "purposes": [
            {"provision": p.label.zh, "words": [s.words for s in stretches]}
            for p, stretches in found.purposes
        ],
    }
