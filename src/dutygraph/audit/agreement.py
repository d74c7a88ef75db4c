"""How far do two codings of one text agree, and where do they differ?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from dutygraph.audit.basis import basis, refuse_other_text
from dutygraph.audit.case import case_of
from dutygraph.audit.coding import (
    KINDS,
    CodedLink,
    CodedNorm,
    Coding,
    Labels,
    coding_of,
)
from dutygraph.audit.kappa import Kappa, Overlap, cohen_kappa, overlap
from dutygraph.audit.matching import iou, match
from dutygraph.errors import UsageError
from dutygraph.triples.system import load

CATEGORIES: Final = ("holder", "force", "function")
VALUES: Final = (*CATEGORIES, "recipients")
ASPECTS: Final = ("norm", "span", *VALUES, "link")

Pair = tuple[CodedNorm, CodedNorm]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that the two codings say differently, or that only one of them says.

    `a` and `b` are the values in sorted order, empty where the coding states none; None
    means that the coding lacks the norm or the link. `words` are those of the norm, of `a`
    where both have it.
    """

    start: int
    aspect: str
    article: str
    words: str
    norm_a: str
    norm_b: str
    a: Labels | None
    b: Labels | None


@dataclass(frozen=True, slots=True)
class Spans:
    """How the stretches of the norms match; `mean` is the mean IoU of the pairs."""

    overlap: Overlap
    exact: int
    mean: float | None


@dataclass(frozen=True)
class Agreement:
    """What two codings share: measures, and every disagreement in the order of the text.

    Categories and recipients are measured on the matched norms alone; a norm without a
    partner counts against the spans.
    """

    a: Coding
    b: Coding
    least: Fraction
    spans: Spans
    categories: Mapping[str, Kappa]
    recipients: Overlap
    links: Mapping[str, Overlap]
    disagreements: tuple[Disagreement, ...]


def agree(a: str, b: str, least: float = 0.5, evidence: str = "implied") -> Agreement:
    """Load two codings of one text and compare them; a pair needs an IoU of `least`.

    Raises: UsageError for a `least` outside (0, 1]; DataError for codings of different texts;
        what loading raises.
    """
    if not 0 < least <= 1:
        raise UsageError(
            "is no least overlap", place=f"--iou {least:g}", cure="name a number in (0, 1]"
        )
    systems = load(a), load(b)
    refuse_other_text(*map(basis, systems))
    first, second = (coding_of(case_of(one, evidence)) for one in systems)
    return compare(first, second, Fraction(str(least)))


def compare(a: Coding, b: Coding, least: Fraction = Fraction(1, 2)) -> Agreement:
    """Compare two codings of one text.

    Norms are paired by their words, not by their identifiers; holders are told by their
    Chinese labels. Swapping the codings swaps precision and recall and changes nothing else.

    Cost: that of `matching.match`, and linear in norms and links.
    """
    pairs = _pairs(a, b, least)
    lone = _lone(a, [x for x, _ in pairs]), _lone(b, [y for _, y in pairs])
    return Agreement(
        a=a,
        b=b,
        least=least,
        spans=_spans(pairs, *lone),
        categories={c: cohen_kappa(_values(pairs, c)) for c in CATEGORIES},
        recipients=overlap(_values(pairs, "recipients")),
        links={
            **{k: overlap([_of_kind(k, a, b)]) for k in KINDS},
            "all": overlap([(a.links, b.links)]),
        },
        disagreements=tuple(sorted(_disagreements(a, b, pairs, *lone), key=_text_order)),
    )


def _values(pairs: list[Pair], aspect: str) -> list[tuple[Labels, Labels]]:
    return [(getattr(x, aspect), getattr(y, aspect)) for x, y in pairs]


def _of_kind(kind: str, a: Coding, b: Coding) -> tuple[list[CodedLink], list[CodedLink]]:
    return [e for e in a.links if e.kind == kind], [e for e in b.links if e.kind == kind]


def _spans(pairs: list[Pair], lone_a: list[CodedNorm], lone_b: list[CodedNorm]) -> Spans:
    shares = [iou(x.span, y.span) for x, y in pairs]
    return Spans(
        overlap=Overlap(len(pairs), len(lone_a), len(lone_b)),
        exact=sum(share == 1 for share in shares),
        mean=float(sum(shares) / len(shares)) if shares else None,
    )


def _pairs(a: Coding, b: Coding, least: Fraction) -> list[Pair]:
    """Match the norms of two codings; which is named first makes no difference."""
    if b.norms < a.norms:
        return [(x, y) for y, x in _pairs(b, a, least)]

    def likeness(i: int, j: int) -> int:
        x, y = a.norms[i], b.norms[j]
        return sum(getattr(x, c) == getattr(y, c) for c in VALUES)

    spans = ([n.span for n in a.norms], [n.span for n in b.norms])
    return [(a.norms[i], b.norms[j]) for i, j in match(*spans, least, likeness)]


def _lone(coding: Coding, paired: list[CodedNorm]) -> list[CodedNorm]:
    return sorted(set(coding.norms) - set(paired))


def _disagreements(
    a: Coding, b: Coding, pairs: list[Pair], lone_a: list[CodedNorm], lone_b: list[CodedNorm]
) -> Iterator[Disagreement]:
    yield from _differing(pairs)
    yield from (_missing(norm, in_a=True) for norm in lone_a)
    yield from (_missing(norm, in_a=False) for norm in lone_b)
    yield from (_unlinked(link, in_a=True) for link in a.links - b.links)
    yield from (_unlinked(link, in_a=False) for link in b.links - a.links)


def _differing(pairs: list[Pair]) -> Iterator[Disagreement]:
    for x, y in pairs:
        values = {c: (getattr(x, c), getattr(y, c)) for c in VALUES}
        values["span"] = ((_placed(x),), (_placed(y),))
        for aspect, (one, other) in values.items():
            if one != other:
                yield Disagreement(
                    x.span.start, aspect, x.article, x.span.words, x.id, y.id, one, other
                )


def _placed(norm: CodedNorm) -> str:
    return f"{norm.span.words} [{norm.span.start},{norm.span.end})"


def _missing(norm: CodedNorm, *, in_a: bool) -> Disagreement:
    value = norm.holder
    ids, sides = ((norm.id, ""), (value, None)) if in_a else (("", norm.id), (None, value))
    return Disagreement(norm.span.start, "norm", norm.article, norm.span.words, *ids, *sides)


def _unlinked(link: CodedLink, *, in_a: bool) -> Disagreement:
    value = (link.kind, link.source, link.target)
    sides = (value, None) if in_a else (None, value)
    return Disagreement(link.start, "link", link.article, link.words, "", "", *sides)


def _text_order(found: Disagreement) -> tuple[bool, int, int, tuple[Labels, Labels]]:
    """Put norms before links, each in the order of the text."""
    values = (found.a or (), found.b or ())
    return found.aspect == "link", found.start, ASPECTS.index(found.aspect), values
