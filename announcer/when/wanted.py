"""When a talk shall be, as people say it: ``15 March 16:00``, ``Dienstag``, ``4pm``.

Days are read by ``days``, hours by ``spoken``; here are the words that count from today
or from the talk. What can be meant in two ways is not guessed: the error names both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta

from announcer.classes import dataclass
from announcer.errors import BadValue
from announcer.lazy import pattern
from announcer.when.dates import parse_date
from announcer.when.days import DayPart, parts_meant, several_days, weekdays_meant
from announcer.when.named import is_here
from announcer.when.spoken import DAY, spoken, written
from announcer.when.times import parse_time

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
# A day without its year that is farther off was rather just past.
_NEAR = timedelta(days=300)
_ISO = pattern(r"(\d{4}-\d\d-\d\d)[Tt ](?=\d)")
_COMMA = pattern(r",(?=\s|$)")
_ISO_DAYS = pattern(r"\d{4}-\d\d-\d\d(?: to \d{4}-\d\d-\d\d)?")
_TODAY = frozenset({"today", "heute", "aujourd'hui", "היום"})
_TOMORROW = frozenset({"tomorrow", "morgen", "demain", "מחר"})
_ALL_DAY = frozenset({"all day", "all-day", "ganztägig", "toute la journée"})
_LATER = pattern(r"(?:(\d{1,3}) |an? |one )(day|week)s? (later|earlier)")
_COUNTS = {"one": "1", "two": "2", "three": "3", "four": "4"}
_THIS = pattern(r"(?:this|diese[nrs]?|ce) (.+)")
_NEXT = pattern(r"(?:next|nächste[nrs]?|kommende[nrs]?) (.+)|(.+) (?:prochain|הבא)")
# A number alone may be a day as well as an hour, and one such as 2027 before other
# words is a year; so may two of them be days, where no day stands beside them.
_BARE = pattern(r"\d+|(?:19|20)\d\d .*")
_TWO_BARE = pattern(r"\d{1,2} ?[-–—] ?\d{1,2}")
_LONGEST = 12  # words
_FORM = "Write for example 2021-03-15 14:00, 15 March 16:00, Tuesday or 1 week later."
_WHICH = "Write the one that is meant."


@dataclass(frozen=True, slots=True)
class Wanted:
    """When a talk shall be: days (twice the same for one), a time, perhaps its end.

    What is None was not said. A talk that is ``all_day`` has no time.
    """

    first: date | None = None
    last: date | None = None
    start: time | None = None
    end: time | None = None
    all_day: bool = False

    def __str__(self) -> str:
        """Return the day and the hour in full."""
        found = []
        if self.first is not None:
            to = "" if self.first == self.last else f" to {self.last}"
            found.append(f"{self.first}{to} ({self.first:%A})")
        if self.start is not None:
            end = "" if self.end is None else f"-{self.end:%H:%M}"
            found.append(f"{self.start:%H:%M}{end}")
        return " ".join(found + ["all day"] * self.all_day)


def parse_wanted(text: str, today: date, present: date | None = None) -> Wanted:
    """Read when something shall be that is now on the day ``present``.

    Raises BadValue where nothing is meant that can be known, or two things can be.
    """
    parts = _ISO.sub(r"\1 ", _COMMA.sub(" ", text).replace("’", "'")).split()
    found: dict[Wanted, None] = {}
    for day_words, time_words in _splits(parts[:_LONGEST]):
        clocks = _clocks(time_words, alone=not day_words)
        days = _days(day_words.casefold(), today, present) if clocks else None
        if days is not None:
            found |= dict.fromkeys(
                replace(clock, first=days[0], last=days[1]) for clock in clocks
            )
    if len(found) > 1:
        choice = " or ".join(str(one) for one in found)
        raise BadValue(f"{text!r} may be {choice}", _WHICH)
    if found and len(parts) <= _LONGEST:
        return next(iter(found))
    raise BadValue(f"{text!r} is no day or time that can be read", _hint(parts))


def _splits(parts: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the ways to part words into a day and a time, long days first."""
    for at in range(len(parts), -1, -1):
        if parts:
            yield " ".join(parts[:at]), " ".join(parts[at:])
    for at in range(1, len(parts)):
        yield " ".join(parts[at:]), " ".join(parts[:at])


def _clocks(words: str, *, alone: bool) -> list[Wanted]:
    """Return the hours that words may mean; none if they are no time of day."""
    if not words:
        return [Wanted()]
    if words.casefold() in _ALL_DAY:
        return [Wanted(all_day=True)]
    said = spoken(words)
    if said is None or _BARE.fullmatch(words) or (alone and _TWO_BARE.fullmatch(words)):
        return []
    zone = said.zone or said.end_zone
    if zone and not is_here(zone):
        hint = f"Write the time by the clocks where the talk is, without {zone}."
        raise BadValue(f"{words!r} names a time zone", hint)
    if any(start >= DAY for start, _ in said.readings):
        hint = "Midnight begins the next day: write 00:00 and its date."
        raise BadValue(f"{words!r} is no time of one day alone", hint)
    return [
        Wanted(start=_time(start), end=None if end is None else _time(end))
        for start, end in said.readings
    ]


