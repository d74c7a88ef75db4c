"""The command that judges a system of any size."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from worlds import country
from worlds.lines import SPACE

START = "from dutygraph.cli.main import run; run()"


def _run(*words: str | Path, cache: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", START, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DUTYGRAPH_CACHE": cache, "PYTHONUTF8": "1"},
    )


@pytest.fixture(scope="module")
def planted() -> dict[str, set[str]]:
    return {}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, planted: dict[str, set[str]]) -> Path:
    path = tmp_path_factory.mktemp("普查") / "世界.nt"

    def plant(check: str, name: str) -> None:
        planted.setdefault(check, set()).add(name)

    path.write_text("".join(country(300, plant=plant)), encoding="utf-8")
    return path


def test_patterns_count_what_was_planted(world: Path, planted: dict[str, set[str]]) -> None:
    done = _run("survey", world, "-f", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert found["verdict"] == "open"
    assert found["open"] == sum(map(len, planted.values()))
    by_link = {tuple(p["missing"]): 0 for p in found["patterns"]}
    for pattern in found["patterns"]:
        by_link[tuple(pattern["missing"])] += pattern["count"]
    assert by_link["report",] == len(planted["no-report"])
    assert by_link["oversight",] == len(planted["no-oversight"])


def test_a_pattern_is_listed_into_a_file(
    world: Path, planted: dict[str, set[str]], tmp_path: Path
) -> None:
    target = tmp_path / "未报告.csv"
    done = _run("survey", world, "--missing", "report", "-o", target)
    assert done.returncode == 1
    assert done.stdout == ""
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert {row["holder"].removeprefix(SPACE) for row in rows} == planted["no-report"]


def test_a_closed_country_ends_with_0(tmp_path: Path) -> None:
    path = tmp_path / "closed.nt"
    seed = next(seed for seed in range(99) if not _gaps(seed))
    path.write_text("".join(country(8, seed)), encoding="utf-8")
    done = _run("survey", path, "--format", "table")
    assert done.returncode == 0, done.stderr
    assert "闭环 closed" in done.stdout


def _gaps(seed: int) -> list[str]:
    found: list[str] = []
    for _ in country(8, seed, lambda check, _at: found.append(check)):
        pass
    return found


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--missing", "repot"], "repot: unknown link; known: entrust"),
        (["--level", "乡"], "乡: unknown level; known: 央 central"),
        (["--memory", "lots"], "--memory lots: is no size; write it as 6G or 512M"),
        (["--memory", "3M"], "--memory 3M: is too little; give at least 256M"),
        (["--evidence", "sure"], "sure: unknown evidence"),
        (["-f", "xml"], "xml: unknown format"),
    ],
)
def test_bad_input_is_one_line(world: Path, words: list[str], told: str) -> None:
    done = _run("survey", world, *words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(told)
    assert done.stderr.count("\n") == 1


def test_what_calls_for_patterns_is_refused() -> None:
    data = Path(__file__).parents[2] / "data" / "yunfu-2017"
    done = _run("survey", *sorted(data.glob("*.ttl")))
    assert done.returncode == 2
    assert "reading rule DR1" in done.stderr
    assert done.stderr.endswith("judge it with check\n")


def test_memory_is_bound_before_the_machine_swaps(tmp_path: Path) -> None:
    path = tmp_path / "large.nt"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(country(20_000))
    done = _run("survey", path, "--memory", "256M")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "memory: more is needed than may be had; allow more with --memory, or take less\n"
    )


def test_an_interrupted_survey_leaves_nothing_broken(tmp_path: Path) -> None:
    path, cache = tmp_path / "large.nt", tmp_path / "cache"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(country(6_000))
    os.utime(path, (time.time() - 60,) * 2)
    told_first = START.replace("; run", "; print('ready', flush=True); run")
    with subprocess.Popen(
        [sys.executable, "-c", told_first, "survey", str(path)],
        env={**os.environ, "DUTYGRAPH_CACHE": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"ready\n"
        time.sleep(0.5)
        run.send_signal(signal.SIGINT)
        _, told = run.communicate(timeout=60)
    assert run.returncode in {130, 1}
    assert b"Traceback" not in told
    first = _run("survey", path, "-f", "csv", cache=str(cache))
    again = _run("survey", path, "-f", "csv", cache=str(cache))
    plain = _run("survey", path, "-f", "csv")
    assert first.stdout == again.stdout == plain.stdout
    assert len(first.stdout) > 50
