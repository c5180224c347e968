"""Fixed words, dates and times in the reader's language.

This room alone knows gettext and Babel. Translations lie beside it in ``locale``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from gettext import GNUTranslations, NullTranslations
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

from announcer.classes import dataclass
from announcer.lazy import pattern
from announcer.talk import LONGEST_NIGHT, Series, Talk
from announcer.words.dates import format_interval
from announcer.words.languages import locale_of, script_of
from announcer.words.style import Style, formatted, listed, skeleton, style_of
from announcer.words.zones import city_name, short_name

DOMAIN = "announcer"
CATALOGUES = Path(__file__).parent.parent / "locale"

Day = date  # inside Words the name belongs to the method
_VAV_BEFORE_FOREIGN = pattern(r" ו(?=[^\u0590-\u05ff\s])")
_MINUTE = timedelta(minutes=1)
_MONDAY = date(2001, 1, 1)


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
    locale = locale_of(language)
    file = _file(locale)
    content = file.read_bytes() if file else b""
    catalogue = GNUTranslations(BytesIO(content)) if file else NullTranslations()
    return Words(
        language, locale, catalogue, style_of(locale), sha256(content).digest()
    )


@dataclass(frozen=True)
class Words:
    """What one language says; dates and times are the wall clock of what is given."""

    language: str
    _locale: Locale
    _catalogue: NullTranslations
    _style: Style
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
        return script_of(self._locale.language_name or "")

    def writes(self, text: str) -> bool:
        """Say whether a text is in the script of this language.

        A talk in Hebrew may have an English title: it is not to be read as Hebrew.
        """
        return script_of(text) in ("", self._script)

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

    @cached_property
    def _days(self) -> dict[tuple[int, int, int], str]:
        return {}

    @cached_property
    def _days_of_months(self) -> dict[tuple[str, int, int], str]:
        return {}

    def date_short(self, day: Day) -> str:
        """Return a day without its weekday: ``March 8, 2021``."""
        day = _day(day)
        known = self._short_dates.get(day)
        if known is None:
            known = self._short_dates[day] = formatted(day, "long", self._locale)
        return known

    def day_month(self, day: Day) -> str:
        """Return a day without its year: ``March 8``."""
        return self._day_of_month(day, "MMMMd")

    def day(self, day: Day) -> str:
        """Return a day with its weekday, without its year: ``Monday, March 8``."""
        key = (day.weekday(), day.month, day.day)  # there are more years than these
        known = self._days.get(key)
        if known is None:
            both = {"weekday": self.weekday(day), "day": self.day_month(day)}
            known = self._days[key] = self.gettext("%(weekday)s, %(day)s") % both
        return known

    def day_short(self, day: Day) -> str:
        """Return a day as short as it can be read: ``Mar 8``."""
        return self._day_of_month(day, "MMMd")

    def _day_of_month(self, day: Day, name: str) -> str:
        """Return a day without its year; there are few of them."""
        key = (name, day.month, day.day)
        known = self._days_of_months.get(key)
        if known is None:
            known = formatted(_day(day), skeleton(self._locale, name), self._locale)
            self._days_of_months[key] = known
        return known

    def date_brief(self, day: Day) -> str:
        """Return a day with its year as short as it can be read: ``Mar 8, 2021``."""
        return formatted(_day(day), skeleton(self._locale, "yMMMd"), self._locale)

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
        key = (day.year, day.month)
        known = self._months.get(key)
        if known is None:
            pattern = skeleton(self._locale, "yMMMM")
            if self._locale.months["stand-alone"]["wide"][1] == "M01":
                # Babel knows no such names here
                pattern = pattern.replace("LLLL", "MMMM")
            known = self._months[key] = formatted(_day(day), pattern, self._locale)
        return known

    @cached_property
    def _months(self) -> dict[tuple[int, int], str]:
        return {}

    def month(self, day: Day) -> str:
        """Return the month of a day without its year: ``March``."""
        return formatted(_day(day), "LLLL", self._locale)

    def weekday(self, day: Day) -> str:
        """Return the name of the weekday: ``Monday``."""
        return self._weekdays[day.weekday()]

    @cached_property
    def _weekdays(self) -> list[str]:
        days = (_MONDAY + timedelta(days=number) for number in range(7))
        return [formatted(day, "EEEE", self._locale) for day in days]

    def date_range(self, first: Day, last: Day, *, year: bool = True) -> str:
        """Return a range of days in full, or the one day that it is.

        Without ``year`` it goes without saying.
        """
        said = self.date if year else self.day
        if first is last or _day(first) == _day(last):
            return said(first)
        return f"{said(first)} – {said(last)}"

    def time(self, moment: datetime) -> str:
        """Return the time of day: ``12:30pm``, in other languages ``12:30``."""
        clock = (moment.hour, moment.minute)
        known = self._times.get(clock)
        if known is None:
            known = self._times[clock] = self._style.time(moment)
        return known

    @cached_property
    def _times(self) -> dict[tuple[int, int], str]:
        return {}

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
        if days:
            times = self._style.time_range(start, end)
            return f"{times} ({self.day_shift(days)})"
        clocks = (start.hour, start.minute, end.hour, end.minute)
        known = self._hours.get(clocks)
        if known is None:
            known = self._hours[clocks] = self._style.time_range(start, end)
        return known

    @cached_property
    def _hours(self) -> dict[tuple[int, int, int, int], str]:
        return {}

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
        return short_name(moment, self._locale)

    def zone_long(self, moment: datetime, tz_name: str) -> str:
        """Return the zone by its city: ``New York time``; ``UTC`` for UTC."""
        if "/" not in tz_name:
            return self.zone(moment)
        known = self._cities.get(tz_name)
        if known is None:
            known = city_name(tz_name, self._locale)
            if self.translated:  # Babel's pattern names summer time in some languages
                known = self.gettext("%(city)s time") % {"city": known}
            self._cities[tz_name] = known
        return known

    @cached_property
    def _cities(self) -> dict[str, str]:
        return {}

    def join(self, items: Sequence[str]) -> str:
        """Return a list as people say it: ``A, B and C``."""
        joined = listed(tuple(items), self._style.list_locale)
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


def _day(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


def _file(locale: Locale) -> Path | None:
    """Return the catalogue of a language, if there is one."""
    for name in (str(locale), locale.language):
        file = CATALOGUES / name / "LC_MESSAGES" / f"{DOMAIN}.mo"
        if file.is_file():
            return file
    return None
