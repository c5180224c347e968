"""Runners and organisers race for one branch: nothing is lost, nothing told twice.

``make kills`` does the long run and prints its figures.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.delivery.servers import Inbox
from tests.keeping.hub import Hub, git, keep, titles
from tests.sending.office import read

ROUNDS = int(os.environ.get("KILLS", "3"))


def record(title: str, at: int) -> str:
    return (
        f"title: Title {title}\nspeaker: Speaker {title} (Inst)\n"
        f"date: 2021-03-{2 + at % 7:02d}\ntime: '{8 + at % 10:02d}:00'\n"
        f"duration: 30 min\n"
    )


def runner(hub: Hub, number: int, old: str, kind: str) -> Path:
    """Return the work tree of a job: of a fresh, an old, a shallow or a kept clone."""
    if kind == "kept":
        return hub.kept(f"runner{number}-kept", old)
    if kind == "laptop":  # attached, with a ledger of its own, behind the others
        home = hub.folder / f"runner{number}-laptop"
        return home if home.exists() else hub.clone(home.name)
    depth = ("--depth", "1") if kind == "shallow" else ()
    home = hub.clone(f"runner{number}", *depth)
    if kind == "old":
        git(home, "checkout", "-q", "-B", "main", old)
    return home


@pytest.mark.slow
def test_racing_runners_and_organisers_lose_nothing_and_tell_nothing_twice(
    tmp_path: Path, serve: Callable[..., str]
) -> None:
    inbox = Inbox()
    hub = Hub.start(tmp_path, serve(inbox), talk=False)
    chance = random.Random(19)
    kinds = ["fresh", "old", "shallow", "kept", "laptop"]
    written: list[str] = []
    with ThreadPoolExecutor(6) as pool:
        for round_ in range(ROUNDS):
            old = hub.tip()
            title = f"A{round_}"
            path = "talks/wilks/2021-03-08-{}.yaml"
            hub.write("organiser0", path.format(title), record(title, round_))
            written.append(title)
            homes = [
                runner(hub, number, old, chance.choice(kinds))
                for number in range(chance.choice([2, 3]))
            ]
            jobs: list[Any] = [pool.submit(keep, home) for home in homes]
            for organiser in (1, 2):
                title = f"B{round_}x{organiser}"
                if chance.random() < 0.6:
                    written.append(title)
                    text = record(title, round_ + organiser)
                    name = f"organiser{organiser}"
                    jobs.append(pool.submit(hub.write, name, path.format(title), text))
            for job in jobs:
                job.result()
    keep(hub.clone("last"))
    told = Counter(title.removeprefix("Title ") for title in titles(inbox.messages))
    lost = [title for title in written if not told[title]]
    doubled = [title for title in written if told[title] > 1]
    commits = git(hub.bare, "rev-list", "--count", "main")
    print(  # noqa: T201 - the figures of the long run
        f"rounds {ROUNDS}, talks {len(written)}, commits {commits}, "
        f"lost {len(lost)}, doubled {len(doubled)}"
    )
    subjects = [str(read(message)["Subject"]) for message in inbox.messages]
    assert (lost, doubled) == ([], []), subjects
    assert hub.states() == ["sent"] * len(written)
    assert hub.marks() == ""
    shutil.rmtree(tmp_path, ignore_errors=True)
