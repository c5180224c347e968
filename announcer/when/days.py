"""How near a day is, and which academic year it belongs to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from announcer.talk import LONGEST_NIGHT, Talk
from announcer.when.wall import in_zone, later

_TERM_BEGINS = 8  # August: between the summer schools and the autumn term


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
    weeks = (_week(day, first_weekday) - _week(today, first_weekday)).days // 7
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
    first, last = start.date(), last_day(end)
    if daily:
        last = (_wall(end) - hours_of(start, end)).date()
    elif not all_day and _wall(end) - _wall(start) <= LONGEST_NIGHT:
        last = first
    return first, last


def hours_of(start: datetime, end: datetime) -> timedelta:
    """Return how long something daily takes each day, by the clocks there."""
    return (_wall(end) - _wall(start)) % timedelta(days=1)


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _week(day: date, first_weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)
