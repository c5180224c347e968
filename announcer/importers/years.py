"""Which year 14 October is of, and the order of 3/4/2021, where a message tells."""

from __future__ import annotations

import re
from datetime import date, timedelta

from announcer.classes import dataclass
from announcer.importers.days import Day, days_in, with_year
from announcer.importers.found import Given
from announcer.importers.letters import Letter
from announcer.importers.monthnames import month_of, weekdays_of

_TERM = re.compile(
    r"\b(?:spring|fall|autumn|winter|summer|term|semester|frühjahr|herbst"
    r"|sommersemester|wintersemester|ws|ss|sose|wise|primavera|otoño|autunno|automne"
    r"|printemps|hiver|été|verano|invierno|inverno|estate|verão|outono|jaro|podzim"
    r"|wiosna"
    r"|jesień|hilary|michaelmas|trinity|lent|semestr\w*|semestre|trimestre|season"
    r"|saison"
    r"|stagione|temporada|programm\w*|programa|program|année|anno|año|ano|rok)"
    r"[\w .,]{0,14}?\s(20\d\d|19\d\d)(?!\s*[/–-]\s*\d)",
    re.IGNORECASE,
)
# 2024/25: from August on the first year, then the second.
_ACADEMIC = re.compile(r"\b((?:19|20)\d\d)\s?[/–-]\s?(?:20)?(\d\d)\b(?![-/.]\d)")
_AUGUST = 8
# March 2025, alone in a heading or below a signature.
_MONTH = re.compile(
    r"(?<![\d.] )(?<!\d)\b(?P<month>[^\W\d_]{3,13})\.?,?\s+(?:de |del |d['’])?"
    r"(?P<year>(?:19|20)\d\d)\b"
)
_SENT = re.compile(
    r"\b(?:sent|posted|written|dated|updated|gesendet|versendet|stand|envoyé|publié"
    r"|mis à jour|inviato|aggiornato|enviado|actualizado|atualizado|verzonden|wysłano"
    r"|odesláno|sendt|skickat)\b[^.\n]{0,25}$",
    re.IGNORECASE,
)
_STAMPED = re.compile(r"\s*(?:posted|term|semester)", re.IGNORECASE)
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d)(?![\d/])")
_AHEAD = timedelta(days=240)  # announced so long before it, and no longer
_SINCE = timedelta(days=-30)
# Gdynia, dnia 1 czerwca 2026 r.; Ciudad Real, a 1 de junio de 2026
_WRITTEN = re.compile(
    r"\s*(?P<place>[A-ZÀ-Þ][^\W\d_]+)(?:[ -][A-ZÀ-Þ][^\W\d_]+){0,2}"
    r"(?:,\s+(?:a|den|le|li|il|dnia|dne|em|de)?|\s+(?:den|le|li|dnia|dne))\s*(?=\d)"
)
_SOON = timedelta(days=120)
_LINE = 80  # letters of a heading
_HEAD = 3000  # letters at the top of a message in which a term is looked for


@dataclass(frozen=True, slots=True)
class Years:
    """What fixes the year of a day: days on which a message was sent, and years.

    ``sent`` and ``terms`` stand in its headers; ``said`` are full dates in its text,
    which fix a year only where the weekday fits. Of ``academic`` the first of two years
    is given, of ``months`` the first day.
    """

    given: int | None
    sent: tuple[date, ...]
    terms: tuple[int, ...]
    said: tuple[date, ...]
    academic: tuple[int, ...] = ()
    months: tuple[date, ...] = ()

    def dated(self, day: Day) -> Day:
        """Return a day with its year if that is fixed, and without if not."""
        if not isinstance(day.day, tuple):
            return day
        if self.given:
            return with_year(day, self.given)
        for full in self._likely(day):
            if isinstance(full.day, date) and not full.doubts:
                return full
        return self._of_wrong_weekday(day)

    def _likely(self, day: Day) -> list[Day]:
        """Return the day in each year that the headers allow, the likeliest first."""
        found = []
        for sent in self.sent:
            near = [with_year(day, sent.year + more) for more in (0, 1, -1)]
            found += [full for full in near if _is_between(full, sent, _SINCE, _AHEAD)]
        found += [with_year(day, term) for term in self.terms]
        month = day.day[0] if isinstance(day.day, tuple) else 0
        found += [
            with_year(day, first if month >= _AUGUST else first + 1)
            for first in self.academic
        ]
        for begin in self.months:
            near = [with_year(day, begin.year + more) for more in (0, 1)]
            found += [full for full in near if _is_between(full, begin, _SINCE, _SOON)]
        if day.weekdays:
            near = [with_year(day, other.year) for other in self.said]
            pairs = zip(near, self.said, strict=True)
            found += [
                full
                for full, other in pairs
                if _is_between(full, other, -_AHEAD, _AHEAD)
            ]
        return found

    def _of_wrong_weekday(self, day: Day) -> Day:
        """Return a day just after a message was sent, with a doubt of its weekday."""
        for sent in self.sent:
            full = with_year(day, sent.year)
            if _is_between(full, sent, timedelta(days=-60), timedelta(days=60)):
                return full
        return day


