"""Which command hands a system to other programs?"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dutygraph.cli.options import Evidence, Lang, Output, System

Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help="RDF: ttl, trig, nt, nq, jsonld, rdf; nets: gexf, graphml, dot, mermaid, nodes, "
        "edges, csv (a folder of both); tracking 督办台账; ics 报告日历; dcat; "
        "else by the ending of -o, else trig",
        show_default=False,
    ),
]
What = Annotated[
    str | None,
    typer.Option(
        "--what",
        help="RDF: asserted, inferred, or all that a query sees, which is what you get without "
        "it. trig, nq and jsonld keep them in graphs apart.",
        show_default=False,
    ),
]
View = Annotated[
    str | None,
    typer.Option(
        "--view",
        help="RDF: standard, in terms of ORG, ODRL, ELI, PROV, OA and SKOS only; or one of "
        "these alone.",
        show_default=False,
    ),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="DATE",
        help="ics: begin with the periods of this day, not of the day of issue.",
        show_default=False,
    ),
]


def attach(app: typer.Typer) -> None:
    """Hang the command on the app."""
    app.command()(export)


def export(
    system: System,
    output: Output = None,
    form: Format = None,
    what: What = None,
    view: View = None,
    evidence: Evidence = "implied",
    begins: From = None,
    lang: Lang = "zh",
) -> None:
    """Write a system for other programs: RDF stores, Gephi, Excel, calendars. 导出。"""
    from dutygraph.cli.research import describe
    from dutygraph.out.export.exported import Wish, exported
    from dutygraph.out.page.spots import spots
    from dutygraph.out.pipeline.archive import write_all
    from dutygraph.out.write import write

    wish = Wish(form, output, what, view, evidence, begins, lang)
    if wish.kind == "dcat":
        describe(system, None, output)
        return
    content, note = exported(system, wish, spots)
    if isinstance(content, dict):
        assert output is not None  # noqa: S101 -- two files want a folder
        write_all(content, output)
    else:
        write(content, output)
    sys.stderr.write(note)
