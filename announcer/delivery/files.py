"""Writing outputs to a folder: everything is rendered before anything is replaced.

Outputs are streamed into a staging folder beside their targets and then renamed, so
that pages are always whole and thousands of them need little memory. Unchanged
files stay untouched, and what has the digest it had, and is as it was left, is not even
made. Files are replaced and removed only if the manifest of an earlier run names them,
and never through a link.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path

from announcer import disk
from announcer.classes import dataclass
from announcer.errors import DeliveryError
from announcer.output import Kept, Output, Ready, Source, Stream
from announcer.unchanged.made import (
    MADE,
    Leaving,
    Made,
    imprint,
    read_made,
    write_made,
)
from announcer.unchanged.staged import Staging
from announcer.unchanged.there import as_left
from announcer.unwritable import cannot_write

__all__ = [
    "MANIFEST",
    "Before",
    "Staging",
    "Written",
    "finished",
    "imprint",
    "make",
    "write",
]

MANIFEST = ".announcer-files.json"
_OWN = frozenset({MANIFEST, MADE})

_NOTHING_YET = "Nothing was replaced."
_PARTLY = "Some files are new there by now; the next run does what is left."

Sources = Iterable[Source | Kept]


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did to the folder: paths by fate.

    Of the files ``made`` some were as they are now; ``notice`` says what was lost of an
    earlier run. ``left`` names the list of how every file was left.
    """

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    made: int = 0
    notice: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier run left: digests by path, and files that nobody has touched.

    ``read`` returns the bytes of one, or None; ``are_kept`` says of files and their
    digests which are what they would be if they were made again, and ``holds`` the
    same of all that belong together, by the one digest of their list.
    """

    digests: Mapping[str, bytes]
    read: Callable[[str], bytes | None]
    are_kept: Callable[[Sequence[str], Sequence[bytes | None]], list[bool]]
    holds: Callable[[bytes | None, Sequence[str]], bool]


def write(
    outputs: Iterable[Output], folder: Path, *, private: str = "", force: bool = False
) -> Written:
    """Make the folder hold exactly these outputs, and say what changed.

    What lies in its folder ``private`` is for the owner alone. A file that announcer
    did not write is replaced only with ``force``. Raises DeliveryError where one is in
    the way or the folder cannot be written; whatever ``outputs`` raises while it
    renders passes through and leaves the folder as it was.
    """
    return make(
        lambda *_: (Source(one.path, partial(bytes, one.content)) for one in outputs),
        folder,
        private=private,
        force=force,
    )


def make(  # noqa: PLR0913 - what a run is told
    sources: Callable[[Before, Staging], Sources],
    folder: Path,
    *,
    private: str = "",
    force: bool = False,
    fresh: bool = False,
    found_made: Callable[[str], bool] = lambda _: False,
) -> Written:
    """Do the same with files that are made only where something in them is new.

    ``sources`` are handed what an earlier run left; what has the same digest, in a file
    that nobody touched, is not made. With ``fresh`` all is. They are handed the staging
    too, where files may be put that are made before their turn. ``found_made`` says of
    a list by its name whether somebody has found all its files as they were left.
    """
    run: _Run | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with disk.alone(folder / disk.LOCK), disk.staging(folder) as staging:
            run = _Run(folder, staging, private, force=force, fresh=fresh)
            run.found_made = found_made
            before = Before(run.digests, run.read, run.are_kept, run.holds)
            return run.write(sources(before, run.staging))
    except OSError as error:
        kept = _PARTLY if run and run.replaces else _NOTHING_YET
        raise DeliveryError(cannot_write(error, folder, kept)) from error


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
    """One run, alone in its folder.

    A folder of which nothing is known is looked through once: what is not there then
    needs no second look. Else only what is asked for is looked at.
    """

    def __init__(
        self, folder: Path, staging: Path, private: str, *, force: bool, fresh: bool
    ) -> None:
        self._folder = folder
        self._place = os.fspath(folder)
        self._private = private
        self._force = force
        self.found_made: Callable[[str], bool] = lambda _: False
        self.replaces = False
        made, self._notice = read_made(folder)
        self._before, self._listed = _manifest(folder)
        if (folder / MANIFEST).exists() and self._listed is None:
            self._before = {*filter(disk.is_inside, made.rows)} - _OWN
            self._notice = _damaged(folder / MANIFEST, is_known=bool(made.rows))
        self._made = Made() if fresh else made
        self.digests = self._made.digests
        look = disk.Glance if self.digests else disk.Listing
        self._there: disk.There = look(folder)
        self.staging = Staging(staging, self._there, private)
        self._folders = {""}
        self._missing: set[str] = set()  # folders

    def write(self, sources: Sources) -> Written:
        left = Leaving(self._made)
        belongs: set[str] = set()
        written: list[str] = []
        moved: list[tuple[Source, Ready]] = []
        made = 0
        for source in self._to_be_made(sources, belongs, left):
            made += 1
            if ready := self._made_anew(source, f"{len(moved)}", left):
                written.append(source.path)
                if ready.there is None:
                    moved.append((source, ready))
                else:  # it gets to its place with all else, as it is
                    left.add(source.path, source.digest, ready.content, ready.there)
        # From here on nothing can fail for a reason that lies in the talks. The
        # manifest names old and new files until all is done, and says that it is not:
        # an interrupted run forgets no file. What it says of digests and times is of
        # the files before, and fits none that was replaced.
        stale = sorted(self._before - belongs)
        if written or stale or self._before != belongs:
            self._remember(self._before | belongs, is_done=False)
        self.replaces = True
        self._close()
        self.staging.move_whole(self._folder)
        with disk.looking_from(self._folder) as look:
            for source, ready in moved:
                path = source.path
                self._put(ready.file, path, stale)
                now = disk.marks_of(look(path))
                left.add(path, source.digest, ready.content, now)
        for path in stale:
            self._remove(path)
        name = write_made(self._folder, self.staging.folder, left)
        self._remember(belongs)
        same = len(belongs) - len(written)
        return Written(tuple(written), same, tuple(stale), made, self._notice, name)

    def _to_be_made(
        self, sources: Sources, belongs: set[str], left: Leaving
    ) -> Iterator[Source]:
        """Yield what is to be made, and leave all else as it is."""
        for source in sources:
            if isinstance(source, Kept):
                self._keep(source.paths, belongs, left)
                left.lists |= source.lists
                continue
            path = source.path
            self._check(path, belongs)
            if self.are_kept((path,), (source.digest,))[0]:
                self._keep((path,), belongs, left)
                continue
            belongs.add(path)
            yield source

    def _made_anew(self, source: Source, name: str, left: Leaving) -> Ready | None:
        """Make a file; return it where another is there, or none."""
        path = source.path
        read = self._made_now(source, name)
        if self._differs(path, read, source.ready):
            return source.ready or self.staging.put(path, read(), name)
        left.add(path, source.digest, imprint(read()), self._now(path))
        return None

    def _made_now(self, source: Source, name: str) -> Callable[[], bytes]:
        """Make a file, a long one in the staging; return what reads it."""
        if source.ready:
            return source.make
        if not isinstance(source.make, Stream):
            return partial(bytes, source.make())
        source.ready = self.staging.put(source.path, source.make.pieces(), name)
        return source.ready.read

    def read(self, path: str) -> bytes | None:
        """Return a file as an earlier run left it, None if it is another by now."""
        return disk.read(self._folder / path) if self._is_as_left(path) else None

    def are_kept(
        self, paths: Sequence[str], digests: Sequence[bytes | None]
    ) -> list[bool]:
        """Say of files whether they are what they would be if they were made again."""
        known = self.digests.get
        return [
            digest is not None and known(path) == digest and self._is_as_left(path)
            for path, digest in zip(paths, digests, strict=True)
        ]

    def holds(self, digest: bytes | None, paths: Sequence[str]) -> bool:
        """Say of all that belong together that they are what they would be again."""
        if digest not in self._made.lists:
            return False
        return self._as_left.issuperset(paths) or all(map(self._is_as_left, paths))

    def _is_as_left(self, path: str) -> bool:
        if path in self._as_left:
            return True
        there = self._there.marks(path)
        if there is None or path not in self._made.rows:
            return False
        return self._made.holds(path, there, self._folder)

    @cached_property
    def _as_left(self) -> set[str]:
        """Return the files that are certainly as an earlier run left them.

        Of a run that was interrupted since nobody else can tell which it replaced.
        """
        if self.found_made(self._made.name) and finished(self._folder):
            return set(self._made.paths)
        return as_left(self._made, self._folder)

    def _keep(self, paths: Sequence[str], belongs: set[str], left: Leaving) -> None:
        """Leave files as they are."""
        number = len(belongs)
        belongs.update(paths)
        if len(belongs) != number + len(paths):
            raise DeliveryError("two outputs want to be one of the files that stay")
        certain = self._as_left
        left.keep(path for path in paths if path in certain)
        for path in paths:
            if path not in certain:
                there = self._there.marks(path)
                assert there is not None  # noqa: S101 - it is as it was left
                digest, content = self.digests[path], self._made.content(path)
                left.add(path, digest, content, there)
            if self.staging.is_private(path):
                disk.close_to_others(self._folder / path)

    def _now(self, path: str) -> disk.Marks:
        return disk.marks(f"{self._place}/{path}")

    def _check(self, path: str, taken: set[str]) -> None:
        if path not in self._before and (not disk.is_inside(path) or path in _OWN):
            raise DeliveryError(f"{path!r} is not a path inside the output folder")
        if path in taken:
            raise DeliveryError(f"two outputs want to be {path!r}")

    def _differs(
        self, path: str, content: Callable[[], bytes], ready: Ready | None
    ) -> bool:
        """Compare with what is there; raises DeliveryError if that is not ours."""
        if not self._is_there(path):
            return True
        if self._is_same(path, content, ready):
            if self.staging.is_private(path):
                disk.close_to_others(self._folder / path)
            return False
        if not self._is_ours(path) and not self._there.is_folder(path):
            raise _foreign(self._folder / path)
        return True

    def _is_there(self, path: str) -> bool:
        """Say whether anything is at a path; raises DeliveryError for one in its way.

        No link leads to what is as it was left.
        """
        if path in self._as_left:
            return True
        folder = path.rpartition("/")[0]
        if self._is_folder(folder):
            return self._there.has(path)
        if folder not in self._missing:
            above = disk.obstacle_in(self._there, path)
            if above and (
                disk.is_link(self._folder / above) or not self._is_ours(above)
            ):
                raise _foreign(self._folder / above)
            self._missing.add(folder)
        return False

    def _is_folder(self, path: str) -> bool:
        return path in self._folders or self._there.is_folder(path)

    def _is_same(
        self, path: str, content: Callable[[], bytes], ready: Ready | None
    ) -> bool:
        """Compare a file with what was made, by digests where its own is known."""
        if self._is_as_left(path):
            new = ready.content if ready else imprint(content())
            return self._made.content(path) == new
        is_file = self._there.marks(path) is not None
        return is_file and disk.read(self._folder / path) == content()

    def _is_ours(self, path: str) -> bool:
        return self._force or path in self._before

    def _close(self) -> None:
        """Let nobody else into the private folder, if it is of our making."""
        if not self._private:
            return
        folder = self._folder / self._private
        if not folder.exists():
            disk.make_private(folder)
        elif any(map(self.staging.is_private, self._before)):
            disk.close_to_others(folder)

    def _put(self, staged: str, path: str, stale: list[str]) -> None:
        above = path.rpartition("/")[0]
        if not (path in self._as_left or self._is_folder(above)):
            with suppress(OSError):  # a file may be in the way
                (self._folder / above).mkdir(parents=True, exist_ok=True)
                self._folders.add(above)
        target = f"{self._place}/{path}"
        try:
            os.replace(staged, target)  # noqa: PTH105 - quicker
        except OSError:
            self._make_way(Path(target), stale)
            os.replace(staged, target)  # noqa: PTH105

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
        if self._listed != paths:
            # as indent=0 has it, which takes ten times as long
            listed = json.dumps(sorted(paths), separators=(",\n", ":"))
            staged = self.staging.folder / MANIFEST
            disk.write_new(staged, f"[\n{listed[1:-1]}\n]".encode())
            staged.replace(manifest)
            self._listed = paths
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


def _damaged(manifest: Path, *, is_known: bool) -> str:
    """Say what becomes of the files that a damaged manifest named."""
    if is_known:
        return f"{manifest} is damaged, and made anew from {MADE}"
    return (
        f"{manifest} is damaged: files of talks that are gone stay, for nobody knows "
        "who wrote them\n  To be rid of them, remove the folder and build again."
    )


def _manifest(folder: Path) -> tuple[set[str], set[str] | None]:
    """Return the files that an earlier run named as its own, and all that it named."""
    try:
        listed = json.loads(disk.read(folder / MANIFEST) or b"")
    except ValueError:
        return set(), None
    if not isinstance(listed, list):
        return set(), None
    named = {path for path in listed if isinstance(path, str)}
    is_plain = disk.are_plain(named)
    ours = named if is_plain else set(filter(disk.is_inside, named))
    return ours - _OWN, named
