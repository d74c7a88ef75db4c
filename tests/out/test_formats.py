"""Does every format tell the same findings, in the same bytes each time?"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dutygraph.audit.report import Report
from dutygraph.errors import UsageError
from dutygraph.out.formats import LISTS, REPORTS, choose_format
from dutygraph.text.visible import visible

AsFile = Callable[..., bytes]
Readers = dict[str, Callable[[bytes, set[tuple[str, str]]], set[tuple[str, str]]]]

EACH_FORMAT = """
import hashlib, sys
from dutygraph.audit.case import open_case
from dutygraph.audit.report import report
from dutygraph.out.lists import register
from dutygraph.out.formats import LISTS, REPORTS
from dutygraph.out.reports import written
case = open_case("toy")
for kind in REPORTS:
    made = written(report(case), kind, "zh")
    raw = made.encode() if isinstance(made, str) else made
    print("check", kind, hashlib.sha256(raw).hexdigest())
for kind in LISTS:
    made = register.register(case, kind)
    raw = made.encode() if isinstance(made, str) else made
    print("register", kind, hashlib.sha256(raw).hexdigest())
"""


def test_every_format_has_a_reader_here(readers: Readers) -> None:
    assert set(readers) == set(REPORTS)


@pytest.mark.parametrize("system", ["toy", "yunfu"])
def test_formats_tell_the_same_findings(
    request: pytest.FixtureRequest, system: str, kind: str, as_file: AsFile, readers: Readers
) -> None:
    found: Report = request.getfixturevalue(system)
    wanted = {(f.check, f.message.zh) for f in found.findings}
    assert wanted
    assert readers[kind](as_file(found, kind), wanted) == wanted


@pytest.mark.parametrize("kind", ["csv", "docx", "xlsx"])
def test_hostile_findings_are_all_there(
    hostile: Report, kind: str, as_file: AsFile, readers: Readers
) -> None:
    wanted = {(f.check, visible(f.message.zh)) for f in hostile.findings}
    assert readers[kind](as_file(hostile, kind), wanted) == wanted


def test_bytes_are_the_same_from_run_to_run() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", EACH_FORMAT],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    ]
    assert len(runs[0].splitlines()) == len(REPORTS) + len(LISTS)
    assert runs[0] == runs[1]


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_office_files_name_no_time_and_no_person(toy: Report, kind: str, as_file: AsFile) -> None:
    with zipfile.ZipFile(io.BytesIO(as_file(toy, kind))) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = packed.read("docProps/core.xml").decode()
        names = packed.namelist()
    for word in ("creator", "lastModifiedBy", "openpyxl", "python-docx", "description"):
        assert word not in core
    assert "断点清单" in core
    assert not [name for name in names if "thumbnail" in name]


@pytest.mark.parametrize(
    ("name", "file", "kind"),
    [
        (None, None, "table"),
        (None, "gaps.xlsx", "xlsx"),
        (None, "GAPS.DOCX", "docx"),
        (None, "a/b.sarif", "sarif"),
        (None, "b.sarif.json", "sarif"),
        (None, "b.json", "json"),
        (None, "b.htm", "html"),
        (None, "plain", "table"),
        ("json", "b.html", "json"),
        ("xlsx", "-", "xlsx"),
    ],
)
def test_format_is_named_or_told_by_the_ending(
    name: str | None, file: str | None, kind: str
) -> None:
    assert choose_format(name, Path(file) if file else None, REPORTS, "table") == kind


@pytest.mark.parametrize(
    ("name", "file", "line"),
    [
        ("pdf", None, "pdf: unknown format; known: table,"),
        ("docx", None, "docx: is no text for the screen; add -o FILE.docx"),
        (None, "a.sarif", "sarif: unknown format; known: table,"),
    ],
)
def test_unfit_formats_are_refused(name: str | None, file: str | None, line: str) -> None:
    with pytest.raises(UsageError) as refused:
        choose_format(name, Path(file) if file else None, LISTS, "table")
    assert str(refused.value).startswith(line)
