"""Is a query read in every way, and in time, whatever its quotation marks do?"""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dutygraph.errors import LimitError, QueryError
from dutygraph.triples.query import guard
from dutygraph.triples.tokens import all_tokens, tokens

# The grammar in one expression: plain, and quadratic where a mark is not closed.
PLAIN = re.compile(
    r"(?P<comment>#[^\r\n]*)"
    r'|(?P<text>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\r\n]|\\.)*"|\'(?:[^\'\\\r\n]|\\.)*\')'
    r"|(?P<iri><[^<>\"{}|^`\x00-\x20\\]*>)"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
    r"|(?P<name>(?P<prefix>[\w.-]*):(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\w\s])"
    r"(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*)?)"
    r"|(?P<word>\w+)"
    r"|(?P<open>[{(\[]|<<(?![^<>\"{}|^`\x00-\x20\\]*>))|(?P<close>[})\]]|>>)"
    r"|(?P<operator>[!|/^+*&-])",
    re.DOTALL,
)
PIECES = (
    *('"', "'", '"""', "'''", "\\", "\n", "\r", "#", "<", ">", "<<", ">>"),
    *("(", ")", "{", "}", ".", "-", ":", "a", "1", " ", "SERVICE", "?x", "%41", "@en", "<a#b>"),
    *("<a'b>", "<a)b>", "a:b", "FROM", "\\u0053"),
)
queries = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(queries)
@example("'''a''b\\'''''")
@example('"""a""""b"')
@example('"\\"\n"a"')
@example('"""\n\\"""a\n\\"""b"')
def test_one_way_is_read_as_the_plain_grammar_has_it(query: str) -> None:
    wanted = [(t.lastgroup, t.span()) for t in PLAIN.finditer(query)]
    assert [(t.lastgroup, t.span()) for t in tokens(query)] == wanted


@settings(max_examples=500, deadline=None, derandomize=True)
@given(queries)
@example("<a#b> <c'd>\nSERVICE\n<e#f> '\nSERVICE")
@example("<a#\n<b#c>SERVICE\n'<d#e>'SERVICE")
def test_every_way_is_read(query: str) -> None:
    """Each start from which the plain grammar may be entered, one after the other."""
    seen: set[tuple[str | None, int, int]] = set()
    begun, waiting = set(), [0]
    while waiting:
        start = waiting.pop()
        if start in begun:
            continue
        begun.add(start)
        for token in PLAIN.finditer(query, start):
            seen.add((token.lastgroup, *token.span()))
            turn = re.search(r"['#)]", token.group()) if token.lastgroup == "iri" else None
            if turn:
                waiting.append(token.start() + turn.start())
    found = {(t.lastgroup, *t.span()) for t in all_tokens(query)}
    assert {t for t in found if t[0] != "comment"} == {t for t in seen if t[0] != "comment"}


@pytest.mark.parametrize(
    "piece",
    ["a.", "a-", '"\\', "'\\", "<a", "<a#b>", "<a'b>", "<a)b>", '\n\\"""a', ":.", "\\u0041"],
)
def test_a_long_query_is_judged_in_time(piece: str) -> None:
    """Where reading is not linear, this takes half an hour: the limit of the suite tells."""
    for lead in ("", '"""', "SELECT * { "):
        query = lead + piece * ((190_000 - len(lead)) // len(piece))
        try:
            guard(query, "query")
        except (QueryError, LimitError) as error:
            assert error.place.startswith("query")  # noqa: PT017 -- either end is right
