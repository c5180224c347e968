"""VTIMEZONE: judged by the standard library's clocks, read back by other software."""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthcalendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import pytz
import vobject

from announcer.errors import BadValue
from announcer.ical.vtimezone import block

SECOND, HALF_HOUR = timedelta(seconds=1), timedelta(minutes=30)
ZONES = [name for name in pytz.common_timezones if name not in {"UTC", "GMT"}]
YEARS = (1999, 2021, 2026, 2037, 2038, 2060)
HARD = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Pacific/Apia",
    "Pacific/Chatham",
)


@cache
def judge(name: str) -> ZoneInfo:
    """The same data, read by somebody else."""
    with pytz.open_resource(name) as stream:  # type: ignore[attr-defined]
        return ZoneInfo.from_file(stream, key=name)


@cache
def changes(name: str, year: int) -> tuple[datetime, ...]:
    """Every change of a year, found by asking the standard library only."""
    zone = judge(name)
    start = datetime(year, 1, 1, tzinfo=UTC)
    days = [start + timedelta(days=days) for days in range(-1, 368, 7)]
    return tuple(
        halved(zone, early, late)
        for early, late in pairwise(days)
        if early.astimezone(zone).utcoffset() != late.astimezone(zone).utcoffset()
    )


def halved(zone: tzinfo, early: datetime, late: datetime) -> datetime:
    old = early.astimezone(zone).utcoffset()
    while late - early > SECOND:
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            early = middle
        else:
            late = middle
    return late


def probes(name: str, year: int) -> Iterator[datetime]:
    yield from (datetime(year, month, 15, 12, tzinfo=UTC) for month in (1, 4, 7, 10))
    for change in changes(name, year):
        yield from (change - HALF_HOUR, change - SECOND, change, change + HALF_HOUR)


def walls(name: str, year: int) -> Iterator[datetime]:
    """Wall times that exist and are clear: what an event can hold."""
    for moment in probes(name, year):
        local = moment.astimezone(judge(name))
        wall = local.replace(tzinfo=None)
        back = local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()
        if local.year == year and not back:
            yield wall


weeks = cache(monthcalendar)


class Reading:
    """RFC 5545 section 3.6.5 in a few lines: the last onset before a moment counts."""

    def __init__(self, content: bytes) -> None:
        parts = re.findall(
            r"BEGIN:(STANDARD|DAYLIGHT)\r\n(.*?)END:", content.decode(), re.DOTALL
        )
        self.kinds = [kind for kind, _ in parts]
        self.onsets = sorted(onset for _, body in parts for onset in self._onsets(body))

    def _onsets(self, body: str) -> Iterator[tuple[datetime, timedelta]]:
        lines = dict(line.split(":", 1) for line in body.split("\r\n") if line)
        begin = datetime.strptime(lines["DTSTART"], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        before, after = (
            timedelta(hours=int(text[:3]), minutes=int(text[0] + text[3:]))
            for text in (lines["TZOFFSETFROM"], lines["TZOFFSETTO"])
        )
        yield begin - before, after
        for day in self._days(lines.get("RRULE", ""), begin.year):
            onset = datetime.combine(day, begin.time(), tzinfo=UTC)
            if onset > begin:
                yield onset - before, after

    def _days(self, rule: str, first_year: int) -> Iterator[date]:
        found = re.fullmatch(
            r"FREQ=YEARLY;BYMONTH=(\d+);BYDAY=(-1|[1-4])([A-Z]{2})", rule
        )
        assert found or not rule
        for year in range(first_year, first_year + 65 if found else 0):
            assert found
            month, number = int(found[1]), int(found[2])
            weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].index(found[3])
            fits = [week[weekday] for week in weeks(year, month) if week[weekday]]
            yield date(year, month, fits[number if number < 0 else number - 1])

    def offset(self, moment: datetime) -> timedelta:
        at = bisect_right(self.onsets, moment, key=lambda onset: onset[0])
        return self.onsets[at - 1][1]


@pytest.mark.parametrize("year", YEARS)
def test_every_zone_has_the_right_offset_around_every_change(year):
    wrong = []
    for name in ZONES:
        reading = Reading(block(name, date(year, 3, 1), date(year, 3, 2)))
        wrong += [
            (name, moment)
            for moment in probes(name, year)
            if moment.astimezone(judge(name)).year == year
            and reading.offset(moment) != moment.astimezone(judge(name)).utcoffset()
        ]
    assert wrong == []


@pytest.mark.parametrize("name", HARD)
def test_a_feed_of_many_years_is_right_in_each_of_them(name):
    reading = Reading(block(name, date(1999, 5, 1), date(2060, 5, 1)))
    for year in range(1999, 2061):
        for moment in probes(name, year):
            local = moment.astimezone(judge(name))
            if 1999 <= local.year <= 2060:
                assert reading.offset(moment) == local.utcoffset(), moment


