"""Pictures as the formats know them: what Pillow made, and what it is to make."""

from __future__ import annotations

from announcer.classes import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The words on a card, in plain text, and its colours as ``#rrggbb``.

    ``heading`` stands small above the ``title``, ``who`` below it, ``when`` and
    ``place`` at the foot. Of the titles the first is taken that can be drawn; it says
    at which side the card begins.
    """

    heading: str
    titles: tuple[str, ...]
    who: str = ""
    when: str = ""
    place: str = ""
    ground: str
    ink: str


@dataclass(frozen=True, slots=True)
class Size:
    """One file of a picture; ``name`` tells its content, its width and its kind."""

    name: str
    width: int
    height: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for the site, in one or more sizes, the smallest first."""

    sizes: tuple[Size, ...]


def is_elsewhere(address: str) -> bool:
    """Say whether a picture lies on somebody's server, where pages never fetch it."""
    return "://" in address
