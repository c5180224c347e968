"""What all executors share: slices of numbers, and how they are done."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, Protocol, TypeVar

from announcer.classes import dataclass

Result = TypeVar("Result")

# What jobs note beside their results, once for each key, such as failed ornaments.
Notes = dict[Any, Any]

Slices = Sequence[Sequence[int]]

ATTEMPTS = 2  # so often is a slice begun; then somebody ends its workers on purpose


class Executor(Protocol):
    """Does jobs, each once, and yields what they return with their numbers.

    Where ``is_near`` workers share this process's memory and disk; elsewhere a job must
    be a Journey.
    """

    workers: int
    is_near: bool

    def run(
        self,
        slices: Slices,
        job: Callable[[int], Result],
        notes: Notes,
        here: Callable[[int], Result] | None = None,
    ) -> Iterator[tuple[int, Result]]:
        """Do every number of every slice, in any order; results may come later.

        The first slices are begun first, by workers; where this process works as well,
        it begins at the last one, and does ``here`` instead of the job.

        What jobs put into ``notes`` is there when all is done. A job may be done again
        where it was interrupted, and must stand that. Raises what the job with the
        lowest number raises, if one does.
        """
        ...


class Journey(Protocol):
    """A job that can be pickled, and is the same one where it is unpickled.

    ``notes`` are its own at each place. ``carried`` is what it has learned since it was
    first sent, and is sent after it; ``fits`` says there why it cannot be done there
    (empty: it can), and is asked before anything else is unpickled.
    """

    notes: Notes
    carried: Mapping[str, Any]
    fits: Callable[[], str]

    def __call__(self, number: int) -> Any:
        """Do one number."""
        ...

    def take_over(self, carried: Mapping[str, Any]) -> None:
        """Learn what it has learned elsewhere."""
        ...


@dataclass(slots=True)
class Done:
    """What became of a slice: results, notes, and the number that failed, if any."""

    results: list[tuple[int, Any]] = field(default_factory=list)
    notes: list[tuple[int, Any, Any]] = field(default_factory=list)
    failed: int | None = None


def done(numbers: Iterable[int], job: Callable[[int], Any], notes: Notes) -> Done:
    """Do one slice, where a worker is; what fails there is done again and raised."""
    made = Done()
    known = set(notes)
    for number in numbers:
        try:
            made.results.append((number, job(number)))
        except BaseException:  # noqa: BLE001 - it is raised again by doing it again
            made.failed = number
            break
        new = notes.keys() - known
        made.notes += [(number, key, notes[key]) for key in new]
        known |= new
    return made


class Work:
    """What is left to do of one run, and what workers said of the rest.

    Slices are named by their place among ``slices``.
    """

    def __init__(self, slices: Slices, job: Callable[[int], Any], notes: Notes) -> None:
        self.slices = slices
        self._job = job
        self._notes = notes
        self._noted: list[tuple[int, Any, Any]] = []
        self._left = [*range(len(slices))]
        self._lost = [0] * len(slices)
        self._broken: list[tuple[int, int]] = []  # the number that failed, its slice

    @property
    def is_left(self) -> bool:
        """Say whether anything is to be done, or to be mended."""
        return bool(self._left or self._broken)

    @property
    def is_broken(self) -> bool:
        """Say whether something failed and is to be mended once nobody is at work.

        What one process would have done before that is done first.
        """
        return bool(self._broken) and not any(map(self._is_due, self._left))

    def next(self) -> int | None:
        """Return the slice that a worker begins next."""
        return self._begun(self._left)

    def last(self) -> int | None:
        """Return the slice that this process begins: none that has killed a worker."""
        return self._begun(at for at in reversed(self._left) if not self._lost[at])

    def _begun(self, slices: Iterable[int]) -> int | None:
        at = next(filter(self._is_due, slices), None)
        if at is not None:
            self._left.remove(at)
        return at

    def _is_due(self, at: int) -> bool:
        """Say whether one process that stops where it fails would have done it."""
        return not self._broken or min(self.slices[at]) < min(self._broken)[0]

    def back(self, at: int) -> None:
        """Put back a slice that nobody has begun."""
        self._left.insert(0, at)

    def again(self, at: int) -> bool:
        """Put back a slice that was interrupted; say no where it was too often."""
        self._lost[at] += 1
        if self._lost[at] >= ATTEMPTS:
            return False
        self._left.insert(0, at)
        return True

    def took(self, said: Done, at: int) -> list[tuple[int, Any]]:
        """Note what became of a slice; return its results."""
        if said.failed is not None:
            self._broken.append((said.failed, at))
        self._noted += said.notes
        return said.results

    def mended(self) -> Iterator[tuple[int, Any]]:
        """Do here what failed elsewhere, lowest first: so the error is its own."""
        failed, at = min(self._broken)
        self._broken.remove((failed, at))
        for number in self.slices[at]:
            if number >= failed:
                yield number, self._job(number)

    def close(self) -> None:
        """Hand over the notes as if one had done everything in turn."""
        for _, key, note in sorted(self._noted, key=lambda noted: noted[0]):
            self._notes.setdefault(key, note)


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
