"""Pieces of a text by where they stand: the begin and the end of each, in letters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

Span = tuple[int, int]


class Placed(Protocol):
    """What was found at a place of a text."""

    @property
    def place(self) -> Span:
        """The begin and the end of it."""
        ...


_Found = TypeVar("_Found", bound=Placed)


def apart(found: Iterable[_Found]) -> list[_Found]:
    """Return finds in their order, without those that overlap one before them.

    Of those that begin at one letter the longest counts.
    """
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: (one.place[0], -one.place[1])):
        if not kept or one.place[0] >= kept[-1].place[1]:
            kept.append(one)
    return kept


def blanked(text: str, spans: Iterable[Span], sign: str = " ") -> str:
    """Return a text of the same length with blanks, or a sign, where the spans were."""
    letters: list[str] = []
    for begin, end in spans:
        letters = letters or list(text)
        letters[begin:end] = sign * (end - begin)
    return "".join(letters) or text
