"""How are N-Triples read and written a column at a time?

Most files hold one triple a line, one space between terms and no escapes. Such a file is cut at
its spaces, and each term is looked at once, however often it stands there. Whatever does not
look like that is left to the parser, so nothing is read in another way than it says.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pyoxigraph as ox

from dutygraph.engine.relations import HALF, LOW, Column
from dutygraph.engine.result import Result
from dutygraph.engine.terms import BLANK, IRI, LITERAL, TYPED, Terms, Value
from dutygraph.engine.vocabulary import PREFIXES, TYPE

CHUNK: Final = 1 << 20
_ROWS: Final = 1 << 16
_LONGEST: Final = 1 << 24

# Without what needs a closer look: ports, user names, brackets, escapes of either kind.
_IRI: Final = rb"<[A-Za-z][A-Za-z0-9+.\-]*:[A-Za-z0-9\-._~/?!$&'()*+,;=\x80-\xff]*"
_NAME: Final = _IRI + rb"(?:#[A-Za-z0-9\-._~/?!$&'()*+,;=\x80-\xff]*)?>"
_WORDS: Final = rb'"[^"\\\x00-\x1f\x7f]*"(?:@[a-z]{1,8}(?:-[a-z0-9]{1,8})*|\^\^' + _NAME + rb")?"
_PLAIN: Final = re.compile(_NAME + rb"|" + _WORDS)
_STRING: Final = f"^^<{PREFIXES['xsd']}string>".encode()
_TAGGED: Final = f"^^<{PREFIXES['rdf']}langString>".encode()
_TEXT: Final = f"{PREFIXES['xsd']}string"
_LANG_STRING: Final = f"{PREFIXES['rdf']}langString"
_LABEL: Final = re.compile(rb"_:[A-Za-z0-9]+")


Told = Callable[[int], None]


def silent(_more: int) -> None:
    """Hear of progress, and say nothing."""


class NotPlainError(Exception):
    """A file is no plain N-Triples, or no N-Triples at all: the parser can tell."""


def new_terms() -> Terms[bytes]:
    """Begin a dictionary of terms as canonical N-Triples."""
    return Terms(lambda iri: f"<{iri}>".encode(), _kind, _value)


def read_plain(
    path: Path, terms: Terms[bytes], told: Told = silent
) -> Iterator[tuple[Column, Column, Column]]:
    """Read a file of plain N-Triples as columns of subjects, predicates and objects.

    `told` hears how many bytes more were read.

    Cost: about 1 µs a triple; memory for its distinct terms.
    Returns: whatever stood at its place; a literal may stand where none is allowed.
    Raises: NotPlainError where the parser should be asked; terms already numbered do no harm.
    """
    known = _Spellings(path, terms)
    rest = b""
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            lines, cut, rest = (rest + block).rpartition(b"\n")
            told(len(block))
            if cut:
                yield _columns(lines + cut, known)
            elif len(rest) > _LONGEST:
                raise NotPlainError
    if rest:
        yield _columns(rest + b"\n", known)


def _columns(lines: bytes, known: _Spellings) -> tuple[Column, Column, Column]:
    *triples, last = lines.split(b" .\n")
    if last:
        raise NotPlainError
    cells = [triple.split(b" ", 2) for triple in triples]
    try:
        subjects, predicates, objects = zip(*cells, strict=True)
    except ValueError as error:
        raise NotPlainError from error
    columns = [
        np.fromiter(map(known.__getitem__, column), dtype=np.int64, count=len(cells))
        for column in (subjects, predicates, objects)
    ]
    return columns[0], columns[1], columns[2]


class _Spellings(dict[bytes, int]):
    """Number terms by how a file spells them."""

    def __init__(self, path: Path, terms: Terms[bytes]) -> None:
        super().__init__()
        self._path, self._terms = path, terms
        self._stamp = ""
        self._labels = 0

    def __missing__(self, spelt: bytes) -> int:
        number = self[spelt] = self._terms.numbers[self._canonical(spelt)]
        return number

    def _canonical(self, spelt: bytes) -> bytes:
        if _PLAIN.fullmatch(spelt) and not spelt.endswith((_STRING, _TAGGED)):
            if len(spelt) > _LONGEST or not _is_text(spelt):
                raise NotPlainError
            return spelt
        if _LABEL.fullmatch(spelt):
            return self._blank()
        try:
            (quad,) = ox.parse(b"<x:x> <x:x> " + spelt + b" .", format=ox.RdfFormat.N_TRIPLES)
        except (SyntaxError, ValueError) as error:
            raise NotPlainError from error
        if isinstance(quad.object, ox.BlankNode | ox.Triple):
            raise NotPlainError
        return str(quad.object).encode()

    def _blank(self) -> bytes:
        """Name a blank node after the file's content, apart from those of other files."""
        if not self._stamp:
            with self._path.open("rb") as file:
                self._stamp = hashlib.file_digest(file, "sha256").hexdigest()[:12]
        self._labels += 1
        return f"_:b{self._stamp}{self._labels - 1}".encode()


def _is_text(spelt: bytes) -> bool:
    try:
        spelt.decode()
    except UnicodeDecodeError:
        return False
    return True


def _kind(term: bytes) -> int:
    if term[:1] == b"<":
        return IRI
    if term[:1] == b"_":
        return BLANK
    return TYPED if term[-1:] == b">" and b'"^^<' in term else LITERAL


def _value(term: bytes) -> Value:
    words, _, kind = term.rpartition(b'"')
    if b"\\" not in words:
        if kind[:1] == b"@":
            return Value(words[1:].decode(), _LANG_STRING, kind[1:].decode())
        return Value(words[1:].decode(), kind[3:-1].decode() or _TEXT, None)
    (quad,) = ox.parse(b"<x:x> <x:x> " + term + b" .", format=ox.RdfFormat.N_TRIPLES)
    found = quad.object
    if not isinstance(found, ox.Literal):
        raise TypeError(term)
    return Value(found.value, found.datatype.value, found.language)


def lines(result: Result, terms: Terms[bytes]) -> Iterator[bytes]:
    """Write all triples, given and inferred, as N-Triples.

    Returns: blocks of lines: by predicate, types by class, each sorted by IRI; within, in the
        order in which terms first stood in the files.
    """
    words = terms.all
    named = {r: (words[TYPE], words[~r]) if r < 0 else (words[r], b"") for r, _ in result.known()}
    found = dict(result.known())
    for relation in sorted(named, key=named.__getitem__):
        predicate, kind = named[relation]
        keys = found.pop(relation)
        for start in range(0, len(keys), _ROWS):
            block = keys[start : start + _ROWS].tolist()
            if relation < 0:
                end = b" %s %s .\n" % (predicate, kind)
                yield b"".join([words[k] + end for k in block])
            else:
                mid = b" %s " % predicate
                yield b"".join(
                    [b"%s%s%s .\n" % (words[k >> HALF], mid, words[k & LOW]) for k in block]
                )
