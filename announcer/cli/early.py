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


def is_as_it_was(words: Sequence[str]) -> bool:
    """Say whether a command is a build without a word, and would make what is there."""
    match [*words]:
        case ["build", "--quiet"]:
            project = Path()
        case ["-C", str(place), "build", "--quiet"] if place:
            project = Path(place)
        case _:
            return False
    look = unchanged.Look(project, options(public=False, force=False))
    last = unchanged.unchanged(look, project / FOLDER, int(time()))
    return last is not None and not last.told


def options(*, public: bool, force: bool) -> str:
    """Return those options of a build that what it leaves depends on."""
    return repr((public, force))
