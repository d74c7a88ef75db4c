"""Does the calendar say how often, as the text does, in a form that calendars read?"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange

import icalendar
import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from dutygraph.audit.case import open_case
from dutygraph.audit.report import Report, report
from dutygraph.errors import DataError, UsageError
from dutygraph.out.export.agenda import agenda, first_day, recurrence

# From the text of Yunfu: 第五条 and 第十一条 每年; 第十九条 每年不少于2次, 每季度不少于1次, 每年.
YUNFU = {
    "A05-7": ("FREQ=YEARLY", "2017-12-31"),
    "A11-4": ("FREQ=YEARLY", "2017-12-31"),
    "A19-2": ("FREQ=YEARLY", "2017-12-31"),
    "A19-3": ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "2017-06-30"),
    "A19-6": ("FREQ=YEARLY", "2017-12-31"),
}
# From the text of the toy, issued 2025-03-01: 每年, 每季度, 每半年, 每月.
TOY = {
    "A03-2": ("FREQ=YEARLY", "2025-12-31"),
    "A04-2": ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "2025-03-31"),
    "A05-3": ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "2025-03-31"),
    "A06-3": ("FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1", "2025-06-30"),
    "A07-3": ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "2025-03-31"),
    "A08-3": ("FREQ=MONTHLY;BYMONTHDAY=-1", "2025-03-31"),
    "A10-2": ("FREQ=YEARLY", "2025-12-31"),
    "A11-2": ("FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1", "2025-06-30"),
}


def events(raw: bytes) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(raw.decode())
    assert isinstance(calendar, icalendar.Calendar)
    assert not calendar.errors
    found = [one for one in calendar.walk() if one.name != "VCALENDAR"]
    assert all(isinstance(one, icalendar.Event) and not one.errors for one in found)
    return found  # type: ignore[return-value]


def rule(event: icalendar.Event) -> str:
    raw = event["rrule"].to_ical()
    assert isinstance(raw, bytes)
    return raw.decode()


def norm(event: icalendar.Event) -> str:
    match = re.search(r"A\d\d-\d+", str(event["description"]))
    assert match
    return match[0]


@pytest.mark.parametrize(("name", "wanted"), [("yunfu", YUNFU), ("toy", TOY)])
def test_each_measurable_norm_comes_round_as_the_text_says(
    name: str, wanted: dict[str, tuple[str, str]], request: pytest.FixtureRequest
) -> None:
    raw, _ = agenda(request.getfixturevalue(name))
    found = {norm(e): (rule(e), e.start.isoformat()) for e in events(raw)}
    assert found == wanted


def test_what_is_not_countable_is_left_out_and_said(yunfu: Report) -> None:
    raw, note = agenda(yunfu)
    assert "A07-8 定期" in note
    calendar = icalendar.Calendar.from_ical(raw.decode())
    assert "A07-8 定期" in str(calendar["description"])


def test_an_event_says_who_what_and_that_no_day_is_stated(yunfu: Report) -> None:
    event = next(e for e in events(agenda(yunfu)[0]) if norm(e) == "A11-4")
    assert str(event["summary"]) == "县级党委和政府：每年向市委、市政府报告脱贫攻坚进展情况"
    words = str(event["description"])
    assert "第十一条 A11-4“每年向市委、市政府报告脱贫攻坚进展情况”" in words
    assert "报告对象：市委、市政府" in words
    assert "规定没有写明日期，这里记在每年的最后一天。" in words
    assert "Reports to: city party committee and government" in words
    assert "The text states no day" in words
    either = next(e for e in events(agenda(yunfu)[0]) if norm(e) == "A05-7")
    assert "报告对象：省委、省政府或省扶贫开发领导小组" in str(either["description"])


def test_names_and_stamps_are_those_of_the_data(yunfu: Report, toy: Report) -> None:
    """No clock: the stamp is the day of issue, 2017-05-26, and a name belongs to one norm."""
    found = events(agenda(yunfu)[0])
    assert {e["dtstamp"].to_ical() for e in found} == {b"20170526T000000Z"}
    later = events(agenda(yunfu, dt.date(2026, 2, 3))[0])
    assert [e["uid"] for e in later] == [e["uid"] for e in found]
    uids = [str(e["uid"]) for e in (*found, *events(agenda(toy)[0]))]
    assert len(set(uids)) == len(uids) == len(YUNFU) + len(TOY)
    assert {e.start for e in later} == {dt.date(2026, 12, 31), dt.date(2026, 3, 31)}


@pytest.mark.parametrize("name", ["yunfu", "toy", "hostile"])
def test_lines_are_folded_as_rfc_5545_says(name: str, request: pytest.FixtureRequest) -> None:
    """At most 75 octets a line, CRLF at its end, and no character cut in two."""
    raw, _ = agenda(request.getfixturevalue(name))
    assert raw.endswith(b"END:VCALENDAR\r\n")
    lines = raw.split(b"\r\n")
    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode("utf-8")
    whole = raw.replace(b"\r\n ", b"").decode().splitlines()
    assert all(re.fullmatch(r"[A-Z-]+(;[A-Z]+=[^:]*)?:.*|", line) for line in whole)
    assert not re.search("[\x00-\x08\x0b-\x1f\u200b\u202e]", "".join(whole))


def test_a_calendar_finds_the_last_days(toy: Report) -> None:
    """Expanded by a library that did not write the rule."""
    (event,) = [e for e in events(agenda(toy)[0]) if norm(e) == "A08-3"]
    start = dt.datetime.combine(event.start, dt.time())
    days = [d.date() for d in rrulestr(rule(event), dtstart=start)[:14]]
    months = [(2025 + m // 12, m % 12 + 1) for m in range(2, 16)]
    assert days == [dt.date(y, m, monthrange(y, m)[1]) for y, m in months]


DATES = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))


@given(start=DATES, months=st.sampled_from([1, 2, 3, 4, 6, 12]))
def test_the_first_is_the_end_of_the_calendar_period(start: dt.date, months: int) -> None:
    """On or after the start, the last day of a month that ends such a period of the year."""
    found = recurrence(f"P{months}M", start)
    assert found is not None
    first = found.first
    assert first.day == monthrange(first.year, first.month)[1]
    assert first.month % months == 0
    assert start <= first
    assert (first.year - start.year) * 12 + first.month - start.month < months
    assert recurrence("P1Y", start) == recurrence("P12M", start)


@given(start=DATES, weeks=st.integers(1, 4))
def test_weeks_end_on_sunday(start: dt.date, weeks: int) -> None:
    found = recurrence(f"P{7 * weeks}D", start)
    assert found is not None
    assert (found.unit, found.interval) == ("WEEKLY", weeks)
    assert found.first.isoweekday() == 7
    assert 0 <= (found.first - start).days < 7 * weeks


@pytest.mark.parametrize(
    "period", [None, "", "P", "P0Y", "PT1H", "P1Y6M", "P1.5Y", "-P1Y", "P9999Y"]
)
def test_what_has_no_plain_number_does_not_come_round(period: str | None) -> None:
    assert recurrence(period, dt.date(2026, 1, 1)) is None


@pytest.mark.parametrize("text", ["", "2026", "2026-02-30", "1.1.2026", "0001-01-01", "9999-12-31"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(UsageError, match=r"^--from: .*; give one, as 2026-01-01$"):
        first_day(text)


def test_nothing_to_count_is_said_and_so_is_no_day(pair_report: Report) -> None:
    """甲局 and 乙站: no frequency, and no day of issue."""
    with pytest.raises(UsageError, match="when it was issued; add --from"):
        agenda(pair_report)
    with pytest.raises(DataError, match="no norm has a frequency"):
        agenda(pair_report, dt.date(2026, 1, 1))


@pytest.fixture
def pair_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    path = tmp_path_factory.mktemp("pair") / "pair.ttl"
    path.write_text(PAIR, encoding="utf-8")
    return report(open_case(str(path)), ())


PAIR = """@prefix dg: <https://w3id.org/dutygraph/ns#> .
@prefix evidence: <https://w3id.org/dutygraph/code/evidence/> .
@prefix force: <https://w3id.org/dutygraph/code/force/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <http://pair.example/> .
<jia> a dg:Body ; rdfs:label "甲局"@zh ; dg:holds <n1> .
<n1> a dg:Norm ; dg:hasForce force:obligation ; dg:hasAction "部署" ;
  dg:hasEvidence evidence:explicit .
"""
