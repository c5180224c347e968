"""Which zones words beside a time mean, such as ``CEST``, ``+02:00`` or ``Paris``.

Letters say an offset, and people often write those of the other half of the year: then
both the clocks and the offset may be meant, and whoever asks gets both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from functools import cache

import pytz

from announcer.classes import dataclass
from announcer.lazy import pattern
from announcer.when.names import is_place, likely
from announcer.when.wall import readings
from announcer.when.zones import zone

# a zone as it may stand after a time in a record: what its clocks are called then
ZONE_PATTERN = (
    r"([A-Za-z]{1,5}|([Uu][Tt][Cc]|[Gg][Mm][Tt])[+-][0-9]{1,2}(:[0-9]{2})?"
    r"|[+][0-9]{1,2}:[0-9]{2})"
)
_OFFSET = pattern(
    r"(?P<base>UTC|GMT)?\s?(?P<sign>[+−-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?",
    re.ASCII | re.IGNORECASE,
)
_UTC = frozenset({"UTC", "Z", "UCT", "ZULU", "UNIVERSAL"})
# the clocks of a region, in summer and in winter
_ALL_YEAR = frozenset({"ET", "CT", "MT", "PT"})
_SPELT = {
    "MEZ": "CET", "MESZ": "CEST", "CENTRAL EUROPEAN": "CET", "HNEC": "CET",
    "CENTRAL EUROPEAN SUMMER": "CEST", "HEEC": "CEST", "GREENWICH MEAN": "GMT",
    "BRITISH SUMMER": "BST", "MITTELEUROPÄISCHE": "CET",
    **{
        f"{name}{half}": f"{name[0]}{letter}T"
        for name in ("EASTERN", "CENTRAL", "MOUNTAIN", "PACIFIC")
        for half, letter in (("", ""), (" STANDARD", "S"), (" DAYLIGHT", "D"))
    },
}  # fmt: skip
_HERE = frozenset({"local", "local time", "ortszeit", "heure locale", "שעון מקומי"})
_AROUND = pattern(r"^(?:in|heure (?:de|du|d'))\s?|\s(?:time|zeit|uhr)$", re.IGNORECASE)
_LONGEST_OFFSET = 14


@dataclass(frozen=True, slots=True)
class Meant:
    """A zone that words may mean: how far its clocks are then ahead of UTC.

    ``name`` is its IANA name, or empty for an offset. ``note`` tells it from others.
    """

    offset: timedelta
    name: str
    note: str


def is_zone(words: str) -> bool:
    """Say whether words beside a time name a zone, or the clocks of the place."""
    return bool(
        is_here(words)
        or _fixed(words) is not None
        or likely(short(words))
        or _city(words)
    )


def is_here(words: str) -> bool:
    """Say whether words beside a time mean the clocks of the place itself."""
    return words.casefold() in _HERE


def places(words: str) -> tuple[str, ...]:
    """Return the zones that words may name; none for an offset."""
    city = _city(words)
    if _is_utc(words):
        return ("UTC",)
    return (city,) if city else likely(short(words))


def shows(moment: datetime, words: str) -> bool:
    """Say whether the clock of a moment's own zone is what the words name."""
    offset = _fixed(words)
    if offset is not None:
        return moment.utcoffset() == offset
    letters = short(words)
    name = str(getattr(moment.tzinfo, "zone", ""))
    own = letters in {moment.tzname(), ""} or _city(words) == name
    return own or (letters in _ALL_YEAR and name in likely(letters))


def letters_of(moment: datetime) -> str:
    """Return what tells a moment from another with the same wall time: ``CEST``."""
    letters = moment.tzname() or ""
    offset = moment.utcoffset() or timedelta()
    return letters if letters.isalpha() else f"UTC{_signed(offset)}"


def zones_meant(words: str, naive: datetime, own: tzinfo) -> tuple[Meant, ...]:
    """Return every zone that the words may mean at a wall time, the likelier first.

    Those that come to the same moment are one. ``own`` is the zone of the talk.
    """
    found = {one.offset: one for one in reversed(_all(words, naive, own))}
    return tuple(reversed(found.values()))


def _all(words: str, naive: datetime, own: tzinfo) -> list[Meant]:
    here = [moment for moment in readings(naive, own) if shows(moment, words)]
    if here:
        return [_at(here[0], "")]
    offset = _fixed(words)
    if offset is not None:
        return [Meant(offset, "UTC" if _is_utc(words) else "", words)]
    city = _city(words)
    if city:
        return [_at(moment, city) for moment in readings(naive, zone(city))]
    letters = short(words)
    names = likely(letters)
    own_name = str(getattr(own, "zone", ""))
    if own_name not in names and letters in _year(own, naive.year):
        names = (own_name, *names)
    return [meant for name in names for meant in _of_letters(letters, name, naive)]


def _of_letters(letters: str, name: str, naive: datetime) -> Iterable[Meant]:
    """Yield what letters mean in one zone at a wall time."""
    tz = zone(name)
    there = readings(naive, tz)
    fitting = [moment for moment in there if moment.tzname() == letters]
    known = _year(tz, naive.year)
    if fitting or letters not in known:
        yield from (_at(moment, f"{letters} of {name}") for moment in fitting or there)
        return
    for moment in there:
        yield _at(moment, f"the clocks of {name}, which show {letters_of(moment)} then")
    ahead = known[letters]
    yield Meant(ahead, "", f"{letters} itself (UTC{_signed(ahead)})")


def _signed(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"


def _at(moment: datetime, note: str) -> Meant:
    name = str(getattr(moment.tzinfo, "zone", ""))
    return Meant(moment.utcoffset() or timedelta(), name, note)


@cache
def _year(tz: tzinfo, year: int) -> dict[str, timedelta]:
    """Return the letters of a zone in a year, with their offsets."""
    days = (datetime(year, month, 15) for month in (1, 4, 7, 10))  # noqa: DTZ001 - wall times
    found = [moment for day in days for moment in readings(day, tz)]
    return {one.tzname() or "": one.utcoffset() or timedelta() for one in found}


def _plain(words: str) -> str:
    return _AROUND.sub("", words.strip(" ,."))


def short(words: str) -> str:
    """Return the letters that words stand for; none for the clocks of the place."""
    if is_here(words):
        return ""
    plain = _plain(words).upper()
    return _SPELT.get(plain, plain)


def _is_utc(words: str) -> bool:
    return short(words) in _UTC


def _fixed(words: str) -> timedelta | None:
    """Return a written offset from UTC."""
    if _is_utc(words):
        return timedelta()
    found = _OFFSET.fullmatch(words.strip())
    if found is None or int(found["hours"]) > _LONGEST_OFFSET:
        return None
    size = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return size if found["sign"] == "+" else -size


def _city(words: str) -> str:
    """Return the zone of a city, or of an IANA name."""
    wanted = re.sub(r"\s+", "_", _plain(words)).casefold()
    return _cities().get(wanted, "")


@cache
def _cities() -> dict[str, str]:
    places = [name for name in pytz.all_timezones if "/" in name and is_place(name)]
    last = {name.casefold().rpartition("/")[2]: name for name in sorted(places)}
    return last | {name.casefold(): name for name in places}
