"""Reading many records that nobody has read before, with workers beside this process.

What a worker has read comes back as what is kept of it for the next run. Then all are
read in turn as if an earlier run had kept them; of what is not kept, such as a record
with an error, nothing comes back, and it is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from announcer.executing import Executor, slices_of
from announcer.record.store import Store

_FEW = 500  # fewer are read before workers have begun
_SLICE = 50


def read_ahead(
    executor: Executor, store: Store, paths: Sequence[str], read: Callable[[int], None]
) -> None:
    """Have the files read that the store does not know; ``read`` reads one by number.

    What it notes in the store is there afterwards.
    """
    if not executor.is_near:  # what it reads is on this disk
        return
    new = [number for number, path in enumerate(paths) if not store.knows(path)]
    if executor.workers < 2 or len(new) < _FEW:
        return

    def job(number: int) -> list[bytes]:
        before = store.size
        read(new[number])
        return store.since(before)

    store.begin()
    slices = slices_of(range(len(new)), _SLICE)
    for _, lines in executor.run(slices, job, {}):
        store.take(lines)
