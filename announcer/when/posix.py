"""The rule for all years to come that ends a tz database file (POSIX TZ, RFC 9636)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from announcer.classes import dataclass

_NAME = r"<[A-Za-z0-9+-]+>|[A-Za-z]{3,}"
_CLOCK = r"[+-]?\d{1,3}(?::\d{2}){0,2}"
_DAY = r"J?\d{1,3}|M\d{1,2}\.\d\.\d"
_RULE = re.compile(
    rf"(?P<std>{_NAME})(?P<offset>{_CLOCK})"
    rf"(?:(?P<dst>{_NAME})(?P<dst_offset>{_CLOCK})?"
    rf",(?P<start>{_DAY})(?:/(?P<start_at>{_CLOCK}))?"
    rf",(?P<end>{_DAY})(?:/(?P<end_at>{_CLOCK}))?)?",
)


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day of every year and the wall time of a change on it.

    ``day`` is POSIX text: ``Mm.w.d`` (week 5 is the last, Sunday is 0), ``Jn`` or
    ``n``. ``at`` may be negative or reach past midnight (RFC 9636 section 3.3.1).
    """

    day: str
    at: timedelta

    def onset(self, year: int) -> datetime:
        """Return the change of one year in the wall time before it."""
        midnight = datetime.combine(self._date(year), datetime.min.time())
        return midnight + self.at

    def _date(self, year: int) -> date:
        if self.day.startswith("M"):
            month, week, weekday = (int(part) for part in self.day[1:].split("."))
            return _weekday_of_month(year, month, week, weekday)
        number = int(self.day.removeprefix("J"))
        if self.day.startswith("J"):  # counts from 1 and never counts 29 February
            # 2001 is no leap year: its n-th day has the month and day that are meant
            return (date(2001, 1, 1) + timedelta(days=number - 1)).replace(year=year)
        return date(year, 1, 1) + timedelta(days=number)


@dataclass(frozen=True, slots=True)
class PosixRule:
    """Standard time and, where clocks change, daylight time with its two days."""

    name: str
    offset: timedelta
    dst_name: str = ""
    dst_offset: timedelta = timedelta()
    start: DayRule | None = None
    end: DayRule | None = None

    def changes(self, year: int) -> Iterator[tuple[datetime, timedelta, str, bool]]:
        """Yield each change of a year: naive UTC, the new offset, name and DST flag."""
        if self.start is None or self.end is None:
            return
        into = (self.start.onset(year) - self.offset, self.dst_offset, self.dst_name)
        back = (self.end.onset(year) - self.dst_offset, self.offset, self.name)
        yield from sorted([(*into, True), (*back, False)])


def parse_rule(text: str) -> PosixRule | None:
    """Read a text such as ``EST5EDT,M3.2.0,M11.1.0``; None if it is no POSIX TZ."""
    found = _RULE.fullmatch(text)
    if found is None:
        return None
    # POSIX counts west as positive
    offset = -_clock(found["offset"])
    name = found["std"].strip("<>")
    if found["dst"] is None:
        return PosixRule(name, offset)
    hour_ahead = offset + timedelta(hours=1)
    stated = found["dst_offset"]
    return PosixRule(
        name,
        offset,
        found["dst"].strip("<>"),
        -_clock(stated) if stated else hour_ahead,
        DayRule(found["start"], _clock(found["start_at"] or "2")),
        DayRule(found["end"], _clock(found["end_at"] or "2")),
    )


def _clock(text: str) -> timedelta:
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds, *_ = (*map(int, text.lstrip("+-").split(":")), 0, 0)
    return sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _weekday_of_month(year: int, month: int, week: int, weekday: int) -> date:
    first = date(year, month, 1)
    days = (weekday - first.isoweekday()) % 7 + 7 * (week - 1)
    found = first + timedelta(days=days)
    return found if found.month == month else found - timedelta(days=7)
