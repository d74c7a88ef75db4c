"""How is a frequency said in both languages?"""

from __future__ import annotations

import re
from typing import Final

from dutygraph.findings import Words
from dutygraph.model import Frequency

_PERIOD: Final = re.compile(r"P([0-9]+)([YMD])")
_UNITS: Final = {"Y": Words("年", "year"), "M": Words("个月", "month"), "D": Words("日", "day")}
_NAMED: Final = {
    "P1Y": Words("年", "year"),
    "P12M": Words("年", "year"),
    "P6M": Words("半年", "half-year"),
    "P3M": Words("季度", "quarter"),
    "P1M": Words("月", "month"),
    "P7D": Words("周", "week"),
    "P1D": Words("日", "day"),
}
_TIMES: Final = {1: "once", 2: "twice"}
_NOWHERE: Final = Words("未写明", "not stated")


def often(frequency: Frequency) -> Words:
    """Give the words of the text, and in English the least number in a period.

    A frequency without a period cannot be counted: the English says so beside the words.
    """
    stated, every = frequency.stated, period(frequency)
    if every is None:
        return Words(stated, f"{stated} (not countable)")
    least = frequency.minimum
    times = _TIMES.get(least or 1, f"{least} times")
    return Words(stated, f"{'at least ' if least else ''}{times} every {every.en}")


def within(frequency: Frequency) -> Words:
    """Say by when, so far as a frequency tells: within each of its periods."""
    every = period(frequency)
    return Words(f"每{every.zh}内", f"within every {every.en}") if every else _NOWHERE


def period(frequency: Frequency) -> Words | None:
    """Name the period, as 季度 quarter; None where it is no number of days, months or years."""
    known = _NAMED.get(frequency.period or "")
    match = _PERIOD.fullmatch(frequency.period or "")
    if known or match is None:
        return known
    number, unit = int(match[1]), _UNITS[match[2]]
    return Words(f"{number}{unit.zh}", f"{number} {unit.en}s")
