"""The nouns of what is followed: what was fetched, and what becomes of it here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from announcer import disk, urls
from announcer.classes import dataclass
from announcer.errors import Problem
from announcer.talk import Follow, Planned, Revision, Series, Talk

STORE = f"{disk.PRIVATE}/follow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One talk of others as it was last there; ``gone`` since it is there no more.

    ``page`` is its address there.
    """

    talk: Talk
    revision: Revision
    page: str | None = None
    gone: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What is known of the talks of one entry.

    ``etag`` and ``modified`` came with the last good answer, at ``good``, and ``basis``
    tells how it was read. Since ``failing`` there was none, for the reason in ``why``.
    ``is_broken`` says that the file of it makes no sense.
    """

    etag: str | None = None
    modified: str | None = None
    basis: str = ""
    good: datetime | None = None
    failing: datetime | None = None
    why: str = ""
    talks: tuple[Followed, ...] = ()
    is_broken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Talks of others beside the site's own.

    ``joint`` are pairs of a talk of others and the one that stands for it, ``lost``
    names in ``add:`` that fit no talk, by entry.
    """

    followed: tuple[Followed, ...] = ()
    joint: tuple[tuple[Talk, Talk | Planned], ...] = ()
    lost: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guests:
    """Talks of others, those that are told as the site's own, and what is doubtful.

    ``series`` are those of them that have no folder. ``joint`` are pairs of a talk of
    others and the one that stands for it.
    """

    followed: tuple[Followed, ...] = ()
    told: tuple[Followed, ...] = ()
    series: tuple[Series, ...] = ()
    joint: tuple[tuple[Talk, Talk | Planned], ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def talks(self) -> tuple[Talk, ...]:
        """Return the talks of others."""
        return tuple(one.talk for one in self.followed)


NOBODY = Guests()


def path_of(follow: Follow) -> str:
    """Return the path of an entry's file, below the project folder."""
    digest = hashlib.sha256(follow.url.encode()).hexdigest()[:8]
    return f"{STORE}/{urls.slugify(follow.name)}-{digest}.json"
