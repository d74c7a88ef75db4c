"""Does a baseline accept what it names, and nothing else?"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dutygraph.audit.baseline import Baseline, baseline_of, read_baseline
from dutygraph.audit.case import open_case
from dutygraph.audit.levels import choose_checks
from dutygraph.audit.report import Report, report
from dutygraph.errors import DutyGraphError

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def known(toy: Report, tmp_path: Path) -> Path:
    path = tmp_path / "baseline.toml"
    path.write_text(baseline_of(toy), encoding="utf-8")
    return path


def without(path: Path, check: str) -> None:
    parts = path.read_text(encoding="utf-8").split("\n\n")
    kept = [part for part in parts if f'check = "{check}"' not in part]
    assert len(kept) < len(parts)
    path.write_text("\n\n".join(kept), encoding="utf-8")


def test_what_is_written_accepts_all(toy: Report, known: Path) -> None:
    found = read_baseline(known).accept(toy)
    assert found.fresh == ()
    assert set(found.accepted) == set(toy.findings) == set(found.findings)


def test_file_is_sorted_and_says_what_it_accepts(toy: Report, known: Path) -> None:
    entries = tomllib.loads(known.read_text(encoding="utf-8"))["accepted"]
    keys = [(e["check"], e["subject"], e["fingerprint"]) for e in entries]
    assert keys == sorted(keys)
    assert {(e["check"], e["message"]) for e in entries} == {
        (f.check, f.message.zh) for f in toy.findings
    }


def test_each_finding_has_a_key_of_its_own(toy: Report, yunfu: Report) -> None:
    for found in (toy, yunfu):
        keys = [f.key for f in found.findings]
        assert len(set(keys)) == len(keys)


def test_it_holds_when_the_text_is_moved_and_the_data_reordered(
    toy: Report, known: Path, reordered: Path
) -> None:
    moved = report(open_case(str(reordered)))
    assert {f.key for f in moved.findings} == {f.key for f in toy.findings}
    assert {f.span for f in moved.findings} != {f.span for f in toy.findings}
    assert read_baseline(known).accept(moved).fresh == ()


def test_other_words_are_another_finding(toy: Report, known: Path) -> None:
    (gap,) = [f for f in toy.findings if f.check == "agentless-consequence"]
    key = f"{gap.check} {gap.subject} 000000000000"
    assert Baseline({key: ""}, "known.toml").accept(toy).accepted == {}
    text = known.read_text(encoding="utf-8").replace(gap.fingerprint, "000000000000")
    known.write_text(text, encoding="utf-8")
    assert gap in read_baseline(known).accept(toy).fresh


def test_what_is_gone_is_told_of_checks_that_ran(toy: Report) -> None:
    old = Baseline(
        {"no-report nobody 000000000000": "", "no-entrust nobody 000000000000": ""}, "known.toml"
    )
    assert old.gone(toy) == ("no-entrust nobody 000000000000", "no-report nobody 000000000000")
    some = report(toy.case, choose_checks(only=["no-report"]))
    assert old.gone(some) == ("no-report nobody 000000000000",)
    line = old.farewell(some)
    assert line == (
        "known.toml: no longer found: no-report nobody; write it anew with --write-baseline\n"
    )
    assert read_baseline_of(toy).farewell(toy) == ""


def read_baseline_of(found: Report) -> Baseline:
    return Baseline({f.key: "" for f in found.findings}, "known.toml")


def test_reasons_are_kept(toy: Report, known: Path) -> None:
    text = known.read_text(encoding="utf-8")
    entry = 'check = "no-report"\nsubject = "town-government"\n'
    assert text.count(entry) == 1
    known.write_text(text.replace(entry, f'{entry}reason = "镇里另有规定"\n'), encoding="utf-8")
    found = read_baseline(known).accept(toy)
    assert sorted(set(found.accepted.values())) == ["", "镇里另有规定"]
    assert 'reason = "镇里另有规定"' in baseline_of(found)


def test_command_fails_only_on_what_is_new(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "known.toml"
    assert cli("check", "toy", "--write-baseline", path)[0] == 1
    written = path.read_text(encoding="utf-8")
    code, out, err = cli("check", "toy", "--baseline", path)
    assert (code, err) == (0, "")
    assert "已接受" in out
    assert cli("check", "toy", "--baseline", path, "--fail-on", "note")[0] == 0
    without(path, "no-report")
    code, out, _ = cli("check", "toy", "--baseline", path)
    assert code == 1
    assert "错误 1 " in out
    cli("check", "toy", "--baseline", path, "--write-baseline", path)
    assert path.read_text(encoding="utf-8") == written


def test_command_tells_in_one_line_what_no_longer_occurs(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "known.toml"
    path.write_text(
        'version = 1\n[[accepted]]\ncheck = "no-report"\nsubject = "nobody"\nfingerprint = "0"\n',
        encoding="utf-8",
    )
    code, out, err = cli("check", "toy", "--baseline", path, "-f", "csv")
    assert code == 1
    assert err.count("\n") == 1
    assert "no longer found: no-report nobody" in err
    assert "no longer" not in out


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('version = 1\nacepted = ["a"]\n', ":2: unknown key acepted; did you mean accepted?"),
        (
            'version = 1\n[[accepted]]\ncheck = "a"\nsubjekt = "b"\nfingerprint = "c"\n',
            ":4: unknown key subjekt; did you mean subject?",
        ),
        ('version = 1\n[[accepted]]\ncheck = "a"\n', "entry 1 has no words for subject"),
        ("version = 1\naccepted = 3\n", "accepted is no list of tables"),
        ("version = 1\naccepted = [3]\n", "accepted is no list of tables"),
        ("accepted = []\n", "is no baseline of this version"),
        ("version = 2\n", "is no baseline of this version"),
        ("version = 1\n[[accepted\n", ":2: is not TOML"),
        ('{"version": 1}', ":1: is not TOML"),
        ("version = " + "[" * 5000, "TOML"),
        ("", "the file is empty"),
    ],
)
def test_broken_baselines_are_one_line_and_exit_2(
    cli: Cli, tmp_path: Path, text: str, line: str
) -> None:
    path = tmp_path / "known.toml"
    path.write_text(text, encoding="utf-8")
    code, out, err = cli("check", "toy", "--baseline", path)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert line in err or (len(text) > 1000 and "nested too deep" in err)


def test_missing_baseline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DutyGraphError, match="no such file"):
        read_baseline(tmp_path / "none.toml")


def test_hidden_and_quoted_words_survive_the_file(toy: Report, tmp_path: Path) -> None:
    odd = 'a"\\\n\t\x7f\u202e\U000e0001'
    finding = toy.findings[0]
    path = tmp_path / "known.toml"
    path.write_text(baseline_of(replace(toy, accepted={finding: odd})), encoding="utf-8")
    assert read_baseline(path).accepted[finding.key] == odd


def test_baseline_goes_with_a_what_if_but_is_not_written_from_one(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "known.toml"
    cli("check", "toy", "--write-baseline", path)
    # Without A02-1 nobody entrusts the county, which is not among what was accepted.
    assert cli("check", "toy", "--without", "A09-2", "--baseline", path)[0] == 0
    assert cli("check", "toy", "--without", "A02-1", "--baseline", path)[0] == 1
    code, _, err = cli("check", "toy", "--without", "A02-1", "--write-baseline", path)
    assert code == 2
    assert err.startswith("--write-baseline: says nothing beside --assume and --without")
