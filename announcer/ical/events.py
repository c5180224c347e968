"""From a talk to a VEVENT: the table between our words and the RFC's.

What they say does not depend on the clock. CREATED and SEQUENCE come from the ledger's
revision; without one the programme's clock and 0 stand in. LAST-MODIFIED and DTSTAMP
move whenever anything else in the event does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from announcer import urls, when
from announcer.access import is_off
from announcer.classes import dataclass
from announcer.ical.lines import fold, mailto, parameter, text, texts, uri, utc
from announcer.ical.reading import OURS, OWNER
from announcer.ical.times import first_end, in_days, value
from announcer.ical.wording import Wording
from announcer.lazy import pattern
from announcer.letter import sender, speaking
from announcer.mailbox import Mailbox
from announcer.output import media_type
from announcer.pictures import Pictures
from announcer.talk import Person, Programme, Revision, Status, Talk
from announcer.words import words_for

_COMMA = pattern(r"\s*,\s*")

_STATUS = {
    Status.CONFIRMED: b"CONFIRMED",
    Status.TENTATIVE: b"TENTATIVE",
    Status.POSTPONED: b"TENTATIVE",
    Status.CANCELLED: b"CANCELLED",
}


class Use(StrEnum):
    """What an event is written for, which decides about ORGANIZER.

    Published by mail there must be one (RFC 5546 section 3.2.1); stored on a server
    nobody is invited, so there is none (RFC 5545 section 3.8.4.3).
    """

    FILE = "file"
    MAIL = "mail"
    STORED = "stored"


class _Entry(NamedTuple):
    """All that a line of one event may speak of."""

    talk: Talk
    wording: Wording
    revision: Revision
    contact: Person | None
    organizer: Person | None
    photos: Sequence[str]
    use: Use
    in_days: bool
    zone: str | None
    attendees: Sequence[Mailbox] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One property, the fields of Talk that it shows, and its content lines, folded."""

    name: str
    fields: tuple[str, ...]
    lines: Callable[[_Entry], bytes]


def write(  # noqa: PLR0913, PLR0917 - each decides what the event says
    talk: Talk,
    programme: Programme,
    said: Wording,
    pictures: Pictures,
    zone: str | None,
    use: Use = Use.FILE,
    attendees: Sequence[Mailbox] = (),
) -> bytes:
    """Write a VEVENT with words that have been rendered; its stamps are left empty.

    ``zone`` is that of its times, as ``zone_name`` has it.
    """
    contact = organizer(talk, programme)
    entry = _Entry(
        talk=talk,
        wording=said,
        revision=revision_of(talk, programme),
        contact=contact,
        organizer=contact if use is Use.FILE else _organizer_for(use, talk, programme),
        photos=tuple(_photos(talk, programme, pictures)),
        use=use,
        in_days=in_days(talk),
        zone=zone,
        attendees=attendees,
    )
    lines = b"".join([row.lines(entry) for row in TABLE])
    return b"BEGIN:VEVENT\r\n%bEND:VEVENT\r\n" % lines


def for_mail(draft: bytes, talk: Talk, programme: Programme) -> bytes:
    """Return the VEVENT of a file as mail publishes it, for a talk without organiser.

    Whoever sends the mail stands as ORGANIZER in it; all else is the same.
    """
    person = _organizer_for(Use.MAIL, talk, programme)
    found = (draft.find(b"\r\n" + name) for name in _AFTER_ORGANIZER)
    place = min(at for at in found if at >= 0) + len(b"\r\n")
    return draft[:place] + _organizer_line(person) + draft[place:]


def organizer(talk: Talk, programme: Programme) -> Person | None:
    """Return who stands as ORGANIZER: the first organiser with an address.

    Where there is none, the sender of the series' mail. For a talk of others nobody of
    this site stands.
    """
    if talk.owner:
        return None
    person = speaking(talk.series, programme.site)
    box = talk.series.mail.sender
    if person or box is None:
        return person
    return Person(name=box.name or talk.series.name, email=box.address)


