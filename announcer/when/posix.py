"""The rule for all years to come that ends a tz database file (POSIX TZ, RFC 9636)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from announcer.classes import dataclass
from announcer.lazy import pattern

_NAME = r"<[A-Za-z0-9+-]+>|[A-Za-z]{3,}"
_CLOCK = r"[+-]?\d{1,3}(?::\d{2}){0,2}"
_DAY = r"J?\d{1,3}|M\d{1,2}\.\d\.\d"
_RULE = pattern(
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
        return _midnight(self.day, year) + self.at


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
        both = (*into, True), (*back, False)
        yield from both if into[0] < back[0] else reversed(both)


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


@lru_cache(maxsize=2048)  # a continent has few rules, and many zones
def _midnight(day: str, year: int) -> datetime:
    if day.startswith("M"):
        month, week, weekday = map(int, day[1:].split("."))
        return _weekday_of_month(year, month, week, weekday)
    number = int(day.removeprefix("J"))
    if day.startswith("J"):  # counts from 1 and never counts 29 February
        # 2001 is no leap year: its n-th day has the month and day that are meant
        common = datetime(2001, 1, 1) + timedelta(days=number - 1)  # noqa: DTZ001
        return common.replace(year=year)
    return datetime(year, 1, 1) + timedelta(days=number)  # noqa: DTZ001 - wall time


def _weekday_of_month(year: int, month: int, week: int, weekday: int) -> datetime:
    first = datetime(year, month, 1)  # noqa: DTZ001 - wall time
    days = (weekday - first.isoweekday()) % 7 + 7 * (week - 1)
    found = first + timedelta(days=days)
    return found if found.month == month else found - timedelta(days=7)
