"""Why does a line, a verdict or a norm stand as it does, down to the words of the text?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rdflib import URIRef
from rdflib.term import Node

from dutygraph.audit.drafts import propose
from dutygraph.audit.holders import find_holder
from dutygraph.audit.report import Report, hop_as_json
from dutygraph.errors import UsageError
from dutygraph.model import Norm
from dutygraph.names import DG, local
from dutygraph.net.links import LINES
from dutygraph.net.loops import OPEN, Verdict
from dutygraph.out.lists.register import entry
from dutygraph.out.proposals import proposal_json, proposal_lines
from dutygraph.out.tables import to_json
from dutygraph.out.words import word
from dutygraph.triples.proofs import GRADES
from dutygraph.triples.reason import Triple


def why(found: Report, words: list[str], kind: str, lang: str) -> str:
    """Explain a norm (`A05-7`), a holder's verdict, or a line (holder, relation, holder).

    Raises: UsageError for a name that is not known, with the nearest; for a line that does
        not hold.
    """
    if len(words) == 1:
        norm = next((n for n in found.norms.values() if n.id == words[0]), None)
        if norm:
            facts = entry(found.case, norm)
            return to_json(facts) if kind == "json" else _norm_text(found, norm, lang)
        holder = find_holder(found.case, words[0], "holder or norm").iri
        verdict = found.case.judge.verdict(holder)
        if kind == "json":
            return to_json(_verdict_json(found, verdict))
        return "\n".join(_verdict_text(found, verdict, lang)) + "\n"
    if len(words) != 3:  # noqa: PLR2004 -- holder, relation, holder
        raise UsageError(
            "needs a norm, a holder, or a line", place="why", cure="name HOLDER RELATION HOLDER"
        )
    triple = _line(found, *words)
    if kind == "json":
        return to_json(_tree_json(found, triple))
    return "\n".join(_tree_text(found, triple, lang)) + "\n"


def _line(found: Report, subject: str, relation: str, obj: str) -> Triple:
    key = relation.removeprefix("dg:").replace("-", "").lower()
    lines = [*LINES, DG.isEntrustedBy, DG.isOverseenBy, DG.answersTo, DG.imposesOn, DG.isSubjectTo]
    names = {local(p).lower(): p for p in lines}
    if key not in names:
        known = ", ".join(sorted(local(p) for p in names.values()))
        raise UsageError("unknown relation", place=relation, cure=f"known: {known}")
    triple = (
        URIRef(find_holder(found.case, subject).iri),
        names[key],
        URIRef(find_holder(found.case, obj).iri),
    )
    if triple not in found.case.reasoned.proofs.steps:
        raise UsageError(
            "the text gives no such line",
            place=f"{subject} {relation} {obj}",
            cure=f"see what it gives with `dutygraph why {found.case.system.name} {subject}`",
        )
    return triple


def _norm_text(found: Report, norm: Norm, lang: str) -> str:
    facts = entry(found.case, norm)
    where = norm.provision.label.in_language(lang) if norm.provision else ""
    lines = [f"{norm.id}  {where}  “{facts['quote']}”"]
    lines += [f"  {key}: {_flat(value)}" for key, value in facts.items() if value not in (None, [])]
    return "\n".join(lines) + "\n"


def _flat(value: object) -> str:
    if isinstance(value, list):
        return "；".join(_flat(v) for v in value)
    if isinstance(value, dict):
        return " ".join(f"{k}={v}" for k, v in value.items() if v is not None)
    return str(value)


def _verdict_text(found: Report, verdict: Verdict, lang: str) -> Iterator[str]:
    label = found.label(verdict.holder).in_language(lang)
    yield f"{label}：{word(verdict.outcome, lang)}"
    for link in verdict.links:
        mark = f"（{word('contested', lang)}）" if link.contested else ""
        yield f"  {word(link.kind, lang)}：{word(link.grade, lang)}{mark}"
        for hop in link.hops:
            yield f"    {_hop(hop_as_json(found, hop, link.kind), lang)}"
    proposal = propose(found.case, verdict.holder)
    if proposal:
        yield from proposal_lines(proposal, lang)


def _hop(facts: dict[str, Any], lang: str) -> str:
    rules = f"［{' '.join(facts['rules'])}］" if facts["rules"] else ""
    norm = facts["norm"]
    words = f"  {facts['provision'] or ''} {norm}“{facts['quote']}”" if norm else ""
    return f"{facts['from']} → {facts['to']}  {word(facts['grade'], lang)}{rules}{words}"


def _verdict_json(found: Report, verdict: Verdict) -> dict[str, Any]:
    return {
        "holder": found.label(verdict.holder).zh,
        "verdict": verdict.outcome,
        "closed": verdict.outcome != OPEN,
        "links": [
            {
                "link": link.kind,
                "grade": link.grade,
                "contested": link.contested,
                "hops": [hop_as_json(found, hop, link.kind) for hop in link.hops],
            }
            for link in verdict.links
        ],
        "repair": proposal_json(propose(found.case, verdict.holder), found),
    }


def _tree_text(found: Report, triple: Triple, lang: str) -> Iterator[str]:
    for depth, goal, step in found.case.reasoned.proofs.tree(triple):
        warrant = found.case.reasoned.proofs.grade(goal)
        rules = f" {' '.join(sorted(warrant.rules))}" if warrant.rules else ""
        grade = word(GRADES[warrant.grade], lang)
        words = _words_under(found, goal)
        yield f"{'  ' * depth}{_say(found, goal, lang)}  [{step.rule}] {grade}{rules}{words}"


def _tree_json(found: Report, triple: Triple) -> dict[str, Any]:
    proofs = found.case.reasoned.proofs
    step, warrant = proofs.steps[triple][0], proofs.grade(triple)
    norm = _norm_among(found, triple)
    return {
        "triple": [str(t) for t in triple],
        "text": _say(found, triple, "zh"),
        "rule": step.rule,
        "grade": GRADES[warrant.grade],
        "reading_rules": sorted(warrant.rules),
        "norm": norm.id if norm else None,
        "provision": norm.provision.label.zh if norm and norm.provision else None,
        "quote": norm.quote.words if norm and norm.quote else None,
        "premises": [_tree_json(found, p) for p in step.premises],
    }


def _say(found: Report, triple: Triple, lang: str) -> str:
    return " ".join(_name(found, t, lang) for t in triple)


def _name(found: Report, node: Node, lang: str) -> str:
    norm = found.norms.get(str(node))
    return norm.id if norm else found.label(str(node)).in_language(lang)


def _norm_among(found: Report, triple: Triple) -> Norm | None:
    nodes = (triple[0], triple[2])
    return next((found.norms[str(t)] for t in nodes if str(t) in found.norms), None)


def _words_under(found: Report, triple: Triple) -> str:
    norm = _norm_among(found, triple)
    if not norm or not norm.quote:
        return ""
    where = norm.provision.label.zh if norm.provision else ""
    return f"  {where}“{norm.quote.words}”"
