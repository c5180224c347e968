"""Noticing that files change, also where a whole folder comes, goes or is replaced."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

# How often, in milliseconds, to look whether the folders are still the same ones.
_LOOK = 500
# What editors leave beside a file while they save it.
_LEFTOVERS = ("~", ".swp", ".swx", ".tmp", ".bak", ".orig", "#")

Stamps = Mapping[Path, tuple[int, int, int]]


def stamps(folders: Sequence[Path]) -> Stamps:
    """Return what tells each file below the folders from another version of it."""
    found = {}
    for folder in folders:
        for place, _, names in os.walk(folder):
            for path in (Path(place, name) for name in names if _matters(name)):
                try:
                    now = path.stat()
                except OSError:
                    continue  # gone just now, or a link that leads nowhere
                found[path] = (now.st_mtime_ns, now.st_size, now.st_ino)
    return found


def changes(
    folders: Sequence[Path], seen: Stamps, stop: Event
) -> Iterator[tuple[Path, ...]]:
    """Yield the paths that changed, burst by burst, until ``stop`` is set.

    ``seen`` are the stamps of what has been read: what changed before the watch began
    comes with its first burst.
    """
    polling: bool | None = None
    while not stop.is_set():
        there = _identities(folders)
        try:
            yield from _while_there(folders, there, seen, stop, polling=polling)
        except OSError:
            if _identities(folders) == there:
                polling = True  # the system watches no more files for us
        if not stop.is_set():
            seen = stamps(folders)
            yield tuple(folders)


def _while_there(
    folders: Sequence[Path],
    there: Sequence[object],
    seen: Stamps,
    stop: Event,
    *,
    polling: bool | None,
) -> Iterator[tuple[Path, ...]]:
    """Yield changes until one of the folders comes, goes or is replaced."""
    before: Stamps | None = seen
    for burst in _bursts(folders, stop, polling=polling):
        paths = {Path(path) for _, path in burst}
        if before is not None:
            paths |= {path for path, _ in before.items() ^ stamps(folders).items()}
            before = None
        if paths:
            yield tuple(sorted(paths))
        if _identities(folders) != there:
            return


def _bursts(
    folders: Sequence[Path], stop: Event, *, polling: bool | None
) -> Iterator[set[tuple[Change, str]]]:
    """Yield what changed below the folders that are there; nothing twice a second."""
    there = [folder for folder in folders if folder.is_dir()]
    if there:
        yield from watch(
            *there,
            watch_filter=lambda _, path: _matters(os.path.basename(path)),  # noqa: PTH119 - quicker
            stop_event=stop,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            force_polling=polling,
        )
    while not stop.wait(_LOOK / 1000):
        yield set()


def _matters(name: str) -> bool:
    """Tell files that somebody wrote from what editors and systems leave about."""
    return not (name.startswith((".", "#")) or name.endswith(_LEFTOVERS))


def _identities(folders: Sequence[Path]) -> list[tuple[int, int] | None]:
    return [_identity(folder) for folder in folders]


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        now = folder.stat()
    except OSError:
        return None
    return (now.st_dev, now.st_ino)
