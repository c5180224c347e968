"""Whole processes on the clock: wall, processor and memory of a process and its own.

What everybody else used meanwhile is measured too, and so is whether a run was quiet.
Linux only says so in /proc; elsewhere wall and processor are measured, and the memory
of the largest process, and no run is called quiet.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

with suppress(ImportError):  # Windows has none, nor os.wait4
    import resource

QUIET = 0.15  # cores that others may use in a run that is called quiet
_PROC = Path("/proc")
_BLINK = 0.02  # seconds between two looks at the memory
_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Spent:
    """What one run took: seconds, MiB at the worst moment, cores used by others.

    ``memory`` is that of the whole tree of processes, shared pages counted once, where
    it was watched; otherwise of the largest process. ``others`` is None where nobody
    knows.
    """

    wall: float
    cpu: float
    memory: float
    others: float | None


def run(
    command: Sequence[str | Path],
    folder: Path | None = None,
    *,
    watched: bool = False,
    codes: Sequence[int] = (0,),
) -> Spent:
    """Run a command to its end; ``watched`` costs a little and sees all its memory.

    Raises RuntimeError, with what it said, for another exit status than ``codes``.
    """
    before, start = busy(), time.perf_counter()
    with subprocess.Popen(
        [*map(str, command)],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        watch = Watch(process.pid) if watched else None
        assert process.stderr
        said = process.stderr.read()
        cpu, largest = _wait(process)
        wall = time.perf_counter() - start
    if process.returncode not in codes:
        text = said.decode(errors="replace")[-2000:]
        raise RuntimeError(f"exit {process.returncode}: {command}\n{text}")
    memory = max(largest, watch.stop()) if watch else largest
    return Spent(wall, cpu, memory, _others(before, cpu, wall))


def said_by(*command: str | Path) -> dict[str, tuple[float, float | None]]:
    """Return the seconds that a command prints as JSON, with what others used."""
    before, start = busy(), time.perf_counter()
    done = subprocess.run([*map(str, command)], check=True, capture_output=True)
    wall = time.perf_counter() - start
    usage = json.loads(done.stdout)
    others = _others(before, usage.pop("cpu"), wall)
    return {name: (seconds, others) for name, seconds in usage.items()}


def _wait(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Wait, and return seconds of processor and MiB of the largest process.

    That of a process which was never larger than this one is 0: what is told of it is
    what this one had when it began.
    """
    if not hasattr(os, "wait4"):
        process.wait()
        return 0.0, 0.0
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    largest = usage.ru_maxrss if usage.ru_maxrss > own else 0
    return usage.ru_utime + usage.ru_stime, largest * unit / _MIB


def busy() -> float | None:
    """Return how many seconds all cores have worked since the machine started."""
    try:
        with (_PROC / "stat").open() as file:
            numbers = [int(word) for word in file.readline().split()[1:9]]
    except OSError:
        return None
    user, nice, system, _idle, _waiting, *rest = numbers
    return (user + nice + system + sum(rest)) / os.sysconf("SC_CLK_TCK")


def _others(before: float | None, cpu: float, wall: float) -> float | None:
    after = busy()
    if before is None or after is None or not wall:
        return None
    return max(0.0, (after - before - cpu) / wall)


class Patience:
    """Seconds that one is willing to lose to others, by waiting and repeating."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    def wait(self, limit: float = 20) -> None:
        """Wait until others are quiet, but no longer than ``limit`` seconds."""
        end = time.monotonic() + min(limit, self.left)
        while (before := busy()) is not None and time.monotonic() < end:
            time.sleep(0.25)
            if (_others(before, 0, 0.25) or 0) <= QUIET:
                return
            self.left -= 0.25

    def allows(self, spent: Spent) -> bool:
        """Say whether a run that others disturbed shall be repeated."""
        if (spent.others or 0) <= QUIET or self.left <= 0:
            return False
        self.left -= spent.wall
        return True


class Watch:
    """Looks at the memory of a process and of all below it until it is stopped."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._worst = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """Return the MiB of the worst moment."""
        self._done.set()
        self._thread.join()
        return self._worst

    def _look(self) -> None:
        while not self._done.wait(_BLINK):
            found = sum(map(_memory, [self._pid, *_below(self._pid)]))
            self._worst = max(self._worst, found)


def _below(pid: int) -> list[int]:
    found = []
    for tasks in _PROC.glob(f"{pid}/task/*/children"):
        with suppress(OSError):
            for child in map(int, tasks.read_text().split()):
                found += [child, *_below(child)]
    return found


def _memory(pid: int) -> float:
    """Return the MiB of a process, its share only of what it shares with others."""
    with suppress(OSError):
        for line in (_PROC / f"{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def ratio(ours: Sequence[Spent], theirs: Sequence[Spent], *, of: str = "wall") -> float:
    """Return the middle one of the ratios of each round."""
    pairs = zip(ours, theirs, strict=True)
    shares = [getattr(o, of) / (getattr(t, of) or 1) for o, t in pairs]
    return float(median(shares))


def disturbed(spent: Sequence[Spent]) -> float | None:
    """Return the cores that others used, in the middle of these runs."""
    known = [one.others for one in spent if one.others is not None]
    return median(known) if known else None


def machine() -> str:
    """Return what it ran on: processor, cores, system, Python."""
    model = platform.processor() or platform.machine()
    with suppress(OSError):
        for line in (_PROC / "cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    cores = (
        len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count()
    )
    system = f"{platform.system()} {platform.release()}"
    return f"{model}, {cores} cores; {system}; Python {platform.python_version()}"
