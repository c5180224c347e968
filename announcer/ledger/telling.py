"""What became of messages, as the ledger knows it and as a person may say.

A claim that its process never ended is neither sent nor unsent: it is *unknown*, and
only a person can say (``resolve``). That a claimant died is seen when somebody looks,
so no clean-up has to run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, and_, select, update

from announcer.errors import LedgerError
from announcer.kinds import Kind
from announcer.ledger.history import in_chunks, publish
from announcer.ledger.nouns import State, Telling
from announcer.ledger.owner import is_dead
from announcer.ledger.schema import mentions, tellings
from announcer.ledger.stored import DOUBTFUL, read_time, write_time

PATIENCE = timedelta(hours=1)  # no message is under way for longer than this


OPEN = tellings.c.state.in_([State.CLAIMED.value, State.UNKNOWN.value])


def told(
    connection: Connection, uids: Collection[str] | None, now: datetime
) -> dict[str, tuple[Telling, ...]]:
    """Return by talk the messages about it, oldest first; of every talk for None."""
    found: dict[str, list[Telling]] = {}
    chunks = [None] if uids is None or len(uids) > 500 else list(in_chunks(uids))
    for chunk in chunks:
        for about, row in _about(connection, chunk):
            if uids is None or about in uids:
                found.setdefault(about, []).append(_told(row, now))
    return {uid: tuple(sorted(all_, key=_order)) for uid, all_ in sorted(found.items())}


_COLUMNS = tuple(column for column in tellings.c if column.name != "facts")


def _about(
    connection: Connection, uids: list[str] | None
) -> Iterator[tuple[str, RowMapping]]:
    own = select(tellings.c.uid.label("about"), *_COLUMNS, tellings.c.facts)
    named = select(mentions.c.uid.label("about"), *_COLUMNS, mentions.c.facts).join(
        tellings, tellings.c.id == mentions.c.telling
    )
    if uids is not None:
        own = own.where(tellings.c.uid.in_(uids))
        named = named.where(mentions.c.uid.in_(uids))
    for row in connection.execute(own.union_all(named)).mappings():
        yield row["about"], row


def _told(known: RowMapping, now: datetime) -> Telling:
    state, error = State(known["state"]), known["error"]
    if state is State.CLAIMED and _is_abandoned(
        known["owner"], known["claimed_at"], now
    ):
        state, error = State.UNKNOWN, _ENDED
    sent_at = known["sent_at"]
    same = ("id", "uid", "revision", "address", "sequence", "number", "owner")
    texts = ("attempts", "message_id", "subject", "reason")
    return Telling(
        **{name: known[name] for name in (*same, *texts)},
        kind=Kind(known["kind"]),
        state=state,
        claimed_at=read_time(known["claimed_at"]),
        sent_at=read_time(sent_at) if sent_at else None,
        error=error,
        facts_json=known["facts"],
        people=bool(known["people"]),
    )


_ENDED = "the program ended while it was sending"


def doubt_abandoned(connection: Connection, now: datetime) -> bool:
    """Put in doubt what ended programs left claimed: people may have seen it.

    Say whether there was any.
    """
    was_any = False
    claimed = tellings.c.state == State.CLAIMED.value
    for row in connection.execute(select(tellings).where(claimed)).mappings().all():
        if _is_abandoned(row["owner"], row["claimed_at"], now):
            its_row = and_(
                tellings.c.id == row["id"], tellings.c.owner == row["owner"], claimed
            )
            doubted = {"state": State.UNKNOWN.value, "error": _ENDED}
            connection.execute(update(tellings).where(its_row).values(doubted))
            publish(connection, _seen_in(connection, row))
            was_any = True
    return was_any


def _seen_in(connection: Connection, row: RowMapping) -> dict[str, int | None]:
    """Return the talks whose facts a message told, each as of its SEQUENCE if known."""
    named = select(mentions.c.uid).where(mentions.c.telling == row["id"])
    found: dict[str, int | None] = dict.fromkeys(connection.scalars(named))
    if row["facts"]:
        found[row["uid"]] = row["sequence"]
    return found


def _is_abandoned(owner: str, claimed_at: str, now: datetime) -> bool:
    is_lately = now - PATIENCE < read_time(claimed_at) <= now + DOUBTFUL
    return is_dead(owner) or not is_lately


def ever_told(connection: Connection) -> bool:
    """Say whether there is any message at all."""
    return connection.execute(select(tellings.c.id).limit(1)).first() is not None


def last(connection: Connection) -> tuple[str, int] | None:
    """Return name and number of the message that was claimed last."""
    query = select(tellings.c.id, tellings.c.number)
    row = connection.execute(query.order_by(tellings.c.number.desc()).limit(1)).first()
    return (row.id, row.number) if row else None


def holds(connection: Connection, name: str, number: int) -> bool:
    """Say whether there is a message of this name, noted or sent since that number."""
    # of two machines that tried it, the one that got it out may have begun earlier
    is_sent = tellings.c.state == State.SENT.value
    is_known = (tellings.c.number >= number) | is_sent
    this = select(tellings.c.id).where(tellings.c.id == name, is_known)
    return connection.execute(this).first() is not None


def unresolved(connection: Connection, now: datetime) -> tuple[Telling, ...]:
    """Return the messages of which nobody knows whether they went out."""
    rows = connection.execute(select(tellings).where(OPEN)).mappings()
    found = [one for row in rows if (one := _told(row, now)).state is State.UNKNOWN]
    return tuple(sorted(found, key=_order))


def _order(one: Telling) -> tuple[int, datetime, str]:
    return one.number, one.claimed_at, one.id


def resolve(connection: Connection, name: str, now: datetime, *, sent: bool) -> Telling:
    """Write down what a person found out. Raises LedgerError if nobody has to ask."""
    query = select(tellings).where(tellings.c.id == name)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise LedgerError(f"The ledger knows no message `{name}`.")
    known = _told(row, now)
    if known.state is State.CLAIMED:
        raise LedgerError(
            f"The message {name} is being sent just now by {known.owner}. Wait for it."
        )
    if known.state is not State.UNKNOWN:
        raise LedgerError(f"The message {name} needs no answer: it is {known.state}.")
    state = State.SENT if sent else State.FAILED
    as_it_was = and_(
        tellings.c.id == name,
        tellings.c.owner == known.owner,
        tellings.c.state == row["state"],
    )
    values = {
        "state": state.value,
        "sent_at": write_time(known.claimed_at) if sent else None,
        "error": "" if sent else "resolved by hand: it was not sent",
    }
    if (
        connection.execute(update(tellings).where(as_it_was).values(values)).rowcount
        == 0
    ):
        raise LedgerError(f"The message {name} was settled meanwhile by its sender.")
    if sent:
        publish(connection, _seen_in(connection, row))
    return _told(connection.execute(query).mappings().one(), now)
