"""The tables of the ledger, and how an older ledger becomes a present one."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    inspect,
    select,
    text,
)

from announcer.errors import LedgerError
from announcer.ledger.stored import MIGRATIONS, VERSION

_metadata = MetaData()

schema = Table("announcer_schema", _metadata, Column("version", Integer))

# One row for each state of a talk that was ever published. The latest row of a uid is
# the one with the highest key, so that the rows of two ledgers merge by union.
revisions = Table(
    "announcer_revisions",
    _metadata,
    Column("uid", Text, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("modified", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("created", Text),
    Column("seen", Text),  # by the clock: modified may run ahead of one set back
    Column("moved", Text),  # when the facts last changed, by the clock
    Column("ends", Text),
    Column("previous_start", Text, nullable=True),
    Column("facts", Text),
    Column("snapshot", Text),
    Column("public", Integer),  # what became of it: LOOKED_AT, PUBLIC or FORGOTTEN
)

# One row for each message to one address; id is made from uid, kind, revision and
# address, and so is what makes a message unique.
tellings = Table(
    "announcer_tellings",
    _metadata,
    Column("id", Text, primary_key=True),
    Column("uid", Text),
    Column("kind", Text),
    Column("revision", Text),
    Column("address", Text),
    Column("sequence", Integer),
    Column("number", Integer),  # rises with every claim, whatever the clock says
    Column("state", Text),
    Column("owner", Text),
    Column("attempts", Integer),
    Column("claimed_at", Text),
    Column("sent_at", Text, nullable=True),
    Column("message_id", Text),
    Column("subject", Text),
    Column("reason", Text),
    Column("error", Text),
    Column("facts", Text),
    Column("people", Integer),  # 1: speakers and hosts hear of what changes after it
)

mentions = Table(
    "announcer_mentions",
    _metadata,
    Column("telling", Text, primary_key=True),
    Column("uid", Text, primary_key=True),
    Column("facts", Text),
)

# One row for each message that a person must see first: which text of it is held, and
# since when; by that clock it was written. Its id is that of the telling it becomes.
drafts = Table(
    "announcer_drafts",
    _metadata,
    Column("id", Text, primary_key=True),
    Column("uid", Text),
    Column("kind", Text),
    Column("address", Text),
    Column("subject", Text),
    Column("digest", Text),
    Column("held_at", Text),
    Column("until", Text, nullable=True),
    Column("approved_at", Text, nullable=True),
)

locks = Table(
    "announcer_locks",
    _metadata,
    Column("name", Text, primary_key=True),
    Column("owner", Text),
    Column("expires", Text),
    Column("number", Integer),  # rises whenever somebody takes the lock
)

# One row for each event that `sync` keeps in a calendar on a server.
synced = Table(
    "announcer_synced",
    _metadata,
    Column("calendar", Text, primary_key=True),
    Column("uid", Text, primary_key=True),
    Column("series", Text),
    Column("href", Text),
    Column("etag", Text),
    Column("digest", Text),
    Column("words", Text),
    Column("written", Text),
)

# One row for each talk: the last bytes of its event in calendars, and since when.
stamps = Table(
    "announcer_stamps",
    _metadata,
    Column("uid", Text, primary_key=True),
    Column("imprint", Text),
    Column("stamped", Text),
)

# What organisers were told on standard error, so that it is not said every time.
said = Table(
    "announcer_said",
    _metadata,
    Column("name", Text, primary_key=True),
    Column("at", Text),
)

_TEXT = {"sqlite": "TEXT", "postgresql": 'TEXT COLLATE "C"'}


def version_of(connection: Connection, place: str) -> int:
    """Return the schema version of a ledger, 0 where there is none yet.

    Raises LedgerError for a newer one, and for a SQLite file of another program.
    """
    tables = inspect(connection).get_table_names()
    if schema.name not in tables:
        if tables and connection.dialect.name == "sqlite":
            raise LedgerError(
                f"The {place} is a database of another program. "
                "Name another file in `ledger:` of talks/site.yaml."
            )
        return 0
    version: int = connection.execute(select(schema.c.version)).scalar_one()
    if version > VERSION:
        raise LedgerError(
            f"The {place} was written by a newer announcer (version {version} of its "
            f"tables, this one knows {VERSION}). Update announcer on this machine."
        )
    return version


def migrate(connection: Connection, place: str) -> None:
    """Bring the tables to the present version; all of it or, on failure, nothing."""
    if connection.dialect.name == "postgresql":
        # two first builds at once: the second waits and then finds the tables
        connection.execute(text("SELECT pg_advisory_xact_lock(615046114)"))
    words = {"text": _TEXT[connection.dialect.name]}
    for step in MIGRATIONS[version_of(connection, place) :]:
        for statement in step:
            connection.execute(text(statement.format_map(words)))
    connection.execute(schema.update().values(version=VERSION))
