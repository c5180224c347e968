"""A subscriber's eyes: what a message says, in text and in its calendar.

The standard library alone: labels, months and relative words of four languages stand
here as a reader knows them, and calendars are read by a few lines of our own.
"""

from __future__ import annotations

import email
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from email.header import decode_header, make_header
from email.message import Message
from functools import lru_cache
from itertools import chain

from tests.simulation.institute import zone

_LABELS = {
    "day": ("DATE", "DATUM", "תאריך"),
    "clock": ("TIME", "ZEIT", "HEURE", "שעה"),
    "room": ("LOCATION", "ORT", "LIEU", "מקום"),
    "link": ("LINK", "LIEN", "קישור"),
    "speaker": ("SPEAKER", "VORTRAG VON", "INTERVENANT", "מרצה"),
    "title": ("TITLE", "TITEL", "TITRE", "כותרת"),
}
_FIELDS = {label: name for name, labels in _LABELS.items() for label in labels}
_MONTHS = (
    "January Januar janvier ינואר",
    "February Februar février פברואר",
    "March März mars מרץ",
    "April April avril אפריל",
    "May Mai mai מאי",
    "June Juni juin יוני",
    "July Juli juillet יולי",
    "August August août אוגוסט",
    "September September septembre ספטמבר",
    "October Oktober octobre אוקטובר",
    "November November novembre נובמבר",
    "December Dezember décembre דצמבר",
)
_MONTH = {name: n for n, all_ in enumerate(_MONTHS, 1) for name in all_.split()}
_DAYS = (
    "Monday Montag lundi שני",
    "Tuesday Dienstag mardi שלישי",
    "Wednesday Mittwoch mercredi רביעי",
    "Thursday Donnerstag jeudi חמישי",
    "Friday Freitag vendredi שישי",
    "Saturday Samstag samedi שבת",
    "Sunday Sonntag dimanche ראשון",
)
_WEEKDAY = {name: n for n, all_ in enumerate(_DAYS) for name in all_.split()}
_RELATIVE = {
    "today": ("Today", "Heute", "Aujourd’hui", "היום"),
    "tomorrow": ("Tomorrow", "Morgen", "Demain", "מחר"),
    "this week": ("This Week", "This week", "Diese Woche", "Cette semaine", "השבוע"),
    "next week": (
        "Next Week", "Next week", "Nächste Woche", "La semaine prochaine", "בשבוע הבא"
    ),
}  # fmt: skip
_OFF = {
    "cancelled": ("(cancelled)", "(abgesagt)", "(annulé)", "(בוטלה)"),
    "postponed": ("(postponed)", "(verschoben)", "(reporté)", "(נדחתה)"),
}
_UNCONFIRMED = (
    "This talk is not yet confirmed.",
    "Dieser Vortrag ist noch nicht bestätigt.",
    "Cet exposé n’est pas encore confirmé.",
    "ההרצאה עדיין לא אושרה סופית.",
)
_TBA = {"to be announced", "wird noch bekannt gegeben", "à venir", "יפורסם בהמשך"}
_GAP = ("No ", "An diesem Tag findet nicht statt", "Pas de séance", "ביום זה לא יתקיים")
_WORD = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)\s*(am|pm)?")
_PAGE = re.compile(r"https?://\S+/([^/\s]+)/([^/\s]+)/$")
_ROOM = re.compile(r"(?:^|(?<=: ))(Room \d+)$")


@dataclass
class Said:
    """What a message, or a line of a list, says of one talk."""

    day: date
    weekday: int
    clock: time
    ends: time
    zone: str
    page: str
    room: str | None = None
    title: str | None = None
    speaker: str | None = None
    link: str | None = None
    status: str = "confirmed"


@dataclass
class Event:
    """What a calendar says of one talk."""

    uid: str
    sequence: int
    start: datetime
    end: datetime
    zone: str
    status: str
    summary: str
    room: str | None
    link: str | None
    url: str
    modified: str
    text: str = ""

    @property
    def name(self) -> str:
        """Return its UID without the name of the site."""
        return self.uid.rpartition("@")[0]


