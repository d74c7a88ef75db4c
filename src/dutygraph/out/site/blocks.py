"""How do a norm, a line, a link of a chain and a finding read, wherever a page shows them?

Each is a plain value for a template: words in both languages, and pieces that lead on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dutygraph.findings import Finding
from dutygraph.model import Norm
from dutygraph.out.lists.gaps import remark
from dutygraph.out.page.ids import by_number
from dutygraph.out.site.part import Part, Value
from dutygraph.out.site.pieces import Piece, same


def said(part: Part, norm: Norm) -> Value:
    """Show the words of a norm, with its article."""
    return {
        "norm": part.norm(norm.id),
        "article": part.provision(norm.provision),
        "words": norm.quote.words if norm.quote else norm.action + (norm.object or ""),
        "evidence": norm.evidence,
    }


def clauses(part: Part, names: Iterable[str]) -> list[Value]:
    """Show the words of several norms, by their identifiers."""
    return [said(part, part.norms[name]) for name in names if name in part.norms]


def duty(part: Part, norm: Norm) -> Value:
    """Show a norm with its force, its functions, and who has to do with it."""
    return {
        **said(part, norm),
        "holders": [part.piece(iri) for iri in norm.holders],
        "force": part.code("force", norm.force),
        "functions": [part.code("function", one) for one in norm.functions[:1]],
    }


def line(part: Part, one: Value, about: str) -> Value:
    """Show a line as one of its ends sees it: the other end, the grade, the rules, the words."""
    out = one["from"] == about
    return {
        "kind": one["kind"],
        "grade": one["grade"],
        "out": out,
        "from": part.party(one["from"]),
        "to": part.party(one["to"]),
        "other": part.party(one["to"] if out else one["from"]),
        "rules": [part.rule(rule) for rule in one.get("rules", ())],
        "clauses": clauses(part, one.get("norms", ())),
        "general": one.get("general", False),
        "graph": part.graph(sel=f"line:{one['id']}"),
    }


def links(part: Part, row: Value, gaps: Sequence[Value]) -> list[Value]:
    """Show the five links and the return of a chain, each with the walk that proves it."""
    return [_link(part, one, gaps) for one in row["links"]]


def _link(part: Part, one: Value, gaps: Sequence[Value]) -> Value:
    hops = [part.model["hops"][at] for at in one.get("hops", ())]
    walked = [hop["norm"] for hop in hops if hop.get("norm")]
    return {
        "kind": one["kind"],
        "grade": one["grade"],
        "contested": one.get("contested", False),
        "rules": [part.rule(r) for r in by_number(r for h in hops for r in h.get("rules", ()))],
        "hops": [_hop(part, hop) for hop in hops],
        "more": clauses(part, (name for name in one.get("norms", ()) if name not in walked)),
        "drafts": [draft(part, gap) for gap in gaps if one["kind"] in gap["closes"]],
    }


def _hop(part: Part, hop: Value) -> Value:
    return {
        "tie": hop["tie"],
        "grade": hop["grade"],
        "from": part.party(hop.get("from")),
        "to": part.party(hop.get("to")),
        "rules": [part.rule(rule) for rule in hop.get("rules", ())],
        "clauses": clauses(part, [hop["norm"]] if hop.get("norm") else ()),
    }


def draft(part: Part, gap: Value) -> Value:
    """Show the sentence that would close a gap, and where it would stand."""
    article = part.provisions.get(part.iris.get(gap.get("article") or "", ""))
    return {
        "kind": gap["kind"],
        "sentence": {"zh": gap["sentence"][0], "en": gap["sentence"][1]},
        "article": part.provision(article),
        "amends": part.norm(gap["amends"]) if gap.get("amends") else None,
    }


def finding(part: Part, one: Finding) -> Value:
    """Show a finding: how grave, by which check, where, what, the words, and the cure."""
    article = part.articles.get(one.article("zh"))
    return {
        "severity": one.severity,
        "check": Piece(same(one.check), part.within(f"check/{one.check}"), "code"),
        "article": part.provision(article),
        "subject": subject(part, one),
        "message": one.message,
        "cure": one.cure,
        "quote": one.quote if one.quote not in one.message.zh else "",
        "remark": remark(part.found, one),
    }


def subject(part: Part, one: Finding) -> Piece:
    """Lead to what a finding is about."""
    iri = part.subjects.get(one.subject)
    return Piece(one.label, part.address(iri) or "" if iri else "")


def findings(part: Part, names: Iterable[str]) -> list[Value]:
    """Show all findings about any of these subjects, gravest first."""
    wanted = set(names)
    return [finding(part, one) for one in part.found.findings if one.subject in wanted]
