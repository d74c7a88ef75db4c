"""Which commands serve research: comparing codings, describing and packing a data set?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dutygraph.cli.options import Evidence, Format, Lang, Output, System, choose


def attach(app: typer.Typer) -> None:
    """Hang the commands on the app."""
    for command in (agree, describe, crate):
        app.command()(command)


def agree(
    a: Annotated[
        str,
        typer.Argument(metavar="A", help="A bundled name, a folder, or one .ttl file."),
    ],
    b: Annotated[str, typer.Argument(metavar="B", help="Another coding of the same text.")],
    iou: Annotated[
        float,
        typer.Option("--iou", help="Least overlap of words (IoU) at which two norms are one."),
    ] = 0.5,
    evidence: Evidence = "implied",
    form: Format = None,
    lang: Lang = "zh",
    output: Output = None,
) -> None:
    """Compare two codings of one text, by kappa, F1 and each difference. 比较两份编码。

    Exit code 0 when they could be compared, whether or not they differ.
    """
    from dutygraph.audit.agreement import agree as compared
    from dutygraph.audit.case import EVIDENCE
    from dutygraph.out.formats import choose_format
    from dutygraph.out.screen.agreement import FORMATS, show
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    kind, tongue = choose_format(form, output, FORMATS, "table"), language(lang)
    choose(evidence, tuple(EVIDENCE), "evidence")
    write(show(compared(a, b, iou, evidence), kind, tongue), output)


def describe(
    system: System,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", help="ttl, jsonld, nt; else by the ending of -o"),
    ] = None,
    output: Output = None,
) -> None:
    """Describe a system as a data set, in DCAT and VoID. 以 DCAT、VoID 描述数据集。"""
    from dutygraph.out.pipeline.description import choose_format
    from dutygraph.out.pipeline.description import describe as described
    from dutygraph.out.write import write
    from dutygraph.triples.dataset import dataset
    from dutygraph.triples.system import load

    kind = choose_format(form, output)
    write(described(dataset(load(system)), kind), output)


def crate(
    system: System,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="A folder that is new or empty, or a .zip file."),
    ],
    published: Annotated[
        str | None,
        typer.Option("--published", help="Date of publication, as 2026-11-23."),
    ] = None,
) -> None:
    """Pack a system as an RO-Crate, with text, ontology and checksums. 打包为 RO-Crate。

    Without --published, the date is the later of those of the ontology's version and of the
    instrument, so that the same data give the same bytes.
    """
    from dutygraph.out.pipeline.archive import write_all
    from dutygraph.out.pipeline.crate import crate as packed
    from dutygraph.triples.dataset import dataset
    from dutygraph.triples.system import load

    write_all(packed(dataset(load(system)), published), output)
