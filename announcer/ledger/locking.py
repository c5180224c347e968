"""One run at a time: a lock that outlives nobody, neither its process nor its time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, insert, select, update
from sqlalchemy.exc import IntegrityError

from announcer.ledger.clock import write_time
from announcer.ledger.owner import is_dead
from announcer.ledger.schema import locks


def lock(
    connection: Connection, name: str, owner: str, now: datetime, ttl: timedelta
) -> bool:
    """Take a lock until ``now + ttl``; false if a living owner has it until later."""
    values = {"owner": owner, "expires": write_time(now + ttl)}
    row = connection.execute(select(locks).where(locks.c.name == name)).first()
    if row is None:
        try:
            with connection.begin_nested():
                connection.execute(insert(locks).values(name=name, **values))
        except IntegrityError:
            return False
        return True
    mine_or_free = row.owner == owner or row.expires <= write_time(now)
    if not (mine_or_free or is_dead(row.owner)):
        return False
    as_it_was = and_(
        locks.c.name == name, locks.c.owner == row.owner, locks.c.expires == row.expires
    )
    return (
        connection.execute(update(locks).where(as_it_was).values(values)).rowcount > 0
    )


def unlock(connection: Connection, name: str, owner: str) -> None:
    """Give a lock back; nothing happens if it is not held."""
    held = and_(locks.c.name == name, locks.c.owner == owner)
    connection.execute(locks.delete().where(held))
