"""A seminar that sends: its records, its ledger, and a mail server."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from announcer import sending
from announcer.kinds import Kind
from announcer.ledger import Ledger, State, Telling, open_ledger
from announcer.letter import Letter
from announcer.record import Records, read_site
from announcer.sending import Means, Outcome, Report
from announcer.survey import survey
from announcer.templating import Templates
from tests.builders import letter

LIST = "stat-seminars@example.edu"
TALK = "talks/wilks/2021-03-08-soudry.yaml"
UID = "wilks.2021-03-08-soudry@talks.example.edu"
MONDAY = datetime(2021, 3, 1, 14, 0, tzinfo=UTC)  # 9 o'clock in New York
RECORD = (
    "title: Surprises in Deep Learning Training\n"
    "speaker: Daniel Soudry (Technion)\ndate: 2021-03-08\nlocation: A1\n"
)
# Most seminars of these tests have told nobody anything before.
FIRST: dict[str, Any] = {"first": True}
TEMPLATES = Templates()  # compiled once for all runs
_PARSER = email.policy.default


def write_project(folder: Path, smtp: str, ledger: str = "") -> Path:
    """Write a site, a series with two rules, and one talk."""
    home = folder / "talks/wilks"
    home.mkdir(parents=True)
    (folder / "talks/site.yaml").write_text(
        "title: Statistics talks\nurl: https://talks.example.edu\n"
        "timezone: America/New_York\n"
        f"mail: {{smtp: '{smtp}', from: Talks <talks@example.edu>}}\n"
        + (f"ledger: {ledger}\n" if ledger else "")
    )
    (home / "series.yaml").write_text(
        f"name: Wilks Statistics Seminar\ntime: 12:30\nmailing_list: {LIST}\n"
        "tell:\n  - announcement: 7 days before at 09:00\n"
        "  - reminder: same day at 08:00\n"
    )
    (folder / TALK).write_text(RECORD)
    return folder


def tell_something_else(folder: Path) -> None:
    """Let the ledger remember a message, so that it is not new."""
    older = letter(uid="older", kind=Kind.THANKS, address=LIST, revision="0")
    with open_ledger("sqlite:///.announcer/ledger.db", folder) as ledger:
        held = ledger.claim(older, MONDAY)
        assert held
        ledger.confirm(held, MONDAY)


def undated(message: bytes) -> bytes:
    """Return a message without its date: a preview has that since when it reads so."""
    return re.sub(rb"(?m)^Date: .*\r\n", b"", message)


def read(content: bytes) -> EmailMessage:
    """Read a message as a mail program does."""
    found = email.message_from_bytes(content, policy=_PARSER)
    assert isinstance(found, EmailMessage)
    return found


def calendar_line(message: EmailMessage, name: str) -> str:
    """Return a line of a message's calendar part."""
    (part, *_) = [p for p in message.walk() if p.get_content_type() == "text/calendar"]
    lines = part.get_content().splitlines()
    return str(next(line for line in lines if line.startswith(name)))


@dataclass
class Office:
    """Runs of ``announcer send --yes`` in this process, by a clock of its own."""

    folder: Path
    now: datetime = MONDAY
    slept: list[float] = field(default_factory=list)
    seen: list[Outcome] = field(default_factory=list)

    def records(self) -> Records:
        return read_site(self.folder)

    def ledger(self) -> Ledger:
        return open_ledger(self.records().site.ledger, self.folder)

    def means(self, **changes: Any) -> Means:
        means = Means(
            folder=self.folder,
            secret=lambda _: None,
            clock=lambda: self.now,
            sleep=self.sleep,
            watch=self.seen.append,
        )
        return replace(means, **changes)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)

    def send(self, **options: Any) -> Report:
        with self.ledger() as ledger:
            means = self.means()
            return sending.run(
                self.records(), ledger, TEMPLATES, means, **FIRST | options
            )

    def due(self) -> tuple[Letter, ...]:
        with self.ledger() as ledger:
            return survey(self.records(), ledger, self.now).plan.due

    def change(self, old: str, new: str) -> None:
        path = self.folder / TALK
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def linger(self, outcome: Outcome) -> None:
        """Watch a run in which two minutes pass after each message."""
        self.seen.append(outcome)
        self.later(minutes=2)

    def told(self, kind: Kind | None = None) -> list[Telling]:
        with self.ledger() as ledger:
            found = ledger.told([UID], self.now).get(UID, ())
        return [one for one in found if kind is None or one.kind is kind]

    def states(self) -> list[State]:
        return [one.state for one in self.told()]
