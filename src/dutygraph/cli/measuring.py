"""Which commands measure systems and set them side by side?"""

from __future__ import annotations

from typing import Annotated

import typer

from dutygraph.cli.options import Evidence, Lang, Output, TableFormat, choose


def attach(app: typer.Typer) -> None:
    """Hang the commands on the app."""
    for command in (measures, diff):
        app.command()(command)


def measures(
    systems: Annotated[
        list[str],
        typer.Argument(
            metavar="SYSTEM", help="Bundled names, folders, or .ttl files, side by side."
        ),
    ],
    by: Annotated[str, typer.Option("--by", help="holder, level or system")] = "system",
    evidence: Evidence = "implied",
    form: TableFormat = None,
    lang: Lang = "zh",
    output: Output = None,
) -> None:
    """Measure the structure of governance, systems side by side. 度量治理结构，并列比较。"""
    from dutygraph.audit.case import EVIDENCE, open_cases
    from dutygraph.audit.measures.measured import BY, measure
    from dutygraph.out.formats import choose_format
    from dutygraph.out.screen.measured import FORMATS, show
    from dutygraph.out.tables import check_format
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    kind, tongue = choose_format(form, output, FORMATS, check_format(None)), language(lang)
    choose(evidence, tuple(EVIDENCE), "evidence")
    grouping = choose(by, tuple(BY), "grouping")
    write(show(measure(open_cases(systems, evidence), grouping), kind, tongue), output)


def diff(
    a: Annotated[
        str, typer.Argument(metavar="A", help="A bundled name, a folder, or one .ttl file.")
    ],
    b: Annotated[str, typer.Argument(metavar="B", help="Another system, or another version.")],
    every: Annotated[bool, typer.Option("--all", help="List what is the same too.")] = False,
    evidence: Evidence = "implied",
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="table, md, csv, tsv, json; else by the ending of -o",
            show_default=False,
        ),
    ] = None,
    lang: Lang = "zh",
    output: Output = None,
) -> int:
    """Show what two systems share, change, lose and add. 两份规定或两个版本的异同。

    Holders, norms, lines and verdicts go by their IRI where both have it, else by label, norms
    by their words. Exit code 0 the same, 1 different, 2 could not compare.
    """
    from dutygraph.audit.case import EVIDENCE, open_cases
    from dutygraph.audit.diff.differences import diff as compared
    from dutygraph.out.formats import choose_format
    from dutygraph.out.screen.compared import FORMATS, show
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    kind, tongue = choose_format(form, output, FORMATS, "table"), language(lang)
    choose(evidence, tuple(EVIDENCE), "evidence")
    found = compared(*open_cases([a, b], evidence))
    write(show(found, kind, tongue, every=every), output)
    return int(not found.is_empty)
