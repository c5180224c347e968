"""Runs, imports and exports that are killed at a random moment, and what comes after.

Run as a program, so that children are forked from a process without threads:
``python -m tests.keeping.killed JOB FOLDER SMTP COUNT``. Prints a list: for each one
what the next run found.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from announcer import keeping
from announcer.errors import DeliveryError
from announcer.ledger import open_ledger
from tests.keeping.hub import FILE, Hub, git, keep
from tests.ledger.crowd import LATER, NOW, talks_after, talks_before
from tests.sending.office import LIST

LEDGER = "sqlite:///.announcer/ledger.db"
SERIES = "talks/wilks/series.yaml"
Trial = tuple[Callable[[], object], Callable[[], str]]


def list_of(number: int) -> str:
    return f"list{number}@example.edu"


def whole(file: Path) -> bool:
    """Say whether an export is there whole, or not at all."""
    text = file.read_text(encoding="ascii") if file.exists() else ""
    ends = not text or text.endswith("\n")
    return ends and all(json.loads(line) for line in text.splitlines())


def killed(work: Callable[[], object], delay: float | None) -> float:
    """Do it in a process that is killed with its own ones; say how long it lived."""
    began = time.monotonic()
    child = os.fork()
    if not child:
        os.setsid()
        try:
            work()
        finally:
            os._exit(0)
    if delay is not None:
        time.sleep(delay)
        try:
            os.killpg(child, signal.SIGKILL)
        except ProcessLookupError:
            os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.monotonic() - began


def next_run(hub: Hub) -> str:
    """Say whether the next run knows what was told, or asks."""
    try:
        keep(hub.clone("next"), attempts=2, longest=0)
    except DeliveryError as error:
        return "asked" if "has not said how it ended" in str(error) else str(error)
    assert hub.states() == ["sent"]
    assert hub.marks() == ""
    return "known"


def a_keep(origin: Hub, number: int) -> Trial:
    """Keep the memory of a seminar with a list of its own."""
    folder = origin.folder / f"trial{number}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    home = folder / "runner"
    git(folder, "clone", "-q", origin.bare, home)
    text = (home / SERIES).read_text().replace(LIST, list_of(number))
    (home / SERIES).write_text(text)
    git(home, "commit", "-q", "-a", "-m", "A list of its own")
    hub = Hub(folder)
    git(folder, "clone", "-q", "--bare", home, hub.bare)
    git(home, "remote", "set-url", "origin", f"file://{hub.bare}")

    def after() -> str:
        assert whole(home / FILE)
        found = next_run(hub)
        assert all(json.loads(line) for line in hub.lines())
        shutil.rmtree(folder)
        return found

    return (lambda: keep(home)), after


def _memories(folder: Path) -> tuple[list[str], list[str]]:
    """Return two exports, one of which knows more."""
    found = []
    with open_ledger("sqlite:///origin.db", folder) as ledger:
        for talks, now in ((talks_before(), NOW), (talks_after(), LATER)):
            ledger.remember(talks, now)
            found.append(list(ledger.export()))
    return found[0], found[1]


def an_import(origin: Hub, number: int) -> Trial:
    """Import into a ledger all of an export, or nothing."""
    home = origin.folder / f"import{number}"
    home.mkdir()
    before, after_ = _memories(home)
    (home / FILE).write_text("\n".join(after_) + "\n")
    if number % 2:
        with open_ledger(LEDGER, home) as ledger:
            ledger.import_(before)

    def load() -> None:
        with open_ledger(LEDGER, home) as ledger:
            keeping.import_file(ledger, home / FILE)

    def after() -> str:
        with open_ledger(LEDGER, home) as ledger:
            there = list(ledger.export())
        assert there in (before if number % 2 else before[:1], after_)
        load()
        with open_ledger(LEDGER, home) as ledger:
            assert list(ledger.export()) == after_
        shutil.rmtree(home)
        return "all" if there == after_ else "nothing"

    return load, after


def an_export(origin: Hub, number: int) -> Trial:
    """Export onto a file that holds something else: the old file, or both."""
    home = origin.folder / f"export{number}"
    home.mkdir()
    before, both = _memories(home)
    old = [both[0], *both[-3:]]
    file = home / FILE
    file.write_text("\n".join(old) + "\n")
    with open_ledger(LEDGER, home) as ledger:
        ledger.import_(before)

    def store() -> None:
        with open_ledger(LEDGER, home, readonly=True) as ledger:
            keeping.export_file(ledger, file, file.parent)

    def after() -> str:
        there = file.read_text().splitlines()
        assert whole(file)
        expected = sorted({*before, *old})
        assert sorted(there) in (sorted(old), expected)
        store()
        assert sorted(file.read_text().splitlines()) == expected
        left = {path.name for path in home.iterdir()}
        assert left == {FILE, ".announcer", "origin.db"}
        shutil.rmtree(home)
        return "all" if sorted(there) == expected else "nothing"

    return store, after


JOBS = {"keep": a_keep, "import": an_import, "export": an_export}


def main() -> None:
    job, folder, smtp, count = sys.argv[1:]
    make = JOBS[job]
    Path(folder).mkdir(exist_ok=True)
    origin = Hub.start(Path(folder), smtp)
    chance = random.Random(23)
    lives = []
    for number in (-1, -2, -3):  # nobody kills these: they say how long one takes
        work, after = make(origin, number)
        lives.append(killed(work, None))
        after()
    longest = sorted(lives)[1] * 1.1
    found = []
    for number in range(int(count)):
        work, after = make(origin, number)
        killed(work, chance.uniform(0, longest))
        found.append(after())
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
