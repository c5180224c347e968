"""From the clock on the wall to a moment in time, and back; and how near a day is."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from announcer.errors import BadValue
from announcer.talk import LONGEST_NIGHT, Talk
from announcer.when.zones import steps, unchanged, zone

_DAY = timedelta(days=1)
_HALF_DAY, _NONE = timedelta(hours=12), timedelta()
_TERM_BEGINS = 8  # August: between the summer schools and the autumn term


class Elsewhere(NamedTuple):
    """The start in another zone; ``days`` is how far its date is from the talk's."""

    zone: str
    moment: datetime
    days: int


def localize(naive: datetime, tz: tzinfo) -> datetime:
    """Return the moment a wall time means in a zone made by ``zone``.

    Raises BadValue where the clocks jump over that time or show it twice.
    """
    shown = readings(naive, tz)
    if len(shown) != 1:
        raise unclear(naive, tz)
    return shown[0]


def readings(naive: datetime, tz: tzinfo) -> list[datetime]:
    """Return every moment at which clocks show a wall time, the first one first."""
    settled = _settled(tz, naive.date())
    if settled is not None:
        return [naive.replace(tzinfo=settled)]
    near = {
        (naive + shift).replace(tzinfo=UTC).astimezone(tz) for shift in (-_DAY, _DAY)
    }
    offsets = {moment.utcoffset() or timedelta() for moment in near}
    moments = sorted((naive - offset).replace(tzinfo=UTC) for offset in offsets)
    local = [moment.astimezone(tz) for moment in moments]
    return [moment for moment in local if moment.replace(tzinfo=None) == naive]


def midnight(day: date, tz: tzinfo) -> datetime:
    """Return the first moment of a local day.

    That is 00:00, the first of two, or the moment the clocks jump to where they jump
    over midnight.
    """
    naive = datetime.combine(day, time())
    shown = readings(naive, tz)
    if shown:
        return shown[0]
    change, _, _ = _jump(naive, tz)
    return change.replace(tzinfo=UTC).astimezone(tz)


def later(moment: datetime, duration: timedelta) -> datetime:
    """Return the moment when a duration has elapsed, in the zone of ``moment``."""
    tz = moment.tzinfo
    if tz and _NONE <= duration <= _HALF_DAY and _settled(tz, moment.date()) is tz:
        return moment + duration  # the clocks stay as they are until the next noon
    return (utc(moment) + duration).astimezone(moment.tzinfo)


def in_zone(moment: datetime, tz: tzinfo) -> datetime:
    """Return the same moment as the clocks of another zone show it."""
    return utc(moment).astimezone(tz)


def utc(moment: datetime) -> datetime:
    """Return the same moment in UTC."""
    if moment.tzinfo is None:  # Python would take the zone of this machine
        raise TypeError("a wall time without a zone is no moment; localize it first")
    return moment.astimezone(UTC)


@lru_cache(maxsize=4096)
def _settled(tz: tzinfo, day: date) -> tzinfo | None:
    """Return the one kind of time a day has, or None if the clocks change near it."""
    start = datetime.combine(day, time())
    return unchanged(tz, start - _DAY, start + 2 * _DAY)


def _jump(naive: datetime, tz: tzinfo) -> tuple[datetime, datetime, datetime]:
    """Return the change near a wall time: naive UTC, wall time before and after it."""
    changes = steps(tz)
    at = bisect_right(changes, naive + _DAY, key=lambda step: step[0]) - 1
    moment, (new, _, _) = changes[at]
    old = changes[at - 1][1][0]
    return moment, moment + old, moment + new


def unclear(naive: datetime, tz: tzinfo) -> BadValue:
    """Return why a wall time of no or of two moments is refused.

    The cure of the first names the times that its moment has by either clock.
    """
    _, before, after = _jump(naive, tz)
    turn = f"the clocks go from {before:%H:%M} to {after:%H:%M}"
    where = f"on {naive:%Y-%m-%d} in {tz}"
    if after > before:
        jump = after - before
        hint = f"Write {naive - jump:%H:%M} or {naive + jump:%H:%M}."
        return BadValue(f"{naive:%H:%M} does not exist {where}: {turn}", hint)
    hint = f"Write a time before {after:%H:%M} or from {before:%H:%M} on."
    return BadValue(f"{naive:%H:%M} happens twice {where}: {turn}", hint)


class Nearness(StrEnum):
    """How far away a talk's day is for somebody who reads about it now."""

    PAST = "past"
    TODAY = "today"
    TOMORROW = "tomorrow"
    THIS_WEEK = "this-week"
    NEXT_WEEK = "next-week"
    LATER = "later"


def nearness(start: datetime, now: datetime, *, first_weekday: int = 0) -> Nearness:
    """Say how near the day of ``start`` is, by the calendar of the talk's own zone.

    A talk of today stays TODAY until midnight. Weeks begin on ``first_weekday``
    (Monday is 0, Sunday 6).
    """
    assert start.tzinfo is not None  # noqa: S101 - every start is aware
    day, today = start.date(), in_zone(now, start.tzinfo).date()
    days = (day - today).days
    if days < 0:
        return Nearness.PAST
    if days < 2:
        return Nearness.TOMORROW if days else Nearness.TODAY
    weeks = (
        week_begins(day, first_weekday) - week_begins(today, first_weekday)
    ).days // 7
    near = (Nearness.THIS_WEEK, Nearness.NEXT_WEEK)
    return near[weeks] if weeks < 2 else Nearness.LATER


def academic_year(day: date) -> tuple[str, date, date]:
    """Return the academic year of a day: ``2020/21``, 1 August and 31 July."""
    year = day.year if day.month >= _TERM_BEGINS else day.year - 1
    name = f"{year}/{(year + 1) % 100:02}"
    return name, date(year, _TERM_BEGINS, 1), date(year + 1, _TERM_BEGINS - 1, 31)


def last_day(end: datetime) -> date:
    """Return the last day of what is over at ``end``; at midnight, the day before."""
    return later(end, -timedelta.resolution).date()


def days_of(talk: Talk) -> tuple[date, date]:
    """Return the first and the last day of a talk; of a night, twice its first."""
    return days_between(talk.start, talk.end, all_day=talk.all_day, daily=talk.daily)


def days_between(
    start: datetime, end: datetime, *, all_day: bool = False, daily: bool = False
) -> tuple[date, date]:
    """Return the first and the last day of what takes place between two moments."""
    first = start.date()
    if daily:
        return first, (_wall(end) - hours_of(start, end)).date()
    if not all_day and _by_clocks(start, end) <= LONGEST_NIGHT:
        return first, first
    return first, last_day(end)


def elsewhere(talk: Talk) -> tuple[Elsewhere, ...]:
    """Return the start in the other zones that the series of a talk names."""
    if talk.all_day:
        return ()
    moments = (
        (name, in_zone(talk.start, zone(name)))
        for name in talk.series.zones
        if name != talk.timezone
    )
    return tuple(
        Elsewhere(name, moment, (moment.date() - talk.start.date()).days)
        for name, moment in moments
    )


def hours_of(start: datetime, end: datetime) -> timedelta:
    """Return how long something daily takes each day, by the clocks there."""
    return _by_clocks(start, end) % timedelta(days=1)


def _by_clocks(start: datetime, end: datetime) -> timedelta:
    """Return how far the clocks on the wall go between two moments."""
    if start.tzinfo is end.tzinfo:  # then Python asks the clocks alone
        return end - start
    return _wall(end) - _wall(start)


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def week_begins(day: date, first_weekday: int) -> date:
    """Return the first day of the week that a day is in (Monday is 0, Sunday 6)."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)
