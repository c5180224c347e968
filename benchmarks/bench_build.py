"""Print talks per second for reading, rendering and writing; run by hand.

    python benchmarks/bench_build.py [TALKS]

Each figure is the best of three within this one run. Compare ratios, not machines.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from corpus import write_corpus

from announcer.delivery.files import write
from announcer.formats import FORMATS
from announcer.output import finished
from announcer.record import read_site
from announcer.talk import Programme
from announcer.templating import Templates

T = TypeVar("T")
NOW = datetime(2021, 3, 1, 9, tzinfo=UTC)
ROUNDS = 3


def best(label: str, talks: int, work: Callable[[], T]) -> T:
    """Run the work a few times and print its best rate."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        result = work()
        times.append(perf_counter() - start)
    least = min(times)
    print(f"{label:28} {least:8.3f} s {talks / least:10.0f} talks/s")
    return result


def main() -> None:
    """Measure one corpus from files to files."""
    talks = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(folder, talks)
        print(f"{talks} talks, best of {ROUNDS}")
        records = best("read and check", talks, lambda: read_site(folder))
        programme = Programme(
            site=records.site, series=records.series, talks=records.talks, now=NOW
        )
        for form, module in FORMATS.items():
            best(
                f"render {form}",
                talks,
                lambda module=module: sum(  # type: ignore[misc]
                    1 for _ in finished(module.drafts(programme, Templates()))
                ),
            )
        outputs = [
            output
            for form in FORMATS.values()
            for output in finished(form.drafts(programme, Templates()))
        ]
        count = iter(range(ROUNDS))
        best(
            f"write {len(outputs)} new files",
            talks,
            lambda: write(outputs, folder / f"build{next(count)}"),
        )
        best("write, nothing changed", talks, lambda: write(outputs, folder / "build0"))
        for arguments in (
            ["--help"],
            ["-C", name, "list", "--all"],
            ["-C", name, "build"],
        ):
            command = [sys.executable, "-m", "announcer", *arguments]
            label = " ".join(a for a in arguments if a not in ("-C", name))
            best(
                f"announcer {label}",
                talks,
                lambda command=command: subprocess.run(  # type: ignore[misc]
                    command, check=True, capture_output=True
                ),
            )


if __name__ == "__main__":
    main()
