"""Does bad input get one line that names place and cure, exit 2, and nothing written?"""

import codecs
import csv
import io
import json
import os
import random
import re
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from dutygraph.errors import DutyGraphError
from dutygraph.triples.query import ask

Answer = tuple[int, str, str]
Cli = Callable[..., Answer]
Bytes = Callable[[bytes], bytes]


def refused(answer: Answer, place: str, *words: str) -> str:
    """Assert one line on standard error that starts with its place, nothing else, exit 2."""
    code, out, err = answer
    assert (code, out) == (2, ""), err
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert re.match(place, err), err
    assert "internal error" not in err
    assert "Traceback" not in err
    for word in words:
        assert word in err, err
    return err


def edit(folder: Path, name: str, change: Callable[[str], str]) -> Path:
    path = folder / name
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before, "the edit changes nothing"
    path.write_text(after, encoding="utf-8")
    return path


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


def line_of(path: Path, words: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, start=1) if words in line)


# ---------------------------------------------------------------- nothing there, or unreadable


@pytest.fixture
def litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder to stand in, with all kinds of things that are no system."""
    monkeypatch.chdir(tmp_path)
    Path("dangling.ttl").symlink_to("gone.ttl")
    Path("loop").symlink_to("loop")
    Path("empty.ttl").touch()
    Path("blank.ttl").write_text(" \n\t\n", encoding="utf-8")
    Path("mark.ttl").write_bytes(codecs.BOM_UTF8 + b"\n")
    Path("hollow").mkdir()
    Path("words").mkdir()
    Path("words/source.txt").write_text("第一条　只有原文。\n", encoding="utf-8")
    for plain in ("notes.txt", "plain"):
        Path(plain).write_text("不是数据\n", encoding="utf-8")


@pytest.mark.usefixtures("litter")
@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("./nosuch", "check the path"),
        ("nosuch.ttl", "check the path"),
        ("dangling.ttl", "mend the link"),
        ("loop", "mend the link"),
        ("empty.ttl", "put its content back"),
        ("blank.ttl", "put its content back"),
        ("mark.ttl", "put its content back"),
        ("hollow", "name another folder"),
        ("words", "name another folder"),
        ("notes.txt", "name a .ttl file or a folder"),
        ("plain", "name a .ttl file or a folder"),
        ("x" * 5000, "name another place"),
    ],
)
@pytest.mark.parametrize("command", ["check", "validate"])
def test_missing_empty_or_unreadable_system(cli: Cli, command: str, name: str, cure: str) -> None:
    refused(cli(command, name), re.escape(f"{name}: "), cure)


def test_a_folder_where_a_file_is_needed(cli: Cli, toy_folder: Path) -> None:
    (toy_folder / "more.ttl").mkdir()
    place = re.escape(f"{toy_folder / 'more.ttl'}: ")
    refused(cli("register", toy_folder), place, "is a folder", "name a file in it")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("what", ["folder", "file", "text"])
def test_no_permission(cli: Cli, toy_folder: Path, what: str) -> None:
    path = {
        "folder": toy_folder,
        "file": toy_folder / "norms.ttl",
        "text": toy_folder / "source.txt",
    }[what]
    path.chmod(0)
    try:
        refused(cli("check", toy_folder), re.escape(f"{path}: "), "permission")
    finally:
        path.chmod(0o755)


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("gone.txt", "check the path"),
        ("../../etc/passwd", "give its name alone"),
        ("/etc/passwd", "give its name alone"),
        ("..", "give its name alone"),
        ("", "give its name alone"),
        ("a\\u0000b", "give its name alone"),
    ],
)
def test_a_source_that_is_missing_or_elsewhere(
    cli: Cli, toy_folder: Path, name: str, cure: str
) -> None:
    edit(toy_folder, "provisions.ttl", swap('"source.txt"', f'"{name}"'))
    inside = re.escape(str(toy_folder))
    place = rf"{inside}/gone\.txt: |https://w3id\.org/dutygraph/data/toy/instrument: "
    err = refused(cli("check", toy_folder), place, cure)
    assert "root:" not in err


def test_a_source_that_is_empty(cli: Cli, toy_folder: Path) -> None:
    (toy_folder / "source.txt").write_bytes(b"")
    place = re.escape(f"{toy_folder / 'source.txt'}: ")
    refused(cli("check", toy_folder), place, "empty", "put its content back")


def test_a_source_of_another_digest(cli: Cli, toy_folder: Path) -> None:
    edit(toy_folder, "source.txt", swap("青石县", "青山县"))
    place = re.escape(f"{toy_folder / 'source.txt'}: ")
    refused(cli("check", toy_folder), place, "sha256", "restore the file byte for byte")


# ---------------------------------------------------------------- encodings

ENCODINGS: dict[str, tuple[Bytes, str]] = {
    "GBK": (lambda raw: raw.decode().encode("gbk"), "GBK"),
    "GB18030": (lambda raw: ("㐀" + raw.decode()).encode("gb18030"), "GB18030"),
    "UTF-16 with a mark": (lambda raw: raw.decode().encode("utf-16"), "UTF-16"),
    "UTF-16LE": (lambda raw: raw.decode().encode("utf-16-le"), "UTF-16LE"),
    "UTF-16BE": (lambda raw: raw.decode().encode("utf-16-be"), "UTF-16BE"),
    "UTF-32": (lambda raw: raw.decode().encode("utf-32"), "UTF-32"),
}


@pytest.mark.parametrize("name", ["source.txt", "holders.ttl"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_other_encodings_are_named(cli: Cli, toy_folder: Path, name: str, encoding: str) -> None:
    convert, said = ENCODINGS[encoding]
    path = toy_folder / name
    path.write_bytes(convert(path.read_bytes()))
    place = re.escape(str(path)) + r"(?::\d+)?: "
    refused(cli("check", toy_folder), place, said, f"iconv -f {said} -t UTF-8")


def test_the_line_of_the_first_foreign_byte(cli: Cli, toy_folder: Path) -> None:
    path = toy_folder / "holders.ttl"
    path.write_bytes("# ascii\n# ascii\n# 县\n".encode("gbk") + path.read_bytes())
    refused(cli("check", toy_folder), re.escape(f"{path}:3: "))


def test_utf8_cut_short(cli: Cli, toy_folder: Path) -> None:
    path = toy_folder / "source.txt"
    path.write_bytes(path.read_bytes()[:-2])
    refused(cli("check", toy_folder), re.escape(str(path)), "is not UTF-8")


def test_a_byte_order_mark_changes_nothing(cli: Cli, once: Cli, toy_folder: Path) -> None:
    """Nor do the line endings of Windows, in Turtle."""
    for path in toy_folder.iterdir():
        if path.suffix == ".txt":
            path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
        if path.suffix == ".ttl":
            path.write_bytes(codecs.BOM_UTF8 + path.read_bytes().replace(b"\n", b"\r\n"))
    code, out, err = cli("register", toy_folder, "-f", "json")
    assert (code, err) == (0, "")
    assert out == once("register", "toy", "--format", "json")[1]


# ---------------------------------------------------------------- Turtle


@pytest.mark.parametrize(
    ("turtle", "at", "word"),
    [
        ("<a:s> <a:p> <a:o> .\n<a:s> <a:p> .", "2:13", ""),
        ("\n\n  ex:a a ex:b .", "3:3", "ex:"),
        ('<a:s> <a:p> "一二', "1:13", ""),
        ("<a:s>\n<a:p>\n<a b> .", "3:1", "IRI"),
    ],
)
def test_malformed_turtle(cli: Cli, tmp_path: Path, turtle: str, at: str, word: str) -> None:
    path = tmp_path / "坏 的.ttl"
    path.write_text(turtle, encoding="utf-8")
    for command in ("check", "infer"):
        place = re.escape(f"{path}:{at}: ")
        refused(cli(command, path), place, "does not parse", word, "mend the syntax there")


def test_a_zero_byte(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "zero.ttl"
    path.write_bytes(b'<a:s> <a:p> "one" .\n<a:s> <a:p> "t\0wo" .\n')
    refused(cli("check", path), re.escape(f"{path}:2: "), "zero byte")


def test_a_literal_beyond_the_limit(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "huge.ttl"
    path.write_text(f'<a:s> <a:p> "{"a" * (17 * 1024 * 1024)}" .', encoding="utf-8")
    refused(cli("infer", path), re.escape(f"{path}: "), "16 MiB", "shorten it")


def test_a_triple_inside_a_triple(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "star.ttl"
    path.write_text("<a:s> <a:p> <<( <a:x> <a:y> <a:z> )>> .", encoding="utf-8")
    refused(cli("infer", path), re.escape(f"{path}: "), "take the << … >> out")


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("bomb.rdf", '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x "y">]><r/>', "DOCTYPE"),
        ("read.xml", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>', "DOCTYPE"),
        ("far.jsonld", '{"@context": "http://127.0.0.1:9/", "@id": "a:b", "x": 1}', "context"),
        ("cut.jsonld", '{"@id": "a:b"', "mend the syntax"),
        ("cut.nt", "<a:s> <a:p> <a:o>", "mend the syntax"),
        ("rule.n3", "{ ?x <a:p> ?y } => { ?y <a:q> ?x } .", "mend the syntax"),
        ("table.csv", "a,b\n", "use one of .ttl .nt"),
        ("empty.nq", "", "put its content back"),
    ],
)
def test_infer_refuses(cli: Cli, tmp_path: Path, name: str, content: str, word: str) -> None:
    path, target = tmp_path / name, tmp_path / "out.ttl"
    path.write_text(content, encoding="utf-8")
    err = refused(cli("infer", path, "-o", target), re.escape(str(path)), word)
    assert "root:" not in err
    assert not target.exists()


@pytest.mark.parametrize(
    ("names", "target", "place", "word"),
    [
        (["nosuch"], "out.ttl", "nosuch: ", "known: toy, yunfu-2017"),
        (["nosuch.ttl"], "out.ttl", r"nosuch\.ttl: ", "check the path"),
        (["good.nt", "toy"], "out.ttl", "toy: ", "alone"),
        (["good.nt", "."], "out.ttl", r"\.: ", "name the files in it"),
        (["good.nt"], "out.xlsx", r"out\.xlsx: ", "use one of"),
        (["good.nt"], "gone/out.ttl", "gone/out.ttl: ", "make gone first"),
    ],
)
@pytest.mark.usefixtures("litter")
def test_infer_on_names_that_do_not_fit(
    cli: Cli, names: list[str], target: str, place: str, word: str
) -> None:
    Path("good.nt").write_text("<a:s> <a:p> <a:o> .\n", encoding="utf-8")
    before = sorted(Path().iterdir())
    refused(cli("infer", *names, "-o", target), place, word)
    assert sorted(Path().iterdir()) == before


# ---------------------------------------------------------------- forms of the data


class Broken(NamedTuple):
    """An edit of the toy, the words that mark the line to be named, and what is said."""

    file: str
    old: str
    new: str
    at: str
    words: tuple[str, ...]


BOX = "<source.txt#char=86,91>"
FORMS = {
    "unknown term": Broken(
        "holders.ttl",
        "dg:hasLevel level:city",
        "dg:hasLevell level:city",
        "dg:hasLevell",
        ("dg:hasLevell", "did you mean dg:hasLevel?"),
    ),
    "unknown code": Broken(
        "holders.ttl", "level:town", "level:twon", "level:twon", ("did you mean level:town?",)
    ),
    "term like no other": Broken(
        "holders.ttl", "dg:hasLevel level:city", "dg:QQQQ level:city", "dg:QQQQ", ("dg:QQQQ",)
    ),
    "norm without holder": Broken(
        "holders.ttl",
        " , toy:A09-2",
        "",
        "toy:A09-2",
        ("norm A09-2 has no holder", "dg:isSilentOn aspect:holder"),
    ),
    "holder of no kind": Broken(
        "holders.ttl",
        "toy:town-government\n    a dg:Body ;",
        "toy:town-government",
        "toy:town-government",
        ("town-government", "say what it is"),
    ),
    "recipient misspelt": Broken(
        "norms.ttl",
        "dg:namesRecipient toy:river-chief-office",
        "dg:namesRecipient toy:river-chef-office",
        "toy:river-chef-office",
        ("did you mean river-chief-office?",),
    ),
    "line asserted": Broken(
        "holders.ttl",
        "dg:holds toy:A09-1",
        "dg:reportsTo toy:county-government ; dg:holds toy:A09-1",
        "dg:reportsTo",
        ("dg:reportsTo is asserted", "write the norm that says it"),
    ),
    "no force": Broken(
        "norms.ttl", "    dg:hasForce force:permission ;\n", "", "toy:A09-2", ("one force",)
    ),
    "two forces": Broken(
        "norms.ttl",
        "force:permission",
        "force:permission , force:obligation",
        "toy:A09-2",
        ("A09-2", "exactly one force"),
    ),
    "implied without a rule": Broken(
        "norms.ttl",
        'dg:hasObject "河道清淤和堤岸维护" ;\n    dg:hasEvidence evidence:explicit',
        'dg:hasObject "河道清淤和堤岸维护" ;\n    dg:hasEvidence evidence:implied',
        "toy:A05-1",
        ("A05-1", "dg:isReadBy"),
    ),
    "report without recipient, by its verb": Broken(
        "norms.ttl",
        "    dg:namesRecipient toy:river-chief-office ;\n",
        "",
        "toy:A08-3",
        ("reporting norm A08-3 has no recipient", "dg:isSilentOn aspect:recipient"),
    ),
    "report without recipient, by its function": Broken(
        "norms.ttl",
        'dg:hasAction "协调"',
        'dg:hasAction "通气" ; dg:hasFunction function:report',
        "toy:A07-1",
        ("reporting norm A07-1 has no recipient",),
    ),
    "quote not at its offsets": Broken(
        "excerpts.ttl",
        '"市人民政府"',
        '"市人民政符"',
        BOX,
        ("市人民政符", "86–91", "finds “市人民政府” there", "correct its words"),
    ),
    "offsets of other words": Broken(
        "excerpts.ttl",
        "dg:startsAt 121 ;\n    dg:endsAt 126",
        "dg:startsAt 120 ;\n    dg:endsAt 125",
        "<source.txt#char=121,126>",
        ("县人民政府", "120–125", "they stand at 121–126"),
    ),
    "offsets beyond the text": Broken(
        "excerpts.ttl", "dg:endsAt 91 ", "dg:endsAt 99991 ", BOX, ("86–99991", "841 characters")
    ),
    "offsets turned round": Broken(
        "excerpts.ttl", "dg:endsAt 91 ", "dg:endsAt 85 ", BOX, ("86–85", "lies outside the text")
    ),
    "negative offset": Broken(
        "excerpts.ttl", "dg:startsAt 86", "dg:startsAt -86", "-86", ("-86", "nonNegativeInteger")
    ),
    "offset that is no number": Broken(
        "excerpts.ttl", "dg:startsAt 86", 'dg:startsAt "八六"', "八六", ("八六",)
    ),
    "excerpt without offset": Broken(
        "excerpts.ttl", "    dg:startsAt 86 ;\n", "", BOX, ("has no dg:startsAt",)
    ),
    "excerpt with two": Broken(
        "excerpts.ttl", "dg:startsAt 86", "dg:startsAt 86 , 87", BOX, ("has 2 dg:startsAt",)
    ),
    "excerpt without words": Broken(
        "excerpts.ttl",
        'dg:endsAt 91 ;\n    dg:hasExactWords "市人民政府"',
        "dg:endsAt 91",
        BOX,
        ("has no dg:hasExactWords",),
    ),
    "excerpt that is not there": Broken(
        "norms.ttl",
        "dg:namesHolderAt <source.txt#char=86,91>",
        "dg:namesHolderAt <source.txt#char=86,99>",
        "<source.txt#char=86,99>",
        ("char=86,99", "has no dg:startsAt"),
    ),
    "article beyond the text": Broken(
        "provisions.ttl",
        "dg:endsAt 840 .\n\ntoy:A01",
        "dg:endsAt 99999 .\n\ntoy:A01",
        "toy:C05",
        ("C05",),
    ),
    "article turned round": Broken(
        "provisions.ttl", "dg:endsAt 560", "dg:endsAt 500", "toy:A10", ("A10", "515–500")
    ),
    "30 February": Broken(
        "provisions.ttl", "2025-03-01", "2026-02-30", "2026-02-30", ("“2026-02-30”", "date")
    ),
    "30 February without a type": Broken(
        "provisions.ttl", '"2025-03-01"^^xsd:date', '"2026-02-30"', "2026-02-30", ("xsd:date",)
    ),
    "no duration": Broken(
        "norms.ttl", '"P1M"^^', '"1 month"^^', "1 month", ("1 month", "xsd:duration")
    ),
    "no integer": Broken(
        "provisions.ttl", "dg:hasNumber 14", 'dg:hasNumber "十四"', "十四", ("xsd:integer",)
    ),
    "words for a thing": Broken(
        "holders.ttl", "level:town", '"镇"', "镇", ("dg:hasLevel", "by its IRI")
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_broken_form(cli: Cli, toy_folder: Path, tmp_path: Path, name: str) -> None:
    case = FORMS[name]
    edit(toy_folder, case.file, swap(case.old, case.new))
    stated = toy_folder / ("norms.ttl" if case.at.startswith("toy:A09-2") else case.file)
    lines = stated.read_text(encoding="utf-8").splitlines()
    numbers = [n for n, line in enumerate(lines, start=1) if case.at in line]
    place = rf"{re.escape(str(stated))}:(?:{'|'.join(map(str, numbers))}): "
    target = tmp_path / "out.json"
    target.write_text("旧", encoding="utf-8")
    refused(cli("check", toy_folder, "-f", "json", "-o", target), place, *case.words)
    assert target.read_text(encoding="utf-8") == "旧"
    assert {p.name for p in tmp_path.iterdir()} == {target.name, toy_folder.name}


def test_several_broken_forms_are_counted(cli: Cli, toy_folder: Path) -> None:
    edit(toy_folder, "excerpts.ttl", swap('"市人民政府"', '"市人民政符"'))
    edit(toy_folder, "provisions.ttl", swap("2025-03-01", "2026-02-30"))
    refused(cli("check", toy_folder), re.escape(str(toy_folder)), "(1 more)")
    code, out, err = cli("validate", toy_folder, "-f", "csv")
    assert (code, err.count("\n")) == (2, 1)
    rows = list(csv.reader(io.StringIO(out)))
    assert [row[0] for row in rows[1:]] == ["form", "form"]
    assert "2026-02-30" in out
    assert "市人民政符" in out
    code, out, err = cli("validate", toy_folder, "-f", "json")
    assert (code, json.loads(out)["sound"]) == (2, False)


def test_data_without_a_norm_is_not_closed(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "foaf.ttl"
    path.write_text('<a:x> <http://xmlns.com/foaf/0.1/name> "李" .', encoding="utf-8")
    refused(cli("check", path), re.escape(f"{path}: "), "no norm")


def test_nodes_without_names(cli: Cli, pair: Path, tmp_path: Path) -> None:
    path = tmp_path / "blank.ttl"
    more = "[] a dg:Body ; dg:holds [ a dg:Norm ; dg:hasForce force:obligation ] .\n"
    path.write_text(pair.read_text(encoding="utf-8") + more, encoding="utf-8")
    refused(cli("check", path), re.escape(f"{path}: "), "give each an IRI")


# ---------------------------------------------------------------- odd, but fit to be judged


def judge(cli: Cli, system: Path, *options: str) -> str:
    code, out, err = cli("check", system, *options)
    assert (code, err) == (1, "")
    return out


def test_a_holder_that_reports_to_itself_is_a_finding(cli: Cli, pair: Path, tmp_path: Path) -> None:
    path = tmp_path / "self.ttl"
    text = pair.read_text(encoding="utf-8")
    path.write_text(text.replace("dg:namesRecipient 局:jia", "dg:namesRecipient 局:yi"), "utf-8")
    found = json.loads(judge(cli, path, "-f", "json"))
    assert any(f["severity"] == "error" and "reportsTo" in f["message"] for f in found["findings"])
    row = next(row for row in found["holders"] if row["label"] == "乙站")
    assert (row["links"]["report"]["grade"], row["verdict"]) == ("missing", "open")


RINGS = """
局:jia dg:isMemberOf 局:ring ; dg:isPostIn 局:yi ; dg:isPartnerIn 局:both .
局:yi dg:isMemberOf 局:ring ; dg:isPostIn 局:jia ; dg:isPartnerIn 局:both .
局:ring a dg:Group ; rdfs:label "各局"@zh ; dg:isMemberOf 局:ring ; dg:holds 局:n3 .
局:both a dg:JointHolder ; rdfs:label "甲局、乙站"@zh ; dg:isPartnerIn 局:both .
局:n3 a dg:Norm ; dg:hasForce force:obligation ; dg:hasAction "部署" ;
    dg:directs 局:jia , 局:yi , 局:ring , 局:both ; dg:inspects 局:jia , 局:ring ;
    dg:hasEvidence evidence:explicit .
