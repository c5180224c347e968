"""Long lists: what is to come in full, what is over in one line each, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from announcer.catalogue import Talks
from announcer.classes import dataclass
from announcer.formats.web.page import Edition

# A page stays light on a phone, and below 150 kB: a full entry is about 1 kB of HTML,
# a line a third of it.
_FULL = 30
_LINES = 200
ONE_PAGE = _LINES  # so many talks are never more


@dataclass(frozen=True, slots=True)
class Shelf:
    """A named stretch of time and its talks."""

    name: str
    talks: Talks


@dataclass(frozen=True, slots=True)
class Group:
    """A shelf as a page shows it, each talk rendered."""

    name: str
    rows: tuple[str, ...]


def first(edition: Edition, talks: Talks, *, named: bool = True) -> tuple[str, ...]:
    """Return the first talks of a list in full."""
    return edition.rows(talks[:_FULL], named=named)


def rest(talks: Talks) -> Talks:
    """Return those of a list that get one line each."""
    return talks[_FULL:]


def shelved(
    edition: Edition, shelves: Iterable[Shelf], *, named: bool = True
) -> list[Group]:
    """Return shelves with a line for each talk."""
    return [
        Group(shelf.name, edition.lines(shelf.talks, named=named)) for shelf in shelves
    ]


def by_term(edition: Edition, talks: Talks) -> list[Shelf]:
    """Return talks on the shelves of their terms, in their order."""
    return [Shelf(*term) for term in edition.catalogue.termwise(talks).items()]


def parted(shelves: Sequence[Shelf]) -> tuple[Sequence[Shelf], Sequence[Shelf]]:
    """Return the shelves that a page holds, one at least, and those it links to."""
    held = 0
    for number, shelf in enumerate(shelves):
        held += len(shelf.talks)
        if number and held > _LINES // 2:
            return shelves[:number], shelves[number:]
    return shelves, ()


def paged(shelves: Iterable[Shelf]) -> list[list[Shelf]]:
    """Return shelves by pages, cut where one is full; there is one page at least."""
    pages: list[list[Shelf]] = [[]]
    room = _LINES
    for name, talks in _cut(shelves):
        if len(talks) > room and pages[-1]:
            pages.append([])
            room = _LINES
        pages[-1].append(Shelf(name, talks))
        room -= len(talks)
    return pages


def _cut(shelves: Iterable[Shelf]) -> Iterator[tuple[str, Talks]]:
    for shelf in shelves:
        for at in range(0, len(shelf.talks), _LINES):
            yield shelf.name, shelf.talks[at : at + _LINES]
