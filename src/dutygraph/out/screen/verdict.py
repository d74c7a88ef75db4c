"""How is a report shown to a person?"""

from __future__ import annotations

import io
from itertools import groupby

from rich.text import Text

from dutygraph.audit.checks import Check, checks
from dutygraph.audit.report import Report, as_json, hop_as_json
from dutygraph.findings import Finding
from dutygraph.model import Holder
from dutygraph.net.loops import LINKS, DirectLoop, Verdict
from dutygraph.out.proposals import nearest, reading_lines, with_proposals
from dutygraph.out.tables import console, render, table, to_json
from dutygraph.out.words import both, word

_COLOURS = {
    "explicit": "green",
    "implied": "yellow",
    "missing": "bold red",
    "closed": "green",
    "closed-implied": "yellow",
    "open": "bold red",
    "error": "bold red",
    "warning": "yellow",
    "note": "cyan",
}


_HEAD = (
    "check",
    "severity",
    "subject",
    "label",
    "provision",
    "message",
    "quote",
    "cure",
    "because_of",
    "fingerprint",
    "accepted",
)


def show(found: Report, kind: str, lang: str) -> str:
    """Write a report as `table` (for people) or `json`, or its findings as `csv` and `tsv`."""
    if kind == "json":
        return to_json(with_proposals(as_json(found, lang), found))
    if kind in {"csv", "tsv"}:
        return render(_HEAD, [_cells(found, f, lang) for f in found.findings], kind)
    buffer = io.StringIO()
    screen = console(buffer)
    for part in (_heading, _loops, nearest, _rows, reading_lines, _findings, _counts):
        blocks = part(found, lang)
        for block in blocks:
            screen.print(block)
        if blocks:
            screen.print()
    return buffer.getvalue().rstrip("\n") + "\n"


def _cells(found: Report, f: Finding, lang: str) -> tuple[str | None, ...]:
    return (
        f.check,
        f.severity,
        f.subject,
        f.label.in_language(lang),
        f.article(lang) or None,
        f.message.in_language(lang),
        f.quote,
        f.cure.in_language(lang),
        f.because_of,
        f.fingerprint,
        "accepted" if f in found.accepted else "",
    )


def _coloured(key: str, lang: str, *, beside: bool = False) -> Text:
    return Text(both(key, lang) if beside else word(key, lang), style=_COLOURS.get(key, ""))


def _join(*parts: str | Text) -> Text:
    return Text.assemble(*parts)


def _heading(found: Report, lang: str) -> list[Text]:
    title = found.title.in_language(lang)
    lines = [
        _join(Text(title, style="bold"), f"  {found.case.system.name}"),
        _join(
            f"{both('verdict', lang)}：",
            _coloured(found.verdict, lang, beside=True),
            f"   {both('evidence', lang)}：{word(found.case.evidence, lang)}",
        ),
    ]
    summary = found.summary
    shown = (("closed", "closed"), ("closed_implied", "closed-implied"), ("open", "open"))
    counts = [f"{word(key, lang)} {summary[name]}" for name, key in shown]
    counts.append(f"{word('out_of_scope', lang)} {summary['out_of_scope']}")
    near = [h.label.in_language(lang) for h, v in found.rows() if _near(v)]
    last = f"{word('open_only_at_return', lang)} {len(near)}"
    counts.append(last + (f"（{'；'.join(near)}）" if near else ""))
    lines.append(Text(" · ".join(counts)))
    if found.case.system.text is None:
        lines.append(Text(word("no-text", lang), style="italic"))
    return lines


def _near(verdict: Verdict) -> bool:
    return verdict.in_scope and verdict.missing == ("return",)


def _loops(found: Report, lang: str) -> list[Text]:
    lines = [Text(both("loops", lang), style="bold")]
    for loop in found.case.loops:
        lines += _loop(found, loop, lang)
    if not found.case.loops:
        lines.append(Text("  " + word("no-loops", lang)))
    return lines