局:C1 a dg:Chapter ; dg:isPartOf 局:C2 .
局:C2 a dg:Chapter ; dg:isPartOf 局:C1 , 局:C2 .
"""


def test_rings_come_to_an_end(cli: Cli, pair: Path, tmp_path: Path) -> None:
    path = tmp_path / "rings.ttl"
    path.write_text(pair.read_text(encoding="utf-8") + RINGS, encoding="utf-8")
    assert "各局" in judge(cli, path)
    code, _, err = cli("why", path, "甲局", "answersTo", "甲局")
    assert code in {0, 2}
    assert err.count("\n") == (code == 2)


def test_one_label_for_two_holders(cli: Cli, pair: Path, tmp_path: Path) -> None:
    path = tmp_path / "twins.ttl"
    text = pair.read_text(encoding="utf-8").replace('"乙站"@zh', '"甲局"@zh')
    path.write_text(text, encoding="utf-8")
    rows = json.loads(judge(cli, path, "-f", "json"))["holders"]
    assert sorted((row["id"], row["label"]) for row in rows) == [("jia", "甲局"), ("yi", "甲局")]


def test_a_long_literal(cli: Cli, pair: Path, tmp_path: Path) -> None:
    path = tmp_path / "long.ttl"
    note = "长" * (5 * 1024 * 1024 // 3)
    more = f'局:jia <http://pair.example/note> "{note}"@zh .\n'
    path.write_text(pair.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert "甲局 ⇄ 乙站" in judge(cli, path)


ODD = '=cmd()\\u202e\\u200b\\u001b[31m\\n\\t|<b>"[bold]{label}%s'
HIDDEN = re.compile("[\u202a-\u202e\u200b-\u200f\x1b\x00]")


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "md"])
@pytest.mark.parametrize("command", ["check", "register"])
def test_an_odd_label_is_neutralised(
    cli: Cli, pair: Path, tmp_path: Path, command: str, form: str
) -> None:
    path = tmp_path / "odd.ttl"
    label = ODD.replace('"', '\\"')
    text = pair.read_text(encoding="utf-8").replace('"乙站"@zh', f'"{label}"@zh')
    path.write_text(text, encoding="utf-8")
    code, out, err = cli(command, path, "-f", form)
    assert (code, err) == (int(command == "check"), "")
    assert not HIDDEN.search(out)
    assert "cmd()" in out
    if form in {"csv", "tsv"}:
        reader = csv.reader(io.StringIO(out, newline=""))
        rows = list(reader) if form == "csv" else [x.split("\t") for x in out.splitlines()]
        assert len({len(row) for row in rows}) == 1
        cells = [cell for row in rows for cell in row]
        assert any("cmd()" in cell for cell in cells)
        assert not any(re.match(r"[=+@\t\r]|-.", cell) for cell in cells)
    if form == "md":
        table = [line for line in out.splitlines() if line.startswith("|")]
        assert all("<b>" not in line for line in table)


def test_an_odd_label_is_whole_in_json(cli: Cli, pair: Path, tmp_path: Path) -> None:
    path = tmp_path / "odd.ttl"
    label = ODD.replace('"', '\\"')
    text = pair.read_text(encoding="utf-8").replace('"乙站"@zh', f'"{label}"@zh')
    path.write_text(text, encoding="utf-8")
    code, out, err = cli("register", path, "-f", "json")
    assert (code, err) == (0, "")
    holders = [holder for entry in json.loads(out) for holder in entry["holders"]]
    assert '=cmd()\u202e\u200b\x1b[31m\n\t|<b>"[bold]{label}%s' in holders


def test_an_error_shows_what_hides(cli: Cli) -> None:
    err = refused(cli("check", "\u202etoy\x1b[31m\nx"), r"\\u202etoy\\u001b\[31m x: ")
    assert not HIDDEN.search(err)


# ---------------------------------------------------------------- names that are not known


@pytest.mark.parametrize(
    ("command", "place", "words"),
    [
        (["check", "tooy"], "tooy: ", ["unknown system", "did you mean toy?", "yunfu-2017"]),
        (["check", ""], "SYSTEM: ", ["unknown system", "toy"]),
        (["query", "yunfu", "-e", "ASK {}"], "yunfu: ", ["did you mean yunfu-2017?"]),
        (["explain", "no-reprot"], "no-reprot: ", ["did you mean no-report?"]),
        (["explain", "zzz"], "zzz: ", ["unknown check", "no-report", "no-oversight"]),
        (["check", "toy", "-f", "xlsb"], "xlsb: ", ["unknown format", "table", "json", "csv"]),
        (["register", "toy", "-f", "ttl"], "ttl: ", ["unknown format", "json", "tsv"]),
        (["query", "toy", "-e", "ASK {}", "-f", "yaml"], "yaml: ", ["table", "json", "ttl"]),
        (["infer", "toy", "-f", "yaml"], "yaml: ", ["unknown format", "json"]),
        (["systems", "-f", "yaml"], "yaml: ", ["unknown format", "json"]),
        (["why", "toy", "A05-2", "-f", "yaml"], "yaml: ", ["unknown format", "json"]),
        (["validate", "toy", "-f", "yaml"], "yaml: ", ["unknown format", "json"]),
        (["check", "toy", "--evidence", "x"], "x: ", ["evidence", "explicit", "implied"]),
        (["check", "toy", "--fail-on", "x"], "x: ", ["error", "warning", "note", "never"]),
        (["check", "toy", "--lang", "fr"], "fr: ", ["language", "zh", "en"]),
        (["explain", "no-report", "--lang", "fr"], "fr: ", ["zh", "en"]),
        (["chekc", "toy"], "dutygraph: ", ["chekc", "check", "--help"]),
        (["check", "toy", "--nope"], "dutygraph check: ", ["--nope", "dutygraph check --help"]),
        (["check", "toy", "one-too-many"], "dutygraph check: ", ["one-too-many", "--help"]),
        (["check"], "dutygraph check: ", ["SYSTEM", "--help"]),
        (["register", "toy", "--format"], "dutygraph", ["--format", "--help"]),
        (["infer"], "dutygraph infer: ", ["FILE", "--help"]),
        (["query", "toy", "q.rq", "-e", "ASK {}"], r"q\.rq: ", ["give one of the two"]),
        (["query", "toy", "gone.rq"], r"gone\.rq: ", ["no such file", "check the path"]),
    ],
)
def test_unknown_names(cli: Cli, command: list[str], place: str, words: list[str]) -> None:
    refused(cli(*command), place, *words)


@pytest.mark.parametrize(
    ("about", "place", "word"),
    [
        (["甲站"], "甲站: ", "甲局"),
        (["A99-1"], "A99-1: ", "no such holder or norm"),
        (["甲局", "乙站"], "why: ", "HOLDER RELATION HOLDER"),
        (["甲局", "obeys", "乙站"], "obeys: ", "reportsTo"),
        (["甲局", "reportsTo", "乙站"], "甲局 reportsTo 乙站: ", "the text gives no such"),
    ],
)
def test_why_of_what_is_not_there(
    cli: Cli, pair: Path, about: list[str], place: str, word: str
) -> None:
    refused(cli("why", pair, *about), place, word)


def test_a_place_that_cannot_be_written(cli: Cli, pair: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone" / "out.json"
    refused(cli("register", pair, "-o", gone), re.escape(f"{gone}: "), "name another place")
    refused(cli("register", pair, "-o", tmp_path), re.escape(f"{tmp_path}: "), "directory")
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- SPARQL


@pytest.mark.parametrize(
    ("query", "at", "word"),
    [
        ("SELECT * { ?s ?p ?o", "1:20", "the end of the line"),
        ("SELECT *\n{\n  ?s ?p ?o ; x }", r"3:\d+", "syntax error"),
        ("# 注释\nSELEKT * {}", r"2:\d+", "syntax error"),
        ("SELECT * {\n  ?s zz:a ?o }", "2:6", "the prefix zz: is not declared"),
        ("SELECT (1 AS ?s) { ?s ?p ?o }", "1:30", "overrides an existing variable"),
        ("", "1:1", "the query is empty"),
        (" \n ", "1:1", "the query is empty"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "1:1", "INSERT would write"),
        ("LOAD <file:///etc/passwd>", "1:1", "LOAD would write"),
        ("\n DELETE WHERE { ?s ?p ?o }", "2:2", "DELETE would write"),
        ("CLEAR ALL", "1:1", "CLEAR would write"),
    ],
)
def test_a_query_that_is_no_query(cli: Cli, pair: Path, query: str, at: str, word: str) -> None:
    refused(cli("query", pair, "-e", query), f"-e:{at}: ", word)


def test_the_place_of_a_query_in_a_file_or_on_standard_input(
    cli: Cli, pair: Path, tmp_path: Path
) -> None:
    file = tmp_path / "问.rq"
    file.write_text("\ufeffSELECT * {\n ?s ?p ?o", encoding="utf-8")
    refused(cli("query", pair, file), re.escape(f"{file}:2:10: "))
    refused(cli("query", pair, stdin=file.read_bytes()), "stdin:2:10: ")
    gbk = 'SELECT * { ?s ?p "县" }'.encode("gbk")
    refused(cli("query", pair, stdin=gbk), "stdin: ", "is not UTF-8", "save it as UTF-8")
    file.write_bytes(gbk)
    refused(cli("query", pair, file), re.escape(f"{file}:1: "), "iconv -f GBK -t UTF-8")
    refused(cli("query", pair), "stdin:1:1: ", "the query is empty")


@pytest.mark.parametrize(
    ("query", "form", "word"),
    [
        ("SELECT * { ?s ?p ?o }", "ttl", "csv"),
        ("ASK {}", "nt", "csv"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "ttl"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "table", "ttl"),
    ],
)
def test_a_format_that_does_not_fit_the_answer(
    cli: Cli, pair: Path, query: str, form: str, word: str
) -> None:
    target = pair.with_name("out")
    command = ("query", pair, "-e", query, "-f", form, "-o", target)
    refused(cli(*command), f"{form}: ", "use one of", word)
    assert not target.exists()


@pytest.mark.parametrize("count", [200, 5000, 60_000])
@pytest.mark.parametrize(
    ("left", "core", "right"),
    [
        ("{", "", "}"),
        ("{ FILTER(", "1", ") }"),
        ("FILTER(1 = (", "1", "))"),
        ("FILTER(!", "1", ")"),
        ("OPTIONAL{", "", "}"),
        ("{ SELECT * {", "", "}}"),
        ("FILTER EXISTS{", "", "}"),
        ("{ # {\n", "", "}"),
        ("{ '}' ", "", "}"),
        ("{ <a:'> <a:#> ?o . ", "", "}"),
        ("\\u007B", "", "\\u007D"),
    ],
)
def test_deep_nesting_is_one_line(cli: Cli, count: int, left: str, core: str, right: str) -> None:
    query = f"SELECT * {{ {left * count}{core}{right * count} }}"
    refused(cli("query", "toy", "-e", query), r"-e(?::\d+:\d+)?: ", "the query")


@pytest.mark.parametrize(
    "inner",
    [
        "FILTER(" + "!" * 5000 + "1)",
        "FILTER(" + "-" * 5000 + "1)",
        "FILTER(" + "! " * 5000 + "1)",
        "?s " + "(" * 5000 + "dg:holds" + ")" * 5000 + " ?o",
        "?s " + "^" * 5000 + "dg:holds ?o",
        "?s !" + "(" * 5000 + "dg:holds" + ")" * 5000 + " ?o",
        "?s dg:holds" + "/dg:holds" * 5000 + " ?o",
        "?s ?p " + "(" * 5000 + ")" * 5000,
        "?s ?p " + "[ ?p " * 5000 + "]" * 5000,
        "FILTER(" + "abs(" * 5000 + "1" + ")" * 5000 + ")",
        "<< <a:b> <a:b> " * 5000 + "1" + ">>" * 5000,
        "?s ?p " + "<<( <a:b> <a:b> " * 5000 + "1" + ")>>" * 5000,
        "{" * 5000,
        "#" * 300_000,
    ],
)
def test_long_chains_are_one_line(cli: Cli, inner: str) -> None:
    refused(cli("query", "toy", "-e", f"SELECT * {{ {inner} }}"), r"-e(?::\d+:\d+)?: ", "the query")


@pytest.mark.parametrize(
    "inner",
    [
        "{" * 100 + "}" * 100,
        "FILTER(" + "!" * 100 + "1)",
        "?s " + "(" * 100 + "a" + ")" * 100 + " ?o",
    ],
)
def test_moderate_nesting_is_answered(inner: str) -> None:
    assert ask(ox.Store(), f"SELECT * {{ {inner} }}", lambda _: True)


# ---------------------------------------------------------------- what a query may not reach


def rows(answer: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean) -> int:
    assert isinstance(answer, ox.QuerySolutions)
    return sum(1 for _ in answer)


# Each of these calls out when pyoxigraph gets it unguarded; {at} is an address that counts calls.
CALLS = [
    "SELECT * { SERVICE <{at}> { ?a ?b ?c } }",
    "SELECT * { SERVICE SILENT <{at}> { ?a ?b ?c } }",
    "SELECT * { service <{at}> { ?a ?b ?c } }",
    "SELECT * { \\u0053ERVICE <{at}> { ?a ?b ?c } }",
    "SELECT * { SERVI\\U00000043E <{at}> { ?a ?b ?c } }",
    "SELECT * { SERVICESILENT <{at}> { ?a ?b ?c } }",
    "SELECT * { SERVICEat: { ?a ?b ?c } }",
    "SELECT * { SERVICESILENTat: { ?a ?b ?c } }",
    "SELECT * { SERVICE\n# {\nat: { ?a ?b ?c } }",
    "SELECT * { ?s ?p 1SERVICE <{at}> { ?a ?b ?c } }",
    "SELECT * { ?s ?p +1SERVICEat: { ?a ?b ?c } }",
    "SELECT * { ?s ?p 1e0SERVICE <{at}> { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o.SERVICEat: { ?a ?b ?c } }",
    "SELECT * { ?s ?p []SERVICEat: { ?a ?b ?c } }",
    "SELECT * { {}SERVICEat: { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o FILTER(1<2)SERVICE#>\nat: { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o FILTER(1<'>')SERVICE at: { ?a ?b ?c } FILTER(1<'>') }",
    "SELECT * { ?s ?p ?o FILTER(0<1#>'''\n)SERVICE at: { ?a ?b ?c } #'''\n }",
    "SELECT * { ?s ?p ?o OPTIONAL { <http://x/\u3000#> ?q ?r } SERVICE at: { ?a ?b ?c }\n }",
    "SELECT * { ?s ?p ?o OPTIONAL { ?s ?p at:.SERVICEat: { ?a ?b ?c } } }",
    "SELECT * { FILTER EXISTS { SERVICE at: { ?a ?b ?c } } }",
    "SELECT * { { SELECT * { SERVICE at: { ?a ?b ?c } } } }",
    "CONSTRUCT { ?a ?b ?c } { SERVICE at: { ?a ?b ?c } }",
    "DESCRIBE ?a { SERVICE at: { ?a ?b ?c } }",
    "ASK { SERVICE at: { ?a ?b ?c } }",
]


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address of this machine, and what was sent to it."""
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                with caller:
                    calls.append(caller.recv(64))

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", calls
        server.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=10)


