"""A repository in the middle, organisers who push to it, and runners that tell."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from announcer import keeping, sending
from announcer.ledger import open_ledger
from announcer.record import read_site
from tests.sending.office import FIRST, TALK, TEMPLATES, read, write_project
from tests.sending.postmen import means_for

PROJECT = Path(__file__).parents[2]
FILE = "ledger.jsonl"
NINE = "2021-03-01T09:00"


def git(folder: Path, *words: object, check: bool = True) -> str:
    """Run git as somebody and return what it says."""
    who = ("-c", "user.name=o", "-c", "user.email=o@example.edu")
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )
    if check and done.returncode:
        raise AssertionError((words, done.stdout, done.stderr))
    return done.stdout.strip()


@dataclass
class Hub:
    """The bare repository, in a folder with everybody's clones of it."""

    folder: Path

    @property
    def bare(self) -> Path:
        return self.folder / "hub.git"

    @classmethod
    def start(cls, folder: Path, smtp: str, *, talk: bool = True) -> Hub:
        """Push a seminar, with one talk to announce, to a new repository."""
        home = write_project(folder / "origin", smtp)
        (home / ".gitignore").write_text("build/\n.announcer/\n")
        (home / ".gitattributes").write_text(f"{FILE} merge=union\n")
        if not talk:
            (home / TALK).unlink()
        git(home, "init", "-q", "-b", "main")
        git(home, "add", ".")
        git(home, "commit", "-q", "-m", "Talks")
        hub = cls(folder)
        git(folder, "clone", "-q", "--bare", home, hub.bare)
        return hub

    def tip(self) -> str:
        return git(self.bare, "rev-parse", "main")

    def lines(self) -> list[str]:
        """Return the export as the branch holds it."""
        return git(self.bare, "show", f"main:{FILE}", check=False).splitlines()

    def states(self) -> list[str]:
        rows = [json.loads(line) for line in self.lines()]
        return [row["telling"]["state"] for row in rows if "telling" in row]

    def marks(self) -> str:
        return git(self.bare, "for-each-ref", "refs/announcer")

    def clone(self, name: str, *words: str) -> Path:
        """Return a fresh clone, on the branch."""
        target = self.folder / name
        shutil.rmtree(target, ignore_errors=True)
        git(self.folder, "clone", "-q", *words, f"file://{self.bare}", target)
        return target

    def kept(self, name: str, at: str) -> Path:
        """Return a clone as GitLab keeps it: detached at the commit of its trigger."""
        target = self.folder / name
        if not target.exists():
            git(self.folder, "init", "-q", target)
            git(target, "remote", "add", "origin", f"file://{self.bare}")
        refs = "+refs/heads/main:refs/remotes/origin/main"
        git(target, "fetch", "-q", "origin", refs)
        git(target, "checkout", "-q", "-f", "--detach", at)
        git(target, "clean", "-qffdx")
        return target

    def write(self, name: str, path: str, text: str) -> None:
        """Let an organiser push a record, after whatever others pushed meanwhile."""
        home = self.folder / name
        if not home.exists():
            self.clone(name)
        (home / path).write_text(text)
        git(home, "add", "--", path)
        git(home, "commit", "-q", "-m", f"Write {path}")
        for _ in range(30):
            git(home, "pull", "-q", "--rebase", "origin", "main", check=False)
            git(home, "push", "-q", "origin", "HEAD:main", check=False)
            git(home, "fetch", "-q", "origin", "main")
            if git(home, "rev-list", "FETCH_HEAD..HEAD") == "":
                return
            time.sleep(random.uniform(0, 0.2))
        raise AssertionError("an organiser could not push")


def send(home: Path) -> int:
    """Send what is due, in this process, at nine o'clock on the Monday."""
    records = read_site(home)
    with open_ledger(records.site.ledger, home) as ledger:
        sending.run(records, ledger, TEMPLATES, means_for(home), **FIRST)
    return 0


def keep(
    home: Path, *, attempts: int = 60, longest: float = 0.5, anew: bool = False
) -> keeping.Kept:
    """Run ``ledger keep`` around that, in this process and with short waits."""
    clone = keeping.open_clone(home, home / FILE, None, "main")

    def sleep(seconds: float) -> None:
        time.sleep(min(seconds, longest))

    return keeping.keep(
        clone,
        home,
        lambda: send(home),
        message="Remember who was told",
        patience=keeping.Patience(attempts=attempts, sleep=sleep),
        anew=anew,
    )


def command(
    home: Path, *words: str, **environment: str
) -> tuple[list[str], dict[str, str]]:
    """Return the command line of this checkout, and its environment."""
    line = [sys.executable, "-m", "announcer", "-C", str(home), "--now", NINE, *words]
    ours = {"PYTHONPATH": str(PROJECT), "ANNOUNCER_REHEARSAL": "1"}
    return line, {**os.environ, **ours, **environment}


def titles(messages: list[bytes]) -> list[str]:
    """Return what the messages announce, by the titles of their talks."""
    subjects = (str(read(message)["Subject"]) for message in messages)
    return [found[0] for s in subjects if (found := re.search(r"Title \w+", s))]
