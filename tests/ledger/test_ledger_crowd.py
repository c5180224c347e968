"""Many processes at one ledger lose nothing, and exactly one of them wins."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from announcer.ledger import State, open_ledger
from tests.builders import talk
from tests.ledger.crowd import LATER, LETTER, LOST, NOW, WON, talks_before


def crowd(job: str, url: str, count: int) -> Any:
    """Run a job in so many processes at once and return how each ended."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.ledger.crowd", job, url, str(count)],
        check=True,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    return json.loads(done.stdout)


def test_of_many_claimants_exactly_one_wins(url, tmp_path):
    open_ledger(url, tmp_path).close()
    many = int(os.environ.get("CROWD", "12"))
    assert sorted(crowd("claim", url, many)) == [WON, *[LOST] * (many - 1)]
    with open_ledger(url, tmp_path) as ledger:
        (one,) = ledger.told([LETTER.uid], NOW)[LETTER.uid]
        assert (one.state, one.attempts) == (State.SENT, 1)


def test_a_crowd_at_a_new_ledger_makes_it_once(url, tmp_path):
    assert sorted(crowd("claim", url, 6)) == [WON, *[LOST] * 5]


def test_of_many_runs_one_takes_the_lock(url, tmp_path):
    """Its process ends, so the next one gets it: at least one, never two at a time."""
    with open_ledger(url, tmp_path) as ledger:
        assert ledger.lock("send", NOW, LATER - NOW)
        assert crowd("lock", url, 4) == [LOST] * 4
        ledger.unlock("send")
    assert WON in crowd("lock", url, 4)


def test_two_builds_of_the_same_change_make_one_revision(url, tmp_path):
    with open_ledger(url, tmp_path) as ledger:
        ledger.remember(talks_before(), NOW)
    assert sorted(crowd("build", url, 2)) == [WON, LOST]
    with open_ledger(url, tmp_path) as ledger:
        assert max(entry.sequence for entry in ledger.log(now=LATER)) == 1


def test_builds_at_once_lose_no_change(url, tmp_path):
    with open_ledger(url, tmp_path) as ledger:
        ledger.remember([talk()], NOW)
    assert crowd("build_own", url, 8) == [WON] * 8
    with open_ledger(url, tmp_path) as ledger:
        entries = ledger.log(now=LATER)
    rooms = {change.new for entry in entries for change in entry.changes}
    assert rooms == {f"Room {number}" for number in range(8)}
    assert sorted(entry.sequence for entry in entries) == list(range(9))
