"""Days as people write them in running text, in many languages at once.

What a text leaves open, such as the year, stays open or is a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from announcer.classes import dataclass
from announcer.importers.clocks import is_of_room
from announcer.importers.found import Doubt, Given
from announcer.importers.monthnames import month_of, weekdays_of
from announcer.importers.spans import apart
from announcer.when import WEEKDAYS

_OLD = 70  # from there on a year of two digits is of the last century

_N = r"\d{1,2}"
_NTH = r"(?:\s?(?:st|nd|rd|th|er|ème|º|°|ª)\b|º|°|ª|\.)?"
_MONTH = r"(?P<month>[^\W\d_]{3,13})"
_YEAR = (
    r"(?:(?P<year>(?:1[89]|20)\d\d)(?!\d|[.:]\d)"
    r"|(?:(?<=[-/,.'’])|['’])(?P<short>\d\d)(?![\w:.-]|\s?(?:[ap]\.?m|uhr|h)\b)"
    r"|(?P<past>[7-9]\d)(?![\w:.-]|\s?[ap]m))"
)
_GAP = r"(?:\s{0,80}[,/.-]\s{0,80}|\s{1,80})"
_DAY_FIRST = re.compile(
    rf"(?:(?<![\w:./-])|(?<=\b[הב]-))(?:(?P<first>{_N}){_NTH}\s{{0,80}}(?:-|–|to|bis|al|au|et|und|and|&)\s{{0,80}})?"
    rf"(?P<day>{_N}){_NTH}(?:{_GAP}|(?<=\.))(?:(?:of|de|del"
    rf"|di|da|do)\s+|d[’']|ב-?)?{_MONTH}\b\.?"
    rf"(?:\s{{0,80}}[,/.-]?\s{{0,80}}(?:(?:de|del|of)\s{{1,80}})?{_YEAR})?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<![^\W\d_]){_MONTH}\.?(?:\s{{1,80}}|-|\s{{0,80}},\s{{0,80}})(?:the\s{{1,80}})?"
    rf"(?:(?P<first>{_N}){_NTH}\s{{0,80}}(?:-|–|to|and|&)\s{{0,80}})?"
    rf"(?P<day>{_N})(?![\d%]|[:.]\d|\s?(?:[ap]\.?m\b|uhr\b|h\b)){_NTH}"
    rf"(?:\s{{0,80}}[,/.-]?\s{{0,80}}(?:of\s{{1,80}})?{_YEAR})?",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})"
    r"(?P=sep)(?P<day>\d{1,2})(?!\d)"
)
_JAPANESE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s?年\s?)?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日"
)
_YEAR_FIRST = re.compile(  # 2025. május 19., 2025 m. gegužės
    rf"(?<![\w./-])(?P<year>(?:19|20)\d\d)\.?\s+{_MONTH}\s+(?P<day>{_N})(?!\d|[.:]\d)"
)
_NUMBERS = re.compile(
    r"(?<![\w:/.])(?:(?P<first>\d{1,2})\.?\s?(?:-|–|bis|und)\s?)?"
    r"(?P<one>\d{1,2})\s?(?P<sep>[./-])\s?(?P<two>\d{1,2})"
    r"\s?(?P=sep)\s?(?P<year>(?:19|20)\d\d|\d\d)(?![\w/]|[.:]\d)"
)
_NO_YEAR = re.compile(
    r"(?<![\w:/.])(?P<one>\d{1,2})\.\s?(?P<two>\d{1,2})\.(?=[\s,;:)|]|$)(?!\s?\d{4})"
)
_SHORT = re.compile(r"(?<![\w:/.-])(?P<one>\d{1,2})/(?P<two>\d{1,2})(?![\w/])")
_MODAL = frozenset({"may", "set", "mag", "mar", "dec", "out"})  # words of other kinds
_BEFORE = re.compile(
    r"(?P<word>[2-6](?:\.?ª|a)(?=[ -]feira)|[^\W\d_]{2,14}|[א-ש]['׳])(?:[ -]feira)?"
    r"\.?\)?[\s,]*(?:(?:the|den|dem|der|le|il|el|d(?:ía)?|dia|d\.|dnia|dne|am|on|ב-?"
    r"|ה-?)"
    r"\s?)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*,?\s*[(（]?\s*(?:an? |ein |un |una )?(?P<word>[^\W\d_]{3,12}"
    r"|[月火水木金土日])\b(?![\s,.]*(?:\d|the\b))"
)
_FLOW = re.compile(
    r"\s*(?:-+|–|—|to|until|till|through|bis|zum|au|al|hasta"
    r"|עד)\s*(?:(?:the|den|zum|le|il|el)\s+)?"
    r"(?:[^\W\d_]{2,12}\.?,?\s*)?",
    re.IGNORECASE,
)
# The day of a mail, or that after it; the group is there for the latter.
NEAR = re.compile(
    r"\b(?:today|this (?:afternoon|morning|evening)|heute|aujourd['’]hui|oggi|hoy|hoje"
    r"|vandaag|dzisiaj|dziś|dnes|i dag|idag|tänään"
    r"|(?P<next>tomorrow|morgen(?! früh)|demain|domani|mañana|amanhã|jutro|zítra"
    r"|i morgen|imorgon|huomenna))\b|היום|(?P<too>מחר)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day that a text names, and where; ``day`` is None where it may be two.

    ``weekdays`` are those that stand beside it (Monday is 0).
    """

    day: date | tuple[int, int] | None
    last: date | None = None
    weekdays: frozenset[int] = frozenset()
    place: tuple[int, int] = (0, 0)
    doubts: tuple[Doubt, ...] = ()


