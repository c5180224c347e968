"""Days in the other forms that people write, as far as they are certain."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from announcer.lazy import pattern

_OLD = 50  # from there on a year of two digits may be of either century

# A word is a month or a weekday if it begins one of its names with so many letters.
_MONTHS = (
    ("january", "januar", "jänner", "janvier", "ינואר"),
    ("february", "februar", "février", "פברואר"),
    ("march", "märz", "mars", "מרץ", "מרס"), ("april", "avril", "אפריל"),
    ("may", "mai", "מאי"), ("june", "juni", "juin", "יוני"),
    ("july", "juli", "juillet", "יולי"), ("august", "août", "אוגוסט"),
    ("september", "septembre", "ספטמבר"), ("october", "oktober", "octobre", "אוקטובר"),
    ("november", "novembre", "נובמבר"),
    ("december", "dezember", "décembre", "דצמבר"),
)  # fmt: skip
_WEEKDAYS = (
    ("monday", "montag", "lundi", "שני", "ב'"),
    ("tuesday", "dienstag", "mardi", "שלישי", "ג'"),
    ("wednesday", "mittwoch", "mercredi", "רביעי", "ד'"),
    ("thursday", "donnerstag", "jeudi", "חמישי", "ה'"),
    ("friday", "freitag", "vendredi", "שישי", "ו'"),
    ("saturday", "samstag", "samedi", "sonnabend", "שבת", "ש'"),
    ("sunday", "sonntag", "dimanche", "ראשון", "א'"),
)  # fmt: skip
WEEKDAYS = tuple(names[0].capitalize() for names in _WEEKDAYS)

_YEAR_FIRST = pattern(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})", re.ASCII)
_NUMBERS = pattern(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})", re.ASCII)
_SHORT = pattern(r"(\d{1,2}) ?([./]) ?(\d{1,2})", re.ASCII)
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|ème|\.)?"
_YEAR = r"(?:,? ?(?P<year>\d{4}))?"
_PARTS = (
    pattern(
        rf"(?:the |den |le |ב-?)?{_NTH}"
        rf"(?:,? (?:of |de |ב)?(?P<month>[^\W\d]+)\.?)?{_YEAR}"
    ),
    pattern(rf"(?P<month>[^\W\d]+)\.? {_NTH}{_YEAR}"),
    pattern(rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}"),
)
_NAME = r"([^\W\d]{2,12}|[א-ש]')"
_DAY_NAME = pattern(rf"(?:le )?(?:ב?יום )?{_NAME}\.?")
_WEEKDAY = pattern(rf"{_DAY_NAME.pattern},? (.*)|(.*?),? \(?{_NAME}\)?")
# Hyphens are ranges between spaces, and between days of a month: 8-9 March.
_TO = pattern(r" ?[–—] ?| - | ?\.\.+ ?| (?:to|until|till|through|bis|au|jusqu'au) ")
_NEAR = pattern(
    r"(?<![\d-])(\d{1,2})(?:st|nd|rd|th|\.)?-(?=\d{1,2}(?:st|nd|rd|th|\.)?[ ,])"
)
_AND = pattern(r" ?[;/&+] ?|,? (?:and|und|et) ")
_ON = pattern(r"^(?:on|am|from|vom|du) ")
_APOSTROPHE = pattern("[\u2019\u05f3]")  # the second is a Hebrew geresh
_COMMA = pattern(r", ?")


class DayPart(NamedTuple):
    """A day that may leave its month and year to its neighbours.

    ``weekdays`` are those that the word beside it may mean, from Monday = 0.
    """

    day: int
    month: int | None
    year: int | None
    weekdays: tuple[int, ...] = ()


def days_meant(text: str) -> list[date]:
    """Return the days that a date in another form may mean; none if unknown.

    Raises ValueError with year, month and day of a date that does not exist.
    """
    flat = _flat(text)
    return _one(flat) or _one(_without_weekday(flat)[0])


def parts_meant(text: str) -> list[DayPart]:
    """Return the days of a month that a text may mean, with or without a year.

    Raises ValueError as ``days_meant`` does.
    """
    flat = _flat(text)
    for rest, weekdays in ((flat, ()), _without_weekday(flat)):
        if days := _one(rest):
            return [DayPart(d.day, d.month, d.year, weekdays) for d in days]
        if found := _SHORT.fullmatch(rest):
            one, two = int(found[1]), int(found[3])
            orders = [(one, two)] if found[2] == "." else [(one, two), (two, one)]
            dated = [order for order in orders if 1 <= order[1] <= 12]
            return [DayPart(*each, None, weekdays) for each in dict.fromkeys(dated)]
        part = _part(rest)
        if part and part.month:
            return [part._replace(weekdays=weekdays)]
    return []


def weekdays_meant(text: str) -> tuple[int, ...]:
    """Return which weekdays a word may be, from Monday = 0; none if it is another."""
    found = _DAY_NAME.fullmatch(_flat(text))
    return tuple(number - 1 for number in _places(found[1], _WEEKDAYS)) if found else ()


def wrong_weekday(text: str) -> date | None:
    """Return the day of a date beside which another weekday stands."""
    rest, weekdays = _without_weekday(_flat(text))
    with suppress(ValueError):
        for day in _one(rest):
            if weekdays and day.weekday() not in weekdays:
                return day
    return None


def several_days(text: str, year: int | None = None) -> tuple[list[date], bool]:
    """Return the days of a text that names several, and whether it is a range.

    There are none where no year is given or stands beside them.
    """
    flat = _flat(text)
    near = _NEAR.sub(r"\1 to ", flat)
    for split, source in ((_TO, near), (_AND, flat), (_COMMA, flat)):
        parts = [_beside(part) for part in split.split(source)]
        found = [part for part in parts if part]
        if len(found) == len(parts) > 1 and (split is not _TO or len(parts) == 2):
            return _lent(found, year), split is _TO
    return [], False


def names_several(text: str) -> bool:
    """Say whether a text names more than one day, with or without a year."""
    flat = _flat(text)
    return any(
        len(parts := split.split(flat)) > 1 and all(_beside(part) for part in parts)
        for split in (_AND, _COMMA)
    )


def _flat(text: str) -> str:
    return _ON.sub("", " ".join(_APOSTROPHE.sub("'", text.casefold()).split()))


def _one(flat: str) -> list[date]:
    if found := _YEAR_FIRST.fullmatch(flat):
        return [_day(int(found[1]), int(found[3]), int(found[4]))]
    if found := _NUMBERS.fullmatch(flat):
        return _of_numbers(found)
    part = _part(flat)
    if part and part.month and part.year:
        return [_day(part.year, part.month, part.day)]
    return []


def _of_numbers(found: re.Match[str]) -> list[date]:
    """Return the days that three numbers may be, points being day first everywhere."""
    one, two, three = int(found[1]), int(found[3]), int(found[4])
    orders = [(three, one, two), (three, two, one)]
    if found[2] == ".":
        orders = [(three, two, one)]
    if len(found[4]) == 2:
        if found[2] == "-" and len(found[1]) == len(found[3]) == 2:
            orders.append((one, two, three))
        orders = [
            (century + year, month, day)
            for year, month, day in orders
            for century in ((2000,) if year < _OLD else (1900, 2000))
        ]
    days = []
    for order in orders:
        with suppress(ValueError):
            days.append(date(*order))
    return list(dict.fromkeys(days)) or [_day(*orders[-1])]


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(year, month, day) from None


def _beside(text: str) -> DayPart | None:
    """Return a day that a weekday may stand beside."""
    return _part(text) or _part(_without_weekday(text)[0])


def _part(bare: str) -> DayPart | None:
    if found := _YEAR_FIRST.fullmatch(bare):
        return DayPart(int(found[4]), int(found[3]), int(found[1]))
    for part in _PARTS:
        found = part.fullmatch(bare)
        if found is None:
            continue
        word = found["month"]
        month = int(word) if word and word.isdigit() else _month(word)
        if word is None or month:
            year = int(found["year"]) if found["year"] else None
            return DayPart(int(found["day"]), month, year)
    return None


def _lent(parts: list[DayPart], year: int | None) -> list[date]:
    """Lend months and years to those that have none: 8 and 15 March 2021."""
    year = next((part.year for part in reversed(parts) if part.year), year)
    month = next((part.month for part in parts if part.month), None)
    days = []
    for part in parts:
        month = part.month or month
        if year is None or month is None:
            return []
        days.append(_day(part.year or year, month, part.day))
    if parts[0].year is None and days[0] > days[-1]:  # 31 Dec - 2 Jan 2027
        days[0] = _day(days[0].year - 1, days[0].month, days[0].day)
    return days


def _without_weekday(flat: str) -> tuple[str, tuple[int, ...]]:
    """Return a date without the weekday beside it, and which it may be."""
    found = _WEEKDAY.fullmatch(flat)
    numbers = _places(found[1] or found[4], _WEEKDAYS) if found else []
    if found is None or not numbers:
        return flat, ()
    return (found[2] or found[3]).strip(" ,"), tuple(one - 1 for one in numbers)


def _month(word: str | None) -> int | None:
    numbers = _places(word, _MONTHS) if word else []
    return numbers[0] if len(numbers) == 1 else None  # "jui" may be juin or juillet


def _places(word: str, names: tuple[tuple[str, ...], ...]) -> list[int]:
    """Return which months or weekdays a word may be, from 1."""
    bare = _bare(word if "'" in word else word.removeprefix("ב"))
    if len(bare) < (2 if names is _WEEKDAYS else 3):
        return []
    return [
        number
        for number, known in enumerate(names, 1)
        if any(_bare(one).startswith(bare) for one in known)
    ]


def _bare(word: str) -> str:
    """Return a word without its accents, and with März as Maerz or Marz alike."""
    plain = unicodedata.normalize("NFD", word.replace("ae", "a"))
    return "".join(c for c in plain if not unicodedata.combining(c))
