"""Do `export`, and `ask` and `query` of a server, keep the promises of the command line?"""

from __future__ import annotations

import json
import re
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from dutygraph.out.export.kinds import KINDS

Answer = tuple[int, str, str]
Cli = Callable[..., Answer]
# How each ending shows at the head of its file.
ENDINGS = {
    ".ttl": b"@prefix ",
    ".trig": b"@prefix ",
    ".nt": b"<",
    ".nq": b"<",
    ".jsonld": b'[{"@id":',
    ".rdf": b"<?xml",
    ".owl": b"<?xml",
    ".gexf": b"<?xml",
    ".graphml": b"<?xml",
    ".dot": b"digraph ",
    ".gv": b"digraph ",
    ".mmd": b"---\ntitle: ",
    ".ics": b"BEGIN:VCALENDAR\r\n",
    ".xlsx": b"PK",
    ".docx": b"PK",
    ".html": b"<!doctype html>",
    ".md": "| 事项 ".encode(),
    ".json": b'[\n  {\n    "task"',
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_ending_tells_the_format(cli: Cli, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"清单{ending.upper() if ending == '.ttl' else ending}"
    code, out, err = cli("export", "toy", "-o", path)
    assert (code, out, err) == (0, "", "")
    assert path.read_bytes().lower().startswith(ENDINGS[ending].lower())


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "csv"])
def test_each_format_has_a_name(cli: Cli, tmp_path: Path, kind: str) -> None:
    """What goes to a file goes to standard output alike."""
    code, out, err = cli("export", "toy", "-f", kind)
    assert (code, err) == (0, "")
    ending = {"tracking": "md", "dcat": "ttl"}.get(kind, "any")
    path = tmp_path / f"out.{ending}"
    assert cli("export", "toy", "-f", kind, "-o", path)[0] == 0
    assert path.read_bytes().decode() == out


def test_without_a_format_it_is_trig(once: Cli) -> None:
    assert once("export", "toy") == once("export", "toy", "-f", "trig", "--what", "all")


def test_csv_is_a_folder_or_a_zip(cli: Cli, tmp_path: Path) -> None:
    folder, packed = tmp_path / "net", tmp_path / "net.zip"
    assert cli("export", "toy", "-f", "csv", "-o", folder) == (0, "", "")
    assert sorted(p.name for p in folder.iterdir()) == ["edges.csv", "nodes.csv"]
    assert cli("export", "toy", "-f", "csv", "-o", packed) == (0, "", "")
    with zipfile.ZipFile(packed) as archive:
        for name in archive.namelist():
            assert archive.read(name) == (folder / name).read_bytes()
    assert cli("export", "toy", "-f", "nodes")[1].encode() == (folder / "nodes.csv").read_bytes()


def test_a_view_and_a_part(cli: Cli) -> None:
    standard = cli("export", "toy", "-f", "nt", "--view", "standard")[1]
    plain = {str(t) for t in ox.parse(standard, format=ox.RdfFormat.N_TRIPLES)}
    inferred = cli("infer", "toy", "--view", "standard")[1]
    assert plain == {str(t) for t in ox.parse(inferred, format=ox.RdfFormat.TURTLE)}
    assert "ns#reportsTo" not in cli("export", "toy", "-f", "nt", "--what", "asserted")[1]
    assert "ns#reportsTo" in cli("export", "toy", "-f", "nt", "--what", "inferred")[1]


def test_a_description_is_that_of_describe(cli: Cli, tmp_path: Path) -> None:
    assert cli("export", "toy", "-f", "dcat") == cli("describe", "toy")
    path = tmp_path / "about.jsonld"
    assert cli("export", "toy", "-f", "dcat", "-o", path)[0] == 0
    assert isinstance(json.loads(path.read_text(encoding="utf-8")), list)


def test_a_calendar_says_what_it_leaves_out(cli: Cli) -> None:
    code, out, err = cli("export", "yunfu-2017", "-f", "ics", "--from", "2026-01-01")
    assert code == 0
    assert "DTSTART;VALUE=DATE:20261231" in out
    assert err == "频次不可计，未列入 no countable frequency, left out: A07-8 定期\n"


def test_english_is_asked_for(cli: Cli) -> None:
    assert 'label="county water bureau"' in cli("export", "toy", "-f", "dot", "--lang", "en")[1]
    assert "| task | responsible |" in cli("export", "toy", "-f", "tracking", "--lang", "en")[1]


