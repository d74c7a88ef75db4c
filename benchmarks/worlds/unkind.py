"""Which shapes are hard on an engine, though no country looks so?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from worlds.lines import SPACE, body, instrument, norm, triple

_SAME: Final = "http://www.w3.org/2002/07/owl#sameAs"


def chain(size: int) -> Iterator[str]:
    """Write so many bodies, each directed by the one before and reporting to it."""
    yield from instrument("province", 1)
    for number in range(size):
        yield from _bearer(f"link-{number}")
        if number:
            yield from _directs(number - 1, number, "link")
            yield from _reports(number, number - 1, "link")


def ring(size: int) -> Iterator[str]:
    """Write so many bodies, each directing all the others: size² lines, one component."""
    yield from instrument("province", 1)
    for number in range(size):
        yield from _bearer(f"peer-{number}")
    for one in range(size):
        for other in range(size):
            if one != other:
                yield from _directs(one, other, "peer")


def aliases(size: int, names: int = 20) -> Iterator[str]:
    """Write so many names, twenty of each body, all of the twenty said to be the same."""
    yield from instrument("province", 1)
    for number in range(size):
        yield from _bearer(f"name-{number}")
        first = number - number % names
        for other in range(first, min(first + names, size)):
            if other != number:
                yield f"<{SPACE}name-{number}> <{_SAME}> <{SPACE}name-{other}> .\n"


def burden(size: int) -> Iterator[str]:
    """Write one body with so many duties."""
    yield from instrument("province", 1)
    yield from body("bearer", "单位", "city", "government")
    for number in range(size):
        yield from norm(f"duty-{number}", "bearer", "obligation", "落实", f"事项{number}", 1)


def _bearer(name: str) -> Iterator[str]:
    yield from body(name, "单位", "city", "government")
    yield from norm(f"{name}-duty", name, "obligation", "落实", "方案", 1)


def _directs(principal: int, agent: int, sort: str) -> Iterator[str]:
    name = f"{sort}-{principal}-directs-{agent}"
    yield from norm(name, f"{sort}-{principal}", "obligation", "部署", "方案", 1)
    yield triple(name, "directs", f"{sort}-{agent}")


def _reports(agent: int, principal: int, sort: str) -> Iterator[str]:
    name = f"{sort}-{agent}-reports"
    yield from norm(name, f"{sort}-{agent}", "obligation", "报告", "情况", 1)
    yield triple(name, "namesRecipient", f"{sort}-{principal}")


SHAPES: Final[Mapping[str, Callable[[int], Iterator[str]]]] = {
    "aliases": aliases,
    "burden": burden,
    "chain": chain,
    "ring": ring,
}
