"""What is all that the page shows, as one plain value?

Made once from a report; the single file embeds it, a server may send it, the picture is
drawn from it. Places in the text are pairs of code points, the end exclusive; labels are
pairs of Chinese and English.
"""

from __future__ import annotations

import json
from typing import Any, Final

from rdflib.namespace import SKOS

from dutygraph.audit.report import Report
from dutygraph.names import code
from dutygraph.out.page import clauses, judged, lanes, parties
from dutygraph.out.page.hops import Hops
from dutygraph.out.page.ids import Ids, pair
from dutygraph.out.page.lines import gaps, lines
from dutygraph.text.visible import visible

FORMAT: Final = 1
_LEVELS: Final = ("central", "province", "city", "county", "town", "village")


def page_model(found: Report, ids: Ids | None = None) -> dict[str, Any]:
    """Write a report, its text and its net as values that JSON knows.

    `ids` are the short names under which parties stand, new ones unless given.
    """
    ids = ids or Ids(found)
    hops = Hops(found, ids)
    holders = parties.holders(found, ids, hops)
    loops = judged.loops(found, ids, hops)
    drawn = lines(found, ids)
    return {
        "format": FORMAT,
        "system": visible(found.case.system.name),
        "title": pair(found.title),
        "evidence": found.case.evidence,
        "verdict": found.verdict,
        "summary": found.summary,
        "tally": found.tally,
        "counts": found.counts,
        "levels": _levels(found),
        "codes": clauses.codes(found),
        "text": found.case.system.text,
        "provisions": clauses.provisions(found, ids),
        "norms": clauses.norms(found, ids),
        "holders": holders,
        "lines": drawn,
        "gaps": gaps(found, ids),
        "loops": loops,
        "hops": hops.listed(),
        "readings": judged.disputes(found, ids),
        "checks": judged.checks(found),
        "findings": judged.findings(found, ids),
        "lanes": [_lane(lane) for lane in lanes.arrange(holders, drawn)],
        "sequence": lanes.sequence(holders, drawn),
    }


def model_json(found: Report) -> str:
    r"""Write the model as JSON that may stand inside a script element of a page.

    `<`, `>`, `&` and hidden characters are written `\u003c`, so nothing in it can end the
    element or turn the writing direction of what follows.
    """
    raw = json.dumps(page_model(found), ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&":
        raw = raw.replace(mark, f"\\u{ord(mark):04x}")
    return visible(raw)


def _lane(lane: lanes.Lane) -> dict[str, Any]:
    cells = [[cell.holder, cell.column, cell.row] for cell in lane.cells]
    return {"rank": lane.rank, "rows": lane.rows, "cells": cells}


def _levels(found: Report) -> list[dict[str, Any]]:
    reader = found.case.reasoned.reader
    known = found.case.reasoned.known
    listed = []
    for name in _LEVELS:
        rank = known.value(code("level", name), SKOS.notation)
        if rank is not None:
            label = pair(reader.code_label("level", name))
            listed.append({"rank": int(str(rank)), "label": label})
    return listed
