"""Is the generated country of the size and with the gaps that it says it has?"""

import subprocess
import sys
import tracemalloc
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.namespace import OWL

from dutygraph.audit.case import case_of
from dutygraph.audit.report import report
from dutygraph.names import DG
from worlds import SHAPES, census, country, world
from worlds.lines import SPACE

WORLDS = Path(__file__).parents[2] / "benchmarks" / "worlds"


def _parsed(lines: "list[str]") -> list[ox.Quad]:
    return list(ox.parse("".join(lines).encode(), format=ox.RdfFormat.N_TRIPLES))


def test_the_whole_country_has_its_numbers() -> None:
    """31 provinces, 333 prefectures, 2,850 counties, 38,000 towns, 690,000 villages."""
    whole = census(690_000)
    assert whole.units == (31, 333, 2_850, 38_000, 690_000)
    assert whole.offices == 10 * (31 + 333 + 2_850) + 38_000
    assert whole.bodies == 801_354


@pytest.mark.parametrize("villages", [1, 2, 7, 100, 3_000, 1_000_000])
def test_no_level_is_wider_than_the_next(villages: int) -> None:
    units = census(villages).units
    assert units[-1] == villages
    assert all(1 <= here <= below for here, below in pairwise(units))


def test_every_body_and_post_of_the_census_is_written_once() -> None:
    found = _parsed(list(country(60)))
    kinds = Counter(q.object.value for q in found if q.predicate.value.endswith("#type"))  # type: ignore[union-attr]
    counted = census(60)
    assert kinds[str(DG.Body)] == counted.bodies + 2
    assert kinds[str(DG.Post)] == 2 * counted.bodies
    assert len(found) == len(set(found))


def test_a_seed_decides_the_lines() -> None:
    assert list(country(30, seed=4)) == list(country(30, seed=4))
    assert list(country(30, seed=4)) != list(country(30, seed=5))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_check_finds_the_planted_gaps_and_nothing_else(seed: int) -> None:
    made = world(700, seed)
    found = report(case_of(made.system)).findings
    grave = {(f.check, f.subject) for f in found if f.severity != "note" and not f.because_of}
    planted = {(check, name) for check, names in made.gaps.items() for name in names}
    assert planted
    assert {one for one in grave if one[0] in made.gaps} == planted
    assert not [one for one in grave if one[0] not in made.gaps and one[0] != "no-return"]


def test_memory_does_not_grow_with_the_country() -> None:
    peaks = []
    for villages in (200, 4_000):
        tracemalloc.start()
        for _ in country(villages):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


def test_the_command_writes_the_system_and_its_gaps(tmp_path: Path) -> None:
    made, gaps = tmp_path / "世界.nt", tmp_path / "gaps.tsv"
    command = [sys.executable, str(WORLDS), "country", "300", "-o", str(made), "--gaps", str(gaps)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: list[tuple[str, str]] = []
    lines = list(country(300, plant=lambda check, at: told.append((check, SPACE + at))))
    assert made.read_text(encoding="utf-8") == "".join(lines)
    listed = [tuple(line.split("\t")) for line in gaps.read_text(encoding="utf-8").splitlines()]
    assert listed == told
    assert f"{len(lines):,} triples" in done.stderr


@pytest.mark.parametrize(
    ("shape", "size", "predicate", "count"),
    [
        ("chain", 50, f"{DG}namesRecipient", 49),
        ("ring", 12, f"{DG}directs", 12 * 11),
        ("aliases", 60, str(OWL.sameAs), 3 * 20 * 19),
        ("burden", 500, f"{DG}holds", 500),
    ],
)
def test_unkind_shapes_have_the_lines_they_promise(
    shape: str, size: int, predicate: str, count: int
) -> None:
    found = _parsed(list(SHAPES[shape](size)))
    assert sum(q.predicate.value == predicate for q in found) == count
