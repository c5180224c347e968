"""The vocabulary of record files: every key on one line, and its JSON Schema."""

from __future__ import annotations

from announcer.record.addresses import (
    LEDGER,
    LINK,
    LISTS,
    SITE_ID,
    SITE_URL,
    TARGET,
    URL,
    URL_OR_MAIL,
)
from announcer.record.clock import DATE, END, TALK_TIME, TIME
from announcer.record.colors import COLOR
from announcer.record.datatypes import (
    BOOLEAN,
    DAY,
    DURATION,
    EXTRA,
    LANGUAGE,
    LINE,
    PLACE,
    PROSE,
    SERIES_KEYS,
    TEXT,
    TITLE,
    TOPICS,
    UID,
    WEEKDAY,
    WORDS,
    ZONE,
)
from announcer.record.follow import FOLLOW
from announcer.record.imported import SOURCE
from announcer.record.kinds import (
    NOTHING,
    Kind,
    Schema,
    choice,
    listed,
    padded,
    unless_open,
)
from announcer.record.macros import MACROS
from announcer.record.people import PEOPLE, PERSON, SPEAKERS
from announcer.record.settings import (
    CALENDAR,
    EVERY,
    MAIL,
    RECORDING,
    SETTLE,
    SKIP,
    TELLS,
    TERMS,
    THEME,
)
from announcer.record.source import Document, Wrong
from announcer.record.table import Field, Table, Values, nested, object_schema, table
from announcer.record.tree import Node, Sequence
from announcer.talk import PLANNED, LinkAccess, Repository, Status

# What a talk takes from its series unless it says its own, and may change on a day.
SHARED_WITH_TALKS = (
    Field("time", TIME, "12:30, 12:30-13:30 or all day"),
    Field("duration", DURATION, "how long a talk lasts, such as 60 min or 1h30"),
    Field("timezone", ZONE, "the time zone by its city, such as America/New_York"),
    Field("location", PLACE, "the room, or Virtual", none=True),
    Field(
        "address",
        WORDS,
        "the street and town of the room, for maps and search engines",
        none=True,
    ),
    Field("link", LINK, "where to join online", none=True),
    Field(
        "link_access",
        choice(LinkAccess, "bad-choice"),
        "who may see the link: public, members or registration",
    ),
    Field("registration", URL_OR_MAIL, "where to register", none=True),
    Field("host", unless_open(PERSON), "who introduces the speaker", none=True),
    Field("topics", TOPICS, "a list of topics", none=True),
    Field("type", WORDS, "what kind of event: seminar, workshop or keynote", none=True),
    Field(
        "recording",
        RECORDING,
        "whether the talk may be recorded: yes, no or asked",
        none=True,
    ),
    Field("language", LANGUAGE, "the language of the talk, such as en or de"),
    Field("extra", EXTRA, "fields of your own: {sponsor: Example Ltd}", none=True),
)

# What a series takes from the site and from the folder around it.
SHARED_WITH_SERIES = (
    Field("weekday", WEEKDAY, "the day of the regular slot, such as Monday", none=True),
    Field(
        "every",
        EVERY,
        "how often there is a regular slot, such as 2 weeks",
    ),
    Field(
        "skip",
        SKIP,
        "days without the regular slot: 2021-03-15 or 2021-12-20 to 2022-01-07",
        none=True,
    ),
    Field(
        "organizers", PEOPLE, "a list of names: Olga Org <olga@example.edu>", none=True
    ),
    Field(
        "mailing_list",
        LISTS,
        "the address of the mailing list, or a list of several",
        name="mailing_lists",
        none=True,
    ),
    Field("color", COLOR, "the colour of the calendar, such as steelblue", none=True),
    Field(
        "zones",
        listed(ZONE, limit=12),
        "further time zones to show times in",
        none=True,
    ),
    Field(
        "tell",
        TELLS,
        "when to send what: - announcement: 7 days before at 09:00",
        none=True,
    ),
    Field(
        "settle",
        SETTLE,
        "how long a record must be quiet before an update goes out, such as 30 minutes",
        none=True,
    ),
    Field(
        "announce_tentative",
        BOOLEAN,
        "whether tentative talks are announced: yes or no",
    ),
    Field(
        "announce_untitled",
        BOOLEAN,
        "whether talks without a title are announced: yes or no",
    ),
    Field(
        "tell_people",
        BOOLEAN,
        "whether speakers and hosts hear of changes of their talk: yes or no",
    ),
    Field(
        "approve",
        BOOLEAN,
        "whether a person must approve what `tell:` sends: yes or no",
    ),
    Field(
        "acknowledgement",
        LINE,
        "a line at the foot of pages and mails: whom to thank (Markdown)",
        none=True,
    ),
    Field("mail", MAIL, "how mail is sent"),
)

DATED = table(
    (
        Field(
            "since",
            DAY,
            "the first day of the change, such as 2026-10-01",
            required=True,
        ),
    ),
    SHARED_WITH_TALKS,
    SHARED_WITH_SERIES[:1],
)
_CHANGE = nested("bad-change", DATED, lambda values: values)
_CHANGE_LIST = listed(_CHANGE, limit=200)


