"""Writing what was shown: every file, or none."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from announcer import disk
from announcer.errors import AnnouncerError
from announcer.record import Amendment
from announcer.unwritable import cannot_write

_LOCK = "import.lock"


def write(folder: Path, changes: Sequence[Amendment]) -> None:
    """Put files in their places, all of them; raises AnnouncerError where none is.

    Each is written whole beside the others first. What was replaced already comes back
    when a later one cannot be.
    """
    private = folder / disk.PRIVATE
    try:
        disk.make_private(private)
        with disk.alone(private / _LOCK), disk.staging(private) as staged:
            _unchanged(folder, changes)
            for number, change in enumerate(changes):
                disk.write_new(staged / f"{number}", change.after, lasting=True)
            _replace(folder, staged, changes)
    except OSError as error:
        raise AnnouncerError(
            cannot_write(error, folder, "Nothing was changed.")
        ) from None


def _unchanged(folder: Path, changes: Sequence[Amendment]) -> None:
    """Refuse to write where somebody else has written since we looked."""
    for change in changes:
        there = disk.read(folder / change.path) or b""
        if there != change.before:
            raise AnnouncerError(
                f"{change.path} was changed by somebody else just now; nothing was "
                "written: look at it, and try again"
            )


def _replace(folder: Path, staged: Path, changes: Sequence[Amendment]) -> None:
    done: list[Amendment] = []
    try:
        for number, change in enumerate(changes):
            target = folder / change.path
            target.parent.mkdir(parents=True, exist_ok=True)
            if change.before:
                disk.replace(target, change.after)
            else:
                (staged / f"{number}").replace(target)
            done.append(change)
    except OSError:
        for change in done:
            with suppress(OSError):
                if change.before:
                    disk.replace(folder / change.path, change.before)
                else:
                    disk.remove(folder, change.path)
        raise
