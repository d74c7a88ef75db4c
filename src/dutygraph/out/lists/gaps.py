"""What stands in the list of gaps (断点清单), and in the lists beside it?

The lists say what the report says, in the same order; pages, sheets and documents are made
from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dutygraph.audit.report import Report, hop_as_json
from dutygraph.findings import Finding, Words
from dutygraph.net.loops import LINKS, DirectLoop, Verdict
from dutygraph.net.paths import Hop
from dutygraph.out.lists.listing import Cell, Column, Listing, together
from dutygraph.out.words import WORDS

GAPS: Final = Words("断点清单", "List of gaps")

_GAPS: Final = (
    Column("severity", Words("轻重", "severity"), 12),
    Column("check", Words("检查", "check"), 22),
    Column("provision", Words("条款", "article"), 15),
    Column("label", Words("对象", "subject"), 20),
    Column("message", Words("断点", "gap"), 40),
    Column("quote", Words("原文", "words of the text"), 36),
    Column("cure", Words("建议补法", "suggested cure"), 44),
    Column("note", Words("备注", "remark"), 20),
)
_ROWS: Final = (
    Column("level", WORDS["level"], 8),
    Column("holder", WORDS["holder"], 30),
    *(Column(kind, WORDS[kind], 14) for kind in LINKS),
    Column("outcome", WORDS["outcome"], 18),
)
_LOOPS: Final = (
    Column("holders", Words("双方", "the two"), 34),
    Column("grade", Words("证据", "evidence"), 12),
    Column("down", WORDS["down"], 48),
    Column("up", WORDS["up"], 48),
)
_SUMMARY: Final = (
    Column("item", Words("项目", "item"), 30),
    Column("value", Words("内容", "value"), 60),
)


def gaps(found: Report) -> Listing:
    """List the findings, those that a baseline accepts last."""
    ordered = (*found.fresh, *(f for f in found.findings if f in found.accepted))
    rows = tuple(_gap(found, f) for f in ordered)
    return Listing(GAPS, _GAPS, rows)


def verdicts(found: Report) -> Listing:
    """List the holders with the grade of each link."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            holder.level_label or "",
            holder.label,
            *(
                _grade(link.grade, rules_of(link.hops), contested=link.contested)
                for link in verdict.links
            ),
            outcome(verdict),
        )
        for holder, verdict in found.rows()
    )
    return Listing(WORDS["rows"], _ROWS, rows)


def loops(found: Report) -> Listing:
    """List the direct loops with the words of both ways."""
    return Listing(WORDS["loops"], _LOOPS, tuple(_loop(found, x) for x in found.case.loops))


def summary(found: Report) -> Listing:
    """List what the report says in short: verdict, counts of rows and of findings, sizes."""
    rows: list[tuple[Cell, ...]] = [
        (Words("规定", "regulation"), found.title),
        (WORDS["verdict"], WORDS[found.verdict]),
        (WORDS["evidence"], WORDS[found.case.evidence]),
        *((WORDS[key], str(number)) for key, number in rows_by_outcome(found).items()),
    ]
    if short := near(found):
        rows.append((Words("只缺回路的主体", "holders open only at return"), together(short)))
    rows += [(WORDS[key], str(number)) for key, number in found.tally.items()]
    rows += [(WORDS[key], str(number)) for key, number in found.counts.items()]
    if found.case.system.text is None:
        rows.append((Words("说明", "remark"), WORDS["no-text"]))
    return Listing(Words("概况", "Summary"), _SUMMARY, tuple(rows))


def headline(found: Report) -> tuple[Words, ...]:
    """Say the verdict, the counts of rows and the counts of findings, a line each."""
    rows = _counted(rows_by_outcome(found).items())
    if short := near(found):
        names = together(short)
        rows = Words(f"{rows.zh}（{names.zh}）", f"{rows.en} ({names.en})")
    return (
        _labelled("verdict", WORDS[found.verdict]),
        _labelled("evidence", WORDS[found.case.evidence]),
        rows,
        _labelled("findings", _counted(found.tally.items())),
    )


