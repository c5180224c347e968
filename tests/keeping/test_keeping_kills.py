"""Killed at any moment, nothing is forgotten, nothing half written, nothing repeated.

``make kills`` does the long run and prints its figures.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.delivery.servers import Inbox
from tests.keeping.hub import PROJECT
from tests.keeping.killed import list_of

KILLS = int(os.environ.get("KILLS", "4"))

pytestmark = pytest.mark.slow


def kill(job: str, folder: Path, smtp: str) -> list[str]:
    words = [job, folder / job, smtp, str(KILLS)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.keeping.killed", *map(str, words)],
        check=True,
        stdout=subprocess.PIPE,
        cwd=PROJECT,
    )
    found: list[str] = json.loads(done.stdout)
    print(job, dict(Counter(found)))  # noqa: T201 - the figures of the long run
    return found


def test_after_a_killed_run_the_next_one_knows_or_asks(
    memory_folder: Path, serve: Callable[..., str]
) -> None:
    """What it told is known, or it told nothing, or no run goes on without a person."""
    inbox = Inbox()
    found = kill("keep", memory_folder, serve(inbox))
    told = Counter(to for _, addresses, _ in inbox.envelopes for to in addresses)
    doubled = [n for n in range(KILLS) if told[list_of(n)] > 1]
    known = [number for number, word in enumerate(found) if word == "known"]
    lost = [number for number in known if told[list_of(number)] != 1]
    assert (lost, doubled) == ([], [])
    assert set(found) <= {"known", "asked"}


@pytest.mark.parametrize("job", ["import", "export"])
def test_a_killed_import_or_export_did_all_or_nothing(memory_folder, job):
    assert set(kill(job, memory_folder, "smtp://127.0.0.1:9")) <= {"all", "nothing"}
