"""The toy against its hand-written expectation: one loop closed, three gaps planted."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from dutygraph import places
from dutygraph.audit.report import Report, as_json

EXPECTED: dict[str, Any] = tomllib.loads(
    (places.data() / "toy" / "expected.toml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def judged(toy: Report) -> dict[str, Any]:
    return as_json(toy)


def test_counts(judged: dict[str, Any]) -> None:
    assert judged["counts"]["holders"] == 10
    assert judged["counts"]["norms"] == EXPECTED["counts"]["norms"]
    assert judged["verdict"] == EXPECTED["verdict"] == "open"


def test_rows(judged: dict[str, Any]) -> None:
    found = {
        r["label"]: (r["verdict"], [k for k, v in r["links"].items() if v["grade"] == "missing"])
        for r in judged["holders"]
    }
    assert found == {r["label"]: (r["verdict"], r["missing"]) for r in EXPECTED["row"]}


def test_loops(judged: dict[str, Any]) -> None:
    found = {(tuple(x["holders"]), x["grade"]) for x in judged["loops"]}
    assert found == {(tuple(x["holders"]), x["grade"]) for x in EXPECTED["loop"]}


def test_only_the_three_gaps_are_found(judged: dict[str, Any]) -> None:
    found = sorted((f["check"], f["label"]) for f in judged["findings"] if f["severity"] != "note")
    assert found == sorted((f["check"], f["subject"]) for f in EXPECTED["finding"])
    assert len(found) == 3


def test_each_closed_holder_has_a_witness_in_the_text_s_words(toy: Report) -> None:
    text = toy.case.system.text or ""
    closed = [r for r in as_json(toy)["holders"] if r["verdict"] == "closed"]
    assert len(closed) == 6
    for row in closed:
        assert {hop["link"] for hop in row["witness"]} == set(row["links"])
        for hop in row["witness"]:
            assert hop["grade"] == "explicit"
            assert hop["tie"] == "post" or hop["quote"] in text
