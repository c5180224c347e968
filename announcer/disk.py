"""Files on a disk: for one run at a time, whole, for everybody or for their owner.

The door to filelock. What Windows lacks or does in its own way is known here, so that
the rooms above read the same on every system.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import NamedTuple, Protocol

from announcer.lazy import pattern

LOCK = ".announcer-lock"
PRIVATE = ".announcer"  # what a project keeps for itself: ledger, pictures, locks
_STAGING = ".announcer-staging-"
_USUAL = 1 << 16  # bytes; few files are longer
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)  # Windows makes links for administrators only
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
_USER = getattr(os, "geteuid", None)  # Windows numbers no users
# What leads down on every system, and is nearly every path there is.
_PLAIN_PATH = pattern(r"[^/\\:\0.][^/\\:\0]*(?:/[^/\\:\0.][^/\\:\0]*)*")
_MOUNT_POINT = 0xA0000003  # how Windows marks a junction
_stamps = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns")
_NOTHING = {
    errno.ENOENT,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.ELOOP,
    errno.ENAMETOOLONG,
}


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait until nobody else holds the lock; it dies with its process."""
    from filelock import FileLock  # noqa: PLC0415 - slow, and most commands only read

    with FileLock(lock):
        # whoever may write to the folder may take turns, whatever our umask
        shared = lock.parent.stat().st_mode & 0o022
        if shared & ~lock.stat().st_mode:
            with suppress(OSError):
                lock.chmod(0o644 | shared)
        yield


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Make a folder for what is not in its place yet, and sweep those of killed runs.

    Only for who holds the folder's lock: what is left from others is from the dead.
    """
    import tempfile  # noqa: PLC0415 - slow, and most commands only read

    for left in folder.glob(f"{_STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)
    new = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
    try:
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


def was_interrupted(folder: Path) -> bool:
    """Say whether a run was killed in the folder, or is at work there just now."""
    return any(folder.glob(f"{_STAGING}*"))


def read(path: Path) -> bytes | None:
    """Return the bytes of a file; None where there is none, or a link."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _BINARY | _NO_LINK)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - quicker
            return file.read()
    except OSError as error:
        if error.errno in _NOTHING or path.is_dir():
            return None
        raise


def read_own(path: Path) -> bytes | None:
    """Return the bytes of a file that nobody but this user can have written.

    The folder and the file are this user's and nobody else may write there; None of
    any other. Windows has no such marks: its folders of a user are closed to others.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | _BINARY | _NO_LINK)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - quicker
            marks = (path.parent.lstat(), os.fstat(file.fileno()))
            return file.read() if all(map(_is_own, marks)) else None
    except OSError:
        return None


def _is_own(marks: os.stat_result) -> bool:
    if _USER is None:
        return True
    return marks.st_uid == _USER() and not marks.st_mode & 0o022


def put_own(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file for its owner alone, whole or not at all; raises OSError.

    The content may come in pieces.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}")  # see ``sweep``
    fresh.unlink(missing_ok=True)
    try:
        write_new(fresh, content, private=True)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def sweep(folder: Path, is_running: Callable[[int], bool] = lambda _: False) -> None:
    """Remove the half files that ``put_own`` left in a folder where it was killed.

    ``is_running`` says it of a process by its number: what that one writes stays.
    Without it this is only for who holds the folder's lock. Raises OSError.
    """
    for name in os.listdir(folder):  # noqa: PTH208 - quicker, and names are wanted
        pid = name.rpartition(".")[2]
        if name.startswith(".") and pid.isdecimal() and not is_running(int(pid)):
            (folder / name).unlink(missing_ok=True)


def beginning(path: str, limit: int) -> bytes:
    """Return the bytes of a file, at most ``limit``; raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | _BINARY)  # a fifth of the time of open
    try:
        data = os.read(descriptor, min(limit, _USUAL))
        while len(data) < limit and (more := os.read(descriptor, limit - len(data))):
            data += more
    finally:
        os.close(descriptor)
    return data


