"""When a talk is, as far as its source and the organiser say it together."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from announcer import when
from announcer.classes import dataclass
from announcer.errors import BadValue
from announcer.importers import Doubt, Moment
from announcer.talk import LONGEST_NIGHT

_DAY = timedelta(days=1)
_EARLY, _LATE = time(7), time(22)  # outside of these hours talks are rare
_EVENING = time(17)
_ALWAYS = frozenset({"UTC", "Z"})  # letters that mean one zone, and that all year


@dataclass(frozen=True, slots=True)
class Timing:
    """When a talk is: wall times in ``zone``, or an ``instant`` where none is known.

    ``last`` is the day it ends on, or the last of those of what is ``daily``.
    ``letters`` are those beside a time without a zone, where they fit that day.
    ``open`` are the options that would say the rest.
    """

    day: date | tuple[int, int] | None = None
    last: date | None = None
    start: time | None = None
    end: time | None = None
    duration: timedelta | None = None
    all_day: bool = False
    daily: bool = False
    zone: str | None = None
    letters: str | None = None
    instant: datetime | None = None
    until: datetime | None = None
    doubts: tuple[Doubt, ...] = ()
    open: tuple[Doubt, ...] = ()


def timed(moment: Moment, zone: str | None, year: int | None, line: int) -> Timing:
    """Return when a talk is; ``zone`` and ``year`` are said by the organiser."""
    doubts: list[Doubt] = []
    missing: list[Doubt] = []
    begins = moment.instant.date() if moment.instant else None
    day = _dated(moment.day or begins, year, line, missing)
    own, unclear = _zone(moment, day, zone, line, doubts)
    missing += unclear
    if moment.instant is not None:
        return _of_instant(moment, own, (doubts, missing), line)
    last, end = _ended(moment, day, line, doubts)
    if moment.time is not None and own != "UTC":
        doubts += _implausible(moment.time, line)
    return Timing(
        day,
        last,
        moment.time,
        end,
        None if end else moment.duration,
        all_day=moment.all_day,
        daily=moment.daily,
        zone=own,
        letters=None if own else _fitting(moment, day),
        doubts=tuple(doubts),
        open=tuple(missing),
    )


def _fitting(moment: Moment, day: object) -> str | None:
    """Return the letters of a moment if clocks somewhere show them on that day."""
    letters = moment.abbreviation
    if letters is None or moment.time is None or not isinstance(day, date):
        return None
    wall = datetime.combine(day, moment.time)
    for name in _likely(letters, wall)[:1]:
        shown = when.readings(wall, when.zone(name))
        if any(when.shows(one, letters) for one in shown):
            return letters.upper()
    return None


def _likely(letters: str, wall: datetime) -> list[str]:
    """Return the zones that letters may stand for, the likelier first."""
    meant = when.zones_meant(letters, wall, when.zone("UTC"))
    return list(dict.fromkeys(one.name for one in meant if one.name))


def _dated(
    day: date | tuple[int, int] | None,
    year: int | None,
    line: int,
    missing: list[Doubt],
) -> date | tuple[int, int] | None:
    """Return the day; where a year is not given there, that of the organiser."""
    if day is None:
        way = "Add it to the source, or write the record by hand: announcer new."
        missing.append(Doubt("no-date", "no date is given", way, line))
    if not isinstance(day, tuple):
        return day
    month, number = day
    if year is None:
        text = f"no year is given for the date --{month:02}-{number:02}"
        missing.append(Doubt("no-year", text, "Say it: --year 2026.", line))
        return day
    try:
        return date(year, month, number)
    except ValueError:
        text = f"there is no day {year}-{month:02}-{number:02}"
        missing.append(Doubt("bad-date", text, "Is the year the right one?", line))
        return day


def _zone(
    moment: Moment,
    day: date | tuple[int, int] | None,
    given: str | None,
    line: int,
    doubts: list[Doubt],
) -> tuple[str | None, list[Doubt]]:
    """Return the zone of the talk's clocks, and what is open about it."""
    if moment.zone is not None:
        try:
            when.zone(moment.zone)
        except BadValue as wrong:
            doubts.append(Doubt("bad-zone", wrong.message, wrong.hint, line))
        else:
            return moment.zone, []
    letters = moment.abbreviation
    if letters and letters.upper() in _ALWAYS:
        return "UTC", []
    if letters and isinstance(day, date) and moment.time is not None:
        wall = datetime.combine(day, moment.time)
        return _of_letters(letters, wall, given, line, doubts)
    needed = moment.time is not None or moment.instant is not None
    if given is None and needed:
        way = "Say it: --timezone Europe/Berlin (a city)."
        return None, [Doubt("no-timezone", "no time zone is given", way, line)]
    return given, []


