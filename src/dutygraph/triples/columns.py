"""How do RDF files of any size become columns, and what follows from them?"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyoxigraph as ox

from dutygraph.engine.clashes import describe
from dutygraph.engine.infer import infer
from dutygraph.engine.relations import Column
from dutygraph.engine.result import Result
from dutygraph.engine.terms import IRI, LITERAL, Terms
from dutygraph.triples.ntriples import NotPlainError, Told, lines, new_terms, read_plain, silent
from dutygraph.triples.parse import parse
from dutygraph.triples.stored import reopen, store, store_name

Block = tuple[Column, Column, Column]


@dataclass
class Columns:
    """Triples as columns, with all that follows from them.

    `seconds` are wall seconds for `load` and `infer`; counts speak of distinct triples.
    """

    terms: Terms[bytes]
    result: Result
    seconds: dict[str, float]

    @property
    def asserted(self) -> int:
        """Count the triples given."""
        return sum(len(keys) for keys in self.result.given.values())

    @property
    def inferred(self) -> int:
        """Count the triples that were not given."""
        return sum(self._counts[0].values()) - self.asserted

    @property
    def dropped(self) -> int:
        """Count conclusions about literals, which RDF cannot say."""
        return self.result.dropped

    @property
    def clashes(self) -> tuple[str, ...]:
        """Say which triples cannot all hold."""
        return describe(self.result, self._word)

    def predicates(self) -> dict[str, int]:
        """Count triples by predicate, sorted by IRI."""
        return self._named(self._counts[0])

    def classes(self) -> dict[str, int]:
        """Count instances by class, named classes only, sorted by IRI."""
        return self._named(self._counts[1])

    def blocks(self, kind: ox.RdfFormat, prefixes: Mapping[str, str]) -> Iterator[bytes]:
        """Write all triples in an RDF format: N-Triples by predicate, the others sorted."""
        if kind == ox.RdfFormat.N_TRIPLES:
            yield from lines(self.result, self.terms)
            return
        whole = b"".join(lines(self.result, self.terms))
        read = sorted((q.triple for q in ox.parse(whole, format=ox.RdfFormat.N_TRIPLES)), key=str)
        known = dict(prefixes) if kind.supports_datasets or kind == ox.RdfFormat.TURTLE else None
        yield ox.serialize(read, format=kind, prefixes=known) or b""

    @cached_property
    def _counts(self) -> tuple[dict[int, int], dict[int, int]]:
        return self.result.counts()

    def _named(self, counts: dict[int, int]) -> dict[str, int]:
        kinds = self.result.kinds
        return dict(sorted((self._word(n), c) for n, c in counts.items() if kinds[n] == IRI))

    def _word(self, number: int) -> str:
        term = self.terms.all[number].decode()
        return term[1:-1] if term[0] == "<" else term


def close(paths: Iterable[Path], *, rdfs: bool = False, told: Told = silent) -> Columns:
    """Load RDF files of any vocabulary and infer by OWL 2 RL.

    Triples: named graphs are read as one; the files are not changed.
    Raises: SourceError and LimitError, as `parse` does.
    """
    start = time.perf_counter()
    terms = new_terms()
    columns = load(paths, terms, told)
    loaded = time.perf_counter()
    result = infer(terms, *columns, rdfs=rdfs)
    seconds = {"load": loaded - start, "infer": time.perf_counter() - loaded}
    return Columns(terms, result, seconds)


def load(paths: Iterable[Path], terms: Terms[bytes], told: Told = silent) -> list[Column]:
    """Read files as columns of subjects, predicates and objects.

    Large files that were read before, into a new dictionary, come from their store. `told`
    hears how many bytes more of plain N-Triples were read.

    Cost: memory for the columns and, while one is put together, for its blocks.
    """
    paths, known = tuple(paths), len(terms)
    name = store_name(paths)
    with _uncollected():
        stored = reopen(name, terms)
    if stored is not None:
        return stored
    columns = _loaded(paths, terms, told)
    store(name, terms, known, columns)
    return columns


def _loaded(paths: Iterable[Path], terms: Terms[bytes], told: Told) -> list[Column]:
    parts: tuple[list[Column], ...] = ([], [], [])
    with _uncollected():
        for path in paths:
            for block in _read(path, terms, told):
                for part, column in zip(parts, block, strict=True):
                    part.append(column)
    return [_joined(part) for part in parts]


def _joined(part: list[Column]) -> Column:
    """Join the blocks of a column, and let go of them."""
    whole = np.concatenate(part) if part else np.empty(0, dtype=np.int64)
    part.clear()
    return whole


@contextmanager
def _uncollected() -> Iterator[None]:
    """Spare the collector millions of small objects, of which none is in a ring."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read(path: Path, terms: Terms[bytes], told: Told) -> list[Block]:
    if path.suffix.lower() == ".nt" and path.is_file():
        try:
            return _checked(list(read_plain(path, terms, told)), terms)
        except NotPlainError:
            pass
    numbers: dict[object, int] = {}

    def number(term: object) -> int:
        found = numbers.get(term)
        if found is None:
            found = numbers[term] = terms.numbers[str(term).encode()]
        return found

    triples = ((q.subject, q.predicate, q.object) for q in parse(path))
    flat = np.fromiter((number(t) for triple in triples for t in triple), dtype=np.int64)
    return [(flat[0::3], flat[1::3], flat[2::3])]


def _checked(blocks: list[Block], terms: Terms[bytes]) -> list[Block]:
    """Make sure that what stands as subject and as predicate may stand there."""
    kinds = terms.kinds()
    for subjects, predicates, _ in blocks:
        if (kinds[subjects] >= LITERAL).any() or (kinds[predicates] != IRI).any():
            raise NotPlainError
    if not blocks:
        raise NotPlainError
    return blocks
