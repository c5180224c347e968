"""Whether anything has changed at all since a build, told without reading a record.

What is looked at is the name, size and times of every file that a build reads or has
written, the ledger, the program, and the clock. It is no guess: where any of this is
not as it was, or a moment has passed at which something would read otherwise, the build
is made.
"""

from __future__ import annotations

import json
import os
import sys
from array import array
from collections.abc import Iterable, Mapping
from functools import partial
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from announcer import disk
from announcer.unchanged.both import Copy, both
from announcer.unchanged.made import TICK, Looks

__all__ = [
    "LAST",
    "Last",
    "Look",
    "Sources",
    "UnsureError",
    "is_old",
    "ledger_state",
    "libraries",
    "note",
    "number_of_changes",
    "sources",
    "unchanged",
]

LAST = ".announcer-last"

_FORMAT = 3
_MANY = 5000  # so many files are sooner looked at by two
_SOURCES = ("talks", "templates", f"{disk.PRIVATE}/follow")
_PACKAGE = Path(__file__).parent.parent
_BESIDE = ("-journal", "-wal")  # a ledger that somebody is writing
_LIBRARY = (".dist-info", ".egg-info")
_name = attrgetter("name")
_CHANGES = slice(24, 28)  # where SQLite counts the changes of a file


class UnsureError(Exception):
    """There is something of which nobody can tell whether it has changed."""


class Sources(NamedTuple):
    """What a build reads, beside the ledger, as a digest of names, sizes and times.

    ``newest`` is the last time of any of it, in nanoseconds since 1970.
    """

    digest: str
    newest: int


class Last(NamedTuple):
    """What a build left: what it read and wrote, and how long it holds.

    ``since`` and ``until`` are seconds since 1970, ``ledger`` the path of the ledger's
    file and ``state`` how that stands, ``left`` names the list of the files made,
    ``told`` are the lines of what was doubtful, to be told again.
    """

    sources: str
    ledger: str
    state: str
    left: str
    since: float
    until: float
    told: tuple[str, ...]
    files: int
    format: int = _FORMAT


class Look:
    """A look at all that a build reads but the ledger, made when somebody asks for it.

    ``options`` are those of the build; ``found_other`` says that something was found
    not to be as the last build left it, so that nobody need look for that again. A copy
    of this process may go on meanwhile with the files that were made.
    """

    def __init__(self, folder: Path, options: str) -> None:
        self.folder, self.options = folder, options
        self.found_other = False
        self._seen: Sources | None = None
        self._made: tuple[str, Copy] | None = None

    @property
    def sources(self) -> Sources:
        """Return what was first seen; raises OSError, or UnsureError."""
        if self._seen is None:
            self._seen = sources(self.folder, self.options)
        return self._seen

    def go_on(self, name: str, copy: Copy) -> None:
        """Have a copy look at all files of the list of that name."""
        copy.go_on()
        self._made = name, copy

    def found_made(self, name: str) -> bool:
        """Say, once, whether a copy found all files of a list as they were left.

        Of files as old as a second this holds as long as nobody but builds, who leave
        another list, touches them.
        """
        if self._made is None:
            return False
        (of, copy), self._made = self._made, None
        try:
            return of == name and copy.finds() and copy.finds()
        finally:
            copy.end()

    def again(self) -> Look:
        """Return another look at the same, which is not made yet."""
        return Look(self.folder, self.options)


def unchanged(look: Look, out: Path, now: float) -> Last | None:
    """Return what the last build left if another would make the same; else None.

    ``now`` is in seconds since 1970.
    """
    last = None if look.found_other else _as_it_was(look, out, now)
    look.found_other = last is None
    return last


def _as_it_was(look: Look, out: Path, now: float) -> Last | None:
    last = _read(out)
    if last is None:
        return None
    try:
        is_same = _is_same(last, look, out, now)
    except (OSError, ValueError, UnsureError):
        return None
    return last if is_same else None


