"""What is served: which systems, over which stores, asked by which processes?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from dutygraph.audit.ask import open_judged, request_of, without_parameters
from dutygraph.audit.case import Case
from dutygraph.audit.questions import Question
from dutygraph.errors import UsageError
from dutygraph.serve.endpoint import PLACE
from dutygraph.serve.merge import merged, shared
from dutygraph.serve.operation import Operation
from dutygraph.serve.pool import Pool
from dutygraph.triples.answer import Rows, decode
from dutygraph.triples.worker import Limits, Request, snapshot

SIZE: Final = 2
MEMORY: Final = 1024**3
ANSWER: Final = 32 * 1024**2
# First parts of addresses that the server itself uses.
RESERVED: Final = (
    *("code", "data", "graph", "ns", "describe", "index", "resource", "term", "terms"),
    *("graphs", "sparql", "health", "static"),
    *("favicon.ico", "openapi.json", "robots.txt", ".well-known"),
)


@dataclass(frozen=True)
class Stock:
    """A store that is asked by processes of its own, and never written."""

    store: ox.Store
    prefixes: Mapping[str, str]
    pool: Pool
    update: None = None

    @cached_property
    def graphs(self) -> frozenset[str]:
        """List the IRIs of the named graphs."""
        names = self.store.named_graphs()
        return frozenset(name.value for name in names if isinstance(name, ox.NamedNode))

    def query(self, operation: Operation) -> bytes:
        """Answer a query in the next free process."""
        prefixes, graphs, base = dict(self.prefixes), operation.graphs, operation.base
        return self.pool.ask(Request(operation.text, PLACE, prefixes, graphs=graphs, base=base))


@dataclass(frozen=True)
class Served:
    """Judged systems by name, the stock of each, and that of all together."""

    cases: Mapping[str, Case]
    each: Mapping[str, Stock]
    whole: Stock

    def answer(self, system: str, question: Question, given: Mapping[str, str]) -> Rows:
        """Answer a named question in a process with limits.

        Raises: UsageError for what the question does not take; LimitError at a limit.
        """
        stock = self.each[system]
        asked = request_of(question, given, self.cases[system].system)
        rows = decode(stock.pool.ask(asked))
        assert isinstance(rows, Rows)  # noqa: S101 -- every question is a SELECT
        return without_parameters(rows)

    def start(self) -> None:
        """Start the processes that the first query will want."""
        self.whole.pool.start()

    def close(self) -> None:
        """End all processes."""
        for stock in (self.whole, *self.each.values()):
            stock.pool.close()


def limits(seconds: float, rows: int | None) -> Limits:
    """Give the limits of a query on a server."""
    return Limits(seconds=seconds, memory=MEMORY, rows=rows, size=ANSWER)


def host(names: Sequence[str], most: Limits, size: int = SIZE) -> Served:
    """Judge systems and copy their stores for the processes that will ask them.

    Raises: UsageError for two of one name, or a name that is an address of the server; what
        `open_judged` raises for a system that cannot be judged.
    """
    cases: dict[str, Case] = {}
    for given in names:
        case = open_judged(given)
        name = case.system.name
        if name in cases or name.casefold() in RESERVED:
            why = "is named twice" if name in cases else "is an address of the server itself"
            raise UsageError(why, place=given, cure="leave it out, or rename its folder")
        cases[name] = case
    return hosted(cases, most, size)


def hosted(cases: Mapping[str, Case], most: Limits, size: int = SIZE) -> Served:
    """Stock judged systems: one alone shares its processes with the whole."""
    systems = [case.system for case in cases.values()]
    store = merged([system.store for system in systems])
    prefixes = shared([system.prefixes for system in systems])
    whole = Stock(store, prefixes, Pool(snapshot(store), most, size))
    if len(cases) == 1:
        return Served(cases, dict.fromkeys(cases, whole), whole)
    each = {
        name: Stock(
            case.system.store, case.system.prefixes, Pool(snapshot(case.system.store), most, 1)
        )
        for name, case in cases.items()
    }
    return Served(cases, each, whole)
