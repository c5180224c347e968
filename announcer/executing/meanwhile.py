"""What one process does of its own while its workers are at work already."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from announcer.executing.slices import Executor, Notes, Result, Slices


class Meanwhile:
    """Works as another executor does, and first does something of its own here.

    Workers are begun before that, and do not wait for it.
    """

    def __init__(self, executor: Executor, own: Callable[[], object]) -> None:
        self.workers = executor.workers
        self.is_near = executor.is_near
        self._executor = executor
        self._own = own

    def run(
        self,
        slices: Slices,
        job: Callable[[int], Result],
        notes: Notes,
        here: Callable[[int], Result] | None = None,
    ) -> Iterator[tuple[int, Result]]:
        """Do every number of every slice; raises what the other executor does."""
        is_done = False

        def first(number: int) -> Result:
            nonlocal is_done
            if not is_done:
                is_done = True
                self._own()
            return (here or job)(number)

        yield from self._executor.run(slices, job, notes, first)
