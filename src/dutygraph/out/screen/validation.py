"""How is the result of validating shown?"""

from __future__ import annotations

from typing import Final

from dutygraph.audit.validate import Validation
from dutygraph.findings import Words
from dutygraph.out.tables import render, to_json
from dutygraph.out.words import word

_HEAD: Final = ("kind", "place", "message", "cure", "severity", "subject", "value")
_NARROW: Final = 5  # columns that a screen or a page has room for
_LINES: Final = {
    "sound": Words(
        "数据合规：{norms}项规范，{anchored}处原文均在其位。",
        "Sound: {norms} norms; {anchored} quotes stand in place.",
    ),
    "sound-untexted": Words("数据合规：{norms}项规范。", "Sound: {norms} norms."),
    "sound-ontology": Words(
        "本体合规：{files}个文件，{terms}个术语和代码。",
        "In good style: {files} files; {terms} terms and codes.",
    ),
    "faulty": Words("发现：{count}处。", "Found: {count}."),
    "broken": Words("数据不合规：{count}处。", "Broken forms: {count}."),
    "purpose": Words("目的语（不设规范）", "purpose (no norm)"),
}


def show(found: Validation, kind: str, lang: str) -> str:
    """Write what validating found in one of the formats of `tables`."""
    rows = _rows(found, lang)
    if kind == "json":
        return to_json(_plain(found, [dict(zip(_HEAD, row, strict=True)) for row in rows]))
    for provision, stretches in found.purposes:
        what = _LINES["purpose"].in_language(lang)
        words = "；".join(f"“{s.words}”" for s in stretches)
        label = provision.label.in_language(lang)
        rows.append(("purpose", label, f"{what} {words}", "", "", "", ""))
    if kind in {"csv", "tsv"}:
        return render(_HEAD, rows, kind)
    body = render(_HEAD[:_NARROW], [row[:_NARROW] for row in rows], kind)
    if kind == "md":
        return body
    lines = [found.name, remark(found, lang), _summary(found, lang)]
    return "\n".join(line for line in lines if line) + "\n" + (body if rows else "")


def remark(found: Validation, lang: str) -> str:
    """Say that there was no text to check against; empty where there was."""
    return word("no-text", lang) if found.skipped else ""


def _rows(found: Validation, lang: str) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        ("form", p.place, p.message, p.cure, "error", "", "") for p in found.problems
    ]
    for fault in found.faults:
        f = fault.finding
        texts = f.message.in_language(lang), f.cure.in_language(lang)
        values = "；".join(fault.values)
        rows.append((f.check, fault.place, *texts, f.severity, f.subject, values))
    return rows


def _summary(found: Validation, lang: str) -> str:
    count = len(found.problems) or len(found.faults)
    if found.problems:
        key = "broken"
    elif found.faults:
        key = "faulty"
    elif "terms" in found.sizes:
        key = "sound-ontology"
    else:
        key = "sound-untexted" if found.skipped else "sound"
    return _LINES[key].in_language(lang).format(count=count, **found.sizes)


def _plain(found: Validation, rows: list[dict[str, str]]) -> dict[str, object]:
    return {
        "system": found.name,
        "sound": found.sound,
        **found.sizes,
        "skipped": list(found.skipped),
        "findings": rows,
        "purposes": [
            {"provision": p.label.zh, "words": [s.words for s in stretches]}
            for p, stretches in found.purposes
        ],
    }
