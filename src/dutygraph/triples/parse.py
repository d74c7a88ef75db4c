"""How does a file become triples?

pyoxigraph parses, because it follows the specifications most closely; what it leaves open
(a byte order mark, other encodings, entity bombs) is shut here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from dutygraph.errors import SourceError
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


def parse(
    path: Path, graph: ox.NamedNode | None = None, prefixes: dict[str, str] | None = None
) -> Iterator[ox.Quad]:
    """Read a file of triples, all into `graph` where one is given.

    The prefixes that the file declares are added to `prefixes`.

    Raises: SourceError at path:line:column for what does not parse, at the path for what
        cannot be read.
    """
    kind = format_of(path)
    text = decode(read_bytes(path), str(path))
    if kind == ox.RdfFormat.RDF_XML and re.search(r"<!DOCTYPE", text):
        raise SourceError(
            "has a DOCTYPE, which can hide an entity bomb",
            place=str(path),
            cure="expand its entities and take the DOCTYPE out",
        )
    base = None if kind == ox.RdfFormat.JSON_LD else path.resolve().as_uri()
    try:
        parser = ox.parse(text, format=kind, base_iri=base)
        for quad in parser:
            s, p, o = quad.subject, quad.predicate, quad.object
            yield quad if graph is None else ox.Quad(s, p, o, graph)
        if prefixes is not None:
            prefixes.update(parser.prefixes)
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


def _syntax_error(path: Path, error: SyntaxError) -> SourceError:
    at = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
    reason = re.sub(r"^Parser error at line \d+[^:]*: ", "", error.msg or str(error))
    return SourceError(f"does not parse ({reason})", place=at, cure="mend the syntax there")
