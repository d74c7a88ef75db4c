"""What is the Yunfu pattern, instantiated for every village of a country?

Five levels of government under the centre, which stands above the instrument. Each unit is
directed by the one above, reports to it every year, is inspected by the discipline office of
the one above and sanctioned by the one above; each has a head, named first responsible, and
a deputy. Provinces, prefectures and counties have ten offices, towns one; the first office
of each inspects the others and the units below.

Some units are left without a report, an overseer, a consequence or a named imposer. Which
ones is told, so that a check can be held to find exactly those.

Source: the numbers of units are those of the Ministry of Civil Affairs, rounded.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from worlds.lines import body, coded, instrument, norm, post, triple

# Units of each level, from provinces to villages.
UNITS: Final = (31, 333, 2_850, 38_000, 690_000)
LEVELS: Final = ("province", "city", "county", "town", "village")
OFFICES: Final = (10, 10, 10, 1, 0)
GAPS: Final = ("no-report", "no-oversight", "no-consequence", "agentless-consequence")
# One unit in so many has a gap.
_RARE: Final = 20
_SAID: Final = ("省", "市", "县", "镇", "村")
_CENTRE: Final = "centre"
_TASKS: Final = ("发展产业", "饮水安全", "危房改造", "劳务输出", "教育资助", "医疗救助", "通村公路")

Plant = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Census:
    """How many there are of each thing in a country."""

    units: tuple[int, ...]
    offices: int

    @property
    def bodies(self) -> int:
        """Count units and offices; the centre and its office are left out."""
        return sum(self.units) + self.offices

    @property
    def holders(self) -> int:
        """Count bodies, the two posts of each, and the centre with its office."""
        return 3 * self.bodies + 2


def census(villages: int) -> Census:
    """Scale the country to so many villages; no level is empty or wider than the next."""
    share = villages / UNITS[-1]
    units = (*(max(1, min(villages, round(n * share))) for n in UNITS[:-1]), villages)
    return Census(units, sum(n * more for n, more in zip(units, OFFICES, strict=True)))


def country(villages: int, seed: int = 1, plant: Plant = lambda _check, _at: None) -> Iterator[str]:
    """Write a country as N-Triples, unit by unit.

    Triples: lines, each with its end; about 62 a body. Equal arguments give equal lines.
        `plant` is told each gap as it is written: the check that finds it, and the local name
        of what the check names.
    Cost: constant memory; about 1 µs a triple.
    """
    yield from _Writer(census(villages).units, random.Random(seed), plant).lines()


class _Writer:
    def __init__(self, units: tuple[int, ...], dice: random.Random, plant: Plant) -> None:
        self.units = units
        self.dice = dice
        self.plant = plant

    def lines(self) -> Iterator[str]:
        yield from instrument("province", 28)
        yield from body(_CENTRE, "中央", "central", "government")
        office = f"{_CENTRE}-office-0"
        yield from body(office, "机关", "central", "discipline-inspection")
        yield from norm(f"{office}-report", office, "obligation", "报告", "全国督查结果", 9)
        yield triple(f"{office}-report", "namesRecipient", _CENTRE)
        yield triple(f"{office}-report", "hasFrequency", "yearly")
        for number in range(self.units[0]):
            yield from self.unit(0, number, _CENTRE)

    def unit(self, depth: int, number: int, parent: str) -> Iterator[str]:
        """Write a unit with its offices, then those below it."""
        name = f"{LEVELS[depth]}-{number}"
        gap = self.dice.choice(GAPS) if self.dice.randrange(_RARE) == 0 else ""
        if gap:
            self.plant(gap, f"{name}-sanctioned" if gap == GAPS[3] else name)
        yield from body(name, _SAID[depth], LEVELS[depth], "government")
        yield from self.bound(name, depth, parent, f"{parent}-office-0", gap)
        for office in range(OFFICES[depth]):
            yield from self.office(name, office, depth, parent)
        if depth + 1 < len(self.units):
            here, below = self.units[depth], self.units[depth + 1]
            for child in range(number * below // here, (number + 1) * below // here):
                yield from self.unit(depth + 1, child, name)

    def office(self, unit: str, number: int, depth: int, parent: str) -> Iterator[str]:
        """Write an office of a unit; the first is inspected by that of the unit above."""
        name = f"{unit}-office-{number}"
        kinds = ("discipline-inspection", "audit")
        sort = kinds[number] if number < len(kinds) else "government-department"
        yield from body(name, "机关", LEVELS[depth], sort)
        overseer = f"{unit}-office-0" if number else f"{parent}-office-0"
        yield from self.bound(name, depth, unit, overseer, "")

    def bound(
        self, name: str, depth: int, principal: str, overseer: str, gap: str
    ) -> Iterator[str]:
        """Write what binds a body: its duty, its report, and what others do to it."""
        level, duty = LEVELS[depth], f"{name}的{self.dice.choice(_TASKS)}"
        yield from norm(f"{name}-duty", name, "obligation", "落实", f"{duty}方案", 11)
        yield coded(f"{name}-duty", "hasFunction", "function", "implement")
        yield from norm(f"{name}-directed", principal, "obligation", "部署", f"{duty}方案", 5)
        yield triple(f"{name}-directed", "directs", name)
        if gap != "no-report":
            yield from norm(f"{name}-report", name, "obligation", "报告", f"{duty}情况", 11)
            yield triple(f"{name}-report", "namesRecipient", principal)
            yield triple(f"{name}-report", "hasFrequency", "yearly")
        if gap != "no-oversight":
            yield from norm(f"{name}-inspected", overseer, "obligation", "督查", f"{duty}情况", 9)
            yield triple(f"{name}-inspected", "inspects", name)
        if gap != "no-consequence":
            yield from self.sanction(name, principal, named=gap != "agentless-consequence")
        yield from post(f"{name}-head", "主要负责人", level, name)
        said = "第一责任人"
        yield from norm(f"{name}-first", f"{name}-head", "constitutive", "是", said, 4)
        yield coded(f"{name}-first", "confersEpithet", "epithet", "first-person")
        yield from post(f"{name}-deputy", "分管负责人", level, name)
        if OFFICES[depth]:
            said = "直接责任人"
            yield from norm(f"{name}-direct", f"{name}-deputy", "constitutive", "是", said, 4)
            yield coded(f"{name}-direct", "confersEpithet", "epithet", "direct-person")

    def sanction(self, name: str, principal: str, *, named: bool) -> Iterator[str]:
        """Write the consequence that falls on a body, its imposer named or left open."""
        at = f"{name}-sanctioned"
        lines = norm(at, principal, "obligation", "追究责任", "不履行职责", 23)
        yield from lines if named else (line for line in lines if "#holds>" not in line)
        yield triple(at, "hasCondition", "condition")
        yield triple(at, "sanctions", name)
        if named:
            yield triple(at, "isImposedBy", principal)
        else:
            yield coded(at, "isSilentOn", "aspect", "holder")
            yield coded(at, "isSilentOn", "aspect", "imposer")
