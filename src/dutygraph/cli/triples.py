"""Which commands work on triples?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dutygraph.cli.options import Output, System


def attach(app: typer.Typer) -> None:
    """Hang the commands on the app."""
    for command in (query, infer):
        app.command()(command)


def query(
    system: System,
    file: Annotated[
        Path | None, typer.Argument(help="A .rq file; - or nothing reads standard input.")
    ] = None,
    text: Annotated[str | None, typer.Option("-e", help="The query itself.")] = None,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", help="table, json, csv, tsv, md, xml; ttl, nt for graphs"),
    ] = None,
    output: Output = None,
) -> None:
    """Ask by SPARQL 1.1 over what is asserted, inferred and judged. 用 SPARQL 查询。"""
    from dutygraph.audit.ask import open_judged, query_text
    from dutygraph.errors import SourceError
    from dutygraph.out.screen.answers import check_answer_format, show
    from dutygraph.out.write import write
    from dutygraph.triples.query import ask, guard

    kind = check_answer_format(form)
    try:
        asked, place = query_text(file, text, sys.stdin)
    except UnicodeDecodeError as error:
        raise SourceError("is not UTF-8 text", place="stdin", cure="save it as UTF-8") from error
    guard(asked, place)
    judged = open_judged(system)
    answer = ask(
        judged.store,
        asked,
        lambda found: show(found, kind),
        place=place,
        prefixes=judged.prefixes,
    )
    write(answer, output)


def infer(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="RDF files, or one bundled system.")
    ],
    output: Output = None,
    form: Annotated[
        str | None, typer.Option("--format", "-f", help="table, json: counts and seconds")
    ] = None,
    view: Annotated[
        str | None,
        typer.Option(
            "--view",
            help="standard: a system in terms of ORG, ODRL, ELI, PROV, OA and SKOS only; "
            "or one of these alone: org, odrl, eli, prov, oa, skos",
        ),
    ] = None,
) -> None:
    """Derive what follows by OWL 2 RL, from files of any vocabulary. OWL 2 RL 推理。"""
    from dutygraph.out.screen.inference import infer_files, infer_view

    if view is None:
        infer_files(files, output, form)
    else:
        infer_view(files, view, output, form)
