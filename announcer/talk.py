"""The nouns: speakers, talks, series, the site and the programme they make up.

Frozen, complete and silent. Everything here has been checked and every default has been
filled in; nothing here can render, save or send itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

from announcer.classes import dataclass
from announcer.kinds import Kind, TellRule
from announcer.mailbox import Mailbox

# Fields of the organiser's own: text, lists and mappings.
Extra: TypeAlias = "Mapping[str, str | list[Any] | dict[str, Any]]"
# What ends on another day than it begins, and takes longer, is no night but days.
LONGEST_NIGHT = timedelta(hours=12)


class Status(StrEnum):
    """Whether a talk will take place."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


# What a record says of a talk without a date. It is no status of a Talk, which has one.
PLANNED = "planned"


class Role(StrEnum):
    """What somebody does in a talk of several, beside speaking."""

    CHAIR = "chair"
    MODERATOR = "moderator"
    DISCUSSANT = "discussant"
    PANEL = "panel"


class LinkAccess(StrEnum):
    """Who may see where to join: everybody, the mailing list, or nobody."""

    PUBLIC = "public"
    MEMBERS = "members"
    REGISTRATION = "registration"


class Recording(StrEnum):
    """Whether the speakers agree to be recorded; they may have been asked only."""

    YES = "yes"
    NO = "no"
    ASKED = "asked"


class Repository(StrEnum):
    """Who can read the files of a project: everybody, or those who may."""

    PUBLIC = "public"
    PRIVATE = "private"


class Attendance(StrEnum):
    """How people attend: in a room, online, or either."""

    ONSITE = "onsite"
    ONLINE = "online"
    MIXED = "mixed"


class CancelledPolicy(StrEnum):
    """How long a cancelled talk stays in the calendars."""

    KEEP = "keep"
    DROP = "drop"
    KEEP_UNTIL_DATE = "keep-until-date"


