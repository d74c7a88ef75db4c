"""How does a report read as annotations of a GitHub workflow?"""

from __future__ import annotations

from typing import Final

from dutygraph.audit.report import Report
from dutygraph.findings import Finding
from dutygraph.out.lists.gaps import remark
from dutygraph.out.pipeline.spots import Spots, source_file
from dutygraph.out.words import word

_COMMANDS: Final = {"error": "error", "warning": "warning", "note": "notice"}
_DATA: Final = {ord(c): f"%{ord(c):02X}" for c in "%\r\n"}
_PROPERTY: Final = _DATA | {ord(c): f"%{ord(c):02X}" for c in ":,"}


def workflow_commands(found: Report, lang: str) -> str:
    """Write a workflow command for each finding; accepted ones last, and as notices.

    Source: GitHub, workflow commands; actions/toolkit, packages/core/src/command.ts.
    """
    spots, file = Spots(found), source_file(found)
    titles = {check.name: check.texts["title"].in_language(lang) for check in found.checks}
    ordered = (*found.fresh, *(f for f in found.findings if f in found.accepted))
    lines = []
    for finding in ordered:
        properties = {"file": file}
        spot = spots.of(finding)
        if spot:
            properties |= {"line": str(spot.line), "endLine": str(spot.end_line)}
            if spot.line == spot.end_line:
                properties |= {"col": str(spot.column), "endColumn": str(spot.end_column - 1)}
        properties["title"] = f"{finding.check} {titles[finding.check]}"
        command = "notice" if finding in found.accepted else _COMMANDS[finding.severity]
        given = ",".join(f"{key}={_escape(value, _PROPERTY)}" for key, value in properties.items())
        lines.append(f"::{command} {given}::{_escape(_text(found, finding, lang), _DATA)}\n")
    return "".join(lines)


def _text(found: Report, finding: Finding, lang: str) -> str:
    said = finding.message.in_language(lang)
    quote = f"“{finding.quote}”" if finding.quote and finding.quote not in said else ""
    lines = [said + quote, f"{word('cure', lang)}：{finding.cure.in_language(lang)}"]
    return "\n".join([*lines, *filter(None, [remark(found, finding).in_language(lang)])])


def _escape(words: str, table: dict[int, str]) -> str:
    return words.translate(table)
