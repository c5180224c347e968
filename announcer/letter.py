"""The letter: one message that is due, shown or sent.

The plan writes it, mail shows it, the ledger claims it; what became of it is a telling.
Whatever decides what a message says, to whom, and its name, stands in it.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime

from announcer import urls
from announcer.access import Channel
from announcer.classes import dataclass
from announcer.facts import Change
from announcer.kinds import Kind
from announcer.mailbox import Mailbox
from announcer.talk import Gap, MailSettings, Person, Series, Site, Talk

# What is wrong where settings name no way out, and what mends it.
NO_WAY = "nobody said how mail shall leave"
NO_WAY_CURE = "write `mail: {smtp: smtp://localhost:25}` into talks/site.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One talk in a message about several: its uid and its facts as JSON."""

    uid: str
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message to one address, which may be sent once.

    ``uid`` is the talk's, or for a message about several a name of its own such as
    ``digest:list@example.edu``. ``revision`` is what sets this message apart from
    others of its kind: the sequence for news, the moment for a reminder or digest.
    Together with ``kind`` and ``to`` they name it: the same letter always has the same
    Message-ID. Without ``to`` the sender stands in To, and nobody would get it.
    ``series`` lends its language, sender and list; it is None for several series, which
    are ``sharing`` these.

    ``reason`` says why it is due and ``due`` since when, or from when on; ``until`` is
    when it comes too late (None: never). ``ready`` is false for a coming one that could
    not go out as things stand. ``sequence`` is the
    talk's, ``facts`` are those that its audience is told, as JSON (empty for a message
    about several, which has ``mentions``, and for one to a person).

    ``channel`` says which links may be told, ``to_list`` tells a mailing list, which
    one can leave, from a person. ``changes`` are for an update, ``span`` (first and
    last day), ``term`` and ``gaps`` for a digest or programme. ``person`` is who is
    greeted: a speaker, or ``as_host`` the one who receives the ``guests`` (their names;
    none where nobody knows who speaks). ``missing`` names the fields a request asks for
    and ``by`` the day they are needed. ``in_reply_to`` is the Message-ID of the first
    message about the talk to this address. ``test`` marks a trial that goes to the
    organiser alone.
    """

    kind: Kind
    uid: str
    to: Mailbox | None
    series: Series | None
    sharing: tuple[Series, ...] = ()
    talks: tuple[Talk, ...]
    due: datetime
    until: datetime | None = None
    revision: str = ""
    sequence: int = 0
    facts: str = ""
    mentions: tuple[Mention, ...] = ()
    reason: str = ""
    ready: bool = True
    channel: Channel = Channel.PUBLIC
    to_list: bool = True
    changes: tuple[Change, ...] = ()
    span: tuple[date, date] | None = None
    term: str | None = None
    gaps: tuple[Gap, ...] = ()
    person: str | None = None
    as_host: bool = False
    guests: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    by: date | None = None
    in_reply_to: str | None = None
    test: bool = False

    @property
    def address(self) -> str:
        """Return the bare address that it goes to; empty if there is none."""
        return self.to.address if self.to else ""

    def is_due(self, now: datetime) -> bool:
        """Say whether it goes out now, and not later or never."""
        return self.ready and self.due <= now


def trial(letter: Letter, to: Mailbox) -> Letter:
    """Return the same letter as a test to one address."""
    return replace(letter, to=to, test=True)


def message_id(letter: Letter, site: Site) -> str:
    """Return ``<kind.digest@host>`` (RFC 5322 section 3.6.4), a lasting name."""
    named = [letter.uid, letter.kind.value, letter.revision, letter.address]
    if letter.test:
        named.append("test")
    digest = hashlib.sha256("\0".join(named).encode("utf-8", "replace")).hexdigest()
    return f"<{letter.kind.value}.{digest[:24]}@{urls.host(site)}>"


def needs_approval(letter: Letter) -> bool:
    """Say whether a person must have seen it: one of its rules says so.

    What is news never waits, for it goes out by no rule.
    """
    own = (letter.series,) if letter.series else ()
    series = letter.sharing or own
    return not letter.test and any(approves(one, letter.kind) for one in series)


def approves(series: Series, kind: Kind) -> bool:
    """Say whether a series wants to see the messages of a kind before they go out."""
    return any(
        series.approve if rule.approve is None else rule.approve
        for rule in series.tell
        if rule.kind is kind
    )


def settings(letter: Letter, site: Site) -> MailSettings:
    """Return how a letter leaves: as its series say, or else the site."""
    return (_lender(letter) or site).mail


def speaking(series: Series | None, site: Site) -> Person | None:
    """Return who speaks for a series or site: the first organiser with an address."""
    own = series.organizers if series else ()
    return next((one for one in (*own, *site.organizers) if one.email), None)


def sender(series: Series | None, site: Site) -> Mailbox:
    """Return who writes for a series, or the site: the sender, else an organiser.

    Where there is neither, an address of the site's host that nobody may have set up.
    """
    configured = (series.mail if series else site.mail).sender
    if configured:
        return configured
    person = speaking(series, site)
    if person and person.email:
        return Mailbox(person.email, person.name)
    return Mailbox(f"talks@{urls.host(site)}", site.title)


def language(letter: Letter, site: Site) -> str:
    """Return the language of the fixed words: the one the list's readers share."""
    return (_lender(letter) or site).language


def timezone(letter: Letter, site: Site) -> str:
    """Return the zone whose calendar says what today is."""
    return (_lender(letter) or site).timezone


def _lender(letter: Letter) -> Series | None:
    return letter.series or next(iter(letter.sharing), None)
