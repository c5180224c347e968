"""The letter: everything that decides what a message says, to whom, and its name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import date

from announcer import urls
from announcer.access import Channel
from announcer.facts import Change
from announcer.formats.mail.headers import ascii_host, mailbox
from announcer.talk import MailSettings, Programme, Series, Site, Talk
from announcer.telling import Kind


@dataclass(frozen=True, slots=True)
class Gap:
    """A regular slot of a series on which nothing takes place."""

    series: Series
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message before it is written.

    ``uid``, ``kind``, ``revision`` and ``to`` are those of the telling: they name the
    message, so that the same letter always has the same Message-ID. ``to`` is written
    as ``Name <local@domain>`` or bare; without it the recipients stay undisclosed.
    ``series`` lends its words, sender and list; for several series it is None.

    ``changes`` are for an update, ``span`` (first and last day) and ``gaps`` for a
    digest or programme, ``person`` is who is greeted, ``missing`` names the fields a
    request asks for and ``by`` the day they are needed. ``in_reply_to`` and
    ``references`` are message identifiers with their angle brackets. ``test`` marks a
    trial that goes to the organiser alone.
    """

    kind: Kind
    uid: str
    to: str | None
    series: Series | None
    talks: tuple[Talk, ...]
    revision: str = ""
    channel: Channel = Channel.PUBLIC
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
    """Return a letter about one talk to the mailing list of its series.

    ``revision`` is the talk's sequence unless another is given. Whatever else a kind
    needs is put in with ``dataclasses.replace``.
    """
    series = talk.series
    known = programme.history.get(talk.uid)
    return Letter(
        kind=kind,
        uid=talk.uid,
        to=series.mailing_list,
        series=series,
        talks=(talk,),
        revision=revision or str(known.sequence if known else 0),
        channel=Channel.MEMBERS,
    )


def trial(letter: Letter, to: str) -> Letter:
    """Return the same letter as a test to one address."""
    return replace(letter, to=to, test=True)


def message_id(letter: Letter, site: Site) -> str:
    """Return ``<kind.digest@host>`` (RFC 5322 section 3.6.4), a lasting name."""
    named = [letter.uid, letter.kind.value, letter.revision, letter.to or ""]
    if letter.test:
        named.append("test")
    digest = hashlib.sha256("\0".join(named).encode("utf-8", "replace")).hexdigest()
    return f"<{letter.kind.value}.{digest[:24]}@{ascii_host(urls.host(site))}>"


def settings(letter: Letter, site: Site) -> MailSettings:
    """Return how this letter leaves: as its series says, or else the site."""
    if letter.series is None:
        return site.mail
    own = letter.series.mail
    default = MailSettings()
    unsaid = {
        field.name: getattr(site.mail, field.name)
        for field in fields(MailSettings)
        if getattr(own, field.name) == getattr(default, field.name)
    }
    return replace(own, **unsaid)


def language(letter: Letter, site: Site) -> str:
    """Return the language of the fixed words: the one the list's readers share."""
    return letter.series.language if letter.series else site.language


def unsubscribe_ways(mail: MailSettings) -> tuple[str, ...]:
    """Return the addresses to unsubscribe at: https first, then mailto."""
    written = mail.unsubscribe_mailto
    by_mail = mailto(written) if written else None
    return tuple(way for way in (mail.unsubscribe, by_mail) if way)


def mailto(written: str) -> str:
    """Return an address as a URI; what follows a question mark stays (RFC 6068)."""
    address, mark, query = written.removeprefix("mailto:").partition("?")
    return f"mailto:{mailbox(address).address}{mark}{query}"
