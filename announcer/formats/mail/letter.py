"""The letter: everything that decides what a message says, to whom, and its name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from announcer import ical, urls
from announcer.access import Channel
from announcer.facts import Change
from announcer.mailbox import Mailbox, address
from announcer.talk import (
    Gap,
    MailSettings,
    Person,
    Programme,
    Series,
    Site,
    Speaker,
    Status,
    Talk,
)
from announcer.telling import Kind

# Kinds about several talks, and kinds for one person instead of a list.
SEVERAL = frozenset({Kind.DIGEST, Kind.PROGRAMME})
PERSONAL = frozenset({Kind.REQUEST, Kind.FORWARD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message before it is written.

    ``uid``, ``kind``, ``revision`` and ``to`` are those of the telling: they name the
    message, so that the same letter always has the same Message-ID. Without
    ``to`` the sender stands in To, and who gets
    the letter is in the envelope only. ``to_list`` tells a mailing list, which one can
    leave, from a person. ``series`` lends its language, sender and list; for several
    series it is None.

    ``changes`` are for an update, ``span`` (first and last day) and ``gaps`` for a
    digest or programme, ``person`` is who is greeted, ``missing`` names the fields a
    request asks for and ``by`` the day they are needed. ``in_reply_to`` and
    ``references`` are message identifiers with their angle brackets. ``test`` marks a
    trial that goes to the organiser alone.
    """

    kind: Kind
    uid: str
    to: Mailbox | None
    series: Series | None
    talks: tuple[Talk, ...]
    revision: str = ""
    channel: Channel = Channel.PUBLIC
    to_list: bool = True
    changes: tuple[Change, ...] = ()
    span: tuple[date, date] | None = None
    term: str | None = None
    gaps: tuple[Gap, ...] = ()
    person: str | None = None
    missing: tuple[str, ...] = ()
    by: date | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    test: bool = False


def letter_about(
    kind: Kind, talk: Talk, programme: Programme, *, revision: str | None = None
) -> Letter:
    """Return a letter about one talk: to its list, or to its speaker.

    ``revision`` is the talk's sequence unless another is given. Whatever else a kind
    needs is put in with ``dataclasses.replace``. A talk whose record is gone is
    cancelled, whatever it was before.
    """
    if any(talk.uid == gone.uid for gone in programme.vanished):
        talk = replace(talk, status=Status.CANCELLED)
    known = programme.history.get(talk.uid)
    letter = Letter(
        kind=kind,
        uid=talk.uid,
        to=talk.series.mailing_list,
        series=talk.series,
        talks=(talk,),
        revision=revision or str(known.sequence if known else 0),
        channel=Channel.MEMBERS,
    )
    return _to_speaker(letter, talk) if kind in PERSONAL else letter


def _to_speaker(letter: Letter, talk: Talk) -> Letter:
    """Return the letter for the speaker, or for the host if only he has an address."""
    hosts = (talk.host,) if talk.host else ()
    people: tuple[Speaker | Person, ...] = (*talk.speakers, *hosts)
    reader = next((person for person in people if person.email), None)
    return replace(
        letter,
        to=Mailbox(reader.email or "") if reader else None,
        person=reader.name if reader else None,
        missing=missing(talk) if letter.kind is Kind.REQUEST else (),
        channel=Channel.PUBLIC,
        to_list=False,
    )


def missing(talk: Talk) -> tuple[str, ...]:
    """Return what an announcement lacks: ``title``, ``abstract``, ``bio``."""
    lacks = {
        "title": not talk.title,
        "abstract": not talk.abstract,
        "bio": not all(speaker.bio for speaker in talk.speakers),
    }
    return tuple(name for name, absent in lacks.items() if absent)


def trial(letter: Letter, to: Mailbox) -> Letter:
    """Return the same letter as a test to one address."""
    return replace(letter, to=to, test=True)


def message_id(letter: Letter, site: Site) -> str:
    """Return ``<kind.digest@host>`` (RFC 5322 section 3.6.4), a lasting name."""
    to = letter.to.address if letter.to else ""
    named = [letter.uid, letter.kind.value, letter.revision, to]
    if letter.test:
        named.append("test")
    digest = hashlib.sha256("\0".join(named).encode("utf-8", "replace")).hexdigest()
    return f"<{letter.kind.value}.{digest[:24]}@{urls.host(site)}>"


def settings(letter: Letter, site: Site) -> MailSettings:
    """Return how this letter leaves: as its series says, or else the site."""
    return letter.series.mail if letter.series else site.mail


def language(letter: Letter, site: Site) -> str:
    """Return the language of the fixed words: the one the list's readers share."""
    return letter.series.language if letter.series else site.language


def timezone(letter: Letter, site: Site) -> str:
    """Return the zone whose calendar says what today is."""
    return letter.series.timezone if letter.series else site.timezone


def organizer(letter: Letter, programme: Programme) -> Person | None:
    """Return who speaks for the letter and stands in its calendar."""
    if letter.series and letter.talks:
        return ical.organizer(letter.talks[0], programme)
    own = letter.series.organizers if letter.series else ()
    people = (*own, *programme.site.organizers)
    return next((person for person in people if person.email), None)


def unsubscribe_ways(letter: Letter, site: Site) -> tuple[str, ...]:
    """Return the addresses to unsubscribe at: https first, then mailto.

    A letter to one person has none: nobody subscribed to it.
    """
    mail = settings(letter, site)
    if not letter.to_list:
        return ()
    written = mail.unsubscribe_mailto
    by_mail = mailto(written) if written else None
    return tuple(way for way in (mail.unsubscribe, by_mail) if way)


def mailto(written: str) -> str:
    """Return an address as a URI; what follows a question mark stays (RFC 6068)."""
    to, mark, query = written.removeprefix("mailto:").partition("?")
    return f"mailto:{address(to)}{mark}{query}"
