"""When a talk takes place: date, time, duration and end of a record to two moments.

A duration is elapsed time. The end of a range such as ``12:30-13:30`` is wall time and
may pass midnight (23:00-01:00, but 14:00-13:00 is a slip); on a range of days it holds
for each of them. A talk whose series has a regular time is all-day when it says
``time: all day``, and so is a range of days without a time of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from announcer import when
from announcer.errors import BadValue
from announcer.lazy import pattern
from announcer.record.kinds import any_case, patterned
from announcer.record.placeholders import is_placeholder
from announcer.record.source import clip
from announcer.record.zoned import Clock, Days, End, Misfit, Said, spelt
from announcer.talk import LONGEST_NIGHT

ASSUMED = timedelta(minutes=60)
_ONE_DAY = timedelta(days=1)
_LONGEST = timedelta(days=366)
_WHOLE_DAY = "all day"
_MIDNIGHT = 24 * 60
_NOON = time(12)
_DAY_AND_TIME = pattern(r"(\d{4}-\d{2}-\d{2})((?:[Tt]|,? (?:at |um |à )?)\s*\S.*)")
_AT = pattern(r"^[Tt,\s]+")
_DASH = pattern(r"\s*[-–—]\s*|\s+to\s+")
_DATED_END = pattern(r"(\d{4}-\d{2}-\d{2})(?:(?:T|\s+)(\S.*))?")


class Span(NamedTuple):
    """The moments of a talk, as on the noun."""

    start: datetime
    end: datetime
    all_day: bool = False
    end_stated: bool = True
    daily: bool = False


def span(own: dict[str, Any], inherited: dict[str, Any], tz: tzinfo) -> Span:
    """Compute start and end from a talk's own values and those of its series.

    Its own are ``settled``. Raises Misfit, which names the field to look at.
    """
    first, last, _ = own["date"]
    clock: Clock | None = own.get("time")
    if clock is None:
        clock = (inherited.get("time") if first == last else None) or Clock()
    if clock.start is None:
        return _all_day(own, first, last, tz)
    blamed = "time" if "time" in own else "date"
    start = _moment(
        first, clock.start, tz, blamed, clock.zone, lambda said: _line(said, clock.end)
    )
    end, stated = _end(own, inherited, clock, start, tz)
    _check(own, start, end, several=first != last)
    return Span(start, end, end_stated=stated, daily=first != last)


def _all_day(own: dict[str, Any], first: date, last: date, tz: tzinfo) -> Span:
    end: End | None = own.get("end")
    if own.get("duration") or (end and end.time):
        field = "duration" if own.get("duration") else "end"
        raise Misfit(
            field,
            "time-missing",
            f"there is `{field}` but no time at which the talk begins",
            "Write time: 12:30.",
        )
    if end and end.day:
        if last != first:
            raise Misfit(
                "end", "end-twice", "the last day is said twice", "Remove `end`."
            )
        last = end.day
    if last < first:
        raise Misfit(
            "end", "ends-before-start", "the talk ends before it begins", "Check `end`."
        )
    if last - first > _LONGEST:
        raise Misfit(
            "date", "too-long-talk", "this is more than a year", "Check the last day."
        )
    after = last + _ONE_DAY
    return Span(when.midnight(first, tz), when.midnight(after, tz), all_day=True)


def _end(
    own: dict[str, Any],
    inherited: dict[str, Any],
    clock: Clock,
    start: datetime,
    tz: tzinfo,
) -> tuple[datetime, bool]:
    first, last, _ = own["date"]
    own_clock: Clock | None = own.get("time")
    own_range = own_clock is not None and own_clock.end is not None
    _one_end(own, own_range=own_range)
    if own_range:
        return _wall_end("time", last, clock, clock.end, tz, clock.end_zone), True
    if "end" in own:
        return _own_end(own["end"], last, clock, tz, several=first != last), True
    if "duration" in own:
        if first != last:
            start = _moment(last, clock.start or start.time(), tz, "date", clock.zone)
        return when.later(start, own["duration"]), True
    if first != last:
        raise Misfit(
            "date",
            "end-missing",
            "the talk takes several days and does not say when it ends",
            "Write time: 09:00-17:00 or `end`, or leave out the time for whole days.",
        )
    if clock.end is not None:
        return _wall_end("date", last, clock, clock.end, tz), True
    duration: timedelta | None = inherited.get("duration")
    return when.later(start, duration or ASSUMED), duration is not None


def _one_end(own: dict[str, Any], *, own_range: bool) -> None:
    said = ["time"] * own_range + [key for key in ("end", "duration") if key in own]
    if len(said) > 1:
        raise Misfit(
            said[1],
            "end-twice",
            f"`{said[0]}` and `{said[1]}` both say when the talk ends",
            f"Remove `{said[1]}`.",
        )


def _own_end(
    end: End, last: date, clock: Clock, tz: tzinfo, *, several: bool
) -> datetime:
    if end.time is None:
        raise Misfit(
            "end",
            "bad-end",
            "the talk has a time, so its end needs one, too",
            "Write for example end: 2021-03-09 12:00.",
        )
    if end.day is None:
        return _wall_end("end", last, clock, end.time, tz, end.zone)
    if several:
        raise Misfit(
            "end",
            "end-twice",
            "the last day is said twice",
            "Write only the time in `end`.",
        )
    return _moment(
        end.day, end.time, tz, "end", end.zone, lambda said: f"end: {end.day} {said}"
    )


def _wall_end(  # noqa: PLR0913, PLR0917 - the time, its day, and what it is said of
    field: str, last: date, clock: Clock, end: time | None, tz: tzinfo, zone: str = ""
) -> datetime:
    assert clock.start is not None and end is not None  # noqa: S101, PT018 - timed talks only
    begin = clock.start
    if end <= begin and (Clock(begin, end).length() or _ONE_DAY) <= LONGEST_NIGHT:
        last += _ONE_DAY

    def line(said: str) -> str:
        return f"end: {said}" if field == "end" else _line(f"{begin:%H:%M}-{said}")

    return _moment(last, end, tz, field, zone, line)


def _check(
    own: dict[str, Any], start: datetime, end: datetime, *, several: bool
) -> None:
    field = next((key for key in ("end", "time") if key in own), "date")
    if end <= start:
        raise Misfit(
            field,
            "ends-before-start",
            f"the talk ends ({end:%H:%M}) before it begins ({start:%H:%M})"
            if start.date() == end.date()
            else f"the talk ends on {end:%Y-%m-%d}, before it begins",
            "Check time, end and date.",
        )
    dated = "end" in own and own["end"].day is not None
    longest = _LONGEST if several or dated else _ONE_DAY
    if end - start > longest:
        raise Misfit(
            field,
            "too-long-talk",
            "this is longer than a talk can be",
            "Check `end` and the date.",
        )


def _line(said: str, end: time | None = None) -> str:
    return f"time: {said}-{end:%H:%M}" if end else f"time: {said}"


def _moment(  # noqa: PLR0913, PLR0917 - a wall time, what tells it from its twin, the cure
    day: date,
    clock: time,
    tz: tzinfo,
    field: str,
    zone: str,
    line: Callable[[str], str] = _line,
) -> datetime:
    """Return the moment of a wall time; ``line`` makes the line that says it."""
    naive = datetime.combine(day, clock)
    shown = when.readings(naive, tz)
    if len(shown) > 1:
        shown = [one for one in shown if zone and when.shows(one, zone)] or shown
    if len(shown) == 1:
        return shown[0]
    wrong = when.unclear(naive, tz)
    hint = wrong.hint
    if shown:
        first, second = (line(spelt(one)) for one in shown)
        hint = f"Which one? Write {first} for the first, or {second} for the second."
    raise Misfit(field, "clock-change", wrong.message, hint)


@lru_cache(maxsize=1024)
def read_time(text: str) -> Clock:
    """Read ``12:30``, ``12:30-13:30``, ``23:00-01:00`` or ``all day``."""
    if text.casefold().replace("-", " ") == _WHOLE_DAY:
        return Clock()
    try:
        return Clock(*when.parse_time(text))
    except BadValue:
        night = _night(text)
        if night is None:
            raise
        return night


def _night(text: str) -> Clock | None:
    """Read a range that passes midnight, which is no range to ``when``."""
    parts = _DASH.split(text)
    if len(parts) != 2:
        return None
    try:
        (start, _), (end, _) = (when.parse_time(part) for part in parts)
    except BadValue:
        return None
    clock = Clock(start, end)
    length = clock.length()
    return clock if end < start and length and length <= LONGEST_NIGHT else None


def read_talk_time(text: str) -> Clock | Said:
    """Read a time, which may name the zone of its clocks: ``02:30 CET``.

    What only day and zone of the talk explain comes back as it was said.
    """
    try:
        return read_time(text)
    except BadValue:
        said = _said(text)
        if said is None:
            raise
        return said


def _said(text: str) -> Said | None:
    """Return a time that names a zone, or the midnight that ends its day."""
    zoned = when.zoned_time(text)
    if zoned:
        return Said(text, zoned, plain=True)
    found = when.spoken(text)
    if found is None:
        return None
    late = any(start >= _MIDNIGHT for start, _ in found.readings)
    return Said(text, found) if found.zone or found.end_zone or late else None


def read_days(text: str) -> Days:
    """Read ``2021-03-08`` or ``2022-11-17 to 2022-11-18``.

    A time that is written beside a day comes back as it was said.
    """
    try:
        return Days(*when.parse_date(text))
    except BadValue:
        if is_placeholder(text):
            raise BadValue(
                f"`{clip(text)}` is no day",
                "While it is open, take `date` out and write status: planned. People "
                "know the talk already? Keep its old day, and write status: postponed.",
            ) from None
        found = _DAY_AND_TIME.fullmatch(text.strip())
        if found is None:
            raise
        said = when.iso_time(found[2]) or when.spoken(_AT.sub("", found[2]))
        if said is None:
            raise
        return Days(*when.parse_date(found[1]), Said(text, said))


def read_end(text: str) -> End:
    """Read ``13:30``, ``2021-03-09 12:00`` or, for all-day talks, ``2021-03-09``."""
    found = _DATED_END.fullmatch(text)
    day = None
    if found:
        day, _ = when.parse_date(found[1])
        if not found[2]:
            return End(day, None)
    written = found[2] if found else text
    try:
        start, end = when.parse_time(written)
    except BadValue:
        said = _said(written)
        if said is None or said.spoken.readings[0][1] is not None:
            raise
        return End(day, _NOON, said=said)
    if end is not None:
        raise BadValue(
            f"`{clip(text)}` is two times",
            "Write the end only, or the range in `time`.",
        )
    return End(day, start)


_TIME = when.TIME_PATTERN.removeprefix("^").removesuffix("$")
_ZONED = when.ZONED_TIME_PATTERN.removeprefix("^").removesuffix("$")
_HALF = r" ?[aApP]\.?[mM]\.?"
_ONE_TIME = (
    rf"\d{{1,2}}((:\d{{2}})?({_HALF})?"
    rf"|(:\d{{2}}({_HALF})?|{_HALF}) ?{when.ZONE_PATTERN})"
)
_ALL_DAY = any_case([_WHOLE_DAY, "all-day"])
TIME = patterned(
    "bad-time",
    read_time,
    rf"(?:{_ALL_DAY})|{_TIME}",
    examples=["12:30", "12:30-13:30", "all day"],
)
TALK_TIME = patterned(
    "bad-time",
    read_talk_time,
    rf"(?:{_ALL_DAY})|{_ZONED}",
    examples=["12:30", "12:30-13:30", "all day"],
)
DATE = patterned("bad-date", read_days, when.DATE_PATTERN, examples=["2021-03-08"])
END = patterned(
    "bad-end",
    read_end,
    rf"\d{{4}}-\d{{2}}-\d{{2}}((T|\s+){_ONE_TIME})?|{_ONE_TIME}",
    examples=["13:30", "2021-03-09 12:00"],
)
