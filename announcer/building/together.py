"""Making every file of a build with workers beside this process.

Files about one talk are one worker's, for they share its texts. What other files are
made of too, such as its event, comes back from there, before those are begun. What
takes longest is begun first. Workers write into the folder of what is not in its place
yet, and say where; bytes stay there.
"""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from time import perf_counter
from typing import Any, Protocol, TypeVar

from announcer import pictures, timing
from announcer.building.elsewhere import Elsewhere
from announcer.building.makings import Known, Makings
from announcer.classes import dataclass
from announcer.delivery.files import Staging
from announcer.errors import Problem
from announcer.executing import Executor, Place, Shelf, slices_of
from announcer.lazy import Call
from announcer.output import Draft, Piece, Ready
from announcer.talk import Talk

# Fewer are made before workers have begun.
_FEW = 500
_SLICE = 60
_PICTURE = 30  # takes as long as a list of so many talks
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
    """A file that was made; ``is_whole`` if no ornament of it was left out.

    ``digest`` is of what it is made of, where the worker knew all of that.
    """

    ready: Ready
    is_whole: bool
    digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Done:
    """What a worker says of a file, packed, and how many seconds it took.

    ``place`` is where what other files are made of too lies on the shelf, and ``known``
    the digests of its talks, where the worker had to know them. From far away comes the
    ``piece`` itself.
    """

    made: bytes
    seconds: float
    place: Place | None = None
    known: Known = ()
    piece: Any = None


@dataclass(frozen=True, slots=True)
class Workshop:
    """What all files of one build are made with.

    Files are made ``elsewhere`` where the executor is not near.
    """

    executor: Executor
    staging: Staging
    pieces: Mapping[str, Piece]
    told: dict[tuple[str, str], Problem]
    makings: Makings
    shelf: Shelf
    elsewhere: Elsewhere | None = None

    def is_worth_it(self, drafts: Sequence[Draft]) -> bool:
        """Say whether so many files are sooner made by several."""
        if self.elsewhere:  # somebody has asked for it
            return True
        return self.executor.workers > 1 and len(drafts) > _FEW

    def make(self, drafts: Sequence[Draft], watch: Watch) -> Iterator[Made]:
        """Make every draft; raises what the first of them raises that cannot be."""
        if any(kind(draft.path) == "pictures" for draft in drafts):
            pictures.load()  # once, before there are copies of this process
        made = [b""] * len(drafts)
        work: dict[str, float] = defaultdict(float)
        for slices, is_first in self._runs(drafts):
            with timing.phase(_WORKERS):
                for number, done in watch(
                    self._made(slices, drafts, is_first=is_first)
                ):
                    made[number] = done.made
                    path = drafts[number].path
                    work[kind(path)] += done.seconds
                    self._keep(path, done)
        timing.deal(_WORKERS, work)
        return map(self._unpacked, count(), drafts, made)

    def _runs(self, drafts: Sequence[Draft]) -> list[tuple[list[list[int]], bool]]:
        """Return slices of the files about talks, which come first, and of all others.

        Those of one talk are a run of their own, for which no copy of this process is
        made: what it imports and compiles for them its copies have at hand.
        """
        first = are_about_talks(drafts, self.pieces)
        about = [number for number, is_first in enumerate(first) if is_first]
        others = [number for number, is_first in enumerate(first) if not is_first]
        beside = _place(drafts[about[0]].path) if about and not self.elsewhere else None
        one = [number for number in about if _place(drafts[number].path) == beside]
        rest = [number for number in about if number not in one]
        return [
            ([one] if one else [], True),
            (_slices(drafts, rest, apart=False), True),
            (_slices(drafts, others, apart=True), False),
        ]

    def _made(
        self,
        slices: Sequence[Sequence[int]],
        drafts: Sequence[Draft],
        *,
        is_first: bool,
    ) -> Iterator[tuple[int, _Done]]:
        if self.elsewhere:
            for number, come in self.executor.run(slices, self.elsewhere, self.told):
                ready = self.staging.put(
                    drafts[number].path, come.content, f"w{number}"
                )
                made = _packed(ready, is_whole=come.is_whole)
                yield number, _Done(made, come.seconds, piece=come.piece)
            return

        def job(number: int) -> _Done:
            draft = drafts[number]
            before, since = len(self.told), perf_counter()
            ready = self.staging.put(draft.path, draft.content(), f"w{number}")
            is_whole = len(self.told) == before
            if draft.path in self.pieces:
                known = self.makings.take(draft)
                place = self.shelve(draft.path)
                made = _packed(ready, is_whole=is_whole)
                return _Done(made, perf_counter() - since, place, known)
            digest = self.makings.of(draft) if is_whole and not is_first else None
            made = _packed(ready, digest, is_whole=is_whole)
            return _Done(made, perf_counter() - since)

        yield from self.executor.run(slices, job, self.told)

    def _unpacked(self, number: int, draft: Draft, made: bytes) -> Made:
        content, there, digest, is_whole = marshal.loads(made)  # noqa: S302 - our own
        file = self.staging.file(draft.path, f"w{number}", whole=there is not None)
        return Made(Ready(file, content, there), is_whole, digest)

    def _keep(self, path: str, done: _Done) -> None:
        """Take over what other files are made of too, here and for workers far away."""
        place = self.shelf.put(done.piece) if done.piece else done.place
        if place is None:
            return
        self.pieces[path].keep(Call(Shelf.get, self.shelf, place))
        self.makings.keep(done.known)
        if self.elsewhere:
            self.elsewhere.carried[path] = done.piece

    def shelve(self, path: str) -> Place | None:
        """Lay down what others need too of what was just made, if there is any."""
        piece = self.pieces.get(path)
        if piece is None:
            return None
        place = self.shelf.put(piece.take())
        piece.keep(Call(Shelf.get, self.shelf, place))
        return place


