"""Publishing with the rsync program: over ssh, or to an rsync server.

This room alone knows rsync's options and how it says what it did.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path, PurePosixPath

from announcer.errors import DeliveryError
from announcer.release import (
    MANIFEST,
    File,
    Found,
    Release,
    Target,
    manifest,
    read_manifest,
)

_MISSING = (
    "publishing to {} needs the program rsync, which is not here; "
    "on Debian: apt install rsync; on Windows it is at home in WSL"
)
# Seconds without a word until a connection counts as lost; somebody types a password.
_SILENCE = 300
_NAME = "Is the name of the machine right, and is there a network?"
_NO_ANSWER = (
    "No server of that kind answers there: is it up, is the address right, and does "
    "this network let you reach it?"
)
# What ssh and rsync say, and what to do about it.
_WAYS_ON = {
    "HOST IDENTIFICATION HAS CHANGED": (
        "The machine shows another key than before. Ask who runs it whether it has a "
        "new one; then forget the old (ssh-keygen -R HOST), and log in once with ssh."
    ),
    "Host key verification failed": (
        "Log in once with ssh, and compare the key of the machine with what it shows."
    ),
    "Could not resolve": _NAME,
    "Name or service not known": _NAME,
    "onnection refused": _NO_ANSWER,
    "failed to connect": _NO_ANSWER,
    "onnection timed out": _NO_ANSWER,
    "No route to host": _NO_ANSWER,
    "Permission denied (": "Try it with ssh alone: it asks its agent and its keys.",
    "No space left": "Make room there, and publish again: it does what is left.",
    "Disk quota exceeded": "Make room there, and publish again: it does what is left.",
    "Permission denied": "The folder there must be yours to write in.",
    "Read-only file system": "The folder there must be yours to write in.",
    "mkdir": "The folder that it lies in must be there: make that one, or correct it.",
    "unexpectedly closed": "The line broke. Publish again: it does what is left.",
    "timeout": "The line broke. Publish again: it does what is left.",
    "Broken pipe": "The line broke. Publish again: it does what is left.",
}
_FRAME = re.compile(r"@{5,}|@\s+(?P<said>.+?)\s+@")  # that ssh puts around a warning
_PARTLY = 23  # rsync(1), exit values: some files could not be read or written
_KEPT = 25  # the same: what was to be deleted is not empty
_CHANGED = "<>"  # first letter of an item that is sent (remote, or on this machine)


class Rsync:
    """A destination of rsync; nothing runs there but rsync itself."""

    def __init__(self, program: str, target: Target, work: Path) -> None:
        self._program = program
        self._place = target.place.rstrip("/") + "/"
        self._shell = _shell(target, work)
        self._work = work
        self._source = work
        self.name = target.text

    def look(self, release: Release) -> Found:
        """Let rsync compare checksums, without changing anything."""
        self._source = release.folder
        listed = read_manifest(self.read(MANIFEST))
        items = dict(self._items(self._send(release.files, dry=True)))
        new = {path for path, item in items.items() if item.endswith("+++")}
        present = frozenset(release.files.keys() - new)
        same = frozenset(present - items.keys())
        return Found(listed or {}, present, same, listed is None)

    def read(self, path: str) -> bytes | None:
        """Fetch a file."""
        copy = self._work / "copy"
        done = self._run([f"{self._place}{path}", str(copy)], fine={0, 3, 12, _PARTLY})
        if done.returncode == 0:
            return copy.read_bytes()
        if "No such file" not in done.stderr:
            raise self._failed(done)
        return None

    def remember(self, files: Mapping[str, str | None]) -> None:
        """Write down what announcer published here."""
        (self._work / MANIFEST).write_bytes(manifest(files))
        self._run(["--checksum", MANIFEST, self._place], folder=self._work)

    def put(self, files: Sequence[File]) -> Iterator[File]:
        """Send files; rsync replaces each of them whole."""
        self._send([file.path for file in files], dry=False)
        yield from files

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files, and then the folders that they leave empty."""
        self._delete(paths)
        gone = {
            folder
            for path in paths
            for folder in map(str, PurePosixPath(path).parents)
            if folder != "." and not (self._source / folder).is_dir()
        }
        for _, alike in groupby(sorted(gone, key=_depth, reverse=True), key=_depth):
            # one that holds something of others stays, and rsync says so
            self._delete(list(alike), fine={0, _PARTLY, _KEPT})

    def finish(self, release: Release, message: str) -> None:
        """Do nothing: every file is in its place already."""

    def close(self) -> None:
        """Log out, where a login is still open."""
        if (self._work / "ssh").exists() and (program := shutil.which("ssh")):
            control = f"ControlPath={self._work / 'ssh'}"
            command = [program, "-o", control, "-O", "exit", "announcer"]
            subprocess.run(command, capture_output=True, check=False)  # noqa: S603

    def _send(self, paths: Iterable[str], *, dry: bool) -> str:
        options = ["--checksum", "--from0", "--files-from=-", "--8-bit-output"]
        options += ["--dry-run"] if dry else []
        arguments = [*options, "--out-format=%i %n", f"{self._source}/", self._place]
        return self._run(arguments, given=_listed(paths)).stdout

    def _delete(self, paths: Sequence[str], fine: Collection[int] = (0,)) -> None:
        """Remove what is missing in a folder that has nothing but their parents."""
        with tempfile.TemporaryDirectory(dir=self._work) as bare:
            for path in paths:
                Path(bare, path).parent.mkdir(parents=True, exist_ok=True)
            options = ["--delete-missing-args", "--dirs", "--from0", "--files-from=-"]
            arguments = [*options, f"{bare}/", self._place]
            self._run(arguments, given=_listed(paths), fine=fine)

    @staticmethod
    def _items(said: str) -> Iterator[tuple[str, str]]:
        for line in said.splitlines():
            item, _, path = line.partition(" ")
            if item[:1] in _CHANGED and item[1:2] == "f":
                yield path, item

    def _run(
        self,
        arguments: Sequence[str],
        *,
        given: str = "",
        fine: Collection[int] = (0,),
        folder: Path | None = None,
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(  # noqa: S603 - parse_target lets no option through
            [self._program, f"--timeout={_SILENCE}", *self._shell, *arguments],
            input=given,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
            cwd=folder,
        )
        if done.returncode not in fine:
            raise self._failed(done)
        return done

    def _failed(self, done: subprocess.CompletedProcess[str]) -> DeliveryError:
        framed = (_FRAME.sub(r"\g<said>", one) for one in done.stderr.splitlines())
        lines = [line for line in framed if line.strip()]
        said = "; ".join(lines[:3]) or f"exit status {done.returncode}"
        ways = (way for sign, way in _WAYS_ON.items() if sign in done.stderr)
        text = f"rsync could not reach or write {self.name}: {said}"
        return DeliveryError("\n  ".join((text, *islice(ways, 1))))


def _shell(target: Target, work: Path) -> list[str]:
    """Return how to log in: once, and every run of rsync goes the same way."""
    if target.place.startswith("rsync://"):
        return []
    port = f" -p {target.port}" if target.port else ""
    once = f"-o ControlMaster=auto -o ControlPath='{work}/ssh' -o ControlPersist=60"
    return [f"--rsh=ssh{port} {once}"]


def _depth(folder: str) -> int:
    return folder.count("/")


def _listed(paths: Iterable[str]) -> str:
    return "\0".join(sorted(paths))


@contextmanager
def connect(target: Target, project: Path) -> Iterator[Rsync]:  # noqa: ARG001 - folders want it
    """Find rsync; ssh asks for what it needs on the terminal."""
    program = shutil.which("rsync")
    if program is None:
        raise DeliveryError(_MISSING.format(target.text))
    with tempfile.TemporaryDirectory(prefix="announcer-") as work:
        place = Rsync(program, target, Path(work))
        try:
            yield place
        finally:
            place.close()
