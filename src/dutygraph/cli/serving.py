"""Which command answers browsers and programs over HTTP?"""

from __future__ import annotations

import sys
from typing import Annotated

import typer


def attach(app: typer.Typer) -> None:
    """Hang the command on the app."""
    app.command()(serve)


def serve(
    systems: Annotated[
        list[str],
        typer.Argument(metavar="SYSTEM...", help="Bundled names, folders, or .ttl files."),
    ],
    host: Annotated[
        str,
        typer.Option("--host", help="The address to listen on; 0.0.0.0 lets other machines in."),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="The port; 0 chooses a free one.")] = 8000,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host", metavar="NAME", help="A further name of this server. Repeatable."
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", help="Stop a query after this time.")
    ] = 2.0,
    rows: Annotated[
        int, typer.Option("--rows", metavar="N", help="Give at most N rows or triples.")
    ] = 10_000,
    body: Annotated[
        int, typer.Option("--body", metavar="BYTES", help="Read at most so much of a request.")
    ] = 1_048_576,
) -> None:
    """Serve pages and SPARQL over HTTP, read only. 网页与 SPARQL 服务，只读。"""
    from dutygraph.serve.command import Wish, prepare

    wish = Wish(tuple(systems), host, port, tuple(allow_host or ()), timeout, rows, body)
    with prepare(wish) as ready:
        ready.run(sys.stderr.write)
