"""Revisions in the database: the latest of every talk, and what a build adds."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, text, tuple_

from announcer.catalogue import lineage
from announcer.errors import LedgerError
from announcer.facts import snapshot
from announcer.ledger.revising import History, Row, Step, cancelled, compare, missing
from announcer.ledger.schema import revisions
from announcer.talk import Series, Talk

_KEY = (revisions.c.sequence, revisions.c.modified, revisions.c.digest)
_ROW = tuple(revisions.c[name] for name in Row._fields)


def look(
    connection: Connection,
    talks: Sequence[Talk],
    series: Iterable[Series],
    now: datetime,
    unread: Collection[str],
) -> tuple[History, list[Step]]:
    """Compare the talks with the ledger; write nothing. Raises LedgerError.

    ``unread`` are the uids, and the keys of the series, of records that cannot be read.
    """
    rows = latest(connection)
    gone = missing(rows, talks, now)
    snapshots = list(_snapshots(connection, [rows[uid] for uid in gone]))
    try:
        vanished = cancelled(
            (one for one in snapshots if not _is_unread(one, unread)), talks, series
        )
        return compare(rows, talks, vanished, now)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise LedgerError(
            "The ledger holds a talk that cannot be read. Restore the last export with "
            "`announcer ledger import` into a new ledger."
        ) from None


def _is_unread(written: Mapping[str, Any], unread: Collection[str]) -> bool:
    """Say whether a talk without a record may be one that cannot be read."""
    if not unread:
        return False
    key = written["series"].get("key", "")
    return written["uid"] in unread or any(one in unread for one in lineage(key))


def add(
    connection: Connection,
    talks: Sequence[Talk],
    series: Iterable[Series],
    now: datetime,
    unread: Collection[str],
) -> History:
    """Compare the talks with the ledger and add what is new. Raises LedgerError."""
    if connection.dialect.name == "postgresql":
        # readers go on; a second build waits here and then sees our rows
        name = revisions.name
        connection.execute(text(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE"))
    history, steps = look(connection, talks, series, now, unread)
    if steps:
        connection.execute(insert(revisions), [_values(step) for step in steps])
    return replace(history, stored=True)


def latest(connection: Connection) -> dict[str, Row]:
    """Return the latest revision of every talk, by uid."""
    later = revisions.alias()
    is_later = tuple_(later.c.sequence, later.c.modified, later.c.digest) > tuple_(
        *_KEY
    )
    newest = ~(
        select(later.c.uid).where(later.c.uid == revisions.c.uid, is_later).exists()
    )
    found = connection.execute(select(*_ROW).where(newest))
    return {row[0]: Row._make(row) for row in found}


def in_chunks(things: Collection[str], size: int = 500) -> Iterator[list[str]]:
    """Cut a list that is too long for one statement into some that are not."""
    ordered = sorted(things)
    for first in range(0, len(ordered), size):
        yield ordered[first : first + size]


def _snapshots(connection: Connection, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    wanted = {(row.uid, row.sequence, row.modified, row.digest) for row in rows}
    for uids in in_chunks({key[0] for key in wanted}):
        query = select(revisions.c.uid, *_KEY, revisions.c.snapshot)
        for *key, written in connection.execute(query.where(revisions.c.uid.in_(uids))):
            if tuple(key) in wanted:
                yield json.loads(written)


def _values(step: Step) -> dict[str, Any]:
    return step.row._asdict() | {"snapshot": json.dumps(snapshot(step.talk))}
