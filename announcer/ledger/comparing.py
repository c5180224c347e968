"""What a build changes: its talks are compared with the last that was noted of each.

Nothing here knows of a database: rows come in, a History and further rows go out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from announcer.classes import dataclass
from announcer.errors import LedgerError
from announcer.facts import Change, digest, restore
from announcer.ledger.revising import Step, is_cancelled, status_of, step_of
from announcer.ledger.stored import (
    FORGOTTEN,
    PUBLIC,
    Row,
    Words,
    read_time,
    write_time,
)
from announcer.talk import Revision, Series, Status, Talk

# How long it is news that a postponed talk was called off.
AWAITED = timedelta(days=31)

State = tuple[Row, Words]
# Stands for the row of a talk that has none yet.
_NONE = Row("", 0, "", "", "", "", "", None, 0)


@dataclass(frozen=True, slots=True)
class Renamed:
    """A talk without a record and a newer talk that may be the same one."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the ledger says of the talks of one build.

    ``revisions`` has every talk and every one whose record is gone. Of these, ``held``
    are those that people know and whose end is still to come, as they were last
    public; ``vanished`` were cancelled by a person, whose last word that is. Both are
    ordered by start.
    ``changed`` holds the facts that this build found changed (also of talks that came
    back). ``renamed`` are suspicions. ``moved`` says when the facts of a talk last
    changed, by the clock of that build. ``aliases`` are the uids by which people know
    talks whose records now give another one, as after a change of the site's address.
    ``stored`` is false if nothing was written, and ``notice`` then says why (empty if
    nobody asked to write).
    """

    revisions: Mapping[str, Revision]
    vanished: tuple[Talk, ...] = ()
    held: tuple[Talk, ...] = ()
    changed: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    renamed: tuple[Renamed, ...] = ()
    moved: Mapping[str, datetime] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    stored: bool = False
    notice: str = ""

    @property
    def successors(self) -> dict[str, str]:
        """Return by uid of a talk that is held the uid of one that may be it."""
        return {one.old: one.new for one in self.renamed}


class Gone(NamedTuple):
    """A talk without a record, as people know it, and the row that says so.

    ``is_off`` says that a person cancelled it, and that no record said otherwise since:
    also of one that is publicly cancelled an absent file is no news.
    """

    row: Row
    talk: Talk
    is_off: bool


def missing(
    rows: Mapping[str, Row], lost: Iterable[str], waiting: Collection[str]
) -> set[str]:
    """Return of the uids without a talk those that were noted and may not yet be over.

    ``waiting`` are those of which any state is to come: people may know one that is,
    also where the last that was looked at, as with a slip of the year, is past.
    """
    return {uid for uid in lost if uid in waiting and rows[uid].public != FORGOTTEN}


def known_as(states: Iterable[State], *, told: bool) -> State | None:
    """Return the state of a talk without a record that people know; None for no such.

    ``states`` are all of one talk, in order; ``told`` says that a message told of it. A
    look is no publication: what nobody has seen leaves nothing behind. What a person
    has cancelled is cancelled; else an absent file says nothing.
    """
    last: State | None = None
    public: State | None = None
    for state in states:
        last = state
        if state[0].public == FORGOTTEN:
            public = None
        elif state[0].public == PUBLIC:
            public = state
    if last is None or last[0].public == FORGOTTEN or not (public or told):
        return None
    return last if public is None or is_cancelled(last[1]) else public


def is_awaited_off(states: Sequence[State], now: datetime) -> bool:
    """Say whether a talk was lately cancelled that had been postponed.

    Who was told that it is postponed waits for it, whatever its old day.
    """
    row, words = states[-1]
    lately = is_cancelled(words) and row.modified > write_time(now - AWAITED)
    return lately and any(status_of(one) == Status.POSTPONED.value for _, one in states)


def remembered(
    found: Iterable[tuple[Row, Mapping[str, Any], bool]],
    talks: Iterable[Talk],
    series: Iterable[Series],
) -> tuple[Gone, ...]:
    """Return the talks of rows and their snapshots, ordered by start and uid.

    With each goes whether it is off.
    """
    known = {talk.series.key: talk.series for talk in talks}
    known |= {one.key: one for one in series}
    gone = (
        Gone(row, restore(s, known.get(s["series"].get("key", ""))), is_off)
        for row, s, is_off in found
    )
    return tuple(sorted(gone, key=lambda one: (one.talk.start, one.talk.uid)))


def compare(  # noqa: PLR0913, PLR0917 - as its callers have them
    rows: Mapping[str, Row],
    talks: Sequence[Talk],
    gone: Sequence[Gone],
    now: datetime,
    prints: Mapping[str, str] = MappingProxyType({}),
    noted: Callable[[Sequence[str]], Mapping[str, str]] = lambda _: {},
) -> tuple[History, list[Step]]:
    """Return the history of these talks, and the rows that are new in it.

    ``noted`` returns by uid the facts that the latest rows of some talks hold (JSON).
    Raises LedgerError if two talks have one uid.
    """
    edited: list[tuple[Talk, str]] = []
    present: dict[str, Row] = {}
    for talk in talks:
        uid = talk.uid
        if uid in present:
            raise LedgerError(f"Two talks have the uid `{uid}`: change one of them.")
        present[uid] = row = rows.get(uid, _NONE)
        print_ = prints.get(uid) or digest(talk)
        if row.digest != print_:
            edited.append((talk, print_))
    facts = noted([talk.uid for talk, _ in edited if talk.uid in rows])
    moment = write_time(now)
    steps = {
        talk.uid: step_of(
            rows.get(talk.uid), talk, print_, moment, facts.get(talk.uid, "")
        )
        for talk, print_ in edited
    }
    present |= {uid: step.row for uid, step in steps.items()}
    present |= {one.talk.uid: one.row for one in gone}
    changed = {uid: step.changes for uid, step in steps.items() if step.changes}
    held = tuple(one.talk for one in gone if not one.is_off)
    history = History(
        revisions={uid: _revision(row) for uid, row in present.items()},
        vanished=tuple(one.talk for one in gone if one.is_off),
        held=held,
        changed=changed,
        renamed=_renamed(held, talks, present),
        moved={uid: read_time(row.moved) for uid, row in present.items()},
    )
    return history, list(steps.values())


def _revision(row: Row) -> Revision:
    return _alike(row.sequence, row.created, row.modified, row.previous_start)


@lru_cache(maxsize=1024)
def _alike(sequence: int, created: str, modified: str, was: str | None) -> Revision:
    """Return a revision, the same one for the many talks that stand alike."""
    return Revision(
        sequence=sequence,
        created=read_time(created),
        modified=read_time(modified),
        previous_start=datetime.fromisoformat(was) if was else None,
    )


def _renamed(
    held: tuple[Talk, ...], talks: Sequence[Talk], rows: Mapping[str, Row]
) -> tuple[Renamed, ...]:
    """Suspect talks that appeared after the last that was noted of a similar one.

    Each is suspected once, of being the most similar one.
    """
    if not held:
        return ()
    since = min(rows[talk.uid].seen for talk in held)
    newer = [talk for talk in talks if rows[talk.uid].created > since]
    found = [
        (likeness, old.uid, new.uid)
        for old in held
        for new in newer
        if rows[new.uid].created > rows[old.uid].seen
        if (likeness := _likeness(old, new))
    ]
    pairs: dict[str, str] = {}
    for _, before, after in sorted(found, key=lambda one: -one[0]):
        if before not in pairs and after not in pairs.values():
            pairs[before] = after
    return tuple(Renamed(*pair) for pair in sorted(pairs.items()))


def _likeness(old: Talk, new: Talk) -> int:
    """Say how alike two talks are, 0 for not at all: what is said counts most."""
    names = [speaker.name for speaker in old.speakers]
    same_names = bool(names) and names == [speaker.name for speaker in new.speakers]
    same_title = old.title is not None and old.title == new.title
    said = 2 * same_names + 2 * same_title
    if old.series.key == new.series.key:
        return said + (old.start == new.start)
    return said if same_names and same_title else 0