def same_day(one: date | tuple[int, int] | None, two: object) -> bool:
    """Say whether two days may be one: 14 October is that of any year."""
    if isinstance(one, date) and isinstance(two, date):
        return one == two
    return _month_day(one) == _month_day(two)


def _month_day(day: object) -> object:
    return (day.month, day.day) if isinstance(day, date) else day


def shown(day: object) -> str:
    """Return a day as a doubt names it."""
    if isinstance(day, tuple):
        return f"{day[1]} {date(2000, day[0], 1):%B}"
    return str(day)


def days_in(text: str, given: Given) -> list[Day]:
    """Return the days that a text names, one after the other, ranges as one."""
    days = apart(_all(text, given))
    return _ranges(text, [_beside(text, one, given) for one in days])


def _ranges(text: str, days: list[Day]) -> list[Day]:
    joined: list[Day] = []
    for one in days:
        before = joined[-1] if joined else None
        if (
            before
            and before.last is None
            and _FLOW.fullmatch(text[before.place[1] : one.place[0]])
        ):
            first, last = before.day, one.day
            if isinstance(last, date) and isinstance(first, tuple):
                with suppress(ValueError):
                    first = date(last.year, *first)
            if isinstance(first, date) and isinstance(last, date) and first < last:
                place = (before.place[0], one.place[1])
                joined[-1] = replace(before, day=first, last=last, place=place)
                continue
        joined.append(one)
    return joined


def _of_programs(text: str) -> Iterator[Day]:
    """Yield days with the year first, as programs and some languages write them."""
    for pattern in (_ISO, _JAPANESE):
        for found in pattern.finditer(text):
            year = int(found["year"]) if found["year"] else None
            yield from _made(found, year, int(found["month"]), int(found["day"]))
    for found in _YEAR_FIRST.finditer(text):
        if named := month_of(found["month"]):
            yield from _made(found, int(found["year"]), named, int(found["day"]))


def _all(text: str, given: Given) -> Iterator[Day]:
    yield from _of_programs(text)
    yield from _of_months(text, _DAY_FIRST)
    yield from _of_months(text, _MONTH_FIRST)
    for found in _NUMBERS.finditer(text):
        if is_of_room(text, found.start()):
            continue
        yield from _of_numbers(text, found, _full(int(found["year"])), given)
    for found in _NO_YEAR.finditer(text):
        if is_of_room(text, found.start()):
            continue
        yield from _made(found, None, int(found["two"]), int(found["one"]))
    for found in _SHORT.finditer(text):
        if weekdays_of(_word_before(text, found.start())):
            yield from _of_numbers(text, found, None, given)


