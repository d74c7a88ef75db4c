"""What of one system is held against another?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rdflib import URIRef

from dutygraph.audit.case import Case
from dutygraph.audit.coding import KINDS
from dutygraph.audit.diff.pairing import Keys
from dutygraph.findings import Words
from dutygraph.model import Holder, Norm
from dutygraph.net.links import UNSTATED
from dutygraph.net.loops import Verdict
from dutygraph.triples.proofs import GRADES

# The kind of a line, and where it runs from and to.
Ends = tuple[str, str, str]
# What two sides are told apart by, and what is shown of it.
Said = tuple[object, str]


@dataclass(frozen=True)
class Side:
    """One of the two systems, under the name it was given."""

    name: str
    case: Case

    @cached_property
    def holders(self) -> dict[str, Holder]:
        """List the holders, from the highest level down, then by IRI."""
        found = sorted(self.case.reasoned.reader.holders(), key=lambda h: (h.level or 99, h.iri))
        return {h.iri: h for h in found}

    @cached_property
    def norms(self) -> dict[str, Norm]:
        """List the norms in the order of the text."""
        return {n.iri: n for n in self.case.norms}

    @cached_property
    def lines(self) -> dict[Ends, str]:
        """Give the grade of each line, by kind and ends."""
        return {
            (kind, source, target): GRADES[best.grade]
            for kind in KINDS
            for source, target, best in sorted(self.case.net.edges(kind, self.case.judge.most))
            if source != UNSTATED
        }

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """Give the verdict on each holder that has one, in the order of the holders."""
        known = {v.holder: v for v in self.case.verdicts}
        return {iri: known[iri] for iri in (*self.holders, *known) if iri in known}

    @cached_property
    def parties(self) -> dict[str, Keys]:
        """Say what each holder goes by, and each alternative that a line runs to."""
        ends = {end for _, source, target in self.lines for end in (source, target)}
        others = sorted(ends - set(self.holders))
        return {iri: {"label": self.label(iri).zh} for iri in (*self.holders, *others)}

    @cached_property
    def clauses(self) -> dict[str, Keys]:
        """Say what each norm goes by: its holders with its words, or its words alone."""
        return {iri: self._clause(norm) for iri, norm in self.norms.items()}

    def label(self, iri: str) -> Words:
        """Give the label of a holder or alternative."""
        return self.case.reasoned.reader.words(URIRef(iri))

    def line_name(self, ends: Ends) -> Words:
        """Name a line by the labels of its ends."""
        source, target = self.label(ends[1]), self.label(ends[2])
        return Words(f"{source.zh} → {target.zh}", f"{source.en} → {target.en}")

    def _clause(self, norm: Norm) -> Keys:
        if norm.quote is None:
            return {}
        words = norm.quote.words
        bearers = tuple(sorted(self.label(iri).zh for iri in norm.holders))
        return {"holder-and-words": (bearers, words), "words": words}


def of_holder(side: Side, holder: Holder, same: Mapping[str, str]) -> dict[str, Said]:
    """Say what is compared of a holder."""
    return {
        "label": _plain(holder.label.zh),
        "kind": _plain(holder.kind),
        "level": _plain(holder.level_label or ""),
        "members": _named(side, holder.members, same),
    }


def of_norm(side: Side, norm: Norm, same: Mapping[str, str]) -> dict[str, Said]:
    """Say what is compared of a norm: all but its place in the text."""
    often, bar = norm.frequency, norm.threshold
    told = (often.stated, often.minimum, often.period) if often else ()
    options = [_named(side, option, same) for option in norm.recipients or ()]
    return {
        "words": _plain(words_of(norm)),
        "holders": _named(side, norm.holders, same),
        "force": _plain(norm.force),
        "functions": _plain("、".join(norm.functions)),
        "counterparts": _named(side, norm.counterparts, same),
        "recipients": (sorted(key for key, _ in options), " / ".join(said for _, said in options)),
        "frequency": _plain(" ".join(str(one) for one in told if one is not None)),
        "threshold": _plain(f"{bar.minimum} {bar.unit}" if bar else ""),
        "conditions": _plain("；".join(one.words for one in norm.conditions)),
        "imposers": _named(side, norm.imposers, same),
    }


def of_verdict(verdict: Verdict) -> dict[str, Said]:
    """Say what is compared of a verdict."""
    return {
        "verdict": _plain(verdict.outcome),
        "missing": _plain(" ".join(verdict.missing)),
        "scope": _plain("in" if verdict.in_scope else "out"),
    }


def words_of(norm: Norm) -> str:
    """Give a norm's words, its action where it quotes none."""
    return norm.quote.words if norm.quote else norm.action


def _plain(words: str) -> Said:
    return words, words


def _named(
    side: Side, iris: tuple[str, ...], same: Mapping[str, str]
) -> tuple[tuple[str, ...], str]:
    """Tell holders by the IRIs that they have in A, and show their Chinese labels."""
    keys = tuple(sorted(same.get(iri, iri) for iri in iris))
    return keys, "、".join(side.label(iri).zh for iri in iris)
