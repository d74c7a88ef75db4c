"""How is a report shown to a person?"""

from __future__ import annotations

import io
from itertools import groupby

from rich.text import Text

from dutygraph.audit.checks import Check, checks
from dutygraph.audit.report import Report, as_json, hop_as_json
from dutygraph.findings import Finding
from dutygraph.net.loops import LINKS, DirectLoop, Verdict
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


def show(found: Report, kind: str, lang: str) -> str:
    """Write a report as `table` (for people), `json`, `md`, or findings as `csv` and `tsv`."""
    if kind == "json":
        return to_json(as_json(found, lang))
    if kind in {"csv", "tsv"}:
        head = ("check", "severity", "subject", "label", "provision", "message", "quote", "cure")
        return render(head, [_cells(f, lang) for f in found.findings], kind)
    if kind == "md":
        return _markdown(found, lang)
    buffer = io.StringIO()
    screen = console(buffer)
    for part in (_heading, _loops, _rows, _findings, _counts):
        for block in part(found, lang):
            screen.print(block)
        screen.print()
    return buffer.getvalue().rstrip("\n") + "\n"


def _cells(f: Finding, lang: str) -> tuple[str | None, ...]:
    return (
        f.check,
        f.severity,
        f.subject,
        f.label.in_language(lang),
        f.provision,
        f.message.in_language(lang),
        f.quote,
        f.cure.in_language(lang),
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
        cells: list[str | Text] = [holder.level_label or "", holder.label.in_language(lang)]
        for link in verdict.links:
            rules = sorted({r for hop in link.hops for r in hop.support.rules})
            mark = "?" if link.contested else ""
            tail = f" {'+'.join(rules)}" if rules else mark
            cells.append(_join(_coloured(link.grade, lang), tail))
        scope = "" if verdict.in_scope else f"（{word('out_of_scope', lang)}）"
        cells.append(_join(_coloured(verdict.outcome, lang), scope))
        rows.append(cells)
    return [Text(both("rows", lang), style="bold"), table(head, rows)]


def _findings(found: Report, lang: str) -> list[Text]:
    known = {check.name: check for check in checks()}
    total = {s: sum(f.severity == s for f in found.findings) for s in ("error", "warning", "note")}
    tally = " · ".join(f"{word(s, lang)} {n}" for s, n in total.items())
    lines = [Text(f"{both('findings', lang)}  {tally}", style="bold")]
    for (severity, name), group in groupby(found.findings, lambda f: (f.severity, f.check)):
        lines += _group(severity, known[name], list(group), lang)
    return lines if found.findings else [*lines, Text("  " + word("none", lang))]


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
        where = f"{f.provision} " if f.provision else ""
        quote = f"“{f.quote}”" if f.quote and f.quote not in f.message.zh else ""
        lines.append(Text(f"    {where}{f.message.in_language(lang)}{quote}"))
    cures = dict.fromkeys(f.cure.in_language(lang) for f in group)
    lines.append(Text(f"    {word('cure', lang)}：{next(iter(cures))}", style="dim"))
    return lines


def _counts(found: Report, lang: str) -> list[Text]:
    parts = [f"{word(key, lang)} {number}" for key, number in found.counts.items()]
    return [Text(f"{both('counts', lang)}  {' · '.join(parts)}", style="dim")]


def _markdown(found: Report, lang: str) -> str:
    head = [word(k, lang) for k in ("level", "holder", *LINKS, "outcome")]
    rows = [
        (
            holder.level_label,
            holder.label.in_language(lang),
            *(word(link.grade, lang) for link in verdict.links),
            word(verdict.outcome, lang),
        )
        for holder, verdict in found.rows()
    ]
    loops = "\n".join(str(line) for line in _loops(found, lang)[1:])
    lines = [str(line) for line in _heading(found, lang)]
    findings_head = ("severity", "check", "provision", "message", "quote", "cure")
    cells = [_cells(f, lang) for f in found.findings]
    listed = [(c[1], c[0], c[4], c[5], c[6], c[7]) for c in cells]
    return "\n".join(
        [
            f"# {lines[0]}\n",
            "\n\n".join(lines[1:]) + "\n",
            f"## {both('loops', lang)}\n\n```\n{loops}\n```\n",
            f"## {both('rows', lang)}\n\n{render(head, rows, 'md')}",
            f"## {both('findings', lang)}\n\n{render(findings_head, listed, 'md')}",
        ]
    )
