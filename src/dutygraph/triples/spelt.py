"""How is a query spelt out, with its prefixes and bound terms, for a server that takes text?

Bound terms stand in a VALUES block at the head of the WHERE clause. Each is written as one
token, whatever is in it, so the rest of the query stays what it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from dutygraph.errors import QueryError
from dutygraph.names import PREFIXES
from dutygraph.triples.answer import Term
from dutygraph.triples.query import tokens
from dutygraph.triples.worker import Request

FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_VARIABLE: Final = re.compile(r"[^\W\d]\w*")
# SPARQL lets a \u escape stand for any character of a query, and some engines decode it even
# behind an escaped backslash; there \u0022 would end the string. An escaped u begins nothing.
_ESCAPE: Final = re.compile(r"(\\\\)([uU])|\\.")


def spelt(request: Request) -> str:
    """Write a request as the text of one query, which any SPARQL 1.1 server understands.

    The lines of the query keep their numbers.

    Raises: QueryError for terms bound in a CONSTRUCT, which has no one place for them.
    """
    query = _with_values(request.query, request.bindings, request.place)
    known = {**PREFIXES, **request.prefixes}
    own = _declared(query)
    head = "".join(f"PREFIX {p}: <{space}> " for p, space in known.items() if p not in own)
    return head + query


def form(query: str) -> str:
    """Tell SELECT, ASK, CONSTRUCT and DESCRIBE apart; empty where it is none of them."""
    words = (t.group().upper() for t in tokens(query) if t.lastgroup == "word")
    return next((word for word in words if word in FORMS), "")


def token(term: Term) -> str:
    """Write a term as one token of SPARQL.

    N-Triples is a part of SPARQL's grammar; only a backslash before a u needs more care.

    Raises: QueryError for a node without a name, which stands for anything in a query.
    """
    if not isinstance(term, ox.NamedNode | ox.Literal):
        raise QueryError("has no name to be asked by", place=str(term), cure="give an IRI")
    return _ESCAPE.sub(lambda m: f"{m[1]}\\U{ord(m[2]):08X}" if m[1] else m[0], str(term))


def _with_values(query: str, bindings: Mapping[str, Term], place: str) -> str:
    """Put a VALUES block behind the brace that opens WHERE.

    Before it, braces stand in parentheses only: those of an EXISTS that is selected.
    """
    if not bindings:
        return query
    if form(query) == "CONSTRUCT":
        raise QueryError("a CONSTRUCT takes no parameters", place=place, cure="use SELECT")
    assert all(map(_VARIABLE.fullmatch, bindings))  # noqa: S101 -- names come from the query
    names = " ".join(f"?{name}" for name in bindings)
    terms = " ".join(map(token, bindings.values()))
    depth = 0
    for one in tokens(query):
        if one.lastgroup == "open" and one.group() == "{" and depth == 0:
            return f"{query[: one.end()]} VALUES ({names}) {{ ({terms}) }}{query[one.end() :]}"
        depth += (one.lastgroup == "open") - (one.lastgroup == "close")
    raise QueryError("has no WHERE clause", place=place, cure="write one")


def _declared(query: str) -> set[str]:
    """List the prefixes that a query declares itself."""
    found, before = set(), ""
    for one in tokens(query):
        if one.lastgroup == "name" and before == "PREFIX":
            found.add(one["prefix"])
        before = one.group().upper() if one.lastgroup == "word" else ""
    return found