@pytest.mark.parametrize("query", CALLS)
def test_a_query_calls_no_address(cli: Cli, listener: tuple[str, list[bytes]], query: str) -> None:
    at, calls = listener
    text = f"PREFIX at: <{at}>\n" + query.replace("{at}", at)
    place = r"-e:\d+:\d+: SERVICE would call a network address"
    refused(cli("query", "toy", "-e", text), place, "take it out")
    assert calls == []


def test_no_mixture_of_tokens_calls_out() -> None:
    """A closed port answers at once, so a query that got through shows by its OSError."""
    space = "http://127.0.0.1:9/"
    store = ox.Store()
    for value in (ox.Literal("1"), ox.Literal(1), ox.NamedNode(space + "b")):
        store.add(ox.Quad(ox.NamedNode(space), ox.NamedNode(space + "p"), value))
    tokens = [
        *(
            "?s ?p ?o",
            "?s a:p 1",
            "?s a:p a:b",
            ".",
            " ",
            "\n",
            "#",
            "#>",
            "{}",
            "{",
            "}",
            "(",
            ")",
        ),
        *("FILTER(?o<1)", "FILTER(1<2)", "FILTER(?o<", "'>'", ">", "<", "'", '"', '"""', "'''"),
        *("SILENT", "OPTIONAL{", "?x", "?", "$", "\\u0027", "\\u0023", "\\u003E", "1", "1.", "e1"),
        *(
            "a:b.",
            "@en",
            "^^a:b",
            "<a:'>",
            "<a:#>",
            "<a:)>",
            "\u00a0",
            "\r",
            "\\",
            "_:b",
            "[]",
            "||",
        ),
        *(
            "BIND(1 AS ?z)",
            "UNION",
            "FILTER EXISTS",
            "!",
            "*",
            "-",
            "a",
            "%20",
            "\\-",
            ":",
            "<<",
            ">>",
        ),
    ]
    clauses = ["SERVICE", "SERVICESILENT", "1SERVICE", ".SERVICE", ")SERVICE", "\\u0053ERVICE"]
    gaps = ["", " ", "#>\n", " #'\n"]
    chance = random.Random(20170526)
    reached = 0
    for _ in range(12_000):
        parts = chance.choices(tokens, k=chance.randint(0, 6))
        call = [chance.choice(clauses), chance.choice(gaps), "a:x", "{?a ?b ?c}"]
        place = chance.randint(0, len(parts))
        query = (
            f"PREFIX a:<{space}> SELECT * {{ {''.join([*parts[:place], *call, *parts[place:]])} }}"
        )
        try:
            found = store.query(query)
            assert isinstance(found, ox.QuerySolutions)
            next(iter(found), None)
        except SyntaxError:
            continue
        except (OSError, ValueError, RuntimeError):
            reached += 1
            with pytest.raises(DutyGraphError):
                ask(store, query, rows)
    assert reached > 20


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service ?load { ?service dg:holds ?load }",
        "SELECT $SERVICE { $SERVICE dg:holds ?x FILTER($SERVICE != <http://x/SERVICE>) }",
        'SELECT ("SERVICE LOAD INSERT" AS ?x) {}',
        "SELECT ('it''s SERVICE' AS ?x) {}".replace("''", "\\'"),
        'SELECT ("""SERVICE "quoted" LOAD""" AS ?x) {}',
        'SELECT ("a"@load AS ?x) {} # SERVICE <x:y>',
        "SELECT * { ?s dg:holds _:service OPTIONAL { ?s dg:SERVICE ?x } }",
        "PREFIX ex: <http://x/service#> SELECT * { OPTIONAL { ?s ex:a-SERVICE.x ex:load } }",
        "SELECT * { OPTIONAL { <http://x/#it's> ?p <http://x/service(1)> } }",
    ],
)
def test_words_that_only_look_like_calls_are_free(query: str) -> None:
    assert ask(ox.Store(), query, lambda _: True)


