"""Measure announcer beside its peers in one run, and print the table.

    python benchmarks/run.py [--quick] [--large] [--dir DIR] [--mailmerge PATH]

How to read it, and the last table: docs/performance.md. Ratios travel between machines;
seconds do not.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from statistics import median

import jobs
import measure
from jobs import Row, Scale
from measure import Patience

FULL = {"talks": 10_000, "small": 1_000, "mails": 1_000, "rounds": 5}
QUICK = {"talks": 2_000, "small": 500, "mails": 300, "rounds": 3}
LARGE = 100_000
MEMORY_DISK = Path("/dev/shm")
HEAD = (
    "| job | s | against | s | ratio | of processor | target | MiB | others |",
    "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
)


def main() -> None:
    """Measure and print."""
    wanted = _arguments()
    # as where it is installed: compiled once, which the round that does not count does
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    scale = Scale(
        **(QUICK if wanted.quick else FULL),
        full=not wanted.quick,
        patience=Patience(wanted.patience),
        large=LARGE if wanted.large else 0,
    )
    with tempfile.TemporaryDirectory(dir=wanted.dir, prefix="bench-") as name:
        rows = []
        for row in jobs.everything(scale, Path(name), _mailmerge(wanted.mailmerge)):
            print(line(row, scale), file=sys.stderr, flush=True)
            rows.append(row)
        print("\n".join(_table(rows, scale, Path(name))))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="2,000 talks, 3 rounds")
    parser.add_argument("--large", action="store_true", help="100,000 talks as well")
    parser.add_argument("--mailmerge", help="its program (default: the installed one)")
    parser.add_argument(
        "--patience",
        type=float,
        default=300,
        help="seconds to lose by waiting for others to be quiet, and by repeating runs",
    )
    room = MEMORY_DISK if MEMORY_DISK.is_dir() else None
    parser.add_argument("--dir", type=Path, default=room, help=f"default: {room}")
    return parser.parse_args()


def _mailmerge(named: str | None) -> Path | None:
    own = Path(".peers/venv/bin/mailmerge")
    found = named or shutil.which("mailmerge") or (own if own.is_file() else None)
    return Path(found).resolve() if found else None


def _table(rows: Sequence[Row], scale: Scale, folder: Path) -> Iterator[str]:
    command = [str(jobs.hugo()), "version"]
    hugo = subprocess.run(command, capture_output=True, text=True, check=True)
    release = hugo.stdout.split()[1].partition("-")[0]
    yield (
        f"{measure.machine()}; Hugo {release}, icalendar {version('icalendar')}, click "
        f"{version('click')}; files on {_disk(folder)}; medians of {scale.rounds} "
        "rounds, each command in its turn."
    )
    yield _quietness(rows)
    if not scale.full:
        yield "This was a quick run: the targets are those of 10,000 talks."
    yield from ("", *HEAD)
    yield from (line(row, scale) for row in rows)
    yield from ("", _files(folder, scale))


def line(row: Row, scale: Scale) -> str:
    """Return a row of the table."""
    if row.skipped:
        return f"| {row.job} | | | | skipped: {row.skipped} | | | | |"
    wall = measure.ratio(row.ours, row.theirs)
    cpu = measure.ratio(row.ours, row.theirs, of="cpu")
    cells = [
        row.job,
        f"{median(one.wall for one in row.ours):.3f}",
        row.against,
        f"{median(one.wall for one in row.theirs):.3f}",
        f"**{wall:.3f}**{_verdict(wall, row.target, scale)}",
        f"{cpu:.3f}" if cpu else "",
        f"{row.target:g}" if row.target else "",
        _memory(row, scale),
        _others(row),
    ]
    return f"| {' | '.join(cells)} |"


def _verdict(value: float, target: float | None, scale: Scale) -> str:
    if target is None or not scale.full:
        return ""
    return " met" if value <= target else " missed"


def _memory(row: Row, scale: Scale) -> str:
    mine = max(one.memory for one in row.ours)
    theirs = max(one.memory for one in row.theirs)
    if row.unit:
        verdict = _verdict(mine, row.memory, scale)
        return f"{mine:.0f} {row.unit}{verdict} (at most {row.memory:g})"
    if row.memory and theirs:
        share = mine / theirs
        verdict = _verdict(share, row.memory, scale)
        return (
            f"{mine:.0f}, {share:.2f} of {theirs:.0f}{verdict} (at most {row.memory:g})"
        )
    return f"{mine:.0f}" if mine else ""


def _others(row: Row) -> str:
    found = measure.disturbed([*row.ours, *row.theirs])
    return "?" if found is None else f"{found:.2f}"


def _quietness(rows: Sequence[Row]) -> str:
    known = {
        row.job: measure.disturbed([*row.ours, *row.theirs]) for row in rows if row.ours
    }
    loud = {job: used for job, used in known.items() if (used or 0) > measure.QUIET}
    if None in known.values():
        return "Nobody knows here what others did meanwhile: do not call it quiet."
    if not loud:
        return f"A quiet run: others used less than {measure.QUIET} cores in every job."
    worst = max(loud, key=lambda job: loud[job] or 0)
    return (
        f"NOT a quiet run: others used up to {loud[worst]:.2f} cores "
        f"({worst}); {len(loud)} of {len(known)} jobs were disturbed. Do not quote it."
    )


def _disk(folder: Path) -> str:
    return "a disk in memory" if folder.is_relative_to(MEMORY_DISK) else f"{folder}"


# What a file of a build is, by its path; the first that fits counts.
_KINDS = (
    ("mail/**", "mails to look at"),
    ("site/**/card.png", "cards"),
    ("site/search/*", "search"),
    ("site/embed/*", "frames"),
    ("site/calendar/all.ics", ""),
    ("site/calendar/**", "calendars of series, speakers and topics"),
    ("site/series-*/feed.*", "feeds of series"),
)


def _files(folder: Path, scale: Scale) -> str:
    """Say what announcer wrote that Hugo did not: the rest is the same page set."""
    ours = folder / f"announcer-{scale.talks}" / "build"
    written = [path for path in ours.rglob("*") if path.is_file()]
    kinds = Counter(_kind(PurePosixPath(path.relative_to(ours))) for path in written)
    same = kinds.pop("", 0)
    beyond = ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())
    hugo = folder / f"hugo-{scale.talks}" / "public"
    pages = [path for path in hugo.rglob("*") if path.is_file()]
    return (
        f"Hugo wrote {len(pages):,} files, {_megabytes(pages)}; announcer {same:,} of "
        f"the same kinds, and with {beyond} {len(written):,}, {_megabytes(written)}."
    )


def _kind(path: PurePosixPath) -> str:
    return next((kind for glob, kind in _KINDS if _fits(path, glob)), "")


def _megabytes(paths: Sequence[Path]) -> str:
    return f"{sum(path.stat().st_size for path in paths) / 1e6:.0f} MB"


def _fits(path: PurePosixPath, glob: str) -> bool:
    top, _, last = glob.partition("**")
    if "**" not in glob:
        return path.match(glob)
    return str(path).startswith(top) and (not last or path.match(last.strip("/")))


if __name__ == "__main__":
    main()
