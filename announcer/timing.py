"""Where the time of a run went: every moment of it belongs to one phase.

Rooms say what they are at, and a stopwatch listens if somebody has started one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import perf_counter, process_time

START, NEW, REST = "starting", "what is new", "everything else"


class Stopwatch:
    """Seconds by phase, in the order in which they began; they sum up to the run.

    What this process did before the watch was started is known as its processor time.
    """

    def __init__(self) -> None:
        self._spent = {START: process_time()}
        self._at = REST
        self._since = perf_counter()

    def turn(self, phase: str) -> str:
        """Begin a phase; return the one that was going on."""
        now, before = perf_counter(), self._at
        self._spent[before] = self._spent.get(before, 0.0) + now - self._since
        self._at, self._since = phase, now
        return before

    def deal(self, phase: str, work: Mapping[str, float]) -> None:
        """Deal a phase's time out to others, by the work that was done for them."""
        whole = sum(work.values())
        if whole:
            spent = self._spent.pop(phase, 0.0)
            for name, part in work.items():
                share = spent * part / whole
                self._spent[name] = self._spent.get(name, 0.0) + share

    def seconds(self) -> dict[str, float]:
        """Return the seconds of every phase so far; what belongs to none comes last."""
        self.turn(self._at)
        rest = self._spent.pop(REST, 0.0)
        self._spent[REST] = rest
        return dict(self._spent)


class _Listening:
    watch: Stopwatch | None = None


@contextmanager
def measured() -> Iterator[Stopwatch]:
    """Start a stopwatch that hears of every phase until this ends."""
    _Listening.watch = watch = Stopwatch()
    try:
        yield watch
    finally:
        _Listening.watch = None


def phase(name: str) -> AbstractContextManager[None]:
    """Say what is being done; inside another phase it interrupts that one."""
    watch = _Listening.watch
    return _UNHEARD if watch is None else _heard(watch, name)


_UNHEARD = nullcontext()


@contextmanager
def _heard(watch: Stopwatch, name: str) -> Iterator[None]:
    before = watch.turn(name)
    try:
        yield
    finally:
        watch.turn(before)


def deal(name: str, work: Mapping[str, float]) -> None:
    """Deal a phase that is over out to others, by seconds of work."""
    if _Listening.watch is not None:
        _Listening.watch.deal(name, work)
