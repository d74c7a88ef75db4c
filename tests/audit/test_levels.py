"""Does a user choose which checks run, and how grave each is?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dutygraph.audit.checks import checks
from dutygraph.audit.levels import choose_checks, read_levels
from dutygraph.audit.report import Report, report
from dutygraph.errors import DutyGraphError, SourceError, UsageError

Cli = Callable[..., tuple[int, str, str]]


def levels_file(folder: Path, text: str) -> Path:
    path = folder / "levels.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_options_all_checks_run_at_their_levels() -> None:
    assert choose_checks() == checks()


def test_only_and_skip_narrow() -> None:
    names = {check.name for check in checks()}
    assert [c.name for c in choose_checks(only=["no-report"])] == ["no-report"]
    assert {c.name for c in choose_checks(skip=["no-report"])} == names - {"no-report"}
    both = choose_checks(only=["no-report", "no-entrust"], skip=["no-entrust"])
    assert [c.name for c in both] == ["no-report"]


def test_nothing_left_to_run_is_refused() -> None:
    with pytest.raises(UsageError, match="leaves no check to run"):
        choose_checks(only=["no-report"], skip=["no-report"])


@pytest.mark.parametrize("option", ["only", "skip"])
def test_unknown_check_is_refused_with_the_nearest(option: str) -> None:
    with pytest.raises(UsageError, match="no-repot: unknown check; did you mean no-report"):
        choose_checks(**{option: ["no-repot"]})  # type: ignore[arg-type]


def test_levels_replace_those_they_name(toy: Report, tmp_path: Path) -> None:
    path = levels_file(tmp_path, 'no-report = "note"\n"no-oversight" = "warning"\n')
    chosen = choose_checks(path)
    given = {c.name: c.severity for c in checks()} | {
        "no-report": "note",
        "no-oversight": "warning",
    }
    assert {c.name: c.severity for c in chosen} == given
    found = report(toy.case, chosen)
    # The toy's three gaps: 石桥镇人民政府 reports to nobody, 县河长办 has no independent
    # overseer, nobody is named who sanctions under 第十三条.
    planted = {f.check: f.severity for f in found.findings if f.severity != "note"}
    assert planted["no-oversight"] == "warning"
    assert planted["agentless-consequence"] == "error"
    assert "no-report" not in planted


def test_a_row_may_soften_a_chosen_level_but_not_raise_it() -> None:
    (check,) = choose_checks(only=["no-report"])
    assert check.severity_of("") == check.severity == "error"
    assert check.severity_of("note") == "note"
    assert check.severity_of("warning") == "warning"


def test_a_chosen_level_is_a_ceiling(tmp_path: Path) -> None:
    (check,) = choose_checks(levels_file(tmp_path, 'no-report = "note"'), only=["no-report"])
    assert check.severity_of("") == "note"
    assert check.severity_of("warning") == "note"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('# mine\nno-repot = "note"', ":2: unknown check no-repot; did you mean no-report?"),
        ('no-report = "eror"', ":1: unknown level eror; did you mean error?"),
        ('[levels]\nno-report = "note"', ":1: unknown check levels; did you"),
        ("no-report = 1", ":1: no-report has no level; write no-report ="),
        ('no-report.level = "note"', ":1: no-report has no level;"),
        ('no-report = "note"\nno-report = "error"', ":2: is not TOML: cannot overwrite a value"),
        ('zzz = "note"', ":1: unknown check zzz; known: agentless-consequence, "),
        ("no-report: note", ":1: is not TOML"),
        ("", ": the file is empty"),
    ],
)
def test_unfit_levels_are_one_line_with_the_place(tmp_path: Path, text: str, line: str) -> None:
    path = levels_file(tmp_path, text)
    with pytest.raises(DutyGraphError) as refused:
        read_levels(path)
    said = str(refused.value)
    assert said.startswith(f"{path}")
    assert line in said
    assert "\n" not in said


def test_missing_levels_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read_levels(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--only", "no-repot"], "did you mean no-report?"),
        (["--skip", "no-repot"], "did you mean no-report?"),
        (["--levels", "none.toml"], "none.toml: no such file; check the path"),
        (["--format", "docx"], "docx: is no text for the screen; add -o FILE.docx"),
        (["--format", "xlsx"], "xlsx: is no text for the screen; add -o FILE.xlsx"),
        (["--format", "pdf"], "pdf: unknown format; known: table,"),
        (["--fail-on", "worst"], "worst: unknown severity; known: error, warning, note, never"),
    ],
)
def test_bad_options_are_one_line_and_exit_2(cli: Cli, options: list[str], line: str) -> None:
    code, out, err = cli("check", "toy", *options)
    assert (code, out) == (2, "")
    assert line in err
    assert err.count("\n") == 1


def test_command_narrows_and_replaces(cli: Cli, tmp_path: Path) -> None:
    code, out, _ = cli("check", "toy", "--only", "no-report", "-f", "csv")
    assert code == 1
    assert {line.partition(",")[0] for line in out.splitlines()[1:]} == {"no-report"}
    mild = levels_file(tmp_path, 'no-report = "warning"')
    assert cli("check", "toy", "--only", "no-report", "--levels", mild)[0] == 0
    bar = ("--fail-on", "warning")
    assert cli("check", "toy", "--only", "no-report", "--levels", mild, *bar)[0] == 1
