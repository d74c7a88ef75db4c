"""In which format is an answer wanted: by name, or by the ending of the file?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from dutygraph.errors import UsageError

BINARY: Final = ("xlsx", "docx")
LISTS: Final = ("table", "md", "html", "json", "csv", "tsv", *BINARY)
DIFFERENCES: Final = ("table", "json")
REPORTS: Final = (*LISTS, "sarif", "github")
_ENDINGS: Final = {
    ".markdown": "md",
    ".htm": "html",
    ".sarif.json": "sarif",
    ".txt": "table",
    ".jsonl": "jsonl",
    **{f".{name}": name for name in REPORTS if name not in {"table", "github"}},
}


def choose_format(name: str | None, output: Path | None, known: Sequence[str], default: str) -> str:
    """Take the format that is named, else the one of the output's ending, else the default.

    Raises: UsageError for one that is not known, or that needs a file and has none.
    """
    kind = name or _by_ending(output) or default
    if kind not in known:
        raise UsageError("unknown format", place=kind, cure=f"known: {', '.join(known)}")
    if kind in BINARY and output is None:
        raise UsageError("is no text for the screen", place=kind, cure=f"add -o FILE.{kind}")
    return kind


def _by_ending(output: Path | None) -> str | None:
    name = output.name.lower() if output else ""
    fits = [ending for ending in _ENDINGS if name.endswith(ending)]
    return _ENDINGS[max(fits, key=len)] if fits else None
