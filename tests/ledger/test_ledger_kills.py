"""A process that is killed at any point leaves a ledger that opens and is right.

``make kills`` takes twice as many points.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from announcer.ledger import State, open_ledger
from tests.ledger.conftest import make_schemas
from tests.ledger.crowd import (
    LATER,
    LETTER,
    LOST,
    NOW,
    WON,
    talks_after,
    talks_before,
)

_numbers = count()

FINE = "KILLS" in os.environ


def deaths(how: str, step: int, number: int) -> tuple[str, int, int, int]:
    """Return how to die, the first point, the distance to the next, and their number.

    Outside of the long run every other point will do.
    """
    return (how, 0, step, number) if FINE else (how, 0, 2 * step, number // 2)


DEATHS = {
    "statements": ("at_statement", 0, 1, 18),
    "instructions": deaths("at_instruction", 5, 20),
    "writes": deaths("at_write", 6144, 24),
}
CLAIM_DEATHS = {
    "statements": ("at_statement", 0, 1, 30),
    "instructions": deaths("at_instruction", 2, 24),
    "writes": ("at_write", 0, 4096, 10),
}


def kill(job: str, url: str, death: tuple[str, int, int, int], **said: str) -> Any:
    """Run a job with so many deaths and return how each process ended."""
    how, first, step, number = death
    words = [job, url, str(number), how, str(first), str(step)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.ledger.crowd", *words],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
        env={**os.environ, **said},
    )
    endings = json.loads(done.stdout)
    assert set(endings) <= {-9, -25, WON, LOST}
    assert len([ending for ending in endings if ending < 0]) > 5
    return endings


def copies(origin: Path, number: int) -> list[Path]:
    """Return as many copies of a file, beside it."""
    found = [origin.with_name(f"{which}.db") for which in range(number)]
    for path in found:
        shutil.copy(origin, path)
    return found


def exported(path: Path) -> list[str]:
    """Return what is in a ledger, and see that its file is whole."""
    with open_ledger(f"sqlite:///{path}", path.parent) as ledger:
        lines = list(ledger.export())
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return lines


@pytest.fixture
def before(memory_folder: Path) -> Path:
    path = memory_folder / "before.db"
    with open_ledger(f"sqlite:///{path}", memory_folder) as ledger:
        ledger.remember(talks_before(), NOW)
    return path


@pytest.fixture
def after(before: Path) -> Path:
    path = before.with_name("after.db")
    shutil.copy(before, path)
    with open_ledger(f"sqlite:///{path}", path.parent) as ledger:
        ledger.remember(talks_after(), LATER)
    return path


@pytest.mark.parametrize("death", DEATHS)
def test_a_killed_build_has_stored_all_or_nothing(before, after, death):
    states = {"nothing": exported(before), "all": exported(after)}
    paths = copies(before, DEATHS[death][3])
    kill("build", f"sqlite:///{before.parent}/{{n}}.db", DEATHS[death])
    found = [exported(path) for path in paths]
    assert all(lines in states.values() for lines in found)
    assert states["nothing"] in found
    for path in paths:
        with open_ledger(f"sqlite:///{path}", path.parent) as ledger:
            ledger.remember(talks_after(), LATER)
        assert exported(path) == states["all"]


@pytest.mark.parametrize("death", ["writes"])
def test_a_killed_import_has_stored_all_or_nothing(before, after, death):
    states = [exported(before), exported(after)]
    file = after.with_suffix(".jsonl")
    file.write_text("\n".join(states[1]), encoding="ascii")
    paths = copies(before, DEATHS[death][3])
    url = f"sqlite:///{before.parent}/{{n}}.db"
    kill("load", url, DEATHS[death], EXPORT=str(file))
    assert all(exported(path) in states for path in paths)


@pytest.mark.parametrize("death", ["statements", "writes"])
def test_a_killed_first_build_leaves_a_ledger_that_can_be_used(memory_folder, death):
    new = memory_folder / "new"
    kill("build", f"sqlite:///{new}/{{n}}.db", DEATHS[death])
    for number in range(DEATHS[death][3]):
        path = new / f"{number}.db"
        with open_ledger(f"sqlite:///{path}", new) as ledger:
            assert ledger.remember(talks_before(), NOW).revisions
        assert len(exported(path)) > len(talks_before())


def test_somebody_who_only_looks_may_be_first_after_a_kill(before):
    """A torn commit is undone by whoever comes first."""
    paths = copies(before, DEATHS["writes"][3])
    kill("build", f"sqlite:///{before.parent}/{{n}}.db", DEATHS["writes"])
    torn = [path for path in paths if path.with_name(f"{path.name}-journal").exists()]
    assert torn
    for path in torn:
        url = f"sqlite:///{path}"
        with open_ledger(url, path.parent, readonly=True) as ledger:
            assert ledger.foresee(talks_before(), LATER).changed == {}


@pytest.mark.parametrize("death", CLAIM_DEATHS)
def test_a_killed_sender_has_told_nothing_or_is_asked_about(before, death):
    paths = copies(before, CLAIM_DEATHS[death][3])
    kill("claim", f"sqlite:///{before.parent}/{{n}}.db", CLAIM_DEATHS[death])
    found = {told_after_a_kill(f"sqlite:///{path}") for path in paths}
    assert found <= {None, State.UNKNOWN, State.SENT}
    assert None in found


def told_after_a_kill(url: str) -> State | None:
    """Return how far a message came, having checked that this is final or nothing."""
    with open_ledger(url, Path()) as ledger:
        told = ledger.told(["b@x", LETTER.uid], NOW)
        open_ = ledger.unresolved(NOW)
        again = ledger.claim(LETTER, NOW)
    if not told:
        assert again
        assert not open_
        return None
    assert again is None
    (about,), (itself,) = told["b@x"], told[LETTER.uid]
    assert about.state is itself.state
    assert bool(open_) == (itself.state is State.UNKNOWN)
    return itself.state


SERVER_DEATH = ("at_statement", 1, 2, 24) if FINE else ("at_statement", 1, 4, 12)


@pytest.fixture
def schemas(postgres_server: str) -> tuple[str, list[str]]:
    """Yield the address of many ledgers, with {n} for their numbers, and each one's."""
    start = f"kill{next(_numbers)}_"
    urls = make_schemas(postgres_server, start, SERVER_DEATH[3])
    for url in urls:
        open_ledger(url, Path()).close()
    return urls[0].removesuffix("0") + "{n}", urls


def test_a_server_forgets_what_a_killed_build_had_not_finished(schemas, before, after):
    states = [exported(before), exported(after)]
    pattern, urls = schemas
    for url in urls:
        with open_ledger(url, Path()) as ledger:
            ledger.import_(states[0])
    kill("build", pattern, SERVER_DEATH)
    found = []
    for url in urls:
        with open_ledger(url, Path()) as ledger:
            found.append(list(ledger.export()))
    assert all(lines in states for lines in found)
    assert all(lines in found for lines in states)


def test_a_killed_sender_on_a_server_is_asked_about(schemas):
    pattern, urls = schemas
    kill("claim", pattern, SERVER_DEATH)
    found = {told_after_a_kill(url) for url in urls}
    assert found == {None, State.UNKNOWN, State.SENT}
