"""Runs of the command line that are killed, at any moment or at any step on the disk.

python -m tests.delivery.victims PREPARED NUMBER ARGUMENTS...

PREPARED holds a project in ``home`` and perhaps a folder ``public`` beside it. Each
trial kills a run on a copy of it, looks at what is there, and runs once more. Prints
what was wrong as JSON.
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
from importlib import import_module
from pathlib import Path

from announcer.cli import run
from announcer.record.store import NAME as RECORDS
from announcer.unchanged.made import MADE

for _name in ("build", "publish"):  # before the fork, and once
    import_module(f"announcer.cli.{_name}")

STEPS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.utime"}
Tree = dict[str, bytes | None]


def tree(folder: Path) -> Tree:
    """Return everything that is there, but for the database, which is read by SQL.

    What is kept of records is there only if they lay still for two seconds before.
    """
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else _read(path)
        for path in folder.rglob("*")
        if path.name != RECORDS
    }


def _read(path: Path) -> bytes:
    """Return the bytes that matter; in one file stand times, never the same."""
    unlike = path.suffix == ".db" or path.name == MADE
    return b"" if unlike else path.read_bytes()


def fork(work: Callable[[], int]) -> int:
    """Do something in a child, quietly, and return its number."""
    child = os.fork()
    if child == 0:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        status = 70
        try:
            status = work()
        finally:
            os._exit(status)
    return child


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def count_steps(counted: Callable[[], None]) -> None:
    """Call back before every change of the disk."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        flags = arguments[2] if event == "open" else 0
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        if event in STEPS or (event == "open" and writes):
            counted()

    sys.addaudithook(hook)


def die_at_step(number: int, arguments: list[str]) -> int:
    left = number

    def counted() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    count_steps(counted)
    return run(arguments)


def steps_of(arguments: list[str], note: Path) -> int:
    """Run whole and write down how many changes of the disk that takes."""
    steps = 0

    def counted() -> None:
        nonlocal steps
        steps += 1

    count_steps(counted)
    status = run(arguments)
    note.write_text(str(steps))
    return status


def main(prepared: Path, number: int, words: list[str]) -> dict[str, object]:
    def fresh(name: str) -> tuple[Path, list[str]]:
        place = prepared.parent / name
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(prepared, place, symlinks=True)
        return place, ["-C", str(place / "home"), *words]

    note = prepared.parent / "steps"
    place, arguments = fresh("whole")
    begun = time.perf_counter()
    assert ended(fork(lambda: steps_of(arguments, note))) == 0
    lasts = time.perf_counter() - begun
    steps, right, before = int(note.read_text()), tree(place), tree(prepared)
    chance = random.Random(number)
    found: dict[str, object] = {"steps": steps, "killed": 0, "wrong": []}
    wrong: list[str] = []
    for trial in range(number):
        place, arguments = fresh("trial")
        if trial % 2:
            step = chance.randrange(steps)
            status = ended(fork(lambda: die_at_step(step, arguments)))  # noqa: B023
            how = f"at step {step} of {steps}"
        else:
            child = fork(lambda: run(arguments))  # noqa: B023
            moment = chance.uniform(0, lasts)
            time.sleep(moment)
            os.kill(child, signal.SIGKILL)
            status = ended(child)
            how = f"after {moment:.3f} s of {lasts:.3f} s"
        found["killed"] = int(str(found["killed"])) + (status == -signal.SIGKILL)
        for path, content in tree(place).items():
            memory = Path(path).name.startswith(".announcer") or "/.announcer" in path
            if content not in (before.get(path, b""), right.get(path, b"")) and not (
                memory or content is None
            ):
                wrong.append(f"killed {how}: {path} is neither old nor new")
        again = ended(fork(lambda: run(arguments)))  # noqa: B023
        after = tree(place)
        odd = sorted(
            path
            for path in after.keys() | right.keys()
            if path not in after or path not in right or after[path] != right[path]
        )
        if again or odd:
            wrong.append(f"killed {how}: then status {again}, odd {odd[:5]}")
    return found | {"wrong": wrong}


if __name__ == "__main__":
    found = main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
    sys.stdout.write(json.dumps(found))
