"""Records that were read before, kept so that unchanged files need not be opened.

A line of the file is one record: a checksum, and the talk as JSON. Lines are added at
the end, and the last one of a record counts, so that two runs at once do no harm. A
file counts as unchanged where size, times and inode are the same and it had been quiet
when it was read; where only its bytes are, it is opened and not read as YAML. What a
talk takes from settings, pictures and zones is compared, too. A foreign or damaged file
is dropped.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any

from announcer import disk, when
from announcer.classes import dataclass
from announcer.errors import Problem, Severity
from announcer.record.addresses import located
from announcer.record.source import FILE_LIMIT, Document
from announcer.record.stored import Packed, Unpacker, imprint, packed, written
from announcer.talk import Planned, Series, Talk
from announcer.unchanged import libraries

NAME = "records.jsonl"
QUIET = 2 * 10**9  # nanoseconds; the coarsest clock of a file system has two seconds
_PACKAGE = Path(__file__).parent.parent
_HEAD = b"announcer records "
_scan: Any = json.JSONDecoder().scan_once  # type: ignore[attr-defined]


@dataclass(slots=True)
class Source:
    """A record file as it is now; ``data`` is None until it is opened."""

    path: str
    context: str
    stamp: list[int] | None
    data: bytes | None = None


@dataclass(slots=True)
class Found:
    """A talk that was read before, with the warnings about its file."""

    talk: Talk
    problems: list[Problem]
    names_zone: bool
    print: str
    said: str


@dataclass(slots=True)
class _Entry:
    stamp: list[int] | None
    digest: str
    context: str
    zone: str
    names_zone: bool
    print: str
    said: str
    pictures: list[tuple[str, str | None]]
    problems: list[list[Any]]
    talk: Packed


class Store:
    """What is known of the records of a project; ``notice`` says why nothing is.

    Unless ``keeping``, nothing is written. One that is ``lasting`` serves many reads
    of a project in one process, and a talk that is the same then stays the same noun.
    """

    def __init__(
        self, folder: Path, *, keeping: bool = False, lasting: bool = False
    ) -> None:
        self._keeping = keeping
        self._found: dict[str, tuple[_Entry, Found]] | None = {} if lasting else None
        self._series: dict[str, Series] = {}
        self.project = str(folder)
        self.file = folder / disk.PRIVATE / NAME
        self.notice = ""
        self._known: dict[bytes, bytes] = {}  # lines by path, until they are asked for
        self._room = 100  # for lines that may be added before all is written anew
        self._is_whole = False
        self._new: list[bytes] = []
        self._begun: int | None = None
        self._unpacker = Unpacker()
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
        line = self._known.get(path.encode())
        return line is not None and context.encode() in line

    @cached_property
    def _program(self) -> bytes:
        """The first line of a file of this release; of use where there is a file."""
        return _HEAD + f"{_program()}\n".encode()

    @property
    def size(self) -> int:
        """How many lines are new."""
        return len(self._new)

    def since(self, size: int) -> list[bytes]:
        """Return the lines that are new since there were so many, for `take`."""
        return self._new[size:]

    def take(self, lines: list[bytes]) -> None:
        """Take over what another process noted of files of the same project."""
        self._new += lines
        self._known.update((_path(line), line) for line in lines)

    def find(self, source: Source, series: Series) -> Found | None:
        """Return the talk of a file that has not changed; else open it."""
        line = self._known.pop(source.path.encode(), None)
        entry = _entry(line) if line else None
        before = self._found.get(source.path) if self._found and not line else None
        if before:
            entry = before[0]
        if entry is None or not self._is_same(source, entry):
            self._open(source)
            return None
        if before and before[1].talk.series is series:
            return before[1]
        problems = [_problem(source.path, one) for one in entry.problems]
        talk = self._unpacker.talk(entry.talk, source.path, series)
        found = Found(talk, problems, entry.names_zone, entry.print, entry.said)
        if self._found is not None:
            self._found[source.path] = entry, found
        return found

    def keep(
        self, source: Source, talk: Talk | Planned, file: Document, *, names_zone: bool
    ) -> tuple[str, str]:
        """Note a talk without an error that stands for itself; return its digests.

        One is of what is shown of it (facts), and one of all that it says.
        """
        if file.outside:  # the environment may change, and nobody would see it
            return "", ""
        readable = source.data is not None and source.stamp is not None
        is_wanted = self._keeping or self._found is not None
        if not (is_wanted and readable and isinstance(talk, Talk)):
            return "", ""
        assert source.data is not None  # noqa: S101 - for the type checker
        assert source.stamp is not None  # noqa: S101 - for the type checker
        from announcer.facts import digest  # noqa: PLC0415 - a look needs none

        print_, values = digest(talk), packed(talk)
        text = written(values)
        said = imprint(text)
        entry = _Entry(
            stamp=self._quiet(source.stamp),
            digest=_digest(source.data),
            context=source.context,
            zone=self._zone(talk.timezone),
            names_zone=names_zone,
            print=print_,
            said=said,
            pictures=list(file.pictures.items()),
            problems=[_of_problem(one) for one in file.problems],
            talk=values,
        )
        if self._keeping:
            self._new.append(_line(source.path, entry, text))
        if self._found is not None:
            known = Found(talk, list(file.problems), names_zone, print_, said)
            self._found[source.path] = entry, known
        return print_, said

    def save(self) -> None:
        """Write what is new."""
        if not self._new:
            return
        new, self._new = self._new, []
        with suppress(OSError, ValueError):
            disk.make_private(self.file.parent)
            if self._is_whole and len(new) < self._room and self._is_own():
                flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
                descriptor = os.open(self.file, flags)
                with open(descriptor, "ab", buffering=0) as file:  # noqa: PTH123 - a descriptor
                    file.write(b"".join(new))
                self._room -= len(new)
                return
            self._write_all(new)
            self._is_whole = True

    def _is_same(self, source: Source, entry: _Entry) -> bool:
        if entry.context != source.context or not self._still(source.path, entry):
            return False
        if entry.stamp == source.stamp:
            return source.stamp is not None
        self._open(source)
        if source.data is None or entry.digest != _digest(source.data):
            return False
        entry.stamp = self._quiet(source.stamp) if source.stamp else None
        if entry.stamp and self._keeping:
            self._new.append(_line(source.path, entry, written(entry.talk)))
        return True

    def _is_own(self) -> bool:
        """Say whether the file still is of this release, since it was loaded."""
        return disk.beginning(os.fspath(self.file), len(self._program)) == self._program

    def _write_all(self, new: list[bytes]) -> None:
        """Write a file without lines that count no more, nor those of records gone."""
        old = self._written() if self._is_whole and self._is_own() else ()
        newest = {_path(line): line for line in chain(old, new)}
        self._room = len(newest) + 100
        there = (
            line
            for path, line in newest.items()
            if Path(self.project, path.decode()).exists()
        )
        descriptor, fresh = tempfile.mkstemp(prefix=f".{NAME}-", dir=self.file.parent)
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor
                file.write(self._program)
                file.writelines(there)
            Path(fresh).replace(self.file)
        except OSError:
            Path(fresh).unlink(missing_ok=True)
            raise

    def _written(self) -> Iterator[bytes]:
        """Yield the lines of the file; raises ValueError if it is none of ours."""
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
        with open(os.open(self.file, flags), "rb") as file:  # noqa: PTH123 - a descriptor
            first = file.readline()
            if first != self._program:
                raise ValueError(_why_not(first))
            for line in file:
                if line[-1:] != b"\n" or int(line[:8], 16) != zlib.crc32(line[9:-1]):
                    raise ValueError("damaged")
                yield line

    def _load(self) -> None:
        try:
            for number, line in enumerate(self._written(), 1):
                self._known[_path(line)] = line
                self._room = 2 * len(self._known) + 100 - number
        except ValueError as error:
            self._drop(str(error))
        else:
            self._is_whole = True

    def _drop(self, why: str) -> None:
        self._known.clear()
        if why:
            self.notice = (
                f"What was kept of the records ({disk.PRIVATE}/{NAME}) is {why}; "
                "every record is read again. `announcer build` keeps them anew."
            )

    def _stamp(self, path: str) -> list[int] | None:
        try:
            found = os.stat(f"{self.project}/{path}")  # noqa: PTH116 - ten thousand times
        except OSError:
            return None
        return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]

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
        with suppress(OSError), tempfile.TemporaryFile(dir=self.project) as file:
            self._begun = os.fstat(file.fileno()).st_mtime_ns

    def _quiet(self, stamp: list[int]) -> list[int] | None:
        """Return the stamp of a file unless it may change again within one tick."""
        last = max(stamp[1], stamp[2])
        return stamp if self._begun and last < self._begun - QUIET else None

    def _still(self, path: str, entry: _Entry) -> bool:
        """Say whether what a record depends on, beside settings, is as it was."""
        return entry.zone == self._zone(entry.talk[0]) and all(
            located(self.project, path, text) == found for text, found in entry.pictures
        )

    def _zone(self, name: str) -> str:
        if name not in self._zones:
            self._zones[name] = f"{zlib.crc32(when.zone_data(name)):08x}"
        return self._zones[name]


def _why_not(first: bytes) -> str:
    """Say what is wrong with the first line of a file; nothing if it was just made."""
    if not first:
        return ""
    return "of another release" if first.startswith(_HEAD) else "damaged"


def _path(line: bytes) -> bytes:
    return line[9 : line.index(b"\t", 9)]


def _line(path: str, entry: _Entry, talk: str) -> bytes:
    """Return an entry as it is kept; the talk, which comes last, is written already."""
    *names, _ = _Entry.__slots__
    values = [getattr(entry, name) for name in names]
    known = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    text = f"{path}\t{known[:-1]},{talk}]".encode()
    return b"%08x\t%b\n" % (zlib.crc32(text), text)


def _entry(line: bytes) -> _Entry:
    values, _ = _scan(line[line.index(b"\t", 9) + 1 :].decode(), 0)
    return _Entry(*values)


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _of_problem(one: Problem) -> list[Any]:
    return [one.line, one.column, one.message, one.hint, one.excerpt, one.code]


def _problem(path: str, values: list[Any]) -> Problem:
    line, column, message, hint, excerpt, code = values
    return Problem(
        path=path,
        line=line,
        column=column,
        message=message,
        hint=hint,
        excerpt=excerpt,
        code=code,
        severity=Severity.WARNING,
    )


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
