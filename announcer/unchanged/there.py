"""A look at all that an earlier run left in a folder, in one go."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterator, Sequence
from os import stat_result
from pathlib import Path

from announcer import disk
from announcer.unchanged.made import Made

_GONE = (-1, 0, 0)


def as_left(made: Made, folder: Path) -> set[str]:
    """Return the paths of files that are there, certainly as they were left.

    None of them stands behind a link: what is there is not of our making.
    """
    wanted = _folders_of(made.paths)
    real = _real(wanted, os.fspath(folder))
    if wanted <= real:
        try:
            return made.as_left(disk.stamps(folder, made.paths))
        except OSError:  # one is missing
            pass
    with disk.looking_from(folder) as look:
        return made.as_left(array("q", _stamps(made.paths, real, look)))


def are_real(paths: Sequence[str], folder: Path) -> bool:
    """Say whether none of the files stands behind a link, or nowhere."""
    wanted = _folders_of(paths)
    return wanted <= _real(wanted, os.fspath(folder))


def _folders_of(paths: Sequence[str]) -> set[str]:
    return {path.rpartition("/")[0] for path in paths}


def _stamps(
    paths: Sequence[str], real: set[str], look: Callable[[str], stat_result]
) -> Iterator[int]:
    """Yield size and times of files; of one that is gone such as no file has."""
    for path in paths:
        try:
            known = look(path) if path.rpartition("/")[0] in real else None
        except OSError:
            known = None
        if known is None:
            yield from _GONE
        else:
            yield from (known.st_size, known.st_mtime_ns, known.st_ctime_ns)


def _real(wanted: set[str], place: str) -> set[str]:
    """Return the folders of files that are no links, nor stand behind one.

    Those in a folder are seen together: to look at each takes longer.
    """
    folders, around = set(wanted), wanted
    holding: set[str] = set()
    while around := {path.rpartition("/")[0] for path in around if path}:
        folders |= around
        holding |= around
    found, waiting = {""}, [""] if holding else []
    while waiting:
        above = waiting.pop()
        for name in _folders(f"{place}/{above}"):
            path = f"{above}/{name}" if above else name
            if path in folders:
                found.add(path)
                if path in holding:
                    waiting.append(path)
    return found


def _folders(place: str) -> list[str]:
    """Return the names of the real folders in a folder; none where nobody can tell."""
    try:
        with os.scandir(place) as scan:
            return [entry.name for entry in scan if disk.is_real_folder(entry)]
    except OSError:
        return []