@dataclass
class Letter:
    """A message as its readers see it."""

    kind: str
    to: str
    message_id: str
    answers: str | None
    subject: str
    heading: str
    text: str
    talks: list[Said] = field(default_factory=list)
    gaps: list[tuple[date, str]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    @property
    def nearness(self) -> str | None:
        """Return the relative words that the heading begins with."""
        return next(
            (n for n, ws in _RELATIVE.items() if self.heading.startswith(ws)), None
        )

    @property
    def heading_clock(self) -> time | None:
        """Return the hour that a heading such as ``Today at 14:15`` names."""
        found = _CLOCK.search(self.heading)
        return _time(found, None) if found and self.kind == "reminder" else None


def read(content: bytes) -> Letter:
    """Read a message."""
    message = email.message_from_bytes(content)
    named = str(message["Message-ID"])
    text, calendars = _parts(message)
    heading = ""
    if text.startswith("***"):
        heading, _, text = text[3:].partition("***\n")
        heading = " ".join(heading.split())
    letter = Letter(
        kind=named.strip("<").partition(".")[0],
        to=str(message["To"]),
        message_id=named,
        answers=message["In-Reply-To"],
        subject=str(make_header(decode_header(message["Subject"]))),
        heading=heading,
        text=text,
    )
    for calendar in calendars:
        events = list(read_calendar(calendar))
        if letter.events and events != letter.events:
            raise AssertionError("the two calendars of a message differ")
        letter.events = events
    body = text.partition("\n-- \n")
    if letter.kind in {"digest", "programme"}:
        _read_list(body[0], letter)
    elif letter.kind not in {"request", "thanks", "forward"}:
        letter.talks = [_read_facts(body[0], body[2])]
    return letter


def _parts(message: Message) -> tuple[str, list[str]]:
    text, calendars = "", []
    for part in message.walk():
        kind = part.get_content_type()
        if kind in {"text/plain", "text/calendar"}:
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            words = content.decode("utf-8").replace("\r\n", "\n")
            if kind == "text/plain":
                text = text or _visible(words)
            else:
                calendars.append(words)
    return text, calendars


def _visible(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def _read_facts(body: str, foot: str) -> Said:
    found: dict[str, str] = {}
    last = ""
    for line in body.split("\n"):
        label, colon, value = line.partition(": ")
        name = _FIELDS.get(label)
        if colon and name:  # the last counts: what has changed stands before
            found[name] = value
            last = name
        elif line and last and not (colon and label.isupper()):
            found[last] += f" {line}"
        else:
            last = ""
    page = next(m for line in foot.split("\n") if (m := _PAGE.search(line)))
    said = _when(found["day"], found["clock"], f"{page[1]}/{page[2]}")
    said.room = found.get("room")
    said.title = _known(found.get("title"))
    said.speaker = _known(found.get("speaker"))
    said.link = found.get("link")
    if any(words in body for words in _UNCONFIRMED):
        said.status = "tentative"
    return said


def _read_list(body: str, letter: Letter) -> None:
    usual: str | None = None  # the room that is named once, above the list
    for block in body.strip("\n").split("\n\n"):
        first, *rest = block.split("\n")
        lines = [line.strip() for line in rest]
        if lines and lines[0].startswith(_GAP):
            letter.gaps.append((_day(first)[0], " ".join(lines)))
            continue
        page = _PAGE.search(block)
        if page is None:
            usual = _room([block])
            continue
        day, hours = _split(first)
        said = _when(day, hours, f"{page[1]}/{page[2]}")
        if lines[0].endswith(_FROM):
            said.speaker = _known(lines.pop(0))
        said.title = _known(lines[0])
        said.room = _room(lines) or usual
        links = [one for one in lines[1:-1] if "https://" in one]
        said.link = links[0].rpartition(" ")[2] if links else None
        letter.talks.append(said)


def _room(lines: list[str]) -> str | None:
    """Return the room that lines name, by itself or behind such as ``Other room:``."""
    named = (_ROOM.search(one) for one in lines)
    return next((found[1] for found in named if found), None)


def _split(line: str) -> tuple[str, str]:
    """Split such as ``Montag, 9. März 2026, 14:15–15:15 CET``."""
    clock = _CLOCK.search(line)
    assert clock, line
    return line[: clock.start()], line[clock.start() :]


def _known(text: str | None) -> str | None:
    """Return what is known; a speaker without what stands behind his name."""
    if text is None or text.lower() in _TBA or text.startswith(_UNTITLED):
        return None
    return text.removesuffix(_FROM)


_FROM = ", Somewhere"  # where all speakers are from

_UNTITLED = ("Title to be", "Titel wird", "Titre à", "הכותרת ")


def _when(day: str, hours: str, page: str) -> Said:
    meant, weekday = _day(day)
    found = list(_CLOCK.finditer(hours))
    assert len(found) >= 2, hours  # a zone may have digits too, as in UTC+5:30
    ends = _time(found[1], None)
    clock = _time(found[0], found[1][3])
    status = "confirmed"
    for name, marks in _OFF.items():
        if any(mark in day or mark in hours for mark in marks):
            status = name
    zone_ = hours[found[1].end() :].strip()
    for mark in chain(*_OFF.values()):
        zone_ = zone_.removesuffix(mark).strip()
    return Said(meant, weekday, clock, ends, zone_, page, status=status)


@lru_cache(maxsize=4096)
def _day(text: str) -> tuple[date, int]:
    words = _WORD.findall(text)
    year = int(re.search(r"\b20\d\d\b", text)[0])  # type: ignore[index]
    day = int(re.search(r"(?<!\d)\d{1,2}(?!\d)", text)[0])  # type: ignore[index]
    month = next(_MONTH[w] for w in map(_bare, words) if w in _MONTH)
    return date(year, month, day), next(_WEEKDAY[w] for w in words if w in _WEEKDAY)


def _bare(word: str) -> str:
    return word if word in _MONTH else word.removeprefix("ב")


def _time(found: re.Match[str], half: str | None) -> time:
    half = found[3] or half
    hour = int(found[1])
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, int(found[2]))


# Calendars (RFC 5545)


def read_calendar(text: str) -> Iterator[Event]:
    """Yield the events of a calendar."""
    lines = text.replace("\r\n", "\n").replace("\n ", "").split("\n")
    event: dict[str, tuple[str, str]] | None = None
    for line in lines:
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            assert event is not None
            yield _event(event)
            event = None
        elif event is not None:
            head, _, value = line.partition(":")
            name, _, parameters = head.partition(";")
            event[name] = (value, parameters)


def _event(found: dict[str, tuple[str, str]]) -> Event:
    def text(name: str) -> str | None:
        value = found.get(name)
        return value and _plain(value[0])

    start, zone_ = _moment(*found["DTSTART"])
    end, _ = _moment(*found["DTEND"])
    return Event(
        uid=text("UID") or "",
        sequence=int(found["SEQUENCE"][0]),
        start=start,
        end=end,
        zone=zone_,
        status=found["STATUS"][0],
        summary=text("SUMMARY") or "",
        room=text("LOCATION"),
        link=text("X-GOOGLE-CONFERENCE"),
        url=text("URL") or "",
        modified=found["LAST-MODIFIED"][0],
        text=text("DESCRIPTION") or "",
    )


def _plain(value: str) -> str:
    if "\\" not in value:
        return value
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def _moment(value: str, parameters: str) -> tuple[datetime, str]:
    moment = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    name = parameters.removeprefix("TZID=") or "UTC"
    return moment.replace(tzinfo=zone(name)).astimezone(UTC), name
