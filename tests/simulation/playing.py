"""Playing a world: what led to a failure, and the shortest world that fails alike."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from tests.simulation.verdicts import Wrong
from tests.simulation.world import Figures, Size, World

_MEMORY = Path("/dev/shm")


class Failure(Exception):
    """A world in which the oracle found something wrong, and how it came to it."""

    def __init__(self, seed: int, size: Size, why: str, log: list[str]) -> None:
        shown = "\n  ".join(_relevant(why, log))
        super().__init__(f"seed {seed}, {size}: {why}\n  {shown}")
        self.seed = seed
        self.why = why
        self.log = log


def _relevant(why: str, log: list[str]) -> list[str]:
    """Return the lines of a log that concern what is wrong."""
    names = set(re.findall(r"[a-z]+\d?\.20\d\d-\d\d-\d\d-talk\d+", why))
    keys = {name.partition(".")[0] for name in names}
    keys |= set(re.findall(r"([a-z]+\d?)(?:-friends)?@", why))
    shared = ("run ", "storm", "laptop", "resolve", "site", "publish done", "wrong")
    series = [
        line[:400]
        for line in log
        if line.startswith("name: ") and line[6:].split()[0].lower() in keys
    ]
    mine = (*names, *(f"{key}: " for key in keys), *shared)
    return series + [line[:300] for line in log if any(o in line for o in mine)][-60:]


def play(seed: int, size: Size, left_out: frozenset[int] = frozenset()) -> Figures:
    """Live through a world; raise Failure where the oracle objects."""
    place = _MEMORY if _MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="institute-", dir=place))
    world = World(seed, size, folder)
    try:
        with world.pretended():
            world.live(left_out)
    except Wrong as wrong:
        world.note("wrong")
        raise Failure(seed, size, str(wrong), world.log) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    world.figures.faults = world.servers.faults
    return world.figures


def shrink(seed: int, size: Size, failure: Failure) -> Failure:
    """Leave out what does not matter; return the shortest failure that was found."""
    left_out: frozenset[int] = frozenset()
    numbers = [int(n) for line in failure.log for n in re.findall(r" \[(\d+)\] ", line)]
    last = max(numbers, default=0)
    width = max(1, last // 2)
    while width:
        for first in range(0, last + 1, width):
            fewer = left_out | set(range(first, first + width))
            if fewer != left_out and (found := _fails(seed, size, fewer, failure)):
                left_out, failure = fewer, found
        width //= 2
    return failure


def _fails(
    seed: int, size: Size, left_out: frozenset[int], as_: Failure
) -> Failure | None:
    """Return how a world without some events fails in the same way, if it does."""
    try:
        play(seed, size, left_out)
    except Failure as failure:
        return failure if _kind(failure) == _kind(as_) else None
    return None


def _kind(failure: Failure) -> list[str]:
    """Return the words of a failure that name nothing of its world."""
    first = failure.why.partition("[")[0]
    return [word for word in first.split() if word.isalpha()][:12]