def _changes(node: Node, file: Document) -> tuple[Values, ...]:
    if type(node) is not Sequence:
        raise Wrong(
            "not-a-list",
            "`changes` is a list",
            "Write - {since: 2026-10-01, location: Room B2}.",
        )
    changes: tuple[Values, ...] = _CHANGE_LIST.read(node, file)
    return tuple(sorted(changes, key=lambda change: change.good["since"]))


_CHANGES = Kind("bad-change", _changes, _CHANGE_LIST.schema["anyOf"][1])

SITE = table(
    (
        Field("title", WORDS, "the name of the site", required=True),
        Field(
            "url",
            SITE_URL,
            "its public address, such as https://talks.example.edu",
            required=True,
        ),
        Field("id", SITE_ID, "its lasting name in every uid: never change it"),
        Field("description", WORDS, "one sentence about the site"),
        Field("terms", TERMS, "the terms of the year, each with name, start and end"),
        Field("ledger", LEDGER, "where announcer remembers what was told"),
        Field("calendar", CALENDAR, "what the calendars hold"),
        Field("theme", THEME, "the looks"),
        Field("macros", MACROS, "own commands of formulas: RR: '\\mathbb{R}'"),
        Field("footer", TEXT, "what stands below every page (Markdown): an imprint"),
        Field(
            "repository",
            choice(Repository, "bad-choice"),
            "who can read these files where they are pushed to: public or private",
        ),
        Field("publish", TARGET, "where `publish` brings the site: git:gh-pages"),
        Field("follow", FOLLOW, "talks of others that the site shows"),
    ),
    SHARED_WITH_TALKS,
    SHARED_WITH_SERIES,
)

SERIES = table(
    (
        Field("name", WORDS, "the name of the series"),
        Field("description", TEXT, "a few sentences about the series"),
        Field("url", URL, "the home page of the series elsewhere"),
        Field(
            "changes",
            _CHANGES,
            "values that hold from a day on: - {since: 2026-10-01, location: Room B2}",
        ),
    ),
    SHARED_WITH_TALKS,
    SHARED_WITH_SERIES,
)

TALK = table(
    (
        Field("title", TITLE, "the title; leave it out while it is not known"),
        Field(
            "speaker",
            SPEAKERS,
            "Name (Affiliation), or name: and more below it",
            name="speakers",
        ),
        Field("speakers", SPEAKERS, "a list of speakers"),
        Field("date", DATE, "2021-03-08, or 2022-11-17 to 2022-11-18"),
        Field("end", END, "when it ends: 13:30, or a day and a time"),
        Field("abstract", PROSE, "the abstract (Markdown and LaTeX)"),
        Field(
            "status",
            choice(Status, "bad-status", PLANNED),
            "confirmed, tentative, postponed, cancelled; planned: invited, no date yet",
        ),
        Field(
            "also", SERIES_KEYS, "further series that the talk belongs to: [algebra]"
        ),
        Field("notice", LINE, "one line that is shown first"),
        Field("slides", URL, "the address of the slides"),
        Field("video", URL, "the address of the recording"),
        Field("paper", URL, "the address of the paper"),
        Field(
            "uid",
            UID,
            "the talk's lasting identifier; needed only if its file was renamed",
        ),
        Field(
            "source",
            SOURCE,
            "where it was imported from, written by `announcer import`",
            name="imported",
        ),
    ),
    SHARED_WITH_TALKS,
    (Field("time", TALK_TIME, "12:30, 12:30-13:30 or all day"),),
)

DRAFT = "https://json-schema.org/draft/2020-12/schema"

FILES: dict[str, tuple[str, Table]] = {
    "site": ("talks/site.yaml: the site and what all series share", SITE),
    "series": ("series.yaml: a series and what its talks share", SERIES),
    "talk": ("a talk, or the front matter of a talk in Markdown", TALK),
}


_IS_PLANNED = {
    "properties": {"status": {"type": "string", "pattern": padded(PLANNED)}},
    "required": ["status"],
}
_HAS_DATE = {"properties": {"date": {"not": NOTHING}}, "required": ["date"]}
_DATED_OR_PLANNED: Schema = {
    "oneOf": [_HAS_DATE, _IS_PLANNED],
}


def schema(file: str | None = None) -> Schema:
    """Return the schema of ``site``, ``series`` or ``talk`` files, or of all three.

    It accepts the keys, shapes and patterns that ``read_site`` accepts, for values as
    text or as an editor reads them (YAML 1.2). What only the calendar knows (days that
    do not exist, unknown zones, pictures that are not there) is left to the reader.
    """
    if file is not None:
        title, fields = FILES[file]
        rules = _DATED_OR_PLANNED if file == "talk" else {}
        return {"$schema": DRAFT, "title": title, **object_schema(fields), **rules}
    parts = {name: schema(name) for name in FILES}
    for part in parts.values():
        del part["$schema"]
    return {
        "$schema": DRAFT,
        "title": "Records of announcer",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in parts],
        "$defs": parts,
    }
