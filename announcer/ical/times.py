"""When an event is, as calendars show it: whole days, or hours in a zone or in UTC."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from announcer import when
from announcer.errors import BadValue
from announcer.ical.lines import day, local, utc
from announcer.talk import Talk

_UTC = "UTC"  # the only name of it that records may use; written with Z


def in_days(talk: Talk) -> bool:
    """Say whether calendars show whole days: also where one cannot tell the nights."""
    first, last = when.days_of(talk)
    return talk.all_day or (first != last and not talk.daily)


def after_last(talk: Talk) -> date:
    """Return the day after the last one, on which whole days end (RFC 5545 3.6.1)."""
    return when.days_of(talk)[1] + timedelta(days=1)


def zone_name(talk: Talk) -> str | None:
    """Return the TZID of the talk's times, or None for whole days and for UTC.

    A time in the hour that an autumn night shows twice can only be told in UTC.
    """
    return None if in_days(talk) else _zone_of_times(talk)


def _zone_of_times(talk: Talk) -> str | None:
    if talk.timezone == _UTC:
        return None
    for moment in (talk.start, talk.end):
        if _is_unclear(moment, talk.timezone):
            return None
    return talk.timezone


def _is_unclear(moment: datetime, timezone: str) -> bool:
    try:
        when.localize(moment.replace(tzinfo=None), when.zone(timezone))
    except BadValue:
        return True
    return False


def value(talk: Talk, moment: datetime, zone: str | None, *, whole: bool) -> str:
    """Return its start or an end with its parameters.

    ``whole`` says ``in_days``, and ``zone`` is the talk's ``zone_name``.
    """
    if whole:
        shown = talk.start if moment == talk.start else after_last(talk)
        return f";VALUE=DATE:{day(shown)}"
    return f":{utc(moment)}" if zone is None else f";TZID={zone}:{local(moment)}"


def first_end(talk: Talk) -> datetime:
    """Return when a talk ends; one that is daily, on the first of its days."""
    if not talk.daily:
        return talk.end
    return talk.start + when.hours_of(talk.start, talk.end)  # by the clocks there
