"""How does a long reading show how far it is, where somebody looks?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

# What is smaller is read before a bar could be looked at.
_LARGE: Final = 64 * 1024**2


@contextmanager
def reading(paths: Iterable[Path], words: str) -> Iterator[Callable[[int], None]]:
    """Show a bar with rate and time left on a terminal, for large files; else nothing.

    Gives a function to be told how many bytes more were read. The bar leaves no trace.
    """
    total = sum(path.stat().st_size for path in paths if path.is_file())
    if total < _LARGE or not sys.stderr.isatty():
        yield lambda _more: None
        return
    from rich.console import Console  # noqa: PLC0415 -- only where there is something to see
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    shown = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    words_column = TextColumn("{task.description}", markup=False)
    with Progress(words_column, *shown, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=total)
        yield lambda more: bar.advance(task, more)
