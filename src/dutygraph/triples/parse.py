"""How does a file become triples?

pyoxigraph parses, because it follows the specifications most closely; what it leaves open
(a byte order mark, other encodings, entity bombs) is shut here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from dutygraph.errors import LimitError, SourceError
from dutygraph.text.decode import decode, read_bytes

FORMATS: Final[dict[str, ox.RdfFormat]] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".n3": ox.RdfFormat.N3,
}


def format_of(path: Path) -> ox.RdfFormat:
    """Tell the RDF format from a file's ending.

    Raises: SourceError that lists the known endings.
    """
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise SourceError(
            f"the ending “{path.suffix}” is no known RDF format",
            place=str(path),
            cure=f"use one of {' '.join(FORMATS)}",
        ) from None


def output_format(path: Path) -> ox.RdfFormat:
    """Tell the format to write from the ending of the output file.

    Raises: SourceError that lists the known endings, before any work is done.
    """
    kind = format_of(path)
    if not path.parent.is_dir():
        raise SourceError(
            "its folder does not exist", place=str(path), cure=f"make {path.parent} first"
        )
    return kind


def parse(
    path: Path, graph: ox.NamedNode | None = None, prefixes: dict[str, str] | None = None
) -> Iterator[ox.Quad]:
    """Read a file of triples, all into `graph` where one is given.

    The prefixes that the file declares are added to `prefixes`. Blank nodes are named after
    the file's content and their order in it: the same in every run, and apart from those of
    other files, whatever their labels.

    Raises: SourceError at path:line:column for what does not parse, at the path for what
        cannot be read; LimitError for a literal that is too long.
    """
    kind = format_of(path)
    raw = read_bytes(path)
    text = decode(raw, str(path))
    _refuse_doctype(text, kind, path)
    blank = _namer(hashlib.sha256(raw).hexdigest()[:12])
    base = None if kind == ox.RdfFormat.JSON_LD else path.resolve().as_uri()
    try:
        parser = ox.parse(text, format=kind, base_iri=base)
        for quad in parser:
            s, o = quad.subject, quad.object
            if isinstance(s, ox.Triple) or isinstance(o, ox.Triple):
                raise _triple_term(path)
            s = blank(s.value) if isinstance(s, ox.BlankNode) else s
            o = blank(o.value) if isinstance(o, ox.BlankNode) else o
            yield ox.Quad(s, quad.predicate, o, graph or quad.graph_name)
        if prefixes is not None:
            prefixes.update(parser.prefixes)
    except MemoryError as error:
        raise LimitError(
            "holds a literal or name of more than 16 MiB", place=str(path), cure="shorten it"
        ) from error
    except SyntaxError as error:
        raise _syntax_error(path, error) from error
    except (ValueError, OSError) as error:
        raise SourceError(
            f"does not parse ({error})", place=str(path), cure="mend the syntax"
        ) from error


def parse_all(
    paths: Iterable[Path], graph: ox.NamedNode, prefixes: dict[str, str] | None = None
) -> list[ox.Quad]:
    """Read files of triples into one graph, in the order given."""
    return [quad for path in paths for quad in parse(path, graph, prefixes)]


def _refuse_doctype(text: str, kind: ox.RdfFormat, path: Path) -> None:
    if kind == ox.RdfFormat.RDF_XML and "<!DOCTYPE" in text:
        raise SourceError(
            "has a DOCTYPE, which can hide an entity bomb",
            place=str(path),
            cure="expand its entities and take the DOCTYPE out",
        )


def _namer(stamp: str) -> Callable[[str], ox.BlankNode]:
    names: dict[str, ox.BlankNode] = {}
    return lambda label: names.setdefault(label, ox.BlankNode(f"b{stamp}{len(names)}"))


def _triple_term(path: Path) -> SourceError:
    return SourceError(
        "holds a triple inside a triple, of which OWL 2 RL knows nothing",
        place=str(path),
        cure="take the << … >> out",
    )


def _syntax_error(path: Path, error: SyntaxError) -> SourceError:
    at = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
    reason = re.sub(r"^Parser error at line \d+[^:]*: ", "", error.msg or str(error))
    return SourceError(f"does not parse ({reason})", place=at, cure="mend the syntax there")
