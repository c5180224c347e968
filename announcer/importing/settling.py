"""From what a source says to what a record may say, with every doubt on the way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from announcer import access
from announcer.classes import dataclass
from announcer.importers import Doubt, Found, Given
from announcer.importers.links import unwrapped, unwrapped_in
from announcer.importers.passcodes import WAY_ON, masked, without_passcodes
from announcer.importers.people import people_of
from announcer.importing.timing import Timing, timed
from announcer.record import objection
from announcer.record.people import SPEAKER_FIELDS
from announcer.record.placeholders import is_placeholder

# The keys of a record that a source may fill, in the order in which they are written.
KEYS = (
    "title", "speakers", "location", "address", "link", "link_access", "registration",
    "host", "topics", "language", "status", "notice", "slides", "video", "paper",
    "recording", "type", "abstract", "extra",
)  # fmt: skip
_ADDRESSES = frozenset({"link", "registration", "slides", "video", "paper", "url"})
_PROSE = frozenset({"abstract", "bio"})
_MEETING = re.compile(
    r"https?://(?:[\w.-]+\.)?(?:zoom\.(?:us|com)/(?:[jsw]|my)/|meet\.google\.com/\w"
    r"|teams\.(?:microsoft|live)\.com/(?:l/meetup-join|meet)/|[\w.-]*webex\.com/(?:meet|join)/"
    r"|meet\.jit\.si/\w|whereby\.com/\w|[\w.-]+/b/[\w-]+-[\w-]+-[\w-]+)",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"(?P<name>[^<>@]*?)\s*[<(]?(?P<email>[^\s<>()@,;]+@[^\s<>()@,;]+)[>)]?"
)
# A line by which one dials in, with the number of the meeting, and what goes with it.
_DIALLED = re.compile(
    r"^[ \t]*(?:\+\d[\d ()./-]{6,}.{0,60}|\d{6,}@zoomcrc\.com"
    r"|\d{1,3}(?:\.\d{1,3}){3}(?: \([^()]+\))?"
    r"|(?:phone )?conference id:.{0,40}|for organi[sz]ers: meeting options.{0,60}"
    r"|(?:you are invited|.{1,60} is inviting you) to a scheduled zoom meeting\.?"
    r"|dial in by phone|or call in \(audio only\)"
    r"|one tap mobile:?|join by (?:sip|h\.323)|dial by your location)"
    r"[ \t]*(?:\n|$)",
    re.IGNORECASE | re.MULTILINE,
)
# Texts of a record that stand on pages, but in which a title may speak of a passcode.
_FOR_ALL = ("location", "address", "notice", "abstract")
_FAR = timedelta(days=3 * 366)
_FIRST_YEAR = 1950


@dataclass(frozen=True, slots=True)
class Settled:
    """One talk as a record may say it: ``record`` has all but its times.

    ``place`` is the name of its source, ``doubts`` are all that there are about it.
    """

    place: str
    found: Found
    record: Mapping[str, Any]
    timing: Timing
    doubts: tuple[Doubt, ...]

    @property
    def open(self) -> tuple[Doubt, ...]:
        """Return what must be said before the talk can have a record."""
        return self.timing.open

    @property
    def warnings(self) -> tuple[Doubt, ...]:
        """Return every doubt; that no zone is known is no doubt, but open."""
        missing = (one for one in self.open if one.code != "no-timezone")
        return tuple(dict.fromkeys((*self.doubts, *missing)))

    def retimed(self, zone: str | None, year: int | None) -> Settled:
        """Return the talk with its times in another zone of the organiser."""
        timing = timed(self.found.moment, zone, year, self.found.line)
        kept = (one for one in self.doubts if one not in self.timing.doubts)
        return replace(self, timing=timing, doubts=(*kept, *timing.doubts))


def settle(
    found: Found, place: str, given: Given, zone: str | None, today: date
) -> Settled:
    """Return a talk with its values checked and its times as far as they are known.

    ``zone`` is that of the organiser, if he said one.
    """
    said, doubts = _spoken(found, given)
    record = {
        key: value
        for key in KEYS
        if (value := _value(key, said.get(key), found.line, doubts))
    }
    _part_meeting(record, found.line, doubts)
    _part_dialling(record, found.line, doubts)
    _part_passcodes(record, found.line, doubts)
    _close(record, found.line, doubts)
    timing = timed(found.moment, zone, given.year, found.line)
    doubts += timing.doubts
    doubts += _far(timing.day, today, found.line)
    if is_placeholder(str(found.record.get("title") or "x")):
        text = f"`{found.record['title']}` stands for a title that is not known yet"
        doubts.append(Doubt("no-title", _short(text), "", found.line))
    return Settled(place, found, record, timing, tuple(dict.fromkeys(doubts)))


def _spoken(found: Found, given: Given) -> tuple[Mapping[str, Any], list[Doubt]]:
    """Return what is said of a talk, and by whom it is where that was given for all."""
    if given.speaker is None or found.record.get("speakers"):
        return found.record, list(found.doubts)
    said = {**found.record, "speakers": people_of(given.speaker)}
    return said, [one for one in found.doubts if one.code != "speaker"]


def _value(key: str, value: Any, line: int, doubts: list[Doubt]) -> Any:
    """Return the value of a key as a record takes it; what it does not is doubted."""
    if value is None or value in ("", [], {}, ()):
        return None
    if key == "speakers":
        return [one for one in _people(value, line, doubts) if one]
    if key in {"topics", "extra", "host"}:
        clean: Any = _deep(value)
    else:
        clean = _text(key, str(value))
        if not clean or is_placeholder(clean):
            return None
    return clean if _is_good(key, clean, line, doubts) else None


def _deep(value: Any) -> Any:
    """Return a list or mapping with its texts cleaned and empty ones left out."""
    if isinstance(value, Mapping):
        pairs = ((str(key), _deep(one)) for key, one in value.items())
        return {key: one for key, one in pairs if one}
    if isinstance(value, list | tuple):
        return [one for one in map(_deep, value) if one]
    return _text("extra", str(value))


def _text(key: str, text: str) -> str:
    """Return a text without what no record may hold; detours of addresses go."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (
        letter
        for letter in text.replace("\t", " ").replace("\xa0", " ")
        if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cs", "Co"}
    )
    text = "".join(kept).replace("\ufeff", "").strip()
    if key in _ADDRESSES:
        return unwrapped(text.strip("<>").strip())
    if key not in _PROSE and key != "extra":
        text = " ".join(text.split())
    else:
        text = re.sub(r"[ ]+\n", "\n", re.sub(r"\n{3,}", "\n\n", text))
    return unwrapped_in(text)


