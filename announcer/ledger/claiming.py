"""The right to tell: a message is claimed, sent, and settled, once for each address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import import_module

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    bindparam,
    func,
    insert,
    select,
    update,
)

from announcer.ledger.history import publish
from announcer.ledger.nouns import Claim, End, State, Wanted, telling_id
from announcer.ledger.schema import mentions, tellings
from announcer.ledger.stored import write_time
from announcer.ledger.telling import OPEN
from announcer.letter import Letter


@cache
def _first(dialect: str) -> Insert:
    """Return the statement that adds a message, unless somebody was faster."""
    module = import_module(f"sqlalchemy.dialects.{dialect}")  # the engine's own
    statement: Insert = module.insert(tellings).on_conflict_do_nothing()
    return statement


_AGAIN = (
    update(tellings)
    .where(tellings.c.id == bindparam("name"), tellings.c.state == State.FAILED.value)
    .values(attempts=tellings.c.attempts + 1)
)
_LAST = select(func.coalesce(func.max(tellings.c.number), 0))


def claim(
    connection: Connection, wanted: Sequence[Wanted], owner: str, now: datetime
) -> list[Claim | None]:
    """Take the right to send messages; None for one that was told or somebody has."""
    named = {_name_of(one.letter): one for one in wanted}
    known = _states(connection, tellings.c.id.in_(named))
    last = connection.execute(_LAST).scalar_one()
    values = {
        name: _claimed(one, owner, now) | {"number": last + number}
        for number, (name, one) in enumerate(named.items(), 1)
    }
    again = [
        {"name": name, **values[name]}
        for name, state in known.items()
        if state == State.FAILED
    ]
    first = [
        {"id": name, "attempts": 1, **_key_of(one.letter), **values[name]}
        for name, one in named.items()
        if name not in known
    ]
    if again:
        connection.execute(_AGAIN, again)
    if first:
        connection.execute(_first(connection.dialect.name), first)
    tried = [*(one["name"] for one in again), *(one["id"] for one in first)]
    ours = _states(connection, tellings.c.id.in_(tried), tellings.c.owner == owner)
    claims = {name: Claim(name, named[name].letter, owner) for name in tried}
    claims = {name: one for name, one in claims.items() if name in ours}
    _mention(connection, claims)
    return [claims.pop(_name_of(one.letter), None) for one in wanted]


def _states(connection: Connection, *such: ColumnElement[bool]) -> dict[str, str]:
    found = connection.execute(select(tellings.c.id, tellings.c.state).where(*such))
    return {row[0]: row[1] for row in found}


def _key_of(letter: Letter) -> dict[str, str]:
    return {
        "uid": letter.uid,
        "kind": letter.kind.value,
        "revision": letter.revision,
        "address": letter.address,
    }


def _name_of(letter: Letter) -> str:
    return telling_id(**_key_of(letter))


def _claimed(one: Wanted, owner: str, now: datetime) -> dict[str, str | int]:
    letter = one.letter
    return {
        "sequence": letter.sequence,
        "state": State.CLAIMED.value,
        "owner": owner,
        "claimed_at": write_time(now),
        "reason": letter.reason,
        "error": "",
        "facts": letter.facts,
        "people": 1,
        "subject": one.subject,
        "message_id": one.message_id,
    }


def _mention(connection: Connection, claims: Mapping[str, Claim]) -> None:
    rows = {
        (name, m.uid): {"telling": name, "uid": m.uid, "facts": m.facts}
        for name, one in claims.items()
        for m in one.letter.mentions
    }
    connection.execute(mentions.delete().where(mentions.c.telling.in_(claims)))
    if rows:
        connection.execute(insert(mentions), list(rows.values()))


_ENDS = update(tellings).where(tellings.c.id == bindparam("name"))


def settle(
    connection: Connection, ends: Sequence[End], sent_at: str | None
) -> tuple[Claim, ...]:
    """Say how claims ended; return those that are no longer held."""
    held: set[str] = set()
    for owner in {one.claim.owner for one in ends}:
        names = [one.claim.id for one in ends if one.claim.owner == owner]
        such = (tellings.c.id.in_(names), tellings.c.owner == owner, OPEN)
        query = select(tellings.c.id).where(*such).with_for_update()
        held.update(connection.scalars(query))
    ours = [one for one in ends if one.claim.id in held]
    rows = [
        {
            "name": one.claim.id,
            "state": one.state.value,
            "error": one.error,
            "sent_at": sent_at if one.state is State.SENT else None,
        }
        for one in ours
    ]
    if rows:
        connection.execute(_ENDS, rows)
    public = (_told_of(one.claim.letter) for one in ours if one.state != State.FAILED)
    publish(connection, dict.fromkeys(uid for uids in public for uid in uids))
    return tuple(one.claim for one in ends if one.claim.id not in held)


def _told_of(letter: Letter) -> set[str]:
    """Return the talks whose facts a letter tells."""
    own = {letter.uid} if letter.facts else set()
    return own | {one.uid for one in letter.mentions}
