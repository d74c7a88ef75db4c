"""Which commands work on triples?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dutygraph.cli.options import (
    Endpoint,
    Engine,
    Limit,
    Memory,
    Output,
    Timeout,
    Why,
    only,
    refuse,
)

Asked = Annotated[
    str | None,
    typer.Argument(
        metavar="SYSTEM",
        help="A bundled name, a folder, or one .ttl file; none beside --endpoint.",
        show_default=False,
    ),
]
AnswerFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help="rows: table, csv, tsv, json, jsonl, md, xml; graphs: ttl, nt, nq, trig, "
        "jsonld, rdfxml",
        show_default=False,
    ),
]


def attach(app: typer.Typer) -> None:
    """Hang the commands on the app."""
    for command in (query, infer):
        app.command()(command)


def query(
    system: Asked = None,
    file: Annotated[
        Path | None, typer.Argument(help="A .rq file; - or nothing reads standard input.")
    ] = None,
    text: Annotated[str | None, typer.Option("-e", help="The query itself.")] = None,
    form: AnswerFormat = None,
    label_lang: Annotated[
        str, typer.Option("--label-lang", help="Labels beside IRIs: zh, en, none")
    ] = "none",
    limit: Limit = None,
    timeout: Timeout = 60.0,
    explicit_only: Annotated[
        bool, typer.Option("--explicit-only", help="Ask of what is asserted, not of what follows.")
    ] = False,
    why: Why = False,
    endpoint: Endpoint = None,
    output: Output = None,
) -> None:
    """Ask by SPARQL 1.1 over what is asserted, inferred and judged. 用 SPARQL 查询。"""
    from dutygraph.audit.ask import query_text
    from dutygraph.out.screen.asked import Wish, write_answer

    wish = Wish(form, label_lang, limit, timeout, explicit_only, why)
    if endpoint is None:
        name = only([system] if system is not None else [])
        sys.stderr.write(write_answer(query_text(file, text, sys.stdin), name, wish, output))
        return
    from dutygraph.out.screen.elsewhere import write_answer_elsewhere

    refuse(why, "--why", "--endpoint")
    asked = query_text(_sole_file(system, file), text, sys.stdin)
    sys.stderr.write(write_answer_elsewhere(asked, endpoint, wish, output))


def _sole_file(first: str | None, second: Path | None) -> Path | None:
    """Take the file beside --endpoint, where no system stands before it.

    Raises: UsageError where two are named.
    """
    refuse(second is not None, first or "", "--endpoint")
    return Path(first) if first is not None else None


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
    rdfs: Annotated[
        bool, typer.Option("--rdfs", help="Also by the rules and axioms of RDFS; files only.")
    ] = False,
    engine: Engine = None,
    memory: Memory = None,
) -> None:
    """Derive what follows by OWL 2 RL, from files of any vocabulary. OWL 2 RL 推理。"""
    del engine, memory
    if view is None:
        from dutygraph.out.screen.inference import infer_files

        sys.stderr.write(infer_files(files, output, form, rdfs=rdfs))
    else:
        from dutygraph.out.screen.viewed import infer_view

        infer_view(files, view, output, form)
