"""What is the answer, in one value that every format is made from?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rdflib import URIRef
from rdflib.namespace import RDF

from dutygraph.audit.case import Case
from dutygraph.audit.checks import Check, checks, run_checks
from dutygraph.audit.facts import write_facts
from dutygraph.findings import SEVERITIES, Finding, Words
from dutygraph.model import Holder, Norm
from dutygraph.names import DG, local
from dutygraph.net.links import UNSTATED
from dutygraph.net.loops import CLOSED, CLOSED_IMPLIED, OPEN, DirectLoop, Verdict
from dutygraph.net.paths import Hop
from dutygraph.triples.proofs import GRADES, IMPLIED

_READ_FROM = DG.isReadFrom
# The verdict where no holder in scope bears an obligation: no chain is closed or open.
NOTHING = "nothing"
NOT_STATED = Words("未写明", "not stated")


@dataclass(frozen=True)
class Report:
    """The verdict on a system: loops, rows, findings and counts.

    `checks` are those that were run; `accepted` are the findings that a baseline knows, with
    the reason it gives, or none.
    """

    case: Case
    findings: tuple[Finding, ...]
    holders: dict[str, Holder]
    norms: dict[str, Norm]
    checks: tuple[Check, ...] = ()
    accepted: Mapping[Finding, str] = field(default_factory=dict)

    @property
    def fresh(self) -> tuple[Finding, ...]:
        """List the findings that no baseline accepts."""
        return tuple(f for f in self.findings if f not in self.accepted)

    @property
    def tally(self) -> dict[str, int]:
        """Count the findings by severity, those that are accepted apart."""
        found = Counter(f.severity for f in self.fresh)
        return {**{s: found[s] for s in SEVERITIES}, "accepted": len(self.accepted)}

    @property
    def verdict(self) -> str:
        """Give the worst outcome of the holders in scope that bear an obligation, or `nothing`."""
        outcomes = {v.outcome for v in self.case.verdicts if v.in_scope and self._bears(v)}
        return next((o for o in (OPEN, CLOSED_IMPLIED, CLOSED) if o in outcomes), NOTHING)

    @property
    def summary(self) -> dict[str, int]:
        """Count outcomes of the rows in scope, rows out of scope, and near misses."""
        inside = [v for v in self.case.verdicts if v.in_scope]
        outcomes = Counter(v.outcome for v in inside)
        return {
            "closed": outcomes[CLOSED],
            "closed_implied": outcomes[CLOSED_IMPLIED],
            "open": outcomes[OPEN],
            "out_of_scope": len(self.case.verdicts) - len(inside),
            "open_only_at_return": sum(v.missing == ("return",) for v in inside),
        }

    @property
    def counts(self) -> dict[str, int]:
        """Count provisions, holders, norms of the text, lines, and triples."""
        case = self.case
        kinds = ("entrust", "report", "oversight", "consequence")
        lines = sum(
            1
            for kind in kinds
            for source, _, _ in case.net.edges(kind, IMPLIED)
            if source != UNSTATED
        )
        added = sum(len(triples) for triples in case.reasoned.by_rule.values())
        return {
            "provisions": sum(p.kind != "notice" for p in case.provisions),
            "holders": len(self.holders),
            "norms": len(self.norms),
            "lines": lines,
            "asserted": len(case.reasoned.asserted),
            "inferred": len(case.reasoned.inference.triples) + added,
        }

    @property
    def title(self) -> Words:
        """Give the instrument's title; the system's name where the data give none."""
        return instrument_title(self.case)

    def label(self, iri: str) -> Words:
        """Give the label of a holder, alternative or other node."""
        return NOT_STATED if iri == UNSTATED else self.case.reasoned.reader.words(URIRef(iri))

    def norm_id(self, iri: str) -> str:
        """Give a norm's identifier; a norm that a reading adds bears its source's."""
        if iri in self.norms:
            return self.norms[iri].id
        source = self.case.reasoned.known.value(URIRef(iri), _READ_FROM)
        return local(str(source)) if source else local(iri)

    def norm_of(self, hop: Hop) -> Norm | None:
        """Give the norm of the text under a hop, None for a structural tie."""
        return self.norm_at(hop.support.norm)

    def norm_at(self, iri: str) -> Norm | None:
        """Give the norm of the text with this IRI; of a reading, the norm it rests on."""
        if iri and iri not in self.norms:
            iri = str(self.case.reasoned.known.value(URIRef(iri), _READ_FROM))
        return self.norms.get(iri)

    def rows(self) -> tuple[tuple[Holder, Verdict], ...]:
        """Pair each judged holder with its verdict, from the highest level down."""
        first: dict[str, int] = {}
        for place, norm in enumerate(self.norms.values()):
            if norm.provision and norm.provision.kind == "article":
                for holder in norm.holders:
                    first.setdefault(holder, place)
        pairs = [(self.holders[v.holder], v) for v in self.case.verdicts]
        last = len(self.norms)
        return tuple(
            sorted(pairs, key=lambda p: (p[0].level or 99, first.get(p[0].iri, last), p[0].iri))
        )

    def _bears(self, verdict: Verdict) -> bool:
        return any(link.kind == "duty" and link.hops for link in verdict.links)


def instrument_title(case: Case) -> Words:
    """Give the title of the regulation; the system's name where the data give none."""
    known = case.reasoned.asserted
    cited = set(known.objects(None, DG.cites)) | set(known.objects(None, DG.isBasedOn))
    own = sorted(set(known.subjects(RDF.type, DG.Instrument)) - cited, key=str)
    name = case.system.name
    return case.reasoned.reader.words(own[0]) if own else Words(name, name)


