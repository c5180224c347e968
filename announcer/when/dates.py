"""Days as organisers write them: ``2021-03-08`` or ``2022-11-17 to 2022-11-18``."""

from __future__ import annotations

import re
from datetime import date, timedelta

from announcer.errors import BadValue
from announcer.lazy import pattern
from announcer.when.days import (
    days_meant,
    names_several,
    several_days,
    wrong_weekday,
)
from announcer.when.zones import LAST_YEAR

FIRST_YEAR = 1900  # before that no clock followed a time zone
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
DATE_PATTERN = rf"^\s*{_DAY}( +to +{_DAY})?\s*$"

_ISO = pattern(rf"\s*({_DAY})(?: +to +({_DAY}))?\s*")
_INTERVAL = pattern(rf"{_DAY}/{_DAY}")
_COUNTS = {2: "two", 3: "three"}
_FORM = "Write year-month-day, for example 2021-03-08."


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
    name = f"{date(2000, month, 1):%B} {year:04}"
    message = f"{text} does not exist: {name} has {length} days"
    return BadValue(message, f"The last day is {year:04}-{month:02}-{length}.")


def _length(year: int, month: int) -> int:
    like = 2000 + year % 400  # a year with the same leap day, far from the ends of time
    following = date(like + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def _misread(text: str) -> BadValue:
    for guess in (_one_day, _several, _with_time):
        try:
            problem = guess(text)
        except ValueError as impossible:
            year, month, day = impossible.args
            return _impossible(text, year, month, day)
        if problem is not None:
            return problem
    return BadValue(f"{text!r} is not a date", _FORM)


def _one_day(text: str) -> BadValue | None:
    wrong = wrong_weekday(text)
    if wrong:
        message = f"{text!r} contradicts itself: {wrong} is a {wrong:%A}"
        return BadValue(message, "Which one is the slip? Write the day that is meant.")
    days = days_meant(text)
    if len(days) > 1:
        named = " or ".join(f"{day} ({day:%B} {day.day}, {day.year})" for day in days)
        return BadValue(f"{text!r} is ambiguous", f"Which one? Write {named}.")
    if not days:
        return None
    message = f"{text!r} is not in the form year-month-day"
    return BadValue(message, f"Write {days[0]}.")


def _several(text: str) -> BadValue | None:
    days, is_range = several_days(text)
    if is_range and len(days) == 2 and days[0] < days[1]:
        return BadValue(
            f"{text!r} is not a range of days", f"Write {days[0]} to {days[1]}."
        )
    if not days and not names_several(text):
        return None
    hint = "Write a record for each of them."
    if days:
        each = f"one for {', one for '.join(map(str, days))}"
        hint = f"Write {_COUNTS.get(len(days), len(days))} records: {each}."
    if len(days) == 2 and days[1] - days[0] == timedelta(days=1):
        hint += f" If it is one talk of two days, write {days[0]} to {days[1]}."
    elif len(days) == 2 and _INTERVAL.fullmatch(text.strip()) and days[0] < days[1]:
        hint = f"Which one? Write {days[0]} to {days[1]} (ISO 8601), or two records."
    return BadValue(f"{text!r} names more than one day", hint)


def _with_time(text: str) -> BadValue | None:
    found = re.match(rf"({_DAY})[T ,]", text)
    if found is None:
        return None
    hint = "Write the day alone, as year-month-day."
    return BadValue(f"{text!r} holds more than a day", hint)