def _loop(found: Report, loop: DirectLoop, lang: str) -> list[Text]:
    names = [found.label(x).in_language(lang) for x in (loop.principal, loop.holder)]
    tail = f"（{word('boundary', lang)}）" if loop.boundary else ""
    lines = [_join(f"  {' ⇄ '.join(names)}  ", _coloured(loop.grade, lang, beside=True), tail)]
    for hop in loop.hops:
        facts = hop_as_json(found, hop, hop.kind)
        way = word("down" if hop.kind == "entrust" else "up", lang)
        rules = f"［{' '.join(facts['rules'])}］" if facts["rules"] else ""
        where = f"{facts['provision']} {facts['norm']}“{facts['quote']}”" if facts["norm"] else ""
        lines.append(Text(f"    {way}：{where or facts['to']}{rules}"))
    return lines


def _rows(found: Report, lang: str) -> list[object]:
    head = [both(k, lang).replace(" ", "\n") for k in ("level", "holder", *LINKS, "outcome")]
    rows: list[list[str | Text]] = []
    for holder, verdict in found.rows():
        cells: list[str | Text] = [_level(holder, lang), holder.label.in_language(lang)]
        for link in verdict.links:
            rules = sorted({r for hop in link.hops for r in hop.support.rules})
            mark = "?" if link.contested else ""
            tail = f" {'+'.join(rules)}" if rules else mark
            cells.append(_join(_coloured(link.grade, lang), tail))
        scope = "" if verdict.in_scope else f"（{word('out_of_scope', lang)}）"
        cells.append(_join(_coloured(verdict.outcome, lang), scope))
        rows.append(cells)
    return [Text(both("rows", lang), style="bold"), table(head, rows)]


def _level(holder: Holder, lang: str) -> str:
    return holder.level_name.in_language(lang) if holder.level_name else ""


def _findings(found: Report, lang: str) -> list[Text]:
    known = {check.name: check for check in checks()}
    shown = [(s, n) for s, n in found.tally.items() if n or s != "accepted"]
    tally = " · ".join(f"{word(s, lang)} {n}" for s, n in shown)
    lines = [Text(f"{both('findings', lang)}  {tally}", style="bold")]
    for (severity, name), group in groupby(found.fresh, lambda f: (f.severity, f.check)):
        lines += _group(severity, known[name], list(group), lang)
    lines += _accepted(found, lang)
    return lines if found.findings else [*lines, Text("  " + word("none", lang))]


def _accepted(found: Report, lang: str) -> list[Text]:
    if not found.accepted:
        return []
    lines = [Text(f"  {both('accepted', lang)}  {len(found.accepted)}", style="bold")]
    for f in (f for f in found.findings if f in found.accepted):
        where = f"{f.article(lang)} " if f.provision else ""
        reason = f"（{found.accepted[f]}）" if found.accepted[f] else ""
        said = f.message.in_language(lang)
        lines.append(Text(f"    {word(f.severity, lang)} {f.check} {where}{said}{reason}"))
    return lines


def _group(severity: str, check: Check, group: list[Finding], lang: str) -> list[Text]:
    title = check.texts["title"].in_language(lang)
    lines = [
        _join(
            "  ",
            _coloured(severity, lang),
            f" {check.name}  ",
            Text(title, style="bold"),
            f"  {len(group)}",
        )
    ]
    for f in group:
        where = f"{f.article(lang)} " if f.provision else ""
        quote = f"“{f.quote}”" if f.quote and f.quote not in f.message.zh else ""
        lines.append(Text(f"    {where}{f.message.in_language(lang)}{quote}"))
    cures = dict.fromkeys(f.cure.in_language(lang) for f in group)
    lines.append(Text(f"    {word('cure', lang)}：{next(iter(cures))}", style="dim"))
    return lines


def _counts(found: Report, lang: str) -> list[Text]:
    parts = [f"{word(key, lang)} {number}" for key, number in found.counts.items()]
    return [Text(f"{both('counts', lang)}  {' · '.join(parts)}", style="dim")]
