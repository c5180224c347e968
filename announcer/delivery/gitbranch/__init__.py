"""Publishing to a branch of a Git repository, as GitHub and GitLab Pages read it.

This room alone knows git. It makes a commit out of nothing but the site and the branch
as it is there: no work tree, no index and no branch of the organiser's is touched.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from announcer import disk
from announcer.delivery.gitbranch.answers import failure, was_overtaken, without_token
from announcer.errors import BadValue, DeliveryError
from announcer.lazy import pattern
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

# https://host/..., ssh://me@host:22/... and me@host:path, as gitremote-helpers(7)
_HOST = pattern(r"(?:\w+://)?(?:[^/@\s]+@)?([\w.-]+\.\w+)[:/]")
_NO_JEKYLL = ".nojekyll"  # GitHub Pages leaves files alone where this one is
_REFS = "refs/announcer/publish/"  # where a commit is while no branch holds it
_MOVED = (
    "somebody else wrote to {} just now, and nothing was published; "
    "run it again to publish after them"
)


class Repository:
    """A Git repository on this machine, where the commit is made."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._folder = folder

    def run(self, *arguments: str, given: IO[bytes] | bytes | None = None) -> str:
        """Run git and return what it says; raises DeliveryError with its own words."""
        done = self._start(arguments, given)
        if done.returncode:
            raise failure(arguments, done.stderr.decode("utf-8", "replace"))
        return done.stdout.decode("utf-8", "surrogateescape")

    @staticmethod
    def shown(text: str) -> str:
        """Return a text without the tokens that addresses in it may hold."""
        return without_token(text)

    def ask(self, *arguments: str) -> str | None:
        """Return what git says, or None where it has no answer."""
        done = self._start(arguments, None)
        said = done.stdout.decode("utf-8", "surrogateescape").strip()
        return None if done.returncode else said

    def remote(self) -> str | None:
        """Return where the repository pushes unless somebody says otherwise."""
        known = self.run("remote").split()
        return "origin" if "origin" in known else next(iter(known), None)

    def hosts(self) -> frozenset[str]:
        """Return the names of the servers that the repository is pushed to."""
        said = self.ask("config", "--get-regexp", r"^remote\..*\.(push)?url$") or ""
        found = (_HOST.match(line.partition(" ")[2]) for line in said.splitlines())
        return frozenset(one[1].casefold() for one in found if one)

    def tip(self, remote: str, ref: str) -> str | None:
        """Return the commit that a reference elsewhere stands at, None without one."""
        return self.run("ls-remote", remote, ref).partition("\t")[0] or None

    def head(self, remote: str) -> str:
        """Return the reference of the branch that people get elsewhere."""
        listed = self.run("ls-remote", "--symref", remote, "HEAD")
        return listed.partition("\t")[0].removeprefix("ref: ")

    def fetch(self, remote: str, ref: str, *options: str) -> None:
        """Have what a reference elsewhere holds, without a trace in the branches."""
        how = ("--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", *options)
        self.run("fetch", *how, remote, ref)

    def author(self, host: str) -> str:
        """Return who commits: whom git knows, or announcer itself (as in CI)."""
        known = self.ask("var", "GIT_COMMITTER_IDENT")
        return known.rsplit(" ", 2)[0] if known else f"announcer <announcer@{host}>"

    def commit(
        self,
        parent: str | None,
        author: str,
        message: str,
        files: Iterable[tuple[str, bytes]],
        removed: Iterable[str] = (),
    ) -> str:
        """Make a commit of changed files and return its name; nothing moves to it."""
        with (
            disk.alone(self._common_folder() / disk.LOCK),
            tempfile.TemporaryFile() as stream,  # as git-fast-import(1) reads it
        ):
            self._sweep()
            ref = f"{_REFS}{secrets.token_hex(8)}"
            _line(stream, f"commit {ref}")
            _line(stream, f"committer {author} now")
            _data(stream, message.encode())
            if parent:
                _line(stream, f"from {parent}")
            for path in removed:
                _line(stream, f"D {_quoted(path)}")
            for path, found in files:
                _line(stream, f"M 100644 inline {_quoted(path)}")
                _data(stream, found)
            _line(stream, "done")
            stream.seek(0)
            self.run(
                "fast-import", "--quiet", "--done", "--date-format=now", given=stream
            )
            commit = self.run("rev-parse", "--verify", ref).strip()
            self.run("update-ref", "-d", ref)
        return commit

    def _common_folder(self) -> Path:
        """Return where git keeps what all work trees share."""
        return self._folder / self.run("rev-parse", "--git-common-dir").strip()

    def _sweep(self) -> None:
        """Remove what killed runs left; nobody else is here."""
        left = self.run("for-each-ref", "--format=delete %(refname)", _REFS)
        if left:
            self.run("update-ref", "--stdin", given=left.encode())

    def _start(
        self, arguments: Sequence[str], given: IO[bytes] | bytes | None
    ) -> subprocess.CompletedProcess[bytes]:
        command = [self._program, "-C", str(self._folder), *arguments]
        english = os.environ | {"LC_ALL": "C", "LANGUAGE": "C"}  # which is read here
        if given is None or isinstance(given, bytes):
            return subprocess.run(  # noqa: S603 - parse_target lets no option through
                command,
                input=given or b"",
                capture_output=True,
                check=False,
                env=english,
            )
        return subprocess.run(  # noqa: S603
            command, stdin=given, capture_output=True, check=False, env=english
        )