def _packed(ready: Ready, digest: bytes | None = None, *, is_whole: bool) -> bytes:
    """Return what there is to say of a file that was made, in a fifth of the memory.

    Where it lies its path and its number say.
    """
    there = ready.there and tuple(ready.there)
    return marshal.dumps((ready.content, there, digest, is_whole))


def _slices(
    drafts: Sequence[Draft], numbers: Sequence[int], *, apart: bool
) -> list[list[int]]:
    """Return numbers of drafts in slices, those first that take longest.

    Files of one folder are one's, for they share work; lists of talks, which share none
    that is worth it, may be ``apart``.
    """
    loads = {number: _load(drafts[number]) for number in numbers}
    keys: list[object] = [
        number if apart and loads[number] else _place(drafts[number].path)
        for number in numbers
    ]
    found = [[numbers[at] for at in each] for each in slices_of(keys, _SLICE)]
    return sorted(found, key=lambda each: -sum(loads[number] for number in each))


def _load(draft: Draft) -> int:
    """Say how long a file takes, roughly: how many talks it shows; of a picture more.

    The search, which says of no file what it needs, shows all, and is one's.
    """
    if kind(draft.path) == "pictures":
        return _PICTURE
    return _talks(draft.needs or ())


def _talks(needs: object) -> int:
    if isinstance(needs, Talk):
        return 1
    if isinstance(needs, (tuple, list)):
        return sum(map(_talks, needs))
    listed = getattr(needs, "talks", ())
    return len(listed) if isinstance(listed, tuple) else 0


def kind(path: str) -> str:
    """Return which phase of a build a file belongs to."""
    if path.startswith("mail/"):
        return "mails"
    return _KINDS.get(path[path.rfind(".") :], "data")


def are_about_talks(drafts: Iterable[Draft], pieces: Iterable[str]) -> list[bool]:
    """Say of each file whether it lies beside one at which a piece comes at hand."""
    places = {_place(path) for path in pieces}
    return [_place(draft.path) in places for draft in drafts]


def in_turn(drafts: Sequence[Draft], pieces: Iterable[str]) -> list[Draft]:
    """Return the files about talks, those of one talk together, and then all others."""
    about = are_about_talks(drafts, pieces)
    groups: dict[str, list[Draft]] = defaultdict(list)
    for draft, is_about in zip(drafts, about, strict=True):
        groups[_place(draft.path) if is_about else ""].append(draft)
    others = groups.pop("", [])
    return [*chain.from_iterable(groups.values()), *others]


def _place(path: str) -> str:
    """Return where a file is, on the site or among the mails."""
    return path.partition("/")[2].rpartition("/")[0]
