"""How are suggested sentences, contested readings and what-ifs shown?"""

from __future__ import annotations

from typing import Any

from rich.text import Text

from dutygraph.audit.drafts import Draft, Proposal, propose
from dutygraph.audit.readings import Reading, readings
from dutygraph.audit.report import Report
from dutygraph.audit.whatif import Difference
from dutygraph.findings import Finding
from dutygraph.net.loops import OPEN
from dutygraph.out.tables import to_json
from dutygraph.out.words import both, word

_NEAREST = 1


def nearest(found: Report, lang: str) -> list[Text]:
    """Show the suggestions for the chains in scope that lack a single sentence."""
    lines = []
    for holder, verdict in found.rows():
        if verdict.outcome != OPEN or not verdict.in_scope:
            continue
        proposal = propose(found.case, holder.iri, most=1)
        if proposal and proposal.size == _NEAREST:
            draft = draft_line(proposal.drafts[0], lang)
            lines.append(Text(f"  {holder.label.in_language(lang)}：{draft}"))
    if not lines:
        return []
    return [Text(f"{both('nearest', lang)}", style="bold"), *lines]


def draft_line(draft: Draft, lang: str) -> str:
    """Write one suggestion with the place where it would stand."""
    where = draft.article or ""
    if lang == "en":
        kind = f"in {where} ({draft.amends})" if draft.amends else f"after {where}"
        return f"{kind}: {draft.sentence.en} (suggestion)"
    kind = f"在{where}（{draft.amends}）写明" if draft.amends else f"在{where}之后加"
    return f"{kind}“{draft.sentence.zh}”（建议）"


def proposal_lines(proposal: Proposal, lang: str) -> list[str]:
    """List the drafts of a least repair, and how many others are as small."""
    lines = [f"  {word('repair', lang)} {proposal.size}"]
    lines += [f"    {draft_line(draft, lang)}" for draft in proposal.drafts]
    for tie in proposal.ties:
        changed = [d for d in tie if d.link not in {e.link for e in proposal.drafts}]
        lines += [f"    {word('or', lang)} {draft_line(draft, lang)}" for draft in changed]
    return lines


def proposal_json(proposal: Proposal | None, found: Report) -> dict[str, Any] | None:
    """Write a proposal as plain values; None where there is none."""
    if proposal is None:
        return None
    return {
        "size": proposal.size,
        "links": [_draft_json(d, found) for d in proposal.drafts],
        "ties": [[_draft_json(d, found) for d in tie] for tie in proposal.ties],
    }


def with_proposals(value: dict[str, Any], found: Report) -> dict[str, Any]:
    """Add to a report's plain values the repair of each open holder, and the readings."""
    iris = {holder.id: holder.iri for holder, _ in found.rows()}
    rows = [
        {**row, "repair": proposal_json(propose(found.case, iris[row["id"]]), found)}
        for row in value["holders"]
    ]
    other = [reading_json(reading, found) for reading in readings(found.case)]
    return {**value, "holders": rows, "readings": other}


def _draft_json(draft: Draft, found: Report) -> dict[str, Any]:
    return {
        "link": draft.link.kind,
        "from": found.label(draft.link.source).zh,
        "to": found.label(draft.link.target).zh,
        "sentence": draft.sentence.zh,
        "sentence_en": draft.sentence.en,
        "article": draft.article,
        "amends": draft.amends,
        "suggestion": True,
    }


def reading_lines(found: Report, lang: str) -> list[Text]:
    """Show each contested reading and whether it changes a verdict."""
    lines: list[Text] = []
    for reading in readings(found.case):
        lines.append(Text(f"  {found.norm_id(reading.norm)} {reading.note.in_language(lang)}"))
        key = "changes" if reading.changes_verdict else "no-change"
        lines.append(Text(f"    {word(key, lang)}"))
        for place, (was, now) in reading.grades.items():
            holder, kind = place.rsplit(" ", 1)
            label = found.label(holder).in_language(lang)
            change = f"{word(was, lang)} → {word(now, lang)}"
            lines.append(Text(f"    {label} {word(kind, lang)}：{change}"))
    return [Text(both("readings", lang), style="bold"), *lines] if lines else []


def reading_json(reading: Reading, found: Report) -> dict[str, Any]:
    """Write a contested reading as plain values."""
    return {
        "norm": found.norm_id(reading.norm),
        "note": reading.note.zh,
        "note_en": reading.note.en,
        "changes_verdict": reading.changes_verdict,
        "links": [
            {
                "holder": found.label(place.rsplit(" ", 1)[0]).zh,
                "link": place.rsplit(" ", 1)[1],
                "literal": was,
                "other": now,
            }
            for place, (was, now) in reading.grades.items()
        ],
    }


def show_difference(found: Difference, kind: str, lang: str) -> str:
    """Write what a what-if changes as `table` or `json`."""
    if kind == "json":
        return to_json(difference_json(found, lang))
    return difference_text(found, lang)


def difference_text(found: Difference, lang: str) -> str:
    """Show what a what-if changes: verdict, holders, findings that appear and disappear."""
    before, after = found.before.verdict, found.after.verdict
    lines = [f"{both('verdict', lang)}：{word(before, lang)} → {word(after, lang)}"]
    for label, (was, now) in found.changed.items():
        shown = [_missing(kinds, lang) for kinds in (was, now)]
        lines.append(f"  {label}：{shown[0]} → {shown[1]}")
    for key, findings in (("appeared", found.appeared), ("gone", found.gone)):
        lines.append(f"{both(key, lang)} {len(findings)}")
        lines += [f"  {_finding_line(f, lang)}" for f in findings]
    return "\n".join(lines) + "\n"


def difference_json(found: Difference, lang: str) -> dict[str, Any]:
    """Write a what-if as plain values."""
    return {
        "system": found.before.case.system.name,
        "evidence": found.before.case.evidence,
        "before": {"verdict": found.before.verdict, "summary": found.before.summary},
        "after": {"verdict": found.after.verdict, "summary": found.after.summary},
        "holders": [
            {"label": label, "missing_before": list(was), "missing_after": list(now)}
            for label, (was, now) in found.changed.items()
        ],
        "appeared": [_finding_json(f, lang) for f in found.appeared],
        "disappeared": [_finding_json(f, lang) for f in found.gone],
    }


def _finding_json(finding: Finding, lang: str) -> dict[str, str | None]:
    return {
        "check": finding.check,
        "severity": finding.severity,
        "label": finding.label.in_language(lang),
        "provision": finding.article(lang) or None,
        "message": finding.message.in_language(lang),
    }


def _finding_line(finding: Finding, lang: str) -> str:
    where = f"{finding.article(lang)} " if finding.provision else ""
    severity = word(finding.severity, lang)
    return f"{severity} {finding.check} {where}{finding.message.in_language(lang)}"


def _missing(kinds: tuple[str, ...], lang: str) -> str:
    if not kinds:
        return word("closed", lang)
    return word("missing", lang) + " " + "、".join(word(kind, lang) for kind in kinds)
