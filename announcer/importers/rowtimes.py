"""When a row of a table is: from one cell, or from several that belong together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeAlias

from announcer.errors import BadValue
from announcer.ical.foreign import zone_of as zone_of_producer
from announcer.importers.dates import clock_of, moment_of, zoned
from announcer.importers.days import Day, days_in
from announcer.importers.found import Doubt, Given, Moment
from announcer.importers.gaps import hour_unread
from announcer.importers.lengths import duration_in_field
from announcer.importers.moments import between, stamp
from announcer.importers.monthnames import month_of
from announcer.importers.zonewords import is_zone_word, letters_of, zone_of
from announcer.when import zone as zone_named

Dating: TypeAlias = Callable[[Day], Day]  # gives a day its year, if that is known
_ARROW = re.compile(r"\s*(?:→|➔|➜|⟶|->)\s*")
_ZONE_BETWEEN = re.compile(r"\s*(\((?:GMT|UTC)[+-]?\d*(?::\d\d)?\))(?=.*\d)")
_SOLID = re.compile(r"^(20\d\d)(0\d|1[0-2])([0-3]\d)(?=\b|T)")
_STROKE = re.compile(r"(\d[:.h]\d\d)\s*/\s*(\d\d?[:.h]\d\d)")  # 18:00/19:30
_OFFSET = re.compile(
    r"(?<!/)(?:UTC|GMT)\s?[+−-]\s?(?:1[0-4]|0?\d)(?::?[0-5]\d)?(?![:\d])"
)
# What Windows shows for a zone: the offset is that of winter, the year around.
_OF_WINDOWS = re.compile(r"\((?:UTC|GMT)[^()]*\)\s*(?P<places>\S.*)")
_IANA = re.compile(r"\b[A-Z][a-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?\b")
_EXACT = re.compile(r"\dT\d|Z$|\+\d\d")


def moment_of_row(
    given: Given, values: Mapping[str, str], zone: str, dated: Dating
) -> tuple[Moment, list[Doubt]]:
    """Return when a row is; ``zone`` is what the headings say of its clocks."""
    day = _day(values)
    clock = _ARROW.sub(" - ", values.get("time", ""))
    clock = _STROKE.sub(r"\1 - \2", clock)
    moment, doubts = _read(day, clock, given)
    if isinstance(moment.day, tuple):
        moment, doubts = _with_year(moment, doubts, day or clock, given, dated)
    doubts = [*doubts, *hour_unread(values.get("time", ""), moment)]
    if "end" in values and (moment.day is not None or moment.instant):
        moment, more = _ended(moment, values["end"])
        doubts = [*doubts, *more]
    last = stamp(values.get("end.date", ""))
    if last is None and (days := days_in(values.get("end.date", ""), given)):
        last = days[0].day if isinstance(days[0].day, date) else None
    if isinstance(last, datetime):
        last = last.date()
    if last and isinstance(moment.day, date) and last > moment.day:
        moment = replace(moment, last_day=last)
    length = values.get("duration", "")
    if length and moment.end is None:
        moment = replace(moment, duration=duration_in_field(length))
    moment, more = _zoned(moment, values.get("timezone", ""), zone)
    return moment, [*doubts, *more]


def _day(values: Mapping[str, str]) -> str:
    """Return what a row says of its day, also where it stands in three columns."""
    parts = [values.get("weekday", ""), values.get("date", "")]
    month, year = values.get("date.month", ""), values.get("date.year", "")
    number = month_of(month) or (int(month) if month.isdigit() else 0)
    day = re.sub(r"\.$", "", parts[1] or parts[0])
    if number and day.isdigit():
        return f"{year}-{number:02}-{int(day):02}" if year else f"{day}.{number}."
    text = _SOLID.sub(r"\1-\2-\3", " ".join(filter(None, parts)))
    return f"{text} {year}" if year and text and year not in text else text


def _read(day: str, clock: str, given: Given) -> tuple[Moment, list[Doubt]]:
    exact = stamp(day) if _EXACT.search(day) else None  # and not 14:00-15:30
    if isinstance(exact, datetime) and exact.tzinfo:
        return between(exact), []
    day = _ARROW.sub(" - ", day)
    if between_times := _ZONE_BETWEEN.search(day):  # 2 PM (GMT+1) - 3 PM
        day = day.replace(between_times[1], "") + f" {between_times[1]}"
    if day:
        return moment_of(day, given, clock)
    return moment_of(clock, given) if clock else (Moment(), [])


def _with_year(
    moment: Moment, doubts: list[Doubt], text: str, given: Given, dated: Dating
) -> tuple[Moment, list[Doubt]]:
    """Return a moment with the year that the table says elsewhere."""
    days = [one for one in days_in(text, given) if isinstance(one.day, tuple)]
    if not days:
        return moment, doubts
    full = dated(days[0])
    return replace(moment, day=full.day), [*doubts, *full.doubts]


def _ended(moment: Moment, text: str) -> tuple[Moment, list[Doubt]]:
    """Return a moment with its end: a time of day, the last day, or both."""
    last = stamp(text)
    start = moment.instant
    if isinstance(last, datetime) and last.tzinfo and start:
        length = last - start
        return (
            replace(moment, duration=length) if length > timedelta() else moment
        ), []
    if isinstance(last, datetime) and moment.time is not None:
        day = last.date()
        later = day if day != moment.day else None
        return replace(moment, end=last.time(), last_day=later), []
    if last is not None and not isinstance(last, datetime):
        return replace(moment, last_day=last if last != moment.day else None), []
    end, doubts = clock_of(text)
    whole, _ = (
        moment_of(text, Given(day_first=True))
        if days_in(text, Given())
        else (
            Moment(),
            [],
        )
    )
    if whole.time is not None:  # 5.3.2026 15:45
        end, doubts = whole, []
    known = end.time is not None and moment.time is not None
    return (replace(moment, end=end.time) if known else moment), doubts


def _zoned(moment: Moment, text: str, shared: str) -> tuple[Moment, list[Doubt]]:
    """Return a moment in the zone of its row, or in that of all of them."""
    timed = moment.time is not None
    if not text:
        open_ = not (moment.zone or moment.abbreviation or moment.instant)
        return (zoned(moment, shared) if open_ and shared and timed else moment), []
    shown = _OF_WINDOWS.fullmatch(text)
    if shown and (zone := _of_windows(shown["places"])):
        return replace(moment, zone=zone), []
    if offset := _OFFSET.search(text):
        return _at_offset(moment, offset[0], text)
    if found := _in_words(moment, text):
        return found, []
    said = f"the time zone `{text}` is not understood"
    doubt = Doubt("timezone", said, "Write a city, such as Europe/Berlin.")
    return moment, [doubt] if timed else []


def _in_words(moment: Moment, text: str) -> Moment | None:
    """Return a moment in the zone that a text names, if it names one."""
    zone = _known(text) or _city(text)
    if not zone and (named := _IANA.search(text)):
        zone = _known(named[0])
    if zone:
        return replace(moment, zone=zone)
    if re.fullmatch(r"[A-Za-z]{1,5}", text):
        return replace(moment, abbreviation=text)
    return zoned(moment, letters_of(text)) if is_zone_word(text) else None


def _of_windows(places: str) -> str:
    """Return the zone of `Berlin, Rome` or `Eastern Time (US & Canada)`."""
    name = places.partition("(")[0].strip()
    if name.endswith(" Time"):
        return zone_of_producer(f"{name.removesuffix(' Time')} Standard Time", []) or ""
    return _city(places)


def _known(name: str) -> str:
    """Return a name of a zone, and nothing for any other text."""
    try:
        zone_named(name)
    except BadValue:
        return ""
    return name


def _at_offset(moment: Moment, offset: str, text: str) -> tuple[Moment, list[Doubt]]:
    """Return a moment at an offset, in the zone that is named beside it if both fit."""
    found = zoned(moment, offset)
    zone, at = _city(text.replace(offset, "")), found.instant
    if not zone or at is None:
        return found, []
    if at.astimezone(zone_named(zone)).utcoffset() == at.utcoffset():
        return replace(found, zone=zone), []
    said = f"`{text}`: the clocks of {zone} are not at {offset} on {at:%Y-%m-%d}"
    return found, [Doubt("offset", said, "The offset is taken; is the hour right?")]


def _city(text: str) -> str:
    """Return the zone of a city or a country that a text names."""
    return zone_of(re.sub(r"[^\w\s'’-]+", " ", text))


def stamp_of(text: str) -> str:
    """Return the moment of an answer so that a later one sorts behind it."""
    if not text:
        return ""
    moment, _ = moment_of(text, Given(day_first=False))
    found = re.search(r"(\d{1,2}):(\d\d)(?::(\d\d))?\s*([ap])?", text, re.IGNORECASE)
    day = f"{moment.day}" if isinstance(moment.day, date) else text
    if not found:
        return day
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + 12 * (found[4].lower() == "p")
    return f"{day} {hour:02}:{found[2]}:{found[3] or '00'}"
