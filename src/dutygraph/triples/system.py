"""Which system is meant, and what are its triples and its text?

A system is a bundled name, a folder of Turtle with its source text, or one Turtle file,
which has no text even where one lies beside it.
"""

from __future__ import annotations

import codecs
import difflib
import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.term import Node

from dutygraph import places
from dutygraph.errors import SourceError, UsageError
from dutygraph.names import ASSERTED, DG, ONTOLOGY
from dutygraph.text.decode import decode, read_bytes
from dutygraph.triples.parse import parse_all


def node(iri: str) -> ox.NamedNode:
    """Make a pyoxigraph node of an IRI."""
    return ox.NamedNode(str(iri))


@dataclass(frozen=True)
class System:
    """A regulation as a store of named graphs, with its text where there is one.

    Triples: one graph each for the ontology, what is asserted, what each reading rule adds,
    what is inferred, and the audit; `graph` copies any of them for rdflib.
    """

    name: str
    store: ox.Store
    files: tuple[Path, ...]
    text: str | None
    prefixes: dict[str, str]

    @property
    def source(self) -> Path | None:
        """Find the file of the source text, None where there is no text."""
        named = _source(self.store, self.files) if self.text is not None else None
        return named[1] if named else None

    def graph(self, *names: str) -> Graph:
        """Copy named graphs into one rdflib graph of its own."""
        copy = Graph(store=SimpleMemory())
        made = self._term
        # The graph's own `add` only checks the terms, which come from a store, and calls this.
        add = copy.store.add
        for name in names:
            for q in self.store.quads_for_pattern(None, None, None, node(name)):
                add((made(q.subject), made(q.predicate), made(q.object)), copy)
        return copy

    def _term(self, term: object) -> Node:
        """Make an rdflib term, the same object each time: most stand in many triples."""
        if term not in self._terms:
            self._terms[term] = _converted(term)
        return self._terms[term]

    @cached_property
    def _terms(self) -> dict[object, Node]:
        return {}


def stored(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Make a pyoxigraph term of an rdflib one."""
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=node(term.datatype) if term.datatype else None)
    return ox.BlankNode(str(term)) if isinstance(term, BNode) else node(str(term))


def _converted(term: object) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        kind = None if term.language else URIRef(term.datatype.value)
        return Literal(term.value, lang=term.language, datatype=kind)
    assert isinstance(term, ox.BlankNode)  # noqa: S101 -- no store of ours holds triples as terms
    return BNode(term.value)


def load(system: str) -> System:
    """Read a system and the ontology; nothing is inferred yet.

    Raises: UsageError for an unknown name, SourceError for what cannot be read.
    """
    try:
        name, files = _find(system)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise SourceError(
            f"cannot be read ({reason})", place=system, cure="name another place"
        ) from error
    return assemble(name, files, alone=files == (Path(system),))


def assemble(name: str, files: tuple[Path, ...], *, alone: bool = False) -> System:
    """Put the ontology and the files of a system into one store, without text if `alone`."""
    store = ox.Store()
    store.extend(ontology_quads())
    prefixes: dict[str, str] = {}
    store.extend(parse_all(files, node(ASSERTED), prefixes))
    return System(name, store, files, None if alone else _text(store, files), prefixes)


def ontology_files() -> tuple[Path, ...]:
    """List the files of the core ontology and its code lists, sorted."""
    top = places.ontology()
    return tuple(sorted(top.glob("*.ttl")) + sorted((top / "codes").glob("*.ttl")))


def ontology_quads() -> list[ox.Quad]:
    """Read the core ontology and its code lists."""
    return parse_all(ontology_files(), node(ONTOLOGY))


def _find(system: str) -> tuple[str, tuple[Path, ...]]:
    path = Path(system)
    known = places.systems()
    if path.is_dir() and system.strip():
        return path.resolve().name, _files(path)
    if system in known:
        return system, _files(places.data() / system)
    if path.exists() and system.strip():
        return path.resolve().name, _files(path)
    if path.is_symlink():
        raise SourceError("is a link that leads nowhere", place=system, cure="mend the link")
    if "/" in system or path.suffix:
        raise SourceError("no such file or folder", place=system, cure="check the path")
    close = difflib.get_close_matches(system, known, n=1, cutoff=0.4)
    hint = f"did you mean {close[0]}? " if close else ""
    raise UsageError(
        "unknown system",
        place=system.strip() or "SYSTEM",
        cure=f"{hint}known: {', '.join(known)}; or name a folder or a .ttl file",
    )


def _files(path: Path) -> tuple[Path, ...]:
    if not path.is_dir():
        if path.suffix.lower() != ".ttl":
            raise SourceError(
                "is no Turtle file", place=str(path), cure="name a .ttl file or a folder"
            )
        return (path,)
    if not os.access(path, os.R_OK | os.X_OK):
        raise SourceError(
            "cannot be read (permission denied)",
            place=str(path),
            cure="give yourself permission to read the folder",
        )
    files = tuple(sorted(path.glob("*.ttl")))
    if not files:
        raise SourceError(
            "the folder has no .ttl file", place=str(path), cure="name another folder"
        )
    return files


def _text(store: ox.Store, files: Iterable[Path]) -> str | None:
    named = _source(store, files)
    if named is None:
        return None
    instrument, path = named
    raw = read_bytes(path)
    text = decode(raw, str(path))
    _check_digest(store, instrument, raw, path)
    return text


def _source(store: ox.Store, files: Iterable[Path]) -> tuple[object, Path] | None:
    folder = next(iter(files)).parent
    for quad in sorted(store.quads_for_pattern(None, node(DG.hasSourceFile), None), key=str):
        if isinstance(quad.object, ox.Literal):
            name = quad.object.value
            if not re.fullmatch(r"[^/\\\0]+", name) or name in {".", ".."}:
                raise SourceError(
                    f"“{name}” of dg:hasSourceFile is no name of a file in the same folder",
                    place=str(quad.subject).strip("<>"),
                    cure="put the text beside the Turtle and give its name alone",
                )
            return quad.subject, folder / name
    return None


def _check_digest(store: ox.Store, instrument: object, raw: bytes, path: Path) -> None:
    for quad in store.quads_for_pattern(instrument, node(DG.hasDigest), None):  # type: ignore[arg-type]
        stated = quad.object.value if isinstance(quad.object, ox.Literal) else ""
        found = hashlib.sha256(raw).hexdigest()
        plain = hashlib.sha256(raw.removeprefix(codecs.BOM_UTF8)).hexdigest()
        if stated.lower() not in {found, plain}:
            raise SourceError(
                f"has sha256 {found[:12]}…, the data state {stated[:12]}…",
                place=str(path),
                cure="restore the file byte for byte, or state the new digest",
            )
