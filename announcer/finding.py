"""Which talk somebody means by a path, a uid, or a part of either."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import PurePosixPath

from announcer.access import is_over
from announcer.errors import AnnouncerError
from announcer.talk import Status, Talk
from announcer.urls import spellings

_SHOWN = 8


def find(talks: Sequence[Talk], meant: str, now: datetime) -> Talk:
    """Return the one talk that is meant: its path, its uid, a part of it, or ``next``.

    Raises AnnouncerError where none or several fit, and names those that come close.
    """
    if meant == "next":
        return _next(talks, now)
    for fits in (_by_name, _by_file, _by_words):
        found = [talk for talk in talks if fits(talk, meant)]
        if len(found) == 1:
            return found[0]
        if found:
            raise AnnouncerError(_several(found, meant))
    raise AnnouncerError(_none(talks, meant))


def _next(talks: Sequence[Talk], now: datetime) -> Talk:
    coming = (
        t for t in talks if not is_over(t, now) and t.status is not Status.CANCELLED
    )
    talk = next(coming, None)
    if talk is None:
        raise AnnouncerError("no talk is coming; name one, such as its file")
    return talk


def _by_name(talk: Talk, meant: str) -> bool:
    path = meant.removeprefix("./")
    return meant == talk.uid or path in {
        talk.source,
        talk.source.removeprefix("talks/"),
        talk.slug,
        PurePosixPath(talk.source).name,
    }


def _by_file(talk: Talk, meant: str) -> bool:
    part = meant.casefold()
    return part in talk.source.casefold() or part in talk.uid.casefold()


def _by_words(talk: Talk, meant: str) -> bool:
    """Say whether title or speaker hold it, be it typed with accents or without."""
    words = (talk.title or "", *(speaker.name for speaker in talk.speakers))
    part = meant.casefold()
    if any(part in word.casefold() for word in words):
        return True
    spelt = {one for word in words for one in spellings(word)}
    return any(part in one for part in spellings(meant) for one in spelt)


def _several(found: Sequence[Talk], meant: str) -> str:
    lines = [f"  {talk.source}" for talk in found[:_SHOWN]]
    if len(found) > _SHOWN:
        lines.append(f"  and {len(found) - _SHOWN} more")
    return "\n".join([f"{meant!r} fits {len(found)} talks; say more of one:", *lines])


def _none(talks: Sequence[Talk], meant: str) -> str:
    slugs = {talk.slug: talk for talk in talks}
    close = get_close_matches(meant, slugs, n=1)
    if close:
        return f"no talk fits {meant!r}; did you mean {slugs[close[0]].source}?"
    return f"no talk fits {meant!r}; `announcer list --all` shows them all"
