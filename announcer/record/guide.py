"""Every field with an example and its default, from the tables of records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, fields
from datetime import timedelta
from enum import Enum
from typing import Any

from announcer.classes import dataclass
from announcer.record.fields import (
    DATED,
    SERIES,
    SHARED_WITH_SERIES,
    SHARED_WITH_TALKS,
    SITE,
    TALK,
)
from announcer.record.people import PERSON_FIELDS, SPEAKER_FIELDS
from announcer.record.settings import CALENDAR, MAIL, TERM, THEME
from announcer.record.table import Field
from announcer.talk import (
    CalendarSettings,
    MailSettings,
    Person,
    Series,
    Site,
    Speaker,
    Talk,
    Theme,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A field as people write it: its name, what it is, an example, what holds else."""

    name: str
    help: str
    example: str
    default: str
    required: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The fields of one place, such as ``mail:``, and its key if it has one."""

    title: str
    inside: str
    entries: tuple[Entry, ...]


# A value for each, as it stands behind the colon. A test reads them all.
EXAMPLES: dict[str, dict[str, str]] = {
    "talk": {
        "title": "Surprises in Deep Learning Training",
        "speaker": "Daniel Soudry (Technion)",
        "speakers": "[Emmy Noether (Göttingen), Ada Lovelace (London)]",
        "date": "2021-03-08",
        "end": "13:30",
        "abstract": "We show that $a^2 \\le b$, and *why*.",
        "status": "tentative",
        "also": "[algebra]",
        "notice": "Please note the unusual room.",
        "slides": "https://talks.example.edu/slides.pdf",
        "video": "https://video.example.edu/soudry",
        "paper": "https://arxiv.org/abs/2002.09277",
        "uid": "wilks.2021-03-08-soudry@talks.example.edu",
        "source": "{system: indico, id: \"12\", url: 'https://indico.example.edu/event/12/'}",
    },
    "shared": {
        "time": "12:30",
        "duration": "60 min",
        "timezone": "America/New_York",
        "location": "Fine Hall 214",
        "address": "Washington Road, Princeton",
        "link": "https://meet.example.edu/wilks",
        "link_access": "members",
        "registration": "https://talks.example.edu/register",
        "host": "Olga Org <olga@example.edu>",
        "topics": "[machine learning, statistics]",
        "type": "seminar",
        "recording": "asked",
        "language": "en",
        "extra": "{sponsor: Example Ltd}",
    },
    "settings": {
        "weekday": "Monday",
        "every": "2 weeks",
        "skip": "[2021-03-15, 2021-12-20 to 2022-01-07]",
        "organizers": "[Olga Org <olga@example.edu>]",
        "mailing_list": "stat-seminars@example.edu",
        "color": "steelblue",
        "zones": "[Europe/Berlin, Asia/Tokyo]",
        "tell": "[announcement: 7 days before at 09:00, reminder: same day at 08:00]",
        "settle": "30 minutes",
        "announce_tentative": "yes",
        "announce_untitled": "yes",
        "tell_people": "no",
        "approve": "yes",
        "acknowledgement": "Supported by the [Example Foundation](https://example.org)",
        "mail": "{from: Talks <talks@example.edu>}",
    },
    "series": {
        "name": "Wilks Statistics Seminar",
        "description": "Talks on statistics and learning.",
        "url": "https://stat.example.edu/wilks",
        "changes": "[{since: 2026-10-01, location: Room B2}]",
    },
    "site": {
        "title": "Statistics talks",
        "url": "https://talks.example.edu",
        "id": "talks.example.edu",
        "description": "Talks on statistics at Example University.",
        "terms": "[{name: Spring 2021, start: 2021-01-25, end: 2021-05-14}]",
        "ledger": "sqlite:///.announcer/ledger.db",
        "calendar": "{past: 2 years}",
        "theme": '{accent: "#7a1f2b"}',
        "macros": "{RR: '\\mathbb{R}'}",
        "footer": "'[Imprint](https://example.edu/imprint)'",
        "repository": "private",
        "publish": "git:gh-pages",
        "follow": "[{url: 'https://maths.example.edu', as: maths, name: Mathematics}]",
    },
    "changes": {"since": "2026-10-01"},
    "speaker": {
        "name": "Daniel Soudry",
        "affiliation": "Technion",
        "url": "https://soudry.example.org",
        "bio": "Daniel works on neural networks.",
        "photo": "https://soudry.example.org/me.jpg",
        "email": "daniel@example.edu",
        "orcid": "0000-0002-1825-0097",
        "pronouns": "he/him",
        "role": "chair",
    },
    "organizers": {
        "name": "Olga Org",
        "email": "olga@example.edu",
        "url": "https://olga.example.edu",
    },
    "terms": {"name": "Spring 2021", "start": "2021-01-25", "end": "2021-05-14"},
    "mail": {
        "smtp": "smtp://olga@mail.example.edu:587",
        "sendmail": "/usr/sbin/sendmail",
        "imap": "imaps://olga@mail.example.edu/Drafts",
        "maildir": "outbox",
        "mbox": "outbox.mbox",
        "from": "Talks <talks@example.edu>",
        "reply_to": "olga@example.edu",
        "list_id": "stat-seminars.example.edu",
        "unsubscribe": "https://lists.example.edu/stat-seminars",
        "unsubscribe_mailto": "stat-seminars-leave@example.edu",
        "password_command": "pass show mail/olga",
        "auto_submitted": "no",
        "list_post": "no",
        "report_to": "olga@example.edu",
    },
    "calendar": {
        "past": "2 years",
        "cancelled": "keep",
        "refresh": "6 hours",
        "caldav": "https://cloud.example.edu/dav/calendars/olga/talks/",
        "user": "olga",
        "password_command": "pass show cloud/olga",
    },
    "theme": {"accent": '"#7a1f2b"', "logo": "https://example.edu/logo.svg"},
}
# What holds where the noun has nothing that says it.
_HOLDS = {
    "talk.title": "to be announced",
    "talk.speaker": "to be announced",
    "talk.date": "only with `status: planned`",
    "talk.uid": "folder and file of the record, and the `id` of the site",
    "talk.end": "by `duration`",
    "shared.duration": "60 min",
    "shared.time": "all day",
    "settings.mail": "nothing is sent",
    "settings.tell": "nothing goes out by itself",
    "settings.settle": "at once",
    "series.name": "the name of the folder",
    "site.repository": "`check` asks, where a forge is known",
    "site.id": "the host of `url`",
    "calendar.past": "this and the last academic year",
    "mail.from": "the first of `organizers` with an address",
    "mail.auto_submitted": "mail to people says it, mail to lists does not",
}


def explained() -> tuple[Section, ...]:
    """Return every field there is, by the place where it stands."""
    shared = {field.key for field in SHARED_WITH_TALKS}
    settings = {field.key for field in SHARED_WITH_SERIES}

    def own(table: dict[str, Field]) -> tuple[Field, ...]:
        known = shared | settings
        return tuple(field for key, field in table.items() if key not in known)

    groups = (
        ("A talk", "talk", "", own(TALK), (Talk,)),
        (
            "A talk, its series.yaml or site.yaml",
            "shared",
            "",
            SHARED_WITH_TALKS,
            (Talk,),
        ),
        ("series.yaml or site.yaml", "settings", "", SHARED_WITH_SERIES, (Series,)),
        ("series.yaml", "series", "", own(SERIES), (Series,)),
        ("site.yaml", "site", "", own(SITE), (Site,)),
        ("An item of changes:", "changes", "changes", own(DATED), ()),
        ("A speaker", "speaker", "speaker", SPEAKER_FIELDS.values(), (Speaker,)),
        (
            "A host or organizer",
            "organizers",
            "organizers",
            PERSON_FIELDS.values(),
            (Person,),
        ),
        ("An item of terms:", "terms", "terms", TERM.fields.values(), ()),
        ("Below mail:", "mail", "mail", MAIL.fields.values(), (MailSettings,)),
        (
            "Below calendar:",
            "calendar",
            "calendar",
            CALENDAR.fields.values(),
            (CalendarSettings,),
        ),
        ("Below theme:", "theme", "theme", THEME.fields.values(), (Theme,)),
    )
    return tuple(
        Section(title, inside, _entries(key, inside, known, nouns))
        for title, key, inside, known, nouns in groups
    )


def _entries(
    key: str, inside: str, known: Iterable[Field], nouns: tuple[type, ...]
) -> tuple[Entry, ...]:
    defaults = {
        field.name: field.default if field.default is not MISSING else None
        for noun in nouns
        for field in fields(noun)
    }
    return tuple(
        Entry(
            name=f"{inside}.{field.key}" if inside else field.key,
            help=field.help,
            example=EXAMPLES.get(key, {}).get(field.key, ""),
            default=_HOLDS.get(f"{key}.{field.key}")
            or _in_words(field.key, defaults.get(field.goes_to)),
            required=field.required,
        )
        for field in known
    )


def _in_words(key: str, value: Any) -> str:
    """Write a default as people would; empty where there is none."""
    if value is None or value in ((), {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, timedelta):
        return f"{value // timedelta(hours=1)} hours"
    if key == "every":
        return "1 week"
    if isinstance(value, Enum):
        return str(value.value)
    return str(value) if isinstance(value, str) else ""
