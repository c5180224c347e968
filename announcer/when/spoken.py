"""Times of day in the other forms that people write, as far as they are certain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from announcer.classes import dataclass
from announcer.lazy import pattern
from announcer.when.named import is_zone

DAY = 1440  # minutes; as a time of day the midnight that ends it
_NIGHT = 720  # no talk is longer than the longest night
_HALF_DAY = 720
_WORKING_DAY = 480  # a longer range was not meant where it says no half of the day
_EARLY = 8  # an hour before it that says no half of the day may be meant for either
_QUARTER = 15  # minutes that c.t., the academic quarter, adds

_PART = pattern(
    r"(?:(?:from|at|between|um|ab|von|zwischen|de|dès|à|a|entre) )?"
    r"(?:(?P<noon>(?:12(?:[:.]00)? ?(?:uhr )?)?(?:noon|midday|mittags?)|midi)"
    r"|(?P<midnight>(?:(?:12|24|0?0)(?:[:.]00)? ?)?midnight|mitternacht|minuit)"
    r"|(?P<run>\d{3,4})(?![\d:.])"
    r"|(?P<hour>\d{1,2})(?: ?(?:[:.,h]|uhr|heures?) ?(?P<minute>\d\d))?"
    r"(?P<second>:\d\d(?:\.\d+)?)?(?![\d:]))"
    r"(?: ?(?:uhr|o'?clock|heures?(?! d)|hours|hrs?|h)(?![a-z]))?"
    r"(?: ?(?:(?P<am>a\.? ?m(?![a-z])\.?|in the morning|morgens|vormittags|du matin)"
    r"|(?P<pm>p\.? ?m(?![a-z])\.?|in the (?:afternoon|evening)|nachmittags|abends"
    r"|de l'après-midi|du soir)))?"
    r" ?(?:(?P<late>c\. ?t\.?|(?-i:ct))(?!\w)"
    r"|(?:s\. ?t\.?|(?-i:st)|sharp|pünktlich)(?!\w))?"
    r"[ ,]*(?P<zone>.*)",
    re.IGNORECASE | re.ASCII,
)
_DASH = pattern(r" ?[-–—] ?| (?:to|till|until|bis|à|jusqu'à) ", re.IGNORECASE)
_BETWEEN = pattern(
    r"(?:between (.+) and|zwischen (.+) und|entre (.+) et) (.+)", re.IGNORECASE
)
_ISO = pattern(
    r"\s*([Tt])?(\d\d):(\d\d)(:00(?:\.0+)?)? ?([Zz]|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)
# An offset of a zone west of Greenwich looks like the end of a range.
_WESTWARD = pattern(r"(.*\d.*?) ?([-−])(0\d|1[0-2])(00|30|45)", re.ASCII)

Reading = tuple[int, "int | None"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a text says of a time of day.

    ``readings`` are a start and perhaps an end in minutes after midnight, the likelier
    first; there are several where the text leaves it open. ``zone`` and ``end_zone``
    are the words for a time zone beside them, or empty.
    """

    readings: tuple[Reading, ...]
    zone: str = ""
    end_zone: str = ""


@lru_cache(maxsize=1024)
def spoken(text: str) -> Spoken | None:
    """Return what a time of day in any form says, or None if that is not certain.

    No part of the text is passed over.
    """
    flat = " ".join(re.sub(r"[()\[\]]", " ", text.replace("’", "'")).split())
    if one := _part(flat):
        return Spoken(tuple((start, None) for start in one.starts()), one.zone)
    if west := _westward(flat):
        return west
    for pair in _pairs(flat):
        first, last = (_part(half) for half in pair)
        if first and last:
            readings = _between(first, last)
            return Spoken(readings, first.zone, last.zone) if readings else None
    return None


def iso_time(text: str) -> Spoken | None:
    """Read the time of an ISO 8601 date: ``T16:00:00+01:00``, ``16:00:00Z``.

    A minus before two digits is an offset here, which elsewhere makes a range.
    """
    found = _ISO.fullmatch(text)
    if found is None or not (found[1] or found[4]):
        return None
    start = int(found[2]) * 60 + int(found[3])
    good = int(found[3]) < 60 and start <= DAY
    return Spoken(((start, None),), found[5] or "") if good else None


def _westward(flat: str) -> Spoken | None:
    """Read ``14:00 -0500``, whose offset would end a talk long after midnight."""
    found = _WESTWARD.fullmatch(flat)
    first = _part(found[1]) if found else None
    if found is None or first is None or first.zone:
        return None
    starts = first.starts()
    end = int(found[3]) * 60 + int(found[4])
    if any((end - start) % DAY <= _HALF_DAY for start in starts):
        return None
    zone = f"-{found[3]}:{found[4]}"
    return Spoken(tuple((start, None) for start in starts), zone)


