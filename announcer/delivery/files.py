"""Writing outputs to a folder: everything is rendered before anything is replaced.

Outputs are streamed into a staging folder beside their targets and then renamed one by
one, so that a page is always whole and thousands of pages need little memory. Unchanged
files stay untouched; files that no longer belong are removed, but only ones listed in
the manifest of an earlier run.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from announcer.errors import DeliveryError
from announcer.output import Output

MANIFEST = ".announcer-files.json"
_LOCK = ".announcer-lock"


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did to the folder: paths by fate."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]


def write(
    outputs: Iterable[Output], folder: Path, *, is_shared: bool = False
) -> Written:
    """Make the folder hold exactly these outputs, and say what changed.

    In a folder that is shared with others no file of theirs is replaced. Raises
    DeliveryError where the folder cannot be written; whatever ``outputs`` raises while
    it renders passes through and leaves the folder as it was.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder), _staging(folder) as staging:
            ours = _ours(outputs, folder) if is_shared else outputs
            written = _replace(ours, folder, staging)
            os.utime(folder / _LOCK)  # for `finished`
            return written
    except OSError as error:
        raise DeliveryError(
            f"cannot write {error.filename or folder}: {error.strerror}"
        ) from error


def _ours(outputs: Iterable[Output], folder: Path) -> Iterator[Output]:
    """Let outputs pass that take nobody's place."""
    written = _manifest(folder)
    for output in outputs:
        target = folder / output.path
        taken = output.path not in written and target.exists()
        if taken and _read(target) != output.content:
            raise DeliveryError(
                f"{target} is there already, and announcer did not write it; "
                "move or remove it, then try again"
            )
        yield output


def finished(folder: Path) -> float | None:
    """Return when a run last made the folder what it is, in seconds since 1970.

    Unchanged files stay untouched, so their own times do not say. None if no run did.
    """
    try:
        return (folder / _LOCK).stat().st_mtime
    except OSError:
        return None


def _replace(outputs: Iterable[Output], folder: Path, staging: Path) -> Written:
    before = _manifest(folder)
    changed: list[str] = []
    belongs: set[str] = set()
    for output in outputs:
        _check(output.path, belongs)
        belongs.add(output.path)
        if _read(folder / output.path) != output.content:
            _stage(staging / str(len(changed)), output.content)
            changed.append(output.path)
    # From here on nothing can fail for a reason that lies in the talks. The manifest
    # names old and new files until all is done: an interrupted run forgets no file.
    stale = sorted(before - belongs)
    if changed or stale or before != belongs:
        _save_manifest(folder, before | belongs)
    for number, path in enumerate(changed):
        _put(staging / str(number), folder, path, stale)
    for path in stale:
        _remove(folder, path)
    if stale:
        _save_manifest(folder, belongs)
    return Written(tuple(changed), len(belongs) - len(changed), tuple(stale))


def _check(path: str, taken: set[str]) -> None:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or path == MANIFEST:
        raise DeliveryError(f"{path!r} is not a path inside the output folder")
    if path in taken:
        raise DeliveryError(f"two outputs want to be {path!r}")


def _read(path: Path) -> bytes | None:
    try:
        with open(os.open(path, os.O_RDONLY), "rb") as file:  # noqa: PTH123 - quicker
            return file.read()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _stage(path: Path, content: bytes) -> None:
    # os.open with 0o666 leaves the permissions to the umask: a web server can read it
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor has no Path
        file.write(content)


def _put(staged: Path, folder: Path, path: str, stale: list[str]) -> None:
    target = folder / path
    try:
        staged.replace(target)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        _make_way(folder, target, stale)
        staged.replace(target)


def _make_way(folder: Path, target: Path, stale: list[str]) -> None:
    """Create the folders of a target, where old files of ours may stand in the way."""
    for path in stale:
        old = folder / path
        if old in target.parents or target in old.parents:
            _remove(folder, path)
    if target.is_dir():
        target.rmdir()
    target.parent.mkdir(parents=True, exist_ok=True)


def _remove(folder: Path, path: str) -> None:
    target = folder / path
    if not target.is_dir():
        with suppress(FileNotFoundError, NotADirectoryError):
            target.unlink()
    for parent in target.relative_to(folder).parents[:-1]:
        try:
            (folder / parent).rmdir()
        except OSError:
            return  # not empty, or gone


def _manifest(folder: Path) -> set[str]:
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return set()
    if not isinstance(listed, list):
        return set()
    safe = (path for path in listed if isinstance(path, str))
    return {p for p in safe if not p.startswith("/") and ".." not in p.split("/")}


def _save_manifest(folder: Path, paths: set[str]) -> None:
    staged = folder / f"{MANIFEST}.new"
    staged.write_text(json.dumps(sorted(paths), indent=0), encoding="utf-8")
    staged.replace(folder / MANIFEST)


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    staging = Path(tempfile.mkdtemp(prefix=".announcer-staging-", dir=folder))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other run writes here; the lock dies with its process."""
    with (folder / _LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
