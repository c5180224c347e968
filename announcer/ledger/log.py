"""What happened, in order: how talks changed, and who was told."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, select

from announcer.classes import dataclass
from announcer.facts import Change, Facts, changes
from announcer.ledger.nouns import Telling
from announcer.ledger.schema import revisions
from announcer.ledger.stored import FORGOTTEN, PUBLIC, read_time
from announcer.ledger.telling import told


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event: what became of a talk, or the state of a message.

    A talk is ``noted`` or ``published``, ``changed``, ``edited`` or ``forgotten``.
    ``at`` is UTC. ``changes`` belong to ``changed``; ``telling`` is the message, if
    it is about one.
    """

    at: datetime
    uid: str
    what: str
    sequence: int
    changes: tuple[Change, ...] = ()
    telling: Telling | None = None


def entries(
    connection: Connection, uid: str | None, now: datetime
) -> tuple[Entry, ...]:
    """Return what happened to one talk, or to all, oldest first."""
    found = [*_revised(connection, uid), *_sent(connection, uid, now)]
    return tuple(sorted(found, key=lambda entry: (entry.at, entry.uid)))


def _revised(connection: Connection, uid: str | None) -> list[Entry]:
    at = revisions.c
    query = select(at.uid, at.sequence, at.seen, at.facts, at.public)
    query = query.order_by(at.uid, at.sequence, at.modified, at.digest)
    if uid is not None:
        query = query.where(at.uid == uid)
    found: list[Entry] = []
    for one, rows in groupby(connection.execute(query), key=lambda row: row.uid):
        known: Facts | None = None
        for row in rows:
            facts = Facts.from_json(row.facts)
            moved = changes(known, facts) if known is not None else ()
            what = _what(row.public, known, moved)
            seen = read_time(row.seen)
            found.append(
                Entry(at=seen, uid=one, what=what, sequence=row.sequence, changes=moved)
            )
            known = facts
    return found


def _what(public: int, known: Facts | None, moved: tuple[Change, ...]) -> str:
    if public == FORGOTTEN:
        return "forgotten"
    if known is None:
        return "published" if public == PUBLIC else "noted"
    return "changed" if moved else "edited"


def _sent(connection: Connection, uid: str | None, now: datetime) -> list[Entry]:
    by_talk = told(connection, None if uid is None else [uid], now)
    return [
        Entry(
            at=one.sent_at or one.claimed_at,
            uid=about,
            what=one.state.value,
            sequence=one.sequence,
            telling=one,
        )
        for about, all_ in by_talk.items()
        for one in all_
    ]
