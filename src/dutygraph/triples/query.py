"""How is a user's SPARQL answered without reaching outside the store?

pyoxigraph evaluates it. SERVICE is refused and so are updates, in whatever way the query can
be read; a depth cap and a thread with a large stack keep a nested query from ending the process.
"""

from __future__ import annotations

import re
import threading
import traceback
from collections.abc import Callable, Mapping
from typing import Final, TypeVar
from urllib.parse import urljoin

import pyoxigraph as ox

from dutygraph.errors import LimitError, QueryError
from dutygraph.names import PREFIXES
from dutygraph.triples.answer import Found
from dutygraph.triples.tokens import all_tokens, line_and_column, tokens, unescape

T = TypeVar("T")

MOST_CHARACTERS: Final = 200_000
MOST_DEPTH: Final = 128
MOST_OPERATORS: Final = 2_000
_STACK: Final = 512 * 1024 * 1024

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
    words = (t.group().upper() for t in tokens(unescape(query)) if t.lastgroup == "word")
    return "FROM" not in words


def graphs_in(query: str, prefixes: Mapping[str, str], base: str = "") -> tuple[str, ...]:
    """List the graphs that FROM and FROM NAMED name, sorted; relative IRIs need a base.

    The engine opens none that is not in its store; this is to tell who asks for one.
    """
    known, found = dict(prefixes), set()
    words = ["", ""]
    for token in tokens(unescape(query)):
        text = token.group()
        if token.lastgroup in {"iri", "name"}:
            iri = _absolute(text[1:-1], base) if text[0] == "<" else _full(token, known)
            if words[-1] == "BASE":
                base = iri
            elif words[-2] == "PREFIX" and words[-1].endswith(":") and text[0] == "<":
                known[words[-1][:-1]] = iri
            elif (words[-1] == "FROM" or words[-2:] == ["FROM", "NAMED"]) and ":" in iri:
                found.add(iri)
        if token.lastgroup != "comment":
            words.append(text.upper() if token.lastgroup == "word" else text)
    return tuple(sorted(found))


def _absolute(iri: str, base: str) -> str:
    """Resolve an IRI; `urljoin` would drop the `#` at its end."""
    joined = urljoin(base, iri)
    return joined + "#" if iri.endswith("#") and not joined.endswith("#") else joined


def _full(token: re.Match[str], known: Mapping[str, str]) -> str:
    """Write a prefixed name out; empty where its prefix is not known."""
    space = known.get(token["prefix"], "")
    return space and space + re.sub(r"\\(\W)", r"\1", token.group()[len(token["prefix"]) + 1 :])


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
    for reading in dict.fromkeys((query, unescape(query))):
        _limit(reading, place)
        for token in all_tokens(reading):
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
                place=f"{place}:{line_and_column(query, token.start())}",
                cure="flatten it",
            )


def _refuse(word: str, query: str, position: int, place: str) -> None:
    if "SERVICE" in word:
        raise QueryError(
            "SERVICE would call a network address, which is refused",
            place=f"{place}:{line_and_column(query, position)}",
            cure="take it out, and load the other data with `dutygraph infer`",
        )
    if word in _UPDATES:
        raise QueryError(
            f"{word} would write, and a query only reads",
            place=f"{place}:{line_and_column(query, position)}",
            cure="use SELECT, ASK, CONSTRUCT or DESCRIBE",
        )


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
                place=f"{place}:{line_and_column(query, token.start())}",
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
