"""One run at a time: a lock that outlives nobody, neither its process nor its time.

Every lock has a number that rises whenever somebody takes it. Whoever slept past the
time of his lock cannot know what others did meanwhile; the number tells him that he is
no longer the one (a fencing token).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update
from sqlalchemy.exc import IntegrityError

from announcer.ledger.owner import is_dead
from announcer.ledger.schema import locks
from announcer.ledger.stored import DOUBTFUL, write_time

_FREE = ""


def lock(
    connection: Connection, name: str, owner: str, now: datetime, ttl: timedelta
) -> int | None:
    """Take a lock until ``now + ttl`` and return its number.

    Returns None if a living owner has it until later.
    """
    until = write_time(now + ttl)
    row = connection.execute(select(locks).where(locks.c.name == name)).first()
    if row is None:
        values = {"name": name, "owner": owner, "expires": until, "number": 1}
        try:
            with connection.begin_nested():
                connection.execute(insert(locks).values(values))
        except IntegrityError:
            return None
        return 1
    is_free = row.owner == _FREE or is_dead(row.owner)
    is_late = not write_time(now) < row.expires <= write_time(now + ttl + DOUBTFUL)
    if not (row.owner == owner or is_free or is_late):
        return None
    number: int = row.number + (row.owner != owner)
    as_it_was = and_(
        locks.c.name == name,
        locks.c.number == row.number,
        locks.c.owner == row.owner,
        locks.c.expires == row.expires,
    )
    values = {"owner": owner, "expires": until, "number": number}
    taken = connection.execute(update(locks).where(as_it_was).values(values))
    return number if taken.rowcount else None


def hold(
    connection: Connection, name: str, owner: str, number: int, until: str
) -> bool:
    """Prolong a lock that is still ours; false if somebody took it meanwhile."""
    ours = _ours(name, owner, number)
    prolonged = connection.execute(update(locks).where(ours).values(expires=until))
    return prolonged.rowcount > 0


def unlock(connection: Connection, name: str, owner: str, number: int) -> None:
    """Give a lock back; nothing happens if it is not held. Its number stays."""
    ours = _ours(name, owner, number)
    connection.execute(update(locks).where(ours).values(owner=_FREE, expires=_FREE))


def _ours(name: str, owner: str, number: int) -> ColumnElement[bool]:
    return and_(locks.c.name == name, locks.c.owner == owner, locks.c.number == number)
