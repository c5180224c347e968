"""Lists of a week: `TUESDAY 10` below `9-13 February 2026` is a day with its month."""

from __future__ import annotations

import re
from datetime import date, timedelta

from announcer.importers.days import days_in
from announcer.importers.found import Given
from announcer.importers.labelled import Line
from announcer.importers.monthnames import weekdays_of

_LONGEST = timedelta(days=13)  # of what is called a week
_HEAD = 25  # lines in which the week is named
_HEADED = 1000  # letters of a line that may name the week
_NAMED = re.compile(
    r"\b(?:week (?:of|beginning|starting|commencing)|woche (?:vom|ab)"
    r"|semaine du|settimana del|semana (?:del|de)|week van)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"^(?P<before>[\s*#_>•-]*)(?P<word>[^\W\d_]{2,12})\.?,?\s*"
    r"(?P<number>\d{1,2})?(?:st|nd|rd|th|\.|er)?(?P<after>[\s*_:|–—-]*)"
    r"(?P<rest>$|\d{1,2}(?:[:.h]\d\d|\s?[ap]m\b).*$|\t.*$|(?<=[:|–—-]\s)\S.*$)"
)


def spelt_out(lines: list[Line], given: Given) -> list[Line]:
    """Return lines in which the days of a list of one week have month and year."""
    week = _week(lines, given)
    if week is None:
        return lines
    made = [(number, _spelt(line, *week)) for number, line in lines]
    changed = sum(old[1] != new[1] for old, new in zip(lines, made, strict=True))
    return made if changed > 1 else lines


def _week(lines: list[Line], given: Given) -> tuple[date, date] | None:
    """Return the first and last day of the week that the head of a message names."""
    for _, line in [one for one in lines if one[1].strip()][:_HEAD]:
        for day in days_in(line[:_HEADED], given):
            if isinstance(day.day, date) and day.last:
                return (day.day, day.last) if day.last - day.day <= _LONGEST else None
            if isinstance(day.day, date) and _NAMED.search(line):
                monday = day.day - timedelta(days=day.day.weekday())
                return monday, monday + timedelta(days=6)
    return None


def _spelt(line: str, first: date, last: date) -> str:
    found = _ALONE.match(line)
    weekdays = weekdays_of(found["word"]) if found else frozenset()
    if not found or not weekdays:
        return line
    number = int(found["number"]) if found["number"] else 0
    day = first
    while day <= last:
        if day.weekday() in weekdays and number in {0, day.day}:
            rest = f" {found['rest']}" if found["rest"] else ""
            return f"{found['before']}{found['word']} {day.isoformat()}{rest}"
        day += timedelta(days=1)
    return line
