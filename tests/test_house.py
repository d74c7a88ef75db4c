"""Does the project keep its own rules of style and layout?"""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

import dutygraph

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40
VAGUE_NAMES = {"common", "helper", "helpers", "misc", "util", "utils"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def checkout_files() -> list[Path]:
    """All files that git tracks or would track; the owner of the folder does not matter."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-coz", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout
    paths = [ROOT / name for name in sorted(listing.decode().split("\0")) if name]
    return [path for path in paths if path.is_file()]


def files_with(pattern: str) -> list[str]:
    wanted = re.compile(pattern.encode())
    return [name_of(path) for path in checkout_files() if wanted.search(path.read_bytes())]


each_source = pytest.mark.parametrize("path", SOURCES, ids=name_of)


def test_there_are_sources() -> None:
    assert SOURCES


@each_source
def test_file_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES


@each_source
def test_functions_are_short(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = {
        node.name: (node.end_lineno or 0) - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES
    }
    assert long == {}


@each_source
def test_module_name_says_something(path: Path) -> None:
    assert VAGUE_NAMES.isdisjoint(path.relative_to(ROOT / "src").with_suffix("").parts)


@each_source
def test_module_says_its_question(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, "no docstring"
    assert docstring.splitlines()[0].endswith((".", "?"))


def test_imports_go_down_only() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").iterdir()), ids=name_of)
def test_requirements_name_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\w+://|--(?:index|extra-index|find-links|trusted-host)\S*", text) == []


@pytest.mark.parametrize("lock", ["run.txt", "test.txt"])
def test_lock_has_only_pins_with_hashes(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    entries = re.sub(r"\\\n|#.*", "", text).splitlines()
    loose = [line for line in entries if line.strip() and not re.search(r"==.* --hash=", line)]
    assert loose == []


def test_locks_agree() -> None:
    pin = re.compile(r"^[a-z0-9-]+==\S+", re.MULTILINE)
    run, test = (
        set(pin.findall((ROOT / "requirements" / lock).read_text(encoding="utf-8")))
        for lock in ("run.txt", "test.txt")
    )
    assert run
    assert run <= test


def test_backend_is_pinned_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    backend = project["build-system"]["requires"]
    assert backend == project["dependency-groups"]["make"]
    assert f"{backend[0]} " in (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")


# The words are put together here so that this file does not hold them.
@pytest.mark.parametrize("host", ["python" + "hosted", "registry." + "npmjs"])
def test_no_file_names_a_package_host(host: str) -> None:
    assert files_with(re.escape(host)) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert files_with(r"(?<![\w.\-/])/" + "work/") == []


def test_version_is_written_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" not in project
    assert "version" in project["dynamic"]
    places = [*SOURCES, *ROOT.glob("*.toml"), ROOT / "README.md", ROOT / "Makefile"]
    holders = [
        name_of(path)
        for path in places
        if re.search(rf"(?<![\d.]){re.escape(dutygraph.__version__)}(?![\d.])", path.read_text())
    ]
    assert holders == ["src/dutygraph/__init__.py"]


def test_installed_version_is_the_written_one() -> None:
    assert version("dutygraph") == dutygraph.__version__
