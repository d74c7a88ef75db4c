"""How is a user's SPARQL answered without reaching outside the store?

pyoxigraph evaluates it. SERVICE is refused and so are updates; a depth cap and a thread
with a large stack keep a nested query from ending the process.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

import pyoxigraph as ox

from dutygraph.errors import LimitError, QueryError
from dutygraph.names import PREFIXES

T = TypeVar("T")
Answer = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

MOST_CHARACTERS: Final = 200_000
MOST_DEPTH: Final = 128
MOST_OPERATORS: Final = 2_000
_MOST_REASON: Final = 160
_STACK: Final = 512 * 1024 * 1024

_TOKEN = re.compile(
    r"(?P<comment>#[^\r\n]*)"
    r'|(?P<text>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\r\n]|\\.)*"|\'(?:[^\'\\\r\n]|\\.)*\')'
    r"|(?P<iri><[^<>\"{}|^`\s\\]*>)"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<name>[\w.-]*:[\w.:%\\-]*)"
    r"|(?P<word>\w+)"
    r"|(?P<open>[{(\[])|(?P<close>[})\]])"
    r"|(?P<operator>[!|/^+*&-])",
    re.DOTALL,
)
_UPDATES: Final = frozenset(
    "INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD".split()  # noqa: SIM905
)


def ask(
    store: ox.Store,
    query: str,
    take: Callable[[Answer], T],
    *,
    place: str = "query",
    prefixes: Mapping[str, str] | None = None,
) -> T:
    """Evaluate a SELECT, ASK, CONSTRUCT or DESCRIBE and hand its answer to `take`.

    `take` runs where the query runs, because an answer is drawn from the store as it is read.

    Triples: the default graph is the union of all named graphs, unless the query says FROM.
        The project's prefixes and those given need no declaration. Nothing is fetched or written.
    Raises: QueryError with line and column for a syntax error, and for what is refused;
        LimitError for a query too long or too deep to parse safely.
    """
    known = {**PREFIXES, **(prefixes or {})}
    plain = _unescape(query)
    guard(plain, place)
    own = bool(re.search(r"(?i)\bFROM\b", _without_literals(plain)))
    try:
        return _with_stack(
            lambda: take(store.query(query, prefixes=known, use_default_graph_as_union=not own))
        )
    except SyntaxError as error:
        raise _syntax_error(error, place) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(str(error), place=place, cure="change the query") from error


def guard(query: str, place: str) -> None:
    """Refuse a query that calls out, writes, or is too long or deep to parse safely.

    Raises: QueryError or LimitError at line and column.
    """
    if len(query) > MOST_CHARACTERS:
        raise LimitError(
            f"the query has {len(query)} characters, more than {MOST_CHARACTERS}",
            place=place,
            cure="shorten it",
        )
    depth = operators = unary = 0
    for token in _TOKEN.finditer(query):
        kind, text = token.lastgroup, token.group()
        if kind == "word":
            _refuse(text.upper(), query, token.start(), place)
        depth += (kind == "open") - (kind == "close")
        operators += kind == "operator"
        unary = unary + 1 if kind == "operator" and text in "!-+^" else 0
        if max(depth, unary) > MOST_DEPTH or operators > MOST_OPERATORS:
            raise LimitError(
                f"the query nests deeper than {MOST_DEPTH} levels or chains too many operators",
                place=f"{place}:{_at(query, token.start())}",
                cure="flatten it",
            )


def _refuse(word: str, query: str, position: int, place: str) -> None:
    at = f"{place}:{_at(query, position)}"
    if word == "SERVICE":
        raise QueryError(
            "SERVICE would call a network address, which is refused",
            place=at,
            cure="take it out, and load the other data with `dutygraph infer`",
        )
    if word in _UPDATES:
        raise QueryError(
            f"{word} would write, and a query only reads",
            place=at,
            cure="use SELECT, ASK, CONSTRUCT or DESCRIBE",
        )


def _at(query: str, position: int) -> str:
    line = query.count("\n", 0, position) + 1
    return f"{line}:{position - query.rfind(chr(10), 0, position)}"


def _unescape(query: str) -> str:
    r"""Decode \u escapes, which SPARQL allows anywhere, even inside a keyword."""

    def char(match: re.Match[str]) -> str:
        value = int(match.group(1) or match.group(2), 16)
        return chr(value) if value <= sys.maxunicode else match.group()

    return re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", char, query)


def _without_literals(query: str) -> str:
    return _TOKEN.sub(
        lambda m: " " if m.lastgroup in {"comment", "text", "iri", "name"} else m.group(), query
    )


def _syntax_error(error: SyntaxError, place: str) -> QueryError:
    text = str(error.msg or error)
    found = re.match(r"error at (\d+):(\d+): (.*)", text, re.DOTALL)
    at = f"{place}:{found.group(1)}:{found.group(2)}" if found else place
    reason = " ".join((found.group(3) if found else text).split())
    if "Prefix not found" in reason:
        return QueryError("a prefix is not declared", place=at, cure="declare it with PREFIX")
    if len(reason) > _MOST_REASON:
        reason = reason[:_MOST_REASON].rsplit(",", 1)[0] + " …"
    return QueryError(f"syntax error, {reason}", place=at, cure="mend the query there")


def _with_stack(work: Callable[[], T]) -> T:
    """Run in a thread whose stack is deep enough for what the guard lets through."""
    results: list[T] = []
    errors: list[BaseException] = []

    def target() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 -- raised again below
            errors.append(error)

    before = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=target, daemon=True)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
