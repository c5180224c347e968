"""What an earlier run made in a folder: of what, and how it left each file.

It only saves work. What names our files, and lets nobody else's be replaced, is the
manifest beside it. Whatever is lost or wrong here is made again.
"""

from __future__ import annotations

import json
import os
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import compress
from os import stat_result
from pathlib import Path
from time import sleep
from typing import NamedTuple

from announcer import disk

MADE = ".announcer-made"

_FORMAT = f"announcer 1 {sys.byteorder}"
_LENGTH = 16  # octets of a digest
_NONE = bytes(_LENGTH)
# Within so many nanoseconds a system may give two changes of a file the same time.
TICK = 20_000_000
_TRIES = 15
_PIECE = 1 << 18  # octets that are written together


class Row(NamedTuple):
    """A file as it was left: its needs, its content, and its stamps on the disk."""

    digest: bytes
    content: bytes
    size: int
    modified: int
    changed: int


class Made:
    """The files of one run by columns; ``at`` is when that was written.

    ``stamps`` are the columns of sizes, and of both times. ``lists`` are digests of
    files that belong together, none of which need be made each time. What two runs left
    has one ``name`` only where it is equal. A file's ``rows`` is its place in every
    column; ``digests`` are by path, of files that need not be made each time.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - its columns
        self,
        paths: Sequence[str] = (),
        needs: Sequence[bytes] = (),
        contents: Sequence[bytes] = (),
        stamps: Sequence[array[int]] = (),
        lists: Collection[bytes] = (),
        name: str = "",
    ) -> None:
        self.paths, self.needs, self.contents = paths, needs, contents
        self.sizes, self.modified, self.changed = stamps or _columns()
        self.lists, self.name = lists, name
        self.at = 0
        self.rows = dict(zip(paths, range(len(paths)), strict=True))
        known = zip(paths, needs, strict=True)
        self.digests = {path: one for path, one in known if one != _NONE}

    def content(self, path: str) -> bytes:
        """Return the digest of what a file held."""
        return self.contents[self.rows[path]]

    def row(self, number: int) -> Row:
        """Return all that is known of a file."""
        return Row(
            self.needs[number],
            self.contents[number],
            self.sizes[number],
            self.modified[number],
            self.changed[number],
        )

    def as_left(self, now: array[int]) -> set[str]:
        """Return the paths of the files that are certainly as they were left.

        ``now`` has size and both times of every file, in turn. Where a time is another,
        or so young that another change could have it too, only the bytes tell.
        """
        sizes, modified, changed = (now[at::3] for at in range(3))
        young = self.at - TICK
        if (
            (sizes, modified, changed) == (self.sizes, self.modified, self.changed)
            and max(modified, default=0) < young
            and max(changed, default=0) < young
        ):
            return set(self.paths)
        left = zip(self.sizes, self.modified, self.changed, strict=True)
        return {
            path
            for path, one, there in zip(
                self.paths,
                left,
                zip(sizes, modified, changed, strict=True),
                strict=True,
            )
            if one == there and max(one[1:]) < young
        }

    def holds(self, path: str, now: disk.Marks | stat_result, folder: Path) -> bool:
        """Say whether a file still has the bytes that it was left with.

        Its size and both its times say so; where a time is another, or so young that
        another change could have it too, the bytes do.
        """
        left = self.row(self.rows[path])
        if now.st_size != left.size:
            return False
        times = (now.st_mtime_ns, now.st_ctime_ns)
        if times == left[3:] and max(times) < self.at - TICK:
            return True
        content = disk.read(folder / path)
        return content is not None and imprint(content) == left.content


class Leaving:
    """How one run leaves its files: as an earlier one did, or as they are now."""

    def __init__(self, before: Made) -> None:
        self._before = before
        self._kept: list[str] = []
        self._paths: list[str] = []  # of the others, as all that follows
        self._needs, self._contents = bytearray(), bytearray()
        self._stamps = _columns()
        self.lists: dict[bytes, Sequence[str]] = {}

    def keep(self, paths: Iterable[str]) -> None:
        """Note that files are left as they were."""
        self._kept += paths

    def add(
        self,
        path: str,
        digest: bytes | None,
        content: bytes,
        now: tuple[int, int, int, int],
    ) -> None:
        """Note how a file is left; without a digest it is made again next time."""
        self._paths.append(path)
        self._needs += digest or _NONE
        self._contents += content
        for column, stamp in zip(self._stamps, now, strict=False):
            column.append(stamp)

    def made(self) -> Made:
        """Return the list of all of them."""
        old = self._before
        kept = [old.rows[path] for path in self._kept]
        needs = _cut(memoryview(self._needs))
        before = (old.sizes, old.modified, old.changed)
        stamps = [
            array("q", map(column.__getitem__, kept)) + new
            for column, new in zip(before, self._stamps, strict=True)
        ]
        again = {*compress(self._paths, map(_NONE.__eq__, needs))}
        return Made(
            [*self._kept, *self._paths],
            [*map(old.needs.__getitem__, kept), *needs],
            [*map(old.contents.__getitem__, kept), *_cut(memoryview(self._contents))],
            stamps,
            lists=[
                digest
                for digest, paths in self.lists.items()
                if again.isdisjoint(paths)
            ],
        )


class Summed:
    """The bytes of a file, whole or in pieces, with their digest once they are read."""

    def __init__(self, content: bytes | Iterable[bytes]) -> None:
        self._sum = sha256()
        if isinstance(content, bytes):
            self._sum.update(content)
            self.content: bytes | Iterable[bytes] = content
        else:
            self.content = self._pieces(content)

    def imprint(self) -> bytes:
        """Return the digest."""
        return self._sum.digest()[:_LENGTH]

    def _pieces(self, content: Iterable[bytes]) -> Iterator[bytes]:
        for piece in _longer(content):
            self._sum.update(piece)
            yield piece


def _longer(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in fewer pieces, each of which costs something."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def imprint(content: bytes) -> bytes:
    """Return a digest of the bytes of a file."""
    return Summed(content).imprint()


def read_made(folder: Path) -> tuple[Made, str]:
    """Read what an earlier run left, or nothing; and say so if it cannot be read."""
    path = folder / MADE
    content = disk.read(path)
    if content is None:
        return Made(), ""
    try:
        made = _Table(content).made()
    except ValueError:
        return Made(), f"{path} is damaged or foreign: everything is made again"
    made.at = path.stat().st_mtime_ns
    return made, ""


class Looks:
    """The list of a folder's files, and looks at whether they are as it says.

    Nothing is kept of each file but what the list has, for this is what a build costs
    where nothing has changed. They ``are_certain`` as long as sizes and times told all
    that was asked. Raises OSError, and ValueError for a list that is damaged
    or not the one of that name.
    """

    def __init__(self, folder: Path, name: str) -> None:
        path = folder / MADE
        table = _Table(disk.read(path) or b"")
        if not name or table.name != name:
            raise ValueError("another list")
        self._folder, self._table = folder, table
        self._young = path.stat().st_mtime_ns - TICK
        self.paths = table.paths
        self.files = len(table.paths)
        self.are_certain = True

    def are_as_left(self, first: int, last: int) -> bool:
        """Say whether these files of the list are there as it says."""
        table = self._table
        try:
            now = disk.stamps(self._folder, table.paths[first:last])
        except FileNotFoundError:
            return False
        sizes, *times = (now[at::3] for at in range(3))
        left = (column[first:last] for column in (table.modified, table.changed))
        if sizes != table.sizes[first:last]:
            return False
        if times == [*left] and all(max(one, default=0) < self._young for one in times):
            return True
        self.are_certain = False
        made, folder = table.made(), self._folder
        made.at = self._young + TICK
        paths = table.paths[first:last]
        return all(made.holds(path, (folder / path).lstat(), folder) for path in paths)


def write_made(folder: Path, staging: Path, left: Leaving) -> str:
    """Write what this run leaves, whole or not at all; nothing where nothing helps.

    Return the name of the list.
    """
    made = left.made()
    if not made.digests:
        (folder / MADE).unlink(missing_ok=True)
        return ""
    body = b"".join(
        (
            *made.needs,
            *made.contents,
            *made.lists,
            *(one.tobytes() for one in (made.sizes, made.modified, made.changed)),
            "\0".join(made.paths).encode("utf-8", "surrogateescape"),
        )
    )
    name = sha256(body).hexdigest()
    numbers = {"files": len(made.paths), "lists": len(made.lists)}
    head = {"format": _FORMAT, **numbers, "sum": name}
    staged = staging / MADE
    disk.write_new(staged, f"{json.dumps(head)}\n".encode() + body)
    _let_pass(staged, max(*made.modified, *made.changed))
    staged.replace(folder / MADE)
    return name


def _let_pass(list_: Path, newest: int) -> None:
    """Wait, but not long, until the list is so much younger than all that it names.

    So the next run can go by their times, and need read none of them.
    """
    for _ in range(_TRIES):
        if list_.stat().st_mtime_ns - TICK > newest:
            return
        sleep(TICK / 10**9 / 10)
        os.utime(list_)


class _Table:
    """A list by its columns; raises ValueError if it is not as it was written."""

    def __init__(self, content: bytes) -> None:
        end = content.find(b"\n") + 1
        head = json.loads(content[:end])
        if not isinstance(head, dict) or head.get("format") != _FORMAT:
            raise ValueError("another format")
        body = memoryview(content)[end:]  # of megabytes nobody wants copies
        if head.get("sum") != sha256(body).hexdigest():
            raise ValueError("damaged")
        self.name: str = head["sum"]
        number = int(head["files"])
        sums, times = number * _LENGTH, number * 8
        self._digests, self._contents = body[:sums], body[sums : 2 * sums]
        self.stamps = _columns()
        self.sizes, self.modified, self.changed = self.stamps
        start = 2 * sums + int(head.get("lists", 0)) * _LENGTH
        self._lists = body[2 * sums : start]
        for column in self.stamps:
            column.frombytes(body[start : start + times])
            start += times
        names = str(body[start:], "utf-8", "surrogateescape")
        self.paths = names.split("\0") if number else []

    def made(self) -> Made:
        """Return what it says of every file."""
        return Made(
            self.paths,
            _cut(self._digests),
            _cut(self._contents),
            self.stamps,
            lists=frozenset(_cut(self._lists)),
            name=self.name,
        )


def _columns() -> tuple[array[int], array[int], array[int]]:
    return array("q"), array("q"), array("q")


def _cut(digests: memoryview) -> list[bytes]:
    """Return digests that lie side by side, each for itself."""
    whole = bytes(digests)
    return [whole[at : at + _LENGTH] for at in range(0, len(whole), _LENGTH)]
