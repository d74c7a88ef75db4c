"""Where is what was inferred kept between runs, and when may it be used again?

An entry is named after the content it was inferred from: the asserted triples, the ontology,
the reading rules, and the code and libraries that drew the conclusions. Whatever changes one
of these changes the name, so an entry is never stale; one that is broken is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from dutygraph import __version__, places
from dutygraph.names import ASSERTED, ONTOLOGY

MOST_ENTRIES: Final = 64
MOST_TRIPLES: Final = 500_000
_ENDING: Final = ".inferred"
_LIBRARIES: Final = ("owlrl", "pyoxigraph", "rdflib")
_CODE: Final = ("axioms", "forms", "reason", "reasoned", "rules")


@dataclass(frozen=True)
class Kept:
    """What reasoning over a system added.

    Triples: `quads` are those of each reading rule's graph and of the inferred graph.
    `rules` names the rules in the order they ran; `clashes` and `dropped` are as in
    `Inference`. `sound` tells that the data were found to keep their forms before.
    """

    quads: tuple[ox.Quad, ...]
    rules: tuple[str, ...]
    clashes: tuple[str, ...]
    dropped: int
    sound: bool


def folder() -> Path | None:
    """Give the folder of the cache, None where it is off.

    The environment variable DUTYGRAPH_CACHE names it; unset or empty turns the cache off. The
    command line sets it to the user's cache folder where it is unset.
    """
    named = os.environ.get(places.CACHE, "")
    return Path(named) if named else None


def recall(store: ox.Store) -> Kept | None:
    """Find what was inferred before from what a store holds.

    Returns: None where it was not, where the entry is broken, or where the cache is off.
    Cost: hashing and parsing, a few microseconds a triple.
    """
    path = _entry(store)
    if path is None:
        return None
    try:
        raw = path.read_bytes()
        head, _, body = raw.partition(b"\n")
        facts = json.loads(head)
        if facts["sha256"] != hashlib.sha256(body).hexdigest():
            return None
        quads = tuple(ox.parse(body, format=ox.RdfFormat.N_QUADS))
        kept = Kept(
            quads=quads,
            rules=tuple(facts["rules"]),
            clashes=tuple(facts["clashes"]),
            dropped=int(facts["dropped"]),
            sound=facts["sound"] is True,
        )
    except (OSError, ValueError, KeyError, TypeError, SyntaxError):
        return None
    _touch(path)
    return kept


def remember(store: ox.Store, kept: Kept) -> None:
    """Keep what was inferred from what a store holds, whole or not at all.

    A folder that cannot be written is no error: the next run infers again.
    """
    path = _entry(store)
    if path is None:
        return
    body = b"".join(sorted(f"{quad} .\n".encode() for quad in kept.quads))
    facts = {
        "sha256": hashlib.sha256(body).hexdigest(),
        "rules": kept.rules,
        "clashes": kept.clashes,
        "dropped": kept.dropped,
        "sound": kept.sound,
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, json.dumps(facts).encode() + b"\n" + body)
        _forget(entries()[MOST_ENTRIES:])
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
    _forget(found)
    top = folder()
    if top is not None and top.is_dir():
        _forget(tuple(top.glob(f".*{_ENDING}*")))
    return len(found)


def _entry(store: ox.Store) -> Path | None:
    top = folder()
    if top is None or len(store) > MOST_TRIPLES:
        return None
    digest = hashlib.sha256(_circumstances())
    for graph in (ONTOLOGY, ASSERTED):
        said = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(str(graph)))
        digest.update(b"\0" + b"\n".join(sorted((said or b"").split(b"\n"))))
    return top / f"{digest.hexdigest()}{_ENDING}"


@cache
def _circumstances() -> bytes:
    """Digest the rules, the code and the libraries: all that an inference depends on but data."""
    here = Path(__file__).parent
    files: Sequence[Path] = [
        *sorted((places.ontology() / "rules").glob("*.rq")),
        *(here / f"{name}.py" for name in _CODE),
        *sorted((here.parent / "engine").glob("*.py")),
    ]
    parts: Iterable[bytes] = (hashlib.sha256(file.read_bytes()).digest() for file in files)
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    return b"\0".join([__version__.encode(), *(" ".join(libraries).encode(), *parts)])


def _write(path: Path, raw: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _touch(path: Path) -> None:
    try:
        os.utime(path)
    except OSError:
        return


def _forget(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