def _time(minutes: int) -> time:
    return time(minutes % DAY // 60, minutes % 60)


def _days(
    words: str, today: date, present: date | None
) -> tuple[date | None, date | None] | None:
    if not words:
        return None, None
    for read in (_relative, _weekday, _dated):
        day = read(words, today, present)
        if day is not None:
            return day, day
    if _ISO_DAYS.fullmatch(words):
        return parse_date(words)
    return _range(words, today, present)


def _relative(words: str, today: date, present: date | None) -> date | None:
    if words in _TODAY | _TOMORROW:
        return today + _DAY * (words in _TOMORROW)
    number, _, rest = words.partition(" ")
    found = _LATER.fullmatch(f"{_COUNTS.get(number, number)} {rest}")
    if found is None:
        return None
    if present is None:
        raise BadValue(f"{words!r}: the talk has no day to count from", _FORM)
    steps = int(found[1] or 1) * (1 if found[2] == "day" else 7)
    return present + _DAY * (steps if found[3] == "later" else -steps)


def _weekday(words: str, today: date, present: date | None) -> date | None:
    this, following = _THIS.fullmatch(words), _NEXT.fullmatch(words)
    name = (this and this[1]) or (following and (following[1] or following[2]))
    numbers = weekdays_meant(name or words)
    readings: set[date] = set()
    for number in numbers:
        coming = today + _DAY * ((number - today.weekday()) % 7)
        monday = today - _DAY * today.weekday()
        if this:
            readings |= {coming, monday + _DAY * number}
        elif following:
            coming += _WEEK * (coming == today)
            readings |= {coming, monday + _WEEK + _DAY * number}
            if present is not None:
                readings.add(
                    present + _DAY * ((number - present.weekday() - 1) % 7 + 1)
                )
        else:
            readings |= {coming, coming + _WEEK * (coming == today)}
            if present is not None:
                readings.add(present + _DAY * (number - present.weekday()))
    return _only(words, readings, today) if numbers else None


def _dated(words: str, today: date, present: date | None) -> date | None:
    """Read a day of a month; a weekday beside it may tell its year."""
    try:
        parts = parts_meant(words)
    except ValueError as impossible:
        _checked(*impossible.args)
        raise
    if not parts:
        return None
    readings = {day for part in parts for day in _readings(words, part, today, present)}
    named = parts[0].weekdays
    fitting = {day for day in readings if not named or day.weekday() in named}
    if not fitting:
        days = " and ".join(f"{day} is a {day:%A}" for day in sorted(readings))
        raise BadValue(f"{words!r}: {days}", "Write the day alone, if it is right.")
    return _only(words, fitting, date.min)


def _readings(
    words: str, part: DayPart, today: date, present: date | None
) -> set[date]:
    """Return the days that one with or without its year may be."""
    day, month = part.day, part.month or today.month
    if part.year is not None:
        return {_checked(part.year, month, day)}
    if month == 2 and day == 29:
        raise BadValue(f"{words!r}: of which year?", "Write it like 2024-02-29.")
    this = _checked(today.year, month, day)
    coming = this if this >= today else date(today.year + 1, month, day)
    readings = {coming}
    if coming - today > _NEAR:
        readings.add(date(coming.year - 1, month, day))
    if present is not None and present < today:
        readings.add(date(present.year, month, day))
    return readings


def _checked(year: int, month: int, day: int) -> date:
    return parse_date(f"{year:04}-{month:02}-{day:02}")[0]


def _range(words: str, today: date, present: date | None) -> tuple[date, date] | None:
    try:
        days, is_range = several_days(words)
        if not days and (known := several_days(words, today.year)[0]):
            last = known[-1]
            part = DayPart(last.day, last.month, None)
            year = _only(words, _readings(words, part, today, present), date.min).year
            days = several_days(words, year)[0]
    except ValueError as impossible:
        _checked(*impossible.args)
        raise
    if not days:
        return None
    if not is_range:
        hint = f"Write one of them, or {days[0]} to {days[-1]}."
        raise BadValue(f"{words!r} names more than one day", hint)
    if days[-1] - days[0] > _NEAR:
        raise BadValue(f"{words!r} ends before it begins", _FORM)
    return parse_date(f"{days[0]} to {days[-1]}")


def _only(words: str, readings: Iterable[date], today: date) -> date:
    """Return the one day that can be meant; raise BadValue with all where two can."""
    days = sorted(day for day in readings if day >= today)
    if len(days) == 1:
        return days[0]
    if not days:
        raise BadValue(f"{words!r} is past", "Write the day, such as 2021-03-15.")
    choice = " or ".join(f"{day} ({day:%A})" for day in days)
    raise BadValue(f"{words!r} may be {choice}", _WHICH)


def _hint(parts: list[str]) -> str:
    last = parts[-1] if parts else ""
    if re.match(r"\d{1,2}[:.h]\d", last):
        try:
            parse_time(last)
        except BadValue as wrong:
            return wrong.hint
    said = spoken(last) if _BARE.fullmatch(last) else None
    is_year = len(last) == 4 and last[:2] in {"19", "20"}
    if not is_year and said and said.readings[0][0] < DAY:
        times = " or ".join(written(start) for start, _ in said.readings)
        return f"Is {last} a time? Write {times}."
    return _FORM
