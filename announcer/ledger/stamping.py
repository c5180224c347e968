"""As what bytes people know the events of calendars, and since when.

SEQUENCE and the revisions go by what a record says. The bytes of an event also go by
templates, words and the site's address: LAST-MODIFIED and DTSTAMP move with all of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text

from announcer.ledger.history import all_rows, in_chunks, insert_rows
from announcer.ledger.schema import stamps
from announcer.ledger.stored import read_time, write_time
from announcer.talk import Stamp

_ALL = f"SELECT uid, imprint, stamped FROM {stamps.name}"  # noqa: S608 - ours


def known(connection: Connection) -> dict[str, Stamp]:
    """Return by uid the last bytes of every event."""
    rows = all_rows(connection, _ALL)
    return {row[0]: Stamp(imprint=row[1], moment=read_time(row[2])) for row in rows}


def note(
    connection: Connection,
    new: Mapping[str, Stamp],
    seen: Mapping[str, Stamp] | None = None,
    *,
    published: bool = False,
    are_seen: bool = False,
) -> bool:
    """Note how events stand; false, and nothing, if they are no longer as ``seen``.

    What is ``published`` counts more than what only a look has noted. ``are_seen`` says
    that they certainly are as ``seen``, and need not be read again.
    """
    if connection.dialect.name == "postgresql":
        name = stamps.name
        connection.execute(text(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE"))
    before = seen if are_seen and seen is not None else known(connection)
    if seen is not None and before != seen:
        return False
    # what another run has noted for later stays: no stamp ever goes back
    fresh = {
        uid: one
        for uid, one in new.items()
        if published or uid not in before or before[uid].moment < one.moment
    }
    for chunk in in_chunks(fresh.keys() & before.keys()):
        connection.execute(stamps.delete().where(stamps.c.uid.in_(chunk)))
    rows = ((u, one.imprint, write_time(one.moment)) for u, one in fresh.items())
    insert_rows(connection, stamps, ("uid", "imprint", "stamped"), rows)
    return True
