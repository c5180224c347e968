"""Workers that are copies of this process: they know all that it knows, and share it.

A copy is made by ``fork``, so what is in memory is in theirs too, for nothing, until
one of them writes to it. Windows has no such thing, on macOS its libraries break in the
copy, and a process of several threads would leave locks behind: there one works alone.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from announcer.errors import AnnouncerError
from announcer.executing.slices import Done, Notes, Result, Slices, Work, done

Job = Callable[[int], Any]


def can_fork() -> bool:
    """Say whether workers can be copies of this process."""
    has_fork = "fork" in multiprocessing.get_all_start_methods()
    return has_fork and sys.platform != "darwin" and threading.active_count() == 1


def cores() -> int:
    """Return how many cores this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


class Forked:
    """Does jobs in so many workers, each a copy of this process as it is at the start.

    Workers die with this process, whatever ends it, after the slice they are at.
    """

    is_near = True

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def run(
        self, slices: Slices, job: Callable[[int], Result], notes: Notes
    ) -> Iterator[tuple[int, Result]]:
        """Hand out the slices one by one, lowest numbers first.

        Raises AnnouncerError where workers are killed from outside again and again.
        """
        yield from _Run(slices, job, notes).run(self.workers)


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    line: Connection
    at: int | None = None  # the slice that it is doing


class _Run:
    """One run: its work, and who does it."""

    def __init__(self, slices: Slices, job: Job, notes: Notes) -> None:
        self._work = Work(slices, job, notes)
        self._job = job
        self._notes = notes
        self._workers: list[_Worker] = []

    def run(self, number: int) -> Iterator[tuple[int, Any]]:
        work = self._work
        gc.freeze()  # what is there now is not looked at, and stays shared
        try:
            for _ in range(min(number, len(work.slices))):
                self._start()
            while work.is_left or self._are_busy():
                must_mend = work.is_broken and not self._are_busy()
                yield from work.mended() if must_mend else self._next()
        finally:
            self._stop()
            gc.unfreeze()
        work.close()

    def _start(self) -> None:
        fork = multiprocessing.get_context("fork")
        ours, theirs = fork.Pipe()
        others = [ours, *(worker.line for worker in self._workers)]
        process = fork.Process(
            target=_work, args=(theirs, others, self._do), daemon=True
        )
        process.start()
        theirs.close()  # so that its end is heard
        worker = _Worker(process, ours)
        self._workers.append(worker)
        self._hand_out(worker)

    def _hand_out(self, worker: _Worker) -> None:
        """Give a worker its next slice, if there is one."""
        worker.at = self._work.next()
        if worker.at is None:
            return
        try:
            worker.line.send(worker.at)
        except OSError:  # it is dead, which `_next` hears
            return

    def _are_busy(self) -> bool:
        return any(worker.at is not None for worker in self._workers)

    def _next(self) -> Iterator[tuple[int, Any]]:
        """Wait for what a worker says, or for its end."""
        if not self._are_busy():
            for worker in self._workers:
                self._hand_out(worker)
        heard = wait([one.line for one in self._workers if one.at is not None])
        for worker in [one for one in self._workers if one.line in heard]:
            try:
                said: Done = worker.line.recv()  # pickled by our own copy
            except (EOFError, OSError):
                self._lost(worker)
                continue
            if worker.at is not None:
                yield from self._work.took(said, worker.at)
            self._hand_out(worker)

    def _lost(self, worker: _Worker) -> None:
        """Have a dead worker's slice done again, by a new one."""
        self._workers.remove(worker)
        worker.line.close()
        worker.process.join()
        if worker.at is None:
            return
        if not self._work.again(worker.at):
            raise AnnouncerError(
                "workers of this build were ended from outside "
                f"({_ending(worker.process.exitcode)}), and nothing was built\n"
                "  Often memory is short. Build with one process: --workers 1"
            )
        self._start()

    def _do(self, at: int) -> Done:
        return done(self._work.slices[at], self._job, self._notes)

    def _stop(self) -> None:
        for worker in self._workers:
            worker.line.close()
            if worker.at is not None:  # nobody waits for what it does
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join()


def _work(
    line: Connection, others: list[Connection], do: Callable[[int], Done]
) -> None:
    """Do slices until nobody hands out more; the whole life of a worker."""
    # Ctrl-C reaches everybody at the terminal; the first process decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in others:
        other.close()
    try:
        while True:
            line.send(do(line.recv()))
    except (EOFError, OSError):
        return


def _ending(code: int | None) -> str:
    return f"signal {-code}" if code and code < 0 else f"exit status {code}"