def report(case: Case, chosen: tuple[Check, ...] | None = None) -> Report:
    """Judge a case and run every check on it, or those that are chosen."""
    write_facts(case)
    ran = checks() if chosen is None else chosen
    return Report(
        case=case,
        findings=run_checks(case, ran),
        holders={h.iri: h for h in case.reasoned.reader.holders()},
        norms={n.iri: n for n in case.norms},
        checks=ran,
    )


def as_json(found: Report, lang: str = "zh") -> dict[str, Any]:
    """Write a report as plain values under the keys that machines rely on."""
    return {
        "system": found.case.system.name,
        "evidence": found.case.evidence,
        "verdict": found.verdict,
        "summary": found.summary,
        "loops": [_loop(found, loop) for loop in found.case.loops],
        "holders": [_row(found, holder, verdict) for holder, verdict in found.rows()],
        "findings": [_finding(found, f, lang) for f in found.findings],
        "tally": found.tally,
        "counts": found.counts,
    }


def _loop(found: Report, loop: DirectLoop) -> dict[str, Any]:
    norms = dict.fromkeys(found.norm_id(h.support.norm) for h in loop.hops if h.support.norm)
    return {
        "holders": [found.label(loop.principal).zh, found.label(loop.holder).zh],
        "grade": loop.grade,
        "boundary": loop.boundary,
        "norms": list(norms),
        "rules": _rules(loop.hops),
    }


def _row(found: Report, holder: Holder, verdict: Verdict) -> dict[str, Any]:
    return {
        "id": holder.id,
        "label": holder.label.zh,
        "label_en": holder.label.en,
        "kind": holder.kind,
        "level": holder.level_label,
        "members": [found.label(m).zh for m in holder.members],
        "in_scope": verdict.in_scope,
        "principals": [found.label(p).zh for p in verdict.principals],
        "overseers": [found.label(a).zh for a in verdict.overseers],
        "verdict": verdict.outcome,
        "links": {
            link.kind: {
                "grade": link.grade,
                "norms": list(dict.fromkeys(found.norm_id(n) for n in link.norms)),
                "rules": _rules(link.hops),
                "contested": link.contested,
            }
            for link in verdict.links
        },
        "witness": witness(found, verdict),
    }


def witness(found: Report, verdict: Verdict) -> list[dict[str, Any]] | None:
    """Write the walk that closes a holder's chain, hop by hop; None when it is open."""
    if verdict.outcome == OPEN:
        return None
    return [hop_as_json(found, hop, link.kind) for link in verdict.links for hop in link.hops]


def hop_as_json(found: Report, hop: Hop, link: str) -> dict[str, Any]:
    """Write one hop with its norm, article, words, grade and rules."""
    norm = found.norm_of(hop)
    return {
        "from": found.label(hop.source).zh,
        "to": found.label(hop.target).zh,
        "link": link,
        "tie": hop.kind,
        "norm": norm.id if norm else None,
        "provision": norm.provision.label.zh if norm and norm.provision else None,
        "quote": norm.quote.words if norm and norm.quote else None,
        "grade": GRADES[hop.support.grade],
        "rules": list(hop.support.rules),
    }


def _finding(found: Report, finding: Finding, lang: str) -> dict[str, Any]:
    start, end = finding.span or (None, None)
    return {
        "check": finding.check,
        "severity": finding.severity,
        "subject": finding.subject,
        "label": finding.label.in_language(lang),
        "provision": finding.article(lang) or None,
        "message": finding.message.in_language(lang),
        "cure": finding.cure.in_language(lang),
        "quote": finding.quote,
        "start": start,
        "end": end,
        "because_of": finding.because_of or None,
        "fingerprint": finding.fingerprint,
        "accepted": finding in found.accepted,
        "reason": found.accepted.get(finding) or None,
    }


def _rules(hops: tuple[Hop, ...]) -> list[str]:
    return sorted({r for hop in hops for r in hop.support.rules}, key=lambda r: (len(r), r))
