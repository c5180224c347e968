"""Publishing to a folder on this machine: the public folder of a web server, a mount.

This room alone knows how a page is replaced on a disk while people read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

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

_NEW = ".announcer-new"


class Folder:
    """An open folder; every file in it is replaced whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.name = str(folder)

    def look(self, release: Release) -> Found:
        """Compare the folder with the release, byte by byte."""
        self._check(release.folder)
        present = {p for p in release.files if (self._folder / p).is_file()}
        same = {p for p in present if self._holds(release.files[p])}
        return Found(self._remembered(), frozenset(present), frozenset(same))

    def remember(self, files: Mapping[str, str | None]) -> None:
        """Write down what announcer published here."""
        self._write(MANIFEST, manifest(files))

    def put(self, files: Sequence[File]) -> Iterator[File]:
        """Replace each file whole."""
        for file in files:
            self._write(file.path, content(file))
            yield file

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files, and folders that they leave empty."""
        for path in paths:
            target = self._folder / path
            if not target.is_dir():
                with suppress(FileNotFoundError, NotADirectoryError):
                    target.unlink()
            _prune(target.parent, self._folder)

    def finish(self, release: Release, message: str) -> None:
        """Do nothing: every file is in its place already."""

    def _check(self, source: Path) -> None:
        here, there = self._folder.resolve(), source.resolve()
        if here == there or here in there.parents or there in here.parents:
            raise BadValue(
                f"{self.name} and {source} lie in each other",
                "Publish to a folder of its own.",
            )

    def _holds(self, file: File) -> bool:
        path = self._folder / file.path
        return path.stat().st_size == file.size and path.read_bytes() == content(file)

    def _remembered(self) -> dict[str, str | None]:
        try:
            return read_manifest((self._folder / MANIFEST).read_bytes())
        except FileNotFoundError:
            return {}

    def _write(self, path: str, found: bytes) -> None:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.parent / _NEW
        new.write_bytes(found)
        try:
            new.replace(target)
        except OSError:
            new.unlink()
            raise


def _prune(folder: Path, top: Path) -> None:
    while folder != top:
        try:
            folder.rmdir()
        except OSError:
            return  # not empty, or gone
        folder = folder.parent


@contextmanager
def connect(target: Target, project: Path) -> Iterator[Folder]:
    """Open a folder; a relative path counts from the project folder."""
    try:
        yield Folder(project / Path(target.place).expanduser())
    except OSError as error:
        place = error.filename or target.place
        raise DeliveryError(f"cannot write {place}: {error.strerror}") from error
