"""A letter as finished octets: header fields, then text, HTML and calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from announcer import ical, when
from announcer.classes import dataclass
from announcer.formats.mail import headers, mime
from announcer.formats.mail.body import (
    Body,
    body,
    is_further_list,
    organizer,
    unsubscribe_ways,
)
from announcer.kinds import THANKING, Kind
from announcer.lazy import pattern
from announcer.letter import Letter, language, message_id, settings, timezone
from announcer.letter import sender as sender_of
from announcer.mailbox import Mailbox, one_line
from announcer.talk import Person, Programme, Status, Talk
from announcer.templating import Templates

# To a list a calendar is published; nobody is asked to answer (RFC 5546 section 3.2.1).
_METHOD = "PUBLISH"
# To a speaker or host it is his own entry (sections 3.2.2 and 3.2.5).
_INVITING = frozenset({Kind.BRIEFING, Kind.NOTIFICATION})
_WITHOUT_CALENDAR = THANKING | {Kind.REQUEST}
_FILE = pattern(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it goes out, and what a preview shows of it.

    ``content`` has CRLF line ends and is 7bit throughout. ``sender`` and ``recipient``
    are bare addresses for the envelope; ``recipient`` is empty where nobody is named.
    """

    letter: Letter
    message_id: str
    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    content: bytes


def message(letter: Letter, programme: Programme, templates: Templates) -> Message:
    """Write the letter: the same letter, talks and clock always give the same octets.

    Raises BadValue for a sender or list address that cannot stand in a header, and
    TemplateError for a template that cannot be filled.
    """
    words = body(letter, programme, templates)
    return _sealed(
        letter, words, _parts(letter, words, programme, templates), programme
    )


def note(letter: Letter, subject: str, text: str, programme: Programme) -> Message:
    """Write a few plain words to an organiser, under the letter's name and address."""
    words = Body(one_line(subject), text, "")
    return _sealed(letter, words, mime.text("plain", text), programme)


def _sealed(
    letter: Letter, words: Body, content: mime.Part, programme: Programme
) -> Message:
    named = message_id(letter, programme.site)
    shared = settings(letter, programme.site).sender
    sender = shared or sender_of(letter.series, programme.site)
    fields = [
        headers.mailboxes("From", sender),
        *_reply_to(letter, programme, sender),
        headers.mailboxes("To", letter.to or sender),
        headers.unstructured("Subject", words.subject),
        headers.literal("Date", _date(programme.now, timezone(letter, programme.site))),
        headers.identifier("Message-ID", named),
        *_thread(letter),
        *_list_fields(letter, programme),
        headers.literal("Auto-Submitted", _automatic(letter, programme)),
        headers.literal("Content-Language", language(letter, programme.site)),
        "X-Mailer: announcer",
        "MIME-Version: 1.0",
    ]
    head = "\r\n".join((*fields, "")).encode("ascii")
    octets = b"".join((head, content.head, content.body))
    return Message(
        letter,
        named,
        sender.address,
        letter.address,
        words.subject,
        words.text,
        words.html,
        octets,
    )


def _parts(
    letter: Letter, words: Body, programme: Programme, templates: Templates
) -> mime.Part:
    text, html = mime.text("plain", words.text), mime.text("html", words.html)
    if letter.kind in _WITHOUT_CALENDAR or not letter.talks:
        return mime.multipart("alternative", text, html)
    invited = letter.kind in _INVITING
    method = _method(letter.talks[0]) if invited else _METHOD
    content = ical.calendar(
        letter.talks,
        programme,
        templates,
        channel=letter.channel,
        feed=False,
        method=method,
        attendees=(_attendee(letter),) if invited and letter.to else (),
    )
    shown, attached = mime.calendars(content, method, _filename(letter))
    return mime.multipart(
        "mixed", mime.multipart("alternative", text, html, shown), attached
    )


def _method(talk: Talk) -> str:
    return "CANCEL" if talk.status is Status.CANCELLED else "REQUEST"


def _attendee(letter: Letter) -> Mailbox:
    return Mailbox(letter.address, letter.person or "")


def _filename(letter: Letter) -> str:
    slug = letter.talks[0].slug if len(letter.talks) == 1 else "talks"
    return f"{slug}.ics" if _FILE.fullmatch(slug) else "talk.ics"


def _mailbox(person: Person) -> Mailbox:
    return Mailbox(person.email or "", person.name)


def _reply_to(letter: Letter, programme: Programme, sender: Mailbox) -> Iterator[str]:
    """Yield Reply-To; mail programs trust a calendar whose ORGANIZER stands here."""
    box = settings(letter, programme.site).reply_to
    speaking = organizer(letter, programme)
    if box is None and speaking:
        box = _mailbox(speaking)
    if box and box.address != sender.address:
        yield headers.mailboxes("Reply-To", box)


@lru_cache(maxsize=64)  # all messages of a run are of one moment
def _date(now: datetime, zone: str) -> str:
    moment = when.in_zone(now, when.zone(zone))
    offset = moment.utcoffset()
    assert offset is not None  # noqa: S101 - every zone of ours has an offset
    if offset.total_seconds() % 60:  # RFC 5322 knows no seconds in a zone
        moment = when.utc(now)
    return format_datetime(moment.replace(microsecond=0))


def _thread(letter: Letter) -> Iterator[str]:
    if letter.in_reply_to:
        yield headers.identifier("In-Reply-To", letter.in_reply_to)
        yield headers.identifier("References", letter.in_reply_to)


def _automatic(letter: Letter, programme: Programme) -> str:
    """Return whether a program is said to write (RFC 3834 section 5): to people only.

    List servers take what says so for a robot's answer: Sympa drops it in silence.
    """
    wanted = settings(letter, programme.site).auto_submitted
    automatic = not letter.to_list if wanted is None else wanted
    return "auto-generated" if automatic else "no"


def _list_fields(letter: Letter, programme: Programme) -> Iterator[str]:
    """Yield the fields of a list that are configured (RFC 2369, RFC 2919).

    Never List-Unsubscribe-Post: one message goes to all, and its address knows no
    reader, whom a click should sign off (RFC 8058 section 3.1).
    """
    mail = settings(letter, programme.site)
    if not letter.to_list:
        return
    if mail.list_id and not is_further_list(letter):
        name = letter.series.name if letter.series else programme.site.title
        yield headers.list_id(name, mail.list_id)
        if letter.to and mail.list_post and not letter.test:
            yield headers.addresses("List-Post", f"mailto:{letter.address}")
    if not mail.list_post:  # RFC 2369 section 3.4
        yield headers.literal("List-Post", "NO")
    ways = unsubscribe_ways(letter, programme.site)
    if ways:
        yield headers.addresses("List-Unsubscribe", *ways)