def calendar(content: bytes, name: str, walls: list[datetime]) -> str:
    """A calendar whose zone has a name nobody knows, so that its block must be read."""
    zone = content.decode().replace(f"TZID:{name}", "TZID:Test/Zone")
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTAMP:20260101T000000Z\r\n"
        f"DTSTART;TZID=Test/Zone:{wall:%Y%m%dT%H%M%S}\r\nSUMMARY:{number}\r\n"
        "END:VEVENT\r\n"
        for number, wall in enumerate(walls)
    )
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
    return f"{head}{zone}{events}END:VCALENDAR\r\n"


def with_vobject(text: str) -> list[datetime]:
    found = vobject.readOne(text)
    # vobject keeps zones of earlier files under their name
    zone = found.vtimezone.gettzinfo()
    starts = [event.dtstart.value for event in found.vevent_list]
    return [start.replace(tzinfo=zone).astimezone(UTC) for start in starts]


def with_icalendar(text: str) -> list[datetime]:
    found: Any = icalendar.Calendar.from_ical(text)
    zone = found.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    starts = [event["DTSTART"].dt for event in found.walk("VEVENT")]
    return [start.replace(tzinfo=zone).astimezone(UTC) for start in starts]


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize(
    ("reader", "years"),
    [
        (with_vobject, YEARS),
        (with_icalendar, (1999, 2021, 2026, 2037)),  # it stops in 2038 by its own word
    ],
)
def test_other_software_reads_the_same_moments(name, reader, years):
    for year in years:
        local = list(walls(name, year))
        content = block(name, date(year, 1, 1), date(year, 12, 31))
        meant = [wall.replace(tzinfo=judge(name)).astimezone(UTC) for wall in local]
        assert reader(calendar(content, name, local)) == meant, year


def test_vobject_reads_every_zone():
    wrong = []
    for name in ZONES:
        local = list(walls(name, 2026))
        text = calendar(block(name, date(2026, 1, 1), date(2026, 1, 1)), name, local)
        meant = [wall.replace(tzinfo=judge(name)).astimezone(UTC) for wall in local]
        if with_vobject(text) != meant:
            wrong.append(name)
    assert wrong == []


@pytest.mark.parametrize("year", [1999, 2021, 2026, 2060])
def test_every_zone_has_standard_time_and_no_daylight_without_it(year):
    for name in ZONES:
        reading = Reading(block(name, date(year, 1, 1), date(year, 1, 1)))
        assert "STANDARD" in reading.kinds, name


def test_a_zone_with_a_lasting_rule_needs_two_observances():
    content = block("America/New_York", date(2021, 1, 1), date(2060, 1, 1))
    assert content.decode().splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:America/New_York",
        "BEGIN:STANDARD",
        "DTSTART:20201101T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        "TZOFFSETFROM:-0400",
        "TZOFFSETTO:-0500",
        "TZNAME:EST",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20210314T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
        "TZNAME:EDT",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    ]


def test_a_zone_that_never_changes_needs_one_observance():
    reading = Reading(block("Asia/Kolkata", date(2021, 1, 1), date(2060, 1, 1)))
    assert reading.kinds == ["STANDARD"]
    assert b"RRULE" not in block("Asia/Kolkata", date(2021, 1, 1), date(2021, 1, 1))


def test_winter_is_standard_time_in_dublin():
    text = block("Europe/Dublin", date(2026, 1, 1), date(2026, 1, 1)).decode()
    assert re.findall(r"TZNAME:(\w+)\r\nEND:(\w+)", text) == [
        ("GMT", "STANDARD"),
        ("IST", "DAYLIGHT"),
    ]


def test_utc_needs_no_block():
    assert block("UTC", date(2021, 1, 1), date(2021, 1, 1)) == b""


def test_an_unknown_zone_is_refused():
    with pytest.raises(BadValue):
        block("EST", date(2021, 1, 1), date(2021, 1, 1))


@pytest.mark.parametrize("name", HARD)
def test_blocks_hold_nothing_that_readers_trip_over(name):
    content = block(name, date(1999, 1, 1), date(2060, 1, 1))
    assert content.endswith(b"END:VTIMEZONE\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    allowed = {"BEGIN", "END", "TZID", "DTSTART", "RRULE"}
    allowed |= {"TZOFFSETFROM", "TZOFFSETTO", "TZNAME"}
    for line in content.decode("ascii").splitlines():
        assert len(line) <= 75
        assert line.partition(":")[0] in allowed


def test_a_talk_on_new_years_day_in_the_far_east_is_covered():
    reading = Reading(block("Pacific/Auckland", date(2026, 1, 1), date(2026, 1, 1)))
    moment = datetime(2025, 12, 31, 11, tzinfo=UTC)  # midnight there
    assert reading.offset(moment) == timedelta(hours=13)


def test_the_last_day_may_come_before_the_first():
    day, before = date(2026, 1, 1), date(2025, 1, 1)
    assert block("Europe/Berlin", day, before) == block("Europe/Berlin", day, day)
