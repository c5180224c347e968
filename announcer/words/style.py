"""How a language writes days, hours and lists: as Babel knows it, English apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter

from babel import Locale
from babel.lists import format_list

from announcer.classes import dataclass
from announcer.words.dates import DateTimeFormat, parse_pattern


@dataclass(frozen=True)
class Style:
    """What Babel knows, with a 24-hour clock."""

    locale: Locale

    @property
    def list_locale(self) -> Locale:
        """The one whose lists are written."""
        return self.locale

    def date(self, day: date) -> str:
        """Return a day in full."""
        return formatted(day, "full", self.locale)

    def time(self, moment: datetime) -> str:
        """Return the time of day."""
        pattern = skeleton(self.locale, "Hm")
        hour = f"{moment.hour:02}" if "HH" in pattern else str(moment.hour)
        return f"{hour}{'.' if '.' in pattern else ':'}{moment.minute:02}"

    def time_range(self, start: datetime, end: datetime) -> str:
        """Return two times, whatever lies between them."""
        return f"{self.time(start)}–{self.time(end)}"


_BRITISH = Locale("en", "GB")


class _British(Style):
    """English outside the United States: Monday 8 March 2021."""

    def date(self, day: date) -> str:
        return formatted(day, "EEEE d MMMM y", self.locale)


class _American(Style):
    """The English of announcements: Monday, March 8th, 2021 at 12:30pm."""

    @property
    def list_locale(self) -> Locale:
        return _BRITISH  # no comma before the last one

    def date(self, day: date) -> str:
        month = formatted(day, "EEEE, MMMM", self.locale)
        return f"{month} {_ordinal(day.day)}, {day.year}"

    def time(self, moment: datetime) -> str:
        return f"{_twelve(moment)}{_half(moment)}"

    def time_range(self, start: datetime, end: datetime) -> str:
        same_half = _half(start) == _half(end) and start.date() == end.date()
        first = _twelve(start) if same_half else self.time(start)
        return f"{first}–{self.time(end)}"


def style_of(locale: Locale) -> Style:
    """Return how a language and its country write."""
    if locale.language != "en":
        return Style(locale)
    american = locale.territory in {None, "US"}
    return _American(locale) if american else _British(locale)


def _twelve(moment: datetime) -> str:
    return f"{(moment.hour - 1) % 12 + 1}:{moment.minute:02}"


def _half(moment: datetime) -> str:
    return "am" if moment.hour < 12 else "pm"


def _ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def formatted(day: date, pattern: str, locale: Locale) -> str:
    """Return a day in a pattern of CLDR's, or in one that Babel has a name for.

    Who asks keeps it, for there are many days.
    """
    return _pattern(pattern, locale) % _Fields(day, locale)


@lru_cache(maxsize=256)
def _pattern(name: str, locale: Locale) -> str:
    """Return a pattern of Babel's, by its name or as it stands, for its fields."""
    return str(parse_pattern(locale.date_formats.get(name) or name).format)


class _Fields(dict[str, str]):
    """The parts of a day by their letters in a pattern, as Babel writes them.

    It takes long for each, and there are few months and weekdays.
    """

    def __init__(self, day: date, locale: Locale) -> None:
        self._day = day
        self._locale = locale

    def __missing__(self, letters: str) -> str:
        part = _PARTS.get(letters[0])
        if part is None:
            return str(DateTimeFormat(self._day, self._locale)[letters])
        key = (letters, part(self._day), self._locale)
        known = _FIELDS.get(key)
        if known is None:
            known = _FIELDS[key] = str(DateTimeFormat(self._day, self._locale)[letters])
        return known


# What a field depends on that is always the same for it.
_PARTS: dict[str, Callable[[date], int]] = {
    **dict.fromkeys("Ec", date.weekday),
    **dict.fromkeys("ML", attrgetter("month")),
    "d": attrgetter("day"),
    "y": attrgetter("year"),
}
_FIELDS: dict[tuple[str, int, Locale], str] = {}


def listed(items: tuple[str, ...], locale: Locale) -> str:
    """Return items as a list of words: ``A, B and C``."""
    if len(items) == 1:
        return items[0]
    return format_list(list(items), "standard", locale)


def skeleton(locale: Locale, name: str) -> str:
    """Return the pattern for the fields that a skeleton of CLDR's names: ``yMMMd``."""
    return str(locale.datetime_skeletons[name].pattern)
