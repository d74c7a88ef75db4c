"""What are the holders, norms, lines, verdicts, findings and articles, as tables?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from dutygraph.audit.coding import KINDS
from dutygraph.audit.report import Report
from dutygraph.door.columns import column
from dutygraph.door.nets import Lines
from dutygraph.door.table import Cell, Column, Table, table_of
from dutygraph.findings import Words
from dutygraph.model import Norm
from dutygraph.net.links import UNSTATED
from dutygraph.net.loops import LINKS
from dutygraph.triples.proofs import GRADES

Row = Mapping[str, Cell]


def holders(found: Report) -> Table:
    """List the holders that the text names, from the highest level down, then by IRI."""
    columns = (
        *_strings("id", "label", "label_en", "kind"),
        column("level", "integer"),
        column("level_name"),
        column("members", "strings"),
        column("in_scope", "boolean"),
        column("iri"),
    )
    ordered = sorted(found.holders.values(), key=lambda h: (h.level or 99, h.iri))
    rows: Iterator[Row] = (
        {
            "id": holder.id,
            "label": holder.label.zh,
            "label_en": holder.label.en,
            "kind": holder.kind,
            "level": holder.level,
            "level_name": holder.level_label,
            "members": _labels(found, holder.members),
            "in_scope": holder.iri in found.case.net.scope,
            "iri": holder.iri,
        }
        for holder in ordered
    )
    return table_of(Words("主体", "Holders"), columns, rows)


def norms(found: Report) -> Table:
    """List the norms in the order of the text, with their words and what is coded of them.

    Recipients of an alternative are joined by a stroke: one of them is enough.
    """
    columns = (
        *_strings("id", "article"),
        column("place", "integer"),
        column("holders", "strings"),
        column("force"),
        column("functions", "strings"),
        *_strings("action", "object"),
        *(column(name, "strings") for name in ("counterparts", "recipients", "imposers")),
        column("frequency"),
        column("count", "integer"),
        column("period"),
        column("threshold", "integer"),
        column("conditions", "strings"),
        column("evidence"),
        column("rules", "strings"),
        column("words"),
        column("start", "integer"),
        column("end", "integer"),
        column("iri"),
    )
    rows = (_norm(found, norm) for norm in found.case.norms)
    return table_of(Words("规范", "Norms"), columns, rows)


def _norm(found: Report, norm: Norm) -> Row:
    often, quote = norm.frequency, norm.quote
    told = [_labels(found, option) for option in norm.recipients or ()]
    return {
        "id": norm.id,
        "article": norm.provision.label.zh if norm.provision else None,
        "place": norm.place or None,
        "holders": _labels(found, norm.holders),
        "force": norm.force or None,
        "functions": norm.functions,
        "action": norm.action or None,
        "object": norm.object,
        "counterparts": _labels(found, norm.counterparts),
        "recipients": (" / ".join("、".join(one) for one in told),)
        if len(told) > 1
        else sum(told, ()),
        "imposers": _labels(found, norm.imposers),
        "frequency": often.stated if often else None,
        "count": often.minimum if often else None,
        "period": often.period if often else None,
        "threshold": norm.threshold.minimum if norm.threshold else None,
        "conditions": tuple(one.words for one in norm.conditions),
        "evidence": norm.evidence,
        "rules": norm.rules,
        "words": quote.words if quote else None,
        "start": quote.start if quote else None,
        "end": quote.end if quote else None,
        "iri": norm.iri,
    }


def lines(found: Report) -> Lines:
    """List the lines at the grade of evidence asked for: by kind, then by their ends.

    A consequence that nobody is named to impose draws no line.
    """
    columns = (
        *_strings("kind", "source", "target", "grade"),
        column("rules", "strings"),
        column("norms", "strings"),
        *_strings("article", "words", "source_en", "target_en"),
        column("source_level", "integer"),
        column("target_level", "integer"),
        *_strings("source_iri", "target_iri"),
    )
    made = table_of(Words("责任线", "Lines"), columns, _lines(found))
    return Lines(made.title, made.columns, made.rows, report=found)


def _lines(found: Report) -> Iterator[Row]:
    net, norms_by_id = found.case.net, {n.id: n for n in found.norms.values()}
    for kind in KINDS:
        for source, target, best in sorted(net.edges(kind, found.case.judge.most)):
            if source == UNSTATED:
                continue
            sure = [s for s in net.supports(source, target, kind) if s.grade == best.grade]
            resting = dict.fromkeys(found.norm_id(s.norm) for s in sure if s.norm)
            first = next((norms_by_id[i] for i in resting if i in norms_by_id), None)
            yield {
                "kind": kind,
                "source": found.label(source).zh,
                "target": found.label(target).zh,
                "grade": GRADES[best.grade],
                "rules": best.rules,
                "norms": tuple(resting),
                "article": first.provision.label.zh if first and first.provision else None,
                "words": first.quote.words if first and first.quote else None,
                "source_en": found.label(source).en,
                "target_en": found.label(target).en,
                "source_level": net.levels.get(source),
                "target_level": net.levels.get(target),
                "source_iri": source,
                "target_iri": target,
            }


def verdicts(found: Report) -> Table:
    """List the verdicts, from the highest level down, with the grade of each link."""
    columns = (
        *_strings("label", "level_name", "verdict"),
        *_strings(*LINKS),
        column("missing", "strings"),
        column("principals", "strings"),
        column("overseers", "strings"),
        column("in_scope", "boolean"),
        *_strings("id", "label_en", "iri"),
    )
    rows: Iterator[Row] = (
        {
            "label": holder.label.zh,
            "level_name": holder.level_label,
            "verdict": verdict.outcome,
            **{link.kind: link.grade for link in verdict.links},
            "missing": verdict.missing,
            "principals": _labels(found, verdict.principals),
            "overseers": _labels(found, verdict.overseers),
            "in_scope": verdict.in_scope,
            "id": holder.id,
            "label_en": holder.label.en,
            "iri": holder.iri,
        }
        for holder, verdict in found.rows()
    )
    return table_of(Words("判定", "Verdicts"), columns, rows)


def findings(found: Report) -> Table:
    """List the findings as the report has them, in both languages."""
    columns = (
        *_strings("check", "severity", "label", "article", "message", "cure", "quote"),
        column("start", "integer"),
        column("end", "integer"),
        *_strings("because_of", "subject", "label_en", "article_en", "message_en", "cure_en"),
    )
    rows: Iterator[Row] = (
        {
            "check": one.check,
            "severity": one.severity,
            "label": one.label.zh,
            "article": one.article("zh") or None,
            "message": one.message.zh,
            "cure": one.cure.zh,
            "quote": one.quote or None,
            "start": one.span[0] if one.span else None,
            "end": one.span[1] if one.span else None,
            "because_of": one.because_of or None,
            "subject": one.subject,
            "label_en": one.label.en,
            "article_en": one.article("en") or None,
            "message_en": one.message.en,
            "cure_en": one.cure.en,
        }
        for one in found.findings
    )
    return table_of(Words("发现", "Findings"), columns, rows)


def articles(found: Report) -> Table:
    """List chapters, articles and notices in the order of the text, with their words.

    `norms` counts those that stand there; `uncovered` has the words of an article that no
    norm covers.
    """
    case = found.case
    bare = {one.iri: tuple(e.words for e in rest) for one, _, rest in case.coverage}
    counted = Counter(norm.provision.iri for norm in case.norms if norm.provision)
    columns = (
        *_strings("label", "label_en", "kind"),
        column("number", "integer"),
        column("norms", "integer"),
        column("text"),
        column("uncovered", "strings"),
        column("start", "integer"),
        column("end", "integer"),
        column("iri"),
    )
    rows: Iterator[Row] = (
        {
            "label": one.label.zh,
            "label_en": one.label.en,
            "kind": one.kind,
            "number": one.number,
            "norms": counted[one.iri],
            "text": case.system.text[one.start : one.end].strip() if case.system.text else None,
            "uncovered": bare.get(one.iri),
            "start": one.start,
            "end": one.end,
            "iri": one.iri,
        }
        for one in case.provisions
    )
    return table_of(Words("章条", "Provisions"), columns, rows)


def _labels(found: Report, iris: Iterable[str]) -> tuple[str, ...]:
    return tuple(found.label(iri).zh for iri in iris)


def _strings(*names: str) -> tuple[Column, ...]:
    return tuple(map(column, names))
