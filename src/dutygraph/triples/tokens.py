"""In which ways can a query be read, token by token?

The engine wants no space around a keyword, so `1SERVICE` and `SERVICEa:b` both call out; and
`<` is an IRI or a comparison as the grammar has it. So a guard must follow every way.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Final

_TOKEN = re.compile(
    r"(?P<comment>#[^\r\n]*)"
    r"|(?P<quote>[\"'])"
    r"|(?P<iri><[^<>\"{}|^`\x00-\x20\\]*>)"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
    r"|(?P<name>(?P<prefix>[\w.-]{0,64}+):(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\w\s])"
    r"(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*)?)"
    r"|(?P<word>\w+)"
    r"|(?P<open>[{(\[]|<<(?![^<>\"{}|^`\x00-\x20\\]*>))|(?P<close>[})\]]|>>)"
    r"|(?P<operator>[!|/^+*&-])",
    re.DOTALL,
)
_TEXTS: Final = {
    '"': re.compile(r'(?P<text>"(?:[^"\\\r\n]|\\.)*+("?))', re.DOTALL),
    "'": re.compile(r"(?P<text>'(?:[^'\\\r\n]|\\.)*+('?))", re.DOTALL),
    '"""': re.compile(r'(?P<text>"""(?:[^"\\]|\\.|"(?!""))*+("{0,3}))', re.DOTALL),
    "'''": re.compile(r"(?P<text>'''(?:[^'\\]|\\.|'(?!''))*+('{0,3}))", re.DOTALL),
}
_LINE_END: Final = re.compile(r"[\r\n]")
_DIVERGENT = re.compile(r"['#)]")


def tokens(
    query: str, start: int = 0, open_ends: dict[str, tuple[int, int]] | None = None
) -> Iterator[re.Match[str]]:
    """Read a query once, taking what may be an IRI for an IRI.

    `open_ends` remembers, for each quotation mark, from where to where none finds its end.

    Cost: linear, also for marks that are never closed.
    """
    ends = {} if open_ends is None else open_ends
    at = start
    while token := _TOKEN.search(query, at):
        found = _text(query, token.start(), ends) if token.lastgroup == "quote" else token
        if found is not None:
            yield found
        at = (found or token).end()


def _text(query: str, at: int, ends: dict[str, tuple[int, int]]) -> re.Match[str] | None:
    """Read a text at its quotation mark, the long kind first; None where it has no end.

    Before a later mark stands no backslash that would not also count from an earlier one. So
    where one finds no end, none does that follows before the place where the search stopped.
    """
    for mark in (query[at] * 3, query[at]):
        since, until = ends.get(mark, (0, 0))
        if not query.startswith(mark, at) or since <= at < until:
            continue
        found = _TEXTS[mark].match(query, at)
        if found is not None and found[2] == mark:
            return found
        ends[mark] = (at, found.end() if found else at + 1)
    return None


def all_tokens(query: str) -> Iterator[re.Match[str]]:
    """Read a query in every way: what looks like an IRI may begin with a less-than sign.

    The two ways differ after the IRI only where it holds a quote, a number sign or a closing
    parenthesis; from there on it is read once more.

    Cost: each place is read once, whatever the number of ways that lead to it.
    """
    seen: set[int] = set()
    waiting, line = [0], (0, 0)
    open_ends: dict[str, tuple[int, int]] = {}
    while waiting:
        for token in tokens(query, waiting.pop(), open_ends):
            if token.start() in seen:
                break
            seen.add(token.start())
            yield token
            turn = _DIVERGENT.search(token.group()) if token.lastgroup == "iri" else None
            if turn and turn.group() == "#":
                if not line[0] <= token.start() < line[1]:
                    line = (token.start(), _line_end(query, token.end()))
                waiting.append(line[1])
            elif turn:
                waiting.append(token.start() + turn.start())


def _line_end(query: str, start: int) -> int:
    found = _LINE_END.search(query, start)
    return found.start() if found else len(query)


def line_and_column(query: str, position: int) -> str:
    """Name a place in a query, as `2:7`."""
    line = query.count("\n", 0, position) + 1
    return f"{line}:{position - query.rfind(chr(10), 0, position)}"


def unescape(query: str) -> str:
    r"""Decode \u escapes, which SPARQL allows anywhere, even inside a keyword."""

    def char(match: re.Match[str]) -> str:
        value = int(match.group(1) or match.group(2), 16)
        return chr(value) if value <= sys.maxunicode else match.group()

    return re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", char, query)
