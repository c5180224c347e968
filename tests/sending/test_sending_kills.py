"""Killed at any step, a run leaves a message unsent or asks; of many runs one sends.

``make kills`` does the long run.
"""

from __future__ import annotations

import json
import mailbox
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from announcer import sending
from announcer.ledger import State, open_ledger
from announcer.post import Fate
from announcer.record import Records, read_site
from announcer.templating import Templates
from tests.delivery.servers import Inbox
from tests.ledger.conftest import make_schemas
from tests.sending.office import FIRST, LIST, MONDAY, UID, write_project
from tests.sending.postmen import (
    COUNTERS,
    NOTHING,
    SENT,
    list_of,
    means_for,
    records_for,
)

TEMPLATES = Templates()  # compiled once for all runs
KILLS = int(os.environ.get("KILLS", "20"))
KILLS_ON_SERVER = int(os.environ.get("KILLS", "8"))
CROWD = int(os.environ.get("CROWD", "12"))
_numbers = count()


@pytest.fixture
def home(memory_folder: Path, serve: Callable[..., str], inbox: Inbox) -> Path:
    """Yield a project, its server and its ledgers in memory."""
    return write_project(memory_folder / "project", serve(inbox))


def run(job: str, home: Path, url: str, number: int) -> list[int]:
    """Run a job of the postmen and return how each of them ended."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.sending.postmen", job, home, url, str(number)],
        check=True,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "STEPS": str(home / "steps")},
    )
    endings: list[int] = json.loads(done.stdout)
    return endings


def fate_after_a_kill(
    known: Records, home: Path, url: str, number: int, inbox: Inbox
) -> str:
    """Run again after a kill and say what had become of the message.

    Whatever it was: the message is there once, or somebody is asked about it.
    """

    def mails() -> int:
        return sum(1 for _, to, _ in inbox.envelopes if to == [list_of(number)])

    records = records_for(known, number)
    with open_ledger(url.replace("{n}", str(number)), home) as ledger:
        before = ledger.told([UID], MONDAY).get(UID, ())
        state = before[0].state if before else None
        arrived = mails()
        report = sending.run(records, ledger, TEMPLATES, means_for(home), **FIRST)
        again = sending.run(records, ledger, TEMPLATES, means_for(home), **FIRST)
    assert not report.busy  # the lock of the dead is nobody's
    assert again.outcomes == ()
    if state is State.UNKNOWN:
        assert report.outcomes == ()
        assert [one.uid for one in report.unresolved] == [UID]
        assert mails() <= 1
        return "unknown: ask"
    assert report.unresolved == ()
    assert mails() == 1
    if state is State.SENT:
        assert arrived == 1
        assert report.outcomes == ()
        return "sent"
    assert arrived == 0
    assert [one.fate for one in report.outcomes] == [Fate.SENT]
    return "not sent, was sent by the next run"


def test_kills_lose_nothing_and_repeat_nothing(home, inbox):
    url = f"sqlite:///{home}/{{n}}.db"
    endings = run("killed", home, url, KILLS)
    records = read_site(home)
    assert len(endings) == KILLS
    assert Counter(endings)[-signal.SIGKILL] > 0.95 * KILLS
    found = Counter(
        fate_after_a_kill(records, home, url, number, inbox) for number in range(KILLS)
    )
    assert set(found) == {
        "not sent, was sent by the next run",
        "unknown: ask",
        "sent",
    }, found


def test_kills_lose_and_repeat_nothing_where_messages_are_claimed_together(
    memory_folder,
):
    """Three lists and a file: all three messages are claimed in one go."""
    home = write_project(memory_folder / "project", "smtp://localhost:1")
    for path, old, new in (
        ("site.yaml", "smtp: 'smtp://localhost:1'", "mbox: outbox"),
        ("wilks/series.yaml", LIST, f"[{LIST}, 1.{LIST}, 2.{LIST}]"),
    ):
        text = (home / "talks" / path).read_text()
        (home / "talks" / path).write_text(text.replace(old, new))
    url = f"sqlite:///{home}/{{n}}.db"
    assert Counter(run("killed", home, url, KILLS))[-signal.SIGKILL] > 0.8 * KILLS
    records = read_site(home)
    found = Counter(_asked_after_a_kill(records, home, url, n) for n in range(KILLS))
    assert set(found) == {0, 3}, found


def _asked_after_a_kill(known: Records, home: Path, url: str, number: int) -> int:
    """Run again after a kill; return of how many messages somebody must be asked.

    Of the others each is there once, and of these no more than once.
    """
    (home / "outbox.lock").unlink(missing_ok=True)  # as its message says
    records = records_for(known, number)
    with open_ledger(url.replace("{n}", str(number)), home) as ledger:
        sending.run(records, ledger, TEMPLATES, means_for(home), **FIRST)
        asked = {one.address for one in ledger.unresolved(MONDAY)}
    box = mailbox.mbox(home / "outbox")
    there = Counter(str(one["To"]) for one in box if list_of(number) in one["To"])
    box.close()
    lists = {to.address for to in records.series[0].mailing_lists}
    assert asked <= lists
    assert all(there[to] == 1 for to in lists - asked)
    assert all(there[to] <= 1 for to in asked)
    return len(asked)


def test_kills_lose_and_repeat_nothing_on_a_server_either(home, inbox, postgres_server):
    start = f"kill{next(_numbers)}send_"
    first = make_schemas(postgres_server, start, KILLS_ON_SERVER)[0]
    # two more children only count the steps
    _schemas(postgres_server, [f"{start}{n}" for n in COUNTERS])
    url = first.removesuffix("0") + "{n}"
    endings = run("killed", home, url, KILLS_ON_SERVER)
    records = read_site(home)
    assert Counter(endings)[-signal.SIGKILL] > 0.8 * KILLS_ON_SERVER
    found = {
        fate_after_a_kill(records, home, url, number, inbox)
        for number in range(KILLS_ON_SERVER)
    }
    assert {"not sent, was sent by the next run", "unknown: ask"} <= found


def _schemas(server: str, names: list[str]) -> None:
    import psycopg  # noqa: PLC0415 - only where a server is

    plain = server.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE SCHEMA {name}".encode())


@pytest.mark.parametrize("job", ["crowd", "lockless"])
def test_of_many_senders_exactly_one_sends(home, inbox, url, job):
    """With the lock that keeps runs apart, and with the claim alone."""
    open_ledger(url, home).close()
    endings = run(job, home, url, CROWD)
    assert sorted(endings) == [SENT, *[NOTHING] * (CROWD - 1)]
    assert [to for _, to, _ in inbox.envelopes] == [[LIST]]
    with open_ledger(url, home) as ledger:
        (told,) = ledger.told([UID], MONDAY)[UID]
        again = sending.run(
            read_site(home), ledger, TEMPLATES, means_for(home), **FIRST
        )
    assert (told.state, told.attempts) == (State.SENT, 1)
    assert again.outcomes == ()
