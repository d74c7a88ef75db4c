"""The command line in this process, and toys that are moved about."""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dutygraph import places
from dutygraph.cli.main import run

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command; give its exit code, its answer and its talk."""

    def call(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["dutygraph", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            run()
        said = capsys.readouterr()
        return int(str(ended.value.code)), said.out, said.err

    return call


@pytest.fixture(scope="session")
def reordered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy with its triples in reverse order, and all of its text further down."""
    folder = tmp_path_factory.mktemp("reordered") / "toy"
    shutil.copytree(places.data() / "toy", folder)
    preface = "（本办法另有释义，从略。）\n\n"
    source = folder / "source.txt"
    source.write_text(preface + source.read_text(encoding="utf-8"), encoding="utf-8")
    digest = hashlib.sha256(source.read_bytes()).hexdigest()

    def moved(found: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda n: str(int(n[0]) + len(preface)), found[0])

    for path in folder.glob("*.ttl"):
        text = re.sub(r"#char=\d+,\d+|(?:startsAt|endsAt) \d+", moved, path.read_text("utf-8"))
        text = re.sub(r'hasDigest "\w+"', f'hasDigest "{digest}"', text)
        head, *blocks = text.rstrip().split("\n\n")
        path.write_text("\n\n".join([head, *reversed(blocks)]) + "\n", encoding="utf-8")
    return folder
