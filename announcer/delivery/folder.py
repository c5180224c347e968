"""Publishing to a folder on this machine: the public folder of a web server, a mount.

This room alone knows how a page is replaced on a disk while people read it, and others
publish there too.
"""

from __future__ import annotations

import errno
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

from announcer import disk
from announcer.errors import BadValue, DeliveryError
from announcer.release import (
    MANIFEST,
    File,
    Found,
    Release,
    Target,
    content,
    manifest,
    read_manifest,
)
from announcer.unwritable import cannot_write, too_large

_LINK = (
    "{} is a link on the disk, and nothing is published through it\n"
    "  Remove it, or publish to the folder that it leads to."
)
_IN_THE_WAY = (
    "{} is in the way: announcer did not publish it, and {} is to be there\n"
    "  Move it away, or choose another folder."
)

_NO_ROOM = (
    "there is no room for the site in {}: {}\n"
    "  Nothing was published. Make room there, or choose another folder."
)
_NOTHING_YET = "Nothing was published."
_PARTLY = "Every page there is whole; publish again, and it does what is left."


class Folder:
    """An open folder; every file in it is replaced whole.

    The first change takes the folder's lock; ``held`` gives it back.
    """

    def __init__(self, folder: Path, held: ExitStack) -> None:
        self._folder = folder
        self._held = held
        self._staging: Path | None = None
        self._numbers = count()
        self._seen: bytes | None = None
        self._release: Release | None = None
        self._growth = 0  # bytes that the folder will have more
        self.name = str(folder)

    def look(self, release: Release) -> Found:
        """Compare the folder with the release, byte by byte."""
        self._check(release.folder)
        self._refuse_no_folder()
        self._release = release
        self._seen = disk.read(self._folder / MANIFEST)
        listed = read_manifest(self._seen)
        known = (listed or {}).items()
        ours = {path: digest for path, digest in known if disk.is_inside(path)}
        if disk.was_interrupted(self._folder):
            ours = dict.fromkeys(ours)  # so that there is something to do, and to sweep
        for path in (*release.files, *ours):
            self._refuse_link(path)
        for path in release.files:
            self._refuse_foreign(path, ours)
        present = {p for p in release.files if (self._folder / p).is_file()}
        same = {p for p in present if self._holds(release.files[p])}
        self._growth = sum(
            file.size - self._size(path)
            for path, file in release.files.items()
            if path not in same
        )
        return Found(ours, frozenset(present), frozenset(same), listed is None)

    def read(self, path: str) -> bytes | None:
        """Return what a file holds."""
        return disk.read(self._folder / path)

    def remember(self, files: Mapping[str, str | None]) -> None:
        """Write down what announcer published here."""
        self._begin()
        self._write(MANIFEST, manifest(files))

    def put(self, files: Sequence[File]) -> Iterator[File]:
        """Replace each file whole."""
        for file in files:
            self._write(file.path, content(file))
            yield file

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files, and folders that they leave empty."""
        for path in paths:
            self._refuse_link(path)
            disk.remove(self._folder, path)

    def finish(self, release: Release, message: str) -> None:
        """Do nothing: every file is in its place already."""

    @property
    def has_begun(self) -> bool:
        """Say whether something may have been replaced."""
        return self._staging is not None

    def _begin(self) -> None:
        """Wait for others who publish here; raises DeliveryError if they changed it."""
        if self._staging is not None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        if why := too_large(self._folder, self._growth):
            raise DeliveryError(_NO_ROOM.format(self.name, why))
        self._held.enter_context(disk.alone(self._folder / disk.LOCK))
        self._staging = self._held.enter_context(disk.staging(self._folder))
        if disk.read(self._folder / MANIFEST) != self._seen and not self._is_done():
            raise DeliveryError(
                f"somebody else published to {self.name} just now, and nothing was "
                "published; run it again to publish after them"
            )

    def _is_done(self) -> bool:
        """Say whether the others have brought the very same release."""
        if self._release is None:
            return False
        found = self.look(self._release)
        return found.same == self._release.files.keys() == found.ours.keys()

    def _check(self, source: Path) -> None:
        here, there = self._folder.resolve(), source.resolve()
        if here == there or here in there.parents or there in here.parents:
            raise BadValue(
                f"{self.name} and {source} lie in each other",
                "Publish to a folder of its own.",
            )

    def _size(self, path: str) -> int:
        there = self._folder / path
        return there.stat().st_size if there.is_file() else 0

    def _holds(self, file: File) -> bool:
        path = self._folder / file.path
        return path.stat().st_size == file.size and disk.read(path) == content(file)

    def _refuse_no_folder(self) -> None:
        """Raise an OSError now where the folder cannot be made, and not with --yes."""
        for place in (self._folder, *self._folder.parents):
            if place.exists():
                if not place.is_dir():
                    raise NotADirectoryError(
                        errno.ENOTDIR, "not a directory", str(self._folder)
                    )
                return

    def _refuse_link(self, path: str) -> None:
        obstacle = disk.obstacle(self._folder, path)
        if obstacle and disk.is_link(obstacle):
            raise DeliveryError(_LINK.format(obstacle))

    def _refuse_foreign(self, path: str, ours: Collection[str]) -> None:
        """Refuse a file where a folder must be, and a folder where a file must."""
        if above := disk.obstacle(self._folder, path):
            if above.relative_to(self._folder).as_posix() not in ours:
                raise DeliveryError(_IN_THE_WAY.format(above, "a folder"))
        elif (self._folder / path).is_dir():
            raise DeliveryError(_IN_THE_WAY.format(self._folder / path, "a file"))

    def _write(self, path: str, found: bytes) -> None:
        assert self._staging is not None  # noqa: S101 - `remember` comes first
        self._refuse_link(path)
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        new = self._staging / str(next(self._numbers))
        disk.write_new(new, found)
        new.replace(target)


@contextmanager
def connect(target: Target, project: Path) -> Iterator[Folder]:
    """Open a folder; a relative path counts from the project folder."""
    folder = project / Path(target.place).expanduser()
    open_folder: Folder | None = None
    try:
        with ExitStack() as held:
            open_folder = Folder(folder, held)
            yield open_folder
    except OSError as error:
        kept = _PARTLY if open_folder and open_folder.has_begun else _NOTHING_YET
        raise DeliveryError(cannot_write(error, folder, kept)) from error
