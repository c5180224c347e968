"""Many processes at one ledger, and processes that die while they write into it.

Run as a program, so that the children are forked from a process without threads:
``python -m tests.ledger.crowd JOB URL COUNT [DEATH FIRST STEP]``. Without a death all
children start at once; with one they run one after another, child N on its own copy
(``{n}`` in the address), and die at their own point. Prints how each one ended.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, event

from announcer.kinds import Kind
from announcer.ledger import open_ledger
from announcer.letter import Mention
from announcer.talk import Talk
from tests.builders import letter, talk

NOW = datetime(2021, 3, 1, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
WON, LOST = 0, 1
LETTER = letter(
    uid="a@x",
    kind=Kind.DIGEST,
    address="list@example.edu",
    revision="2021-W10",
    mentions=(Mention(uid="b@x", facts=""), Mention(uid="c@x", facts="")),
)


def talks_before() -> list[Talk]:
    """Return talks that fill some pages of a database."""
    words = "An abstract of some length. " * 30
    return [talk(uid=f"{n}@x", slug=f"t{n}", abstract=words) for n in range(16)]


def talks_after() -> list[Talk]:
    """Return the same ones: one gone, half of them moved, one edited, two new."""
    _, second, *rest = talks_before()
    moved = [replace(one, location="B2") for one in rest[::2]]
    new = [replace(second, uid=f"new{n}@x") for n in range(2)]
    return [replace(second, abstract="Less."), *moved, *rest[1::2], *new]


def build(url: str, number: int) -> int:
    """Remember what everybody else remembers too."""
    with open_ledger(url, Path()) as ledger:
        history = ledger.remember(talks_after(), LATER)
    return WON if history.changed else LOST


def build_own(url: str, number: int) -> int:
    """Remember a room that nobody else has."""
    with open_ledger(url, Path()) as ledger:
        ledger.remember([talk(location=f"Room {number}")], LATER)
    return WON


def claim(url: str, number: int) -> int:
    """Try to be the one who sends."""
    with open_ledger(url, Path()) as ledger:
        held = ledger.claim(LETTER, NOW)
        if held is None:
            return LOST
        ledger.confirm(held, NOW)
    return WON


def lock(url: str, number: int) -> int:
    """Try to be the one who runs, and keep the lock."""
    with open_ledger(url, Path()) as ledger:
        return WON if ledger.lock("send", NOW, timedelta(hours=1)) else LOST


def load(url: str, number: int) -> int:
    """Import the export that lies beside the ledger."""
    lines = Path(os.environ["EXPORT"]).read_text(encoding="ascii").splitlines()
    with open_ledger(url, Path()) as ledger:
        ledger.import_(lines)
    return WON


def die() -> None:
    """End as a power cut would have it."""
    os.kill(os.getpid(), signal.SIGKILL)


def at_statement(point: int) -> None:
    """Die before or after a statement, a commit or a rollback."""
    steps = count()

    def step(*_: object) -> None:
        if next(steps) == point:
            die()

    for name in ("begin", "before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, name, step)


def at_instruction(point: int) -> None:
    """Die inside a statement, after so many times ten instructions of SQLite."""
    steps = count()

    def step() -> None:
        if next(steps) == point:
            die()

    def connected(link: sqlite3.Connection, _: object) -> None:
        link.set_progress_handler(step, 10)

    event.listen(Engine, "connect", connected)


def at_write(point: int) -> None:
    """Die at the first write beyond so many bytes of any file: a torn commit."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (point, point))


JOBS = {job.__name__: job for job in (build, build_own, claim, lock, load)}
DEATHS = {death.__name__: death for death in (at_statement, at_instruction, at_write)}


def fork(work: Callable[[], int]) -> int:
    """Start a child and return its number."""
    child = os.fork()
    if child:
        return child
    status = 99
    try:
        status = work()
    finally:
        os._exit(status)


def ending(child: int) -> int:
    """Wait for a child; a signal is returned as a negative number."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def at_once(job: Callable[[str, int], int], url: str, number: int) -> list[int]:
    """Run a job in many processes that start together."""
    gate, starter = os.pipe()

    def wait(which: int) -> int:
        os.close(starter)
        os.read(gate, 1)
        return job(url, which)

    children = [fork(partial(wait, which)) for which in range(number)]
    os.close(starter)
    return [ending(child) for child in children]


def one_by_one(
    job: Callable[[str, int], int], url: str, number: int, death: str, points: range
) -> list[int]:
    """Run a job in processes each of which dies at its own point."""

    def work(which: int) -> int:
        DEATHS[death](points[which])
        return job(url.replace("{n}", str(which)), which)

    return [ending(fork(partial(work, which))) for which in range(number)]


def warm_up(url: str) -> None:
    """Import what a child would import, once for all of them."""
    if url.startswith("postgresql"):
        import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401, PLC0415
    with tempfile.TemporaryDirectory() as folder:
        claim(f"sqlite:///{folder}/ledger.db", 0)


def main() -> None:
    job, url, number, *rest = sys.argv[1:]
    warm_up(url)
    if not rest:
        endings = at_once(JOBS[job], url, int(number))
    else:
        first, step = map(int, rest[1:])
        points = range(first, first + step * int(number), step)
        endings = one_by_one(JOBS[job], url, int(number), rest[0], points)
    sys.stdout.write(json.dumps(endings))


if __name__ == "__main__":
    main()