def write_new(
    path: Path | str,
    content: bytes | Iterable[bytes],
    *,
    private: bool = False,
    lasting: bool = False,
) -> Marks:
    """Write a file that is not there yet, never through a link; return its marks.

    The content may come in pieces. A file that is private is for its owner alone,
    whatever the umask; of others the umask decides, so that a web server can read them.
    One that is ``lasting`` is on the disk when this returns.
    """
    # without a file object, of which a build would make thousands
    descriptor = os.open(path, _NEW, 0o600 if private else 0o666)
    try:
        for piece in (content,) if isinstance(content, bytes) else content:
            written = os.write(descriptor, piece)
            while written < len(piece):
                written += os.write(descriptor, piece[written:])
        if lasting:
            os.fsync(descriptor)
        return marks_of(os.fstat(descriptor))
    finally:
        os.close(descriptor)


def replace(path: Path, content: bytes) -> None:
    """Give a file other bytes, whole or not at all; raises OSError."""
    target = path.resolve()
    fresh = target.with_name(f".{target.name}.new")
    fresh.unlink(missing_ok=True)
    write_new(fresh, content)
    shutil.copymode(target, fresh)
    fresh.replace(target)


def make_private(folder: Path) -> None:
    """Make a folder for its owner alone, if it is not there; raises OSError."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)


def claim_private(path: Path) -> None:
    """Make sure that a file is there and, where it is new, for its owner alone."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY
    with suppress(FileExistsError):
        os.close(os.open(path, flags, 0o600))


def close_to_others(path: Path) -> None:
    """Take away what others may do with a file or folder of ours.

    Where another user owns it, and on Windows, where folders hand down who may read,
    it stays as it is.
    """
    mode = path.stat(follow_symlinks=False).st_mode
    if mode & 0o077:
        with suppress(OSError):
            path.chmod(mode & 0o700)


def remove(folder: Path, path: str) -> None:
    """Remove a file in the folder, and the folders that it leaves empty."""
    target = folder / path
    if is_link(target) or not target.is_dir():
        with suppress(FileNotFoundError, NotADirectoryError):
            target.unlink()
    for parent in PurePosixPath(path).parents[:-1]:
        try:
            (folder / parent).rmdir()
        except OSError:
            return  # not empty, or gone


def obstacle(folder: Path, path: str) -> Path | None:
    """Return what stands above a path in the folder and is no folder itself, or a link.

    Nothing is written or removed through it: a link leads out of the folder.
    """
    for parent in reversed(PurePosixPath(path).parents[:-1]):
        above = folder / parent
        if is_link(above):
            return above
        if not above.is_dir():
            return above if above.exists() else None
    return None


class Marks(NamedTuple):
    """What tells whether a file is as it was; a tenth of what the system says of it."""

    st_size: int
    st_mtime_ns: int
    st_ctime_ns: int
    st_mode: int


def marks_of(known: os.stat_result) -> Marks:
    """Return the marks among all that the system says of a file."""
    return Marks(known.st_size, known.st_mtime_ns, known.st_ctime_ns, known.st_mode)


def marks(path: str) -> Marks:
    """Return the marks of a file, of a link its own; raises OSError."""
    return marks_of(os.stat(path, follow_symlinks=False))  # noqa: PTH116 - quicker


@contextmanager
def looking_from(folder: Path | str) -> Iterator[Callable[[str], os.stat_result]]:
    """Return what looks at a path below the folder, and follows no link at its end.

    The way to the folder is gone once, and not for every path. Raises OSError.
    """
    if os.stat not in os.supports_dir_fd:
        place = os.fspath(folder)
        yield lambda path: os.lstat(f"{place}/{path}")
        return
    here = os.open(folder, os.O_RDONLY)
    try:
        yield partial(os.lstat, dir_fd=here)
    finally:
        os.close(here)


def stamps(folder: Path | str, paths: Iterable[str]) -> array[int]:
    """Return size and both times of each file below a folder, in turn.

    No link is followed at the end of a path. Raises OSError, where one is missing too.
    """
    with looking_from(folder) as look:
        return array("q", chain.from_iterable(map(_stamps, map(look, paths))))


class There(Protocol):
    """What lies below a folder as a run begins, by its path there.

    No link is followed.
    """

    def marks(self, path: str) -> Marks | None:
        """Return what the system knows of a file; None where there is none."""
        ...

    def has(self, path: str) -> bool:
        """Say whether there is anything at a path."""
        ...

    def is_folder(self, path: str) -> bool:
        """Say whether there is a real folder at a path."""
        ...


