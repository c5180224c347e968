"""A new day or hour as people say it: ``15 March 16:00``, ``Tuesday``, ``16:00``.

What can be meant in two ways is not guessed: the error names both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from announcer.errors import BadValue
from announcer.when.dates import parse_date
from announcer.when.times import parse_time

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
# A day without its year that is farther off was rather just past.
_NEAR = timedelta(days=300)
_WEEKDAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december",
)  # fmt: skip
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[t ](?=\d)")
_DATES = re.compile(r"\d{4}-\d\d-\d\d(?: to \d{4}-\d\d-\d\d)?")
_NUMBERS = re.compile(r"(\d{1,2})(?:/(\d{1,2})(?:/(\d{4}))?|\.(\d{1,2})\.(\d{4})?)")
_LATER = re.compile(r"(?:(\d{1,3}) |an? |one )(day|week)s? (later|earlier)")
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4"}
_FORM = "Write for example 2021-03-15 14:00, 15 March 16:00, Tuesday or 1 week later."


@dataclass(frozen=True, slots=True)
class Said:
    """What was said: days (twice the same for one), a time, perhaps its end.

    What is None was not said. A talk that is ``all_day`` has no time.
    """

    first: date | None = None
    last: date | None = None
    start: time | None = None
    end: time | None = None
    all_day: bool = False


def parse_said(text: str, today: date, present: date | None = None) -> Said:
    """Read when something shall be that is now on the day ``present``.

    Raises BadValue where nothing is meant that can be known, or two things can be.
    """
    words = _ISO.sub(r"\1 ", " ".join(text.casefold().replace(",", " ").split()))
    parts = [one for one in words.split() if one not in {"at", "on", "from", "um"}]
    for day_words, time_words in _splits(parts):
        if not parts:
            break
        clock = _time(time_words)
        if clock is None:
            continue
        days = _days(day_words, today, present) if day_words else None
        if days is None and day_words:
            continue
        first, last = days or (None, None)
        return Said(first, last, *clock)
    raise BadValue(f"{text!r} is no day or time that can be read", _hint(parts))


def _splits(parts: list[str]) -> Iterable[tuple[str, str]]:
    """Yield the ways to part words into a day and a time, long days first."""
    for at in range(len(parts), -1, -1):
        yield " ".join(parts[:at]), " ".join(parts[at:])
    for at in range(1, len(parts)):
        yield " ".join(parts[at:]), " ".join(parts[:at])


def _time(words: str) -> tuple[time | None, time | None, bool] | None:
    if not words:
        return None, None, False
    if words in {"all day", "all-day"}:
        return None, None, True
    try:
        start, end = parse_time(words)
    except BadValue:
        return None
    return start, end, False


def _days(words: str, today: date, present: date | None) -> tuple[date, date] | None:
    readers: tuple[Callable[[str, date, date | None], date | None], ...]
    readers = (_relative, _weekday, _numbers, _in_words)
    for read in readers:
        day = read(words, today, present)
        if day is not None:
            return day, day
    return parse_date(words) if _DATES.fullmatch(words) else None


def _relative(words: str, today: date, present: date | None) -> date | None:
    if words in {"today", "tomorrow"}:
        return today + _DAY * (words == "tomorrow")
    number, _, rest = words.partition(" ")
    found = _LATER.fullmatch(f"{_WORDS.get(number, number)} {rest}")
    if found is None:
        return None
    if present is None:
        raise BadValue(f"{words!r}: the talk has no day to count from", _FORM)
    steps = int(found[1] or 1) * (1 if found[2] == "day" else 7)
    return present + _DAY * (steps if found[3] == "later" else -steps)


def _weekday(words: str, today: date, present: date | None) -> date | None:
    name = words.removeprefix("this ").removeprefix("next ")
    number = _named(name, _WEEKDAYS)
    if number is None:
        return None
    coming = today + _DAY * ((number - today.weekday()) % 7)
    monday = today - _DAY * today.weekday()
    if words.startswith("this "):
        return _only(words, {coming, monday + _DAY * number}, today)
    if words.startswith("next "):
        coming += _WEEK * (coming == today)
        readings = {coming, monday + _WEEK + _DAY * number}
        if present is not None:
            readings.add(present + _DAY * ((number - present.weekday() - 1) % 7 + 1))
    else:
        readings = {coming, coming + _WEEK * (coming == today)}
        if present is not None:
            readings.add(present + _DAY * (number - present.weekday()))
    return _only(words, readings, today)


def _numbers(words: str, today: date, present: date | None) -> date | None:
    found = _NUMBERS.fullmatch(words)
    if found is None:
        return None
    one, two = int(found[1]), int(found[2] or found[4])
    year = int(found[3] or found[5] or 0) or None
    if found[4] or one > 12 or one == two:  # points are day first everywhere
        return _dated(words, one, two, year, today, present)
    if two > 12:
        return _dated(words, two, one, year, today, present)
    days = {
        _dated(words, day, month, year, today, present)
        for day, month in ((one, two), (two, one))
    }
    return _only(words, days, date.min)


def _in_words(words: str, today: date, present: date | None) -> date | None:
    day = month = year = weekday = None
    for word in words.replace(" of ", " ").split():
        number = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|\.)?", word)
        if number and day is None:
            day = int(number[1])
        elif re.fullmatch(r"\d{4}", word) and year is None:
            year = int(word)
        elif (named := _named(word, _MONTHS)) is not None and month is None:
            month = named + 1
        elif (named := _named(word, _WEEKDAYS)) is not None and weekday is None:
            weekday = named
        else:
            return None
    if day is None or month is None:
        return None
    found = _dated(words, day, month, year, today, present)
    if weekday not in {None, found.weekday()}:
        name = _WEEKDAYS[found.weekday()].capitalize()
        raise BadValue(
            f"{words!r}: {found} is a {name}", "Write the day alone, if it is right."
        )
    return found


def _dated(  # noqa: PLR0913, PLR0917 - a date and all that may tell its year
    words: str,
    day: int,
    month: int,
    year: int | None,
    today: date,
    present: date | None,
) -> date:
    if year is not None:
        return parse_date(f"{year:04}-{month:02}-{day:02}")[0]
    if month == 2 and day == 29:
        raise BadValue(f"{words!r}: of which year?", "Write it like 2024-02-29.")
    parse_date(f"{today.year}-{month:02}-{day:02}")  # says what does not exist
    this = date(today.year, month, day)
    coming = this if this >= today else date(today.year + 1, month, day)
    readings = {coming}
    if coming - today > _NEAR:
        readings.add(date(coming.year - 1, month, day))
    if present is not None and present < today:
        readings.add(date(present.year, month, day))
    return _only(words, readings, date.min)


def _only(words: str, readings: Iterable[date], today: date) -> date:
    """Return the one day that can be meant; raise BadValue with all where two can."""
    days = sorted(day for day in readings if day >= today)
    if len(days) == 1:
        return days[0]
    if not days:
        raise BadValue(f"{words!r} is past", "Write the day, such as 2021-03-15.")
    choice = " or ".join(f"{day} ({day:%A})" for day in days)
    raise BadValue(f"{words!r} may be {choice}", "Write the one that is meant.")


def _named(word: str, names: tuple[str, ...]) -> int | None:
    word = word.removesuffix(".")
    if len(word) < 3:
        return None
    return next((at for at, name in enumerate(names) if name.startswith(word)), None)


def _hint(parts: list[str]) -> str:
    last = parts[-1] if parts else ""
    if re.match(r"\d{1,2}[:.h]\d", last):
        try:
            parse_time(last)
        except BadValue as wrong:
            return wrong.hint
    if len(parts) > 1 and re.fullmatch(r"[a-z]{2,5}|(utc|gmt)[+-]\d+", last):
        return (
            f"Write the time by the clocks where the talk is, without {last.upper()}."
        )
    if re.fullmatch(r"\d{1,2}", last) and 1 <= int(last) <= 12:
        return f"Is {last} a time? Write {int(last):02}:00 or {int(last) % 12 + 12}:00."
    return _FORM
