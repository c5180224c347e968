"""One process that does everything, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from announcer.executing.slices import Notes, Result, Slices


class Here:
    """Does every job in this process."""

    workers = 1
    is_near = True

    def run(
        self,
        slices: Slices,
        job: Callable[[int], Result],
        notes: Notes,  # noqa: ARG002 - jobs write into it themselves
        here: Callable[[int], Result] | None = None,
    ) -> Iterator[tuple[int, Result]]:
        """Do every number, in the order of numbers."""
        for number in sorted(number for each in slices for number in each):
            yield number, (here or job)(number)
