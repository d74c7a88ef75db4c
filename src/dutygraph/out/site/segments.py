"""Which stretches of a provision say what, so that its words can be marked exactly?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from dutygraph.model import Provision
from dutygraph.out.site.part import Part, Value

# What marks a stretch, where it starts and ends in code points, and the norm it belongs to.
Span = tuple[str, int, int, str]

_HEADING: Final = re.compile(r"第[零〇一二三四五六七八九十百千]+[条章][ \t\u3000]*")


def segments(part: Part, text: str, home: Provision, spans: Iterable[Span]) -> list[Value]:
    """Cut the text of a provision where a span starts or ends.

    Units: code points of the whole text, the end exclusive; `at` is where a segment starts.
    Returns: all of the provision in order, each segment with its marks and norms; joined,
        their words are the text.
    """
    inside = [
        (kind, max(start, home.start), min(end, home.end), norm)
        for kind, start, end, norm in spans
        if start < home.end and end > home.start
    ]
    heading = _HEADING.match(text, home.start, home.end)
    if heading and home.kind != "notice":
        inside.append(("heading", home.start, heading.end(), ""))
    cuts = sorted({home.start, home.end, *(s[1] for s in inside), *(s[2] for s in inside)})
    found, named = [], set[str]()
    for start, end in pairwise(cuts):
        over = [s for s in inside if s[1] <= start and end <= s[2]]
        norms = list(dict.fromkeys(norm for _, _, _, norm in over if norm))
        fresh = next((n for n in norms if n not in named), "")
        named.add(fresh)
        found.append(
            {
                "at": start,
                "words": text[start:end],
                "marks": sorted({kind for kind, *_ in over}),
                "norms": norms,
                "path": part.norm(norms[0]).path if norms else "",
                "id": fresh,
            }
        )
    return found