class Branch:
    """A branch of a repository here (no remote) or elsewhere, or a folder in it."""

    def __init__(
        self, repository: Repository, remote: str | None, target: Target
    ) -> None:
        self._git = repository
        self._remote = remote
        self._ref = f"refs/heads/{target.branch}"
        self._top = f"{target.folder}/" if target.folder else ""
        self._old: str | None = None
        self._put: list[File] = []
        self._removed: list[str] = []
        self._manifest: bytes | None = None
        self._no_jekyll = False
        where = repository.shown(remote) if remote else "this repository"
        self.name = f"branch {target.branch} of {where}"
        if target.folder:
            self.name = f"{target.folder} on {self.name}"

    def look(self, release: Release) -> Found:
        """Fetch what the branch holds and compare it by Git's own digests."""
        self._old = self._tip()
        if self._old is None:
            self._no_jekyll = True
            return Found()
        everything = self._held(self._old)
        self._no_jekyll = _NO_JEKYLL not in everything
        held = {
            path.removeprefix(self._top): digest
            for path, digest in everything.items()
            if path.startswith(self._top)
        }
        paths = [path for path in release.files if path in held]
        sources = "".join(f"{release.files[path].source.resolve()}\n" for path in paths)
        given = sources.encode("utf-8", "surrogateescape")
        digests = self._git.run(
            "hash-object", "--no-filters", "--stdin-paths", given=given
        )
        pairs = zip(paths, digests.split(), strict=True)
        same = frozenset(path for path, digest in pairs if held[path] == digest)
        listed = read_manifest(self.read(MANIFEST) if MANIFEST in held else None)
        return Found(listed or {}, frozenset(paths), same, listed is None)

    def read(self, path: str) -> bytes | None:
        """Return what a file of the branch holds."""
        tip = self._tip()
        digest = self._held(tip).get(self._top + path) if tip else None
        if digest is None:
            return None
        found = self._git.run("cat-file", "blob", digest)
        return found.encode("utf-8", "surrogateescape")

    def remember(self, files: Mapping[str, str | None]) -> None:
        """Note what the commit will say that announcer published."""
        self._manifest = manifest(files)

    def put(self, files: Sequence[File]) -> Iterator[File]:
        """Note files for the commit."""
        self._put.extend(files)
        yield from files

    def remove(self, paths: Sequence[str]) -> None:
        """Note what the commit removes."""
        self._removed.extend(paths)

    def finish(self, release: Release, message: str) -> None:
        """Make one commit of everything and move the branch to it, or nothing."""
        host = urlsplit(release.url).hostname or "localhost"
        removed = [self._top + path for path in self._removed]
        author = self._git.author(host)
        commit = self._git.commit(self._old, author, message, self._files(), removed)
        self._move(commit)

    def _files(self) -> Iterator[tuple[str, bytes]]:
        for file in self._put:
            yield self._top + file.path, content(file)
        if self._manifest is not None:
            yield self._top + MANIFEST, self._manifest
        if self._no_jekyll:
            yield _NO_JEKYLL, b""

    def _tip(self) -> str | None:
        """Return the commit that the branch stands at, and have its files here."""
        if self._remote is None:
            return self._git.ask("rev-parse", "--verify", "--quiet", self._ref)
        tip = self._git.tip(self._remote, self._ref)
        if tip and self._git.ask("cat-file", "-e", f"{tip}^{{tree}}") is None:
            shallow = self._git.ask("rev-parse", "--is-shallow-repository") == "true"
            bare = self._git.ask("rev-parse", "--is-bare-repository") == "true"
            depth = ["--depth=1"] if shallow or bare else []
            self._git.fetch(self._remote, self._ref, *depth)
        return tip

    def _held(self, commit: str) -> dict[str, str]:
        listed = self._git.run("ls-tree", "-r", "-z", "--full-tree", commit)
        entries = (entry.partition("\t") for entry in listed.split("\0") if entry)
        return {path: facts.split()[2] for facts, _, path in entries}

    def _move(self, commit: str) -> None:
        # the commit stands on what was looked at: the work of others is never undone
        if self._remote is None:
            old = self._old or "0" * len(commit)
            step = ["update-ref", self._ref, commit, old]
        else:
            refspec = f"{commit}:{self._ref}"
            step = ["push", "--quiet", "--no-verify", self._remote, refspec]
        try:
            self._git.run(*step)
        except DeliveryError as error:
            if was_overtaken(error):
                raise DeliveryError(_MOVED.format(self.name)) from None
            raise