def _is_between(full: Day, fixed: date, first: timedelta, last: timedelta) -> bool:
    return isinstance(full.day, date) and first <= full.day - fixed <= last


def years_of(letter: Letter, given: Given) -> Years:
    """Collect what the headers and the text of a message say of years."""
    sent, terms = [], []
    for line in letter.text[:_HEAD].split("\n")[:40]:
        if _STAMPED.match(line):
            days = days_in(re.sub(r"[<(].*", "", line), given)
            sent += [one.day for one in days if isinstance(one.day, date)]
            if not days:
                terms += [
                    int(year) for year in re.findall(r"\b((?:19|20)\d\d)\b", line)[:1]
                ]
    if letter.posted:
        sent.append(letter.posted)
    stamp = re.match(r"\d{4}-\d\d-\d\d", letter.entries.get("date", ""))
    if stamp:
        sent += [
            one.day for one in days_in(stamp[0], given) if isinstance(one.day, date)
        ]
    titles = (letter.subject, letter.entries.get("title", ""), letter.text[:_HEAD])
    terms += [int(term[1]) for text in titles if (term := _TERM.search(text))]
    said = [one.day for one in days_in(letter.text, given) if isinstance(one.day, date)]
    sent += _stamped(letter.text, given)
    heads = (letterhead(line, given) for line in letter.text.split("\n"))
    sent += [day for day in heads if day]
    academic = [
        int(found[1])
        for found in _ACADEMIC.finditer(f"{letter.subject}\n{letter.text[:_HEAD]}")
        if (int(found[1]) + 1) % 100 == int(found[2])
    ]
    return Years(
        given.year,
        tuple(sent),
        tuple(terms),
        tuple(dict.fromkeys(said)),
        tuple(academic),
        tuple(_months(letter)),
    )


def _stamped(text: str, given: Given) -> list[date]:
    """Return days on which a message says that it was sent: `(sent 14 May 2026)`."""
    return [
        one.day
        for line in text.split("\n")
        if len(line) < _LINE
        for one in days_in(line, given)
        if isinstance(one.day, date) and _SENT.search(line[: one.place[0]])
    ]


def is_stamp(line: str, given: Given) -> bool:
    """Say whether the day in a line is that on which the message was sent."""
    days = days_in(line, given) if len(line) < _LINE else []
    sent = days and _SENT.search(line[: days[0].place[0]])
    return bool(sent) or letterhead(line, given) is not None


def letterhead(line: str, given: Given) -> date | None:
    """Return the day of a line that says where and when a letter was written."""
    found = _WRITTEN.match(line)
    if not found or weekdays_of(found["place"]) or month_of(found["place"]):
        return None
    days = days_in(line, given)
    if len(days) != 1 or not isinstance(days[0].day, date):
        return None
    begin, end = days[0].place
    return days[0].day if begin <= found.end() and len(line) - end < 5 else None


def _months(letter: Letter) -> list[date]:
    """Return the months that stand with their year in short lines: of an issue."""
    lines = [letter.subject, *letter.text.split("\n")]
    return [
        date(int(found["year"]), month, 1)
        for line in lines
        if len(line) < _LINE
        for found in _MONTH.finditer(line)
        if (month := month_of(found["month"]))
    ]


def order_of(letter: Letter, given: Given) -> bool | None:
    """Return whether the day comes first in 3/4/2021, if another date proves it."""
    if given.day_first is not None:
        return given.day_first
    for one, two in _SLASHED.findall(f"{letter.subject}\n{letter.text}"):
        if int(one) > 12 >= int(two):
            return True
        if int(two) > 12 >= int(one):
            return False
    return None
