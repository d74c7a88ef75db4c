"""How is a large file opened again without being read again?

Beside what is inferred, the cache keeps the columns and the dictionary of large files, under the
name of their content: whoever opens the same bytes again maps the columns and reads the terms.
A store is written beside its place and renamed when it is whole, so one that is there is whole;
one that was damaged since is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np

from dutygraph.engine.relations import Column
from dutygraph.engine.terms import Terms
from dutygraph.triples.cache import code_digest, folder

# What is smaller is read in a moment.
LEAST_BYTES: Final = 16 * 1024**2
MOST_STORES: Final = 4
_FOLDER: Final = "columns"
_TERMS, _KINDS, _ROWS, _FACTS = "terms", "kinds.npy", "rows.npy", "facts.json"
# A file changed within so many nanoseconds of being looked at may change again unseen.
_UNSETTLED: Final = 2_000_000_000


def store_name(paths: Sequence[Path]) -> str:
    """Name the content of files, in their order, and the code that reads them.

    Returns: a digest; empty where the cache is off, a file is no regular one, or all are small.
    Cost: the files are read once; later a file that looks untouched is taken for what it was.
    """
    if folder() is None or not all(path.is_file() for path in paths):
        return ""
    if sum(path.stat().st_size for path in paths) < LEAST_BYTES:
        return ""
    digest = hashlib.sha256(code_digest())
    for path in paths:
        digest.update(path.suffix.lower().encode() + b"\0" + _content(path).encode())
    return digest.hexdigest()


def reopen(name: str, terms: Terms[bytes]) -> list[Column] | None:
    """Fill a new dictionary and give the columns as they were stored.

    Returns: subjects, predicates, objects; None where nothing is stored, or it is damaged.
    """
    place = _place(name)
    if place is None or not place.is_dir():
        return None
    with suppress(OSError, ValueError, KeyError, TypeError):
        facts = json.loads((place / _FACTS).read_bytes())
        blob = (place / _TERMS).read_bytes()
        more = blob.split(b"\n") if blob else []
        kinds = np.load(place / _KINDS)
        rows = np.load(place / _ROWS, mmap_mode="r")
        if facts["sizes"] == _sizes(place) and len(terms) + len(more) == len(kinds):
            subjects, predicates, objects = (row.astype(np.int64) for row in rows)
            terms.refill(more, kinds)
            with suppress(OSError):
                os.utime(place)
            return [subjects, predicates, objects]
    shutil.rmtree(place, ignore_errors=True)
    return None


def store(name: str, terms: Terms[bytes], known: int, columns: list[Column]) -> None:
    """Keep columns and dictionary, whole or not at all; nothing under an empty name.

    `known` counts the terms that every new dictionary has. A folder that cannot be written is
    no error: the next run reads the files again.
    """
    place = _place(name)
    if place is None:
        return
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=place.parent, prefix="."))
        try:
            _write(made, terms, known, columns)
            with suppress(OSError):
                made.rename(place)
            for old in stores()[MOST_STORES:]:
                shutil.rmtree(old, ignore_errors=True)
        finally:
            shutil.rmtree(made, ignore_errors=True)


def stores() -> tuple[Path, ...]:
    """List what is stored, the latest used first; none where the cache is off."""
    top = folder()
    if top is None or not (top / _FOLDER).is_dir():
        return ()
    found = [path for path in (top / _FOLDER).iterdir() if path.is_dir()]
    whole = [path for path in found if not path.name.startswith(".")]
    return tuple(sorted(whole, key=lambda p: (-p.stat().st_mtime, p.name)))


def clear_stores() -> int:
    """Remove all that is stored, and what a broken-off run left; give the number of stores."""
    found, top = stores(), folder()
    if top is not None:
        shutil.rmtree(top / _FOLDER, ignore_errors=True)
    return len(found)


def _place(name: str) -> Path | None:
    top = folder()
    return top / _FOLDER / name if name and top else None


def _sizes(place: Path) -> list[int]:
    return [(place / part).stat().st_size for part in (_TERMS, _KINDS, _ROWS)]


def _write(made: Path, terms: Terms[bytes], known: int, columns: list[Column]) -> None:
    more = terms.all[known:]
    with (made / _TERMS).open("wb") as file:
        file.write(b"\n".join(more))
    np.save(made / _KINDS, terms.kinds())
    rows = np.lib.format.open_memmap(
        made / _ROWS, mode="w+", dtype=np.int32, shape=(3, len(columns[0]))
    )
    for row, column in zip(rows, columns, strict=True):
        row[:] = column
    rows.flush()
    del rows
    (made / _FACTS).write_text(json.dumps({"sizes": _sizes(made)}), encoding="utf-8")


def _content(path: Path) -> str:
    """Digest a file, or take the digest noted when it last looked exactly so."""
    found = path.stat()
    look = [found.st_size, found.st_mtime_ns, found.st_ino, found.st_ctime_ns]
    top = folder()
    note = top / _FOLDER / f"{hashlib.sha256(os.fsencode(path.resolve())).hexdigest()}.seen"  # type: ignore[operator]
    with suppress(OSError, ValueError, TypeError, KeyError):
        noted = json.loads(note.read_bytes())
        if noted["look"] == look:
            return str(noted["digest"])
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) > _UNSETTLED:
        with suppress(OSError):
            note.parent.mkdir(parents=True, exist_ok=True)
            note.write_text(json.dumps({"look": look, "digest": digest}), encoding="utf-8")
    return digest
