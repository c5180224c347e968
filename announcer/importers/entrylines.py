"""Lines of lists: what stands beside a day and an hour, `Room 1: Name, Title`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from announcer.importers.clocks import Trust, clocks_in
from announcer.importers.clockwords import OTHER
from announcer.importers.days import days_in
from announcer.importers.found import Given
from announcer.importers.gaps import is_gap
from announcer.importers.guesses import Guess
from announcer.importers.joining import addresses_in
from announcer.importers.labels import label_of
from announcer.importers.names import AND, HOME, HONORIFIC, NAME, is_name
from announcer.importers.notices import SLOT_OFF
from announcer.importers.paragraphs import bare
from announcer.importers.people import leads, people_of
from announcer.importers.phrases import (
    HALL,
    QUOTED,
    ROOM,
    SERIES,
    inside,
    is_place,
    is_room,
    quoted_in,
)
from announcer.importers.placefields import cleaned_place
from announcer.importers.places import place_in, staying_in
from announcer.importers.sentences import HELD
from announcer.importers.spans import Span, blanked
from announcer.importers.streets import is_street, upto_street
from announcer.importers.zonewords import is_zone_word

ENTRY = re.compile(
    rf"(?P<before>.*?)(?P<who>{NAME}\s*\((?P<home>[^()]+)\))\s*[*_]*[,:.;–—-]*"
    rf"\s*(?P<title>.*)$"
)
_HOMED = re.compile(rf"{NAME}\s*\([^()]+\)")
NAMED = re.compile(
    rf"^\W*(?P<who>{NAME}(?:, [^:*“\"]{{2,60}})?)\s*(?::|\s[–—·-]\s"
    rf"|,?\s*(?=[*_“\"„«]))\s*(?P<title>\S.*)$"
)
# Moths of the Motorway - Dorcas Finch; Peser une étoile, par Lucien Abadie (Lyon)
_BEHIND_TITLE = re.compile(
    rf"^\W*(?P<title>[^\W_].{{5,160}}?)[*_”\"»“]*(?:\s*[,;:–—(]\s*|\s+-\s+|\s*[”\"»“]\s*|\s+(?=by\s))"
    rf"(?P<by>(?:by|von|par|di|de|por|with|mit|avec|con|door|av|af|przez|מאת)\s+)?"
    rf"(?P<who>(?:{HONORIFIC})?{NAME}(?:\s*\((?P<home>[^()]+)\)"
    r"|(?:,\s[^,]{3,70}){1,3})?)\W*$"
)
_BESIDE = re.compile(
    rf"{NAME}(?:\s*\([^()]+\))?(?:,\s+{NAME}(?:\s*\([^()]+\))?)*,?\s+(?:&|{AND})\s+"
    rf"(?:{HONORIFIC})?$"
)
_IN_PLACE = re.compile(
    r"\W*(?:uhr )?(?:in|im|at|presso|dans|nel\w*|au|à la|en (?:el|la))\s", re.IGNORECASE
)
_SHORTEST = 5  # letters of a title that no sign behind the speaker begins
_SIGNS = frozenset({":", "–", "—", "-"})
_WORD = re.compile(r"(?:[^\W\d_][\w'’-]*|[\w'’-]+ [^\W\d_]\w*)[!?]?")  # Fish, On G
_MARKED = re.compile(r"([*_]{1,3})([^*_]+)\1(?=,?\s*\()")  # *Ada Roe* (Rice)
_EMPTY = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so"
    r"|lun|mar|mer|jeu|ven|sam|dim|gio|sab|dom|jue|mié|mie"
    r"|vie)\w*\.?,?$|^(?:at|on|from|um|am|den|h\.?|ore|alle"
    r"|le|à|de|il|il giorno|um|uhr|the|and|when|starting|date"
    r"|time|ב|בשעה|יום \S+|ביום \S+|[ap]m|by)$",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"^(?:in|at|im|location:?|place:?|@|en|presso|dans|in der|in the"
    r"|on|am|uhr)\s+(?=\S)",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s+(?:at|on|from|um|am|den|ore|alle|le|à|in|h\.?)$", re.IGNORECASE
)
_JOINED = re.compile(r"(?:via|online|zoom|virtual\w*|remote)\b", re.IGNORECASE)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAYS = (
    r"montag|dienstag|mittwoch|donnerstag|freitag|lundi|mardi|mercredi|jeudi|vendredi"
    r"|lunes|martes|miércoles|jueves|viernes|lunedì|martedì|mercoledì|giovedì|venerdì"
)
_WEEKDAY = re.compile(
    rf"^{_DAY}s?\b,?\s*|,?\s*\b{_DAY}$"
    rf"|,?\s*\b(?:le|il|el|am|den|op|la|på)?\s*\b(?:{_DAYS}|samedi|maandag|dinsdag"
    r"|woensdag|donderdag|vrijdag|mandag|tirsdag|onsdag|torsdag|fredag)$"
    rf"|^(?:{_DAYS})\b,?\s*(?:den|le|il|el)?\s*",
    re.IGNORECASE,
)


def read_rest(line: str, spans: Iterable[Span], found: Guess, known: set[str]) -> None:
    """Read what stands beside a date and a time in their line: most often the place.

    ``spans`` are those of the date and the time.
    """
    rest = blanked(line, spans, "\0")
    for piece in re.split(r"\0+| {3,}|\t+", rest):
        text = cleaned_place(_stripped(piece))
        label = label_of(text)
        if label and label.kind == "title" and label.value and "title" not in known:
            found.titles.append((8, label.value))  # 7:30 pm  Talk: Moons
            continue
        if _says_nothing(text):
            continue
        fresh = "speaker" not in known and not found.people
        if fresh and read_entry(piece, found, known):
            continue
        placed = _IN_PLACE.match(piece) or is_street(text)
        names = leads(text) and not (placed or is_room(text) or SERIES.search(text))
        if fresh and names:
            found.people = people_of(text)
        elif "place" not in known and (
            is_place(text) or _is_code(text) or is_street(text)
        ):
            sentence = len(text.split()) > 6 and not HALL.match(text)
            long = place_in(f"in {text}") if sentence else ""
            found.places.append(long or upto_street(text))
        elif found_title := quoted_in(text):
            found.titles.append((6, found_title))


def _says_nothing(text: str) -> bool:
    """Say whether a text beside a time is of neither talk nor place: `doors 17:30`."""
    coffee = OTHER.search(text) and clocks_in(text, Trust.TIME)
    bare_text = len(text) < 3 or _EMPTY.match(text)
    return bool(coffee or bare_text or "@" in text or addresses_in(text))


def _is_code(text: str) -> bool:
    """Say whether a text beside a time is the short name of a room: `MALL 1`."""
    return bool(
        re.fullmatch(r"[A-Z][A-Za-z]{0,11}[ .-]?(?:[A-Z] )?\d[\w./-]{0,6}", text)
    )


def _stripped(piece: str) -> str:
    """Return what stands beside a date without weekdays, prepositions, series."""
    text = piece.strip(" ,;:[]–—-|.*_·•@")
    if text.count("(") != text.count(")"):
        head, _, inner = text.partition(
            "("
        )  # Spring seminar (Room 4, of which the hour
        text = inner if head and is_place(inner) and not is_place(head) else text
        text = text.strip("() ,;:")
    elif text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    text = re.sub(r"^room:?\s+(?=\S)", "Room ", text, flags=re.IGNORECASE)
    text = re.sub(r"\(!+\)|^statt\b[.,]?", "", text).strip(" ,")
    if HELD.search(text) or staying_in(text):
        text = place_in(text) or text
    for pattern in (_AHEAD, _BEHIND, _WEEKDAY, _AHEAD):
        text = pattern.sub("", text).strip(" ,;:-–—")
    if SERIES.search(text) and "," in text:
        parts = text.split(", ")
        kept = [one for one in parts if not SERIES.search(one) or HALL.search(one)]
        text = ", ".join(kept)
    return text


def place_beside(text: str, given: Given) -> str:
    """Return the place in a field for a day: `(Room 305) 10/11/2024, 1 pm - 3 pm`."""
    days = [one.place for one in days_in(text, given)]
    if not days:
        return ""
    rest = blanked(text, days)
    found = Guess()
    clocks = [one.place for one in clocks_in(rest, Trust.DATE)]
    read_rest(text, [*days, *clocks], found, {"speaker", "title"})
    place = found.places[0] if found.places else ""
    return "" if _JOINED.match(place) else place


def names_somebody(text: str) -> bool:
    """Say whether a line holds an entry: `Name (Home), Title` or `Name: Title`."""
    if _HOMED.search(_MARKED.sub(r"\2", text)):
        return True
    named = NAMED.match(text[:260])
    who = named["who"].partition(",")[0] if named else ""
    return is_name(who) and not (HOME.search(who) or is_room(who))


def read_entry(piece: str, found: Guess, known: set[str]) -> bool:
    """Read an entry of one line: `Room 201: Name (Home), Title`."""
    if len(piece) > 260 or SERIES.search(piece[:25]):
        return False
    piece = _MARKED.sub(r"\2", piece)
    if _read_behind(piece, found, known):
        return True
    entry = ENTRY.search(piece) or NAMED.search(piece)
    if entry is None or is_room(entry["who"]):
        return False
    people = people_of(entry["who"])
    if not people or not is_name(people[0]["name"]):
        return False
    ahead = entry.groupdict().get("before") or ""
    if beside := _BESIDE.search(ahead):  # Ann Lee & Bo Ek (both Rice)
        people = people_of(beside[0] + entry["who"])
        ahead = ahead[: beside.start()]
    found.people = people
    if "title" not in known:
        sign = piece[entry.end("who") : entry.start("title")].strip(" *_,.;")
        found.titles += _title_of(entry["title"], sure=sign in _SIGNS)
    before = ahead.strip(" ,;:.*–-")
    if before and ROOM.search(before) and "place" not in known:
        found.places.append(before)
    return True


def _title_of(text: str, *, sure: bool) -> list[tuple[int, str]]:
    """Return what stands behind a speaker as a title; `CANCELLED` is none.

    A short word is one where it is ``sure`` that a title begins there: Ada Roe: Fish.
    """
    title = bare(text).strip(" ,.;")
    quoted = QUOTED.search(title)
    short = len(title) < _SHORTEST and not (sure and _is_short_title(title))
    if short or SLOT_OFF.match(title):
        return []
    return [(6, inside(quoted) if quoted else title.strip("*_ "))]


def _is_short_title(text: str) -> bool:
    """Say whether a short text is a word, and no gap, weekday, zone or room."""
    other = is_gap(text) or _EMPTY.match(text) or is_zone_word(text)
    other = other or OTHER.search(text) or is_room(text) or is_place(text)
    return len(text) > 1 and bool(_WORD.fullmatch(text)) and not other


def _read_behind(piece: str, found: Guess, known: set[str]) -> bool:
    """Read an entry in which the speaker stands behind the title."""
    entry = _BEHIND_TITLE.search(piece)
    if entry is None or "title" in known or is_room(entry["who"]):
        return False
    title = bare(entry["title"]).strip(" ,.;:")
    ahead = re.split(r"\s*[(,:]", title)[0]
    people = people_of(entry["who"])
    home = people[0].get("affiliation", "") if people else ""
    dashed = re.fullmatch(
        r"\s*(?:[–—]|-\s)\s*", piece[entry.end("title") : entry.start("who")]
    )
    opened = QUOTED.match(piece.lstrip(" -–—:,*_"))  # "Ants", Ann Lee, Rice
    by = entry["by"] and (entry["home"] or not piece[entry.end("title")].isspace())
    sure = by or opened or (dashed and (entry["home"] or not home or HOME.search(home)))
    if not sure or len(people) != 1 or not is_name(people[0]["name"]):
        return False
    if is_room(title) or SERIES.fullmatch(title) or HOME.search(people[0]["name"]):
        return False
    if leads(ahead) and not (entry["by"] or opened):  # Ann Lee - Big Data: she speaks
        return False
    found.people = people
    quoted = QUOTED.search(piece)
    found.titles.append((6, inside(quoted) if quoted else title))
    return True
