"""Does the built wheel carry all that the program needs, and run anywhere?"""

import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BUNDLED = ("ontology", "data", "queries")
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", "__pycache__", "build", "dist", "node_modules"
)


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        command, cwd=cwd, check=False, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wheel")


@pytest.fixture(scope="module")
def tree(folder: Path) -> Path:
    copy = folder / "tree"
    shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
    return copy


@pytest.fixture(scope="module")
def wheel(folder: Path, tree: Path) -> Path:
    """The wheel made from the source archive, so that both must be whole."""
    out = folder / "dist"
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, tree, cwd=folder)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def place(folder: Path, wheel: Path) -> Path:
    """A venv that holds the wheel alone and borrows the libraries of this one."""
    home = folder / "venv"
    venv.create(home, symlinks=True)
    python = home / "bin" / "python"
    run(
        *(sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"),
        *("install", "--quiet", "--no-deps", "--no-index", wheel),
        cwd=folder,
    )
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    # Path files inside the borrowed folder are not read, so the checkout stays out of sight.
    borrowed = "\n".join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    Path(site.strip(), "borrowed.pth").write_text(borrowed + "\n", encoding="utf-8")
    return home / "bin"


@pytest.mark.parametrize("part", BUNDLED)
def test_wheel_carries_every_file(tree: Path, wheel: Path, part: str) -> None:
    wanted = {
        f"dutygraph/_bundle/{path.relative_to(tree).as_posix()}"
        for path in (tree / part).rglob("*")
        if path.is_file()
    }
    assert wanted
    assert wanted <= set(zipfile.ZipFile(wheel).namelist())


def test_wheel_carries_the_built_page(wheel: Path) -> None:
    assert "dutygraph/out/page/built/index.html" in zipfile.ZipFile(wheel).namelist()


def test_wheel_carries_types_and_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "dutygraph/py.typed" in names
    for licence in ("LICENSE", "ontology/LICENSE", "data/LICENSE"):
        assert any(name.endswith(f".dist-info/licenses/{licence}") for name in names)


def test_wheel_is_what_is_imported(place: Path, folder: Path) -> None:
    shown = run(place / "python", "-c", "import dutygraph; print(dutygraph.__file__)", cwd=folder)
    assert Path(shown.strip()).is_relative_to(place.parent)


def test_wheel_checks_a_regulation_from_another_folder(place: Path, tmp_path: Path) -> None:
    shown = run(place / "dutygraph", "check", "yunfu-2017", "--fail-on", "never", cwd=tmp_path)
    assert "市扶贫开发领导小组" in shown