@pytest.mark.parametrize("name", ["from", "named", "union"])
def test_a_variable_called_from_is_a_variable(name: str) -> None:
    store = ox.Store()
    node = ox.NamedNode("http://x/")
    store.add(ox.Quad(node, node, node, node))
    query = f"SELECT ?{name} {{ ?{name} ?p ?o }}"
    assert rows(store.query(query, use_default_graph_as_union=True)) == 1
    assert ask(store, query, rows) == 1


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
        "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
        "SELECT * { GRAPH <file:///etc/passwd> { ?s ?p ?o } }",
        "SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
    ],
)
def test_from_reads_no_file_and_no_address(cli: Cli, pair: Path, query: str) -> None:
    code, out, err = cli("query", pair, "-e", query, "-f", "json")
    assert (code, err) == (0, "")
    assert json.loads(out)["results"]["bindings"] == []


def test_a_query_opens_no_socket_and_reads_no_stranger(program: Path, pair: Path) -> None:
    """Under strace where there is one: from start to end, no connection and no foreign file."""
    try:
        subprocess.run(["strace", "-V"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("has no strace")
    query = "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"
    command: list[str | Path] = [
        "strace",
        "-f",
        "-e",
        "trace=connect,open,openat",
        program,
        "query",
        pair,
        "-e",
        query,
    ]
    # Without a home, the folder of the cache is looked up in that very file.
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(pair.parent)},
    )
    assert "AF_INET" not in done.stderr
    assert '"/etc/passwd"' not in done.stderr


def test_a_refused_query_leaves_the_file(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "answer.json"
    target.write_text("旧", encoding="utf-8")
    query = "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"
    refused(cli("query", "toy", "-e", query, "-o", target), "-e:1:12: ", "SERVICE")
    assert target.read_text(encoding="utf-8") == "旧"
    assert list(tmp_path.iterdir()) == [target]
