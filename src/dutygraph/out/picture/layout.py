"""Where does each card stand on the picture? As on the page: lanes from the top down."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from dutygraph.out.page.lanes import UNRANKED
from dutygraph.out.picture.scene import Scene

WIDTH, HEIGHT = 126, 50
ACROSS, DOWN, BETWEEN = 14, 20, 30
# Where steps are numbered, the numbers need room between the rows.
_AIRY: Final = 46
# A picture of few rows may be as deep as one likes.
_FEW, _LIGHT = 6, 18
MARGIN, TOP = 62, 18
COLUMNS: Final = 8
_STEP: Final = WIDTH + ACROSS


@dataclass(frozen=True, slots=True)
class Spot:
    """A card's left upper corner, in pixels, and its row on the picture."""

    x: float
    y: float
    row: int


@dataclass(frozen=True, slots=True)
class Band:
    """The lane of one level, from top to bottom."""

    rank: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of all cards, the bands behind them, and the size of it all."""

    spots: dict[str, Spot]
    bands: tuple[Band, ...]
    width: float
    height: float


def layout(model: dict[str, Any], scene: Scene) -> Layout:
    """Place the cards of a scene; the whole picture keeps the places that the model gives."""
    lanes = model["lanes"] if scene.whole and model["lanes"] else _wrapped(model, scene.holders)
    columns = [column for lane in lanes for _, column, _ in lane["cells"]]
    left, right = min([0.0, *columns]), max([0.0, *columns])
    spots: dict[str, Spot] = {}
    bands = []
    few = sum(lane["rows"] for lane in lanes) <= _FEW
    air = _AIRY if scene.steps else _LIGHT * few
    down, between = DOWN + air, BETWEEN + air
    y, before = float(TOP), 0
    for lane in lanes:
        for holder, column, row in lane["cells"]:
            x = MARGIN + (column - left) * _STEP
            spots[holder] = Spot(x, y + row * (HEIGHT + down), before + row)
        bottom = y + lane["rows"] * (HEIGHT + down) - down
        bands.append(Band(lane["rank"], y - between / 2, bottom + between / 2))
        y = bottom + between
        before += lane["rows"]
    width = MARGIN + (right - left) * _STEP + WIDTH + 14
    return Layout(spots, tuple(bands), width, y - between + TOP)


def _wrapped(model: dict[str, Any], holders: tuple[str, ...]) -> list[dict[str, Any]]:
    """Keep the rows of the whole picture, broken where they are too long; others follow."""
    wanted = set(holders)
    rows: dict[int, list[list[str]]] = defaultdict(list)
    for lane in model["lanes"]:
        for at in range(lane["rows"]):
            cells = sorted((c, one) for one, c, row in lane["cells"] if row == at)
            row = [one for _, one in cells if one in wanted]
            wanted -= set(row)
            rows[lane["rank"]] += [row] if row else []
    order = {one: at for at, one in enumerate(model["sequence"])}
    levels = {h["id"]: h.get("level", UNRANKED) for h in model["holders"]}
    for one in sorted(wanted, key=lambda h: order.get(h, -1)):
        lane_rows = rows[levels[one]]
        if not lane_rows or len(lane_rows[-1]) >= COLUMNS:
            lane_rows.append([])
        lane_rows[-1].append(one)
    return [_lane(rank, rows[rank]) for rank in sorted(rows) if rows[rank]]


def _lane(rank: int, rows: list[list[str]]) -> dict[str, Any]:
    short = [part for row in rows for part in _broken(row)]
    cells = [
        (one, place - (len(row) - 1) / 2, at)
        for at, row in enumerate(short)
        for place, one in enumerate(row)
    ]
    return {"rank": rank, "rows": len(short), "cells": cells}


def _broken(row: list[str]) -> list[list[str]]:
    size = -(-len(row) // -(-len(row) // COLUMNS))
    return [row[at : at + size] for at in range(0, len(row), size)]
