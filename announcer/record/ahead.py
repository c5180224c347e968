"""Reading many records that nobody has read before, with workers beside this process.

Workers begin at the end, and this process at the beginning: it reads as if it were
alone. What a worker has read comes back as what is kept of it for the next run, and is
taken from there as if an earlier run had kept it; of what is not kept, such as a record
with an error, nothing comes back, and it is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from announcer.executing import Executor
from announcer.record.store import Store

_FEW = 500  # fewer are read before workers have begun
_SLICE = 50
_MEANWHILE = 800  # are read while this process imports what makes files


def read_ahead(
    executor: Executor,
    store: Store,
    files: Sequence[tuple[str, str]],
    read: Callable[[int], None],
    ahead: Callable[[int], None],
) -> int:
    """Have the files read that the store does not know; return how many are done with.

    Of each its path is given, and the settings around it as the store names them.
    ``read`` reads the next one here, by its number; ``ahead`` reads one in a worker,
    and what it notes in the store is there afterwards.
    """
    if not executor.is_near:  # what it reads is on this disk
        return 0
    new = [number for number, one in enumerate(files) if not store.knows(*one)]
    if executor.workers < 2 or len(new) < _FEW:
        return 0
    parts = _slices(len(new), executor.workers - 1)
    at = 0

    def here(number: int) -> list[bytes]:
        nonlocal at
        while at <= new[parts[number][-1]]:
            read(at)
            at += 1
        return []

    def job(number: int) -> list[bytes]:
        store.drain()  # what was new before this process was copied
        for one in parts[number]:
            ahead(new[one])
        return store.drain()

    store.begin()
    slices = [range(number, number + 1) for number in range(len(parts))]
    for _, blocks in executor.run(slices, job, {}, here):
        store.take(blocks)
    return at


def _slices(number: int, workers: int) -> list[range]:
    """Return so many numbers in slices, the last ones first, of which workers have one.

    That is long: until this process has done what is its own, nobody takes from a
    worker what it has read, nor hands it another slice.
    """
    rest = max(number - _MEANWHILE, min(number, _SLICE))
    long = -(-(number - rest) // workers) or 1
    slices = [range(at, min(at + _SLICE, rest)) for at in range(0, rest, _SLICE)]
    slices += [range(at, min(at + long, number)) for at in range(rest, number, long)]
    return slices[::-1]
