"""The ledger as the rest of the house sees it: open it, ask it, write into it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Self

from announcer.classes import dataclass
from announcer.errors import LedgerError
from announcer.lazy import module
from announcer.ledger import announcing
from announcer.ledger.comparing import History
from announcer.ledger.nouns import Claim, Draft, End, State, Telling, Wanted
from announcer.ledger.owner import new_owner
from announcer.ledger.revising import Adopted, Step
from announcer.ledger.stored import write_time
from announcer.letter import Letter
from announcer.talk import Revision, Series, Stamp, Talk

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from announcer.ledger import (
        claiming,
        drafting,
        history,
        locking,
        log,
        saying,
        stamping,
        syncing,
        telling,
        travel,
    )
    from announcer.ledger.database import Database
    from announcer.ledger.syncing import Synced
else:  # a ledger that is not there is asked nothing
    claiming = module("announcer.ledger.claiming")
    drafting = module("announcer.ledger.drafting")
    history = module("announcer.ledger.history")
    locking = module("announcer.ledger.locking")
    log = module("announcer.ledger.log")
    saying = module("announcer.ledger.saying")
    stamping = module("announcer.ledger.stamping")
    syncing = module("announcer.ledger.syncing")
    telling = module("announcer.ledger.telling")
    travel = module("announcer.ledger.travel")

OVERTAKEN = (
    "Another run has taken over while this one slept, so this one stops here. What is "
    "still due goes out with the next run."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What a build has seen of the ledger, and leaves in it.

    ``history`` are the revisions and ``seen`` the stamps that it saw of its talks;
    ``stamps`` say how their events stand now.
    """

    talks: Sequence[Talk]
    series: Sequence[Series]
    now: datetime
    history: Mapping[str, Revision]
    seen: Mapping[str, Stamp]
    stamps: Mapping[str, Stamp]


@dataclass(slots=True)
class _Foreseen:
    """What a look found at a version of the ledger, and the stamps it had then.

    ``steps`` are None where somebody has worked out rows of them.
    """

    version: int
    talks: Sequence[Talk]
    series: Iterable[Series]
    now: datetime
    found: History
    steps: Sequence[Step] | None
    stamps: Mapping[str, Stamp] | None = None


