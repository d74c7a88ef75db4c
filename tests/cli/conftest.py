"""What do the tests of the command line share: a way to run it, and systems to break?"""

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dutygraph import places
from dutygraph.cli.main import run

Answer = tuple[int, str, str]
Cli = Callable[..., Answer]


def call(*args: str | Path, stdin: bytes = b"") -> Answer:
    """Run one command in this process: its exit code, standard output and standard error."""
    kept = sys.argv, sys.stdin, sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    sys.argv = ["dutygraph", *map(str, args)]
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    sys.stdout, sys.stderr = out, err
    code: object = None
    try:
        run()
    except SystemExit as end:
        code = end.code
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = kept
    for stream in (out, err):
        stream.flush()
    assert isinstance(code, int)
    return code, _text(out), _text(err)


def _text(stream: io.TextIOWrapper) -> str:
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8")


@pytest.fixture(scope="session")
def cli() -> Cli:
    return call


@pytest.fixture(scope="session")
def once() -> Cli:
    """Run a command that changes nothing, and remember its answer."""
    known: dict[tuple[str, ...], Answer] = {}

    def remembered(*args: str | Path) -> Answer:
        key = tuple(map(str, args))
        if key not in known:
            known[key] = call(*args)
        return known[key]

    return remembered


@pytest.fixture(scope="session")
def program() -> Path:
    return Path(sys.executable).with_name("dutygraph")


@pytest.fixture
def toy_folder(tmp_path: Path) -> Path:
    """A copy of the toy, to be broken."""
    return Path(shutil.copytree(places.data() / "toy", tmp_path / "制度 一"))


PAIR = """\
@prefix dg: <https://w3id.org/dutygraph/ns#> .
@prefix evidence: <https://w3id.org/dutygraph/code/evidence/> .
@prefix force: <https://w3id.org/dutygraph/code/force/> .
@prefix level: <https://w3id.org/dutygraph/code/level/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix 局: <http://pair.example/> .

局:jia a dg:Body ;
    rdfs:label "甲局"@zh , "Bureau Jia"@en ;
    dg:hasLevel level:county ;
    dg:holds 局:n1 .

局:yi a dg:Body ;
    rdfs:label "乙站"@zh , "Station Yi"@en ;
    dg:hasLevel level:town ;
    dg:holds 局:n2 .

局:n1 a dg:Norm ;
    dg:hasForce force:obligation ;
    dg:hasAction "部署" ;
    dg:directs 局:yi ;
    dg:hasEvidence evidence:explicit .

局:n2 a dg:Norm ;
    dg:hasForce force:obligation ;
    dg:hasAction "报告" ;
    dg:hasObject "巡护情况" ;
    dg:namesRecipient 局:jia ;
    dg:hasEvidence evidence:explicit .
"""

GRANT = """\
@prefix dg: <https://w3id.org/dutygraph/ns#> .
@prefix force: <https://w3id.org/dutygraph/code/force/> .
@prefix evidence: <https://w3id.org/dutygraph/code/evidence/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <http://grant.example/> .

<instrument> a dg:Instrument ;
    rdfs:label "巡护办法"@zh ;
    dg:hasSourceFile "source.txt" .

<A01> a dg:Article ;
    rdfs:label "第一条"@zh , "Article 1"@en ;
    dg:isPartOf <instrument> ;
    dg:hasNumber 1 ;
    dg:startsAt 0 ;
    dg:endsAt {length} .

<bing> a dg:Body ;
    rdfs:label "丙局"@zh ;
    dg:holds <A01-1> .

<A01-1> a dg:Norm ;
    dg:standsIn <A01> ;
    dg:hasPlace 1 ;
    dg:quotes <quote> ;
    dg:namesHolderAt <subject> ;
    dg:hasForce force:permission ;
    dg:hasAction "细化" ;
    dg:hasEvidence evidence:explicit .

<subject> a dg:Excerpt ; dg:startsAt 4 ; dg:endsAt 6 ; dg:hasExactWords "丙局" .
<quote> a dg:Excerpt ; dg:startsAt 6 ; dg:endsAt 12 ; dg:hasExactWords "可以细化措施" .
"""


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One Turtle file: 甲局 directs 乙站, and 乙站 reports to 甲局."""
    path = tmp_path_factory.mktemp("pair") / "pair.ttl"
    path.write_text(PAIR, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def grant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose one norm obliges nobody, with words that no norm covers."""
    folder = tmp_path_factory.mktemp("grant")
    text = "第一条　丙局可以细化措施，乙站应当巡护。\n"
    assert text[4:6] == "丙局"
    assert text[6:12] == "可以细化措施"
    (folder / "source.txt").write_text(text, encoding="utf-8")
    turtle = GRANT.replace("{length}", str(len(text) - 1))
    (folder / "grant.ttl").write_text(turtle, encoding="utf-8")
    return folder
