"""Which words of an article does no norm, holder or condition cover?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dutygraph.model import Excerpt, Norm, Provision

_HEADING = re.compile(r"第[零〇一二三四五六七八九十百]+条[\s\u3000]*")
_WORD = re.compile(r"\w")


def uncovered(text: str, provision: Provision, norms: Iterable[Norm]) -> tuple[Excerpt, ...]:
    """List the stretches of a provision that no norm accounts for.

    A stretch is a longest run of characters outside every quote, holder phrase, counterpart
    phrase and condition; the article's heading and runs of mere punctuation do not count.

    Units: code points over the whole text.
    Cost: linear in the provision's length and its norms.
    Returns: excerpts in the order of the text; empty when all is covered.
    """
    body = _body(text, provision)
    covered = bytearray(provision.end - provision.start)
    for norm in norms:
        for part in (norm.quote, *norm.conditions, *norm.mentions):
            if part is not None:
                low = max(part.start, provision.start) - provision.start
                high = min(part.end, provision.end) - provision.start
                covered[low:high] = b"\1" * max(0, high - low)
    return tuple(_runs(text, covered, provision.start, body))


def count_words(text: str, provision: Provision) -> int:
    """Count the characters of a provision that are words: no heading, space or punctuation.

    Units: code points.
    """
    return len(_WORD.findall(text, _body(text, provision), provision.end))


def count_words_in(excerpts: Iterable[Excerpt]) -> int:
    """Count the characters of excerpts that are words.

    Units: code points.
    """
    return sum(len(_WORD.findall(excerpt.words)) for excerpt in excerpts)


def _body(text: str, provision: Provision) -> int:
    """Find where a provision begins behind its heading."""
    heading = _HEADING.match(text, provision.start, provision.end)
    return heading.end() if heading else provision.start


def _runs(text: str, covered: bytearray, offset: int, body: int) -> Iterable[Excerpt]:
    for run in re.finditer(rb"\0+", bytes(covered)):
        start, end = max(run.start() + offset, body), run.end() + offset
        words = text[start:end]
        if start < end and _WORD.search(words):
            trimmed = words.strip("，,。；;、：:（）()“”\u3000 \n")
            at = start + words.index(trimmed)
            yield Excerpt(at, at + len(trimmed), trimmed)


def split_purposes(
    stretches: Iterable[Excerpt], provision: Provision
) -> tuple[tuple[Excerpt, ...], tuple[Excerpt, ...]]:
    """Part uncovered stretches into purpose phrases and normative words.

    Returns: (purposes, normative); a stretch is a purpose when one that the provision
    states covers it whole.
    """
    purposes: list[Excerpt] = []
    rest: list[Excerpt] = []
    for stretch in stretches:
        inside = any(p.start <= stretch.start and stretch.end <= p.end for p in provision.purposes)
        (purposes if inside else rest).append(stretch)
    return tuple(purposes), tuple(rest)
