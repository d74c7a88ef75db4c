"""How is a user's SPARQL answered without reaching outside the store?

pyoxigraph evaluates it. SERVICE is refused and so are updates; a depth cap and a thread
with a large stack keep a nested query from ending the process.

The engine wants no space around a keyword, so `1SERVICE` and `SERVICEa:b` both call out; and
`<` is an IRI or a comparison as the grammar has it. So the guard follows every way to read
the query, and refuses where any of them meets SERVICE.
"""

from __future__ import annotations

import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeVar

import pyoxigraph as ox

from dutygraph.errors import LimitError, QueryError
from dutygraph.names import PREFIXES
from dutygraph.triples.answer import Found

T = TypeVar("T")

MOST_CHARACTERS: Final = 200_000
MOST_DEPTH: Final = 128
MOST_OPERATORS: Final = 2_000
_STACK: Final = 512 * 1024 * 1024

_TOKEN = re.compile(
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
_DIVERGENT = re.compile(r"['#)]")
_UPDATES: Final = frozenset(
    "INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD".split()  # noqa: SIM905
)


def ask(
    store: ox.Store,
    query: str,
    take: Callable[[Found], T],
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
    guard(query, place)
    union = whole_store(query)
    try:
        return _with_stack(
            lambda: take(store.query(query, prefixes=known, use_default_graph_as_union=union))
        )
    except SyntaxError as error:
        raise syntax_error(str(error.msg or error), query, place, known) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(str(error), place=place, cure="change the query") from error


def whole_store(query: str) -> bool:
    """Tell whether a query leaves its graphs open, so that it asks the union of them all."""
    words = (t.group().upper() for t in tokens(_unescape(query)) if t.lastgroup == "word")
    return "FROM" not in words


def names_in(query: str) -> tuple[str, ...]:
    """List the variables and prefixed names of a query, as written, in their order."""
    kinds = {"variable", "name", "iri"}
    return tuple(t.group() for t in tokens(query) if t.lastgroup in kinds)


def guard(query: str, place: str) -> None:
    """Refuse a query that calls out, writes, or is empty, too long or too deep to parse safely.

    Raises: QueryError or LimitError at line and column.
    """
    if not query.strip():
        cure = "write a SELECT, ASK, CONSTRUCT or DESCRIBE"
        raise QueryError("the query is empty", place=f"{place}:1:1", cure=cure)
    if len(query) > MOST_CHARACTERS:
        raise LimitError(
            f"the query has {len(query)} characters, more than {MOST_CHARACTERS}",
            place=place,
            cure="shorten it",
        )
    for reading in dict.fromkeys((query, _unescape(query))):
        _limit(reading, place)
        for token in _all_tokens(reading):
            if token.lastgroup == "word":
                _refuse(token.group().upper(), reading, token.start(), place)
            elif token.lastgroup == "name" and "SERVICE" in token["prefix"].upper():
                _refuse("SERVICE", reading, token.start("prefix"), place)


def _limit(query: str, place: str) -> None:
    depth = operators = unary = 0
    for token in tokens(query):
        kind, text = token.lastgroup, token.group()
        depth += (kind == "open") - (kind == "close")
        operators += kind == "operator"
        unary = unary + 1 if kind == "operator" and text in "!-+^" else 0
        if max(depth, unary) > MOST_DEPTH or operators > MOST_OPERATORS:
            raise LimitError(
                f"the query nests deeper than {MOST_DEPTH} levels or chains too many operators",
                place=f"{place}:{_at(query, token.start())}",
                cure="flatten it",
            )


def tokens(query: str, start: int = 0) -> Iterator[re.Match[str]]:
    """Read a query once, taking what may be an IRI for an IRI."""
    return _TOKEN.finditer(query, start)


def _all_tokens(query: str) -> Iterator[re.Match[str]]:
    """Read a query in every way: what looks like an IRI may begin with a less-than sign.

    The two ways differ after the IRI only where it holds a quote, a number sign or a closing
    parenthesis; from there on it is read once more.

    Cost: each place is read once, whatever the number of ways that lead to it.
    """
    seen: set[int] = set()
    waiting = [0]
    while waiting:
        for token in tokens(query, waiting.pop()):
            if token.start() in seen:
                break
            seen.add(token.start())
            yield token
            turn = _DIVERGENT.search(token.group()) if token.lastgroup == "iri" else None
            if turn:
                waiting.append(token.start() + turn.start())


def _refuse(word: str, query: str, position: int, place: str) -> None:
    at = f"{place}:{_at(query, position)}"
    if "SERVICE" in word:
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


def syntax_error(text: str, query: str, place: str, known: Mapping[str, str]) -> QueryError:
    """Say in one line what the engine says of a query that does not parse, and where."""
    found = re.match(r"error at (\d+):(\d+): (.*)", text, re.DOTALL)
    if not found:
        return QueryError(f"syntax error, {text}", place=place, cure="mend the query")
    declared = {*known, "_", *re.findall(r"(?i)\bPREFIX\s+([\w.-]*):", query)}
    for token in tokens(query):
        if token.lastgroup == "name" and token["prefix"] not in declared:
            return QueryError(
                f"the prefix {token['prefix']}: is not declared",
                place=f"{place}:{_at(query, token.start())}",
                cure="declare it with PREFIX",
            )
    line, column = int(found.group(1)), int(found.group(2))
    lines = query.split("\n")
    rest = lines[line - 1][column - 1 :].split() if line <= len(lines) else []
    near = f"“{rest[0][:24]}”" if rest else "the end of the line"
    return QueryError(
        f"syntax error at {near}{_expected(found.group(3))}",
        place=f"{place}:{line}:{column}",
        cure="mend the query there",
    )


def _expected(reason: str) -> str:
    """Keep what helps of the engine's list of expected tokens: a sentence, else the signs."""
    sentence = re.search(r"(?:The )?SELECT [^,\]]*|IRI parsing failed", reason)
    if sentence:
        return f": {sentence.group()}"
    signs = re.findall(r'"([^"\\\w]{1,3})"', reason)
    return f", expected one of {' '.join(signs)}" if signs else ""


def _with_stack(work: Callable[[], T]) -> T:
    """Run in a thread whose stack is deep enough for what the guard lets through."""
    results: list[T] = []
    errors: list[BaseException] = []

    def target() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 -- raised again below
            traceback.clear_frames(error.__traceback__)  # an answer must die in its own thread
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
