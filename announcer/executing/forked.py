"""Workers that are copies of this process: they know all that it knows, and share it.

A copy is made by ``fork``, so what is in memory is in theirs too, for nothing, until
one of them writes to it. This process works as well: it has at hand all that a copy
would have to look up, load and send back. Where no copy is to be had (copies) one works
alone.
"""

from __future__ import annotations

import gc
import signal
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import field
from selectors import EVENT_READ, DefaultSelector
from typing import TYPE_CHECKING, Any

from announcer.classes import dataclass
from announcer.errors import AnnouncerError
from announcer.executing.slices import Done, Notes, Result, Slices, Work, done

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Job = Callable[[int], Any]

_AHEAD = 2  # slices that a worker knows of: the one it is at, and the next


class Forked:
    """Does jobs in so many processes: this one, and copies of it as it is at the start.

    Workers die with this process, whatever ends it, after the slice they are at.
    """

    is_near = True

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def run(
        self,
        slices: Slices,
        job: Callable[[int], Result],
        notes: Notes,
        here: Callable[[int], Result] | None = None,
    ) -> Iterator[tuple[int, Result]]:
        """Hand out the slices one by one, and do the last ones here meanwhile.

        Raises AnnouncerError where workers are killed from outside again and again.
        """
        yield from _Run(slices, job, notes, here or job).run(self.workers)


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    line: Connection
    at: deque[int] = field(default_factory=deque)  # the slices it is to do, in turn


class _Run:
    """One run: its work, and who does it."""

    def __init__(self, slices: Slices, job: Job, notes: Notes, here: Job) -> None:
        self._work = Work(slices, here, notes)
        self._job = job
        self._here = here
        self._notes = notes
        self._workers: list[_Worker] = []
        self._lines = DefaultSelector()

    def run(self, number: int) -> Iterator[tuple[int, Any]]:
        work = self._work
        gc.freeze()  # what is there now is not looked at, and stays shared
        try:
            for _ in range(min(number, len(work.slices)) - 1):
                self._start()
            while work.is_left or self._are_busy():
                if work.is_broken and not self._are_busy():
                    yield from work.mended()
                    for worker in self._workers:
                        self._hand_out(worker)
                    continue
                at = work.last()
                yield from self._heard(None) if at is None else self._do_here(at)
        finally:
            self._stop()
            gc.unfreeze()
        work.close()

    def _start(self) -> None:
        import multiprocessing  # noqa: PLC0415 - 15 ms, and a small build has no worker

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
        self._lines.register(ours, EVENT_READ, worker)
        self._hand_out(worker)

    def _hand_out(self, worker: _Worker) -> None:
        """Give a worker the next slices, so that it need not wait for this process."""
        while len(worker.at) < _AHEAD:
            at = self._work.next()
            if at is None:
                return
            worker.at.append(at)
            try:
                worker.line.send(at)
            except OSError:  # it is dead, which `_heard` hears
                return

    def _are_busy(self) -> bool:
        return any(worker.at for worker in self._workers)

    def _do_here(self, at: int) -> Iterator[tuple[int, Any]]:
        """Do a slice in this process, and listen to the workers between its jobs."""
        notes, known = self._notes, set(self._notes)
        made = Done()
        for number in self._work.slices[at]:
            try:
                result = self._here(number)
            except Exception:  # noqa: BLE001 - it is raised again by doing it again
                made.failed = number
                break
            if len(notes) > len(known):
                new = notes.keys() - known
                made.notes += [(number, key, notes.pop(key)) for key in new]
            yield number, result
            yield from self._heard(0)
        self._work.took(made, at)

    def _heard(self, patience: float | None) -> Iterator[tuple[int, Any]]:
        """Yield what workers have said, or hear of their end."""
        for worker in [key.data for key, _ in self._lines.select(patience)]:
            try:
                said: Done = worker.line.recv()  # pickled by our own copy
            except (EOFError, OSError):
                self._lost(worker)
                continue
            yield from self._work.took(said, worker.at.popleft())
            self._hand_out(worker)

    def _lost(self, worker: _Worker) -> None:
        """Have a dead worker's slice done again, by a new one."""
        self._workers.remove(worker)
        self._lines.unregister(worker.line)
        worker.line.close()
        worker.process.join()
        if not worker.at:
            return
        at = worker.at.popleft()
        while worker.at:
            self._work.back(worker.at.pop())
        if not self._work.again(at):
            raise AnnouncerError(
                "workers of this build were ended from outside "
                f"({_ending(worker.process.exitcode)}), and nothing was built\n"
                "  Often memory is short. Build with one process: --workers 1"
            )
        self._start()

    def _do(self, at: int) -> Done:
        return done(self._work.slices[at], self._job, self._notes)

    def _stop(self) -> None:
        self._lines.close()
        for worker in self._workers:
            worker.line.close()
            if worker.at:  # nobody waits for what it does
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
