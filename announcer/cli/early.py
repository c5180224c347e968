"""A build of nothing new, known before what reads options is imported.

So end most of the builds that a server makes every few minutes, and to read their
options would take a fifth of their time. Only the plainest words are known here, and
only what says nothing ends here: all else is for the command `build`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import time  # noqa: TID251 - datetime is slow to import

from announcer import unchanged

FOLDER = "build"  # of a project, where nobody names another


def look_for(words: Sequence[str]) -> unchanged.Look | None:
    """Return a look at what a build without a word reads; None for other commands."""
    match [*words]:
        case ["build", "--quiet"]:
            project = Path()
        case ["-C", str(place), "build", "--quiet"] if place:
            project = Path(place)
        case _:
            return None
    return unchanged.Look(project, options(public=False, force=False))


def is_as_it_was(look: unchanged.Look) -> bool:
    """Say whether such a build would make what is there, without a word."""
    last = unchanged.unchanged(look, look.folder / FOLDER, int(time()))
    return last is not None and not last.told


def options(*, public: bool, force: bool) -> str:
    """Return those options of a build that what it leaves depends on."""
    return repr((public, force))
