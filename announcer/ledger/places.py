"""Where the file of a ledger lies and whether it can be written, said unopened."""

from __future__ import annotations

import os
from errno import ENOTDIR
from pathlib import Path

from announcer.lazy import pattern

_FILE = pattern(r"sqlite:///([^?#%]+)")


def plain_file(url: str) -> str | None:
    """Return the file that an address names as nearly all do; None for any other."""
    found = _FILE.fullmatch(url)
    return found[1] if found and found[1] != ":memory:" else None


def named(file: str) -> str:
    """Return how messages name the ledger in a file."""
    return f"ledger {file}"


def can_write(path: Path) -> bool:
    """Tell whether a SQLite file, and its journal beside it, can be written.

    Raises OSError where the place cannot be looked at, or is below a file.
    """
    if path.exists() and not os.access(path, os.W_OK):
        return False
    place = path.parent
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        raise NotADirectoryError(ENOTDIR, f"{place.name} is not a folder")
    return os.access(place, os.W_OK | os.X_OK)
