"""Where the file of a ledger lies and whether it can be written, said unopened."""

from __future__ import annotations

import os
from errno import ENOTDIR
from pathlib import Path

from announcer.lazy import pattern

_FILE = "sqlite:///"
_ODD = pattern(r"[?#%]")


def plain_file(url: str) -> str | None:
    """Return the file that an address names as nearly all do; None for any other."""
    file = _file(url)
    return None if not file or file == ":memory:" or _ODD.search(file) else file


def may_be_there(url: str, folder: Path) -> bool:
    """Say whether there may be a ledger: a file that is not there holds nothing.

    What stands for a file is taken as it is written, whatever it may be.
    """
    file = _file(url)
    return file is None or (folder / file).exists()


def _file(url: str) -> str | None:
    return url.removeprefix(_FILE) if url.startswith(_FILE) else None


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
