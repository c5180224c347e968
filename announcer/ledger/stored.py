"""What stands in a ledger and how it is written: all that needs no database to be said.

Every time is text in UTC, ``2026-03-01T09:00:00Z``: it sorts as it reads, and means the
same in SQLite, in PostgreSQL and in an export.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

# A state that only a build has seen; one that people may have seen; a mark of a person
# that what was before it counts no more (nothing is ever deleted: exports merge).
LOOKED_AT, PUBLIC, FORGOTTEN = 0, 1, -1

# What was noted for a time further ahead than this was noted by a clock that was wrong.
DOUBTFUL = timedelta(days=1)

# What each version added to the one before. A step is never edited once released:
# somebody's ledger still stands before it. {text} sorts by code point everywhere.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE announcer_schema (version INTEGER NOT NULL)",
        "INSERT INTO announcer_schema (version) VALUES (0)",
        """CREATE TABLE announcer_revisions (
            uid {text} NOT NULL, sequence INTEGER NOT NULL, modified {text} NOT NULL,
            digest {text} NOT NULL, created {text} NOT NULL, seen {text} NOT NULL,
            moved {text} NOT NULL, ends {text} NOT NULL, previous_start {text},
            facts {text} NOT NULL, snapshot {text} NOT NULL,
            PRIMARY KEY (uid, sequence, modified, digest))""",
    ),
    (
        """CREATE TABLE announcer_tellings (
            id {text} NOT NULL PRIMARY KEY, uid {text} NOT NULL, kind {text} NOT NULL,
            revision {text} NOT NULL, address {text} NOT NULL,
            sequence INTEGER NOT NULL, state {text} NOT NULL, owner {text} NOT NULL,
            attempts INTEGER NOT NULL, claimed_at {text} NOT NULL, sent_at {text},
            message_id {text} NOT NULL, subject {text} NOT NULL,
            reason {text} NOT NULL, error {text} NOT NULL, facts {text} NOT NULL)""",
        "CREATE INDEX announcer_tellings_uid ON announcer_tellings (uid)",
        """CREATE TABLE announcer_mentions (
            telling {text} NOT NULL, uid {text} NOT NULL, facts {text} NOT NULL,
            PRIMARY KEY (telling, uid))""",
        "CREATE INDEX announcer_mentions_uid ON announcer_mentions (uid)",
        """CREATE TABLE announcer_locks (
            name {text} NOT NULL PRIMARY KEY, owner {text} NOT NULL,
            expires {text} NOT NULL)""",
    ),
    (
        """CREATE TABLE announcer_synced (
            calendar {text} NOT NULL, uid {text} NOT NULL, series {text} NOT NULL,
            href {text} NOT NULL, etag {text} NOT NULL, digest {text} NOT NULL,
            words {text} NOT NULL, written {text} NOT NULL,
            PRIMARY KEY (calendar, uid))""",
    ),
    (
        "ALTER TABLE announcer_tellings ADD COLUMN number INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE announcer_locks ADD COLUMN number INTEGER NOT NULL DEFAULT 0",
    ),
    (
        """CREATE TABLE announcer_said (
            name {text} NOT NULL PRIMARY KEY, at {text} NOT NULL)""",
    ),
    # until then everything that a build had seen counted as public
    ("ALTER TABLE announcer_revisions ADD COLUMN public INTEGER NOT NULL DEFAULT 1",),
    (
        """CREATE TABLE announcer_stamps (
            uid {text} NOT NULL PRIMARY KEY, imprint {text} NOT NULL,
            stamped {text} NOT NULL)""",
    ),
    # until then speakers and hosts heard no news of what lists were told
    (
        "ALTER TABLE announcer_tellings ADD COLUMN people INTEGER NOT NULL DEFAULT 0",
        """CREATE TABLE announcer_drafts (
            id {text} NOT NULL PRIMARY KEY, uid {text} NOT NULL, kind {text} NOT NULL,
            address {text} NOT NULL, subject {text} NOT NULL, digest {text} NOT NULL,
            held_at {text} NOT NULL, until {text}, approved_at {text})""",
    ),
)

VERSION = len(MIGRATIONS)


class Row(NamedTuple):
    """A revision of a talk, as it is stored but for what is written of the talk."""

    uid: str
    sequence: int
    modified: str
    digest: str
    created: str
    seen: str
    moved: str
    previous_start: str | None
    public: int


class Words(NamedTuple):
    """What a revision has written of its talk."""

    ends: str
    facts: str
    snapshot: str


# That no later state of a talk is known, or none of its SEQUENCE.
_NEWEST = """NOT EXISTS (
    SELECT 1 FROM announcer_revisions AS later
    WHERE later.uid = announcer_revisions.uid{more}
    AND (later.sequence, later.modified, later.digest) > (
        announcer_revisions.sequence, announcer_revisions.modified,
        announcer_revisions.digest))"""
NEWEST = _NEWEST.format(more="")
NEWEST_OF_SEQUENCE = _NEWEST.format(
    more=" AND later.sequence = announcer_revisions.sequence"
)
_ROW = ", ".join(Row._fields)
LATEST = f"SELECT {_ROW} FROM announcer_revisions WHERE {NEWEST}"  # noqa: S608 - ours


def write_time(moment: datetime) -> str:
    """Write an aware time; fractions of a second are cut off."""
    return moment.astimezone(UTC).isoformat()[:19] + "Z"


@lru_cache(maxsize=1024)
def read_time(text: str) -> datetime:
    """Read what ``write_time`` wrote. Raises ValueError."""
    return datetime.fromisoformat(text)
