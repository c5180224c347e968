"""Making every file of a build with workers beside this process.

Files about one talk are one worker's, for they share its texts. What other files are
made of too, such as its event, comes back from there, before those are begun. What
takes longest is begun first. Workers write into the folder of what is not in its place
yet, and say where; bytes stay there.
"""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, compress, count
from time import perf_counter
from typing import Any, Protocol, TypeVar

from announcer import pictures, timing
from announcer.building.elsewhere import Elsewhere
from announcer.building.makings import Known, Makings
from announcer.building.numbered import Numbered
from announcer.classes import dataclass
from announcer.delivery.files import Staging
from announcer.errors import Problem
from announcer.executing import Executor, Meanwhile, Place, Shelf, Slices, slices_of
from announcer.output import Draft, Piece, Ready, Several
from announcer.talk import Talk

_FEW = 80  # talks; the files of fewer are made before workers have begun
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

    @property
    def is_worth_it(self) -> bool:
        """Say whether the files of so many talks are sooner made by several."""
        if self.elsewhere:  # somebody has asked for it
            return True
        return self.executor.workers > 1 and len(self.pieces) > _FEW

    def make(
        self,
        first: Iterable[Draft | Several],
        watch: Watch,
        others: Callable[[], Iterable[Draft | Several]] = tuple,
        settle: Callable[[], object] = tuple,
    ) -> Iterator[tuple[Draft, Made]]:
        """Make every file; raises what the first of them raises that cannot be made.

        What ``others`` there are becomes known while workers make those about talks.
        ``settle`` is called when the digests of all talks are known, and lets go what
        those who make the others need not hold.
        """
        run = _Run(self, watch)
        run.about_talks(first, others)
        settle()
        run.others()
        return run.made()

    def made(
        self, slices: Slices, drafts: Numbered, own: Callable[[], object] | None
    ) -> Iterator[tuple[int, _Done]]:
        """Make the drafts of these numbers, and do something of its ``own`` meanwhile.

        With that they are about talks, on whose events the digests of others depend.
        """
        if self.elsewhere:
            for number, come in self.executor.run(slices, self.elsewhere, self.told):
                ready = self.staging.put(
                    drafts.paths[number], come.content, f"w{number}"
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
            digest = self.makings.of(draft) if is_whole and not own else None
            made = _packed(ready, digest, is_whole=is_whole)
            return _Done(made, perf_counter() - since)

        executor = Meanwhile(self.executor, own) if own else self.executor
        yield from executor.run(slices, job, self.told)

    def unpacked(self, number: int, path: str, made: bytes) -> Made:
        """Return what was said of a file that was made."""
        content, there, digest, is_whole = marshal.loads(made)  # noqa: S302 - our own
        file = self.staging.file(path, f"w{number}", whole=there is not None)
        return Made(Ready(file, content, there), is_whole, digest)

    def keep(self, path: str, done: _Done) -> None:
        """Take over what other files are made of too, here and for workers far away."""
        place = self.shelf.put(done.piece) if done.piece else done.place
        if place is None:
            return
        self.pieces[path].keep(self.shelf.later(place))
        self.makings.keep(done.known)
        if self.elsewhere:
            self.elsewhere.carried[path] = done.piece

    def shelve(self, path: str) -> Place | None:
        """Lay down what others need too of what was just made, if there is any."""
        piece = self.pieces.get(path)
        if piece is None:
            return None
        place = self.shelf.put(piece.take())
        piece.keep(self.shelf.later(place))
        return place


class _Run:
    """One run through all files: first those about talks, and then all others."""

    def __init__(self, shop: Workshop, watch: Watch) -> None:
        self._shop = shop
        self._watch = watch
        self._drafts = Numbered()
        self._made: list[bytes] = []  # of each draft, empty until it is made
        self._work: dict[str, float] = defaultdict(float)

    def about_talks(
        self,
        first: Iterable[Draft | Several],
        others: Callable[[], Iterable[Draft | Several]],
    ) -> None:
        """Make those of these drafts about talks, while all others get known.

        Those of one talk come before, and no copy of this process is made for them:
        what it imports and compiles for them its copies have at hand.
        """
        drafts, shop = self._drafts, self._shop
        self._add(first)
        about = [*compress(count(), are_about_talks(drafts.paths, shop.pieces))]
        places = [*map(_place, drafts.paths)]
        beside = places[about[0]] if about and not shop.elsewhere else None
        one = [number for number in about if places[number] == beside]
        rest = [number for number in about if number not in one]
        listed = cache(lambda: [*others()])
        self._make([one] if one else [], tuple)
        self._make(_by_place(places, rest), listed)
        self._let_go(about)
        self._add(listed())

    def _let_go(self, numbers: Sequence[int]) -> None:
        """Keep of files that are made no more than their digests and paths.

        What they needed is not for those who make the others: they would hold it twice.
        """
        drafts, shop = self._drafts, self._shop
        with timing.phase(timing.NEW):
            for number in numbers:
                path = drafts.paths[number]
                made = shop.unpacked(number, path, self._made[number])
                digest = shop.makings.of(drafts[number]) if made.is_whole else None
                self._made[number] = _packed(made.ready, digest, is_whole=made.is_whole)
            drafts.let_go(numbers)

    def _add(self, drafts: Iterable[Draft | Several]) -> None:
        self._drafts.add(drafts)
        self._made += [b""] * (len(self._drafts) - len(self._made))

    def others(self) -> None:
        """Make all that is not made yet."""
        others = [number for number, made in enumerate(self._made) if not made]
        self._make(_by_load(self._drafts, others), None)
        if not self._shop.elsewhere:  # who made them knew their digests
            self._drafts.let_go(others)

    def made(self) -> Iterator[tuple[Draft, Made]]:
        """Return what was made of each draft."""
        timing.deal(_WORKERS, self._work)
        for number, path in enumerate(self._drafts.paths):
            made = self._shop.unpacked(number, path, self._made[number])
            yield self._drafts[number], made

    def _make(self, slices: Slices, own: Callable[[], object] | None) -> None:
        shop, drafts = self._shop, self._drafts
        paths = (drafts.paths[number] for each in slices for number in each)
        if "pictures" in map(kind, paths):
            pictures.load()  # once, before there are copies of this process
        with timing.phase(_WORKERS):
            for number, done in self._watch(shop.made(slices, drafts, own)):
                self._made[number] = done.made
                path = drafts.paths[number]
                self._work[kind(path)] += done.seconds
                shop.keep(path, done)


def _packed(ready: Ready, digest: bytes | None = None, *, is_whole: bool) -> bytes:
    """Return what there is to say of a file that was made, in a fifth of the memory.

    Where it lies its path and its number say.
    """
    there = ready.there and tuple(ready.there)
    return marshal.dumps((ready.content, there, digest, is_whole))


def _by_place(places: Sequence[str], numbers: Sequence[int]) -> list[list[int]]:
    """Return numbers of drafts in slices.

    Files of one folder are one's, for they share work.
    """
    keys = [places[number] for number in numbers]
    return [[numbers[at] for at in each] for each in slices_of(keys, _SLICE)]


def _by_load(drafts: Numbered, numbers: Sequence[int]) -> list[list[int]]:
    """Return numbers of drafts in slices, those first that take longest.

    Lists of talks may be apart, for they share no work that is worth it; those that are
    opened together are one's, and opened nowhere else.
    """
    loads = [_load(drafts[number]) for number in numbers]
    keys: list[object] = [
        drafts.first(number) if load else _place(drafts.paths[number])
        for number, load in zip(numbers, loads, strict=True)
    ]
    found = sorted(slices_of(keys, _SLICE), key=lambda s: -sum(loads[at] for at in s))
    return [[numbers[at] for at in each] for each in found]


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


def are_about_talks(paths: Iterable[str], pieces: Iterable[str]) -> list[bool]:
    """Say of each file whether it lies beside one at which a piece comes at hand."""
    places = {*map(_place, pieces)}
    return [_place(path) in places for path in paths]


def in_turn(drafts: Sequence[Draft], pieces: Iterable[str]) -> list[Draft]:
    """Return the files about talks, those of one talk together, and then all others."""
    about = are_about_talks((draft.path for draft in drafts), pieces)
    groups: dict[str, list[Draft]] = defaultdict(list)
    for draft, is_about in zip(drafts, about, strict=True):
        groups[_place(draft.path) if is_about else ""].append(draft)
    others = groups.pop("", [])
    return [*chain.from_iterable(groups.values()), *others]


def _place(path: str) -> str:
    """Return where a file is, on the site or among the mails."""
    return path.partition("/")[2].rpartition("/")[0]
