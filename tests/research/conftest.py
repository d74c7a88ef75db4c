"""What do the tests for research share: the command itself, and a copy of the toy to change?"""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dutygraph import places
from dutygraph.cli.main import run

Done = subprocess.CompletedProcess[str]
Command = Callable[..., Done]
Edit = Callable[[str, str, str], None]


@pytest.fixture(scope="session")
def command() -> Command:
    """Run a command in this process; with an environment of its own, in another."""

    def called(*args: str | Path, **environment: str) -> Done:
        if environment:
            return subprocess.run(
                [Path(sys.executable).with_name("dutygraph"), *args],
                check=False,
                capture_output=True,
                encoding="utf-8",
                env={**os.environ, **environment},
            )
        kept = sys.argv, sys.stdout, sys.stderr
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
        sys.argv, sys.stdout, sys.stderr = ["dutygraph", *map(str, args)], out, err
        code: object = None
        try:
            run()
        except SystemExit as end:
            code = end.code
        finally:
            sys.argv, sys.stdout, sys.stderr = kept
        assert isinstance(code, int)
        return Done(args, code, written(out), written(err))

    return called


def written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8")


@pytest.fixture(scope="session")
def answer(command: Command) -> Callable[..., Any]:
    """Run a command that must succeed and read its JSON."""

    def read(*args: str | Path) -> Any:  # noqa: ANN401 -- any JSON
        done = command(*args, "--format", "json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return read


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """A second coding of the toy: so far the first, to be changed."""
    return Path(shutil.copytree(places.data() / "toy", tmp_path / "second"))


@pytest.fixture
def edit(second: Path) -> Edit:
    """Replace words that stand once in a file of the second coding."""

    def replaced(name: str, old: str, new: str) -> None:
        path = second / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old, text.count(old))
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replaced
