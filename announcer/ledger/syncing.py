"""What ``sync`` wrote to which calendar, so that it can tell its own hand from others'.

A row says how an event stood when we last wrote it; whether it still does is for the
server to say (its entity tag), so an old row does no harm.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import Connection, and_, insert, select

from announcer.classes import dataclass
from announcer.ledger.schema import synced
from announcer.ledger.stored import write_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """One event that we wrote.

    ``href`` is its path on the server and ``etag`` the tag the server gave it (empty if
    it never said). ``digest`` is of the bytes we wrote, ``words`` of what people read
    in them; ``series`` is the key of the talk's series.
    """

    uid: str
    series: str
    href: str
    etag: str
    digest: str
    words: str


_COLUMNS = tuple(synced.c[field.name] for field in fields(Synced))


def written(connection: Connection, calendar: str) -> dict[str, Synced]:
    """Return by uid what was written to a calendar."""
    query = select(*_COLUMNS).where(synced.c.calendar == calendar)
    rows = connection.execute(query).mappings()
    return {row["uid"]: Synced(**row) for row in rows}


def note(connection: Connection, calendar: str, event: Synced, now: datetime) -> None:
    """Remember how an event stands now."""
    forget(connection, calendar, event.uid)
    at = {"calendar": calendar, "written": write_time(now)}
    connection.execute(insert(synced).values(**asdict(event), **at))


def forget(connection: Connection, calendar: str, uid: str) -> None:
    """Remember an event no more."""
    its_row = and_(synced.c.calendar == calendar, synced.c.uid == uid)
    connection.execute(synced.delete().where(its_row))