def _is_same(last: Last, look: Look, out: Path, now: float) -> bool:
    """Look at everything; where something is another, a copy goes on with the files."""
    looks = Looks(out, last.left)
    many = looks.files > _MANY
    others = looks.files * 2 // 3 if many else 0  # a record takes as long as a file

    def are_others() -> bool:
        return looks.are_as_left(0, others)

    def is_rest() -> bool:
        return (
            last.since <= now < last.until
            and ledger_state(Path(last.ledger)) == last.state
            and look.sources.digest == last.sources
            and looks.are_as_left(others, looks.files)
        )

    def are_certain() -> bool:
        from announcer.unchanged.there import are_real  # noqa: PLC0415 - seldom

        is_same = looks.are_as_left(others, looks.files)
        return is_same and looks.are_certain and are_real(looks.paths, out)

    if not many:
        return is_rest()
    return both(is_rest, are_others, are_certain, partial(look.go_on, last.left))


def sources(folder: Path, options: str) -> Sources:
    """Look at all that a build reads but the ledger; raises OSError, or UnsureError."""
    environment = sorted(v for v in os.environ.items() if v[0].startswith("ANNOUNCER_"))
    known = sha256(repr((options, environment, sys.version, libraries())).encode())
    newest = 0
    for top in (_PACKAGE, *_shipped(), *(folder / name for name in _SOURCES)):
        names: list[str] = []
        stamps = array("q")
        _look(os.fspath(top), names, stamps)
        times = (*stamps[1::3], *stamps[2::3])
        newest = max(newest, *times) if times else newest
        known.update("\0".join(names).encode("utf-8", "surrogateescape"))
        known.update(stamps.tobytes())
    return Sources(known.hexdigest(), newest)


def ledger_state(path: Path, changes: int | None = None) -> str:
    """Return how the file of a ledger stands: its size, times, and count of changes.

    Raises UnsureError if that is not the one given. A ledger on a server has no file
    that tells.
    """
    parts: list[object] = [number_of_changes(path)]
    if changes not in {None, parts[0]}:
        raise UnsureError
    for file in (path, *(path.with_name(f"{path.name}{e}") for e in _BESIDE)):
        if file.exists():
            now = file.stat()
            parts.append((file.name, now.st_size, now.st_mtime_ns, now.st_ctime_ns))
    return repr(parts)


def number_of_changes(path: Path) -> int:
    """Return how often a file of SQLite was changed, as it counts itself; 0 for none.

    Only for a process that does not hold it open: closing it drops SQLite's locks.
    """
    try:
        head = disk.beginning(os.fspath(path), _CHANGES.stop)
    except FileNotFoundError:
        return 0
    return int.from_bytes(head[_CHANGES], "big")


def note(out: Path, last: Last) -> None:
    """Write what a build leaves, whole or not at all."""
    text = json.dumps(last._asdict()).encode()
    path = out / LAST
    if path.exists():
        disk.replace(path, text)
    else:
        disk.write_new(path, text)


def libraries() -> tuple[str, ...]:
    """Return names and versions of what is installed where Python looks."""
    found: set[str] = set()
    for place in sys.path:
        try:
            names = os.listdir(place or ".")  # noqa: PTH208 - names are wanted
        except OSError:
            continue
        found.update(name for name in names if name.endswith(_LIBRARY))
    return tuple(sorted(found))


def _shipped() -> Iterable[Path]:
    beside = _PACKAGE.parent / "templates"  # in a checkout; in a wheel they are inside
    return (beside,) if not (_PACKAGE / "templates").is_dir() else ()


def is_old(seen: Sources, out: Path) -> bool:
    """Say whether a change after this look would show in the time of its file."""
    lock = out / disk.LOCK
    os.utime(lock)  # by the clock of the disk, which may be another
    return seen.newest < lock.stat().st_mtime_ns - TICK


def _look(top: str, names: list[str], stamps: array[int]) -> None:
    """Note path, size and times of every file below a folder, in one order."""
    waiting = [("", top)]
    while waiting:
        above, place = waiting.pop()
        files: list[str] = []
        try:
            with os.scandir(place) as scan:
                entries = sorted(scan, key=_name)
        except FileNotFoundError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    waiting.append((f"{above}{entry.name}/", entry.path))
                continue
            if entry.is_symlink():
                raise UnsureError  # what it leads to may change unseen
            files.append(entry.name)
        names += [above + name for name in files]
        stamps.extend(disk.stamps(place, files))


def _read(out: Path) -> Last | None:
    """Return what the last build left; None where that is not as it was written."""
    try:
        found: Mapping[str, Any] = json.loads(disk.read(out / LAST) or b"")
        last = Last(**found)
    except (ValueError, TypeError, OSError):
        return None
    known = all(isinstance(one, float) for one in (last.since, last.until))
    return last if known and last.format == _FORMAT else None
