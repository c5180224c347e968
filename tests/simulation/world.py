"""One world from one seed: an institute, its editor, its machines, and the oracle.

The way through the product is that of ``announcer send --yes``, ``told``, ``cancel``,
``build`` and ``publish``, below their command lines: records are read, surveyed,
planned, written, claimed, delivered and settled as ever. What is put in their place is
the clock, the mail servers, and the answer to whether a process still lives.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

from sqlalchemy import event

from announcer import delivery, sending
from announcer.cli import plan as command
from announcer.cli import wording
from announcer.errors import AnnouncerError
from announcer.formats import ics, web
from announcer.ical import sequences
from announcer.ledger import Ledger, locking, telling
from announcer.ledger.database import Database, _sqlite_engine
from announcer.ledger.opening import _bring_up
from announcer.post import Fate
from announcer.record import Records, read_site
from announcer.survey import survey
from announcer.templating import Templates
from tests.simulation.editor import Editor
from tests.simulation.founding import found
from tests.simulation.institute import DAY, zone
from tests.simulation.oracle import Oracle, Run, Seen
from tests.simulation.servers import MOODS, Killed, Mood, Servers
from tests.simulation.verdicts import Wrong

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
_TEMPLATES = Templates()


@dataclass(frozen=True, order=True)
class Event:
    """Something that happens in a world, by its kind; ``number`` seeds its chances."""

    at: datetime
    number: int
    kind: str


@dataclass
class Size:
    """How large a world is."""

    series: int = 3
    days: int = 14
    runs: float = 3  # a day


@dataclass
class Figures:
    """What happened, in numbers."""

    worlds: int = 0
    seminar_days: int = 0
    runs: int = 0
    messages: int = 0
    edits: int = 0
    crashes: int = 0
    faults: int = 0
    publications: int = 0

    def add(self, other: Figures) -> None:
        """Add the figures of another world."""
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


class _Lasting(sqlite3.Connection):
    """A ledger in memory that outlives whoever used it: a kill only rolls it back."""

    def close(self) -> None:
        """End what was not committed, and stay."""
        if self.in_transaction:
            self.rollback()


def _in_memory() -> Database:
    link = sqlite3.connect(
        ":memory:", isolation_level=None, check_same_thread=False, factory=_Lasting
    )
    database = Database(_sqlite_engine(lambda: link, keep=True), "ledger", 0)
    _bring_up(database)
    return database


class World:
    """An institute that lives by a clock of its own."""

    def __init__(self, seed: int, size: Size, folder: Path) -> None:
        self.seed = seed
        self.size = size
        self.folder = folder
        self.log: list[str] = []
        chance = self.chance("founding")
        self.institute, self.start = found(folder, chance, size.series, size.days)
        for one in self.institute.series:
            self.log.append("; ".join(one.lines()))
        self.now = self.start
        self.oracle = Oracle(self.institute)
        self.editor = Editor(self.institute)
        self.servers = Servers(
            lambda: self.now,
            self._arrived,
            self._step,
            self._after,
            self.chance("servers"),
        )
        self.figures = Figures(worlds=1, seminar_days=size.series * size.days)
        self.database = _in_memory()
        event.listen(self.database.engine, "before_cursor_execute", self._statement)
        self.dead: set[str] = set()
        self.machine = "a"
        self.owners = 0
        self.left: int | None = None  # steps until the process is killed
        self.is_dead = False
        self.nap: timedelta | None = None
        self.troubles = 0
        self.off = self._holidays()
        self.read: tuple[int, Records] | None = None

    def chance(self, what: object) -> Random:
        """Return the chances of one thing, which do not depend on others."""
        return Random(f"{self.seed}:{what}")

    def _holidays(self) -> tuple[datetime, datetime] | None:
        """Return when no machine runs, as over Christmas; not in a short world."""
        chance = self.chance("holidays")
        if self.size.days < 60:
            return None
        since = self.start + chance.randrange(20, self.size.days - 30) * DAY
        return since, since + chance.randrange(5, 25) * DAY

    # The clock and what happens

    def live(self, left_out: frozenset[int]) -> None:
        """Let everything happen in its order."""
        for one in self.events():
            if one.number in left_out:
                continue
            self.now = max(self.now, one.at)
            act: Callable[[Random], str | None] = getattr(self, f"do_{one.kind}")
            said = act(self.chance(one.number))
            if said:
                self.note(f"{one.kind} {said}", one.number)

    def note(self, text: str, number: object = "") -> None:
        """Write a line into the log of the world."""
        self.log.append(f"{self.now:%Y-%m-%d %H:%M} [{number}] {text}")

    def events(self) -> list[Event]:
        """Return what will happen, all drawn at once, in order."""
        chance = self.chance("events")
        span = self.size.days * DAY / MINUTE
        per_day = {
            "edit": 0.2 * self.size.series,
            "create": 0.11 * self.size.series,
            "run": self.size.runs,
            "publish": 0.25,
            "look": 0.12,
            "storm": 0.25,
            "resolve": 2.0,
            "tidy": 0.4,
            "mend": 0.5 + 0.06 * self.size.series,
            "told": 0.01 * self.size.series,
            "call_off": 0.4,
        }
        drawn = [
            (self.start + chance.randrange(int(span)) * MINUTE, kind)
            for kind, rate in per_day.items()
            for _ in range(round(rate * self.size.days))
        ]
        drawn += [(self.start, "create")] * self.size.series
        drawn.sort()
        return [Event(at, n, kind) for n, (at, kind) in enumerate(drawn)]

    def do_edit(self, chance: Random) -> str | None:
        """Let the editor do something."""
        self.figures.edits += 1
        return self.editor.act(chance, self.now)

    def do_create(self, chance: Random) -> str | None:
        """Let the editor write a new record."""
        self.figures.edits += 1
        return self.editor.create(chance, self.now)

    def do_mend(self, chance: Random) -> str | None:
        """Let the editor mend what is wrong."""
        return self.editor.mend(chance, self.now)

    def do_tidy(self, chance: Random) -> str | None:
        """Put away what is long over."""
        self.editor.tidy(self.now)
        return None

    def do_storm(self, chance: Random) -> str | None:
        """Give a mail server a bad mood for some hours."""
        host = chance.choice(("relay-a", "relay-b"))
        until = self.now + chance.randrange(10, 60 * 30) * MINUTE
        lists = [to for one in self.institute.series for to in one.lists]
        mood = Mood(chance.choice(MOODS), until, frozenset({chance.choice(lists)}))
        if mood.name == "hangs":
            mood = replace(mood, until=self.now + 6 * HOUR)
        self.servers.moods[host] = mood
        return f"{host} {mood.name} until {until:%Y-%m-%d %H:%M} {set(mood.who)}"

    # Commands

    def do_run(self, chance: Random) -> str | None:
        """Run ``send --yes`` on one machine, which may be killed in the middle."""
        if self.off and self.off[0] <= self.now < self.off[1]:
            return None
        self.machine = chance.choice("aaab")
        self.left = chance.randrange(1, 60) if chance.random() < 0.04 else None
        self.nap = None
        if chance.random() < 0.05:
            self.nap = chance.randrange(1, 240) * MINUTE
        return self.send()

    def send(self) -> str | None:
        """Run ``send --yes``."""
        self.figures.runs += 1
        before, began = self.oracle.messages, self.now
        run = self._run()
        if run.is_whole:
            self.oracle.ran(run, began)
        else:
            self.oracle.stopped(run, began)
        sent = self.oracle.messages - before
        if sent or not run.is_whole:
            end = "" if run.is_whole else f", not whole: {run.said}"
            return f"on {self.machine} sent {sent}{end}"
        return None

    def _run(self) -> Run:
        try:
            with self._process() as ledger:
                return self._send(ledger)
        except Killed:
            self.figures.crashes += 1
            self.troubles += 1
            self._note_doubts()
            return Run(["killed"], 1, is_whole=False)
        except AnnouncerError as error:
            self._note_doubts()
            return Run([str(error)], 1, is_whole=False)

    def _send(self, ledger: Ledger) -> Run:
        records = self.records(partial=True)
        report = sending.run(records, ledger, _TEMPLATES, self._means(), first=True)
        if report.seen is None:
            return Run(["busy"], 0, is_whole=False)
        failed = report.fates(Fate.REFUSED, Fate.DEFERRED, Fate.UNKNOWN)
        if report.fates(Fate.UNKNOWN):
            self.troubles += 1
        found = command.complaints(
            records, report.seen, report.held, report.unresolved, report.unwritten
        )
        said = [wording.outcome(one) for one in failed]
        said += [wording.lost(one) for one in report.lost]
        said += [line for one in found for line in one.text.split("\n")]
        wrong = command.is_wrong(
            report.seen, report.held, report.unresolved, report.unwritten
        )
        if report.unresolved or self.troubles:
            self._doubts(ledger)
        return Run(said, int(bool(failed) or wrong or bool(records.unread)))

    def records(self, *, partial: bool = False) -> Records:
        """Read the records; where nothing was written since, they are the same."""
        changes = self.institute.changes
        if self.read is None or self.read[0] != changes:
            self.read = None
            records = read_site(self.folder, partial=True)
            self.read = changes, records
        _, records = self.read
        if records.unread and not partial:
            raise AnnouncerError("some records are wrong")
        return records

    def _means(self) -> sending.Means:
        return sending.Means(
            folder=self.folder,
            secret=lambda _: None,
            clock=self.clock,
            sleep=self.sleep,
        )

    def clock(self) -> datetime:
        """Return the time, as a command reads it."""
        return self.now.astimezone(zone("Europe/Berlin"))

    def sleep(self, seconds: float) -> None:
        """Wait; a laptop may sleep longer, and another machine run meanwhile."""
        self.now += timedelta(seconds=seconds)
        self._sleep()

    def _after(self) -> None:
        """Let a server answer slowly after it has taken a message."""
        self._step()
        self._sleep()

    def _sleep(self) -> None:
        if self.nap:
            nap, self.nap = self.nap, None
            self.now += nap
            self.troubles += 1
            machine, self.machine = self.machine, "b" if self.machine == "a" else "a"
            self._note_doubts()
            self.note(f"the laptop slept for {nap}; meanwhile: {self.send()}")
            self.machine = machine

    def do_resolve(self, chance: Random) -> str | None:
        """Say of every message in doubt what became of it: a person has looked."""
        said = []
        if not self.troubles:
            return None
        with self._process() as ledger:
            for one in ledger.unresolved(self.now):
                sent = one.message_id in self.servers.taken
                ledger.resolve(one.id, self.now, sent=sent)
                said.append(f"{one.kind} to {one.address}: {'' if sent else 'un'}sent")
            self._doubts(ledger)
        return "; ".join(said)

    def do_told(self, chance: Random) -> str | None:
        """Note a talk as known, told by other means."""
        found = [t for t in self.editor.coming(self.now) if t.facts.start > self.now]
        found = [t for t in found if not any(self._heard(t, "is_doubtful"))]
        if not found:
            return None
        talk = chance.choice(found)
        uid = self.oracle.uids.get(talk.uid)

        def choose(talks: Any) -> Any:
            return [t for t in talks if t.uid == uid or t.source == talk.path]

        try:
            with self._process() as ledger:
                records = self.records()
                known = sending.note_known(records, ledger, self._means(), choose)
        except AnnouncerError as error:
            return f"nothing: {error}"
        if known is None:
            return "nothing: a run is sending, or was killed as it did"
        self.oracle.noted(talk, self.now)
        return f"{talk.uid}"

    def _heard(self, talk: Any, name: str) -> Iterator[Any]:
        return (getattr(self.oracle.hearer(to, talk), name) for to in talk.lists)

    def do_call_off(self, chance: Random) -> str | None:
        """Cancel a talk whose record is gone, as ``announcer cancel`` does."""
        found = [
            talk
            for talk in self.institute.talks.values()
            if talk.is_absent
            and not self.oracle.is_called_off(talk)
            and talk.uid in self.oracle.public
            and self.oracle.facts(talk).end > self.now
            and talk.uid in self.oracle.uids
            # what is in doubt is resolved first: the command knows no more than that
            and not any(self._heard(talk, "is_doubtful"))
        ]
        if not found or any(s.is_hidden for s in self.institute.series):
            return None
        talk = chance.choice(found)
        with self._process() as ledger:
            ledger.cancel(self.oracle.uids[talk.uid], self.now)
        talk.called_off = True
        self.institute.changes += 1
        self.oracle.seen[talk.uid] = Seen(self.oracle.facts(talk), self.now)
        return f"{talk.uid} is cancelled without its record"

    def do_look(self, chance: Random) -> str | None:
        """Build, and publish nothing."""
        return self._build(public=False)

    def do_publish(self, chance: Random) -> str | None:
        """Build and publish from CI."""
        return self._build(public=True)

    def _build(self, *, public: bool) -> str | None:
        try:
            with self._process() as ledger:
                records = self.records()
                place = self._render(records, ledger)
                ledger.remember(records.talks, self.now, records.series)
                if public:
                    feed = place["site/calendar/all.ics"].decode()
                    ledger.publish(sequences(feed))
        except AnnouncerError as error:
            return f"nothing: {error}"
        if public:
            self.figures.publications += 1
            self.oracle.published(place, self.now)
        return "done"

    def _render(self, records: Records, ledger: Ledger) -> dict[str, bytes]:
        """Return the calendar of everything and the pages of some talks."""
        programme = survey(records, ledger, self.clock()).programme
        days = {f"{self.now + n * DAY:%Y-%m-%d}" for n in range(3)}
        soon = {
            f"site/{talk.series.slug}/{talk.slug}/index.html"
            for talk in programme.talks
            if f"{talk.start:%Y-%m-%d}" in days
        }
        wanted = {"site/calendar/all.ics", *soon}
        place = {}
        for draft in (
            *ics.drafts(programme, _TEMPLATES),
            *web.drafts(programme, _TEMPLATES),
        ):
            if draft.path in wanted:
                place[draft.path] = draft.make()
        return place

    # Processes and their ends

    @contextmanager
    def pretended(self) -> Iterator[None]:
        """Put our servers, and our knowledge of who lives, in place of the world's."""
        ways = tuple(
            replace(way, connect=self.servers.connect) if way.key == "smtp" else way
            for way in delivery.WAYS
        )
        with (
            mock.patch.object(delivery, "WAYS", ways),
            mock.patch.object(telling, "is_dead", self.is_known_dead),
            mock.patch.object(locking, "is_dead", self.is_known_dead),
        ):
            yield

    def is_known_dead(self, owner: str) -> bool:
        """Say whether the machine that asks knows that a process has ended."""
        return owner in self.dead and owner.startswith(f"{self.machine}:")

    @contextmanager
    def _process(self) -> Iterator[Ledger]:
        """Open the ledger as a process does that may be killed."""
        ledger = Ledger(self.database, writable=True)
        self.owners += 1
        ledger._owner = f"{self.machine}:{self.owners}:0:0"
        look = ledger.remember

        def remember(*known: Any) -> Any:
            history = look(*known)
            self.oracle.looked(self.now)
            return history

        ledger.remember = remember  # type: ignore[method-assign, assignment]
        killed, self.is_dead = self.is_dead, False
        try:
            yield ledger
        finally:
            self.dead.add(ledger._owner)
            self.is_dead = killed
            self.left = None

    def _statement(self, *_: object) -> None:
        self._step()

    def _step(self) -> None:
        """Go on, or be killed here."""
        if self.is_dead:
            raise Killed
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                self.is_dead = True
                raise Killed

    def _arrived(self, message: bytes, to: str, now: datetime) -> None:
        self.oracle.arrived(message, to, now)
        self.figures.messages += 1

    def _note_doubts(self) -> None:
        with self._process() as ledger:
            self._doubts(ledger)

    def _doubts(self, ledger: Ledger) -> None:
        """Tell the oracle of what nobody knows whether it arrived."""
        unknown = ledger.unresolved(self.now + 2 * HOUR)
        if unknown and not self.troubles:
            raise Wrong(f"the ledger doubts what nobody has disturbed: {unknown}")
        doubtful = {(one.address, one.uid.rpartition("@")[0]) for one in unknown}
        whole = {one.address for one in unknown if ":" in one.uid}
        self.troubles = len(unknown)
        self.oracle.doubted = whole
        for (to, uid), heard in self.oracle.heard.items():
            heard.is_doubtful = (to, uid) in doubtful or to in whole
        self.oracle.troubled.update(uid for _, uid in doubtful)
        for to, uid in doubtful:
            if uid in self.institute.talks:
                self.oracle.hearer(to, self.institute.talks[uid]).is_doubtful = True