def _pairs(flat: str) -> Iterator[tuple[str, str]]:
    if found := _BETWEEN.fullmatch(flat):
        yield found[1] or found[2] or found[3], found[4]
    for dash in _DASH.finditer(flat):
        yield flat[: dash.start()], flat[dash.end() :]


def _between(first: _Part, last: _Part) -> tuple[Reading, ...]:
    """Return the shortest ranges between two times; of 9-5 that is 9:00-17:00."""
    starts, guessed = first.plain(), first.halved or last.halved
    if first.halved and not last.halved:  # 2-3pm, but not 2-14
        starts = first.both() if last.named else first.minutes
        guessed = last.named
    pairs = product(starts, last.both())
    lengths = [(start, (end - start) % DAY or DAY) for start, end in pairs]
    shortest = min(length for _, length in lengths)
    if shortest > (_WORKING_DAY if guessed else DAY):
        return ()
    alike = [(one, one + length) for one, length in lengths if length == shortest]
    found = dict.fromkeys(alike)
    if not (first.late or last.late):
        return tuple(found)
    late = [(start + _QUARTER, end) for start, end in found]
    return (*late, *((start, end - _QUARTER) for start, end in late))


def cures(said: Spoken) -> list[str]:
    """Return each reading as it would be written."""
    return [written(start, end) for start, end in said.readings]


def written(start: int, end: int | None = None) -> str:
    """Return a start and an end in minutes as they are written in ``time``."""
    text = clock_text(start)
    if end is None:
        return text
    if 0 < (end - start) % DAY <= _NIGHT or start < end < DAY:
        return f"{text}-{clock_text(end)}"
    return f"{text} and duration: {(end - start) // 60}h{(end - start) % 60:02}"


def clock_text(minutes: int) -> str:
    """Return minutes after midnight as a clock shows them."""
    return f"{minutes % DAY // 60:02}:{minutes % 60:02}"


@dataclass(frozen=True, slots=True)
class _Part:
    """One time: the minutes it may mean.

    It is ``halved`` if it says no half of the day, ``named`` if it does so in words.
    """

    minutes: tuple[int, ...]
    halved: bool
    named: bool
    late: bool
    zone: str

    def plain(self) -> tuple[int, ...]:
        """Return what the time means by itself, the likelier first."""
        early = self.halved and self.minutes[0] < _EARLY * 60
        return (self.minutes[0] + _HALF_DAY, *self.minutes) if early else self.minutes

    def starts(self) -> tuple[int, ...]:
        """Return when something begins at that time, with c.t. a quarter later."""
        if not self.late:
            return self.plain()
        later = [one + _QUARTER for one in self.plain()]
        return (*later, *(one for one in self.plain() if one % 60))

    def both(self) -> tuple[int, ...]:
        """Return both halves of the day where it names none."""
        more = (0, _HALF_DAY) if self.halved else (0,)
        return tuple(one + half for one in self.minutes for half in more)


def _part(text: str) -> _Part | None:
    found = _PART.fullmatch(text)
    if found is None or (found["zone"] and not is_zone(found["zone"])):
        return None
    named = bool(found["noon"] or found["midnight"] or found["am"] or found["pm"])
    halved, minutes = False, _named(found) if named else ()
    if not named:
        hour, minute = _digits(found)
        minutes = (hour * 60 + minute,) if hour * 60 + minute <= DAY else ()
        # a nought in front belongs to a clock of 24 hours
        halved = 1 <= hour <= 12 and (found["run"] or found["hour"])[0] != "0"
    # 2-3 is a range and no offset, and a second that is left out another moment
    apart = found["zone"][:1] in {"-", "−"} or float((found["second"] or ":0")[1:])
    if apart or not minutes or _digits(found)[1] > 59:
        return None
    return _Part(minutes, halved, named, bool(found["late"]), found["zone"])


def _digits(found: re.Match[str]) -> tuple[int, int]:
    run = found["run"]
    if run:
        return int(run[:-2]), int(run[-2:])
    return int(found["hour"] or 0), int(found["minute"] or 0)


def _named(found: re.Match[str]) -> tuple[int, ...]:
    """Return the minutes of a time that names its half of the day."""
    if found["noon"]:
        return (_HALF_DAY,)
    if found["midnight"]:
        return (DAY, 0)
    hour, minute = _digits(found)
    hours = _halved(hour, afternoon=bool(found["pm"]))
    return tuple(one * 60 + minute for one in hours)


def _halved(hour: int, *, afternoon: bool) -> tuple[int, ...]:
    """Return the hours that one with am or pm means: 14 am contradicts itself."""
    if hour > 23:
        return ()
    if afternoon:
        return (hour % 12 + 12,)
    return (hour % 12,) if hour <= 12 else (hour, hour - 12)
