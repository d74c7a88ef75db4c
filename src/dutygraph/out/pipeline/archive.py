"""How do many files reach one folder or one zip, whole or not at all?"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from dutygraph.errors import SourceError
from dutygraph.out.write import write

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_MODE: Final = 0o100644 << 16


def write_all(files: Mapping[str, bytes], target: Path) -> None:
    """Write files by their relative paths: a zip where the name ends so, else a folder.

    `-` takes the zip on standard output. A folder is filled beside its place and renamed, so
    that a reader never sees half of it.

    Raises: SourceError for a folder that holds something already, or a place that cannot be
        written.
    """
    if str(target) == "-" or (target.suffix.lower() == ".zip" and not target.is_dir()):
        write(zipped(files), target)
        return
    try:
        _refuse_taken(target)
        _fill(files, target)
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise SourceError(
            f"cannot be written ({reason})", place=str(target), cure="name another place"
        ) from error


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Pack files into a zip with one fixed time.

    Returns: equal bytes for equal files, whenever and by whomever it was made.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, _MODE
            archive.writestr(entry, files[name])
    return packed.getvalue()


def _refuse_taken(target: Path) -> None:
    if target.is_dir() and not any(target.iterdir()):
        return
    if target.exists() or target.is_symlink():
        raise SourceError(
            "is there already and is no empty folder",
            place=str(target),
            cure="name a new folder, or a file that ends in .zip",
        )


def _fill(files: Mapping[str, bytes], target: Path) -> None:
    place = target.resolve()
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{place.name}.") as beside:
        folder = Path(beside) / "whole"
        for name in sorted(files):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name])
        folder.replace(place)
