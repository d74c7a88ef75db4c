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
ReportFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help="table, md, html, json, csv, tsv, xlsx, docx, sarif, github; else by the ending of -o",
        show_default=False,
    ),
]
ListFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help="table, md, html, json, csv, tsv, xlsx, docx; else by the ending of -o",
        show_default=False,
    ),
]
WhyFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help="table, json, or ttl, nt: PROV-O; a list also csv, tsv, md; else by the ending of -o",
        show_default=False,
    ),
]
FailOn = Annotated[
    str, typer.Option("--fail-on", help="Exit 1 from: error, warning, note; or never.")
]
Levels = Annotated[
    Path | None,
    typer.Option("--levels", help='TOML that replaces levels: no-report = "warning"'),
]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="CHECK", help="Run this check; may be repeated."),
]
Skip = Annotated[
    list[str] | None,
    typer.Option("--skip", metavar="CHECK", help="Leave this check out; may be repeated."),
]
Baseline = Annotated[
    Path | None,
    typer.Option("--baseline", help="Findings in this file are accepted and do not count."),
]
WriteBaseline = Annotated[
    Path | None,
    typer.Option("--write-baseline", help="Write the findings to this file, to accept them."),
]
TableFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help="table, md, csv, tsv, json, jsonl; else by the ending of -o",
        show_default=False,
    ),
]
Evidence = Annotated[
    str, typer.Option("--evidence", help="What counts: explicit words only, or implied too.")
]

Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", help="Give at most N rows or triples."),
]
Timeout = Annotated[
    float, typer.Option("--timeout", metavar="SECONDS", help="Stop the query after this time.")
]
Why = Annotated[bool, typer.Option("--why", help="Add to each row the clauses on which it rests.")]

Endpoint = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        metavar="URL",
        help="Ask a SPARQL 1.1 server instead of a system at hand.",
        show_default=False,
    ),
]

Assume = Annotated[
    list[Path] | None,
    typer.Option("--assume", help="Turtle to add for this run; shows what changes. Repeatable."),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", help="A norm to leave out for this run, as A11-4. Repeatable."),
]


def use_engine(name: str | None) -> str | None:
    """Let this engine infer, in this process and in those it starts.

    Raises: UsageError for an engine that is not known.
    """
    import os

    from dutygraph import places
    from dutygraph.triples.engines import chosen

    if name is not None:
        os.environ[places.ENGINE] = chosen(name)
    return name


def bound_memory(most: str | None) -> str | None:
    """Keep this process within so much memory; without a size, within what can be had.

    Raises: UsageError for what is no size.
    """
    from dutygraph.triples.memory import available, bound, size

    bound(available() if most is None else size(most))
    return most


Memory = Annotated[
    str | None,
    typer.Option(
        "--memory",
        metavar="SIZE",
        callback=bound_memory,
        help="Take no more memory than this, as 6G; else than can be had without swapping.",
        show_default=False,
    ),
]
Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        callback=use_engine,
        help="Which engine infers: columnar, owlrl; DUTYGRAPH_ENGINE holds for all commands.",
    ),
]


def choose(name: str, known: tuple[str, ...], what: str) -> str:
    """Accept one of a few names.

    Raises: UsageError that lists the known ones.
    """
    from dutygraph.errors import UsageError

    if name not in known:
        raise UsageError(f"unknown {what}", place=name, cure=f"known: {', '.join(known)}")
    return name


def refuse(given: object, option: str, beside: str) -> None:
    """Refuse an option beside others with which it says nothing.

    Raises: UsageError where it was given.
    """
    from dutygraph.errors import UsageError

    if given:
        raise UsageError(f"says nothing beside {beside}", place=option, cure="leave one out")


def only(names: list[str]) -> str:
    """Accept exactly one system.

    Raises: UsageError where there is none, or one too many.
    """
    from dutygraph.errors import UsageError

    if len(names) == 1:
        return names[0]
    if names:
        raise UsageError("is one too many", place=names[1], cure="name one system")
    raise UsageError("is missing", place="SYSTEM", cure="name a bundled system, a folder or a file")