def _labelled(key: str, words: Words) -> Words:
    return Words(f"{WORDS[key].zh}：{words.zh}", f"{WORDS[key].en}: {words.en}")


def _counted(pairs: Iterable[tuple[str, int]]) -> Words:
    return together(Words(f"{WORDS[key].zh} {n}", f"{WORDS[key].en} {n}") for key, n in pairs)


def rows_by_outcome(found: Report) -> dict[str, int]:
    """Count the rows by outcome, under the names of outcomes."""
    return {key.replace("closed_", "closed-"): n for key, n in found.summary.items()}


def near(found: Report) -> tuple[Words, ...]:
    """List the holders in scope that lack only the return."""
    rows = found.rows()
    return tuple(h.label for h, v in rows if v.in_scope and v.missing == ("return",))


def outcome(verdict: Verdict) -> Words:
    """Say a verdict, with a mark where the holder is out of scope."""
    return _marked(WORDS[verdict.outcome], "" if verdict.in_scope else "out_of_scope")


def remark(found: Report, finding: Finding) -> Words:
    """Say what a finding follows from, and that it is accepted, with the reason."""
    parts = []
    if finding.because_of:
        parts.append(Words(f"随 {finding.because_of} 而来", f"follows from {finding.because_of}"))
    if finding in found.accepted:
        reason, mark = found.accepted[finding], WORDS["accepted"]
        parts.append(Words(f"{mark.zh}：{reason}", f"{mark.en}: {reason}") if reason else mark)
    return together(parts)


def rules_of(hops: tuple[Hop, ...]) -> tuple[str, ...]:
    """List the reading rules that the hops of a link need."""
    return tuple(sorted({r for hop in hops for r in hop.support.rules}))


def way(found: Report, hop: Hop) -> Words:
    """Write one way of a loop: article, norm, words and rules."""
    facts = hop_as_json(found, hop, hop.kind)
    rules = f"［{' '.join(facts['rules'])}］" if facts["rules"] else ""
    if not facts["norm"]:
        label = found.label(hop.target)
        return Words(label.zh + rules, label.en + rules)
    norm = found.norm_of(hop)
    where = norm.provision.label if norm and norm.provision else Words("", "")
    tail = f"{facts['norm']}“{facts['quote']}”{rules}"
    return Words(f"{where.zh} {tail}", f"{where.en} {tail}")


def loop_names(found: Report, loop: DirectLoop) -> Words:
    """Name the two holders of a loop, the principal first."""
    names = [found.label(x) for x in (loop.principal, loop.holder)]
    return Words(" ⇄ ".join(n.zh for n in names), " ⇄ ".join(n.en for n in names))


def loop_grade(loop: DirectLoop) -> Words:
    """Say how sure a loop is, and whether it closes at the boundary."""
    return _marked(WORDS[loop.grade], "boundary" if loop.boundary else "")


def _marked(words: Words, key: str) -> Words:
    if not key:
        return words
    mark = WORDS[key]
    return Words(f"{words.zh}（{mark.zh}）", f"{words.en} ({mark.en})")


def _gap(found: Report, f: Finding) -> tuple[Cell, ...]:
    return (
        WORDS[f.severity],
        f.check,
        f.provision or "",
        f.label,
        f.message,
        f.quote,
        f.cure,
        remark(found, f),
    )


def _loop(found: Report, loop: DirectLoop) -> tuple[Cell, ...]:
    ways: dict[str, list[Words]] = {"down": [], "up": []}
    for hop in loop.hops:
        ways["down" if hop.kind == "entrust" else "up"].append(way(found, hop))
    return (
        loop_names(found, loop),
        loop_grade(loop),
        together(ways["down"]),
        together(ways["up"]),
    )


def _grade(grade: str, rules: tuple[str, ...], *, contested: bool) -> Words:
    words = WORDS[grade]
    tail = f" {'+'.join(rules)}" if rules else "?" if contested else ""
    return Words(words.zh + tail, words.en + tail)