def _of_months(text: str, pattern: re.Pattern[str]) -> Iterator[Day]:
    """Yield the days with the name of a month, also where one word was none."""
    found = pattern.search(text)
    while found:
        position = found.start() + 1
        month = month_of(found["month"])
        if month and not (pattern is _MONTH_FIRST and found["month"] in _MODAL):
            made = list(_made(found, _year(found), month, int(found["day"])))
            yield from made
            position = found.end() if made else position
        found = pattern.search(text, position)


def _year(found: re.Match[str]) -> int | None:
    digits = found["year"] or found["short"] or found["past"]
    return _full(int(digits)) if digits else None


def _full(year: int) -> int:
    if year >= 100:
        return year
    return year + (1900 if year >= _OLD else 2000)


def _made(
    found: re.Match[str], year: int | None, month: int, day: int
) -> Iterator[Day]:
    with suppress(ValueError):
        date(year or 2000, month, day)
        first = found.groupdict().get("first")
        if first and year and int(first) < day:
            yield Day(
                day=date(year, month, int(first)),
                last=date(year, month, day),
                place=found.span(),
            )
        elif year:
            yield Day(day=date(year, month, day), place=found.span())
        else:
            yield Day(day=(month, int(first or day)), place=found.span())


def _of_numbers(
    text: str, found: re.Match[str], year: int | None, given: Given
) -> Iterator[Day]:
    """Yield what 3/4/2021 may be: by its dots, its weekday, the order that is given."""
    one, two = int(found["one"]), int(found["two"])
    dotted = "sep" in found.groupdict() and found["sep"] == "."
    orders = [(two, one)] if dotted or given.day_first else [(one, two)]
    if not dotted and given.day_first is None:
        orders = [(two, one), (one, two)]
    days = [day for order in orders for day in _made(found, year, *order)]
    if not days and not dotted:  # the order that is given, and no such day
        days = list(
            _made(found, year, *((one, two) if given.day_first else (two, one)))
        )
    if len({one.day for one in days}) > 1:
        weekdays = weekdays_of(_word_before(text, found.start()))
        if not weekdays and (after := _AFTER.match(text, found.end())):
            weekdays = weekdays_of(after["word"])
        days = [
            d for d in days if isinstance(d.day, date) and d.day.weekday() in weekdays
        ] or days
    if len({one.day for one in days}) > 1:
        text = f"{found[0]} is {shown(days[0].day)} or {shown(days[1].day)}"
        way = "Say --day-first, or --month-first."
        yield Day(day=None, place=found.span(), doubts=(Doubt("ambiguous", text, way),))
    elif days:
        yield days[0]


def _word_before(text: str, start: int) -> str:
    found = _BEFORE.search(text[max(0, start - 24) : start])
    return found["word"] if found else ""


def _beside(text: str, day: Day, given: Given) -> Day:
    """Return a day with its weekday, and with the year if that is given and fits."""
    weekdays = weekdays_of(_word_before(text, day.place[0]))
    if not weekdays and (after := _AFTER.match(text, day.place[1])):
        weekdays = weekdays_of(after["word"])
    return with_year(replace(day, weekdays=weekdays), given.year)


def with_year(day: Day, year: int | None) -> Day:
    """Return a day of a year, with a doubt if its weekday is another then."""
    full = day.day
    if isinstance(full, tuple) and year:
        with suppress(ValueError):
            full = date(year, *full)
    doubts = day.doubts
    if isinstance(full, date) and day.weekdays and full.weekday() not in day.weekdays:
        said = " or ".join(WEEKDAYS[one] for one in sorted(day.weekdays))
        text = f"the weekday and the date disagree: {full} is a {full:%A}, not a {said}"
        doubts = (*doubts, Doubt("weekday", text, "Ask which of them is meant."))
    return replace(day, day=full, doubts=doubts)
