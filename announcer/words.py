"""Fixed words, dates and times in the reader's language.

This room alone knows gettext and Babel. Translations lie beside it in ``locale``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache
from gettext import GNUTranslations, NullTranslations
from hashlib import sha256
from io import BytesIO
from operator import attrgetter
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import DateTimeFormat, format_interval, parse_pattern
from babel.lists import format_list
from babel.localedata import locale_identifiers

from announcer.errors import BadValue
from announcer.talk import LONGEST_NIGHT, Series, Talk

DOMAIN = "announcer"
CATALOGUES = Path(__file__).parent / "locale"

# Letters that people of several zones call their own: in Chicago, Havana and Shanghai;
# Halifax and Riyadh; London and Dhaka; Kolkata, Jerusalem and Dublin; Los Angeles and
# Manila; Pago Pago and Singapore.
SHARED_LETTERS = frozenset({"CST", "CDT", "AST", "BST", "IST", "KST", "PST", "SST"})

# What a language calls a zone by its own letters; others take the international ones.
_OWN_LETTERS = {
    "de": {
        "CET": "MEZ",
        "CEST": "MESZ",
        "WET": "WEZ",
        "WEST": "WESZ",
        "EET": "OEZ",
        "EEST": "OESZ",
    }
}

Day = date  # inside Words the name belongs to the method
_VAV_BEFORE_FOREIGN = re.compile(r" ו(?=[^\u0590-\u05ff\s])")
_LETTER = re.compile("[A-Za-z]")
_MINUTE = timedelta(minutes=1)
_MONDAY = date(2001, 1, 1)


def _script_of(text: str) -> str:
    """Return the script of most letters of a text: ``LATIN``, ``HEBREW``."""
    if text.isascii():
        return "LATIN" if _LETTER.search(text) else ""
    scripts: Counter[str] = Counter()
    for char, number in Counter(text).items():  # a long text has few different letters
        if char.isalpha():
            scripts[unicodedata.name(char, "").partition(" ")[0]] += number
    most = scripts.most_common(1)[0][0] if scripts else ""
    return "CJK" if most in ("HIRAGANA", "KATAKANA") else most


def language_of(text: str, spoken: str, around: str) -> str | None:
    """Return the language that a text is to be marked with among words of another.

    A talk in Hebrew may have an English title: what is ``spoken`` is not always what
    is written, and the letters tell.
    """
    return spoken if spoken != around and words_for(spoken).writes(text) else None


@cache
def words_for(language: str) -> Words:
    """Return the words of a language tag such as ``en``, ``en-GB`` or ``he``.

    Every language Babel knows has its dates; fixed words fall back to English where
    there is no catalogue. Raises BadValue for a language nobody knows.
    """
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        raise _unknown(language) from None
    file = _file(locale)
    content = file.read_bytes() if file else b""
    catalogue = GNUTranslations(BytesIO(content)) if file else NullTranslations()
    return Words(language, locale, catalogue, _style(locale), sha256(content).digest())


@dataclass(frozen=True)
class Words:
    """What one language says; dates and times are the wall clock of what is given."""

    language: str
    _locale: Locale
    _catalogue: NullTranslations
    _style: _Style
    digest: bytes  # of the translations

    @property
    def translated(self) -> bool:
        """Whether the fixed words are in this language too."""
        known = isinstance(self._catalogue, GNUTranslations)
        return known or self._locale.language == "en"

    @cached_property
    def direction(self) -> str:
        """``ltr`` or ``rtl``, for the dir attribute of HTML."""
        return self._locale.text_direction

    @cached_property
    def _script(self) -> str:
        return _script_of(self._locale.language_name or "")

    def writes(self, text: str) -> bool:
        """Say whether a text is in the script of this language.

        A talk in Hebrew may have an English title: it is not to be read as Hebrew.
        """
        return _script_of(text) in ("", self._script)

    @cached_property
    def first_weekday(self) -> int:
        """The day a week begins on, Monday = 0 (so in English without a country)."""
        if self._locale.territory or self._locale.language == "en":
            return self._locale.first_week_day
        likely = get_global("likely_subtags").get(self._locale.language)
        country = str(likely).rpartition("_")[2]
        home = f"{self._locale.language}_{country}"
        known = home in locale_identifiers()
        return (Locale.parse(home) if known else self._locale).first_week_day

    def gettext(self, message: str) -> str:
        """Return a fixed text in this language."""
        return self._catalogue.gettext(message) if message else ""

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the form of a fixed text that goes with a number."""
        return self._catalogue.ngettext(singular, plural, number)

    def pgettext(self, context: str, message: str) -> str:
        """Return a fixed text that means different things in different places."""
        return self._catalogue.pgettext(context, message)

    def npgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        """Return the form for a number of a text that depends on its place."""
        return self._catalogue.npgettext(context, singular, plural, number)

    @cached_property
    def joining(self) -> str:
        """The label of the link to a talk, alike in mails, pages and calendars."""
        return self.gettext("Join online")

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """The word before a title for what became of the talk: ``Cancelled:``."""
        return {
            "cancelled": self.gettext("Cancelled:"),
            "postponed": self.gettext("Postponed:"),
            "tentative": self.gettext("Tentative:"),
            "moved": self.gettext("New time:"),
            "redated": self.gettext("New date:"),
            "room": self.gettext("Other room:"),
        }

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """The word for what somebody does in a talk of several: ``Chair``."""
        return {
            "chair": self.gettext("Chair"),
            "moderator": self.gettext("Moderator"),
            "discussant": self.gettext("Discussant"),
            "panel": self.gettext("Panel"),
        }

    def marked(self, title: str, mark: str | None) -> str:
        """Return a title after the word for what became of its talk, if any."""
        word = self.marks.get(mark or "")
        return f"{word} {title}" if word else title

    def date(self, day: Day) -> str:
        """Return a day in full: ``Monday, March 8th, 2021``."""
        day = _day(day)
        known = self._dates.get(day)
        if known is None:
            known = self._dates[day] = self._style.date(day)
        return known

    @cached_property
    def _dates(self) -> dict[Day, str]:
        return {}

    @cached_property
    def _short_dates(self) -> dict[Day, str]:
        return {}

    def date_short(self, day: Day) -> str:
        """Return a day without its weekday: ``March 8, 2021``."""
        day = _day(day)
        known = self._short_dates.get(day)
        if known is None:
            known = self._short_dates[day] = _formatted(day, "long", self._locale)
        return known

    def day_month(self, day: Day) -> str:
        """Return a day without its year: ``March 8``."""
        return _formatted(_day(day), _skeleton(self._locale, "MMMMd"), self._locale)

    def day(self, day: Day) -> str:
        """Return a day with its weekday, without its year: ``Monday, March 8``."""
        both = {"weekday": self.weekday(day), "day": self.day_month(day)}
        return self.gettext("%(weekday)s, %(day)s") % both

    def day_short(self, day: Day) -> str:
        """Return a day as short as it can be read: ``Mar 8``."""
        return _formatted(_day(day), _skeleton(self._locale, "MMMd"), self._locale)

    def date_brief(self, day: Day) -> str:
        """Return a day with its year as short as it can be read: ``Mar 8, 2021``."""
        return _formatted(_day(day), _skeleton(self._locale, "yMMMd"), self._locale)

    def slot(self, series: Series) -> str:
        """Return when a series regularly meets: ``Every Monday, 12:30–1:30pm``."""
        if series.weekday is None:
            return ""
        weekday = self.weekday(_MONDAY + timedelta(days=series.weekday))
        text = self.gettext("Every %(weekday)s")
        if series.every == 2:
            text = self.gettext("Every second %(weekday)s")
        elif series.every > 2:
            text = self.gettext("%(weekday)s, every %(number)s weeks")
        said = text % {"weekday": weekday, "number": series.every}
        if series.time is None:
            return said
        start = datetime.combine(_MONDAY, series.time)
        hours = self.time(start)
        if series.duration:
            hours = self._style.time_range(start, start + series.duration)
        return f"{said}, {hours}"

    def days_months(self, first: Day, last: Day) -> str:
        """Return one or more days without their year, short: ``Mar 8 – 10``."""
        both = _day(first), _day(last)
        return format_interval(*both, "MMMd", locale=self._locale)

    def month_year(self, day: Day) -> str:
        """Return the month of a day: ``March 2021``."""
        pattern = _skeleton(self._locale, "yMMMM")
        if self._locale.months["stand-alone"]["wide"][1] == "M01":
            pattern = pattern.replace("LLLL", "MMMM")  # Babel knows no such names here
        return _formatted(_day(day), pattern, self._locale)

    def month(self, day: Day) -> str:
        """Return the month of a day without its year: ``March``."""
        return _formatted(_day(day), "LLLL", self._locale)

    def weekday(self, day: Day) -> str:
        """Return the name of the weekday: ``Monday``."""
        return self._weekdays[day.weekday()]

    @cached_property
    def _weekdays(self) -> list[str]:
        days = (_MONDAY + timedelta(days=number) for number in range(7))
        return [_formatted(day, "EEEE", self._locale) for day in days]

    def date_range(self, first: Day, last: Day, this_year: int = 0) -> str:
        """Return a range of days in full, or the one day that it is.

        The year of days that are all of ``this_year`` goes without saying.
        """
        own = _day(first).year == this_year == _day(last).year
        said = self.day if own else self.date
        if _day(first) == _day(last):
            return said(first)
        return f"{said(first)} – {said(last)}"

    def time(self, moment: datetime) -> str:
        """Return the time of day: ``12:30pm``, in other languages ``12:30``."""
        return self._style.time(moment)

    def time_range(self, start: datetime, end: datetime, *, daily: bool = False) -> str:
        """Return two times: ``12:30–1:30pm``, with ``(+1 day)`` past midnight.

        Where they hold for each of several days, or lie days apart, that is said.
        """
        days = (end.date() - start.date()).days
        if daily:
            same_day = end.replace(year=start.year, month=start.month, day=start.day)
            hours = self._style.time_range(start, same_day)
            return self.gettext("%(hours)s each day") % {"hours": hours}
        if days and end.replace(tzinfo=None) - start.replace(tzinfo=None) > (
            LONGEST_NIGHT
        ):
            both = {"start": self.time(start), "end": self.time(end)}
            return self.gettext("%(start)s (first day) – %(end)s (last day)") % both
        times = self._style.time_range(start, end)
        return f"{times} ({self.day_shift(days)})" if days else times

    def hours(self, talk: Talk) -> str:
        """Return the hours of a talk, or when it begins if nobody said when it ends."""
        if not talk.end_stated:
            return self.time(talk.start)
        return self.time_range(talk.start, talk.end, daily=talk.daily)

    def day_shift(self, days: int) -> str:
        """Return how far another zone's date is away: ``+1 day``, ``−1 day``."""
        shift = self.ngettext("%(days)s day", "%(days)s days", abs(days))
        number = f"{days:+}".replace("-", "−")
        if self.direction == "rtl":  # or the sign stands behind the number
            number = f"\u200e{number}"
        return shift % {"days": number}

    def there(self, tz_name: str, moment: datetime, days: int) -> str:
        """Return the hour in another zone, and how many days its date is away."""
        shift = f" ({self.day_shift(days)})" if days else ""
        return f"{self.time(moment)} {self.zone_long(moment, tz_name)}{shift}"

    def zone(self, moment: datetime) -> str:
        """Return the zone at a moment: ``EST``, or ``UTC+3`` if it has no letters.

        In German it is ``MEZ`` or ``MESZ``. Letters of several zones never stand alone:
        ``CST (Chicago)``.
        """
        name = moment.tzname() or ""
        if not name.isalpha():
            return _offset(moment)
        if name not in SHARED_LETTERS:
            return _OWN_LETTERS.get(self._locale.language, {}).get(name, name)
        place = str(getattr(moment.tzinfo, "zone", None) or "")  # pytz knows its city
        where = _city(place, self._locale) if "/" in place else _offset(moment)
        return f"{name} ({where})"

    def zone_long(self, moment: datetime, tz_name: str) -> str:
        """Return the zone by its city: ``New York time``; ``UTC`` for UTC."""
        if "/" not in tz_name:
            return self.zone(moment)
        city = _city(tz_name, self._locale)
        if not self.translated:  # Babel's pattern names summer time in some languages
            return city
        return self._city_time % {"city": city}

    @cached_property
    def _city_time(self) -> str:
        return self.gettext("%(city)s time")

    def join(self, items: Sequence[str]) -> str:
        """Return a list as people say it: ``A, B and C``."""
        joined = _listed(tuple(items), self._style.list_locale)
        if self.language.partition("-")[0] == "he":
            # the Hebrew "and" is a letter; a hyphen parts it from foreign words
            return _VAV_BEFORE_FOREIGN.sub(" ו־", joined)
        return joined

    def language_name(self, language: str) -> str:
        """Return what a language is called in this one: ``German``."""
        return str(Locale.parse(language, sep="-").get_display_name(self._locale))

    def duration(self, length: timedelta) -> str:
        """Return a length of time to the minute: ``1 hour 30 minutes``."""
        hours, minutes = divmod(length // _MINUTE, 60)
        if not self.translated:  # the symbols are the same in every language
            parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
            return " ".join(part for part in parts if part) or "0 min"
        parts = []
        if hours:
            text = self.ngettext("%(number)d hour", "%(number)d hours", hours)
            parts.append(text % {"number": hours})
        if minutes or not hours:
            text = self.ngettext("%(number)d minute", "%(number)d minutes", minutes)
            parts.append(text % {"number": minutes})
        return " ".join(parts)


@dataclass(frozen=True)
class _Style:
    """How a language writes dates and times: as Babel knows it, on a 24-hour clock."""

    locale: Locale

    @property
    def list_locale(self) -> Locale:
        return self.locale

    def date(self, day: Day) -> str:
        return _formatted(day, "full", self.locale)

    def time(self, moment: datetime) -> str:
        pattern = _skeleton(self.locale, "Hm")
        hour = f"{moment.hour:02}" if "HH" in pattern else str(moment.hour)
        return f"{hour}{'.' if '.' in pattern else ':'}{moment.minute:02}"

    def time_range(self, start: datetime, end: datetime) -> str:
        return f"{self.time(start)}–{self.time(end)}"


_BRITISH = Locale("en", "GB")


class _British(_Style):
    """English outside the United States: Monday 8 March 2021."""

    def date(self, day: Day) -> str:
        return _formatted(day, "EEEE d MMMM y", self.locale)


class _American(_Style):
    """The English of announcements: Monday, March 8th, 2021 at 12:30pm."""

    @property
    def list_locale(self) -> Locale:
        return _BRITISH  # no comma before the last one

    def date(self, day: Day) -> str:
        month = _formatted(day, "EEEE, MMMM", self.locale)
        return f"{month} {_ordinal(day.day)}, {day.year}"

    def time(self, moment: datetime) -> str:
        return f"{_twelve(moment)}{_half(moment)}"

    def time_range(self, start: datetime, end: datetime) -> str:
        same_half = _half(start) == _half(end) and start.date() == end.date()
        first = _twelve(start) if same_half else self.time(start)
        return f"{first}–{self.time(end)}"


def _style(locale: Locale) -> _Style:
    if locale.language != "en":
        return _Style(locale)
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


@lru_cache(maxsize=4096)
def _city(tz_name: str, locale: Locale) -> str:
    canonical = get_global("zone_aliases").get(tz_name, tz_name)
    named = locale.time_zones.get(canonical, {}).get("city")
    return str(named or tz_name.rpartition("/")[2].replace("_", " "))


def _offset(moment: datetime) -> str:
    minutes = (moment.utcoffset() or timedelta()) // _MINUTE
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")


def _day(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


@lru_cache(maxsize=16384)
def _formatted(day: date, pattern: str, locale: Locale) -> str:
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


def _listed(items: tuple[str, ...], locale: Locale) -> str:
    if len(items) == 1:
        return items[0]
    return format_list(list(items), "standard", locale)


def _skeleton(locale: Locale, name: str) -> str:
    return str(locale.datetime_skeletons[name].pattern)


def _file(locale: Locale) -> Path | None:
    """Return the catalogue of a language, if there is one."""
    for name in (str(locale), locale.language):
        file = CATALOGUES / name / "LC_MESSAGES" / f"{DOMAIN}.mo"
        if file.is_file():
            return file
    return None


def _unknown(language: str) -> BadValue:
    message = f"there is no language {language!r}"
    names = {str(name).casefold(): tag for tag, name in Locale("en").languages.items()}
    tags = {name.replace("_", "-") for name in locale_identifiers()}
    wanted = language.strip().replace("_", "-")
    meant = names.get(wanted.casefold())
    if meant is None:
        folded = {tag.casefold(): tag for tag in tags}
        close = get_close_matches(wanted.casefold(), sorted(folded), n=1, cutoff=0.8)
        meant = folded[close[0]] if close else None
    hint = (
        f"Did you mean {meant}?" if meant else "Write a tag such as en, de, fr or he."
    )
    return BadValue(message, hint)
