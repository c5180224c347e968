"""Where pictures come from and where finished ones are remembered: two folders."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path

from announcer import disk
from announcer.copies import is_running
from announcer.errors import BadValue

_LARGEST = 40 * 2**20  # octets; the largest photo of a telephone has a third of that
_MOST_KEPT = 5000


class Originals(Mapping[str, bytes]):
    """The files below a folder by their path in it, each read when asked for.

    Looking one up raises KeyError if it is gone or unreadable, and BadValue if it is
    too large.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> bytes:
        path = self._folder / name
        try:
            if path.stat().st_size > _LARGEST:
                raise BadValue(
                    f"the file is larger than {_LARGEST >> 20} MB",
                    "Save a smaller copy of the picture.",
                )
            return path.read_bytes()
        except OSError as error:
            raise KeyError(name) from error

    def __iter__(self) -> Iterator[str]:
        paths = (path for path in self._folder.rglob("*") if path.is_file())
        return (path.relative_to(self._folder).as_posix() for path in paths)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Store(MutableMapping[str, bytes]):
    """Bytes by name in a folder that may be deleted at any time.

    A folder that cannot be written remembers nothing and stops nobody.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> bytes:
        try:
            return (self._folder / name).read_bytes()
        except OSError as error:
            raise KeyError(name) from error

    def __setitem__(self, name: str, content: bytes) -> None:
        with suppress(OSError):
            self._make_room()
            # whole or not at all: two builds may run at once, and one may be killed
            disk.put_own(self._folder / name, content)

    def __delitem__(self, name: str) -> None:
        try:
            (self._folder / name).unlink()
        except OSError as error:
            raise KeyError(name) from error

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._names() if not name.startswith("."))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _names(self) -> list[str]:
        try:
            return os.listdir(self._folder)  # noqa: PTH208 - names are wanted
        except OSError:
            return []

    def _make_room(self) -> None:
        """Make the folder, and begin anew where years of pictures have gathered.

        What a build left that was killed while it wrote a picture goes at once.
        """
        if not self._folder.is_dir():
            disk.make_private(self._folder.parent)  # the ledger lies there too
            self._folder.mkdir()
            (self._folder / ".gitignore").write_text("*\n", encoding="utf-8")
            return
        disk.sweep(self._folder, is_running)
        if len(self) >= _MOST_KEPT:
            for name in list(self):
                with suppress(KeyError):
                    del self[name]
