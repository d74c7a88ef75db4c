"""Where is what was worked out kept between runs, and when may it be used again?

An entry is named after the content it was worked out from: the asserted triples, the ontology,
the reading rules, and the engine, code and libraries that did the work. Whatever changes one of
these changes the name, so an entry is never stale; one that is broken is made again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from dutygraph import __version__, places
from dutygraph.names import ASSERTED, ONTOLOGY
from dutygraph.triples.engines import chosen

MOST_ENTRIES: Final = 128
MOST_TRIPLES: Final = 500_000
_ENDING: Final = ".kept"
_LIBRARIES: Final = ("numpy", "owlrl", "pyoxigraph", "rdflib")
_CODE: Final = ("engine", "net", "triples")


def folder() -> Path | None:
    """Give the folder of the cache, None where it is off.

    The environment variable DUTYGRAPH_CACHE names it; unset or empty turns the cache off. The
    command line sets it to the user's cache folder where it is unset.
    """
    named = os.environ.get(places.CACHE, "")
    return Path(named) if named else None


def content(store: ox.Store, *circumstances: str) -> str:
    """Name what a store asserts, with the ontology, the code and other circumstances.

    Returns: a digest, the same in every run; empty where the cache is off, or the store is
        larger than MOST_TRIPLES.
    Cost: sorting the triples as text, a few microseconds each.
    """
    if folder() is None or len(store) > MOST_TRIPLES:
        return ""
    digest = hashlib.sha256(code_digest())
    digest.update(chosen().encode())
    digest.update("\0".join(circumstances).encode())
    for graph in (ONTOLOGY, ASSERTED):
        said = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(str(graph)))
        digest.update(b"\0" + b"\n".join(sorted((said or b"").split(b"\n"))))
    return digest.hexdigest()


def recall(name: str, part: str) -> bytes | None:
    """Find a part of what was worked out before from the content of this name.

    Returns: None where there is none, where it is broken, or where the name is empty.
    """
    path = _entry(name, part)
    if path is None:
        return None
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
        os.utime(path)
    except OSError:
        return None
    return body if digest == hashlib.sha256(body).hexdigest().encode() else None


def remember(name: str, part: str, body: bytes) -> None:
    """Keep a part of what was worked out, whole or not at all; nothing under an empty name.

    A folder that cannot be written is no error: the next run does the work again.
    """
    path = _entry(name, part)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        _remove(entries()[MOST_ENTRIES:])
    except OSError:
        return


def entries() -> tuple[Path, ...]:
    """List the entries of the cache, the latest used first; none where it is off."""
    top = folder()
    if top is None or not top.is_dir():
        return ()
    dated = []
    for path in top.glob(f"*{_ENDING}"):
        try:
            dated.append((-path.stat().st_mtime, path.name, path))
        except FileNotFoundError:
            continue
    return tuple(path for _, _, path in sorted(dated))


def clear() -> int:
    """Remove every entry, and what a broken-off run left; give the number of entries."""
    found = entries()
    _remove(found)
    top = folder()
    if top is not None and top.is_dir():
        _remove(tuple(top.glob(f".*{_ENDING}*")))
    return len(found)


def _entry(name: str, part: str) -> Path | None:
    top = folder()
    return top / f"{name}.{part}{_ENDING}" if name and top else None


@cache
def code_digest() -> bytes:
    """Digest the rules, the code and the libraries: all that the work depends on but data."""
    package = Path(__file__).parents[1]
    files: Sequence[Path] = [
        *sorted((places.ontology() / "rules").glob("*.rq")),
        *(file for folder in _CODE for file in sorted((package / folder).glob("*.py"))),
    ]
    parts = [hashlib.sha256(file.read_bytes()).digest() for file in files]
    libraries = " ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return b"\0".join([__version__.encode(), libraries.encode(), *parts])


def _write(path: Path, raw: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
