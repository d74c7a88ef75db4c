"""Which command judges a system of any size?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dutygraph.cli.options import Evidence, Lang, Memory, Output, TableFormat, choose


def attach(app: typer.Typer) -> None:
    """Hang the command on the app."""
    app.command()(survey)


def survey(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE", help="RDF of the project's vocabulary; plain .nt is quickest."
        ),
    ],
    missing: Annotated[
        list[str] | None,
        typer.Option(
            "--missing",
            metavar="LINK",
            help="List the holders that lack this link: entrust, duty, report, oversight, "
            "consequence, return; may be repeated.",
        ),
    ] = None,
    level: Annotated[
        str, typer.Option("--level", help="List the open holders of this level, as 镇 or town.")
    ] = "",
    evidence: Evidence = "implied",
    form: TableFormat = None,
    lang: Lang = "zh",
    memory: Memory = None,
    output: Output = None,
) -> int:
    """Judge millions of holders at once: verdicts, and which links are missing how often. 普查。"""
    from dutygraph.audit.case import EVIDENCE
    from dutygraph.out.formats import choose_format
    from dutygraph.out.screen.surveyed import FORMATS, survey_files, write_survey
    from dutygraph.out.tables import check_format
    from dutygraph.out.words import language

    del memory
    kind, tongue = choose_format(form, output, FORMATS, check_format(None)), language(lang)
    choose(evidence, tuple(EVIDENCE), "evidence")
    found = survey_files(files, EVIDENCE[evidence], tongue)
    sys.stderr.write(write_survey(found, (missing or (), level), kind, tongue, output))
    return int(found.verdict == "open")
