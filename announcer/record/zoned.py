"""Times beside the words for a time zone, and dates that hold a time.

What the clocks of the talk's own zone show is taken, and chooses one of two hours where
they are set back. Of all else the cure names the same moment, or asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from announcer import when
from announcer.record.source import Wrong, clip
from announcer.talk import LONGEST_NIGHT

_ONE_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_HERE = "Write it as the clocks of the talk's own place show it then."
_FIRST = "Mend first what is wrong with its day, or with the zone it has from above."


class Clock(NamedTuple):
    """A time of day and perhaps the one it ends at; all None: all day.

    ``zone`` and ``end_zone`` choose one of two moments with the same wall time.
    """

    start: time | None = None
    end: time | None = None
    zone: str = ""
    end_zone: str = ""

    def length(self) -> timedelta | None:
        """Return how long the range is on a day without a change of clocks."""
        if self.start is None or self.end is None:
            return None
        return (_minutes(self.end) - _minutes(self.start)) % _ONE_DAY


class Said(NamedTuple):
    """A time that its day and zone explain; ``plain`` if it is in the right form."""

    text: str
    spoken: when.Spoken
    plain: bool = False


class Days(NamedTuple):
    """The first and the last day, and a time that was written beside it."""

    first: date
    last: date
    said: Said | None = None


class End(NamedTuple):
    """An end as written: a time, a day, or both."""

    day: date | None
    time: time | None
    zone: str = ""
    said: Said | None = None


class Misfit(Wrong):
    """Say which field does not fit the others."""

    def __init__(self, field: str, code: str, message: str, hint: str = "") -> None:
        super().__init__(code, message, hint)
        self.field = field


class _Option(NamedTuple):
    """One moment that is perhaps meant, in the zone of the talk."""

    start: datetime
    end: datetime | None
    meant: when.Meant


def settled(
    own: dict[str, Any], tz: tzinfo | None
) -> tuple[dict[str, Any], list[Misfit]]:
    """Return the values of a talk with its times as its own clocks show them.

    The problems are those of times that are another zone's, or may be; without a day or
    a zone, because they could not be read, all that name a zone.
    """
    days: Days | None = own.get("date")
    fields: list[tuple[str, Said, date | None]] = []
    if days and days.said:
        fields.append(("date", days.said, days.first))
    if isinstance(own.get("time"), Said):
        fields.append(("time", own["time"], days.first if days else None))
    end: End | None = own.get("end")
    if end and end.said:
        day = end.day or (days.last if days else None)
        fields.append(("end", end.said, day))
    found: dict[str, Any] = {}
    problems = []
    for field, said, day in fields:
        clock = _own(said, day, tz) if day and tz and field != "date" else None
        if clock is None:
            several = bool(days and days.first != days.last)
            problems.append(_misfit(field, said, day, tz, several=several))
        elif field == "time":
            found["time"] = clock
        else:
            assert end is not None  # noqa: S101 - the field is there
            found["end"] = End(end.day, clock.start, clock.zone)
    return own | found, problems


def _own(said: Said, day: date, tz: tzinfo) -> Clock | None:
    """Return a time as the clocks of the talk show it, if they show what is said."""
    if not said.plain:
        return None
    zone, end_zone = said.spoken.zone, said.spoken.end_zone
    ((start, end),) = said.spoken.readings
    if not _shown(day, start, zone, tz):
        return None
    if end is not None:
        past_midnight = end <= start and not (zone and end_zone)
        if not _shown(day, end + 1440 * past_midnight, end_zone, tz):
            return None
    until = None if end is None else _time(end)
    return Clock(_time(start), until, zone or end_zone, end_zone)


def _shown(day: date, minutes: int, zone: str, tz: tzinfo) -> bool:
    if not zone:
        return True
    shown = when.readings(_naive(day, minutes), tz)
    return any(when.shows(moment, zone) for moment in shown)


def _misfit(
    field: str, said: Said, day: date | None, tz: tzinfo | None, *, several: bool
) -> Misfit:
    """Return why a time does not stand as it is, with every moment it may mean."""
    text = clip(said.text)
    zone, end_zone = said.spoken.zone, said.spoken.end_zone
    two = zone and end_zone and zone.casefold() != end_zone.casefold()
    options = [] if two or not (day and tz) else list(_options(said, day, tz))
    cures = [_cure(field, option, day, several=several) for option in options]
    code = "bad-date" if field == "date" else "other-zone"
    if not options or "" in cures:
        if day and tz:
            message = f"`{text}` is not a time that the clocks in {tz} show"
            return Misfit(field, code, message, _HERE)
        message = f"`{text}` cannot be told without the day and the zone of the talk"
        return Misfit(field, code, message, _FIRST)
    if field == "date" and said.spoken.readings == ((0, None),):
        options.append(options[0])
        cures.append(f"date: {day}")
    if len(cures) > 1:
        asked = [
            f"{cure} ({_note(cure, option, said)})"
            for cure, option in zip(cures, options, strict=True)
        ]
        hint = f"Which one? Write {', or '.join(asked)}."
        return Misfit(field, code, f"`{text}` may mean more than one time", hint)
    elsewhere = _elsewhere(field, said, options[0], day, tz)
    hint = f"Write {cures[0]}{elsewhere}."
    message = f"`{text}` is not the time of the talk's own zone, {tz}"
    if field == "date":
        message = f"`{text}` holds more than a day"
    elif not options[0].meant.note:
        message = f"`{text}` is not in the form 12:30"
    return Misfit(field, code, message, hint)


def _options(said: Said, day: date, tz: tzinfo) -> Iterator[_Option]:
    words = said.spoken.zone or said.spoken.end_zone
    for start, end in said.spoken.readings:
        naive = _naive(day, start)
        for meant in when.zones_meant(words, naive, tz):
            begins = _in(tz, naive, meant.offset)
            if end is None:
                yield _Option(begins, None, meant)
                continue
            until = _naive(day, end if end > start else end + 1440)
            yield _Option(begins, _in(tz, until, _offset(meant, until)), meant)


def _offset(meant: when.Meant, naive: datetime) -> timedelta:
    """Return the offset of a zone at another wall time, if that is certain."""
    shown = when.readings(naive, when.zone(meant.name)) if meant.name else []
    return (shown[0].utcoffset() if len(shown) == 1 else None) or meant.offset


def _cure(field: str, option: _Option, day: date | None, *, several: bool) -> str:
    """Return the lines that say a moment; none where a range of days would move."""
    start, end = option.start, option.end
    moved = start.date() != day
    if field == "end":
        return f"end: {f'{start.date()} ' if moved else ''}{spelt(start)}"
    if moved and several:
        return ""
    text = spelt(start)
    if end is not None:
        wall = end.replace(tzinfo=None) - start.replace(tzinfo=None)
        length = (end - start) // _MINUTE
        text += f"-{spelt(end)}" if timedelta() < wall <= LONGEST_NIGHT else ""
        if "-" not in text:
            text += f" and duration: {length // 60}h{length % 60:02}"
    dated = f"date: {start.date()} and " if moved or field == "date" else ""
    return f"{dated}time: {text}"


def _elsewhere(
    field: str, said: Said, option: _Option, day: date | None, tz: tzinfo | None
) -> str:
    """Return the other cure: the time as it is, with the zone it was written for."""
    name = option.meant.name
    start, end = said.spoken.readings[0]
    single = len(said.spoken.readings) == 1 and start < 1440
    if field == "end" or not single or name in {"", str(tz)} or not day:
        return ""
    naive = _naive(day, start)
    if len(when.readings(naive, when.zone(name))) != 1:
        return ""
    dated = f"date: {day} and " if field == "date" else ""
    return f", or {dated}time: {when.written(start, end)} and timezone: {name}"


def _note(cure: str, option: _Option, said: Said) -> str:
    if not cure.partition(" and ")[2] and cure.startswith("date"):
        return "the day alone"
    several = len(said.spoken.readings) > 1
    own = f"{option.start:%H:%M} on {option.start:%A}"
    if not option.meant.note:
        return own
    return f"{option.meant.note}, {own}" if several else option.meant.note


def spelt(moment: datetime) -> str:
    """Return the time of a moment, with letters where the clocks show it twice."""
    tz = getattr(moment.tzinfo, "zone", None)
    naive = moment.replace(tzinfo=None)
    twice = tz and len(when.readings(naive, when.zone(tz))) > 1
    return f"{moment:%H:%M}" + (f" {when.letters_of(moment)}" if twice else "")


def _naive(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def _in(tz: tzinfo, naive: datetime, offset: timedelta) -> datetime:
    return when.in_zone((naive - offset).replace(tzinfo=UTC), tz)


def _time(minutes: int) -> time:
    return time(minutes % 1440 // 60, minutes % 60)


def _minutes(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)
