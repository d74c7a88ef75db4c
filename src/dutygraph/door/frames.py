"""How does a table become a data frame, with the right type for each column?"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from dutygraph.errors import DutyGraphError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

# The name, the kind and the cells of each column.
Cells = Sequence[tuple[str, str, Sequence[Any]]]

# The nullable types: a missing whole number does not turn the others into fractions.
_PANDAS: Final = {
    "string": "string",
    "strings": "object",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
}


def pandas_frame(columns: Cells) -> pd.DataFrame:
    """Make a pandas data frame.

    Raises: DutyGraphError where pandas is not installed.
    """
    pandas = _library("pandas")
    made = {
        name: pandas.Series(_lists(cells) if kind == "strings" else cells, dtype=_PANDAS[kind])
        for name, kind, cells in columns
    }
    frame: pd.DataFrame = pandas.DataFrame(made)
    return frame


def polars_frame(columns: Cells) -> pl.DataFrame:
    """Make a polars data frame.

    Raises: DutyGraphError where polars is not installed.
    """
    polars = _library("polars")
    types = {
        "string": polars.String,
        "strings": polars.List(polars.String),
        "integer": polars.Int64,
        "number": polars.Float64,
        "boolean": polars.Boolean,
    }
    made = [
        polars.Series(name, _lists(cells) if kind == "strings" else cells, dtype=types[kind])
        for name, kind, cells in columns
    ]
    frame: pl.DataFrame = polars.DataFrame(made)
    return frame


def _lists(cells: Sequence[Any]) -> list[list[str] | None]:
    return [None if cell is None else list(cell) for cell in cells]


def _library(name: str) -> ModuleType:
    """Import a library that only notebooks need, when it is asked for."""
    try:
        return import_module(name)
    except ImportError as error:
        raise DutyGraphError(
            "is not installed", place=name, cure="run `pip install dutygraph[notebook]`"
        ) from error