# They lead a talk that others give.
LEADING = frozenset({Role.CHAIR, Role.MODERATOR})
# What says that a talk does not take place as announced.
OFF = {
    Status.CANCELLED: Kind.CANCELLATION,
    Status.POSTPONED: Kind.POSTPONEMENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a name who is not speaking: an organiser or a host."""

    name: str
    email: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)  # made by place where thousands are (record)
class Speaker:
    """Somebody who gives a talk, as of the day of that talk.

    ``affiliation`` is plain text, ``bio`` is Markdown, ``photo`` is a path inside the
    talks folder or an https address, ``orcid`` the bare 16-digit identifier.
    ``email`` is for the organiser only and is never published. ``role`` is for those
    who do not simply speak.
    """

    name: str
    affiliation: str | None = None
    url: str | None = None
    bio: str | None = None
    photo: str | None = None
    email: str | None = None
    orcid: str | None = None
    pronouns: str | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A named stretch of the year; both days belong to it."""

    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """How mail leaves: ``via`` is a delivery address such as ``smtp://localhost:25``.

    ``sender`` is the From field. ``list_id`` (``name.example.edu``), ``unsubscribe``
    (a page) and ``unsubscribe_mailto`` are written only where they are set. Unless
    ``list_post``, nobody may write to the list. ``auto_submitted`` says whether mail
    is marked as a program's (None: mail to people, not to lists). Who is told of talks
    that cannot be announced is ``report_to``.
    """

    via: str | None = None
    sender: Mailbox | None = None
    reply_to: Mailbox | None = None
    list_id: str | None = None
    unsubscribe: str | None = None
    unsubscribe_mailto: str | None = None
    password_command: str | None = None
    list_post: bool = True
    auto_submitted: bool | None = None
    report_to: Mailbox | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSettings:
    """What the feeds hold and where ``sync`` writes.

    ``past`` is how far back a feed reaches (None: this and the last academic year).
    """

    past: timedelta | None = None
    cancelled: CancelledPolicy = CancelledPolicy.KEEP_UNTIL_DATE
    refresh: timedelta = timedelta(hours=6)
    caldav: str | None = None
    user: str | None = None
    password_command: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The look: ``accent`` is ``#rrggbb``, ``logo`` a path inside the talks folder."""

    accent: str = "#7a1f2b"
    logo: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What a site adds to a talk of others; ``talk`` is its page's name or its uid."""

    talk: str
    topics: tuple[str, ...] = ()
    notice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """Talks of others that a site shows, from ``url``, in the series of a key.

    ``name`` is that of their owner, ``timezone`` is for times without one; ``topics``
    all of them get. Unless ``mail``, nobody is told of them.
    """

    url: str
    name: str
    series: str
    timezone: str | None = None
    topics: tuple[str, ...] = ()
    add: tuple[Addition, ...] = ()
    mail: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything under one talks folder; ``url`` has no trailing slash.

    ``id`` is a lasting name, which uids end in whatever becomes of the address.
    ``macros`` are own commands of formulas and what they stand for; no text holds them.
    ``footer`` is Markdown, for the foot of every page; ``acknowledgement`` is a line of
    it for the foot of pages and mails. ``repository`` says who can read the records.
    """

    title: str
    url: str
    language: str = "en"
    timezone: str = "UTC"
    description: str | None = None
    terms: tuple[Term, ...] = ()
    organizers: tuple[Person, ...] = ()
    mail: MailSettings = MailSettings()
    ledger: str = "sqlite:///.announcer/ledger.db"
    calendar: CalendarSettings = CalendarSettings()
    theme: Theme = Theme()
    publish: str | None = None
    id: str | None = None
    macros: tuple[tuple[str, str], ...] = ()
    footer: str | None = None
    acknowledgement: str | None = None
    repository: Repository | None = None
    follow: tuple[Follow, ...] = ()
    extra: Extra = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A folder of talks with shared defaults.

    ``key`` is the folder below the talks folder with ``/`` between parts (empty for
    talks that lie beside ``site.yaml``) and is also its place on the site; ``slug`` is
    that place (``key``, or ``talks`` for the empty key); ``parent`` is the key of the
    enclosing series. ``color`` is a CSS3 colour name (RFC 7986 section 5.9).
    ``weekday`` counts from Monday = 0; with ``time`` and ``duration`` it is the regular
    slot, ``every`` so many weeks; on the days of ``skip`` there is none. Each of
    ``mailing_lists`` is an audience of its own. Unless ``tell_people``, speakers and
    hosts hear no news of their talks; ``approve`` is for rules that do not say it.
    ``acknowledgement`` is a line of Markdown for the foot of its pages and mails.
    """

    key: str
    slug: str
    name: str
    parent: str | None = None
    description: str | None = None
    url: str | None = None
    timezone: str = "UTC"
    language: str = "en"
    weekday: int | None = None
    time: time | None = None
    duration: timedelta | None = None
    every: int = 1
    skip: tuple[date, ...] = ()
    location: str | None = None
    link: str | None = None
    organizers: tuple[Person, ...] = ()
    mailing_lists: tuple[Mailbox, ...] = ()
    color: str | None = None
    zones: tuple[str, ...] = ()
    tell: tuple[TellRule, ...] = ()
    settle: timedelta | None = None
    announce_tentative: bool = False
    announce_untitled: bool = False
    tell_people: bool = True
    approve: bool = False
    acknowledgement: str | None = None
    mail: MailSettings = MailSettings()
    extra: Extra = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Gap:
    """A regular slot of a series on which nothing takes place."""

    series: Series
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Where a talk was taken over from, so that it is known again.

    ``system`` and ``id`` are its lasting name there, ``url`` its page, ``updated`` when
    it was changed there, as written. ``digests`` tell, field by field, what was taken.
    """

    system: str
    id: str | None = None
    url: str | None = None
    updated: str | None = None
    digests: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)  # made by place where thousands are (record)
class Talk:
    """One event of a series.

    ``start`` and ``end`` are aware, in the talk's own zone. An all-day talk
    (``all_day``) runs from the first midnight to the midnight after its last day.
    ``end_stated`` is false where nobody gave an end and an hour was assumed. What is
    ``daily`` takes place on each of its days, from the clock time of ``start`` to that
    of ``end``; anything else runs through from one to the other. ``also`` are further
    series that the talk belongs to; its page and its rules are those of ``series``.
    ``awaited`` are the affiliations of speakers whose names are not known yet.
    ``abstract`` and ``notice`` may hold Markdown and LaTeX, ``title`` formulas and
    code; every other text is plain. ``type`` is what kind of event it is, in the
    organiser's word: seminar, keynote. ``address`` is that of the room, ``extra`` are
    fields of the organiser's own: text, lists and mappings. ``source`` is the record's
    path below the project folder, ``imported`` is for `announcer import` alone.
    ``owner`` is whose talk it is where it is followed from elsewhere, with its page.
    """

    uid: str
    slug: str
    source: str
    series: Series
    title: str | None
    speakers: tuple[Speaker, ...]
    start: datetime
    end: datetime
    all_day: bool = False
    end_stated: bool = True
    daily: bool = False
    timezone: str = "UTC"
    location: str | None = None
    link: str | None = None
    link_access: LinkAccess = LinkAccess.PUBLIC
    registration: str | None = None
    abstract: str | None = None
    status: Status = Status.CONFIRMED
    notice: str | None = None
    host: Person | None = None
    topics: tuple[str, ...] = ()
    language: str = "en"
    slides: str | None = None
    video: str | None = None
    paper: str | None = None
    address: str | None = None
    recording: Recording | None = None
    type: str | None = None
    also: tuple[Series, ...] = ()
    awaited: tuple[str, ...] = ()
    imported: Imported | None = None
    owner: Person | None = None
    extra: Extra = field(default_factory=dict, hash=False)


def in_order(talk: Talk) -> tuple[float, str]:
    """Return what talks are put in order by: their start, then their uid.

    Two moments in zones of pytz are compared twenty times as slowly as two numbers.
    """
    return talk.start.timestamp(), talk.uid


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A talk that has no date yet: for the organisers alone, and on no page."""

    uid: str
    slug: str
    source: str
    series: Series
    title: str | None = None
    speakers: tuple[Speaker, ...] = ()
    host: Person | None = None
    imported: Imported | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What the ledger knows of a talk's published state.

    ``sequence`` rises with the facts (RFC 5545 section 3.8.7.4), ``modified`` with any
    change of content; both times are UTC, whole seconds. ``previous_start`` is where
    the talk stood before it last moved, ``previous_location`` the room in which it was
    last public, if that is another one.
    """

    sequence: int
    created: datetime
    modified: datetime
    previous_start: datetime | None = None
    previous_location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """As what bytes people know the event of a talk, and since when (UTC).

    ``imprint`` is a digest of the event, whatever its bytes come from: the record, the
    templates, the site's address.
    """

    imprint: str
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class Programme:
    """Everything a format may know: records, memory and the clock.

    ``series`` is ordered by key, ``talks`` by start and then uid. ``history`` has a
    revision for every uid that was built before, ``stamps`` how its event last stood in
    a calendar. ``held`` are those of the talks whose
    record is gone: they stand as they were last public, and nothing is told of them.
    ``vanished`` are those that a person has cancelled although their record is gone:
    calendars and pages show them as cancelled until they would have been over.
    ``now`` is aware; ``pretended`` says that somebody set the clock, for a preview.
    ``pictures`` are the paths below the talks folder of those that records name. No
    programme is equal to another, so that what was worked out for one is kept beside
    it (catalogue).
    """

    site: Site
    series: tuple[Series, ...]
    talks: tuple[Talk, ...]
    now: datetime
    history: Mapping[str, Revision] = field(default_factory=dict)
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    vanished: tuple[Talk, ...] = ()
    held: tuple[Talk, ...] = ()
    planned: tuple[Planned, ...] = ()
    pictures: frozenset[str] = frozenset()
    pretended: bool = False
