"""Files that are made and not in their places yet.

A folder at the top that is not there yet is staged whole, as it will be, and gets to
its place in one step. All other files lie side by side and are moved one by one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from announcer import disk
from announcer.output import Ready
from announcer.unchanged.made import Summed

_WHOLE = "whole"  # where the folders lie that are new
_MOST = 512  # folders that are known to be there, or a talk's would be for ever


class Staging:
    """The staging folder of one run, for this process and the workers beside it.

    ``private`` is the folder of what is for the owner alone.
    """

    def __init__(self, folder: Path, there: disk.There, private: str) -> None:
        self.folder = folder
        self._there = there
        self._private = private
        self._place = os.fspath(folder)
        self._folders: set[str] = set()

    def put(self, path: str, content: bytes | Iterable[bytes], name: str) -> Ready:
        """Write a file that has its place at the path; the name is its alone.

        A long one comes in pieces, and is never whole in memory.
        """
        summed = Summed(content)
        private = self.is_private(path)
        whole = not private and "/" in path and self._is_new(path)
        file = self.file(path, name, whole=whole)
        if whole:
            self._make_folder(file.rpartition("/")[0])
        try:
            marks = disk.write_new(file, summed.content, private=private)
        except FileExistsError:  # left by a worker that was killed; nothing was asked
            os.unlink(file)  # noqa: PTH108 - quicker
            marks = disk.write_new(file, summed.content, private=private)
        return Ready(file, summed.imprint(), marks if whole else None)

    def file(self, path: str, name: str, *, whole: bool) -> str:
        """Return where a file of that path and name lies here."""
        return f"{self._place}/{_WHOLE}/{path}" if whole else f"{self._place}/{name}"

    def move_whole(self, target: Path) -> None:
        """Move the new folders to their places."""
        whole = self.folder / _WHOLE
        for new in sorted(whole.iterdir()) if whole.is_dir() else ():
            new.rename(target / new.name)

    def is_private(self, path: str) -> bool:
        """Say whether a file is for the owner alone."""
        return path.partition("/")[0] == self._private

    def _is_new(self, path: str) -> bool:
        return not self._there.has(path.partition("/")[0])

    def _make_folder(self, folder: str) -> None:
        if folder not in self._folders:
            above = folder.rpartition("/")[0]
            if len(above) > len(self._place):
                self._make_folder(above)
            with suppress(FileExistsError):
                os.mkdir(folder)  # noqa: PTH102 - quicker
            if len(self._folders) == _MOST:
                self._folders.clear()
            self._folders.add(folder)