class Ledger:
    """An open ledger; every method is one transaction and raises LedgerError.

    Only an absent one begins without a ``database``.
    ``writable`` tells whether anything can be stored; where somebody would have liked
    to, ``notice`` is a sentence that says why not. ``exists`` is false for one that
    nobody has written yet and that is only looked at.
    """

    def __init__(
        self,
        database: Database | None,
        *,
        writable: bool,
        notice: str = "",
        exists: bool = True,
    ) -> None:
        self.writable = writable
        self.exists = exists
        self.notice = notice
        self._opened = database
        self._owner = new_owner()
        self._held: dict[str, tuple[int, timedelta]] = {}
        self._foreseen: _Foreseen | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def _database(self) -> Database:
        assert self._opened is not None  # noqa: S101 - else it makes its own
        return self._opened

    def close(self) -> None:
        """Close the connections; nothing is lost that a method has returned from."""
        if self._opened is None:
            return
        if self._database.watched:
            self._database.watched.end()
        self._database.engine.dispose()

    def begin_to_count(self) -> None:
        """Note from now on whether anybody else changes the ledger's file."""
        if self._database.changes:
            self._database.changes.begin()
            self._database.begin_to_watch()

    @property
    def changes(self) -> int | None:
        """Return how often its file was changed; None if others did it meanwhile.

        None, too, on a server, and where nobody began to count.
        """
        counted = self._database.changes
        if counted:
            counted.look()
        return counted.number if counted else None

    def remember(
        self,
        talks: Sequence[Talk],
        now: datetime,
        series: Iterable[Series] = (),
        unread: Collection[str] = (),
        prints: Mapping[str, str] = MappingProxyType({}),
    ) -> History:
        """Compare the talks with their last revisions and store what is new.

        ``series`` are the present ones, for talks without a record. ``unread`` has the
        uids and the series of records that cannot be read: their talks are not gone.
        ``prints`` are digests of talks (facts), by uid, as far as they are known.
        Without write access this is ``foresee`` with a notice.
        """
        if not self.writable:
            return self.foresee(talks, now, series, unread, prints)
        with self._database.writing() as connection:
            telling.doubt_abandoned(connection, now)
            return history.add(connection, talks, series, now, unread, prints)

    def new_rows(self) -> Iterator[history.Values]:
        """Yield what ``note_build`` will store of talks, each row when it is asked for.

        They are plain values, so that another process can work them out meanwhile. What
        they come from is kept no longer than they are asked for.
        """
        if self._foreseen is None:
            return iter(())
        steps, self._foreseen.steps = self._foreseen.steps, None
        return history.rows_of(steps or ())

    def note_build(
        self,
        built: Noted,
        prints: Mapping[str, str] = MappingProxyType({}),
        rows: Iterable[history.Values] | None = None,
    ) -> bool:
        """Do what ``remember`` and ``stamp`` do for a build, in one transaction.

        ``rows`` are ``new_rows`` since the last look, if somebody has worked them out;
        where the ledger was changed since they are left alone. False if anything is no
        longer as it was seen: then no stamp is noted.
        """
        talks, series, now = built.talks, built.series, built.now
        if not self.writable:
            found = self.foresee(talks, now, series, prints=prints)
            return found.revisions == built.history
        with self._database.writing() as connection:
            doubted = telling.doubt_abandoned(connection, now)
            foreseen = None if doubted else self._still_foreseen(built)
            steps = foreseen.steps if foreseen else None
            new = history.rows_of(steps) if rows is None and steps is not None else rows
            if foreseen and new is not None:
                stored = history.store(connection, foreseen.found, new)
            else:
                stored = history.add(connection, talks, series, now, (), prints)
            if stored.revisions != built.history:
                return False
            are_seen = foreseen is not None and foreseen.stamps is built.seen
            return stamping.note(
                connection, built.stamps, built.seen, are_seen=are_seen
            )

    def _still_foreseen(self, built: Noted) -> _Foreseen | None:
        """Return what was last foreseen, of the same talks and with no change since."""
        known = self._foreseen
        if known is None or known.version != self._database.version():
            return None
        is_same = known.talks is built.talks and known.series is built.series
        return known if is_same and known.now == built.now else None

    def foresee(
        self,
        talks: Sequence[Talk],
        now: datetime,
        series: Iterable[Series] = (),
        unread: Collection[str] = (),
        prints: Mapping[str, str] = MappingProxyType({}),
    ) -> History:
        """Return what ``remember`` would, and store nothing."""
        version = self._database.version()
        with self._database.reading() as connection:
            found = history.look(connection, talks, series, now, unread, prints)
        self._foreseen = None
        if version is not None and not unread:
            self._foreseen = _Foreseen(version, talks, series, now, *found)
        return replace(found[0], notice=self.notice)

    def publish(self, states: Mapping[str, int | None]) -> None:
        """Note that people may have seen these talks as of a SEQUENCE, by uid.

        None stands for the latest. Only then does a talk leave something behind.
        """
        with self._writing() as connection:
            history.publish(connection, states)

    def stamps(self) -> Mapping[str, Stamp]:
        """Return by uid how the events of talks last stood in calendars."""
        with self._database.reading() as connection:
            found = stamping.known(connection)
        if self._foreseen:
            self._foreseen.stamps = found
        return found

    def stamp(
        self,
        new: Mapping[str, Stamp],
        seen: Mapping[str, Stamp] | None = None,
        *,
        published: bool = False,
    ) -> bool:
        """Note how events stand in calendars, by uid.

        Notes nothing and returns false if they are no longer as they were ``seen``.
        What is ``published`` counts more than what only a look has noted.
        """
        with self._writing() as connection:
            return stamping.note(connection, new, seen, published=published)

    def cancel(self, uid: str, now: datetime, notice: str | None = None) -> None:
        """Note that a person has cancelled a talk whose record is gone."""
        with self._writing() as connection:
            history.call_off(connection, uid, notice, now)

    def adopt(
        self, found: Iterable[Adopted], now: datetime, *, write: bool
    ) -> tuple[str, ...]:
        """Return the uids of talks that are published as the ledger does not know.

        With ``write`` it does from then on, and that people have seen them so.
        """
        if not write:
            with self._database.reading() as connection:
                return history.take(connection, found, now, write=False)
        with self._writing() as connection:
            return history.take(connection, found, now, write=True)

    def forget(self, uid: str, now: datetime) -> None:
        """Note that what was known of a talk counts no more; who was told stays."""
        with self._writing() as connection:
            history.discard(connection, uid, now)

    def log(self, uid: str | None = None, *, now: datetime) -> tuple[log.Entry, ...]:
        """Return what happened to one talk, or to all, oldest first."""
        with self._database.reading() as connection:
            return log.entries(connection, uid, now)

    @property
    def place(self) -> str:
        """Return the ledger's name in messages, without a secret."""
        return self._database.place

    def export(self) -> Iterator[str]:
        """Yield the ledger as JSON Lines, without line ends, in a stable order."""
        with self._database.reading() as connection:
            rows = travel.held(connection)
        yield from travel.write(rows)

    def export_onto(self, lines: Iterable[str]) -> tuple[list[str], travel.Imported]:
        """Return the export joined with another, and what of that the ledger lacks.

        The ledger itself stays as it is.
        """
        theirs = travel.read(lines)
        with self._database.reading() as connection:
            both, lacked = travel.join(travel.held(connection), theirs)
        return list(travel.write(both)), lacked

    def import_(self, lines: Iterable[str]) -> travel.Imported:
        """Add an export, or nothing of it if a line is wrong; again changes nothing."""
        try:
            rows = travel.read(lines)
        except LedgerError as problem:
            raise LedgerError(f"{problem} Nothing was imported.") from None
        with self._writing() as connection:
            return travel.merge(connection, rows)

    def claim(
        self,
        letter: Letter,
        now: datetime,
        *,
        subject: str = "",
        message_id: str = "",
        lock: str = "",
    ) -> Claim | None:
        """Take the right to send a message; None if it was told or somebody has it."""
        return self.claim_all([Wanted(letter, subject, message_id)], now, lock=lock)[0]

    def claim_all(
        self, wanted: Sequence[Wanted], now: datetime, *, lock: str = ""
    ) -> list[Claim | None]:
        """Take the right to send some messages, as ``claim`` does of one.

        Under a ``lock`` it is prolonged along with it. Raises LedgerError where another
        has taken the lock since: what he told may have made these messages untrue.
        """
        with self._writing() as connection:
            if lock and not self._still_holds(connection, lock, now):
                raise LedgerError(OVERTAKEN)
            return claiming.claim(connection, wanted, self._owner, now)

    def confirm(self, claim: Claim, now: datetime) -> None:
        """Say that a claimed message was sent."""
        self.settle([End(claim, State.SENT)], now)

    def settle(self, ends: Sequence[End], now: datetime | None = None) -> None:
        """Say how claims ended; those that were sent, now.

        Raises LedgerError where one is no longer held; the others are settled then.
        """
        with self._writing() as connection:
            sent_at = write_time(now) if now else None
            lost = claiming.settle(connection, ends, sent_at)
        if lost:
            raise LedgerError(
                f"The claim {lost[0].id} is no longer held: somebody resolved it "
                "meanwhile. See `announcer ledger log`."
            )

    def note_known(self, letter: Letter, now: datetime) -> bool:
        """Note what a letter says as known without sending it; false if it was told."""
        with self._writing() as connection:
            (held,) = claiming.claim(connection, [Wanted(letter)], self._owner, now)
            if held is not None:
                claiming.settle(connection, [End(held, State.KNOWN)], None)
            return held is not None

    def drafts(self) -> Mapping[str, Draft]:
        """Return by name the letters that wait for a person, or that one approved."""
        with self._database.reading() as connection:
            return drafting.held(connection)

    def hold(self, letter: Letter, subject: str, digest: str, now: datetime) -> Draft:
        """Note the text of a letter that a person must see before it goes out."""
        with self._writing() as connection:
            return drafting.hold(connection, letter, subject, digest, now)

    def approve(self, draft: Draft, now: datetime) -> bool:
        """Note that a person approved a text; false if another is held by now."""
        with self._writing() as connection:
            return drafting.approve(connection, draft, now)

    def withdraw(self, draft: Draft, now: datetime) -> None:
        """Note that the text of a draft needs nobody's word any more."""
        with self._writing() as connection:
            drafting.withdraw(connection, draft, now)

    def release(self, claim: Claim, error: str = "") -> None:
        """Say that a claimed message was certainly not sent: it may be tried again."""
        self.settle([End(claim, State.FAILED, error)])

    def doubt(self, claim: Claim, error: str = "") -> None:
        """Say that nobody can know whether a claimed message was sent."""
        self.settle([End(claim, State.UNKNOWN, error)])

    def told(
        self, uids: Collection[str] | None, now: datetime
    ) -> Mapping[str, tuple[Telling, ...]]:
        """Return by talk the messages about it, oldest first; of all talks for None."""
        with self._database.reading() as connection:
            return telling.told(connection, uids, now)

    def announced(self, talks: Sequence[Talk]) -> frozenset[str]:
        """Return the uids of the talks that people were told of as they stand."""
        with self._database.reading() as connection:
            return announcing.announced(connection.exec_driver_sql, talks)

    def ever_told(self) -> bool:
        """Say whether anything was ever told, or tried to, as far as is known here."""
        with self._database.reading() as connection:
            return telling.ever_told(connection)

    def last_told(self) -> tuple[str, int] | None:
        """Return name and number of the last message."""
        with self._database.reading() as connection:
            return telling.last(connection)

    def holds(self, name: str, number: int) -> bool:
        """Say whether there is a message of this name, noted or sent since that number.

        Where a person notes it anew in an older copy, its number is lower.
        """
        with self._database.reading() as connection:
            return telling.holds(connection, name, number)

    def unresolved(self, now: datetime) -> tuple[Telling, ...]:
        """Return the messages of which nobody knows whether they went out."""
        with self._database.reading() as connection:
            return telling.unresolved(connection, now)

    def resolve(self, name: str, now: datetime, *, sent: bool) -> Telling:
        """Write down what a person found out about an unresolved message."""
        with self._writing() as connection:
            return telling.resolve(connection, name, now, sent=sent)

    def unsaid(
        self, names: Collection[str], now: datetime, pause: timedelta
    ) -> frozenset[str]:
        """Return what was not said here within the pause; it counts as said from now.

        Where nothing can be written everything is said.
        """
        if not self.writable or not names:
            return frozenset(names)
        with self._database.writing() as connection:
            return saying.unsaid(connection, names, now, pause)

    def lock(self, name: str, now: datetime, ttl: timedelta) -> bool:
        """Take or prolong a lock; false if another living process has it.

        False too where somebody took it since we did, even if he has given it back.
        """
        with self._writing() as connection:
            if name in self._held and not self._still_holds(connection, name, now):
                del self._held[name]
                return False
            number = locking.lock(connection, name, self._owner, now, ttl)
        if number is not None:
            self._held[name] = number, ttl
        return number is not None

    def unlock(self, name: str) -> None:
        """Give a lock back."""
        number, _ = self._held.pop(name, (0, None))
        with self._writing() as connection:
            locking.unlock(connection, name, self._owner, number)

    def _still_holds(self, connection: Connection, name: str, now: datetime) -> bool:
        number, ttl = self._held.get(name, (0, timedelta()))
        until = write_time(now + ttl)
        return locking.hold(connection, name, self._owner, number, until)

    @contextmanager
    def alone(self, name: str, now: datetime, ttl: timedelta) -> Iterator[bool]:
        """Hold a lock for a block; false if another living process has it.

        A lock that cannot be given back hides no error of the block: it binds nobody
        once this process has ended.
        """
        is_ours = self.lock(name, now, ttl)
        try:
            yield is_ours
        finally:
            if is_ours:
                with suppress(LedgerError):
                    self.unlock(name)

    def synced(self, calendar: str) -> Mapping[str, Synced]:
        """Return by uid the events that were written to a calendar."""
        with self._database.reading() as connection:
            return syncing.written(connection, calendar)

    def note_synced(self, calendar: str, event: Synced, now: datetime) -> None:
        """Say how an event stands in a calendar since we wrote it."""
        with self._writing() as connection:
            syncing.note(connection, calendar, event, now)
            history.publish(connection, {event.uid: None})

    def forget_synced(self, calendar: str, uid: str) -> None:
        """Say that an event of ours is no longer in a calendar."""
        with self._writing() as connection:
            syncing.forget(connection, calendar, uid)

    def _writing(self) -> AbstractContextManager[Connection]:
        if not self.writable:
            raise LedgerError(self.notice or "The ledger was opened for reading only.")
        return self._database.writing()
