"""Which commands judge a system?"""

from __future__ import annotations

from typing import Annotated

import typer

from dutygraph.cli.options import Evidence, Format, Lang, Output, System, choose


def attach(app: typer.Typer) -> None:
    """Hang the commands on the app."""
    for command in (check, register, validate, why, explain, systems):
        app.command()(command)


def check(
    system: System,
    evidence: Evidence = "implied",
    fail_on: Annotated[
        str, typer.Option("--fail-on", help="error, warning, note, never")
    ] = "error",
    form: Format = None,
    lang: Lang = "zh",
    output: Output = None,
) -> int:
    """Judge whether each chain of responsibility closes. 判定责任链是否闭环。"""
    from dutygraph.audit.case import EVIDENCE, open_case
    from dutygraph.audit.report import report
    from dutygraph.findings import SEVERITIES, at_or_above
    from dutygraph.out.tables import check_format
    from dutygraph.out.verdict import show
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    kind, tongue = check_format(form or "table"), language(lang)
    choose(fail_on, (*SEVERITIES, "never"), "bar")
    found = report(open_case(system, choose(evidence, tuple(EVIDENCE), "evidence")))
    write(show(found, kind, tongue), output)
    return int(at_or_above(found.findings, fail_on))


def register(system: System, form: Format = None, lang: Lang = "zh", output: Output = None) -> None:
    """List every norm with its words. 责任清单。"""
    from dutygraph.audit.case import open_case
    from dutygraph.out import register as written
    from dutygraph.out.tables import check_format
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    kind, tongue = check_format(form), language(lang)
    write(written.register(open_case(system), kind, tongue), output)


def validate(system: System, form: Format = None, lang: Lang = "zh", output: Output = None) -> int:
    """Check anchors, coverage and forms of the data. 核对原文位置、覆盖与数据形式。"""
    from dutygraph.audit.validate import validate as run
    from dutygraph.out.tables import check_format
    from dutygraph.out.validation import show
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    kind, tongue = check_format(form or "table"), language(lang)
    found = run(system)
    write(show(found, kind, tongue), output)
    found.refuse()
    return int(bool(found.findings))


def why(
    system: System,
    about: Annotated[
        list[str],
        typer.Argument(help="A norm (A05-7), a holder, or HOLDER RELATION HOLDER."),
    ],
    evidence: Evidence = "implied",
    form: Format = None,
    lang: Lang = "zh",
    output: Output = None,
) -> None:
    """Trace a norm, a verdict or a line back to clause and words. 追溯到条款和原文。"""
    from dutygraph.audit.case import EVIDENCE, open_case
    from dutygraph.audit.report import report
    from dutygraph.out import why as traced
    from dutygraph.out.tables import check_format
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    kind, tongue = check_format(form or "table", ("table", "json")), language(lang)
    found = report(open_case(system, choose(evidence, tuple(EVIDENCE), "evidence")))
    write(traced.why(found, about, kind, tongue), output)


def explain(
    name: Annotated[str, typer.Argument(metavar="CHECK", help="As `no-report`.")],
    lang: Lang = "zh",
) -> None:
    """Say what a check finds, why it matters and how to mend it. 说明一项检查。"""
    from dutygraph.audit.checks import check_named
    from dutygraph.out.pages import check_page
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    write(check_page(check_named(name), language(lang)), None)


def systems(form: Format = None, lang: Lang = "zh") -> None:
    """List the bundled systems. 列出自带的制度。"""
    from dutygraph.out.pages import systems_table
    from dutygraph.out.tables import check_format
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    write(systems_table(check_format(form), language(lang)), None)
