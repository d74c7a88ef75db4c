"""Which questions show how graphs are asked?

Each is a file beside this one; the pages show it with its answer, and a test runs it.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dutygraph.findings import Words
from dutygraph.triples.rules import head

FOLDER: Final = Path(__file__).parent / "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """A question: what it asks, of which system, and its SPARQL."""

    name: str
    asks: Words
    system: str
    query: str


@functools.cache
def examples() -> tuple[Example, ...]:
    """Read the examples in the order of their files."""
    found = []
    for path in sorted(FOLDER.glob("*.rq")):
        facts, query = head(path)
        asks = Words(str(facts["asks_zh"]), str(facts["asks"]))
        found.append(Example(path.stem, asks, str(facts["system"]), query.strip()))
    return tuple(found)
