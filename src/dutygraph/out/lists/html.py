"""How do a report and a register read as one self-contained page?

The page has no script and asks nothing of any host; every word of the data is escaped. It
speaks Chinese with English beside it, or English alone, and fits a telephone and paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich.text import Text

from dutygraph.audit.report import Report
from dutygraph.findings import Finding, Words
from dutygraph.out.lists.gaps import (
    GAPS,
    loop_grade,
    loop_names,
    near,
    remark,
    rows_by_outcome,
    verdicts,
    way,
)
from dutygraph.out.lists.listing import Cell, Listing
from dutygraph.out.proposals import nearest, reading_lines
from dutygraph.out.words import WORDS


def report_page(found: Report, lang: str) -> str:
    """Write a report: verdict, loops, rows, and the findings under their checks."""
    listed = verdicts(found)
    return _page(
        "report.html",
        lang,
        heading=GAPS,
        title=found.title,
        system=found.case.system.name,
        verdict=found.verdict,
        evidence=found.case.evidence,
        tiles=_tiles(rows_by_outcome(found)),
        near=near(found),
        broad=False,
        no_text=found.case.system.text is None,
        loops=_loops(found),
        suggested=[_part(lines) for f in (nearest, reading_lines) if (lines := f(found, lang))],
        columns=listed.columns,
        rows=_rows(found, listed),
        tally=_tiles(found.tally),
        groups=_groups(found),
        accepted=[_finding(found, f) for f in found.findings if f in found.accepted],
        counts=_tiles(found.counts),
    )


def listing_page(listing: Listing, subtitle: Words, system: str, lang: str) -> str:
    """Write one list, as the register of duties."""
    rows = tuple(tuple(map(_words, row)) for row in listing.rows)
    return _page(
        "register.html",
        lang,
        heading=listing.title,
        title=subtitle,
        system=system,
        listing=Listing(listing.title, listing.columns, rows),
        total=sum(column.width for column in listing.columns),
        broad=True,
    )


def _page(name: str, lang: str, **values: Any) -> str:  # noqa: ANN401 -- what a template takes
    shelf = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    return shelf.get_template(name).render(lang=lang, word=WORDS, **values)


def _words(cell: Cell) -> Words:
    return cell if isinstance(cell, Words) else Words(cell, cell)


def _tiles(numbers: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"kind": key if number else "", "words": WORDS[key], "number": number}
        for key, number in numbers.items()
    ]


def _part(lines: Sequence[Text]) -> dict[str, Any]:
    """Gather a headed run of screen lines: what is set in deeper belongs to the line above."""
    head, *rest = (str(line) for line in lines)
    blocks: list[list[str]] = []
    for line in rest:
        if line.startswith("    ") and blocks:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return {"head": head, "blocks": blocks}


def _loops(found: Report) -> list[dict[str, Any]]:
    return [
        {
            "names": loop_names(found, loop),
            "kind": loop.grade,
            "grade": loop_grade(loop),
            "ways": [
                {
                    "kind": WORDS["down" if hop.kind == "entrust" else "up"],
                    "words": way(found, hop),
                }
                for hop in loop.hops
            ],
        }
        for loop in found.case.loops
    ]


def _rows(found: Report, listed: Listing) -> Iterable[dict[str, Any]]:
    for (holder, verdict), row in zip(found.rows(), listed.rows, strict=True):
        kinds = [*(link.grade for link in verdict.links), verdict.outcome]
        yield {
            "level": holder.level_label or "",
            "holder": holder.label,
            "cells": [
                {"kind": kind, "words": _words(cell)}
                for kind, cell in zip(kinds, row[2:], strict=True)
            ],
        }


def _groups(found: Report) -> list[dict[str, Any]]:
    known = {check.name: check for check in found.checks}
    return [
        {
            "severity": severity,
            "name": name,
            "title": known[name].texts["title"],
            "why": known[name].texts["why"],
            "findings": [_finding(found, f) for f in group],
        }
        for (severity, name), group in groupby(found.fresh, lambda f: (f.severity, f.check))
    ]


def _finding(found: Report, f: Finding) -> dict[str, Any]:
    return {
        "severity": f.severity,
        "check": f.check,
        "subject": f.subject,
        "provision": f.provision,
        "message": f.message,
        "quote": f.quote if f.quote not in f.message.zh else "",
        "cure": f.cure,
        "remark": remark(found, f),
    }
