"""Writing outputs to a folder: everything is rendered before anything is replaced.

Outputs are streamed into a staging folder beside their targets and then renamed one by
one, so that a page is always whole and thousands of pages need little memory. Unchanged
files stay untouched. Files are replaced and removed only if the manifest of an earlier
run names them, and never through a link.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from announcer import disk
from announcer.errors import DeliveryError
from announcer.output import Output

MANIFEST = ".announcer-files.json"


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did to the folder: paths by fate."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]


def write(
    outputs: Iterable[Output], folder: Path, *, private: str = "", force: bool = False
) -> Written:
    """Make the folder hold exactly these outputs, and say what changed.

    What lies in its folder ``private`` is for the owner alone. A file that announcer
    did not write is replaced only with ``force``. Raises DeliveryError where one is in
    the way or the folder cannot be written; whatever ``outputs`` raises while it
    renders passes through and leaves the folder as it was.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with disk.alone(folder / disk.LOCK), disk.staging(folder) as staging:
            return _Run(folder, staging, private, force=force).write(outputs)
    except OSError as error:
        raise DeliveryError(
            f"cannot write {error.filename or folder}: {error.strerror}"
        ) from error


def finished(folder: Path) -> float | None:
    """Return when a run last made the folder what it is, in seconds since 1970.

    Unchanged files stay untouched, so their own times do not say. None if no run did;
    long ago if the last one was interrupted.
    """
    try:
        return (folder / MANIFEST).stat().st_mtime
    except OSError:
        return None


class _Run:
    """One run, alone in its folder."""

    def __init__(
        self, folder: Path, staging: Path, private: str, *, force: bool
    ) -> None:
        self._folder = folder
        self._staging = staging
        self._private = private
        self._force = force
        self._before = _manifest(folder)

    def write(self, outputs: Iterable[Output]) -> Written:
        changed: list[str] = []
        belongs: set[str] = set()
        for output in outputs:
            _check(output.path, belongs)
            belongs.add(output.path)
            if self._differs(output):
                staged = self._staging / str(len(changed))
                private = self._is_private(output.path)
                disk.write_new(staged, output.content, private=private)
                changed.append(output.path)
        # From here on nothing can fail for a reason that lies in the talks. The
        # manifest names old and new files until all is done, and says that it is not:
        # an interrupted run forgets no file.
        stale = sorted(self._before - belongs)
        if changed or stale or self._before != belongs:
            self._remember(self._before | belongs, is_done=False)
        self._close()
        for number, path in enumerate(changed):
            self._put(self._staging / str(number), path, stale)
        for path in stale:
            self._remove(path)
        self._remember(belongs)
        return Written(tuple(changed), len(belongs) - len(changed), tuple(stale))

    def _differs(self, output: Output) -> bool:
        """Compare with what is there; raises DeliveryError if that is not ours."""
        target = self._folder / output.path
        obstacle = disk.obstacle(self._folder, output.path)
        if obstacle and (disk.is_link(obstacle) or not self._is_ours(obstacle)):
            raise _foreign(obstacle)
        if disk.read(target) == output.content:
            if self._is_private(output.path):
                disk.close_to_others(target)
            return False
        is_there = os.path.lexists(target)
        is_folder = target.is_dir() and not disk.is_link(target)
        if is_there and not is_folder and not self._is_ours(target):
            raise _foreign(target)
        return True

    def _is_ours(self, path: Path) -> bool:
        name = path.relative_to(self._folder).as_posix()
        return self._force or name in self._before

    def _is_private(self, path: str) -> bool:
        return PurePosixPath(path).parts[0] == self._private

    def _close(self) -> None:
        """Let nobody else into the private folder, if it is of our making."""
        if not self._private:
            return
        folder = self._folder / self._private
        if not folder.exists():
            disk.make_private(folder)
        elif any(map(self._is_private, self._before)):
            disk.close_to_others(folder)

    def _put(self, staged: Path, path: str, stale: list[str]) -> None:
        target = self._folder / path
        try:
            staged.replace(target)
        except OSError:
            self._make_way(target, stale)
            staged.replace(target)

    def _make_way(self, target: Path, stale: list[str]) -> None:
        """Create the folders of a target, where old files may stand in the way."""
        for path in stale:
            old = self._folder / path
            if old in target.parents or target in old.parents:
                self._remove(path)
        if target.is_dir():
            target.rmdir()
        target.parent.mkdir(parents=True, exist_ok=True)

    def _remove(self, path: str) -> None:
        if not disk.obstacle(self._folder, path):  # or it is not there any more
            disk.remove(self._folder, path)

    def _remember(self, paths: set[str], *, is_done: bool = True) -> None:
        manifest = self._folder / MANIFEST
        text = json.dumps(sorted(paths), indent=0).encode()
        if disk.read(manifest) != text:
            staged = self._staging / MANIFEST
            disk.write_new(staged, text)
            staged.replace(manifest)
        os.utime(manifest, None if is_done else (0, 0))  # for `finished`


def _foreign(path: Path) -> DeliveryError:
    if disk.is_link(path):
        return DeliveryError(
            f"{path} is a link on the disk, and announcer writes through none\n"
            "  Remove it, or choose another folder with --out."
        )
    return DeliveryError(
        f"{path} is there already, and announcer did not write it\n"
        "  Move it away or choose another folder with --out; "
        "if all of it may be replaced, build with --force."
    )


def _check(path: str, taken: set[str]) -> None:
    if not disk.is_inside(path) or path == MANIFEST:
        raise DeliveryError(f"{path!r} is not a path inside the output folder")
    if path in taken:
        raise DeliveryError(f"two outputs want to be {path!r}")


def _manifest(folder: Path) -> set[str]:
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return set()
    if not isinstance(listed, list):
        return set()
    return {path for path in listed if isinstance(path, str) and disk.is_inside(path)}
