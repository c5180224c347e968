"""When the rules of a series fall due, on the clocks of its zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from announcer import when
from announcer.errors import BadValue
from announcer.talk import Series, Talk, TellRule, Term

_MORNING = timedelta(hours=12)
_WEEK = 7
_FRIDAY = 4


def moment(rule: TellRule, talk: Talk) -> datetime:
    """Return when a rule about single talks falls due for a talk."""
    if rule.lead is not None:
        return when.later(talk.start, -rule.lead)
    day = day_of(talk) - timedelta(days=rule.days or 0)
    return on_clock(day, rule.at, talk.series.timezone)


def begins(talk: Talk) -> datetime:
    """Return when a talk has begun; an all-day talk by the noon of its first day.

    Nobody knows its hour, and its reminder may come in the morning.
    """
    return when.later(talk.start, _MORNING) if talk.all_day else talk.start


def belief_ends(start: datetime, end: datetime, *, all_day: bool) -> datetime:
    """Return until when who goes by these times can still be told better.

    That is when the talk has begun; one of several days is visited until its end.
    """
    if when.last_day(end) > start.date():
        return end
    return when.later(start, _MORNING) if all_day else start


def day_of(talk: Talk) -> date:
    """Return the day of a talk where its series lives; an all-day talk's own day."""
    if talk.all_day:
        return talk.start.date()
    return when.in_zone(talk.start, when.zone(talk.series.timezone)).date()


def today(series: Series, now: datetime) -> date:
    """Return the present day where a series lives."""
    return _today(series.timezone, now)


@lru_cache(maxsize=64)
def _today(timezone: str, now: datetime) -> date:
    return when.in_zone(now, when.zone(timezone)).date()


def before_term(rule: TellRule, term: Term, series: Series) -> datetime:
    """Return when a rule about a whole term falls due."""
    day = term.start - timedelta(days=rule.days or 0)
    return on_clock(day, rule.at, series.timezone)


def weekly(rule: TellRule, series: Series, now: datetime) -> tuple[datetime, datetime]:
    """Return the last moment of a weekly rule up to now, and the next one after."""
    present = today(series, now)
    back = (present.weekday() - (rule.weekday or 0)) % _WEEK
    day = present - timedelta(days=back)
    moments = [
        on_clock(day + timedelta(days=days), rule.at, series.timezone)
        for days in (-_WEEK, 0, _WEEK)
    ]
    if moments[1] <= now:
        return moments[1], moments[2]
    return moments[0], moments[1]


def week_of(day: date) -> tuple[date, date]:
    """Return the Monday to Sunday that a digest of this day is about.

    From Friday on people plan the next week.
    """
    monday = day - timedelta(days=day.weekday())
    if day.weekday() >= _FRIDAY:
        monday += timedelta(days=_WEEK)
    return monday, monday + timedelta(days=_WEEK - 1)


@lru_cache(maxsize=4096)
def on_clock(day: date, at: time, timezone: str) -> datetime:
    """Return when the clocks of a zone show a time; nothing fails when they change.

    Where they jump over it, that is as long after midnight as on other days; where
    they show it twice, it is the first time.
    """
    tz = when.zone(timezone)
    try:
        return when.localize(datetime.combine(day, at), tz)
    except BadValue:
        since = timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
        return when.later(when.midnight(day, tz), since)
