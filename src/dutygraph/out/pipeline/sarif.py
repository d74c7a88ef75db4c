"""How does a report read as SARIF 2.1.0, for code hosts and editors?"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from dutygraph import __version__
from dutygraph.audit.checks import Check
from dutygraph.audit.report import Report
from dutygraph.findings import Finding
from dutygraph.out.lists.gaps import remark
from dutygraph.out.pipeline.spots import Spot, Spots, source_file
from dutygraph.out.tables import to_json

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT: Final = "%SRCROOT%"
# Braces would be placeholders, brackets links (sections 3.11.5 and 3.11.6).
_LITERAL: Final = str.maketrans({"{": "{{", "}": "}}", "[": "\\[", "]": "\\]", "\\": "\\\\"})
_LANGUAGES: Final = {"zh": "zh-CN", "en": "en-US"}
_BLANKS: Final = {"label": "……", "detail": "……", "article": "……"}


def sarif(found: Report, lang: str) -> str:
    """Write the findings as one run: a rule for each check, a result for each finding.

    A place is the source text by characters, and by lines and columns in code points. An
    accepted finding is a result with a suppression.

    Source: OASIS, SARIF version 2.1.0 (2020).
    """
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(found, lang)]}
    return to_json(log)


def _run(found: Report, lang: str) -> dict[str, Any]:
    spots, file = Spots(found), source_file(found)
    rules = {check.name: number for number, check in enumerate(found.checks)}
    driver = {
        "name": "dutygraph",
        "version": __version__,
        "semanticVersion": __version__,
        "language": _LANGUAGES[lang],
        "rules": [_rule(check, lang) for check in found.checks],
    }
    artifact = {
        "location": {"uri": quote(file), "uriBaseId": _ROOT},
        "mimeType": "text/plain" if found.case.system.source else "text/turtle",
        "encoding": "UTF-8",
    }
    root = {"description": {"text": "The folder from which the check was run."}}
    return {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": {_ROOT: root},
        "artifacts": [artifact],
        "columnKind": "unicodeCodePoints",
        "results": [
            {
                **_result(found, f, rules[f.check], lang),
                "locations": [_location(f, spots.of(f), file, lang)],
            }
            for f in found.findings
        ],
        "properties": {
            "system": found.case.system.name,
            "evidence": found.case.evidence,
            "verdict": found.verdict,
        },
    }


def _rule(check: Check, lang: str) -> dict[str, Any]:
    text = {key: words.in_language(lang) for key, words in check.texts.items()}
    cure = text["cure"].format(**_BLANKS)
    return {
        "id": check.name,
        "shortDescription": {"text": text["title"]},
        "fullDescription": {"text": text["problem"]},
        "help": {
            "text": f"{text['why']}\n{cure}\n{check.source}",
            "markdown": f"{text['why']}\n\n{cure}\n\n*{check.source}*",
        },
        "defaultConfiguration": {"level": check.severity},
        "properties": {"tags": ["accountability", *([check.link] if check.link else [])]},
    }


def _result(found: Report, finding: Finding, rule: int, lang: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": finding.message.in_language(lang).translate(_LITERAL)},
        "partialFingerprints": {"dutygraph/v1": finding.key},
        "properties": {
            "subject": finding.subject,
            "label": finding.label.in_language(lang),
            "provision": finding.article(lang) or None,
            "quote": finding.quote,
            "cure": finding.cure.in_language(lang),
            "remark": remark(found, finding).in_language(lang),
        },
    }
    if found.accepted:
        result["suppressions"] = _suppressions(found, finding)
    return result


def _suppressions(found: Report, finding: Finding) -> list[dict[str, str]]:
    if finding not in found.accepted:
        return []
    reason = found.accepted[finding]
    why = {"justification": reason} if reason else {}
    return [{"kind": "external", "status": "accepted", **why}]


def _location(finding: Finding, spot: Spot | None, file: str, lang: str) -> dict[str, Any]:
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": quote(file), "uriBaseId": _ROOT, "index": 0}
    }
    if spot:
        physical["region"] = {
            "startLine": spot.line,
            "startColumn": spot.column,
            "endLine": spot.end_line,
            "endColumn": spot.end_column,
            "charOffset": spot.start,
            "charLength": spot.end - spot.start,
        }
    logical = {"name": finding.label.in_language(lang), "fullyQualifiedName": finding.subject}
    return {"physicalLocation": physical, "logicalLocations": [logical]}
