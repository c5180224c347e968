"""When the rules of a series fall due, on the clocks of its zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from announcer import when
from announcer.errors import BadValue
from announcer.kinds import ALONE, Kind, TellRule
from announcer.talk import Series, Talk, Term
from announcer.words import words_for

STARTS = attrgetter("start")  # by which the talks of a programme stand in order
_MORNING = timedelta(hours=12)
_WEEK = 7
_PLANNED_AHEAD = 4  # days of a week that are gone when people plan the next one
_AROUND = range(-2, 3)  # the weeks before and after this one that may matter


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


def is_scheduled(talk: Talk) -> bool:
    """Say whether a rule tells of a talk alone, so that not only a digest does."""
    alone = (rule for rule in talk.series.tell if rule.kind in ALONE)
    return any(moment(rule, talk) < begins(talk) for rule in alone)


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


class Week(NamedTuple):
    """What one digest is about: the time from ``since`` until the next one's.

    ``first`` is the first of its days, ``due`` is when it goes out.
    """

    first: date
    due: datetime
    since: datetime


def weeks(series: Series, now: datetime) -> list[Week]:
    """Return the weeks of a series' digests around now, in order.

    Each ends where the next one begins, so that no day is in none of them or in two.
    Digests of different rules about the same days are one: the first of them.
    """
    starts = first_weekday(series)
    found: dict[date, Week] = {}
    present = today(series, now)
    for rule in series.tell:
        if rule.kind != Kind.DIGEST:
            continue
        back = (present.weekday() - (rule.weekday or 0)) % _WEEK
        for number in _AROUND:
            day = present + timedelta(days=number * _WEEK - back)
            first = opens(day, starts)
            due = on_clock(day, rule.at, series.timezone)
            since = due
            if first != day:
                since = on_clock(first, time(), series.timezone)
            one = Week(first, due, since)
            found[first] = min(found.get(first, one), one)
    return [found[first] for first in sorted(found)]


def opens(day: date, first_weekday: int) -> date:
    """Return the first day that a digest of some day is about.

    In the last three days of a week that is the beginning of the next one, which people
    plan then, and else the day itself: nobody needs to hear of the days before it.
    """
    gone = (day - when.week_begins(day, first_weekday)).days
    return day + timedelta(days=_WEEK - gone) if gone >= _PLANNED_AHEAD else day


def first_weekday(series: Series) -> int:
    """Return the day on which the week of a series' readers begins, Monday = 0."""
    return words_for(series.language).first_weekday


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
