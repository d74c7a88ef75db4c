"""Which commands judge a system?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dutygraph.cli.options import (
    Assume,
    Baseline,
    Engine,
    Evidence,
    FailOn,
    Format,
    Lang,
    Levels,
    ListFormat,
    Only,
    Output,
    ReportFormat,
    Skip,
    System,
    WhyFormat,
    Without,
    WriteBaseline,
    choose,
    only,
    refuse,
)

if TYPE_CHECKING:
    from dutygraph.audit.baseline import Baseline as Known
    from dutygraph.audit.checks import Check
    from dutygraph.findings import Finding


def attach(app: typer.Typer) -> None:
    """Hang the commands on the app."""
    for command in (check, register, validate, why, explain, systems):
        app.command()(command)


def check(
    system: System,
    evidence: Evidence = "implied",
    fail_on: FailOn = "error",
    levels: Levels = None,
    only: Only = None,
    skip: Skip = None,
    baseline: Baseline = None,
    write_baseline: WriteBaseline = None,
    assume: Assume = None,
    without: Without = None,
    form: ReportFormat = None,
    lang: Lang = "zh",
    output: Output = None,
    engine: Engine = None,
) -> int:
    """Judge whether each chain of responsibility closes. 判定责任链是否闭环。"""
    from dutygraph.audit.baseline import Baseline, read_baseline
    from dutygraph.audit.case import EVIDENCE
    from dutygraph.audit.levels import choose_checks
    from dutygraph.findings import SEVERITIES, at_or_above
    from dutygraph.out.formats import DIFFERENCES, REPORTS, choose_format
    from dutygraph.out.words import language

    del engine
    supposed = bool(assume or without)
    kind = choose_format(form, output, DIFFERENCES if supposed else REPORTS, "table")
    tongue = language(lang)
    choose(fail_on, (*SEVERITIES, "never"), "severity")
    choose(evidence, tuple(EVIDENCE), "evidence")
    chosen = choose_checks(levels, only or (), skip or ())
    known = read_baseline(baseline) if baseline else Baseline({}, "")
    if supposed:
        refuse(write_baseline, "--write-baseline", "--assume and --without")
        findings = _suppose(
            system, evidence, assume or [], without or [], chosen, known, kind, tongue, output
        )
    else:
        findings = _judge(system, evidence, chosen, known, write_baseline, kind, tongue, output)
    return int(at_or_above(findings, fail_on))


def _judge(
    system: str,
    evidence: str,
    chosen: tuple[Check, ...],
    known: Known,
    write_baseline: Path | None,
    kind: str,
    lang: str,
    output: Path | None,
) -> tuple[Finding, ...]:
    """Write the report; give the findings that count."""
    from dutygraph.audit.baseline import baseline_of
    from dutygraph.audit.case import open_case
    from dutygraph.audit.report import report
    from dutygraph.out.reports import written
    from dutygraph.out.write import write

    found = known.accept(report(open_case(system, evidence), chosen))
    sys.stderr.write(known.farewell(found))
    write(written(found, kind, lang), output)
    if write_baseline:
        write(baseline_of(found), write_baseline)
    return found.fresh


def _suppose(
    system: str,
    evidence: str,
    assume: list[Path],
    without: list[str],
    chosen: tuple[Check, ...],
    known: Known,
    kind: str,
    lang: str,
    output: Path | None,
) -> tuple[Finding, ...]:
    """Write what would change; give the findings that would count."""
    from dutygraph.audit.whatif import what_if
    from dutygraph.out.proposals import show_difference
    from dutygraph.out.write import write

    difference = what_if(system, evidence, assume, without, chosen)
    write(show_difference(difference, kind, lang), output)
    return known.accept(difference.after).fresh


def register(
    system: System,
    holder: Annotated[
        str | None, typer.Option("--holder", help="Only what this holder bears, by any name.")
    ] = None,
    form: ListFormat = None,
    lang: Lang = "zh",
    output: Output = None,
) -> None:
    """List every norm with its words. 责任清单。"""
    from dutygraph.audit.case import open_case
    from dutygraph.out.formats import LISTS, choose_format
    from dutygraph.out.lists import register as written
    from dutygraph.out.tables import check_format
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    kind = choose_format(form, output, LISTS, check_format(None))
    tongue = language(lang)
    write(written.register(open_case(system), kind, tongue, holder), output)


def validate(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SYSTEM",
            help="As for `check`; with --ontology, files or folders, ours if none.",
            show_default=False,
        ),
    ] = None,
    ontology: Annotated[
        bool, typer.Option("--ontology", help="Check the style of an ontology instead.")
    ] = False,
    fail_on: FailOn = "note",
    form: Format = None,
    lang: Lang = "zh",
    output: Output = None,
) -> int:
    """Check forms, shapes, anchors and coverage of the data. 核对数据的形式、形状、原文与覆盖。"""
    from dutygraph.audit.validate import validate as of_system
    from dutygraph.audit.validate import validate_ontology
    from dutygraph.findings import SEVERITIES, at_or_above
    from dutygraph.out.screen.validation import remark, show
    from dutygraph.out.tables import check_format
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    kind, tongue = check_format(form or "table"), language(lang)
    choose(fail_on, (*SEVERITIES, "never"), "severity")
    given = names or []
    found = validate_ontology(tuple(map(Path, given))) if ontology else of_system(only(given))
    if kind in {"csv", "tsv", "md"} and (line := remark(found, tongue)):
        sys.stderr.write(line + "\n")
    write(show(found, kind, tongue), output)
    found.refuse()
    return int(at_or_above(found.findings, fail_on))


def why(
    system: System,
    about: Annotated[
        list[str] | None,
        typer.Argument(
            help="A norm (A05-7), a holder, or SUBJECT RELATION OBJECT; "
            "nothing lists all that is derived.",
            show_default=False,
        ),
    ] = None,
    evidence: Evidence = "implied",
    form: WhyFormat = None,
    lang: Lang = "zh",
    output: Output = None,
) -> None:
    """Trace a norm, a verdict or a line back to clause and words. 追溯到条款和原文。"""
    from dutygraph.audit.case import EVIDENCE, open_case
    from dutygraph.audit.report import report
    from dutygraph.out.screen import why as traced
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    asked = about or []
    kind, tongue = traced.why_format(form, output, asked), language(lang)
    found = report(open_case(system, choose(evidence, tuple(EVIDENCE), "evidence")))
    write(traced.why(found, asked, kind, tongue), output)


def explain(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="CHECK", help="A check or a shape, as `no-report`; none lists them all."
        ),
    ] = None,
    lang: Lang = "zh",
    output: Output = None,
) -> None:
    """Say what a check or a shape finds and how to mend it. 说明一项检查或一个形状。"""
    from dutygraph.out.screen.pages import contents, page
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    spoken = language(lang)
    write(contents(spoken) if name is None else page(name, spoken), output)


def systems(form: Format = None, lang: Lang = "zh", output: Output = None) -> None:
    """List the bundled systems. 列出自带的制度。"""
    from dutygraph.out.screen.pages import systems_table
    from dutygraph.out.tables import check_format
    from dutygraph.out.words import language
    from dutygraph.out.write import write

    write(systems_table(check_format(form), language(lang)), output)
