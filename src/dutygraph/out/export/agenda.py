"""When does what is due by a measurable frequency come round, as a calendar (RFC 5545)?

A regulation says how often, hardly ever on which day. So no day is invented: a duty stands on
the last day of each calendar period, by which it must have been done, and its description
says that the text names no day. What has no number of days, months or years is left out.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from calendar import monthrange
from dataclasses import dataclass
from typing import Final

from icalendar import Calendar, Event, vRecur, vText
from rdflib import URIRef

from dutygraph import __version__
from dutygraph.audit.report import Report
from dutygraph.errors import DataError, UsageError
from dutygraph.findings import Words
from dutygraph.model import Frequency, Norm
from dutygraph.names import DG
from dutygraph.out.export.often import often, period
from dutygraph.text.visible import visible

_PERIOD: Final = re.compile(r"P([1-9][0-9]{0,2})([YMD])")
_YEARS: Final = range(1900, 2201)
_YEAR, _WEEK = 12, 7
_SAID: Final = Words(
    "规定未写明日期；各项记在每期最后一天。",
    "No day is stated; each stands on the last day of its period.",
)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How a duty comes round: every `interval` units, on the last day, first on `first`."""

    unit: str
    interval: int
    first: dt.date

    @property
    def rule(self) -> vRecur:
        """Give the recurrence rule; months end on days of different number."""
        parts: dict[str, list[str | int]] = {"FREQ": [self.unit]}
        if self.interval > 1:
            parts["INTERVAL"] = [self.interval]
        if self.unit == "MONTHLY":
            parts["BYMONTHDAY"] = [-1]
        return vRecur(parts)


def first_day(text: str) -> dt.date:
    """Read the day from which a calendar is wanted.

    Raises: UsageError for what is no date, or one that no calendar needs.
    """
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        raise UsageError(f"“{text}” is no day", place="--from", cure="give one, as 2026-01-01")
    return day


def agenda(found: Report, begins: dt.date | None = None) -> tuple[bytes, str]:
    """Write an event for each norm of measurable frequency; give a note on what is left out.

    Events and not tasks, because most calendars show no tasks; all day, and free time. They
    begin with the period in which the instrument was issued, or in which `begins` lies.

    Returns: equal bytes for equal data: an event is named after its norm, and stamped with
        the day of issue.
    Raises: UsageError without any day to begin; DataError where nothing can be counted.
    Source: RFC 5545, RFC 7986.
    """
    issued = _issued(found)
    start = begins or issued
    if start is None:
        raise UsageError(
            "the data do not say when it was issued",
            place=found.case.system.name,
            cure="add --from 2026-01-01",
        )
    often_said = [(norm, norm.frequency) for norm in found.case.norms if norm.frequency]
    dated = [(n, f, r) for n, f in often_said if (r := recurrence(f.period, start))]
    if not dated:
        raise DataError(
            "no norm has a frequency that can be counted",
            place=found.case.system.name,
            cure="see `dutygraph ask vague-frequencies`",
        )
    stamp = dt.datetime.combine(issued or start, dt.time(), dt.UTC)
    out = [f"{n.id} {f.stated}" for n, f in often_said if not recurrence(f.period, start)]
    calendar = _calendar(found, out)
    for norm, frequency, comes in dated:
        calendar.add_component(_event(found, norm, frequency, comes, stamp))
    return calendar.to_ical(sorted=True), _note(out)


def recurrence(stated: str | None, start: dt.date) -> Recurrence | None:
    """Tell how a period comes round, its first end on or after `start`.

    Years, quarters, halves and months are those of the calendar, weeks begin on Monday. None
    for what is no plain number of days, months or years.
    """
    match = _PERIOD.fullmatch(stated or "")
    if match is None:
        return None
    number, unit = int(match[1]), match[2]
    if unit == "D":
        if number % _WEEK:
            return Recurrence("DAILY", number, start + dt.timedelta(days=number - 1))
        sunday = start + dt.timedelta(days=6 - start.weekday() + number - _WEEK)
        return Recurrence("WEEKLY", number // _WEEK, sunday)
    months = number * _YEAR if unit == "Y" else number
    if months % _YEAR == 0:
        years = months // _YEAR
        return Recurrence("YEARLY", years, dt.date(start.year + years - 1, 12, 31))
    before = (start.month - 1) // months * months if _YEAR % months == 0 else start.month - 1
    years, month = divmod(before + months - 1, _YEAR)
    year = start.year + years
    last = monthrange(year, month + 1)[1]
    return Recurrence("MONTHLY", months, dt.date(year, month + 1, last))


def _issued(found: Report) -> dt.date | None:
    known = found.case.reasoned.asserted
    days = sorted(str(day) for day in known.objects(None, DG.isIssuedOn))
    return dt.date.fromisoformat(days[0]) if days else None


def _calendar(found: Report, out: list[str]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//dutygraph//dutygraph {__version__}//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    name = f"{found.title.zh} {found.title.en}"
    said = f"{_SAID.zh} {_SAID.en}"
    if out:
        said += f" 未列入 left out: {'；'.join(out)}"
    for key in ("name", "x-wr-calname"):
        calendar.add(key, vText(visible(name)))
    for key in ("description", "x-wr-caldesc"):
        calendar.add(key, vText(visible(said)))
    return calendar


def _event(
    found: Report, norm: Norm, frequency: Frequency, comes: Recurrence, stamp: dt.datetime
) -> Event:
    event = Event()
    holders = _all(found, norm.holders)
    words = norm.quote.words if norm.quote else norm.action
    event.add("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, norm.iri)))
    event.add("dtstamp", stamp)
    event.add("dtstart", comes.first)
    event.add("rrule", comes.rule)
    event.add("summary", visible(f"{holders.zh}：{words}" if norm.holders else words))
    event.add("description", visible(_described(found, norm, frequency)))
    event.add("transp", "TRANSPARENT")
    functions = norm.functions[:1]
    event.add(
        "categories", [found.case.reasoned.reader.code_label("function", f).zh for f in functions]
    )
    return event


def _described(found: Report, norm: Norm, frequency: Frequency) -> str:
    """Say it all in Chinese, then in English; the words of the text stand in both."""
    article = norm.provision.label if norm.provision else Words("", "")
    holders = _all(found, norm.holders)
    said = often(frequency)
    whom = [_all(found, option) for option in norm.recipients or ()]
    quote = norm.quote.words if norm.quote else norm.action
    every = period(frequency) or Words("", "")
    zh = [
        f"{article.zh} {norm.id}“{quote}”",
        f"主体：{holders.zh or '未写明'}",
        f"频次：{said.zh}",
        *([f"报告对象：{'或'.join(w.zh for w in whom)}"] if whom else []),
        f"规定没有写明日期，这里记在每{every.zh}的最后一天。",
    ]
    en = [
        f"{article.en} {norm.id} “{quote}”",
        f"Holder: {holders.en or 'not stated'}",
        f"How often: {said.en}",
        *([f"Reports to: {' or '.join(w.en for w in whom)}"] if whom else []),
        f"The text states no day; this is the last day of the {every.en}.",
    ]
    return "\n".join([*zh, "", *en])


def _all(found: Report, iris: tuple[str, ...]) -> Words:
    words = [found.case.reasoned.reader.words(URIRef(iri)) for iri in iris]
    return Words("、".join(w.zh for w in words), ", ".join(w.en for w in words))


def _note(out: list[str]) -> str:
    if not out:
        return ""
    return f"频次不可计，未列入 no countable frequency, left out: {'；'.join(out)}\n"
