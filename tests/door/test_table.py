"""Does a table keep its cells, their types and their safety, wherever it goes?"""

from __future__ import annotations

import builtins
import dataclasses
import re
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutygraph.door.columns import column
from dutygraph.door.frames import pandas_frame
from dutygraph.door.table import Cell, Table
from dutygraph.errors import DutyGraphError, UsageError
from dutygraph.findings import Words

COLUMNS = (
    column("label"),
    column("members", "strings"),
    column("level", "integer"),
    column("ratio", "number"),
    column("in_scope", "boolean"),
)
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("市委、市政府", ("市委", "市政府"), 3, 0.5, True),
    ("村委会", (), None, None, False),
    (None, None, 2**60, 1.0, None),
)
TABLE = Table(Words("表", "Some table"), COLUMNS, ROWS)


def test_a_table_is_a_sequence_of_rows() -> None:
    assert len(TABLE) == 3
    assert [row["label"] for row in TABLE] == ["市委、市政府", "村委会", None]
    assert TABLE[0] == {
        "label": "市委、市政府",
        "members": ("市委", "市政府"),
        "level": 3,
        "ratio": 0.5,
        "in_scope": True,
    }
    assert TABLE[-1]["level"] == 2**60
    assert TABLE["level"] == (3, None, 2**60)
    assert TABLE[1:].rows == ROWS[1:]
    with pytest.raises(IndexError):
        TABLE[3]


def test_a_table_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        TABLE.rows = ()  # type: ignore[misc]
    assert hash(TABLE) == hash(Table(TABLE.title, TABLE.columns, TABLE.rows))
    frame = TABLE.to_pandas()
    frame.loc[0, "label"] = "别的"
    assert TABLE[0]["label"] == "市委、市政府"


def test_rows_and_columns_are_chosen_by_name() -> None:
    assert TABLE.where(in_scope=True)["label"] == ("市委、市政府",)
    assert TABLE.where(members="市政府")["level"] == (3,)
    assert TABLE.where(level=None)["label"] == ("村委会",)
    assert len(TABLE.where(level=3, label="村委会")) == 0
    assert TABLE.select("level", "label").names == ("level", "label")
    assert TABLE.select("level").rows == ((3,), (None,), (2**60,))


@pytest.mark.parametrize(
    "wrong",
    [lambda: TABLE["labels"], lambda: TABLE.where(labels=1), lambda: TABLE.select("labels")],
)
def test_a_column_that_is_not_there_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(UsageError, match="labels: no such column; known: label, members, level"):
        wrong()


# ---------------------------------------------------------------- frames


def test_pandas_keeps_types_and_what_is_missing() -> None:
    frame = TABLE.to_pandas()
    assert list(frame.columns) == list(TABLE.names)
    assert [str(t) for t in frame.dtypes[["level", "ratio", "in_scope"]]] == [
        "Int64",
        "Float64",
        "boolean",
    ]
    assert isinstance(frame["label"].dtype, pd.StringDtype)
    assert frame["level"].tolist()[::2] == [3, 2**60]  # not rounded to a float
    assert frame["level"].isna().tolist() == [False, True, False]
    assert frame["ratio"].isna().tolist() == [False, True, False]
    assert frame["in_scope"].isna().tolist() == [False, False, True]
    assert frame["label"].isna().tolist() == [False, False, True]
    assert frame["members"].tolist() == [["市委", "市政府"], [], None]


def test_polars_keeps_types_and_what_is_missing() -> None:
    frame = TABLE.to_polars()
    assert frame.schema == {
        "label": pl.String,
        "members": pl.List(pl.String),
        "level": pl.Int64,
        "ratio": pl.Float64,
        "in_scope": pl.Boolean,
    }
    assert frame.rows() == [
        ("市委、市政府", ["市委", "市政府"], 3, 0.5, True),
        ("村委会", [], None, None, False),
        (None, None, 2**60, 1.0, None),
    ]


def test_an_empty_table_has_its_columns_and_types() -> None:
    empty = TABLE[:0]
    assert len(empty) == 0
    assert list(empty.to_pandas().columns) == list(TABLE.names)
    assert str(empty.to_pandas()["level"].dtype) == "Int64"
    assert empty.to_polars().schema == TABLE.to_polars().schema


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_library_that_is_absent_is_said_with_its_cure(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def absent(wanted: str, *args: Any, **more: Any) -> object:  # noqa: ANN401 -- as its model
        if wanted == name:
            raise ImportError(wanted)
        return real(wanted, *args, **more)

    monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(DutyGraphError, match=re.escape("pip install dutygraph[notebook]")) as told:
        getattr(TABLE, f"to_{name}")()
    assert str(told.value).startswith(f"{name}: is not installed")


def test_frames_of_nothing() -> None:
    assert pandas_frame(()).empty


# ---------------------------------------------------------------- markup


class Reading(HTMLParser):
    """Collect the elements and the words of a piece of HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert all(name == "style" for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_a_notebook_shows_the_first_rows_and_the_count() -> None:
    many = Table(TABLE.title, COLUMNS[2:3], tuple((n,) for n in range(57)))
    shown = Reading(many._repr_html_())
    assert shown.tags.count("tr") == 1 + 20
    words = " ".join(shown.words)
    assert "57 行，显示前 20 行" in words
    assert "the first 20 shown" in words
    assert "层级序号" in words
    assert "rank of the level" in words
    assert "3 行 rows" in " ".join(Reading(TABLE._repr_html_()).words)


@given(st.text(max_size=40), st.text(max_size=20))
def test_no_word_becomes_markup(cell: str, head: str) -> None:
    table = Table(Words(head, head), (column(f"x{head}"),), ((cell,), (("a", cell),)))
    shown = Reading(table._repr_html_())
    assert set(shown.tags) <= {"table", "caption", "em", "thead", "tbody", "tr", "th", "td"}
    assert "\u202e" not in table._repr_html_()


def test_hostile_words_are_shown_as_they_are() -> None:
    hostile = '<script>alert("1")</script> & \u202etxt'
    table = Table(Words("表", "t"), (column("label"),), ((hostile,),))
    markup = table._repr_html_()
    assert "<script" not in markup
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; \\u202etxt" in markup
