"""Times of day as people write them in running text, in many languages at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from enum import IntEnum
from itertools import product

from announcer.classes import dataclass
from announcer.importers.clockwords import ENDS, FOR, LATER, OTHER, ROOM
from announcer.importers.found import Doubt
from announcer.importers.hourwords import Spoken, spoken_in
from announcer.importers.spans import blanked
from announcer.importers.zonewords import is_zone_word, letters_of, zone_at

_DAY, _HALF = 1440, 720  # minutes
_LONGEST = 12 * 60  # a longer talk is a slip
_MORNING = 7  # an hour before it that says no half of the day is one after noon
_SPOKEN = 8 * 60  # minutes; an earlier hour in words is one after noon
_QUARTER = 15  # minutes that c.t., the academic quarter, adds


_SURE_CUES = {"h", "h.", "ore", "alle", "alle ore", "dalle", "dalle ore", "a las", "um"}
_SURE_CUES |= {"בשעה", "kl", "kl.", "klo", "godz", "godz.", "godzinie", "às", "pelas"}


class Trust(IntEnum):
    """How sure it is that a text speaks of times, and so how bare they may stand."""

    PROSE = 0
    DATE = 1  # what is left of a field with a date: 9.30 and 4-5 are times
    TIME = 2  # a field for the time alone: so is 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day, perhaps with its end, and where it stands in the text."""

    start: time
    end: time | None = None
    zone: str
    place: tuple[int, int]
    doubts: tuple[Doubt, ...] = ()


