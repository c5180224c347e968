"""Records that were read before, kept so that unchanged files need not be opened.

The file is one line about the program, and then blocks, each with its checksum: what
one run noted, as a list of records. Blocks are added at the end, and the last word
about a record counts, so that two runs at once do no harm. A
file counts as unchanged where size, times and inode are the same and it had been quiet
when it was read; where only its bytes are, it is opened and not read as YAML. What a
talk takes from settings, pictures and zones is compared, too. A foreign or damaged file
is dropped, and nothing of one is loaded: marshal is only for what this very program
wrote, of whose files the first line has the times.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from announcer import disk, when
from announcer.classes import dataclass
from announcer.copies import is_running
from announcer.errors import Problem
from announcer.record import stored
from announcer.record.addresses import located
from announcer.record.source import FILE_LIMIT, Document
from announcer.talk import Planned, Series, Talk
from announcer.unchanged import libraries

NAME = "records"
_BEFORE = "records.jsonl"  # as earlier releases kept them
_BLOCK = 1024  # new records that are held as values
QUIET = 2 * 10**9  # nanoseconds; the coarsest clock of a file system has two seconds
_PACKAGE = Path(__file__).parent.parent
_path, _context = itemgetter(0), itemgetter(1)  # of what is kept of a record
_HEAD = b"announcer records "

Stamp: TypeAlias = tuple[int, int, int, int]
Kept: TypeAlias = tuple[Any, ...]  # an entry as marshal knows it
_Block: TypeAlias = tuple[list[str], bytes]  # paths, and what is kept of these


@dataclass(slots=True)
class Source:
    """A record file as it is now; ``data`` is None until it is opened."""

    path: str
    context: str
    stamp: Stamp | None
    data: bytes | None = None


@dataclass(slots=True)
class Found:
    """A talk that was read before, with the warnings about its file."""

    talk: Talk
    problems: list[Problem]
    names_zone: bool
    print: str
    said: bytes


class Entry(NamedTuple):
    """What is kept of one record, as values that marshal knows."""

    path: str
    context: str
    stamp: Stamp | None
    digest: bytes
    zone: str
    names_zone: bool
    print: str
    said: bytes
    pictures: tuple[tuple[str, str | None], ...]
    problems: tuple[tuple[Any, ...], ...]
    talk: stored.Packed


class Store:
    """What is known of the records of a project; ``notice`` says why nothing is.

    Unless ``keeping``, nothing is written. One that is ``lasting`` serves many reads
    of a project in one process, and a talk that is the same then stays the same noun.
    """

    def __init__(
        self, folder: Path, *, keeping: bool = False, lasting: bool = False
    ) -> None:
        self._keeping = keeping
        self._found: dict[str, tuple[Entry, Found]] | None = {} if lasting else None
        self._series: dict[str, Series] = {}
        self.project = str(folder)
        self.file = folder / disk.PRIVATE / NAME
        self.notice = ""
        # by path, until they are asked for
        self._known: dict[str, Kept] = {}
        self._room = 100  # for records that may be added before all is written anew
        self._is_whole = False
        self._new: list[Kept] = []
        self._blocks: list[_Block] = []  # what is new as well
        self._begun: int | None = None
        self._unpacker = stored.Unpacker()
        self._zones: dict[str, str] = {}
        with suppress(OSError):
            self._load()

    def begin_anew(self, *, keeping: bool) -> None:
        """Let the next read see what is another by now than at the last one."""
        self._keeping, self._begun, self.notice = keeping, None, ""
        self._zones.clear()

    def shared(self, series: Series) -> Series:
        """Return the series, as the noun of an earlier read if that is equal to it."""
        known = self._series.get(series.key)
        if known != series:
            known = self._series[series.key] = series
        return known

    def source(self, path: str, context: str) -> Source:
        """Look at a record file without opening it."""
        return Source(path, context, self._stamp(path))

    def knows(self, path: str, context: str) -> bool:
        """Say whether a file was read before with the same settings around it.

        It may be another one by now.
        """
        known = self._known.get(path)
        return known is not None and _context(known) == context

    @cached_property
    def _program(self) -> bytes:
        """The first line of a file of this release; of use where there is a file."""
        return _HEAD + f"{_program()}\n".encode()

    def drain(self) -> list[bytes]:
        """Return what is new, for `take` in another process, and keep none of it."""
        self._pack()
        blocks, self._blocks = self._blocks, []
        return [body for _, body in blocks]

    def take(self, bodies: Iterable[bytes]) -> None:
        """Take over what another process noted of files of the same project."""
        for body in bodies:
            entries = marshal.loads(body)  # noqa: S302 - of a copy of this process
            paths = [*map(_path, entries)]
            self._blocks.append((paths, body))
            self._known.update(zip(paths, entries, strict=True))

    def find(self, source: Source, series: Series) -> Found | None:
        """Return the talk of a file that has not changed; else open it."""
        known = self._known.pop(source.path, None)
        entry = Entry._make(known) if known else None
        before = self._found.get(source.path) if self._found and not known else None
        if before:
            entry = before[0]
        if entry is None or not self._is_same(source, entry):
            self._open(source)
            return None
        if entry.stamp != source.stamp:
            entry = self._restamped(source, entry)
        if before and self._found is not None and before[1].talk.series is series:
            self._found[source.path] = entry, before[1]
            return before[1]
        problems = [stored.problem(source.path, one) for one in entry.problems]
        talk = self._unpacker.talk(entry.talk, source.path, series)
        found = Found(talk, problems, entry.names_zone, entry.print, entry.said)
        if self._found is not None:
            self._found[source.path] = entry, found
        return found

    def keep(
        self, source: Source, talk: Talk | Planned, file: Document, *, names_zone: bool
    ) -> tuple[str, bytes]:
        """Note a talk without an error that stands for itself; return its digests.

        One is of what is shown of it (facts), and one of all that it says.
        """
        if file.outside:  # the environment may change, and nobody would see it
            return "", b""
        readable = source.data is not None and source.stamp is not None
        is_wanted = self._keeping or self._found is not None
        if not (is_wanted and readable and isinstance(talk, Talk)):
            return "", b""
        assert source.data is not None  # noqa: S101 - for the type checker
        assert source.stamp is not None  # noqa: S101 - for the type checker
        from announcer.facts import digest  # noqa: PLC0415 - a look needs none

        print_, values = digest(talk), stored.packed(talk)
        said = stored.imprint(values)
        entry = Entry(
            path=source.path,
            stamp=self._quiet(source.stamp),
            digest=_digest(source.data),
            context=source.context,
            zone=self._zone(talk.timezone),
            names_zone=names_zone,
            print=print_,
            said=said,
            pictures=tuple(file.pictures.items()),
            problems=tuple(map(stored.of_problem, file.problems)),
            talk=values,
        )
        if self._keeping:
            self._note(entry)
        if self._found is not None:
            known = Found(talk, list(file.problems), names_zone, print_, said)
            self._found[source.path] = entry, known
        return print_, said

    def save(self) -> None:
        """Write what is new."""
        self._pack()
        blocks, self._blocks = self._blocks, []
        if not blocks:
            return
        number = sum(len(paths) for paths, _ in blocks)
        with suppress(OSError, ValueError):
            disk.make_private(self.file.parent)
            if self._is_whole and number < self._room and self._is_own():
                flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
                descriptor = os.open(self.file, flags)
                with open(descriptor, "ab", buffering=0) as file:  # noqa: PTH123 - a descriptor
                    file.write(b"".join(_framed(body for _, body in blocks)))
                self._room -= number
                return
            self._write_all(blocks)
            self._is_whole = True

    def _is_same(self, source: Source, entry: Entry) -> bool:
        if entry.context != source.context or not self._still(entry):
            return False
        if entry.stamp == source.stamp:
            return source.stamp is not None
        self._open(source)
        return source.data is not None and entry.digest == _digest(source.data)

    def _restamped(self, source: Source, entry: Entry) -> Entry:
        stamp = self._quiet(source.stamp) if source.stamp else None
        entry = entry._replace(stamp=stamp)
        if stamp and self._keeping:
            self._note(entry)
        return entry

    def _note(self, entry: Entry) -> None:
        self._new.append(tuple(entry))
        if len(self._new) == _BLOCK:
            self._pack()

    def _pack(self) -> None:
        """Make a block of what is new: ten thousand records in values take 10 MiB."""
        if self._new:
            paths = [*map(_path, self._new)]
            self._blocks.append((paths, marshal.dumps(self._new)))
            self._new = []

    def _is_own(self) -> bool:
        """Say whether the file still is of this release, since it was loaded."""
        return disk.beginning(os.fspath(self.file), len(self._program)) == self._program

    def _write_all(self, blocks: list[_Block]) -> None:
        """Write a file without what counts no more, nor records that are gone."""
        old: dict[str, Kept] = {}
        if self._is_whole and self._is_own():
            self._read_into(old)
        new = {path for paths, _ in blocks for path in paths}
        stay = [old[p] for p in old.keys() - new if self._stamp(p) is not None]
        self._room = len(stay) + len(new) + 100
        bodies = [marshal.dumps(stay), *(body for _, body in blocks)]
        disk.sweep(self.file.parent, is_running)
        disk.put_own(self.file, chain((self._program,), _framed(bodies)))
        self.file.with_name(_BEFORE).unlink(missing_ok=True)

    def _read_into(self, known: dict[str, Kept]) -> int:
        """Read the file; return how many records it holds, old ones among them.

        Raises OSError, and ValueError if it is none of ours.
        """
        data = self.file.read_bytes()
        if not data.startswith(self._program):
            raise ValueError(_why_not(data))
        number, at = 0, len(self._program)
        while at < len(data):
            checksum, length = (
                int.from_bytes(data[at + n : at + n + 8]) for n in (0, 8)
            )
            body = memoryview(data)[at + 16 : at + 16 + length]
            if not body or len(body) != length or zlib.crc32(body) != checksum:
                raise ValueError("damaged")
            at += 16 + length
            kept = marshal.loads(body)  # noqa: S302 - our own, see above
            known.update(zip(map(_path, kept), kept, strict=True))
            number += len(kept)
        return number

    def _load(self) -> None:
        try:
            number = self._read_into(self._known)
        except ValueError as error:
            self._drop(str(error))
        else:
            self._room = 2 * len(self._known) + 100 - number
            self._is_whole = True

    def _drop(self, why: str) -> None:
        self._known.clear()
        if why:
            self.notice = (
                f"What was kept of the records ({disk.PRIVATE}/{NAME}) is {why}; "
                "every record is read again. `announcer build` keeps them anew."
            )

    def _stamp(self, path: str) -> Stamp | None:
        try:
            found = os.stat(f"{self.project}/{path}")  # noqa: PTH116 - ten thousand times
        except OSError:
            return None
        return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino

    def _open(self, source: Source) -> None:
        self.begin()
        if source.data is not None:
            return
        with suppress(OSError):
            path = f"{self.project}/{source.path}"
            source.data = disk.beginning(path, FILE_LIMIT + 1)

    def begin(self) -> None:
        """Ask the file system for its time before the first record is opened."""
        if not self._keeping or self._begun is not None:
            return
        self._begun = 0
        import tempfile  # noqa: PLC0415 - slow, and most commands only read

        with suppress(OSError), tempfile.TemporaryFile(dir=self.project) as file:
            self._begun = os.fstat(file.fileno()).st_mtime_ns

    def _quiet(self, stamp: Stamp) -> Stamp | None:
        """Return the stamp of a file unless it may change again within one tick."""
        last = max(stamp[1], stamp[2])
        return stamp if self._begun and last < self._begun - QUIET else None

    def _still(self, entry: Entry) -> bool:
        """Say whether what a record depends on, beside settings, is as it was."""
        return entry.zone == self._zone(stored.zone_of(entry.talk)) and all(
            located(self.project, entry.path, p) == f for p, f in entry.pictures
        )

    def _zone(self, name: str) -> str:
        if name not in self._zones:
            self._zones[name] = f"{zlib.crc32(when.zone_data(name)):08x}"
        return self._zones[name]


def _why_not(data: bytes) -> str:
    """Say what is wrong with the beginning of a file; nothing if it was just made."""
    if not data:
        return ""
    return "of another release" if data.startswith(_HEAD) else "damaged"


def _framed(bodies: Iterable[bytes]) -> Iterator[bytes]:
    """Yield blocks as the file holds them: checksum and length, and what they say."""
    for body in bodies:
        yield zlib.crc32(body).to_bytes(8) + len(body).to_bytes(8)
        yield body


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def _program() -> str:
    """Return a digest of what reads records: this program, Python and libraries."""
    known = blake2b(sys.version.encode(), digest_size=16)
    for place, folders, names in os.walk(_PACKAGE):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(name for name in names if name.endswith(".py")):
            found = os.stat(f"{place}/{name}")  # noqa: PTH116 - two hundred files
            known.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    known.update("\n".join(libraries()).encode())
    return known.hexdigest()
