"""What becomes of one talk: the row that follows its last one.

Nothing here knows of a database: rows come in and go out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from announcer.classes import dataclass
from announcer.facts import (
    Change,
    Facts,
    changes,
    digest,
    facts_json,
    facts_of,
    keeps_its_hour,
    snapshot_json,
)
from announcer.ledger.stored import (
    FORGOTTEN,
    LOOKED_AT,
    PUBLIC,
    Row,
    Words,
    read_time,
    write_time,
)
from announcer.talk import LinkAccess, Status, Talk


@dataclass(frozen=True, slots=True)
class Step:
    """A talk's new row, with what it changes; ``talk`` is what its words are of."""

    row: Row
    talk: Talk
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """A talk as it is published, whatever the ledger knows; times are UTC."""

    talk: Talk
    sequence: int
    created: datetime
    modified: datetime
    previous_start: datetime | None = None


def is_cancelled(words: Words) -> bool:
    """Say whether the talk of a row is cancelled."""
    return status_of(words) == Status.CANCELLED.value


def status_of(words: Words) -> str:
    """Return the status of the talk of a row."""
    return str(Facts.from_json(words.facts).status)


def words_of(talk: Talk) -> Words:
    """Return what a row has written of a talk."""
    return Words(write_time(talk.end), facts_json(talk), snapshot_json(talk))


def cancel(row: Row, facts: str, talk: Talk, notice: str | None, now: datetime) -> Step:
    """Return what a person's word changes: the talk without a record is off."""
    off = replace(talk, status=Status.CANCELLED, notice=notice or talk.notice)
    return step_of(row, off, digest(off), write_time(now), facts)


def adopt(rows: Sequence[Row], found: Adopted, now: datetime) -> Row | None:
    """Return the row of a talk as it is published, None if as much is known of it.

    ``rows`` are all of the talk, in order. What a person has forgotten stays so.
    """
    last = rows[-1] if rows else None
    if last and (last.public == FORGOTTEN or last.sequence > found.sequence):
        return None
    if any(r.public == PUBLIC and r.sequence == found.sequence for r in rows):
        return None
    modified = write_time(found.modified)
    was = found.previous_start
    return Row(
        uid=found.talk.uid,
        sequence=found.sequence,
        modified=max(modified, _after(last.modified) if last else ""),
        digest=digest(found.talk),
        created=write_time(found.created),
        seen=write_time(now),
        moved=min(modified, write_time(now)),
        previous_start=was.isoformat() if was else None,
        public=PUBLIC,
    )


def forget(row: Row, now: datetime) -> Row:
    """Return the row after which what was noted of a talk counts no more."""
    modified = max(write_time(now), _after(row.modified))
    return row._replace(
        modified=modified, digest="", seen=write_time(now), public=FORGOTTEN
    )


def step_of(
    row: Row | None, talk: Talk, print_: str, moment: str, noted: str = ""
) -> Step:
    """Return what a talk changes against its latest row; nobody has seen it yet.

    ``noted`` are the facts of that row, as JSON.
    """
    if row is None:
        # calendars may know the talk from elsewhere: a cancellation is never the first
        first = int(talk.status is Status.CANCELLED)
        row = Row(
            uid=talk.uid,
            sequence=first,
            modified=moment,
            digest=print_,
            created=moment,
            seen=moment,
            moved=moment,
            previous_start=None,
            public=LOOKED_AT,
        )
        return Step(row, talk, ())
    known = Facts.from_json(noted)
    found = changes(known, facts_of(talk))
    # an earlier release did not write down who was shown the link: it may have changed
    unseen = known.link_access is None and (
        talk.link_access is not LinkAccess.PUBLIC or talk.registration is not None
    )
    new = row._replace(
        sequence=row.sequence + (bool(found) or unseen),
        modified=max(moment, _after(row.modified)),
        digest=print_,
        seen=moment,
        moved=moment if found else row.moved,
        previous_start=known.start if _moved(found) else row.previous_start,
        public=LOOKED_AT,
    )
    return Step(new, talk, found)


def _moved(found: Iterable[Change]) -> bool:
    """Say whether the start moved for those who go by the clock on the wall."""
    return any(c.field == "start" and not keeps_its_hour(c) for c in found)


def _after(moment: str) -> str:
    """Return the next second: a clock that was set back must not turn back a talk."""
    return write_time(read_time(moment) + timedelta(seconds=1))
