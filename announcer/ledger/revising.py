"""What a build changes: each talk is compared with the last that was published of it.

Nothing here knows of a database: rows come in, a History and further rows go out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from announcer.errors import LedgerError
from announcer.facts import (
    Change,
    Facts,
    changes,
    digest,
    facts_of,
    keeps_its_hour,
    restore,
)
from announcer.ledger.schema import read_time, write_time
from announcer.talk import LinkAccess, Revision, Series, Status, Talk


class Row(NamedTuple):
    """The latest revision of a talk, as it is stored but for its snapshot."""

    uid: str
    sequence: int
    modified: str
    digest: str
    created: str
    seen: str
    moved: str
    ends: str
    previous_start: str | None
    facts: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A talk without a record and a newer talk that may be the same one."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the ledger says of the talks of one build.

    ``revisions`` has every talk and every vanished one. ``vanished`` are published
    talks without a record whose end is still to come, as cancelled talks, by start.
    ``changed`` holds the facts that this build found changed (also of talks that now
    vanished or came back). ``renamed`` are suspicions. ``moved`` says when the facts of
    a talk last changed, by the clock of that build. ``stored`` is false if nothing was
    written, and ``notice`` then says why (empty if nobody asked to write).
    """

    revisions: Mapping[str, Revision]
    vanished: tuple[Talk, ...] = ()
    changed: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    renamed: tuple[Renamed, ...] = ()
    moved: Mapping[str, datetime] = field(default_factory=dict)
    stored: bool = False
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A talk's new row, with what it changes; ``talk`` is what its snapshot is of."""

    row: Row
    talk: Talk
    changes: tuple[Change, ...]


def missing(rows: Mapping[str, Row], talks: Iterable[Talk], now: datetime) -> set[str]:
    """Return the uids that were published, have no talk, and are not yet over."""
    moment = write_time(now)
    return {uid for uid, row in rows.items() if row.ends > moment} - {
        talk.uid for talk in talks
    }


def cancelled(
    snapshots: Iterable[Mapping[str, Any]],
    talks: Iterable[Talk],
    series: Iterable[Series],
) -> tuple[Talk, ...]:
    """Return the talks of snapshots as cancelled ones, ordered by start and uid."""
    known = {talk.series.key: talk.series for talk in talks}
    known |= {one.key: one for one in series}
    found = (restore(s, known.get(s["series"].get("key", ""))) for s in snapshots)
    talks_off = (replace(talk, status=Status.CANCELLED) for talk in found)
    return tuple(sorted(talks_off, key=lambda talk: (talk.start, talk.uid)))


def compare(
    rows: Mapping[str, Row],
    talks: Sequence[Talk],
    vanished: tuple[Talk, ...],
    now: datetime,
) -> tuple[History, list[Step]]:
    """Return the history of these talks, and the rows that are new in it.

    Raises LedgerError if two talks have one uid.
    """
    present = dict(rows)
    steps: dict[str, Step] = {}
    revisions: dict[str, Revision] = {}
    moved: dict[str, datetime] = {}
    for talk in (*talks, *vanished):
        uid, print_ = talk.uid, digest(talk)
        row = present.get(uid)
        if row is None or row.digest != print_:
            steps[uid] = step = _step(row, talk, print_, now)
            present[uid] = row = step.row
        if uid in revisions:
            raise LedgerError(f"Two talks have the uid `{uid}`: change one of them.")
        revisions[uid] = _revision(row)
        moved[uid] = read_time(row.moved)
    changed = {uid: step.changes for uid, step in steps.items() if step.changes}
    history = History(
        revisions=revisions,
        vanished=vanished,
        changed=changed,
        renamed=_renamed(vanished, talks, present),
        moved=moved,
    )
    return history, list(steps.values())


def _revision(row: Row) -> Revision:
    was = row.previous_start
    return Revision(
        sequence=row.sequence,
        created=read_time(row.created),
        modified=read_time(row.modified),
        previous_start=datetime.fromisoformat(was) if was else None,
    )


def _step(row: Row | None, talk: Talk, print_: str, now: datetime) -> Step:
    moment = write_time(now)
    facts = facts_of(talk)
    ends = write_time(talk.end)
    if row is None:
        times = (moment, moment, moment, ends, None)
        # calendars may know the talk from elsewhere: a cancellation is never the first
        first = int(talk.status is Status.CANCELLED)
        row = Row(talk.uid, first, moment, print_, *times, facts.to_json())
        return Step(row, talk, ())
    known = Facts.from_json(row.facts)
    found = changes(known, facts)
    # an earlier release did not write down who was shown the link: it may have changed
    unseen = known.link_access is None and (
        talk.link_access is not LinkAccess.PUBLIC or talk.registration is not None
    )
    new = Row(
        uid=talk.uid,
        sequence=row.sequence + (bool(found) or unseen),
        modified=max(moment, _after(row.modified)),
        digest=print_,
        created=row.created,
        seen=moment,
        moved=moment if found else row.moved,
        ends=ends,
        previous_start=known.start if _moved(found) else row.previous_start,
        facts=facts.to_json(),
    )
    return Step(new, talk, found)


def _moved(found: Iterable[Change]) -> bool:
    """Say whether the start moved for those who go by the clock on the wall."""
    return any(c.field == "start" and not keeps_its_hour(c) for c in found)


def _after(moment: str) -> str:
    """Return the next second: a clock that was set back must not turn back a talk."""
    return write_time(read_time(moment) + timedelta(seconds=1))


def _renamed(
    vanished: tuple[Talk, ...], talks: Sequence[Talk], rows: Mapping[str, Row]
) -> tuple[Renamed, ...]:
    """Suspect talks that appeared when, or after, a similar one vanished."""
    if not vanished:
        return ()
    since = min(rows[talk.uid].seen for talk in vanished)
    newer = [talk for talk in talks if rows[talk.uid].created >= since]
    return tuple(
        Renamed(old.uid, new.uid)
        for old in vanished
        for new in newer
        if rows[new.uid].created >= rows[old.uid].seen and _similar(old, new)
    )


def _similar(old: Talk, new: Talk) -> bool:
    names = [speaker.name for speaker in old.speakers]
    same_names = bool(names) and names == [speaker.name for speaker in new.speakers]
    same_title = old.title is not None and old.title == new.title
    if old.series.key == new.series.key:
        return old.start == new.start or same_names or same_title
    return same_names and same_title
