"""Days and moments as people write them in running text, in many languages at once.

What a text leaves open (year, zone, half of the day) stays open or is a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from itertools import product

from announcer.importers.clocks import Clock, Trust, clocks_in
from announcer.importers.days import Day, days_in, same_day, shown
from announcer.importers.found import Doubt, Given, Moment
from announcer.importers.lengths import duration_of
from announcer.importers.spans import blanked
from announcer.when import zone, zones_meant
from announcer.when.named import places

_LENGTH = re.compile(
    r"[(,;]\s*((?:\d|half|an |one |eine )[^(),;]{1,24}?)\s*[),;.]?\s*$", re.MULTILINE
)


def moment_of(text: str, given: Given, clock: str = "") -> tuple[Moment, list[Doubt]]:
    """Read when something is from a text that says it, and what is doubtful in it.

    ``clock`` is what stands in a field of its own for the time of day.
    """
    days = days_in(text, given)
    rest = blanked(text, (one.place for one in days))
    trust = Trust.DATE if days else Trust.PROSE
    times = clocks_in(clock, Trust.TIME) or clocks_in(rest, trust)
    moment, doubts = _of_days(days)
    timed, more = of_clocks(times, moment)
    left = clock or blanked(rest, (one.place for one in times))
    length = _LENGTH.search(left)  # and not: 5 March, 14h
    if length and timed.end is None:
        timed = replace(timed, duration=duration_of(length[1]))
    return timed, [*doubts, *more]


def clock_of(text: str) -> tuple[Moment, list[Doubt]]:
    """Read the time of day from a field for it; the moment has no day."""
    return of_clocks(clocks_in(text, Trust.TIME), Moment())


def _of_days(days: Sequence[Day]) -> tuple[Moment, list[Doubt]]:
    if not days:
        return Moment(), []
    first = days[0]
    doubts = [doubt for one in days for doubt in one.doubts]
    others = [one.day for one in days if one.day and not same_day(one.day, first.day)]
    if others:
        named = " and ".join(map(shown, dict.fromkeys([first.day, *others])))
        text = f"two dates stand here: {named}; the first is taken"
        doubts.append(Doubt("dates", text))
    full = next((one for one in days if isinstance(one.day, date)), first)
    day = full.day if same_day(full.day, first.day) else first.day
    return Moment(day=day, last_day=first.last), doubts


def of_clocks(times: Sequence[Clock], moment: Moment) -> tuple[Moment, list[Doubt]]:
    """Return a moment with the time that its text says, and doubts of it."""
    if not times:
        return moment, []
    with_zone = [one for one in times if one.zone]
    chosen = (
        with_zone[0] if with_zone and not _apart(times[0], with_zone[0]) else times[0]
    )
    doubts = list(chosen.doubts)
    if len(with_zone) > 1:
        doubts += _disagreeing(with_zone, moment.day)
    else:
        others = [one for one in times if _apart(one, chosen)]
        if others:
            named = ", ".join(
                dict.fromkeys(f"{one.start:%H:%M}" for one in (chosen, *others))
            )
            doubts.append(Doubt("times", f"more than one time stands here: {named}"))
    return zoned(
        replace(moment, time=chosen.start, end=chosen.end), chosen.zone
    ), doubts


def _apart(one: Clock, other: Clock) -> bool:
    return one.start != other.start


def zoned(moment: Moment, words: str) -> Moment:
    """Return a moment with what stands for a zone beside its time."""
    if not words:
        return moment
    offset = re.fullmatch(
        r"(?:UTC|GMT)?\s?([+−-])\s?(1[0-4]|0?\d)(?::?([0-5]\d))?", words
    )
    if offset:
        if not isinstance(moment.day, date) or moment.time is None:
            return replace(moment, abbreviation=words)
        size = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        tz = timezone(size if offset[1] == "+" else -size)
        return replace(moment, instant=datetime.combine(moment.day, moment.time, tz))
    named = places(words)
    city = "/" in words or re.search("time$|^heure", words)
    if named == ("UTC",) or (city and len(named) == 1):
        return replace(moment, zone=named[0])
    return replace(moment, abbreviation=words)


def _disagreeing(zoned: Sequence[Clock], day: object) -> list[Doubt]:
    """Return a doubt for each time in another zone that is another moment."""
    known = day if isinstance(day, date) else None
    if known is None:
        return []
    first = zoned[0]
    doubts = []
    for other in zoned[1:]:
        if not _may_agree(first, other, known):
            text = (
                f"{first.start:%H:%M} {first.zone} and {other.start:%H:%M} {other.zone}"
                f" are not the same time on {known}"
            )
            doubts.append(Doubt("zones", text, "The first is taken."))
    return doubts


def _may_agree(one: Clock, other: Clock, day: date) -> bool:
    halves = (timedelta(), timedelta(hours=12)) if other.doubts else (timedelta(),)
    offsets = [
        [
            meant.offset
            for meant in zones_meant(
                said.zone, datetime.combine(day, said.start), zone("UTC")
            )
        ]
        for said in (one, other)
    ]
    apart = datetime.combine(day, other.start) - datetime.combine(day, one.start)
    return any(
        (apart + half - (b - a)) % timedelta(days=1) == timedelta()
        for a, b, half in product(*offsets, halves)
    )
