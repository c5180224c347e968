"""What a run has said on standard error: cron makes a mail of every word of it.

It stays on this machine and is in no export: whoever runs elsewhere is told anew.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, and_, insert, select

from announcer.ledger.history import in_chunks
from announcer.ledger.schema import said
from announcer.ledger.stored import DOUBTFUL, write_time


def unsaid(
    connection: Connection, names: Collection[str], now: datetime, pause: timedelta
) -> frozenset[str]:
    """Return what was not said within the pause, and note that it is said now."""
    by_key = {_key(name): name for name in names}
    since, until = write_time(now - pause), write_time(now + DOUBTFUL)
    was_lately = and_(said.c.at > since, said.c.at <= until)
    recent: set[str] = set()
    for chunk in in_chunks(by_key):
        known = select(said.c.name).where(said.c.name.in_(chunk), was_lately)
        recent.update(connection.execute(known).scalars())
    fresh = sorted(by_key.keys() - recent)
    for chunk in in_chunks(fresh):
        connection.execute(said.delete().where(said.c.name.in_(chunk)))
    if fresh:
        rows = [{"name": key, "at": write_time(now)} for key in fresh]
        connection.execute(insert(said), rows)
    return frozenset(by_key[key] for key in fresh)


def _key(name: str) -> str:
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