_CUE = (
    r"(?:(?<![^\W\d_])(?:at|from|um|von|ab|gegen|à|a las|de las"
    r"|a la|alle(?: ore)?|dalle(?: ore)?"
    r"|ore|hora|h(?:eure)?s?\.?|klo|kl\.?|om|godz\.?|godzinie|às|pelas"
    r"|בשעה|בשעות|שעה|ב-?)[ :]?|(?<![^\W\d_])ב-?)"
)
_AM = (
    r"a\.? ?m\b\.?|a\b(?=\s*$)|in the morning|morgens|vormittags"
    r"|früh|du matin|del mattino"
    r"|de la mañana|da manhã|rano|ráno|dopoledne|'s ochtends|בבוקר|לפנה[\"״]צ"
)
_PM = (
    rf"p\.? ?m\b\.?|p\b(?=\s*$)|{LATER}|de l'après-midi"
    r"|אחה[\"״]צ|אחר הצהריים|בערב"
)
_ONE = re.compile(
    rf"(?P<cue>{_CUE})?"
    r"(?:(?P<noon>(?:12(?:[:.]00)?\s?(?:uhr\s?|h\s?)?)?(?:\bnoon|midday|\bmittags?\b"
    r"|(?<!apr[èe]s[- ])\bmidi\b|mediod[ií]a|mezzogiorno|בצהריים))"
    r"|(?P<midnight>(?:12(?:[:.]00)?\s?)?\b(?:midnight|mitternacht|minuit|medianoche"
    r"|mezzanotte))"
    r"|(?:(?<![\d:.,/$€£#§-])|(?<=\b\d{4}[-–]))(?<!\d )(?P<run>[012]\d[0-5]\d)(?=\s?"
    r"(?:hrs?\b|h\b|hours|uhr)|\s*[-–]\s*[012]\d[0-5]\d\s*(?:$|h|uhr)|\s*$)"
    r"|(?<![\d:.,/$€£#§])(?P<hour>\d{1,2})"
    r"(?:(?:(?P<sep>[:.,hu時]|\s?u(?:hr|ur)\s|\sh\s)(?P<minute>[0-5]\d)"
    r"(?::[0-5]\d(?:\.\d+)?)?)(?!\d|:\d|%|\.\d)"
    r"|(?![\d:%]|[.,/]\d|h\d)))"
    r"(?P<tail>(?:\s?(?P<hours>uhr\b|uur\b|u\b\.?|hod\b\.?|時|分|o['’ ]?\s?clock\b"
    r"|h(?:r?s?|ours)?\b\.?|heures\b))?"
    rf"(?:\s?(?:(?P<am>{_AM})|(?P<pm>{_PM})))?"
    r"(?:,?\s?\(?(?:(?P<late>c\.\s?t\b\.?|(?-i:\bct\b))|s\.\s?t\b\.?|(?-i:\bst\b)"
    r"|sharp\b|pünktlich\b|precise\b)\)?)?)",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\s*(?:[-–—~]+|\bto\b|\btill?\b|\buntil\b|\bbis\b|\bjusqu'à\b|\bà\b|\ba\b|\balle\b"
    r"|\bhasta\b|\btot\b|\baté\b|\bàs\b|\btil\b|\btill\b|\bdo\b|\by\b|\band\b|\bund\b"
    r"|עד|ל-?)\s*(?:(?:ca\.?|circa|about|approx\.?|approximately|around|etwa|gegen|environ"
    r"|vers|verso|le|cerca de|około|~) )?(?:las |ore |um |às |kl\.? |godz\.? )?",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"[\s,]*\(?\s*((?:UTC|GMT)\s?[+−-]\s?\d{1,2}(?::?\d\d)?|[+−-]\d\d:\d\d"
    r"|[A-Z][a-z]+ European(?: [Ss]ummer)? [Tt]ime\b"
    r"|(?:US )?(?:[Ee]astern|[Cc]entral|[Mm]ountain|[Pp]acific)(?! European)"
    r"(?: (?:[Ss]tandard|[Dd]aylight))?"
    r"(?: [Tt]ime(?= \(US and Canada\))?)?|[A-Z][a-z]+/[A-Z][A-Za-z_]+"
    r"|[A-Z][a-z]+(?: [A-Z][a-z]+)? time\b"
    r"|heure (?:de |d')[A-Z]\w+|[A-Z]{2,5}\b)\)?"
)
_NO_ZONE = frozenset(
    {"GB", "NZ", "ROC", "PRC", "ROK", "CAT", "EAT", "WAT", "ART", "AM"}
)


def clocks_in(text: str, trust: Trust = Trust.PROSE) -> list[Clock]:
    """Return the times that a text names, one after the other, ranges as one.

    Those of the coffee before a talk are left out, if others are there.
    """
    words = spoken_in(text)
    doors = (one.span() for one in FOR.finditer(text))
    text = blanked(text, [*doors, *(one.place for one in words)])
    said = [*_clocks(text, trust), *(_of_words(one, text) for one in words)]
    said = _closed(text, sorted(said, key=lambda one: one.place))
    begins = [0, *(one.place[1] for one in said)]
    meant = [
        one
        for begin, one in zip(begins, said, strict=False)
        if not _is_of_coffee(text, begin, one)
    ]
    return meant or (said if trust > Trust.PROSE else [])


def _of_words(spoken: Spoken, text: str) -> Clock:
    """Return a time in words, after noon where it is said or likely."""
    minutes = spoken.minutes
    zone, stop = zone_at(text, spoken.place[1]) or ("", spoken.place[1])
    doubts: tuple[Doubt, ...] = ()
    if minutes < _SPOKEN and not spoken.later:
        said = f"{_shown(minutes)} in words is read as {_shown(minutes + _HALF)}"
        doubts = (Doubt("half", f"{said}: it does not say am or pm"),)
    if minutes < _SPOKEN or (spoken.later and minutes < _HALF):
        minutes += _HALF
    place = (spoken.place[0], stop)
    return Clock(start=_time(minutes), zone=zone, place=place, doubts=doubts)


def _closed(text: str, said: list[Clock]) -> list[Clock]:
    """Return times with the end that words give to the one before: `finish by 8.15`."""
    found: list[Clock] = []
    for one in said:
        before = found[-1] if found else None
        between = text[before.place[1] : one.place[0]] if before else ""
        ends = before and before.end is None and one.end is None
        if before and ends and ENDS.search(between) and one.start > before.start:
            place = (before.place[0], one.place[1])
            found[-1] = replace(before, end=one.start, place=place)
        else:
            found.append(one)
    return found


def _is_of_coffee(text: str, after: int, one: Clock) -> bool:
    """Say whether the words around a time are of refreshments before the talk."""
    begin, end = one.place
    left = re.split(
        r"[\n;,.)]\s|\b(?:and|und|en|et|e|y|og|och|oraz|a)\b",
        text[max(after, begin - 40) : begin],
    )[-1]
    right = re.split(r"[\n;,)]|\.\s+(?=[A-ZÀ-Þ])", text[end : end + 40])[0]
    if re.search(r"\d", right):  # 4 pm (coffee at 3:30): of the next one
        right = ""
    return bool(OTHER.search(left) or OTHER.search(right))


def _clocks(text: str, trust: Trust) -> Iterator[Clock]:
    position = 0
    while first := _ONE.search(text, position):
        position = max(first.end(), position + 1)
        if first["sep"] != ":" and is_of_room(text, first.start()):
            continue
        second = _second(text, first)
        pair = (first, second) if second else (first,)
        if not _certain(pair, trust):
            if second and first["run"] and second["run"]:
                position = second.end()  # years
                continue
            if second is None or not _certain((first,), trust):
                continue
            pair = (first,)
        clock = _clock(text, pair)
        position = clock.place[1]
        yield clock


def is_of_room(text: str, begin: int) -> bool:
    """Say whether the word before a number makes it one of a room: `Saal 4.01`."""
    return bool(ROOM.search(text[max(0, begin - 20) : begin]))


def _second(text: str, first: re.Match[str]) -> re.Match[str] | None:
    """Return the end of a range that begins with a time."""
    zone = _ZONE.match(text, first.end())
    starts = [first.end()]
    if zone and zone[1][0] not in "+−-" and _zone_of(zone[1]):
        starts.append(zone.end())  # 3 pm CET to 4 pm CET
    for start in starts:
        to = _TO.match(text, start)
        last = _ONE.match(text, to.end()) if to else None
        if last:
            return last
    return None


def _certain(pair: tuple[re.Match[str], ...], trust: Trust) -> bool:
    """Say whether it is a time at all, and not another number."""
    if any(not _possible(one) for one in pair) or _is_decimal(pair, trust):
        return False
    if any(_is_time(one) for one in pair):
        alike = pair[0]["cue"] and all(one["sep"] for one in pair)  # kl. 13.15-14.00
        sure = _is_time(pair[-1]) or alike or trust > Trust.PROSE
        return len(pair) == 1 or bool(sure)
    if all(one["run"] for one in pair) and len(pair) > 1:
        return trust is Trust.TIME  # 1914-1918 are years elsewhere
    dotted = all(one["sep"] or one["run"] for one in pair)
    if len(pair) == 2:
        return trust > Trust.PROSE or dotted or bool(pair[0]["cue"] and dotted)
    return trust is Trust.TIME or (dotted and trust is Trust.DATE)


def _possible(one: re.Match[str]) -> bool:
    hour = int(one["hour"]) if one["hour"] else 0
    return hour <= 24 and not (hour > 12 and one["am"])


def _is_decimal(pair: tuple[re.Match[str], ...], trust: Trust) -> bool:
    """Say whether a comma makes it a price or a length: not so `17,30 Uhr`."""
    if trust is Trust.TIME or any(one["cue"] for one in pair if one["sep"] == ","):
        return False
    named = any(one["hours"] and _is_time(one) for one in pair)
    return not named and any(one["sep"] == "," for one in pair)


def _is_time(one: re.Match[str]) -> bool:
    """Say whether a time is one by its own form."""
    if _named(one) or one["late"]:
        return True
    hours = (one["hours"] or "").casefold()
    if one["run"]:
        return bool(hours)
    sep = (one["sep"] or "").strip().casefold()
    if sep and sep not in {".", ","}:
        return True
    if hours.rstrip(".") in {"h", "hs", "heures"}:  # 2h and 2 hours are lengths
        return int(one["hour"]) >= _MORNING
    return hours.startswith(("u", "o", "時", "hod")) or _is_cued(one)


def _is_cued(one: re.Match[str]) -> bool:
    """Say whether the word before a number makes it a time; H3 is a room."""
    said = (one["cue"] or "").casefold()
    cue = said.strip(" :")
    if cue == "h" and said == cue:
        return bool(one["sep"])
    return cue in _SURE_CUES or bool(one["sep"] and cue)


def _clock(text: str, pair: tuple[re.Match[str], ...]) -> Clock:
    first, last = pair[0], pair[-1]
    begin, end = first.start(), last.end()
    zone = _ZONE.match(text, end)
    if zone is None and (inner := _ZONE.match(text, first.end())):
        zone = inner if inner[1][0] not in "+−-" else None  # -10:45 ends a range
    words = _zone_of(zone[1]) if zone else ""
    stop = zone.end() if zone and words else end
    if named := zone_at(text, end):
        words, stop = named
    said = text[begin:end].strip()
    if len(pair) == 2:
        start, finish, doubts = _range(first, last)
    else:
        start, finish, doubts = _reading(first), None, []
    if first["late"] or last["late"]:
        start += _QUARTER if start % 60 == 0 else 0
        text = f"{said!r} is read as {_shown(start)} (cum tempore)"
        doubts.append(Doubt("quarter", text))
    told = len(pair) == 2 and _named(last)
    if _halved(first) and not told and 13 <= start // 60 < 20:
        text = f"{said!r} does not say am or pm; it is read as {_shown(start)}"
        doubts.append(Doubt("half", text))
    if _may_be_decimal(first):
        text = f"{said!r} is read as {_shown(start)}, and not as a decimal"
        doubts.append(Doubt("decimal", text))
    if first["am"] and first["hour"] == "12":
        text = f"{said!r}: 12 am is midnight; it is read as noon, as talks are"
        doubts.append(Doubt("midday", text))
    return Clock(
        start=_time(start),
        end=None if finish is None else _time(finish),
        zone=words,
        place=(begin, max(end, stop)),
        doubts=tuple(doubts),
    )


def _may_be_decimal(one: re.Match[str]) -> bool:
    """Say whether `16,25` may be a quarter past, as spreadsheets count hours."""
    bare = one["sep"] == "," and not (one["cue"] or one["hours"])
    return bare and one["minute"] in {"25", "50"}


def _zone_of(words: str) -> str:
    plain = " ".join(words.split())
    if plain in _NO_ZONE or not is_zone_word(plain):
        return ""
    return letters_of(plain)


def _range(
    first: re.Match[str], last: re.Match[str]
) -> tuple[int, int | None, list[Doubt]]:
    """Return the shortest range that two times make: of 9-5 that is 9:00 to 17:00."""
    starts = _both(first) if _halved(first) and _named(last) else (_reading(first),)
    ends = _both(last) if _halved(last) else (_reading(last),)
    lengths = [((b - a) % _DAY or _DAY, a, b) for a, b in product(starts, ends)]
    length, start, end = min(lengths, key=lambda one: (one[0], starts.index(one[1])))
    if length <= _LONGEST:
        return start, end, []
    text = f"{_shown(start)} to {_shown(end)}: it ends before it begins"
    return start, None, [Doubt("end", text, "The end is left out; write it by hand.")]


def _named(one: re.Match[str]) -> bool:
    return bool(one["noon"] or one["midnight"] or one["am"] or one["pm"])


def _halved(one: re.Match[str]) -> bool:
    """Say whether a time leaves open which half of the day it means."""
    digits = one["hour"]
    told = _named(one) or (one["hours"] or "").casefold().startswith(("u", "h"))
    cue = (one["cue"] or "").casefold()
    told = told or one["sep"] in {"h", "H"} or cue.startswith(("h", "ore"))
    return bool(digits) and not told and digits[0] != "0" and 1 <= int(digits) <= 12


def _both(one: re.Match[str]) -> tuple[int, ...]:
    hour, minute = _digits(one)
    return (hour % 12 * 60 + minute, (hour % 12 + 12) * 60 + minute)


def _reading(one: re.Match[str]) -> int:
    """Return the minutes after midnight that a time most likely means."""
    if one["noon"]:
        return _HALF
    if one["midnight"]:
        return 0
    hour, minute = _digits(one)
    if (one["pm"] and hour < 12) or (_halved(one) and hour < _MORNING):
        hour += 12
    return hour % 24 * 60 + minute


def _digits(one: re.Match[str]) -> tuple[int, int]:
    if one["run"]:
        return int(one["run"][:2]), int(one["run"][2:])
    return int(one["hour"] or 0), int(one["minute"] or 0)


def _time(minutes: int) -> time:
    return time(minutes % _DAY // 60, minutes % 60)


def _shown(minutes: int) -> str:
    return f"{_time(minutes):%H:%M}"
