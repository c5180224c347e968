"""Why something cannot be written, in words, and the way on.

What a system answers is a number and three words; what is full, whose a folder is and
what is in its way is looked up here, once for all who write.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_OURS = ".announcer"  # what is named so is announcer's own, and helps nobody
_EXISTING = {errno.ENOTDIR, errno.EEXIST, errno.ENOENT}
_UNITS = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def cannot_write(error: OSError, place: Path | str, kept: str = "") -> str:
    """Say what could not be written and why, and in the next line what to do.

    ``place`` is what was to be written, for errors that name no file of it. ``kept`` is
    a sentence about what is there still.
    """
    path = _meant(error, place)
    why, way = _reason(error, path)
    return f"cannot write {path}: {why}\n  {' '.join(filter(None, (kept, way)))}"


def is_refusal(error: OSError) -> bool:
    """Say whether a disk has refused, where it was not announcer that asked amiss."""
    return error.errno in _REASONS and error.errno not in _EXISTING


def too_large(place: Path, wanted: int) -> str:
    """Say what is wanted and what is there, if so many bytes have no room; or ""."""
    free = _free(place)
    if free is None or wanted <= free:
        return ""
    return f"{_size(wanted)} are wanted there and {_size(free)} free"


def _meant(error: OSError, place: Path | str) -> Path:
    """Return the path that people know of those that an error is about.

    What lies beside the place is a draft of it.
    """
    wanted = Path(place)
    for name in (error.filename2, error.filename):
        if isinstance(name, str):
            path = Path(name)
            is_ours = any(part.startswith(_OURS) for part in path.parts)
            if not is_ours and not _are_beside(path, wanted):
                return path
    return wanted


def _are_beside(path: Path, other: Path) -> bool:
    return os.path.realpath(path.parent) == os.path.realpath(other.parent)


def _reason(error: OSError, path: Path) -> tuple[str, str]:
    reason = _REASONS.get(error.errno or 0)
    if reason is None:
        said = (error.strerror or str(error) or type(error).__name__).lower()
        return said, "Run it again; if it says so again, choose another place."
    return reason(path)


def _full(path: Path) -> tuple[str, str]:
    way = "Make room there, or choose another place, and run it again."
    free = _free(path)
    if _has_no_numbers(path):
        return "the disk takes no more files, however small (its inodes are used)", way
    if free is None:
        return "the disk is full", way
    return f"the disk is full: {_size(free)} are free there, and more is wanted", way


def _quota(path: Path) -> tuple[str, str]:  # noqa: ARG001 - others look at it
    return (
        "what you may use of that disk is used up (your quota)",
        "Make room there, or ask who looks after it for more, and run it again.",
    )


def _read_only(path: Path) -> tuple[str, str]:  # noqa: ARG001
    return (
        "that disk can only be read",
        "Choose another place, or have the disk mounted so that it can be written.",
    )


def _forbidden(path: Path) -> tuple[str, str]:
    there = _nearest(path)
    if os.access(there, os.W_OK):  # then it is the folder that keeps it
        there = there.parent
    owner = "somebody else"
    with suppress(OSError, KeyError, NotImplementedError):
        owner = there.owner()
    user = getattr(os, "geteuid", None)  # Windows numbers no users
    marks = there.lstat()
    if user is None or marks.st_uid != user():
        return (
            f"you may not write to {there}, which belongs to {owner}",
            "Choose another place, or ask for the right to write there.",
        )
    if marks.st_mode & 0o200:
        return f"nothing can be changed in {there}", "Choose another place."
    return (
        f"{there} is yours, and closed to writing",
        f"Open it (chmod u+w {there}), or choose another place.",
    )


def _long(path: Path) -> tuple[str, str]:
    longest = max(path.parts, key=len, default="")
    return (
        f"a name in it of {len(os.fsencode(longest))} bytes, or all of it, is longer "
        "than that disk takes",
        "Choose a shorter name.",
    )


def _in_the_way(path: Path) -> tuple[str, str]:
    there = _nearest(path)
    if there.is_dir():
        if there == path:
            return "there is a folder of that name", "Move it away, or choose another."
        return _no_folder(path)
    what = "that" if there == path else f"{there}"
    return (
        f"{what} is there, and no folder",
        "Choose another place, or move it away if nobody needs it.",
    )


def _no_folder(path: Path) -> tuple[str, str]:
    there = _nearest(path)
    if there in {path, path.parent}:
        return f"nothing can be made in {there}", "Choose another place."
    return f"there is no folder {path.parent}", "Make it first, or choose another."


def _circle(path: Path) -> tuple[str, str]:  # noqa: ARG001
    return (
        "links on the disk lead round in a circle",
        "Remove them, or choose another place.",
    )


def _failing(path: Path) -> tuple[str, str]:  # noqa: ARG001
    return (
        "the disk is failing (input/output error)",
        "Choose another disk, and copy from this one what can still be read.",
    )


_REASONS: dict[int, Callable[[Path], tuple[str, str]]] = {
    errno.ENOSPC: _full,
    getattr(errno, "EDQUOT", -1): _quota,
    errno.EROFS: _read_only,
    errno.EACCES: _forbidden,
    errno.EPERM: _forbidden,
    errno.ENAMETOOLONG: _long,
    errno.ENOTDIR: _in_the_way,
    errno.EEXIST: _in_the_way,
    errno.EISDIR: _in_the_way,
    errno.ENOTEMPTY: _in_the_way,
    errno.ENOENT: _no_folder,
    errno.ELOOP: _circle,
    errno.EIO: _failing,
}


def _nearest(path: Path) -> Path:
    """Return what is there of a path: itself, or what is nearest above it."""
    for one in (path, *path.parents):
        with suppress(OSError):  # of a name too long nobody can ask
            one.lstat()
            return one
    return Path(path.anchor or ".")


def _free(path: Path) -> int | None:
    """Return how many bytes there are free for this user, if the system says."""
    try:
        return shutil.disk_usage(_nearest(path)).free
    except OSError:
        return None


def _has_no_numbers(path: Path) -> bool:
    look = getattr(os, "statvfs", None)  # Windows has no inodes
    try:
        found = look and look(_nearest(path))
    except OSError:
        return False
    return bool(found and found.f_files and not found.f_favail)


def _size(number: int) -> str:
    """Return such as "64 kB"."""
    for unit, name in _UNITS:
        if number >= unit:
            count = number / unit
            return f"{count:.0f} {name}" if count >= 10 else f"{count:.1f} {name}"
    return f"{number} bytes"
