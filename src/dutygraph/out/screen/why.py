"""Why does a line, a verdict or a norm stand as it does, down to the words of the text?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from dutygraph.audit.drafts import propose
from dutygraph.audit.holders import find_holder
from dutygraph.audit.outcomes import about_norm, outcomes
from dutygraph.audit.report import Report, hop_as_json
from dutygraph.audit.terms import find_triple
from dutygraph.errors import UsageError
from dutygraph.model import Norm
from dutygraph.net.loops import OPEN, Verdict
from dutygraph.out.formats import choose_format
from dutygraph.out.lists.register import entry
from dutygraph.out.proposals import proposal_json, proposal_lines
from dutygraph.out.screen.proof import Proof
from dutygraph.out.tables import FORMATS, to_json
from dutygraph.out.words import word
from dutygraph.triples.files import dump
from dutygraph.triples.justify import Justification
from dutygraph.triples.provenance import provenance, used_prefixes
from dutygraph.triples.reason import Triple

RDF_FORMATS: Final = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES}
_ONE: Final = ("table", "json", *RDF_FORMATS)
_ALL: Final = (*FORMATS, *RDF_FORMATS)


def why_format(name: str | None, output: Path | None, words: list[str]) -> str:
    """Take the format that is named, or that of the file's ending; a list has more than a tree.

    Raises: UsageError for one that is not known.
    """
    ending = output.suffix.lower().removeprefix(".") if output else ""
    named = name or (ending if ending in RDF_FORMATS else None)
    return choose_format(named, output, _ONE if words else _ALL, "table")


def why(found: Report, words: list[str], kind: str, lang: str) -> str | bytes:
    """Explain a norm (`A05-7`), a holder's verdict, or a line (holder, relation, holder).

    Without words, list all that is derived with what it rests on. In an RDF format the
    answer is PROV-O.

    Raises: UsageError for a name that is not known, with the nearest; for a line that does
        not hold.
    """
    because = Justification(found.case.reasoned)
    if kind in RDF_FORMATS:
        return _rdf(found, because, words, RDF_FORMATS[kind])
    proof = Proof(found, because, lang)
    if not words:
        return proof.derived(kind)
    asked = _asked(found, words)
    if kind == "json":
        return to_json(_facts(found, proof, asked))
    return "\n".join(_lines(found, proof, asked, lang)) + "\n"


def _asked(found: Report, words: list[str]) -> Norm | Verdict | Triple:
    if len(words) == 1:
        norm = next((n for n in found.norms.values() if n.id == words[0]), None)
        if norm:
            return norm
        return found.case.judge.verdict(find_holder(found.case, words[0], "holder or norm").iri)
    if len(words) != 3:  # noqa: PLR2004 -- subject, relation, object
        raise UsageError(
            "needs a norm, a holder, or a line", place="why", cure="name HOLDER RELATION HOLDER"
        )
    return find_triple(found.case, *words)


def _facts(found: Report, proof: Proof, asked: Norm | Verdict | Triple) -> dict[str, Any]:
    if isinstance(asked, Norm):
        return entry(found.case, asked)
    return _verdict_json(found, asked) if isinstance(asked, Verdict) else proof.nested(asked)


def _lines(found: Report, proof: Proof, asked: Norm | Verdict | Triple, lang: str) -> Iterator[str]:
    if isinstance(asked, Norm):
        return _norm_text(found, asked, lang)
    return _verdict_text(found, asked, lang) if isinstance(asked, Verdict) else proof.tree(asked)


def _rdf(found: Report, because: Justification, words: list[str], kind: ox.RdfFormat) -> bytes:
    asked = _asked(found, words) if words else None
    if isinstance(asked, Verdict):
        triples = provenance(because, (), outcomes(found, asked))
    elif isinstance(asked, Norm):
        triples = provenance(because, about_norm(because, asked.iri))
    else:
        triples = provenance(because, [asked] if asked else because.derived)
    return dump(triples, kind, used_prefixes(because, triples))


def _norm_text(found: Report, norm: Norm, lang: str) -> Iterator[str]:
    facts = entry(found.case, norm)
    where = norm.provision.label.in_language(lang) if norm.provision else ""
    yield f"{norm.id}  {where}  “{facts['quote']}”"
    for key, value in facts.items():
        if value not in (None, []):
            yield f"  {key}: {_flat(value)}"


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
