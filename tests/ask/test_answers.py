"""Does every named question answer what a person read off the text (answers.toml)?"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from dutygraph import places
from dutygraph.audit.questions import questions

Row = dict[str, str]
Asked = Callable[..., list[Row]]
FOLDER = places.data() / "yunfu-2017"
ANSWERS: list[dict[str, Any]] = tomllib.loads(
    (FOLDER / "answers.toml").read_text(encoding="utf-8")
)["answer"]


def title(answer: dict[str, Any]) -> str:
    return "-".join((answer["question"], *answer.get("with", {}).values()))


@pytest.mark.parametrize("answer", ANSWERS, ids=title)
def test_answer_is_that_of_the_text(asked: Asked, answer: dict[str, Any]) -> None:
    where = answer.get("where", {})
    found = {
        tuple(row[column] for column in answer["columns"])
        for row in asked(answer["question"], **answer.get("with", {}))
        if all(row[key] == value for key, value in where.items())
    }
    if "rows" in answer:
        assert found == {tuple(row) for row in answer["rows"]}
    else:
        assert {tuple(row) for row in answer["some"]} <= found
    assert not found & {tuple(row) for row in answer.get("never", ())}


def test_every_question_has_an_answer_by_hand() -> None:
    names = {q.name for q in questions()}
    assert {a["question"] for a in ANSWERS} == names
    assert len(names) >= 40


def test_every_answer_says_something() -> None:
    assert all(a["reason"] and ("rows" in a) != ("some" in a) for a in ANSWERS)
    assert all(a["some"] for a in ANSWERS if "some" in a)


def test_labels_follow_the_language(asked: Asked) -> None:
    (row,) = asked("direct-loops", grade="explicit", lang="en")
    assert row["principal"] == "city party committee and government"
    assert row["holder"] == "city leading group for poverty alleviation"
    assert row["grade"] == "explicit"
    assert asked("direct-loops", grade="explicit")[0]["principal"] == "市委、市政府"


@pytest.mark.parametrize(
    "given", ["县级党委和政府", "county", "yunfu:county", "County party committees and governments"]
)
def test_a_holder_is_known_by_any_of_its_names(asked: Asked, given: str) -> None:
    assert [row["norm"] for row in asked("who-reports-to-whom", holder=given)] == ["A11-4"]


def test_a_full_iri_names_a_holder_too(asked: Asked) -> None:
    iri = "https://w3id.org/dutygraph/data/yunfu-2017/county"
    for given in (iri, f"<{iri}>"):
        assert [row["norm"] for row in asked("who-reports-to-whom", holder=given)] == ["A11-4"]