def _organizer_for(use: Use, talk: Talk, programme: Programme) -> Person | None:
    """Return who stands as ORGANIZER of an event for a use, if anybody does."""
    if use is Use.STORED:
        return None
    person = organizer(talk, programme)
    if person or use is Use.FILE:
        return person
    box = sender(talk.series, programme.site)
    return Person(name=box.name, email=box.address)


def revision_of(talk: Talk, programme: Programme) -> Revision:
    """Return the talk's revision; a cancellation nobody remembers is no first word."""
    known = programme.history.get(talk.uid)
    if known is not None:
        return known
    sequence = 1 if talk.status is Status.CANCELLED else 0
    return Revision(sequence=sequence, created=programme.now, modified=programme.now)


def _created(entry: _Entry) -> bytes:
    return fold(f"CREATED:{utc(entry.revision.created)}")


def _sequence(entry: _Entry) -> bytes:
    return b"SEQUENCE:%d\r\n" % entry.revision.sequence


def _start(entry: _Entry) -> bytes:
    talk = entry.talk
    return fold(f"DTSTART{value(talk, talk.start, entry.zone, whole=entry.in_days)}")


def _end(entry: _Entry) -> bytes:
    talk, end = entry.talk, first_end(entry.talk)
    return fold(f"DTEND{value(talk, end, entry.zone, whole=entry.in_days)}")


def _rule(entry: _Entry) -> bytes:
    """Say that something daily happens each day: nobody is busy in the nights."""
    if not entry.talk.daily:
        return b""
    first, last = when.days_of(entry.talk)
    return b"RRULE:FREQ=DAILY;COUNT=%d\r\n" % ((last - first).days + 1)


def _description(entry: _Entry) -> bytes:
    said = entry.wording
    plain = fold(b"DESCRIPTION:" + text(said.description))
    if not said.html:
        return plain
    return plain + fold(b"X-ALT-DESC;FMTTYPE=text/html:" + text(said.html))


def _location(entry: _Entry) -> bytes:
    place = entry.wording.location
    return fold(b"LOCATION:" + text(place)) if place else b""


def _conference(entry: _Entry) -> bytes:
    link = uri(entry.wording.join.link or "")
    if not link:
        return b""
    label = parameter(words_for(entry.talk.language).joining)
    shown = fold(f"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL={label}:{link}")
    return shown + fold(f"X-GOOGLE-CONFERENCE:{link}")


def _categories(entry: _Entry) -> bytes:
    """List series and topics, each once."""
    talk = entry.talk
    named = (talk.series.name, *[one.name for one in talk.also], *talk.topics)
    whole = dict.fromkeys([_category(name) for name in named])
    return _noted(entry, b"CATEGORIES:" + texts([name for name in whole if name]))


@lru_cache(maxsize=4096)
def _category(name: str) -> str:
    """Return a name without commas, which Outlook splits categories at."""
    return _COMMA.sub(" / ", name).strip(" /")


def _noted(entry: _Entry, line: bytes) -> bytes:
    """Say twice what others may add to on a server, to tell theirs from ours."""
    ours = fold(OURS.encode() + line) if entry.use is Use.STORED else b""
    return fold(line) + ours


def _organizer(entry: _Entry) -> bytes:
    return _organizer_line(entry.organizer)


def _organizer_line(person: Person | None) -> bytes:
    if person is None or not person.email:
        return b""
    return fold(f"ORGANIZER;CN={parameter(person.name)}:{mailto(person.email)}")


def _attendees(entry: _Entry) -> bytes:
    """Name who is invited (RFC 5546 section 3.2.2); nobody needs an answer."""
    lines = [
        "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE"
        f"{f';CN={parameter(one.name)}' if one.name else ''}:{mailto(one.address)}"
        for one in entry.attendees
    ]
    return b"".join(map(fold, lines))


def _contact(entry: _Entry) -> bytes:
    person = entry.contact
    if person is None or not person.email:
        return b""
    return fold(b"CONTACT:" + text(f"{person.name}, {person.email}"))


def _color(entry: _Entry) -> bytes:
    color = entry.talk.series.color
    return _noted(entry, f"COLOR:{color.lower()}".encode()) if color else b""