class Glance:
    """What lies below a folder, looked at where somebody asks."""

    def __init__(self, folder: Path) -> None:
        self._place = os.fspath(folder)
        self._known: dict[str, Marks | None] = {}

    def marks(self, path: str) -> Marks | None:
        """Return what the system knows of a file; None where there is none."""
        known = self._look(path)
        return known if known and stat.S_ISREG(known.st_mode) else None

    def has(self, path: str) -> bool:
        """Say whether there is anything at a path."""
        return self._look(path) is not None

    def is_folder(self, path: str) -> bool:
        """Say whether there is a real folder at a path."""
        known = self._look(path)
        return known is not None and stat.S_ISDIR(known.st_mode)

    def _look(self, path: str) -> Marks | None:
        if path in self._known:
            return self._known[path]
        above = path.rpartition("/")[0]
        known = None
        if not above or self.is_folder(above):
            with suppress(FileNotFoundError):
                place = f"{self._place}/{path}"
                known = marks(place)
                if stat.S_ISDIR(known.st_mode) and is_link(Path(place)):
                    known = known._replace(st_mode=stat.S_IFLNK)
        self._known[path] = known
        return known


def obstacle_in(there: There, path: str) -> str | None:
    """Return what stands above a path and is no folder of its own, if anything.

    Nothing is written through it: a link leads out of the folder.
    """
    end = path.find("/")
    while end > 0:
        above = path[:end]
        if not there.is_folder(above):
            return above if there.has(above) else None
        end = path.find("/", end + 1)
    return None


class Listing:
    """All that lies below a folder, by its path there; no link is followed.

    ``files`` have what the system knows of each; ``folders`` are real ones.
    """

    def __init__(self, folder: Path) -> None:
        self.files: dict[str, Marks] = {}
        self.folders: set[str] = set()
        self._others: set[str] = set()
        waiting = [("", os.fspath(folder))]
        while waiting:
            waiting += self._look(*waiting.pop())

    def has(self, path: str) -> bool:
        """Say whether there is anything at a path."""
        return path in self.files or path in self.folders or path in self._others

    def marks(self, path: str) -> Marks | None:
        """Return what the system knows of a file; None where there is none."""
        return self.files.get(path)

    def is_folder(self, path: str) -> bool:
        """Say whether there is a real folder at a path."""
        return path in self.folders

    def _look(self, above: str, place: str) -> list[tuple[str, str]]:
        found = []
        with os.scandir(place) as entries:
            for entry in entries:
                path = above + entry.name
                if is_real_folder(entry):
                    self.folders.add(path)
                    found.append((f"{path}/", entry.path))
                elif entry.is_file(follow_symlinks=False):
                    self.files[path] = marks_of(entry.stat(follow_symlinks=False))
                else:
                    self._others.add(path)
        return found


def is_inside(path: str) -> bool:
    r"""Say whether a path leads down, and the same way on every system.

    Windows also climbs by ``\\`` and goes elsewhere by ``C:``.
    """
    if _PLAIN_PATH.fullmatch(path):
        return True
    parts = tuple(path.split("/"))
    return Path(path).parts == parts and ".." not in parts and "\0" not in path


def are_plain(paths: Collection[str]) -> bool:
    """Say whether every path surely leads down; of many in a tenth of the time."""
    text = "/\0/".join(("", *paths, ""))
    odd = ("//", "/.", "\\", ":")
    return text.count("\0") == len(paths) + 1 and not any(one in text for one in odd)


def is_real_folder(entry: os.DirEntry[str]) -> bool:
    """Say whether what was found in a folder is one: no link, nor a junction."""
    if os.name != "nt" or not entry.is_dir(follow_symlinks=False):
        return entry.is_dir(follow_symlinks=False)
    known = entry.stat(follow_symlinks=False)
    return getattr(known, "st_reparse_tag", 0) != _MOUNT_POINT


def is_link(path: Path) -> bool:
    """Say whether a path is a link, or what Windows calls a junction."""
    is_junction = getattr(os.path, "isjunction", None)  # Python 3.12
    return path.is_symlink() or bool(is_junction and is_junction(path))
