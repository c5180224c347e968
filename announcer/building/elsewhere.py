"""A build's files, made where neither its memory nor its disk is.

What goes there are the inputs: what records, ledger and clock say together, templates
and pictures of the project. All else is worked out there once more, by the same program
or not at all: so the bytes are the same.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from itertools import compress, count
from operator import not_
from pathlib import Path
from time import perf_counter
from typing import Any

from announcer import disk, formats, markup, timing
from announcer import plan as planning
from announcer.building import program
from announcer.building.numbered import paths_of
from announcer.classes import dataclass
from announcer.formats import mail
from announcer.ledger import State
from announcer.output import Draft, Several, opened
from announcer.pictures import Pictures, Store
from announcer.survey import Survey
from announcer.templating import Templates


@dataclass(frozen=True, slots=True)
class Come:
    """A file that came from elsewhere, and how many seconds it took there.

    It ``is_whole`` if no ornament of it was left out. ``piece`` is what others of its
    build are made of, too.
    """

    content: bytes
    is_whole: bool
    piece: object
    seconds: float


class Elsewhere:
    """Makes the files of one build by their number, here and wherever it is sent."""

    def __init__(self, seen: Survey, templates: Templates) -> None:
        self.carried: dict[str, Any] = {}
        self.notes: dict[Any, Any] = templates.ornaments.told
        self.fits: Callable[[], str] = partial(program.misfit, program.ingredients())
        self._seen = seen
        self._templates = templates
        self._place: tempfile.TemporaryDirectory[str] | None = None

    def __call__(self, number: int) -> Come:
        """Make one file."""
        draft = self._drafts[number]
        before, since = len(self.notes), perf_counter()
        content = draft.make()
        is_whole = len(self.notes) == before
        piece = self._pieces.get(draft.path)
        taken = piece.take() if piece else None
        return Come(content, is_whole, taken, perf_counter() - since)

    def take_over(self, carried: Mapping[str, Any]) -> None:
        """Put pieces that were made at several places where lists look for them."""
        markup.forget()
        for path, piece in carried.items():
            self._pieces[path].keep(partial(_as_it_is, piece))

    def __reduce__(self) -> tuple[object, ...]:
        """Pack what is needed to be the same elsewhere."""
        *own, _ = self._templates.folders
        texts = _files(own[0]) if own else None
        pictures = self._templates.pictures.originals(self._seen.shown)
        return _unpacked, (self._seen, texts, pictures)

    @cached_property
    def _drafts(self) -> list[Draft]:
        return list(opened(listed(self._seen, self._templates)))

    @cached_property
    def _pieces(self) -> dict[str, Any]:
        return formats.pieces(self._seen.shown, self._templates)


def _as_it_is(piece: object) -> object:
    return piece


class Drafts:
    """The files of one build, listed when somebody asks."""

    def __init__(self, seen: Survey, templates: Templates) -> None:
        self._seen = seen
        self._templates = templates
        self._begin()

    def _begin(self) -> None:
        self._listed: list[Draft | Several] = []
        self._more = listed(self._seen, self._templates)

    def __iter__(self) -> Iterator[Draft | Several]:
        """List no further than somebody looks."""
        yield from self._listed
        for one in self._more:
            self._listed.append(one)
            yield one

    @property
    def found(self) -> list[Draft | Several]:
        """All files; some belong together. What raises once does so again."""
        with timing.phase("listing"):
            try:
                self._listed += self._more
            except Exception:
                self._begin()
                raise
        return self._listed

    def all(self) -> list[Draft]:
        """Return every file."""
        return [*opened(self.found)]

    def of_talks(self) -> list[Several]:
        """Return those that lie beside the event of a talk, which are known at once."""
        with timing.phase("listing"):
            return [*formats.of_talks(self._seen.shown, self._templates)]

    def besides(self, others: Iterable[Draft | Several]) -> list[Draft | Several]:
        """Return all but others, whose paths are in memory once from now on."""
        known = {path: path for one in others for path in paths_of(one)}
        found = self.found
        with timing.phase("listing"):
            paths = [*map(paths_of, found)]
            is_new = [*map(known.keys().isdisjoint, paths)]
            for at in compress(count(), map(not_, is_new)):
                if isinstance(one := found[at], Several):
                    same = [*map(known.__getitem__, one.paths)]
                    found[at] = Several(same, one.make, one.needs)
            return [*compress(found, is_new)]


def listed(seen: Survey, templates: Templates) -> Iterator[Draft | Several]:
    """Yield every file of the site, and mails to look at; some belong together.

    Those mails are of what is due, what is next, and about each talk that is not over.
    """
    yield from formats.listed(seen.shown, templates)
    yield from _mails(seen, templates)


def lists(seen: Survey, templates: Templates) -> list[Iterator[Draft]]:
    """Return the same as a list of each kind, which nobody has begun."""
    return [*formats.lists(seen.shown, templates), _mails(seen, templates)]


def _mails(seen: Survey, templates: Templates) -> Iterator[Draft]:
    programme, plan = seen.programme, seen.plan
    about = planning.of_coming_talks(programme, seen.told, plan.due)
    coming = (*plan.due, *plan.upcoming)
    yield from mail.drafts(about, coming, _sent(seen), programme, templates)


def _sent(seen: Survey) -> set[mail.Sent]:
    """Return what has gone out about these talks, each message once."""
    return {
        mail.Sent(one.sent_at, one.kind, one.address, one.subject)
        for tellings in seen.told.values()
        for one in tellings
        if one.sent_at and one.state is State.SENT
    }


def _files(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _unpacked(
    seen: Survey, texts: dict[str, bytes] | None, pictures: dict[str, bytes]
) -> Elsewhere:
    place = tempfile.TemporaryDirectory(prefix="announcer-", ignore_cleanup_errors=True)
    own = Path(place.name) / "templates"
    for name, text in (texts or {}).items():
        path = own / name
        path.parent.mkdir(parents=True, exist_ok=True)
        disk.write_new(path, text)
    kept = Store(Path(place.name) / "pictures")
    there = Elsewhere(seen, Templates(own, Pictures(pictures, kept)))
    there._place = place  # noqa: SLF001 - it goes when the last one does
    return there
