"""What one process makes and others need too, on the disk and not in their memory.

Each process writes into a file of its own and tells the others where in it a thing
lies. They read it when they need it. The folder is the caller's: its files go with it,
and nobody but the caller's own processes writes there.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable
from pathlib import Path
from struct import Struct
from typing import Any, BinaryIO, TypeAlias

from announcer.classes import dataclass

# Windows looks for the place first.
_AT_ONCE: Callable[[int, int, int], bytes] | None = getattr(os, "pread", None)


# Where a thing lies: the process that wrote it, the start and the length in its file;
# together, for as numbers they take three times the memory.
Place: TypeAlias = bytes
_PLACE = Struct("<3Q")


@dataclass(slots=True)
class _Open:
    """The files that this process has open; those of another it must not use.

    A copy of a process shares with it where in a file one reads.
    """

    process: int
    files: dict[int, BinaryIO]
    own: BinaryIO | None = None
    end: int = 0  # of our own


@dataclass(frozen=True, slots=True)
class _Laid:
    """What lies at a place; a build holds one of each talk."""

    shelf: Shelf
    place: Place

    def __call__(self) -> Any:
        return self.shelf.get(self.place)


class Shelf:
    """Plain values, as marshal knows them, each written once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened = _Open(os.getpid(), {})
        self._last: tuple[Place, Any] | None = None

    def put(self, value: Any) -> Place:
        """Lay something down; raises OSError."""
        opened = self._open()
        if opened.own is None:
            opened.own = self._file(opened.process).open("ab", buffering=0)
            opened.end = opened.own.tell()
        data = marshal.dumps(value)
        left = memoryview(data)
        while left:
            left = left[opened.own.write(left) :]
        place = _PLACE.pack(opened.process, opened.end, len(data))
        opened.end += len(data)
        self._last = place, value
        return place

    def get(self, place: Place) -> Any:
        """Return what was laid down; the last one is at hand."""
        if self._last is None or self._last[0] != place:
            self._last = place, marshal.loads(self._read(place))  # noqa: S302 - our own
        return self._last[1]

    def later(self, place: Place) -> Callable[[], Any]:
        """Return what gets a thing from its place when it is asked."""
        return _Laid(self, place)

    def _read(self, place: Place) -> bytes:
        process, start, length = _PLACE.unpack(place)
        files = self._open().files
        if process not in files:
            files[process] = self._file(process).open("rb", buffering=0)
        file = files[process]
        if _AT_ONCE:
            return _AT_ONCE(file.fileno(), length, start)
        file.seek(start)
        return file.read(length)

    def _open(self) -> _Open:
        if self._opened.process != os.getpid():
            self._opened = _Open(os.getpid(), {})
        return self._opened

    def close(self) -> None:
        """Close the files, so that their folder can go on every system."""
        opened, self._opened = self._open(), _Open(os.getpid(), {})
        for file in (*opened.files.values(), opened.own):
            if file is not None:
                file.close()

    def _file(self, process: int) -> Path:
        return self._folder / f"shelf-{process}"
