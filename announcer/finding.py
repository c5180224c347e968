"""Which talk somebody means by a path, a uid, a part of either, its words or day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from difflib import get_close_matches
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TypeVar

from announcer.access import is_over
from announcer.errors import AnnouncerError
from announcer.talk import Planned, Status, Talk
from announcer.urls import spellings

_SHOWN = 8
_CLOSE = 0.75  # of the letters of a name

T = TypeVar("T", bound=Talk | Planned)


def find(
    talks: Sequence[T], meant: str, now: datetime, planned: Sequence[Planned] = ()
) -> T:
    """Return the one talk that is meant: its path, its uid, a part of it, or ``next``.

    Accents, case, hyphens and apostrophes make no difference in a part. Raises
    AnnouncerError where none or several fit, and names those that come close, or the
    one that fits among the ``planned``, of which nothing can be told.
    """
    if meant.strip() == "next":
        return _next(talks, now)
    for fits in (_by_name, _by_file, _by_words, _by_every_word):
        found = [talk for talk in talks if fits(talk, meant)]
        if len(found) == 1:
            return found[0]
        if found:
            raise AnnouncerError(_several(found, meant))
    if planned:
        with suppress(_NoneError):
            raise AnnouncerError(
                f"{find(planned, meant, now).source} has no date yet (status: planned);"
                f" `announcer move {meant} WHEN` gives it one"
            )
    raise _NoneError(_none(talks, meant))


class _NoneError(AnnouncerError):
    """Say that no talk fits."""


def _next(talks: Sequence[T], now: datetime) -> T:
    for talk in talks:
        if not isinstance(talk, Talk):
            continue
        if not is_over(talk, now) and talk.status is not Status.CANCELLED:
            return talk
    raise AnnouncerError("no talk is coming; name one, such as its file")


def _by_name(talk: Talk | Planned, meant: str) -> bool:
    path = meant.removeprefix("./")
    return meant == talk.uid or path in {
        talk.source,
        talk.source.removeprefix("talks/"),
        talk.slug,
        PurePosixPath(talk.source).name,
    }


def _by_file(talk: Talk | Planned, meant: str) -> bool:
    part = meant.casefold()
    name = talk.uid.partition("@")[0]  # behind it stands what all uids share
    if part in talk.source.casefold() or part in name.casefold():
        return True
    return _shares(talk.source.rpartition(".")[0], meant)


def _by_words(talk: Talk | Planned, meant: str) -> bool:
    return _letters(meant.casefold()) in _days(talk) or any(
        _shares(words, meant) for words in _words(talk)
    )


def _by_every_word(talk: Talk | Planned, meant: str) -> bool:
    """Say whether each word stands somewhere, a number as a whole one."""
    known = (*_words(talk), talk.source, talk.series.name, *_days(talk))
    numbers = re.findall(r"\d+", " ".join(known))
    return all(
        word in numbers if word.isdigit() else any(_shares(one, word) for one in known)
        for word in meant.split()
    )


def _words(talk: Talk | Planned) -> tuple[str, ...]:
    return (talk.title or "", *(speaker.name for speaker in talk.speakers))


def _days(talk: Talk | Planned) -> tuple[str, ...]:
    """Return the ways to write the day of a talk, in letters and digits alone."""
    if not isinstance(talk, Talk):
        return ()
    day, month, year = talk.start.day, f"{talk.start:%B}".casefold(), talk.start.year
    names = (f"{day}{month}", f"{month}{day}", f"{day}{month[:3]}", f"{month[:3]}{day}")
    return (*names, *(f"{name}{year}" for name in names), f"{talk.start:%Y%m%d}")


def _shares(words: str, part: str) -> bool:
    """Say whether a part stands in words, however both are spelt."""
    known = _folded(words)
    return any(one in other for one in _folded(part) for other in known)


@lru_cache(maxsize=8192)
def _folded(text: str) -> frozenset[str]:
    """Return letters and digits alone, in every way to spell them."""
    written = (*spellings(text), text.casefold())
    return frozenset(map(_letters, written)) if _letters(text) else frozenset()


def _letters(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return re.sub(r"[\W_]+", "", parts)


def _several(found: Sequence[Talk | Planned], meant: str) -> str:
    lines = [f"  {talk.source}{_about(talk)}" for talk in found[:_SHOWN]]
    if len(found) > _SHOWN:
        lines.append(f"  and {len(found) - _SHOWN} more")
    return "\n".join([f"{meant!r} fits {len(found)} talks; say more of one:", *lines])


def _about(talk: Talk | Planned) -> str:
    names = ", ".join(speaker.name for speaker in talk.speakers)
    what = ": ".join(filter(None, (names, " ".join((talk.title or "").split()))))
    short = what if len(what) <= 60 else f"{what[:59]}…"
    return f"  ({short})" if short else ""


def _names(talk: Talk | Planned) -> Iterator[str]:
    """Yield what a talk is called by: its file, and the names of those who speak."""
    yield talk.slug
    for speaker in talk.speakers:
        name = speaker.name.casefold()
        yield from (name, *(word for word in name.split() if len(word) > 3))


def _none(talks: Sequence[Talk | Planned], meant: str) -> str:
    known = {word: talk for talk in reversed(talks) for word in _names(talk)}
    close = get_close_matches(meant.casefold(), known, n=1, cutoff=_CLOSE)
    if close:
        return f"no talk fits {meant!r}; did you mean {known[close[0]].source}?"
    return f"no talk fits {meant!r}; `announcer list --all` shows them all"
