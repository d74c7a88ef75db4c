"""Which lines run between the holders, on which norms, and which lines are missing?"""

from __future__ import annotations

from typing import Any, Final

from dutygraph.audit.drafts import Draft, propose
from dutygraph.audit.report import Report
from dutygraph.net.links import UNSTATED, Support
from dutygraph.net.loops import OPEN, Verdict
from dutygraph.out.page.ids import Ids, by_number, lean, pair
from dutygraph.triples.proofs import CONTESTED, GRADES, IMPLIED

LINES: Final = ("entrust", "report", "oversight", "consequence")
TIES: Final = ("option", "partner", "post", "member")
# Above this many rows no sentences are drafted: each draft replays the judgement.
MOST_DRAFTED: Final = 600
# A rule that reaches nearly everybody says little about structure.
_GENERAL: Final = frozenset({"DR7", "DR8", "DR9"})


def lines(found: Report, ids: Ids) -> list[dict[str, Any]]:
    """List the lines, sorted; what rests on a contested reading alone is a line of its own.

    `general` marks a line that a rule draws to almost every holder; the page folds these.
    """
    listed = []
    net = found.case.net
    for source, target, kind in sorted(net.links.edges(keys=True)):
        if source in {UNSTATED, target}:
            continue
        supports = net.supports(source, target, kind)
        sure = [s for s in supports if s.grade <= IMPLIED]
        disputed = [s for s in supports if s.grade == CONTESTED]
        listed += [_line(ids, source, target, kind, g) for g in (sure, disputed) if g]
    return listed


def gaps(found: Report, ids: Ids) -> list[dict[str, Any]]:
    """List for each open holder the fewest links that would close its chain, as drafts."""
    rows = found.rows()
    if len(rows) > MOST_DRAFTED:
        return []
    articles = {p.label.zh: p.iri for p in found.case.provisions}
    listed = []
    for holder, verdict in rows:
        if verdict.outcome != OPEN:
            continue
        proposal = propose(found.case, holder.iri, most=1)
        for draft in proposal.drafts if proposal else ():
            article = articles.get(draft.article or "")
            listed.append(_gap(ids, verdict, draft, article))
    return listed


def line_id(kind: str, source: str | None, target: str | None, grade: str) -> str:
    """Name a line for links and for the address of the page."""
    mark = {"contested": "?", "missing": "!"}.get(grade, "")
    return f"{kind}:{source or ''}>{target or ''}{mark}"


def _line(ids: Ids, source: str, target: str, kind: str, grounds: list[Support]) -> dict[str, Any]:
    grade = GRADES[grounds[0].grade]
    best = [s for s in grounds if s.grade == grounds[0].grade]
    start, end = ids.of(source), ids.of(target)
    return lean(
        {
            "id": line_id(kind, start, end, grade),
            "from": start,
            "to": end,
            "kind": kind,
            "grade": grade,
            "rules": by_number(rule for s in best[:1] for rule in s.rules),
            "norms": ids.norms(s.norm for s in grounds),
            "general": all(_GENERAL & set(s.rules) for s in grounds) or None,
        }
    )


def _gap(ids: Ids, verdict: Verdict, draft: Draft, article: str | None) -> dict[str, Any]:
    link = draft.link
    start, end = ids.of(link.source), ids.of(link.target)
    holder = ids.of(verdict.holder)
    about = "" if holder in {start, end} else f"{holder}"
    kind = "return" if link.kind == "consequence" else link.kind
    closes = [kind]
    if link.kind == "consequence" and "consequence" in verdict.missing:
        closes = ["consequence", "return"]
    return lean(
        {
            "id": line_id(link.kind, start, end, "missing") + about,
            "holder": holder,
            "kind": link.kind,
            "closes": closes,
            "from": start,
            "to": end,
            "sentence": pair(draft.sentence),
            "article": ids.of(article) if article else None,
            "amends": draft.amends,
        }
    )
