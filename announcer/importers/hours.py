"""When the talk of an entry is, by the keys that say it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time

from announcer.errors import BadValue
from announcer.importers.dates import clock_of, moment_of
from announcer.importers.found import Doubt, Given, Moment
from announcer.importers.gaps import hour_unread
from announcer.importers.keys import YES, Entry
from announcer.importers.lengths import duration_in_field
from announcer.importers.moments import between, stamp, wall
from announcer.when import zone as zone_named

_POSTED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:(?!00)\d\d")


def moment_in(made: Entry, given: Given) -> tuple[Moment, list[Doubt]]:
    """Return when the talk of an entry is, as far as it says, and what is odd in it."""
    start, when, clock = made.text("start"), made.text("date"), made.text("time")
    if start and stamp(start) is None and not moment_of(start, given)[0].day:
        clock, start = clock or start, ""  # a time of day
    if not start and when and _POSTED.match(when) and not clock:
        text = f"`{when}` is when this was posted, and no day of a talk is given"
        return Moment(), [Doubt("posted", text)]
    zone, doubts = _zone(made)
    text = start or when
    exact = stamp(text)
    if isinstance(exact, datetime):
        midnight = exact.time() == time(0)
        if not (midnight and (clock or not start) and not made.text("end")):
            return _exact(made, exact, zone, doubts)
        exact = exact.date()  # the midnight of a program that knows no day alone
    moment, more = _spoken(made, exact, text, clock, given)
    if made.text("all day").casefold() in YES:
        moment = replace(moment, all_day=True, time=None)
    if zone and moment.day:
        moment = replace(moment, zone=zone)
    unread = hour_unread(clock, moment)
    return _with_end(moment, made), [*doubts, *more, *unread]


def _exact(
    made: Entry, start: datetime, zone: str | None, doubts: list[Doubt]
) -> tuple[Moment, list[Doubt]]:
    """Return when a talk is by a time that a program wrote."""
    end = stamp(made.text("end"))
    begin: date | datetime | None = start
    if start.tzinfo and made.floating:
        text = f"the offset of {start.isoformat()} is written whatever the time zone is"
        doubts = [*doubts, Doubt("offset", text, "Say the zone: --timezone.")]
        begin, end = wall(start), wall(end)
    ends = end if isinstance(end, datetime) else None
    return _with_end(between(begin, ends, zone), made), doubts


def _spoken(
    made: Entry, day: date | None, text: str, clock: str, given: Given
) -> tuple[Moment, list[Doubt]]:
    """Return when a talk is by a day, and a time in words."""
    weekday = made.text("weekday")
    if day is None:
        words = " ".join(filter(None, (weekday, text)))
        return moment_of(words or clock, given, clock if words else "")
    moment, doubts = moment_of(f"{day}", given, clock)
    if weekday:
        doubts = [*doubts, *moment_of(f"{weekday} {day}", given)[1]]
    return moment, doubts


def _with_end(moment: Moment, made: Entry) -> Moment:
    """Return a moment with its end, from keys for that or for its length."""
    if moment.end is not None or (moment.time is None and moment.instant is None):
        last = stamp(made.text("end"))
        if (
            moment.end is None
            and isinstance(last, date)
            and isinstance(moment.day, date)
        ):
            last = last.date() if isinstance(last, datetime) else last
            return replace(moment, last_day=last if last > moment.day else None)
        return moment
    ends = stamp(made.text("end"))
    if isinstance(ends, datetime):
        day = (
            ends.date()
            if ends.date() != moment.day and moment.instant is None
            else None
        )
        return replace(moment, end=ends.time(), last_day=day)
    said = made.text("end")
    if said and ends is None and (end := clock_of(said)[0].time):
        return replace(moment, end=end)
    length = made.text("duration")
    if length:
        return replace(moment, duration=duration_in_field(length))
    return moment


def _zone(made: Entry) -> tuple[str | None, list[Doubt]]:
    name = made.text("timezone")
    if not name:
        return None, []
    try:
        zone_named(name)
    except BadValue as wrong:
        return None, [Doubt("timezone", wrong.message, wrong.hint)]
    return name, []
