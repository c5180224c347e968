"""What all executors share: slices of numbers, and how they are done."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")

# What jobs note beside their results, once for each key, such as failed ornaments.
Notes = dict[Any, Any]

Slices = Sequence[Sequence[int]]


class Executor(Protocol):
    """Does jobs, each once, and yields what they return with their numbers."""

    workers: int

    def run(
        self, slices: Slices, job: Callable[[int], Result], notes: Notes
    ) -> Iterator[tuple[int, Result]]:
        """Do every number of every slice, in any order; results may come later.

        What jobs put into ``notes`` is there when all is done. A job may be done again
        where it was interrupted, and must stand that. Raises what the job with the
        lowest number raises, if one does.
        """
        ...


@dataclass(slots=True)
class Done:
    """What became of a slice: results, notes, and the number that failed, if any."""

    results: list[tuple[int, Any]] = field(default_factory=list)
    notes: list[tuple[int, Any, Any]] = field(default_factory=list)
    failed: int | None = None


def slices_of(keys: Iterable[Hashable], size: int) -> list[list[int]]:
    """Return the numbers of the keys in slices of about ``size``.

    Numbers of one key stay in one slice, for they share work.
    """
    groups: dict[Hashable, list[int]] = {}
    for number, key in enumerate(keys):
        groups.setdefault(key, []).append(number)
    found: list[list[int]] = []
    for group in groups.values():
        if found and len(found[-1]) + len(group) <= size:
            found[-1] += group
        else:
            found.append(group)
    return [sorted(numbers) for numbers in found]
