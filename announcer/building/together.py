"""Making every file of a build with workers beside this process.

Files about one talk are one worker's, for they share its texts. What other files are
made of too, such as its event, comes back from there, before those are begun. Workers
write into the folder of what is not in its place yet, and say where; bytes stay there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Protocol, TypeVar

from announcer import disk, timing
from announcer.building.elsewhere import Elsewhere
from announcer.delivery.files import imprint
from announcer.errors import Problem
from announcer.executing import Executor, slices_of
from announcer.output import Draft, Piece, Ready

# Fewer are made before workers have begun.
_FEW = 1500
_SLICE = 60
_WORKERS = "workers"  # a phase whose time is dealt out to those of their work
_KINDS = {
    **dict.fromkeys((".html", ".css", ".js"), "pages"),
    **dict.fromkeys((".ics", ".ifb"), "calendars"),
    **dict.fromkeys((".png", ".jpg", ".webp", ".svg"), "pictures"),
}

T = TypeVar("T")


class Watch(Protocol):
    """Sees everything pass."""

    def __call__(self, items: Iterable[T], /) -> Iterable[T]:
        """Pass items on."""
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made; ``is_whole`` if no ornament of it was left out."""

    ready: Ready
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Workshop:
    """What all files of one build are made with."""

    executor: Executor
    staging: Path
    pieces: Mapping[str, Piece]
    told: dict[tuple[str, str], Problem]
    is_private: Callable[[str], bool]
    elsewhere: Elsewhere | None = None

    def is_worth_it(self, drafts: Sequence[Draft]) -> bool:
        """Say whether so many files are sooner made by several."""
        if not self.executor.is_near:  # somebody has asked for it
            return True
        return self.executor.workers > 1 and len(drafts) > _FEW

    def make(self, drafts: Sequence[Draft], watch: Watch) -> list[Made]:
        """Make every draft; raises what the first of them raises that cannot be."""
        made: dict[int, Made] = {}
        work: dict[str, float] = defaultdict(float)
        for numbers in self._in_turn(drafts):
            keys = [_place(drafts[number].path) for number in numbers]
            slices = [[numbers[at] for at in each] for each in slices_of(keys, _SLICE)]
            with timing.phase(_WORKERS):
                for number, one, piece, seconds in watch(self._made(slices, drafts)):
                    made[number] = one
                    path = drafts[number].path
                    work[kind(path)] += seconds
                    if piece is not None:
                        self.pieces[path].keep(piece)
                        if self.elsewhere:
                            self.elsewhere.carried[path] = piece
        timing.deal(_WORKERS, work)
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
        self, slices: Sequence[Sequence[int]], drafts: Sequence[Draft]
    ) -> Iterator[tuple[int, Made, object, float]]:
        if self.elsewhere and not self.executor.is_near:
            sent = self.executor.run(slices, self.elsewhere, self.told)
            for number, come in sent:
                ready = self._put(come.content, drafts[number].path, number)
                yield number, Made(ready, come.is_whole), come.piece, come.seconds
            return

        def job(number: int) -> tuple[Made, object, float]:
            draft = drafts[number]
            before, since = len(self.told), perf_counter()
            content = draft.make()
            ready = self._put(content, draft.path, number)
            made = Made(ready, len(self.told) == before)
            piece = self.pieces.get(draft.path)
            taken = piece.take() if piece else None
            return made, taken, perf_counter() - since

        for number, (made, piece, seconds) in self.executor.run(slices, job, self.told):
            yield number, made, piece, seconds

    def _put(self, content: bytes, path: str, number: int) -> Ready:
        file, private = self.staging / f"w{number}", self.is_private(path)
        try:
            disk.write_new(file, content, private=private)
        except FileExistsError:  # left by a worker that was killed
            file.unlink()
            disk.write_new(file, content, private=private)
        return Ready(file, imprint(content))


def kind(path: str) -> str:
    """Return which phase of a build a file belongs to."""
    if path.startswith("mail/"):
        return "mails"
    return _KINDS.get(path[path.rfind(".") :], "data")


def _place(path: str) -> str:
    """Return where a file is, on the site or among the mails."""
    return path.partition("/")[2].rpartition("/")[0]