def _of_letters(
    letters: str, wall: datetime, given: str | None, line: int, doubts: list[Doubt]
) -> tuple[str | None, list[Doubt]]:
    """Return the zone if the letters beside a time fit it on that day."""
    if given is None:
        return None, [_which(letters, wall, line)]
    tz = when.zone(given)
    shown = when.readings(wall, tz)
    if any(when.shows(moment, letters) for moment in shown):
        return given, []
    year_round = {
        name
        for month in (1, 4, 7, 10)
        for one in when.readings(datetime(wall.year, month, 15, 12), tz)  # noqa: DTZ001 - a wall time
        if (name := one.tzname())
    }
    here = when.letters_of(shown[0]) if shown else "another time"
    text = (
        f"`{letters}` contradicts the clocks in {given}, which show {here} on "
        f"{wall:%Y-%m-%d}"
    )
    if letters.upper() in year_round:
        way = f"{wall:%H:%M} is taken as those clocks show it; is that the hour meant?"
        doubts.append(Doubt("abbreviation", text, way, line))
        return given, []
    way = f"Import it by itself, with the zone of {letters} as --timezone."
    return None, [Doubt("abbreviation", text, way, line)]


def _which(letters: str, wall: datetime, line: int) -> Doubt:
    """Ask which zone an abbreviation stands for, and say where it cannot."""
    names = _likely(letters, wall)
    text = f"`{letters}` is an abbreviation, and no time zone"
    if names:
        shown = when.readings(wall, when.zone(names[0]))
        if shown and not any(when.shows(one, letters) for one in shown):
            text += (
                f"; it contradicts DST: the clocks in {names[0]} show "
                f"{when.letters_of(shown[0])} on {wall:%Y-%m-%d}"
            )
    choice = " or ".join(names[:3]) or "Europe/Berlin"
    return Doubt("abbreviation", text, f"Say it: --timezone {choice}.", line)


def _ended(
    moment: Moment,
    day: date | tuple[int, int] | None,
    line: int,
    doubts: list[Doubt],
) -> tuple[date | None, time | None]:
    """Return the last day and the hour of the end, unless they contradict the start."""
    first = day if isinstance(day, date) else None
    last = moment.last_day or first
    if first and last and last < first:
        doubts.append(_backwards(f"{last}", f"{first}", line))
        return first, None
    start, end = moment.time, moment.end
    if start is None or end is None or (first and last and last > first):
        return last, end
    if end > start:
        return last, end
    if end != start and start >= _EVENING and _length(start, end) <= LONGEST_NIGHT:
        return (last + _DAY if last else None), end
    doubts.append(_backwards(f"{end:%H:%M}", f"{start:%H:%M}", line))
    return last, None


def _backwards(end: str, start: str, line: int) -> Doubt:
    text = f"the end ({end}) is not after the start ({start}); it is left out"
    return Doubt("ends-before-start", text, "Which one is the slip?", line)


def _length(start: time, end: time) -> timedelta:
    day = date(2000, 1, 1)
    return (datetime.combine(day, end) - datetime.combine(day, start)) % _DAY


def _implausible(start: time, line: int) -> list[Doubt]:
    """Doubt an hour at which hardly anybody speaks."""
    if _EARLY <= start < _LATE:
        return []
    text = f"{start:%H:%M} is an implausible hour for a talk"
    if start.hour == 0:
        text += ": midnight; is noon meant?"
    return [Doubt("hour", text, "Check the time, and its am or pm.", line)]


def _of_instant(
    moment: Moment,
    zone: str | None,
    found: tuple[list[Doubt], list[Doubt]],
    line: int,
) -> Timing:
    """Return when a talk is whose source gives a moment in time."""
    doubts, missing = found
    start = moment.instant
    assert start is not None  # noqa: S101 - asked for before
    until = _until(moment, start)
    if until is not None and until <= start:
        doubts.append(_backwards(f"{until:%H:%M}", f"{start:%H:%M}", line))
        until = None
    if zone is None:
        return Timing(
            start.date(),
            instant=start,
            until=until,
            doubts=tuple(doubts),
            open=tuple(missing),
        )
    tz = when.zone(zone)
    begins = when.in_zone(start, tz)
    ends = when.in_zone(until, tz) if until else None
    if zone != "UTC":  # whose clocks hang on no wall near the talk
        doubts += _implausible(begins.time(), line)
    return Timing(
        begins.date(),
        ends.date() if ends else begins.date(),
        begins.time(),
        ends.time() if ends else None,
        daily=moment.daily,
        zone=zone,
        doubts=tuple(doubts),
        open=tuple(missing),
    )


def _until(moment: Moment, start: datetime) -> datetime | None:
    if moment.duration is not None:
        return start + moment.duration
    if moment.end is None:
        return None
    until = datetime.combine(moment.last_day or start.date(), moment.end, start.tzinfo)
    late = until <= start and moment.last_day is None and start.time() >= _EVENING
    return until + _DAY if late else until
