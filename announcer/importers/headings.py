"""What the headings of tables mean, in the languages in which people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from functools import cache

from announcer.errors import BadValue
from announcer.importers.headingnames import NAMES
from announcer.importers.labelkinds import kind_of
from announcer.importers.questions import OWN, QUESTIONS
from announcer.importers.zonewords import is_zone_word

_PARTS = frozenset({"date.year", "date.month", "end.date", "cancelled", "talk"})
FIELDS = tuple(name for name in NAMES if name not in _PARTS)
_MEANING = {name: field for field, names in NAMES.items() for name in names.split(";")}
# What labels of announcements stand for, if a heading is called like one.
_OF_LABELS = {
    "title": "title", "speaker": "speakers.name", "when": "date", "time": "time",
    "affiliation": "speakers.affiliation", "end": "end", "place": "location",
    "link": "link", "abstract": "abstract", "bio": "speakers.bio", "host": "host",
    "duration": "duration", "language": "language", "registration": "registration",
    "slides": "slides", "video": "video", "paper": "paper", "series": "series",
}  # fmt: skip
_LONGEST = 14  # words of a question
_LABEL = 48  # letters of a heading that is no question
_SAME = {"speaker": "speakers.name", "speakers": "speakers.name", "url": "source.url"}
_NOT_TAKEN = frozenset({"", "none", "ignore", "no", "-", "~"})
_OF_SERIES = re.compile(r"series?|reihe|ciclo|cycle|מחזור", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_ENDING = re.compile(  # Referent/in, Vortragende(r), intervenant·e
    r"(?<=\w)[(/*:_·.-]+(?:innen|in|rin|r|n|e|ne|s|es|en|a|as|o|os|ka|ki|x|trice|ice"
    r"|euse)\b\)?(?:[·.]s\b)?",
    re.IGNORECASE,
)
_BORDER = re.compile(
    r"\s*[/|,;:·•+&()\[\]\n→>–—]\s*|\s+-\s+|\s+ו(?=[א-ת])"
    r"|\s+(?:and|und|et|y|e|ed|i|en|og|och|oraz)\s+"
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBER = re.compile(r" (?:\d{1,2}|(?:19|20)\d\d)$")
_NUMBER_WITHIN = re.compile(r"(?<=\S) \d{1,2}(?= \D)")  # speaker 1 org
_FURTHER = re.compile(  # Second speaker
    r"(?:second|third|fourth|co|zweite[rs]?|dritte[rs]?|deuxieme|troisieme|second[oa]"
    r"|terz[oa]|segund[oa]|tercer[oa]?|tweede|drugi|druhy) "
)
_FIRST_OF = re.compile(r"(?:first|erste[rs]?|premiere?|prim[oa]|primer[oa]?|eerste) ")
_OF = re.compile(
    r"^(.+?) (?:de|du|des|del|della|dell|d|da|do|di|of|for|der|van|von|fur|zum|zur"
    r"|pour|per|para|vers|til|till|av) "
)
# What stands before a heading and says nothing more: `Event date`.
_AHEAD = re.compile(
    r"^(?:event|talk|session|seminar|card|our|your|the|der|die|das|le|la|l|el|il|lo) "
)
# In what a phrase begins with these, its first word says what it is: data preferita.
_FIRST = frozenset(
    {"date", "time", "title", "speakers.name", "speakers.affiliation", "location",
     "abstract"}
)  # fmt: skip
# Headings that say a field only where no other does, and what they are then.
_WEAK = {
    **dict.fromkeys(("name", "names", "naam", "namn", "navn", "שם"), "title"),
    **dict.fromkeys(("author", "authors", "guest"), ""),
}
_SURNAMES = frozenset({"name", "naam", "namn", "navn"})
_TIMES = frozenset({"date", "weekday", "time", "end", "timezone"})


def plain(heading: str) -> str:
    """Return a heading without case, accents and signs."""
    text = unicodedata.normalize("NFKD", heading.replace("ß", "ss")).casefold()
    bare = "".join(one for one in text if not unicodedata.combining(one))
    bare = re.sub(r"(?<=[a-z])'s\b", " s", bare.replace("ł", "l").replace("ø", "o"))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def exact(name: str) -> str:
    """Return the field that is called just so, and nothing for any other name."""
    found = _MEANING.get(plain(name), "")
    return "" if found in _PARTS else found


def known(cells: Sequence[str]) -> int:
    """Return how many cells of a row are headings that say a field by themselves."""
    return len(set(filter(None, map(says, cells))))


@cache
def says(heading: str) -> str:
    """Return the field that a heading says by itself, perhaps in two languages.

    In brackets stands what else is in the cell, or how to write it.
    """
    if not heading or len(heading) > _LABEL or "://" in heading:
        return ""
    flat = " ".join(heading.split())
    bare = " ".join(_BRACKETED.sub(" ", flat).split())
    inner = [_named(one[1:-1]) for one in _BRACKETED.findall(flat)]
    if bare != flat and (outer := _named(bare)):
        return _with_inner(outer, inner)
    for text in (flat, heading):  # its lines may be two languages, or one phrase
        parts = _parts(text)
        fields = [_named(one) for one in parts]
        if len(parts) > 1 and all(fields):
            return _together(fields)
    return _named(flat)


def _with_inner(outer: str, inner: list[str]) -> str:
    """Return the field of a heading with another in brackets: `Speaker (home)`."""
    if outer == "time" and "speakers.affiliation" in inner:  # From (institution)
        return "speakers.affiliation"
    if outer.startswith("speakers.") and inner and inner[0].startswith("speakers."):
        return _together([outer, *inner])
    return "date" if outer == "time" and "date" in inner else outer


def meanings(headings: Sequence[str]) -> list[str]:
    """Return the field of each column, empty for one that is of none."""
    found = [*map(says, headings)]
    _read_beside(headings, found)
    _yield_weak(headings, found)
    for at, heading in enumerate(headings):
        if not found[at]:
            guess = _asked(heading)
            further = _is_further(heading, guess)
            found[at] = guess if guess not in found or further else ""
    if "date" not in found and "weekday" in found:  # `Day` alone may hold the date
        found[found.index("weekday")] = "date"
    if "title" not in found and "talk" not in found and "series" in found:
        at = found.index("series")  # `Seminar` alone may name what is said in it
        found[at] = "series" if _OF_SERIES.search(headings[at]) else "title"
    return [
        one if one not in found[:at] or _is_further(headings[at], one) else ""
        for at, one in enumerate(found)
    ]


def _read_beside(headings: Sequence[str], found: list[str]) -> None:
    """Let `Speaker (home)` be the home alone where `Speaker` has its own column."""
    names = {plain(one) for one in headings if not _BRACKETED.search(one)}
    for at, heading in enumerate(headings):
        inner = [says(one[1:-1]) for one in _BRACKETED.findall(heading)]
        if found[at] == "speakers.name" and plain(_BRACKETED.sub("", heading)) in names:
            found[at] = next(filter(None, inner), found[at])


def _is_further(heading: str, field: str) -> bool:
    """Say whether a column is of another of several people: `Speaker 2`."""
    return field.startswith("speakers.") and bool(
        re.search(r"(?<!\d)[2-9](?!\d)", heading) or _FURTHER.match(plain(heading))
    )


def _yield_weak(headings: Sequence[str], found: list[str]) -> None:
    """Let headings that mean several things mean what no other column does."""
    names = [plain(one) for one in headings]
    people = [at for at, one in enumerate(found) if one == "speakers.name"]
    if "speakers.first_name" in found and "speakers.last_name" not in found:
        for at in people:
            if names[at] in _SURNAMES:
                found[at] = "speakers.last_name"
        people = [at for at in people if found[at] == "speakers.name"]
    if all(names[at] in _WEAK for at in people):
        return
    for at in people:
        if names[at] in _WEAK:
            other = _WEAK[names[at]]
            found[at] = other if other not in found else ""


@cache
def _named(text: str) -> str:
    """Return the field of a name of one, also with its genders, numbers and zones."""
    name = plain(text)
    if not name or name in _MEANING:
        return _MEANING.get(name, "")
    shorter = plain(_ENDING.sub("", text))
    first, _, last = text.rstrip(" :").rpartition(" ")
    zoned = plain(first) if first and last.isupper() and is_zone_word(last) else ""
    parted = plain(_HUMP.sub(" ", text)) if " " not in text else ""  # talkTitle
    bare = _NUMBER_WITHIN.sub("", _NUMBER.sub("", shorter))
    others = (bare, _AHEAD.sub("", shorter), _of_several(bare), zoned)
    for one in (shorter, *others, parted, _AHEAD.sub("", parted)):
        if one in _MEANING:
            return _MEANING[one]
    label = kind_of(text) or ("" if _BORDER.search(text) else kind_of(shorter))
    return _OF_LABELS.get(label, "")


def _of_several(name: str) -> str:
    """Return a name without the word that numbers its person: `Second speaker`."""
    counted = _FIRST_OF.match(name) or _FURTHER.match(name)
    return name[counted.end() :] if counted else name


def _parts(heading: str) -> list[str]:
    return [one for one in _BORDER.split(_ENDING.sub("", heading)) if one.strip()]


def _together(fields: Collection[str]) -> str:
    """Return the field of a column that is called by several names."""
    every = set(fields)
    if len(every) > 1:
        every -= {"mode"}
    if every <= _TIMES:
        return next(iter(every)) if len(every) == 1 else _of_times(every)
    who = {one for one in every if one.startswith("speakers.")}
    if who and "title" in every:
        return "talk"
    if who == every and len(who) > 1:
        return "speakers.name"
    order = ("title", "speakers.affiliation", "date", "weekday", "time", "location")
    found = next((one for one in order if one in every), next(iter(fields)))
    return "date" if found == "weekday" else found


def _of_times(fields: set[str]) -> str:
    return "date" if fields & {"date", "weekday"} else "time"


def mapped(headings: Sequence[str], columns: Mapping[str, str]) -> list[str]:
    """Return the field of each column as an organiser says it.

    Raises BadValue for a heading or a field that there is not.
    """
    places = {plain(one): at for at, one in enumerate(headings)}
    found = [""] * len(headings)
    for heading, said in columns.items():
        field = _SAME.get(said.strip().casefold(), said.strip().casefold())
        field = _MEANING.get(plain(field), field) if field not in FIELDS else field
        if plain(heading) not in places:
            raise BadValue(
                f"the map names a column `{heading}`, which is not there",
                f"The columns are: {', '.join(filter(None, headings))}.",
            )
        if field in _NOT_TAKEN:
            continue
        if field not in FIELDS:
            close = get_close_matches(field, FIELDS, 1)
            hint = f"Did you mean {close[0]}?" if close else ""
            raise BadValue(
                f"the map gives `{heading}` to `{said}`, which is no field",
                hint or f"Fields are: {', '.join(FIELDS)}.",
            )
        found[places[plain(heading)]] = field
    return found


def _asked(heading: str) -> str:
    """Return the field that a question asks for, or that a longer heading is of."""
    question = plain(heading)
    if not question or len(question.split()) > _LONGEST or OWN.search(question):
        return ""
    for pattern, field in QUESTIONS:
        if pattern.search(question):
            return field
    if len(heading) > _LABEL:
        return ""
    fields = set(filter(None, map(_named, _parts(heading))))
    if len(fields) == 1:
        return next(iter(fields))
    return _headed(question) or _headed(plain(_BRACKETED.sub(" ", heading)))


def _headed(phrase: str) -> str:
    """Return the field of the word that a phrase is about: `Working title`."""
    words = phrase.split()
    if len(words) < 2:
        return ""
    if found := _OF.match(phrase):
        return _named(found[1])
    last = "" if "א" <= phrase[0] <= "ת" else _named(words[-1])
    first = _named(words[0])
    return last or (first if first in _FIRST else "")