def refused(answer: Answer, line: str) -> None:
    code, out, err = answer
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert re.match(line, err), err


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (["-f", "gefx"], r"gefx: unknown format; did you mean gexf\? known: ttl, "),
        (["-o", "x.csv"], r"x\.csv: its ending does not tell the format; add --format: ttl,"),
        (["-o", "x"], r"x: its ending does not tell the format; add --format"),
        (["-f", "csv"], r"--format csv: is two files, .*; name a folder with -o"),
        (["-f", "csv", "-o", "x.csv"], r"--format csv: is two files"),
        (["-f", "tracking", "-o", "x.pdf"], r"x\.pdf: does not say how .*; end it in \.xlsx"),
        (["--what", "some"], r"some: unknown part; known: all, asserted, inferred"),
        (["--what", "infered"], r"infered: unknown part; did you mean inferred\?"),
        (["--view", "ogr"], r"ogr: unknown view; did you mean org\?"),
        (["--view", "org", "--what", "all"], r"--what: says nothing beside --view; "),
        (["-f", "gexf", "--what", "all"], r"--what: says nothing beside gexf; "),
        (["-f", "ics", "--view", "org"], r"--view: says nothing beside ics; "),
        (["-f", "ttl", "--from", "2026-01-01"], r"--from: says nothing beside ttl; "),
        (["-f", "ics", "--from", "soon"], r"--from: “soon” is no day; give one"),
        (["-f", "gexf", "--evidence", "all"], r"all: unknown evidence; known: explicit, implied"),
        (["-f", "dot", "--lang", "fr"], r"fr: unknown language; known: zh, en, auto"),
        (["-o", "none/x.ttl"], r"none/x\.ttl: cannot be written \(no such file"),
        (["-f", "dcat", "-o", "x.rdf"], r"rdf: unknown format; known: ttl, jsonld, nt"),
    ],
)
def test_bad_input_is_one_line(
    cli: Cli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    args: list[str],
    line: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(cli("export", "toy", *args), line)
    assert not list(tmp_path.iterdir())


def test_unknown_system(cli: Cli) -> None:
    refused(cli("export", "yunfu"), r"yunfu: unknown system; did you mean yunfu-2017\?")


# ---------------------------------------------------------------- a server instead


@pytest.fixture
def nobody() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"127.0.0.1:{free.getsockname()[1]}/query"


def test_a_server_that_does_not_answer_is_one_line(cli: Cli, nobody: str) -> None:
    line = rf"http://{re.escape(nobody)}: cannot be asked \(connection refused\); check the address"
    for args in (("ask", "no-report"), ("query", "-e", "ASK {}")):
        answer = cli(*args, "--endpoint", f"http://me:se-cret@{nobody}")
        refused(answer, line)
        assert "se-cret" not in answer[2]


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (["ask", "no-report", "toy"], r"toy: says nothing beside --endpoint; leave one out"),
        (["ask", "no-repot"], r"no-repot: unknown question; did you mean no-report"),
        (["ask", "no-report", "--holder", "x"], r"--holder: no-report does not take it"),
        (["ask", "no-report", "-f", "ttl"], r"ttl: is a format for graphs"),
        (["query", "toy", "q.rq"], r"toy: says nothing beside --endpoint; leave one out"),
        (["query", "none.rq"], r"none\.rq: "),
        (["query", "none.rq", "-e", "ASK {}"], r"none\.rq: has a query beside -e"),
        (["query", "-e", "ASK {}", "--why"], r"--why: says nothing beside --endpoint"),
        (["query", "-e", "ASK {}", "--limit", "0"], r"--limit: 0 leaves no row"),
        (["query", "-e", "ASK {}", "--label-lang", "fr"], r"fr: unknown label language"),
        (["query", "-e", "DROP ALL"], r"-e:1:1: DROP would write"),
    ],
)
def test_bad_input_beside_a_server(cli: Cli, nobody: str, args: list[str], line: str) -> None:
    refused(cli(*args, "--endpoint", f"http://{nobody}"), line)


def test_an_address_that_is_none(cli: Cli) -> None:
    line = r"--endpoint: is no http or https address; give one, as http://localhost:7878/query"
    refused(cli("query", "-e", "ASK {}", "--endpoint", "localhost:7878"), line)


def test_without_a_server_a_system_is_wanted(cli: Cli) -> None:
    refused(cli("query"), r"SYSTEM: is missing; name a bundled system, a folder or a file")


def test_help_of_export(cli: Cli) -> None:
    code, out, err = cli("export", "--help")
    assert (code, err) == (0, "")
    assert out.startswith("Usage: dutygraph export ")
    assert re.search(r"^  export ", cli("--help")[1], re.MULTILINE)