def _line(stream: IO[bytes], text: str) -> None:
    stream.write(f"{text}\n".encode("utf-8", "surrogateescape"))


def _data(stream: IO[bytes], found: bytes) -> None:
    stream.write(b"data %d\n%b\n" % (len(found), found))


def _quoted(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def hosts(folder: Path) -> frozenset[str]:
    """Return the servers that the repository around a folder is pushed to."""
    program = shutil.which("git")
    return Repository(program, folder).hosts() if program else frozenset()


@contextmanager
def connect(target: Target, project: Path) -> Iterator[Branch]:
    """Open a branch: of the project's own repository, where it pushes, or elsewhere."""
    program = shutil.which("git")
    if program is None:
        raise DeliveryError(f"publishing to {target.text} needs the program git")
    if not target.place:
        own = Repository(program, project)
        yield Branch(own, _own_remote(own, target), target)
        return
    with tempfile.TemporaryDirectory(prefix="announcer-") as work:
        repository = Repository(program, Path(work))
        repository.run("init", "--quiet", "--bare")
        yield Branch(repository, target.place, target)


def _own_remote(own: Repository, target: Target) -> str | None:
    """Return where the project's repository pushes, None if nowhere.

    A branch that people work on is not one to publish to: pages and records would mix.
    """
    if own.ask("rev-parse", "--git-dir") is None:
        raise BadValue(
            "the project folder is in no Git repository",
            "Name one: git+ssh://git@host/talks.git#gh-pages.",
        )
    remote = own.remote()
    busy = [own.ask("symbolic-ref", "--quiet", "HEAD") or ""]
    if remote is None:
        trees = own.run("worktree", "list", "--porcelain").splitlines()
        busy += [line.removeprefix("branch ") for line in trees]
    else:
        busy.append(own.head(remote))
    if f"refs/heads/{target.branch}" in busy:
        raise BadValue(
            f"people work on the branch {target.branch}",
            "Publish to one of its own, such as git:gh-pages.",
        )
    return remote
