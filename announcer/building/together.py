"""Making every file of a build with workers beside this process.

Files about one talk are one worker's, for they share its texts. What other files are
made of too, such as its event, comes back from there, before those are begun. Workers
write into the folder of what is not in its place yet, and say where; bytes stay there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from announcer.building.makings import Known, Makings
from announcer.delivery.files import Staging
from announcer.errors import Problem
from announcer.executing import Executor, slices_of
from announcer.output import Draft, Piece, Ready

# Fewer are made before workers have begun.
_FEW = 1500
_SLICE = 60

T = TypeVar("T")


class Watch(Protocol):
    """Sees everything pass."""

    def __call__(self, items: Iterable[T], /) -> Iterable[T]:
        """Pass items on."""
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made; ``is_whole`` if no ornament of it was left out.

    ``digest`` is of what it is made of, where the worker knew all of that.
    """

    ready: Ready
    is_whole: bool
    digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Workshop:
    """What all files of one build are made with."""

    executor: Executor
    staging: Staging
    pieces: Mapping[str, Piece]
    told: dict[tuple[str, str], Problem]
    makings: Makings

    def is_worth_it(self, drafts: Sequence[Draft]) -> bool:
        """Say whether so many files are sooner made by several."""
        return self.executor.workers > 1 and len(drafts) > _FEW

    def make(self, drafts: Sequence[Draft], watch: Watch) -> list[Made]:
        """Make every draft; raises what the first of them raises that cannot be."""
        made: dict[int, Made] = {}
        for numbers, is_first in zip(self._in_turn(drafts), (True, False), strict=True):
            keys = [_place(drafts[number].path) for number in numbers]
            slices = [[numbers[at] for at in each] for each in slices_of(keys, _SLICE)]
            for number, one, piece in watch(
                self._made(slices, drafts, is_first=is_first)
            ):
                made[number] = one
                if piece is not None:
                    taken, known = piece
                    self.pieces[drafts[number].path].keep(taken)
                    self.makings.keep(known)
        return [made[number] for number in range(len(drafts))]

    def _in_turn(self, drafts: Sequence[Draft]) -> list[list[int]]:
        """Return the numbers of the files about talks, and then of all others."""
        places = {_place(path) for path in self.pieces}
        first = [_place(draft.path) in places for draft in drafts]
        return [
            [number for number, is_first in enumerate(first) if is_first],
            [number for number, is_first in enumerate(first) if not is_first],
        ]

    def _made(
        self,
        slices: Sequence[Sequence[int]],
        drafts: Sequence[Draft],
        *,
        is_first: bool,
    ) -> Iterator[tuple[int, Made, tuple[Any, Known] | None]]:
        def job(number: int) -> tuple[Made, tuple[Any, Known] | None]:
            draft = drafts[number]
            before = len(self.told)
            ready = self.staging.put(draft.path, draft.make(), f"w{number}")
            is_whole = len(self.told) == before
            piece = self.pieces.get(draft.path)
            if piece:
                return Made(ready, is_whole), (piece.take(), self.makings.take(draft))
            digest = self.makings.of(draft) if is_whole and not is_first else None
            return Made(ready, is_whole, digest), None

        for number, (made, piece) in self.executor.run(slices, job, self.told):
            yield number, made, piece


def _place(path: str) -> str:
    """Return where a file is, on the site or among the mails."""
    return path.partition("/")[2].rpartition("/")[0]
