"""What does the site say of checks: the list of them, and the page of each?"""

from __future__ import annotations

from functools import partial
from typing import Any

from dutygraph.audit.checks import Check
from dutygraph.audit.report import finding_as_json
from dutygraph.findings import SEVERITIES, Finding, Words
from dutygraph.out.screen.pages import BLANKS
from dutygraph.out.site import blocks
from dutygraph.out.site.addresses import CHECKS
from dutygraph.out.site.describe import of_check
from dutygraph.out.site.part import Part
from dutygraph.out.site.pieces import Column, Grid, Piece, Row, Sheet, Table, plain, same
from dutygraph.out.site.wording import SITE

_COLUMNS = (
    Column("severity", SITE["severity"]),
    Column("check", SITE["check"]),
    Column("problem", SITE["problem"]),
    Column("findings", SITE["found-here"]),
)
_HEAD = ("severity", "subject", "label", "provision", "message", "quote", "start", "end", "cure")


def table(part: Part) -> Table:
    """List the checks that were run, those that found something first, gravest first."""
    found = {check.name: _found(part, check) for check in part.found.checks}
    order = sorted(
        part.found.checks,
        key=lambda c: (not found[c.name], SEVERITIES.index(c.severity), c.name),
    )
    return Table(_COLUMNS, tuple(_row(part, c, len(found[c.name])) for c in order))


def _found(part: Part, check: Check) -> list[Finding]:
    return [f for f in part.found.findings if f.check == check.name]


def _row(part: Part, check: Check, number: int) -> Row:
    path = part.within(f"check/{check.name}")
    cells = (
        (Piece(SITE[check.severity], "", f"badge {check.severity}"),),
        (Piece(check.texts["title"], path), Piece(same(check.name), path, "code")),
        (Piece(check.texts["problem"]),),
        (plain(number, "number"),),
    )
    keys = (SEVERITIES.index(check.severity), check.name, check.texts["problem"].zh, number)
    return Row(CHECKS + check.name, cells, keys, {**_texts(check), "findings": number})


def _texts(check: Check) -> dict[str, Any]:
    said = {name: check.texts[name] for name in ("title", "problem", "why")}
    said["cure"] = _cure(check)
    texts = {name: words.zh for name, words in said.items()}
    texts |= {f"{name}_en": words.en for name, words in said.items()}
    return {"name": check.name, "severity": check.severity, "source": check.source, **texts}


def _cure(check: Check) -> Words:
    """Say the cure of a check, with blanks for what each finding names."""
    cure = check.texts["cure"]
    return Words(cure.zh.format(**BLANKS), cure.en.format(**BLANKS))


def sheet(part: Part, check: Check) -> Sheet:
    """Describe a check: the problem, why it matters, the cure, the query, what it found here."""
    return Sheet(
        template="check.html",
        title=check.texts["title"],
        show=partial(_show, part, check),
        facts=partial(_facts, part, check),
        grid=partial(_grid, part, check),
        triples=partial(of_check, check),
        place="checks",
        canonical=part.within(f"check/{check.name}"),
    )


def _show(part: Part, check: Check) -> dict[str, Any]:
    return {
        "check": check,
        "cure": _cure(check),
        "findings": [blocks.finding(part, f) for f in _found(part, check)],
    }


def _facts(part: Part, check: Check) -> dict[str, Any]:
    return {
        **_texts(check),
        "system": part.name,
        "query": check.query,
        "findings": [finding_as_json(part.found, f, "zh") for f in _found(part, check)],
    }


def _grid(part: Part, check: Check) -> Grid:
    found = [finding_as_json(part.found, f, "zh") for f in _found(part, check)]
    return Grid(_HEAD, tuple(tuple(f[key] for key in _HEAD) for f in found))
