"""Following the talks of others: ask, read, and remember what was there.

Nothing that a server answers, or does not, takes away what is known already.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from announcer import __version__, disk, executing, fetching
from announcer.classes import dataclass
from announcer.errors import AnnouncerError, BadValue
from announcer.following.merging import Merged, merged
from announcer.following.reading import LARGEST, MOST, Reading, in_a_line, read
from announcer.importers import own
from announcer.record import FOLLOWED, Feed, Followed, Records, dump, load, path_of
from announcer.talk import Follow, Site
from announcer.unwritable import cannot_write

__all__ = ["MOST", "Asked", "Merged", "Reading", "follow", "sweep"]

_LOCK = "follow.lock"
_SHORT = 16 * 1024  # bytes that no reader takes long for
_LONGEST_READING = 60  # seconds; five thousand talks take a few
_NO_NEWS, _NOTHING = Merged(), Reading()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What became of one entry: the talks that are known, and what is news of them.

    ``why`` says in one line why nothing could be learnt; then all stays as it was.
    ``is_unchanged`` says that their server knows of nothing new.
    """

    follow: Follow
    feed: Feed
    merged: Merged = _NO_NEWS
    reading: Reading = _NOTHING
    why: str = ""
    is_unchanged: bool = False


def follow(
    records: Records, now: datetime, *, write: bool, within: float = 60
) -> Iterator[Asked]:
    """Ask for the talks of every entry, and yield what became of it.

    With ``write`` it is kept, each entry whole or not at all, by one run at a time.
    ``now`` is UTC; ``within`` are the seconds that an answer may take. Raises
    AnnouncerError where it cannot be kept.
    """
    if not records.site.follow:
        return
    if not write:
        for one in records.site.follow:
            yield _asked(records.folder, records.site, one, now, within)
        return
    store = records.folder / FOLLOWED
    try:
        disk.make_private(store.parent)
        disk.make_private(store)
        with disk.alone(store.parent / _LOCK):
            disk.sweep(store)
            for one in records.site.follow:
                asked = _asked(records.folder, records.site, one, now, within)
                _keep(records.folder, asked)
                yield asked
    except OSError as error:
        kept = "What is known of others' talks stays."
        raise AnnouncerError(cannot_write(error, store, kept)) from None


def sweep(records: Records) -> None:
    """Remove what is kept of entries that are there no more."""
    known = {records.folder / path_of(one) for one in records.site.follow}
    for path in (records.folder / FOLLOWED).glob("*.json"):
        if path not in known:
            path.unlink(missing_ok=True)


def _keep(folder: Path, asked: Asked) -> None:
    path, content = folder / path_of(asked.follow), dump(asked.feed)
    if disk.read(path) != content:
        disk.put_own(path, content)


def _asked(
    folder: Path, site: Site, entry: Follow, now: datetime, within: float
) -> Asked:
    known = load(folder, entry, site)
    basis = repr((__version__, entry.timezone, site.timezone, site.language))
    is_alike = known.basis == basis
    try:
        answer = fetching.ask(
            entry.url,
            etag=known.etag if is_alike else None,
            modified=known.modified if is_alike else None,
            within=within,
            timeout=min(within, 20),
            largest=LARGEST,
        )
        if answer is None:
            raise AnnouncerError("there is nothing at that address")
        if answer.content is None:
            return _as_it_was(entry, known, now)
        reading = _read(answer.content, entry, site, now)
        if part := own.goes_on(answer.content):
            text = f"talks up to {part}, which have a file of their own there"
            reading = replace(reading, left_out=(*reading.left_out, text))
        _refuse_empty(reading, known, now)
    except AnnouncerError as error:
        why = _in_a_line(error, entry)
        feed = replace(known, failing=known.failing or now, why=why, is_broken=False)
        return Asked(follow=entry, feed=feed, why=why)
    found = merged(known.talks, reading.talks, now, reading.unread)
    feed = Feed(
        etag=answer.etag,
        modified=answer.modified,
        basis=basis,
        good=now,
        talks=found.talks,
    )
    # what says nothing new stays, byte by byte, and no build is due
    feed = known if dump(replace(known, good=now)) == dump(feed) else feed
    return Asked(follow=entry, feed=feed, merged=found, reading=reading)


def _read(content: bytes, entry: Follow, site: Site, now: datetime) -> Reading:
    """Read an answer; a long one where it can be ended, whatever it is made for."""
    if len(content) < _SHORT and b"RRULE" not in content.upper():
        return read(content, entry, site, now.date())
    return executing.within(_LONGEST_READING, read, content, entry, site, now.date())


def _as_it_was(entry: Follow, known: Feed, now: datetime) -> Asked:
    """Return what is known of talks of which nothing is new; time goes on for them."""
    kept = tuple(one for one in known.talks if not (one.gone and one.talk.end <= now))
    feed = replace(known, failing=None, why="", talks=kept)
    return Asked(follow=entry, feed=feed, is_unchanged=True)


def _refuse_empty(reading: Reading, known: Feed, now: datetime) -> None:
    """Refuse an answer without talks where some are to come."""
    if reading.talks or not _coming(known.talks, now):
        return
    if reading.left_out:
        raise AnnouncerError(f"no talk there can be taken: {reading.left_out[0]}")
    raise AnnouncerError("there are no talks any more, and some are still to come")


def _coming(talks: tuple[Followed, ...], now: datetime) -> bool:
    return any(one.talk.end > now for one in talks)


def _in_a_line(error: AnnouncerError, entry: Follow) -> str:
    hint = f" {error.hint}" if isinstance(error, BadValue) and error.hint else ""
    text = f"{error}{hint}".removeprefix(f"cannot read {entry.url}: ")
    return in_a_line(text.removeprefix(f"{entry.url}: "))
