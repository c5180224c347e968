"""Letters that a person must see before they go out, and which text of them he saw.

A draft is the digest of a whole message. Approval is for that text: another one has
another digest, and so needs another approval.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from announcer.kinds import Kind
from announcer.ledger.nouns import Draft, State, draft_id
from announcer.ledger.schema import drafts, tellings
from announcer.ledger.stored import read_time, write_time
from announcer.letter import Letter


def hold(
    connection: Connection, letter: Letter, subject: str, digest: str, now: datetime
) -> Draft:
    """Note a text that waits; one that was held before in other words is forgotten."""
    name = draft_id(letter)
    until = write_time(letter.until) if letter.until else None
    connection.execute(drafts.delete().where(drafts.c.id == name))
    values = {
        "id": name,
        "uid": letter.uid,
        "kind": letter.kind.value,
        "address": letter.address,
        "subject": subject,
        "digest": digest,
        "held_at": write_time(now),
        "until": until,
    }
    connection.execute(insert(drafts).values(**values))
    row = connection.execute(select(drafts).where(drafts.c.id == name)).mappings()
    return _read(row.one())


def approve(connection: Connection, draft: Draft, now: datetime) -> bool:
    """Note that a person approved a text; false if another one is held meanwhile."""
    this = (drafts.c.id == draft.id) & (drafts.c.digest == draft.digest)
    said = update(drafts).where(this).values(approved_at=write_time(now))
    return connection.execute(said).rowcount > 0


def withdraw(connection: Connection, draft: Draft, now: datetime) -> None:
    """Note that a text needs nobody's word any more.

    The row stays: exports merge, and an older one must not bring the draft back.
    """
    gone = {"digest": "", "held_at": write_time(now), "approved_at": None}
    its_row = drafts.c.id == draft.id
    connection.execute(update(drafts).where(its_row).values(**gone))


def held(connection: Connection) -> dict[str, Draft]:
    """Return by name the drafts of messages that have not gone out."""
    told = select(tellings.c.id).where(tellings.c.state != State.FAILED.value)
    query = select(drafts).where(drafts.c.id.not_in(told), drafts.c.digest != "")
    found = map(_read, connection.execute(query).mappings())
    return {one.id: one for one in found}


def _read(row: RowMapping) -> Draft:
    def moment(name: str) -> datetime | None:
        return read_time(row[name]) if row[name] else None

    return Draft(
        id=row["id"],
        uid=row["uid"],
        kind=Kind(row["kind"]),
        address=row["address"],
        subject=row["subject"],
        digest=row["digest"],
        held_at=read_time(row["held_at"]),
        until=moment("until"),
        approved_at=moment("approved_at"),
    )
