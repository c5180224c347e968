"""Revisions in the database: the latest of every talk, and what a build adds."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import (
    Connection,
    Table,
    func,
    or_,
    select,
    text,
    update,
)

from announcer.access import room_key
from announcer.catalogue import lineage
from announcer.errors import LedgerError
from announcer.facts import Facts
from announcer.ledger.comparing import (
    AWAITED,
    Gone,
    History,
    State,
    compare,
    is_awaited_off,
    known_as,
    missing,
    remembered,
)
from announcer.ledger.naming import aliases, local_part
from announcer.ledger.revising import (
    Adopted,
    Step,
    adopt,
    cancel,
    forget,
    is_cancelled,
    words_of,
)
from announcer.ledger.schema import mentions, revisions, tellings
from announcer.ledger.stored import (
    FORGOTTEN,
    LATEST,
    NEWEST,
    NEWEST_OF_SEQUENCE,
    PUBLIC,
    Row,
    Words,
    write_time,
)
from announcer.talk import Revision, Series, Talk

_KEY = (revisions.c.sequence, revisions.c.modified, revisions.c.digest)
_NAMES = (*Row._fields, *Words._fields)
_STATE = tuple(revisions.c[name] for name in _NAMES)


Look = tuple[History, list[Step]]
Values = tuple[Any, ...]


def look(  # noqa: PLR0913, PLR0917 - as its callers have them
    connection: Connection,
    talks: Sequence[Talk],
    series: Iterable[Series],
    now: datetime,
    unread: Collection[str],
    prints: Mapping[str, str],
) -> Look:
    """Compare the talks with the ledger; write nothing. Raises LedgerError.

    ``unread`` are the uids, and the keys of the series, of records that cannot be read;
    ``prints`` are digests of talks by uid, as far as they are known.
    """
    rows = latest(connection)
    lost = rows.keys() - {one.uid for one in talks}
    known = aliases(rows, talks) if lost else {}
    if known:
        talks = [replace(one, uid=known.get(one.uid, one.uid)) for one in talks]
        lost = rows.keys() - {one.uid for one in talks}
    absent = missing(rows, lost, _waiting(connection, now)) if lost else ()
    try:
        gone = tuple(
            one
            for one in _gone(connection, absent, talks, series, now)
            if not _is_unread(one.talk, unread)
        )
        noted = partial(_facts, connection)
        history, steps = compare(rows, talks, gone, now, prints, noted)
        shown = (*talks, *(one.talk for one in gone))  # an absent file changes nothing
        revisions_ = _with_rooms(connection, history.revisions, shown, now)
        return replace(history, aliases=known, revisions=revisions_), steps
    except (ValueError, KeyError, TypeError, AttributeError):
        raise LedgerError(
            "The ledger holds a talk that cannot be read. Restore the last export with "
            "`announcer ledger import` into a new ledger."
        ) from None


def _with_rooms(
    connection: Connection,
    found: Mapping[str, Revision],
    talks: Sequence[Talk],
    now: datetime,
) -> Mapping[str, Revision]:
    """Return the revisions with the rooms in which coming talks were public before."""
    rooms = {
        talk.uid: room_key(talk.location)
        for talk in talks
        if found[talk.uid].sequence and talk.end > now
    }
    before: dict[str, str] = {}
    seen = revisions.c.public == PUBLIC
    for uids in in_chunks(rooms):
        rows = select(revisions.c.uid, revisions.c.facts).where(
            revisions.c.uid.in_(uids), seen
        )
        for uid, facts in connection.execute(rows.order_by(*_KEY)):
            room = Facts.from_json(facts).location
            if room and room_key(room) != rooms[uid]:
                before[uid] = room
    changed = {
        uid: replace(found[uid], previous_location=room) for uid, room in before.items()
    }
    return {**found, **changed} if changed else found


def _is_unread(talk: Talk, unread: Collection[str]) -> bool:
    """Say whether the record of a talk is there and cannot be read."""
    if not unread:
        return False
    local = {local_part(uid) for uid in unread}
    gone = any(one in unread for one in lineage(talk.series.key))
    return gone or local_part(talk.uid) in local


def add(  # noqa: PLR0913, PLR0917 - as its callers have them
    connection: Connection,
    talks: Sequence[Talk],
    series: Iterable[Series],
    now: datetime,
    unread: Collection[str],
    prints: Mapping[str, str],
) -> History:
    """Compare the talks with the ledger and add what is new. Raises LedgerError."""
    if connection.dialect.name == "postgresql":
        # readers go on; a second build waits here and then sees our rows
        name = revisions.name
        connection.execute(text(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE"))
    found, steps = look(connection, talks, series, now, unread, prints)
    return store(connection, found, rows_of(steps))


def store(connection: Connection, found: History, rows: Iterable[Values]) -> History:
    """Add what a look found to be new: the rows of its steps."""
    insert_rows(connection, revisions, _NAMES, rows)
    return replace(found, stored=True)


def rows_of(steps: Iterable[Step]) -> Iterator[Values]:
    """Yield rows as they are stored, each worked out when it is asked for."""
    return ((*step.row, *words_of(step.talk)) for step in steps)


def latest(connection: Connection) -> dict[str, Row]:
    """Return the latest revision of every talk, by uid."""
    return {row[0]: Row._make(row) for row in all_rows(connection, LATEST)}


def all_rows(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    """Return what the driver has to say, where there is one row for every talk.

    Rows of SQLAlchemy take three times as long.
    """
    with closing(connection.exec_driver_sql(query)) as found:
        cursor = found.cursor
        assert cursor is not None  # noqa: S101 - a query has one
        return list(cursor.fetchall())


def insert_rows(
    connection: Connection,
    table: Table,
    names: Sequence[str],
    rows: Iterable[Values],
) -> None:
    """Add rows with values of these names, a thousand at a time.

    The driver takes them as they are; SQLAlchemy would make three others of each.
    """
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join(mark for _ in names)
    query = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - ours
    left = iter(rows)
    while chunk := list(islice(left, 1000)):
        connection.exec_driver_sql(query, chunk)


def _facts(connection: Connection, uids: Collection[str]) -> dict[str, str]:
    """Return by uid the facts that the latest rows of some talks hold."""
    found: dict[str, str] = {}
    for chunk in in_chunks(uids):
        query = select(revisions.c.uid, revisions.c.facts)
        its_rows = (revisions.c.uid.in_(chunk), text(NEWEST))
        found.update(
            (row[0], row[1]) for row in connection.execute(query.where(*its_rows))
        )
    return found


def _waiting(connection: Connection, now: datetime) -> set[str]:
    """Return the uids of talks that by some state of theirs are not over, or news."""
    is_news = revisions.c.modified > write_time(now - AWAITED)
    waits = or_(revisions.c.ends > write_time(now), is_news)
    return set(connection.scalars(select(revisions.c.uid).where(waits).distinct()))


def in_chunks(things: Collection[str], size: int = 500) -> Iterator[list[str]]:
    """Cut a list that is too long for one statement into some that are not."""
    ordered = sorted(things)
    for first in range(0, len(ordered), size):
        yield ordered[first : first + size]


def publish(connection: Connection, states: Mapping[str, int | None]) -> None:
    """Note that people may have seen these talks as of a SEQUENCE, None: the latest."""
    known = revisions.c.public != FORGOTTEN
    latest_ = [uid for uid, sequence in states.items() if sequence is None]
    for uids in in_chunks(latest_):
        its_rows = (revisions.c.uid.in_(uids), known, text(NEWEST))
        connection.execute(update(revisions).where(*its_rows).values(public=PUBLIC))
    newest = text(NEWEST_OF_SEQUENCE)
    for uid, sequence in states.items():
        if sequence is not None:
            as_of = revisions.c.sequence == sequence
            its_row = (revisions.c.uid == uid, as_of, known, newest)
            connection.execute(update(revisions).where(*its_row).values(public=PUBLIC))


def call_off(
    connection: Connection, uid: str, notice: str | None, now: datetime
) -> None:
    """Note that a person has cancelled a talk without a record. Raises LedgerError."""
    found = _gone(connection, [uid], (), (), now)
    if not found:
        raise LedgerError(f"The ledger knows no talk to come with the uid `{uid}`.")
    *_, (last, words) = _states(connection, [uid])
    step = cancel(last, words.facts, found[0].talk, notice, now)
    insert_rows(connection, revisions, _NAMES, rows_of([step]))


def take(
    connection: Connection, found: Iterable[Adopted], now: datetime, *, write: bool
) -> tuple[str, ...]:
    """Return the uids of which more is published than known; ``write`` notes it."""
    by_uid = {one.talk.uid: one for one in found}
    known: dict[str, list[Row]] = {}
    for row, _ in _states(connection, by_uid):
        known.setdefault(row.uid, []).append(row)
    steps = [
        Step(new, one.talk, ())
        for uid, one in by_uid.items()
        if (new := adopt(known.get(uid, ()), one, now))
    ]
    if write:
        insert_rows(connection, revisions, _NAMES, rows_of(steps))
    return tuple(step.row.uid for step in steps)


def discard(connection: Connection, uid: str, now: datetime) -> None:
    """Note that what is known of a talk counts no more. Raises LedgerError."""
    states = list(_states(connection, [uid]))
    if not states:
        raise LedgerError(f"The ledger knows no talk with the uid `{uid}`.")
    row, words = states[-1]
    insert_rows(connection, revisions, _NAMES, [(*forget(row, now), *words)])


def _gone(
    connection: Connection,
    uids: Collection[str],
    talks: Iterable[Talk],
    series: Iterable[Series],
    now: datetime,
) -> tuple[Gone, ...]:
    """Return of these talks without a record those that people know, not yet over."""
    told = _told(connection, uids)
    by_uid: dict[str, list[State]] = {}
    for state in _states(connection, uids):
        by_uid.setdefault(state[0].uid, []).append(state)
    found = []
    for uid, states in by_uid.items():
        known = known_as(states, told=uid in told)
        if known is None:
            continue
        row, words = known
        if words.ends > write_time(now) or is_awaited_off(states, now):
            found.append((row, json.loads(words.snapshot), is_cancelled(states[-1][1])))
    return remembered(found, talks, series)


def _states(connection: Connection, uids: Collection[str]) -> Iterator[State]:
    """Yield every state of some talks."""
    for chunk in in_chunks(uids):
        query = select(*_STATE).where(revisions.c.uid.in_(chunk))
        for row in connection.execute(query.order_by(revisions.c.uid, *_KEY)):
            known = len(Row._fields)
            yield Row._make(row[:known]), Words._make(row[known:])


def _told(connection: Connection, uids: Collection[str]) -> set[str]:
    """Return those of which a message told, or may have."""
    happened = tellings.c.state != "failed"
    found: set[str] = set()
    for chunk in in_chunks(uids):
        own = select(tellings.c.uid).where(
            tellings.c.uid.in_(chunk), happened, func.length(tellings.c.facts) > 0
        )
        named = select(mentions.c.uid).where(
            mentions.c.uid.in_(chunk), happened, mentions.c.telling == tellings.c.id
        )
        found |= {row[0] for row in connection.execute(own.union(named))}
    return found
