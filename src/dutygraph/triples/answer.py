"""What does a query answer, as a value that outlives the store it came from?

Rows and triples cross from one process to another as SPARQL results in JSON and as N-Triples,
so that the engine's own parsers read them back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Found = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to SELECT, in the order given; `cut` tells that there were more."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer to ASK."""

    value: bool


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to CONSTRUCT or DESCRIBE, sorted, each once; `cut` tells that there were more."""

    triples: tuple[ox.Triple, ...]
    cut: bool = False


Answer = Rows | Truth | Triples


def take(found: Found, limit: int | None = None) -> Answer:
    """Draw an answer from its store, at most `limit` rows or triples.

    Cost: memory for what is taken; the engine stops as soon as one more was seen.
    """
    if isinstance(found, ox.QueryBoolean):
        return Truth(bool(found))
    if isinstance(found, ox.QueryTriples):
        known: dict[ox.Triple, None] = {}
        for triple in found:
            if limit is not None and len(known) == limit and triple not in known:
                return Triples(_sorted(known), cut=True)
            known[triple] = None
        return Triples(_sorted(known))
    names = tuple(v.value for v in found.variables)
    rows = tuple(
        tuple(row[name] for name in names)
        for row in islice(found, None if limit is None else limit + 1)
    )
    cut = limit is not None and len(rows) > limit
    return Rows(names, rows[:limit] if cut else rows, cut)


def _sorted(triples: Iterable[ox.Triple]) -> tuple[ox.Triple, ...]:
    return tuple(sorted(triples, key=str))


def results_json(answer: Rows | Truth) -> bytes:
    """Write rows or a truth value as SPARQL 1.1 results in JSON.

    Source: SPARQL 1.1 Query Results JSON Format, sections 3 and 4.
    """
    if isinstance(answer, Truth):
        return json.dumps({"head": {}, "boolean": answer.value}).encode()
    bindings = [
        {name: term_json(t) for name, t in zip(answer.variables, row, strict=True) if t is not None}
        for row in answer.rows
    ]
    value = {"head": {"vars": answer.variables}, "results": {"bindings": bindings}}
    return json.dumps(value, ensure_ascii=False).encode()


def term_json(term: Term) -> dict[str, Any]:
    """Write a term as SPARQL 1.1 results in JSON have it; a triple as SPARQL 1.2 has it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {k: term_json(v) for k, v in parts.items()}}
    value = {"type": "literal", "value": term.value}
    if term.language:
        return {**value, "xml:lang": term.language}
    plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
    return value if plain else {**value, "datatype": term.datatype.value}


def encode(answer: Answer) -> bytes:
    """Write an answer as bytes that `decode` reads back."""
    if isinstance(answer, Triples):
        body = ox.serialize(answer.triples, format=ox.RdfFormat.N_TRIPLES) or b""
        return _headed({"kind": "triples", "cut": answer.cut}, body)
    cut = isinstance(answer, Rows) and answer.cut
    return _headed({"kind": "rows", "cut": cut}, results_json(answer))


def decode(content: bytes) -> Answer:
    """Read what `encode` wrote."""
    head, body = parted(content)
    if head["kind"] == "triples":
        found = ox.parse(body, format=ox.RdfFormat.N_TRIPLES)
        return Triples(tuple(quad.triple for quad in found), bool(head["cut"]))
    rows = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(rows, ox.QueryBoolean):
        return Truth(bool(rows))
    names = tuple(v.value for v in rows.variables)
    read = tuple(tuple(row[name] for name in names) for row in rows)
    return Rows(names, read, bool(head["cut"]))


def parted(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Part a message into its head and its body."""
    head, _, body = content.partition(b"\n")
    return json.loads(head), body


def _headed(head: dict[str, Any], body: bytes) -> bytes:
    return json.dumps(head).encode() + b"\n" + body
