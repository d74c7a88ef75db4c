"""Which commands show a system to the eye?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dutygraph.cli.options import Evidence, Lang, System, choose


def attach(app: typer.Typer) -> None:
    """Hang the commands on the app."""
    for command in (view, draw):
        app.command()(command)


def view(
    system: System,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The page to write.", show_default=False)
    ],
    evidence: Evidence = "implied",
    lang: Lang = "zh",
) -> None:
    """Write the duty graph beside its text as one page for a browser. 责任图与原文，一个网页。"""
    from dutygraph.audit.case import EVIDENCE, open_case
    from dutygraph.audit.report import report
    from dutygraph.out.page.document import page
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    tongue = language(lang)
    found = report(open_case(system, choose(evidence, tuple(EVIDENCE), "evidence")))
    write(page(found, tongue), output)
    if str(output) != "-":
        sys.stderr.write(f"{output}: open it in a browser 用浏览器打开\n")


def draw(
    system: System,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="The picture to write, .svg or .png.", show_default=False
        ),
    ],
    what: Annotated[
        str, typer.Option("--what", help="whole, holder, loop, chain, reports, oversight")
    ] = "whole",
    holder: Annotated[
        str | None, typer.Option("--holder", help="About this holder, by any name.")
    ] = None,
    evidence: Evidence = "implied",
    lang: Lang = "zh",
) -> None:
    """Draw the duty graph, or a part of it, as one still picture. 画责任图。"""
    from dutygraph.audit.case import EVIDENCE, open_case
    from dutygraph.audit.report import report
    from dutygraph.out.formats import choose_format
    from dutygraph.out.picture.drawing import drawing
    from dutygraph.out.picture.scene import FORMATS, check_scene
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    tongue = language(lang)
    kind = choose_format(output.suffix.lower().removeprefix("."), output, FORMATS, "svg")
    check_scene(what, holder)
    found = report(open_case(system, choose(evidence, tuple(EVIDENCE), "evidence")))
    write(drawing(found, what, holder, kind, tongue), output)