def _image(entry: _Entry) -> bytes:
    lines = [
        f"IMAGE;VALUE=URI;DISPLAY=BADGE{_kind_of_picture(photo)}:{photo}"
        for photo in entry.photos
    ]
    return b"".join(map(fold, lines))


def _photos(talk: Talk, programme: Programme, pictures: Pictures) -> Iterator[str]:
    """Yield where the speakers' photos are: elsewhere, or on the published site."""
    for speaker in talk.speakers:
        address = uri(speaker.photo or "")
        if address.startswith("https:"):
            yield address
        elif photo := pictures.portrait(programme, speaker):
            path = urls.photo_file(photo.sizes[-1].name)
            yield uri(f"{programme.site.url}/{path}")


def _kind_of_picture(address: str) -> str:
    kind = media_type(address)
    return f";FMTTYPE={kind}" if kind.startswith("image/") else ""


def _status(entry: _Entry) -> bytes:
    return b"STATUS:%b\r\n" % _STATUS[entry.talk.status]


def _transparency(entry: _Entry) -> bytes:
    """Block the hour of a talk that takes place; a day without an hour stays free."""
    off = is_off(entry.talk)
    busy = not off and not entry.in_days
    return b"TRANSP:OPAQUE\r\n" if busy else b"TRANSP:TRANSPARENT\r\n"


def _owner(entry: _Entry) -> bytes:
    """Say whose talk it is, so that nobody who reads this takes it for one of ours."""
    owner = entry.talk.owner
    return fold(b"%b:%b" % (OWNER.encode(), text(owner.name))) if owner else b""


# Every field of Talk stands here at least once, or in NOT_SHOWN (a test sees to it).
TABLE: tuple[Row, ...] = (
    Row("UID", ("uid",), lambda entry: fold(b"UID:" + text(entry.talk.uid))),
    Row("DTSTAMP", (), lambda _: b"DTSTAMP:\r\n"),
    Row("CREATED", (), _created),
    Row("LAST-MODIFIED", (), lambda _: b"LAST-MODIFIED:\r\n"),
    Row("SEQUENCE", (), _sequence),
    Row("DTSTART", ("start", "timezone", "all_day"), _start),
    Row("DTEND", ("end", "timezone", "all_day"), _end),
    Row("RRULE", ("daily",), _rule),
    Row(
        "SUMMARY",
        ("title", "speakers", "series", "status", "language"),
        lambda entry: fold(b"SUMMARY:" + text(entry.wording.summary)),
    ),
    Row("LOCATION", ("location", "address", "link", "link_access"), _location),
    Row(
        "DESCRIPTION",
        (
            "speakers",
            "start",
            "end",
            "end_stated",
            "location",
            "address",
            "link",
            "link_access",
            "registration",
            "abstract",
            "status",
            "notice",
            "host",
            "language",
            "slides",
            "video",
            "paper",
            "recording",
        ),
        _description,
    ),
    Row("CONFERENCE", ("link", "link_access"), _conference),
    Row("URL", ("slug", "owner"), lambda entry: fold(f"URL:{uri(entry.wording.page)}")),
    Row("CATEGORIES", ("series", "also", "topics"), _categories),
    Row("ORGANIZER", ("series",), _organizer),
    Row("ATTENDEE", (), _attendees),
    Row("CONTACT", ("series",), _contact),
    Row("COLOR", ("series",), _color),
    Row("IMAGE", ("speakers",), _image),
    Row("STATUS", ("status",), _status),
    Row("TRANSP", ("status", "all_day"), _transparency),
    Row("CLASS", (), lambda _: b"CLASS:PUBLIC\r\n"),
    Row(OWNER, ("owner",), _owner),
)

_NAMES = [row.name.encode("ascii") for row in TABLE]
_AFTER_ORGANIZER = _NAMES[_NAMES.index(b"ORGANIZER") + 1 :]

# No calendar shows where on the organiser's disk a record lies, or who has no name.
NOT_SHOWN = frozenset({"source", "awaited", "extra", "imported", "type"})
