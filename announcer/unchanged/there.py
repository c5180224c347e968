"""A look at all that an earlier run left in a folder, in one go."""

from __future__ import annotations

import stat
from array import array
from collections.abc import Callable, Sequence
from os import stat_result
from pathlib import Path

from announcer import disk
from announcer.unchanged.made import Made

_GONE = (-1, 0, 0)


def as_left(made: Made, folder: Path) -> set[str]:
    """Return the paths of files that are there, certainly as they were left.

    None of them stands behind a link: what is there is not of our making.
    """
    now = array("q")
    with disk.looking_from(folder) as look:
        real = _real(made.paths, look)
        for path in made.paths:
            if path.rpartition("/")[0] not in real:
                now.extend(_GONE)
                continue
            try:
                known = look(path)
            except OSError:
                now.extend(_GONE)
                continue
            now.append(known.st_size)
            now.append(known.st_mtime_ns)
            now.append(known.st_ctime_ns)
    return made.as_left(now)


def _real(paths: Sequence[str], look: Callable[[str], stat_result]) -> set[str]:
    """Return the folders of files that are no links, nor stand behind one."""
    found = {""}
    for folder in sorted(_folders(paths)):
        if folder.rpartition("/")[0] in found:
            try:
                known = look(folder)
            except OSError:
                continue
            if stat.S_ISDIR(known.st_mode) and not disk.is_junction(known):
                found.add(folder)
    return found


def _folders(paths: Sequence[str]) -> set[str]:
    """Return the folders of files, and those around them."""
    found = {path.rpartition("/")[0] for path in paths}
    around = found
    while around := {path.rpartition("/")[0] for path in around} - found:
        found |= around
    return found
