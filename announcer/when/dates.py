"""Days as organisers write them: ``2021-03-08`` or ``2022-11-17 to 2022-11-18``."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from announcer.errors import BadValue
from announcer.when.zones import LAST_YEAR

FIRST_YEAR = 1900  # before that no clock followed a time zone
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
DATE_PATTERN = rf"^\s*{_DAY}( +to +{_DAY})?\s*$"

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december",
)  # fmt: skip
_ISO = re.compile(rf"\s*({_DAY})(?: +to +({_DAY}))?\s*")
_LOOSE_ISO = re.compile(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})", re.ASCII)
_NUMBERS = re.compile(
    r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})", re.ASCII
)
_WORDS = re.compile(
    r"(?:[a-z]+\.?,?\s+)?(?:(?P<first>\d{1,2})(?:st|nd|rd|th)?\.?(?:\s+of)?\s+)?"
    r"(?P<month>[a-z]{3,9})\.?,?\s+"
    r"(?:(?P<second>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<year>\d{4})",
    re.ASCII,
)
_FORM = "Write year-month-day, for example 2021-03-08."


@lru_cache(maxsize=4096)
def parse_date(text: str) -> tuple[date, date]:
    """Read a day or a range of days; the two days are equal for a single one.

    Raises BadValue with the form that was meant where that can be known.
    """
    found = _ISO.fullmatch(text)
    if found is None:
        raise _misread(text.strip())
    first = _day(found[1])
    last = _day(found[2]) if found[2] else first
    if last < first:
        message = f"{first} to {last} ends before it begins"
        raise BadValue(message, f"Write {last} to {first}.")
    return first, last


def _day(text: str) -> date:
    year, month, day = (int(part) for part in text.split("-"))
    try:
        found = date(year, month, day)
    except ValueError:
        raise _impossible(text, year, month, day) from None
    if FIRST_YEAR <= year <= LAST_YEAR:
        return found
    message = f"{text}: the year must be between {FIRST_YEAR} and {LAST_YEAR}"
    raise BadValue(message, "Is the year a slip?")


def _impossible(text: str, year: int, month: int, day: int) -> BadValue:
    if not 1 <= month <= 12:
        hint = _FORM
        if 1 <= day <= 12 and 1 <= month <= 31:
            hint = (
                f"The month comes second, the day last: {year:04}-{day:02}-{month:02}?"
            )
        return BadValue(f"{text} does not exist: there is no month {month}", hint)
    length = _length(year, month)
    name = f"{_MONTHS[month - 1].capitalize()} {year:04}"
    message = f"{text} does not exist: {name} has {length} days"
    return BadValue(message, f"The last day is {year:04}-{month:02}-{length}.")


def _length(year: int, month: int) -> int:
    like = 2000 + year % 400  # a year with the same leap day, far from the ends of time
    following = date(like + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def _misread(text: str) -> BadValue:
    for guess in (_loose_iso, _numbers, _words, _range, _with_time):
        problem = guess(text)
        if problem is not None:
            return problem
    return BadValue(f"{text!r} is not a date", _FORM)


def _meant(text: str, year: int, month: int, day: int) -> BadValue:
    try:
        meant = date(year, month, day)
    except ValueError:
        return _impossible(text, year, month, day)
    return BadValue(f"{text!r} is not in the form year-month-day", f"Write {meant}.")


def _loose_iso(text: str) -> BadValue | None:
    found = _LOOSE_ISO.fullmatch(text)
    return _meant(text, int(found[1]), int(found[2]), int(found[3])) if found else None


def _numbers(text: str) -> BadValue | None:
    found = _NUMBERS.fullmatch(text)
    if found is None:
        return None
    one, two, year = int(found[1]), int(found[3]), int(found[4])
    year += 2000 if year < 100 else 0
    if found[2] == "." or one > 12 or one == two:  # points are day first everywhere
        return _meant(text, year, two, one)
    if two > 12:
        return _meant(text, year, one, two)
    choice = f"Write {year:04}-{two:02}-{one:02} or {year:04}-{one:02}-{two:02}."
    return BadValue(f"{text!r} is ambiguous", choice)


def _words(text: str) -> BadValue | None:
    found = _WORDS.fullmatch(text.casefold())
    if found is None:
        return None
    months = [n for n, name in enumerate(_MONTHS, 1) if name.startswith(found["month"])]
    day = found["first"] or found["second"]
    if not months or day is None:
        return None
    return _meant(text, int(found["year"]), months[0], int(day))


def _range(text: str) -> BadValue | None:
    days = re.findall(_DAY, text)
    if len(days) != 2:
        return None
    return BadValue(
        f"{text!r} is not a range of days", f"Write {days[0]} to {days[1]}."
    )


def _with_time(text: str) -> BadValue | None:
    found = re.match(rf"({_DAY})[T ]+(\d\d:\d\d)", text)
    if found is None:
        return None
    hint = f"Write date: {found[1]} and time: '{found[2]}'."
    return BadValue(f"{text!r} holds more than a day", hint)
