"""How does an answer reach a file or the screen whole?"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from dutygraph.errors import ReaderGoneError, SourceError
from dutygraph.text.visible import visible

_STYLE = re.compile(r"\x1b\[[0-9;]*m")


def write(content: str | bytes, path: Path | None) -> None:
    """Write to a file, whole or not at all; to standard output where none is named.

    A regular file is written beside its place and renamed, so a reader never sees half of
    it; `-`, devices and pipes are written directly. In words, hidden characters are shown;
    bytes are left as they are.
    """
    if isinstance(content, str):
        content = _shown(content, screen=path is None)
    if path is None or str(path) == "-":
        _print(content)
        return
    write_blocks([content.encode("utf-8") if isinstance(content, str) else content], path)


def write_blocks(blocks: Iterable[bytes], path: Path | None) -> None:
    """Write bytes as they come, as `write` does: no more of them is held than one block."""
    if path is None or str(path) == "-":
        for block in blocks:
            _print(block)
        return
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                file.writelines(blocks)
        else:
            _replace(path, blocks)
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise SourceError(
            f"cannot be written ({reason})", place=str(path), cure="name another place"
        ) from error


def _print(content: str | bytes) -> None:
    try:
        if isinstance(content, str):
            sys.stdout.write(content)
        else:
            sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise ReaderGoneError from error


def _shown(words: str, *, screen: bool) -> str:
    """Keep styles on a terminal, where the program sets them, and nowhere else."""
    terminal = sys.stdout.isatty()
    if terminal and not screen:
        words = _STYLE.sub("", words)
    return visible(words, styled=terminal and screen)


def _replace(path: Path, blocks: Iterable[bytes]) -> None:
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(blocks)
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