def _people(value: Any, line: int, doubts: list[Doubt]) -> Iterator[dict[str, str]]:
    """Yield the speakers, each with what a record takes of them."""
    for one in value if isinstance(value, list | tuple) else [value]:
        person = dict(one) if isinstance(one, Mapping) else {"name": str(one)}
        known: dict[str, str] = {}
        _part_email(person)
        for key in SPEAKER_FIELDS:
            text = _text(key, str(person.get(key) or ""))
            if not text or is_placeholder(text):
                continue
            if _is_good(f"speakers.{key}", text, line, doubts):
                known[key] = text
        if known.get("name"):
            yield known
        elif known.get("affiliation"):
            yield {"name": "TBA", "affiliation": known["affiliation"]}


def _part_email(person: dict[str, Any]) -> None:
    """Take an address out of a name, which would be published with it."""
    name = str(person.get("name") or "")
    found = _ADDRESSED.fullmatch(name.strip()) if "@" in name else None
    if found:
        person["name"] = found["name"].strip(' ",;(<')
        person.setdefault("email", found["email"].removeprefix("mailto:"))


def _is_good(key: str, value: Any, line: int, doubts: list[Doubt]) -> bool:
    """Say whether a record takes a value; if not, that is a doubt."""
    wrong = objection(key, value)
    if wrong:
        text = _short(f"{key} is left out: {wrong.message}")
        doubts.append(Doubt("left-out", text, wrong.hint, line))
    return wrong is None


def _part_meeting(record: dict[str, Any], line: int, doubts: list[Doubt]) -> None:
    """Take an address to join out of the field for recordings."""
    video = record.get("video")
    if not video or not _MEETING.match(video):
        return
    del record["video"]
    text = "a meeting link stands in the recording field"
    if record.setdefault("link", video) == video:
        way = "It is taken as the link to join."
    else:
        way = f"It is left out: {masked(video)}"
    doubts.append(Doubt("meeting-link", text, way, line))


def _part_dialling(record: dict[str, Any], line: int, doubts: list[Doubt]) -> None:
    """Take out of an abstract, which is for all, by what number one joins a meeting."""
    text = record.get("abstract", "")
    rest = _DIALLED.sub("", text)
    if rest == text:
        return
    record["abstract"] = re.sub(r"\n{3,}", "\n\n", rest).strip()
    if not record["abstract"]:
        del record["abstract"]
    said = "what the meeting service says of dialling in is left out of the abstract"
    doubts.append(
        Doubt("dial-in", said, "Its link stays, for those who may see it.", line)
    )


def _part_passcodes(record: dict[str, Any], line: int, doubts: list[Doubt]) -> None:
    """Take passcodes out of all that is for all, and close the link that they open."""
    for key in _FOR_ALL:
        text = record.get(key)
        if not isinstance(text, str) or text == (rest := without_passcodes(text)):
            continue
        record[key] = rest.strip(" ,;/|–-") if key not in _PROSE else rest
        if not record[key]:
            del record[key]
        if all(one.code != "passcode" for one in doubts):
            said = f"{key} gave a passcode, which is left out there: it is not for all"
            doubts.append(Doubt("passcode", said, WAY_ON, line))
    if record.get("link") and any(one.code == "passcode" for one in doubts):
        record.setdefault("link_access", "members")


def _close(record: dict[str, Any], line: int, doubts: list[Doubt]) -> None:
    """Keep a link with a passcode, and the passcode, from those who may not have it."""
    link = record.get("link")
    if not link or record.get("link_access") or not access.passcodes(link):
        return
    record["link_access"] = "members"
    for key in ("abstract", "notice", "location"):
        text = record.get(key)
        if isinstance(text, str) and link in text:
            record[key] = text.replace(link, "").strip()
            doubts.append(
                Doubt(
                    "private-link",
                    f"{key} repeats the link with its passcode; it was taken out there",
                    "The link itself goes to the mailing list only.",
                    line,
                )
            )


def _far(day: date | tuple[int, int] | None, today: date, line: int) -> list[Doubt]:
    """Doubt a year that is hardly meant."""
    if not isinstance(day, date):
        return []
    if day.year >= _FIRST_YEAR and day - today <= _FAR:
        return []
    which = "future" if day > today else "past"
    text = f"the date {day} is far in the {which}"
    return [Doubt("far-date", text, "Check the year.", line)]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 160 else flat[:159] + "…"
