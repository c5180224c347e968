"""The files of one build by their numbers, opened when one of them is asked for.

A draft of a page takes ten times the memory of its path, and every worker would hold
tens of thousands. So those that belong together stay together, and are opened again
where they are needed again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import partial

from announcer.output import Draft, Several

_OPEN = 4  # lists that are open at once: two months of calendars, and of pages


class Numbered:
    """Files by their numbers; ``paths`` are where they belong, in the same order."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self._listed: list[Draft | Several] = []
        self._starts: list[int] = []  # the number of the first file of each
        self._open: dict[int, list[Draft]] = {}

    def __len__(self) -> int:
        """Return how many files there are."""
        return len(self.paths)

    def __getitem__(self, number: int) -> Draft:
        """Return the draft of a file."""
        at = bisect_right(self._starts, number) - 1
        one = self._listed[at]
        if isinstance(one, Draft):
            return one
        if at not in self._open:
            if len(self._open) == _OPEN:
                self._open.clear()
            self._open[at] = [*one.make()]
        return self._open[at][number - self._starts[at]]

    def first(self, number: int) -> int:
        """Return the number of the first file of those that belong together."""
        return self._starts[bisect_right(self._starts, number) - 1]

    def add(self, listed: Iterable[Draft | Several]) -> None:
        """Give numbers to more files, as they come."""
        for one in listed:
            self._starts.append(len(self.paths))
            self._listed.append(one)
            self.paths += paths_of(one)

    def let_go(self, numbers: Iterable[int]) -> None:
        """Keep of files that are made no more than their paths.

        Of those that belong together all are, or none.
        """
        made = {*numbers}
        self._open.clear()
        for at, (start, one) in enumerate(zip(self._starts, self._listed, strict=True)):
            if start not in made:
                continue
            if isinstance(one, Several):
                paths = one.paths
                self._listed[at] = Several(paths, partial(map, _made, paths), ())
            else:
                self._listed[at] = _made(one.path)


def paths_of(one: Draft | Several) -> Sequence[str]:
    """Return the paths of a file, or of all that belong together."""
    return one.paths if isinstance(one, Several) else (one.path,)


def _made(path: str) -> Draft:
    return Draft(path, spent)


def spent() -> bytes:
    """Stand for what has made a file."""
    raise AssertionError("a file is made once")
