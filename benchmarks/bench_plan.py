"""Compare a run that finds nothing due with ``announcer check``; run by hand.

    python benchmarks/bench_plan.py [SERIES TALKS]

Both commands take turns on one folder, so that a busy machine slows both. The figure to
look at is the ratio: sending should cost little more than reading the records.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from corpus import write_corpus

# Weeks before the first talk: all of them are to come, and none is to be told yet.
BEFORE = "2004-08-20T12:00"
LONG_AFTER = "2026-11-20T12:00"
ROUNDS = 7


def run(folder: str, now: str, *words: str) -> float:
    """Return the seconds that a command takes."""
    command = [sys.executable, "-m", "announcer", "-C", folder, "--now", now, *words]
    start = perf_counter()
    subprocess.run(command, check=False, capture_output=True)
    return perf_counter() - start


def compare(folder: str, now: str) -> None:
    """Print both commands' times and their ratio, round by round in turn."""
    check = ("check",)
    send = ("send", "--yes", "--quiet")
    run(folder, now, *send)  # the first run makes the ledger and notes every talk
    pairs = [(run(folder, now, *check), run(folder, now, *send)) for _ in range(ROUNDS)]
    for label, place in (("announcer check", 0), ("announcer send --yes --quiet", 1)):
        times = [pair[place] for pair in pairs]
        print(f"{label:30} {min(times):7.3f} s  (median {median(times):.3f} s)")
    ratio = median(send / check for check, send in pairs)
    print(f"{'ratio':30} {ratio:7.2f}")


def main() -> None:
    """Measure one corpus, before its first talk and long after its last."""
    series, talks = map(int, sys.argv[1:]) if len(sys.argv) > 2 else (1000, 10_000)
    for label, now in (("all to come", BEFORE), ("all over", LONG_AFTER)):
        with tempfile.TemporaryDirectory() as name:
            write_corpus(Path(name), talks, series)
            print(f"{series} series, {talks} talks, {label}")
            compare(name, now)


if __name__ == "__main__":
    main()
