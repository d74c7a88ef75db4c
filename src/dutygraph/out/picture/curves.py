"""Along which curve does a line run from card to card, past the cards between?

The page draws the same curves; a test holds the two to each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from dutygraph.out.picture.layout import ACROSS, HEIGHT, WIDTH, Spot

# So far from the middle of a card do the lines of each kind leave it.
PORTS: Final = {"entrust": -10, "report": 10, "oversight": 26, "consequence": -26}
_CLEAR: Final = 6
_STEPS: Final = 24
_DETOUR: Final = WIDTH * 1.6


@dataclass(frozen=True, slots=True)
class Curve:
    """A path in SVG's language, and its middle, where a step's number stands."""

    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Gate:
    x: float
    enter: float
    leave: float


def curve(start: Spot, end: Spot, kind: str, spots: Iterable[Spot]) -> Curve:
    """Draw a line between two cards, round those in the rows between where it must be."""
    port = PORTS.get(kind, 0)
    if start.row == end.row:
        return _arc(start, end, port)
    down = end.row > start.row
    x1, x2 = start.x + WIDTH / 2 + port, end.x + WIDTH / 2 + port
    y1 = start.y + (HEIGHT if down else 0)
    y2 = end.y + (-3 if down else HEIGHT + 3)
    low, high = sorted((start.row, end.row))
    between = [spot for spot in spots if low < spot.row < high]
    if not _blocked(x1, y1, x2, y2, between):
        return Curve(f"M{_n(x1)} {_n(y1)}{_turn(x1, y1, x2, y2)}", (x1 + x2) / 2, (y1 + y2) / 2)
    gates = _way(x1, x2, between, port * 0.4, down=down)
    path, x, y = f"M{_n(x1)} {_n(y1)}", x1, y1
    for gate in gates:
        path += "" if gate.x == x else _turn(x, y, gate.x, gate.enter)
        path += f"L{_n(gate.x)} {_n(gate.leave)}"
        x, y = gate.x, gate.leave
    middle = gates[len(gates) // 2]
    return Curve(path + _turn(x, y, x2, y2), middle.x, (middle.enter + middle.leave) / 2)


def _blocked(x1: float, y1: float, x2: float, y2: float, between: list[Spot]) -> bool:
    """Tell whether the plain curve runs under a card."""
    bend = _bend(y1, y2)
    for step in range(1, _STEPS if between else 1):
        t = step / _STEPS
        s = 1 - t
        x = (s**3 + 3 * t * s**2) * x1 + (3 * t**2 * s + t**3) * x2
        y = s**3 * y1 + 3 * t * s**2 * (y1 + bend) + 3 * t**2 * s * (y2 - bend) + t**3 * y2
        for spot in between:
            across = spot.x - _CLEAR < x < spot.x + WIDTH + _CLEAR
            if across and spot.y - _CLEAR < y < spot.y + HEIGHT + _CLEAR:
                return True
    return False


def _way(x1: float, x2: float, between: list[Spot], lean: float, *, down: bool) -> list[_Gate]:
    """Pass each row: straight past all where that is near, else row by row."""
    rows = defaultdict(list)
    for spot in between:
        rows[spot.row].append(spot)
    straight = _free((x1 + x2) / 2, between)
    longer = abs(straight - x1) + abs(straight - x2) - abs(x1 - x2)
    near = longer <= _DETOUR
    gates = []
    x = x1
    for at, row in enumerate(sorted(rows, reverse=not down)):
        wanted = x + (x2 - x) / (len(rows) - at + 1)
        x = straight if near else _free(wanted, rows[row])
        leaning = _beside(x, lean, between if near else rows[row])
        top = rows[row][0].y - 3
        ends = (top, top + HEIGHT + 6)
        gates.append(_Gate(leaning, ends[0 if down else 1], ends[1 if down else 0]))
    return gates


def _beside(x: float, lean: float, cards: list[Spot]) -> float:
    """Give one of several lines that share a gap its place: as far apart as the gap is wide."""
    at = x + lean
    if all(at < spot.x - 1 or at > spot.x + WIDTH + 1 for spot in cards):
        return at
    return x + max(-_CLEAR, min(_CLEAR, lean))


def _free(wanted: float, cards: list[Spot]) -> float:
    """Find the place nearest to a wanted one at which no card stands in the way."""
    edges = [wanted]
    for spot in cards:
        edges += [spot.x - _CLEAR - 1, spot.x + WIDTH + _CLEAR + 1]
    free = [
        x
        for x in edges
        if all(x <= spot.x - _CLEAR or x >= spot.x + WIDTH + _CLEAR for spot in cards)
    ]
    return min(free, key=lambda x: (abs(x - wanted), x), default=wanted)


def _arc(start: Spot, end: Spot, port: int) -> Curve:
    """Join neighbours in a row straight, others by an arc over those between."""
    right, apart = end.x > start.x, abs(end.x - start.x)
    if apart < (WIDTH + ACROSS) * 1.5:
        y = start.y + HEIGHT / 2 + port / 2
        x1 = start.x + (WIDTH if right else 0)
        x2 = end.x + (-3 if right else WIDTH + 3)
        return Curve(f"M{_n(x1)} {_n(y)}L{_n(x2)} {_n(y)}", (x1 + x2) / 2, y)
    x1, x2 = start.x + WIDTH / 2 + port, end.x + WIDTH / 2 - port
    lift = start.y - min(16 + apart * 0.04, 30)
    path = (
        f"M{_n(x1)} {_n(start.y)}C{_n(x1)} {_n(lift)} {_n(x2)} {_n(lift)} "
        f"{_n(x2)} {_n(start.y - 3)}"
    )
    return Curve(path, (x1 + x2) / 2, start.y + (lift - start.y) * 0.75)


def _turn(x1: float, y1: float, x2: float, y2: float) -> str:
    bend = _bend(y1, y2)
    return f"C{_n(x1)} {_n(y1 + bend)} {_n(x2)} {_n(y2 - bend)} {_n(x2)} {_n(y2)}"


def _bend(y1: float, y2: float) -> float:
    size = min(abs(y2 - y1) * 0.6, 90)
    return size if y2 > y1 else -size


def _n(value: float) -> str:
    """Write a number in hundredths at most, so that a picture is small and always the same."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
