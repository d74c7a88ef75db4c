"""Which options do the commands share?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

System = Annotated[
    str,
    typer.Argument(
        metavar="SYSTEM", help="A bundled name, a folder, or one .ttl file.", show_default=False
    ),
]
Format = Annotated[
    str | None,
    typer.Option("--format", "-f", help="table, json, csv, tsv, md", show_default=False),
]
Lang = Annotated[str, typer.Option("--lang", help="Language of the words: zh, en, auto")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write to this file instead of the screen."),
]
Evidence = Annotated[
    str, typer.Option("--evidence", help="What counts: explicit words only, or implied too.")
]


def choose(name: str, known: tuple[str, ...], what: str) -> str:
    """Accept one of a few names.

    Raises: UsageError that lists the known ones.
    """
    from dutygraph.errors import UsageError

    if name not in known:
        raise UsageError(f"unknown {what}", place=name, cure=f"known: {', '.join(known)}")
    return name
