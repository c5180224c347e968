"""A clone of the repository in which the memory travels, and its branch elsewhere."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from announcer.classes import dataclass
from announcer.delivery.gitbranch import Repository
from announcer.errors import BadValue, DeliveryError

_PATIENCE = 30.0  # seconds, the longest wait between two attempts


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often something is tried, and how a run waits in between."""

    attempts: int
    sleep: Callable[[float], None]

    def tries(self) -> Iterator[int]:
        """Yield the number of each attempt, with growing waits between them."""
        for number in range(self.attempts):
            if number:
                wait = min(0.25 * 2**number, _PATIENCE)
                self.sleep(wait * (0.5 + secrets.randbelow(1000) / 1000))
            yield number


class Clone:
    """A work tree, and the branch of a remote repository that holds the export."""

    def __init__(self, git: Repository, remote: str, branch: str, file: Path) -> None:
        self.file = file
        self.branch = branch
        self.name = f"branch {branch} of {git.shown(remote)}"
        self._git = git
        self._remote = remote
        self._ref = f"refs/heads/{branch}"
        self._mark = f"refs/announcer/keep/{branch}"
        top = Path(git.run("rev-parse", "--show-toplevel").rstrip("\n"))
        try:
            self._path = file.resolve().relative_to(top.resolve()).as_posix()
        except ValueError:
            raise BadValue(f"{file} does not lie in the repository {top}") from None

    def fetch(self) -> str:
        """Return the commit that the branch stands at now, and have it here."""
        tip = self._git.tip(self._remote, self._ref)
        if tip is None:
            raise BadValue(f"there is no {self.name}", "Push it once: git push.")
        self._have(self._ref, tip)
        return tip

    def held(self, commit: str) -> bytes | None:
        """Return the export as a commit holds it."""
        name = f"{commit}:{self._path}"
        if self._git.ask("rev-parse", "--verify", "--quiet", name) is None:
            return None
        found = self._git.run("cat-file", "blob", name)
        return found.encode("utf-8", "surrogateescape")

    def is_unkept(self) -> bool:
        """Say whether the work tree's export says something that was not committed."""
        return self.file.exists() and self.file.read_bytes() != self.held("HEAD")

    def bring(self, tip: str) -> None:
        """Bring the work tree to a commit of the branch; its own export goes.

        Raises BadValue where work of somebody would be lost, or told unseen.
        """
        self._refuse_changes()
        on = self._git.ask("symbolic-ref", "--quiet", "--short", "HEAD")
        if on not in {None, self.branch}:
            raise BadValue(
                f"the work tree is on the branch {on}, the memory on {self.branch}",
                f"Go there first: git switch {self.branch}.",
            )
        self._reset_file()
        if on is None:
            self._git.run("checkout", "--quiet", "--detach", tip)
        elif self._git.ask("merge-base", "--is-ancestor", "HEAD", tip) is None:
            raise BadValue(
                f"the branch {on} here has commits that the {self.name} has not",
                "Push them first: git pull --rebase, then git push.",
            )
        else:
            self._git.run("merge", "--quiet", "--ff-only", tip)

    def _refuse_changes(self) -> None:
        listed = self._git.run("status", "--porcelain", "-z", "--untracked-files=no")
        changed = {entry[3:] for entry in listed.split("\0") if entry} - {self._path}
        if changed:
            names = ", ".join(sorted(changed))
            raise BadValue(
                f"there are changes that are not committed: {names}",
                "Commit and push them, or put them away with git stash.",
            )

    def _reset_file(self) -> None:
        its_path = f":(top,literal){self._path}"
        if self.held("HEAD") is None:
            self._git.run(
                "rm", "--cached", "--quiet", "--ignore-unmatch", "--", its_path
            )
            self.file.unlink(missing_ok=True)
        else:
            self._git.run("checkout", "--quiet", "HEAD", "--", its_path)

    def push(self, tip: str, content: bytes, message: str) -> str:
        """Put an export on top of a commit and move the branch there, never by force.

        Return the new commit; raises DeliveryError, also where somebody was quicker.
        """
        author = self._git.author("localhost")
        commit = self._git.commit(tip, author, message, [(self._path, content)])
        self._push(f"{commit}:{self._ref}")
        return commit

    def begin(self, patience: Patience, *, anew: bool) -> str:
        """Set the mark of a run that is at work, as soon as no other one stands.

        With ``anew`` one that stands is taken away. Raises DeliveryError.
        """
        author = self._git.author("localhost")
        # two containers may have one name, and one number of the process
        name = secrets.token_hex(8)
        said = f"on {socket.gethostname()}, process {os.getpid()}\n\n{name}\n"
        mark = self._git.commit(None, author, said, ())
        if anew and (other := self._git.tip(self._remote, self._mark)):
            self.end(other)
        said = ""
        for number in patience.tries():
            try:
                self._push(f"{mark}:{self._mark}")
            except DeliveryError as error:
                said = str(error)
                other = self._git.tip(self._remote, self._mark)
                if other == mark:
                    return mark  # the answer was lost, and not the mark
                # where git names the reference, somebody was quicker; else nothing
                # can be written, and waiting does not help
                if number >= 2 and " ! [" not in said:
                    break
            else:
                return mark
        raise DeliveryError(self._busy(said))

    def end(self, mark: str) -> None:
        """Take a mark away. Raises DeliveryError."""
        if self._git.tip(self._remote, self._mark) == mark:
            lease = f"--force-with-lease={self._mark}:{mark}"
            self._push(f":{self._mark}", lease)

    def _busy(self, said: str) -> str:
        other = self._git.tip(self._remote, self._mark)
        if other is None:
            return f"cannot write to the {self.name}, and nothing was done: {said}"
        self._have(self._mark, other)
        who = self._git.run("log", "-1", "--format=%cI %s", other).strip()
        return (
            f"nothing was done: a run that began at {who}, has not said how it "
            "ended. If it is at work, wait for it. If it was killed or could not push, "
            "nobody knows what it told: look into the archive of the list, then begin "
            "anew: announcer ledger keep --anew"
        )

    def _have(self, ref: str, commit: str) -> None:
        if self._git.ask("cat-file", "-e", f"{commit}^{{tree}}") is None:
            self._git.fetch(self._remote, ref)

    def _push(self, refspec: str, *options: str) -> None:
        how = ("--quiet", "--no-verify", *options)
        self._git.run("push", *how, self._remote, refspec)


def open_clone(
    folder: Path, file: Path, remote: str | None, branch: str | None
) -> Clone:
    """Open the work tree of a project; unsaid, it is about origin and the branch here.

    Raises BadValue and DeliveryError.
    """
    program = shutil.which("git")
    if program is None:
        raise DeliveryError("keeping the memory in a branch needs the program git")
    git = Repository(program, folder)
    if git.ask("rev-parse", "--show-toplevel") is None:
        raise BadValue(
            "the project folder is in no Git work tree",
            "A memory that does not travel needs no keeping: run the command alone.",
        )
    place = remote or git.remote()
    if place is None:
        raise BadValue("this repository pushes nowhere", "Name a place with --remote.")
    if place.startswith("-"):
        raise BadValue(f"{place} is no repository")
    name = branch or git.ask("symbolic-ref", "--quiet", "--short", "HEAD")
    if name is None:
        name = git.head(place).removeprefix("refs/heads/")
    if git.ask("check-ref-format", f"refs/heads/{name}") is None:
        raise BadValue(f"`{name}` is no name of a branch", "Name it with --branch.")
    return Clone(git, place, name, file)
