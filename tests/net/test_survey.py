"""Judging by columns, from the triples on: against the check, and against planted gaps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dutygraph.audit.case import case_of, open_case
from dutygraph.audit.survey import survey
from dutygraph.errors import LimitError, UsageError
from dutygraph.net.links import Net
from dutygraph.net.loops import LINKS, Judge
from dutygraph.net.sparse.columns import MISSING
from dutygraph.out.screen.surveyed import FORMATS, blocks, show
from dutygraph.triples.proofs import EXPLICIT, IMPLIED
from worlds import world
from worlds.lines import SPACE

ROOT = Path(__file__).parents[2]
FIXTURES = sorted((ROOT / "tests" / "checks").glob("*/*.ttl"))


def _by_walks(net: Net, most: int) -> dict[str, tuple[int, ...]]:
    return {
        verdict.holder: tuple(
            max((hop.support.grade for hop in link.hops), default=MISSING) for link in verdict.links
        )
        for verdict in Judge(net, most).verdicts()
    }


def _by_columns(paths: list[Path], most: int) -> dict[str, tuple[int, ...]]:
    found = survey(paths, most)
    grades = found.found.grades.tolist()
    names = [found.net.names[at] for at in found.found.rows.tolist()]
    return dict(zip(names, map(tuple, grades), strict=True))


@pytest.mark.parametrize("most", [EXPLICIT, IMPLIED])
@pytest.mark.parametrize("path", FIXTURES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_each_fixture_has_the_grades_that_the_check_finds(path: Path, most: int) -> None:
    if "dg:appliesTo" in path.read_text(encoding="utf-8"):
        with pytest.raises(LimitError, match="DR1,"):
            survey([path], most)
        return
    assert _by_columns([path], most) == _by_walks(open_case(str(path)).net, most)


def test_the_toy_in_two_files_is_judged_as_one() -> None:
    files = sorted((ROOT / "data" / "toy").glob("*.ttl"))
    assert len(files) > 1
    assert _by_columns(files, IMPLIED) == _by_walks(open_case("toy").net, IMPLIED)


def test_yunfu_is_left_to_the_check() -> None:
    with pytest.raises(LimitError, match="DR1"):
        survey(sorted((ROOT / "data" / "yunfu-2017").glob("*.ttl")), IMPLIED)


@pytest.mark.parametrize("seed", [1, 5])
def test_planted_gaps_are_found_and_none_more(seed: int, tmp_path: Path) -> None:
    made = world(3_000, seed)
    path = tmp_path / "world.nt"
    text = b"".join(f"{quad.triple} .\n".encode() for quad in made.system.store)
    path.write_bytes(text)
    found = survey([path], IMPLIED)
    lacking = {
        (link,): {
            one.holder.removeprefix(SPACE) for one in found.holders() if one.missing == (link,)
        }
        for link in ("report", "oversight", "return")
    }
    gaps = made.gaps
    agentless = {name.removesuffix("-sanctioned") for name in gaps["agentless-consequence"]}
    assert lacking["report",] == gaps["no-report"]
    assert lacking["oversight",] == gaps["no-oversight"]
    assert lacking["return",] == agentless
    both = {o.holder.removeprefix(SPACE) for o in found.holders(["consequence"])}
    assert both == gaps["no-consequence"]
    assert found.outcomes["open"] == sum(len(names) for names in gaps.values())
    assert sum(p.count for p in found.patterns()) == found.outcomes["open"]
    assert _by_columns([path], IMPLIED) == _by_walks(case_of(made.system).net, IMPLIED)


def test_a_pattern_opens_into_its_holders(tmp_path: Path) -> None:
    path = tmp_path / "world.nt"
    quads = world(3_000).system.store
    path.write_bytes(b"".join(f"{quad.triple} .\n".encode() for quad in quads))
    found = survey([path], IMPLIED)
    for pattern in found.patterns():
        held = list(found.holders(pattern.missing, pattern.level_name.zh))
        assert sum(one.missing == pattern.missing for one in held) == pattern.count
        assert {one.level_name for one in held} == {pattern.level_name}
    for wrong in ({"missing": ["repot"]}, {"level": "乡"}):
        with pytest.raises(UsageError, match="known:"):
            list(found.holders(**wrong))


@pytest.mark.parametrize("kind", FORMATS)
def test_each_format_counts_alike(kind: str) -> None:
    found = survey([ROOT / "tests" / "checks" / "no-report" / "bad.ttl"], IMPLIED)
    lists = b"".join(blocks(found.holders(), kind, "zh")).decode()
    said = show(found, kind, "zh")
    count = found.outcomes["open"]
    if kind in {"json", "jsonl"}:
        rows = json.loads(lists) if kind == "json" else [json.loads(x) for x in lists.splitlines()]
        assert len(rows) == count
        assert all(set(row["missing"]) <= set(LINKS) for row in rows)
    else:
        assert sum(one.holder in lists for one in found.holders()) == count
    if kind == "json":
        whole = json.loads(said)
        assert whole["judged"] == sum(whole[o] for o in ("closed", "closed-implied", "open"))
        assert whole["verdict"] == "open"
