"""A large file opened again: the same columns, and never those of another content."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from dutygraph import places
from dutygraph.triples import stored
from dutygraph.triples.columns import close, load
from dutygraph.triples.ntriples import new_terms
from worlds import country

ROOT = Path(__file__).parents[2]
TURTLE = """@prefix : <https://example.org/> .
:a :p "1"^^<http://www.w3.org/2001/XMLSchema#integer> , "中文\\n第二行"@zh , "x" ; :q [ :r :a ] .
[] :p _:b . _:b :q ( 1 2.50 true ) .
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "cache"
    monkeypatch.setenv(places.CACHE, str(home))
    monkeypatch.setattr(stored, "LEAST_BYTES", 1)
    return home


def _file(path: Path, text: str) -> Path:
    """Write a file that looks as if it had been left alone for a while."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - 60,) * 2)
    return path


def _world(path: Path, villages: int = 40) -> Path:
    return _file(path, "".join(country(villages)))


def _opened(*paths: Path) -> tuple[list[bytes], list[list[int]], list[int]]:
    terms = new_terms()
    columns = load(paths, terms)
    return terms.all[len(new_terms()) :], [c.tolist() for c in columns], terms.kinds().tolist()


def test_what_is_opened_again_is_what_was_read(tmp_path: Path) -> None:
    paths = (_world(tmp_path / "a.nt"), _file(tmp_path / "b.ttl", TURTLE))
    read = _opened(*paths)
    assert len(stored.stores()) == 1
    assert _opened(*paths) == read
    assert close(paths).predicates() == close(paths).predicates()


def test_the_second_time_nothing_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _world(tmp_path / "a.nt")
    read = _opened(path)
    monkeypatch.setattr("dutygraph.triples.columns._read", None)
    assert _opened(path) == read


def test_another_content_under_the_same_name_is_read_anew(tmp_path: Path) -> None:
    path = _file(tmp_path / "a.nt", "<x:a> <x:p> <x:b> .\n")
    first = _opened(path)
    assert _opened(_file(path, "<x:a> <x:p> <x:c> .\n")) != first
    assert _opened(_file(path, "<x:a> <x:p> <x:b> .\n")) == first


@pytest.mark.parametrize("part", ["terms", "kinds.npy", "rows.npy", "facts.json"])
@pytest.mark.parametrize("harm", ["cut", "gone", "other"])
def test_a_damaged_store_is_made_again(tmp_path: Path, part: str, harm: str) -> None:
    path = _world(tmp_path / "a.nt")
    read = _opened(path)
    (place,) = stored.stores()
    file = place / part
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:-7])
    elif harm == "gone":
        file.unlink()
    else:
        file.write_bytes(b"no store")
    assert _opened(path) == read
    assert np.load(stored.stores()[0] / "rows.npy").shape == (3, len(read[1][0]))


def test_few_stores_are_kept_and_all_are_cleared(tmp_path: Path) -> None:
    for number in range(stored.MOST_STORES + 2):
        _opened(_file(tmp_path / f"{number}.nt", f"<x:a> <x:p> <x:b{number}> .\n"))
    assert len(stored.stores()) == stored.MOST_STORES
    assert stored.clear_stores() == stored.MOST_STORES
    assert stored.stores() == ()


def test_small_files_and_pipes_are_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _world(tmp_path / "a.nt")
    monkeypatch.setattr(stored, "LEAST_BYTES", path.stat().st_size + 1)
    _opened(path)
    os.mkfifo(tmp_path / "pipe.nt")
    assert stored.store_name((tmp_path / "pipe.nt", path)) == ""
    assert stored.stores() == ()


def test_a_full_disk_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _world(tmp_path / "a.nt")
    monkeypatch.setenv(places.CACHE, "")
    read = _opened(path)
    monkeypatch.setenv(places.CACHE, str(tmp_path / "cache"))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    assert _opened(path) == read
    assert stored.stores() == ()
    assert not list((tmp_path / "cache" / "columns").glob(".*"))


def test_a_run_killed_while_it_writes_harms_no_later_one(tmp_path: Path, cache: Path) -> None:
    path = _world(tmp_path / "a.nt", 400)
    program = (
        "import sys; from pathlib import Path; from dutygraph.triples import stored\n"
        "stored.LEAST_BYTES = 1\n"
        "from dutygraph.triples.columns import load\n"
        "from dutygraph.triples.ntriples import new_terms\n"
        "load((Path(sys.argv[1]),), new_terms())\n"
    )
    for delay in (0.25, 0.3, 0.35, 0.4, 0.5):
        run = subprocess.Popen(
            [sys.executable, "-c", program, str(path)], env={**os.environ, places.CACHE: str(cache)}
        )
        time.sleep(delay)
        run.send_signal(signal.SIGKILL)
        run.wait()
    read = _opened(path)
    stored.clear_stores()
    assert _opened(path) == read
