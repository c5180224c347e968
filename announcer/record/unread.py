"""What cannot be read stays where it is: the rest of a talks folder goes on without it.

A record that cannot be read is not a record that is gone: nothing may be said about its
talk, nor about a week or term in which it may have one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from announcer.catalogue import within
from announcer.classes import dataclass
from announcer.errors import Problem, Severity
from announcer.talk import Planned, Talk


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that cannot be read, or with ``whole`` a series and all inside it.

    ``series`` is its key. ``uid`` and ``day`` are the talk's, as far as they are known.
    """

    series: str
    uid: str = ""
    day: date | None = None
    whole: bool = False


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return those that keep a file from being read."""
    return [one for one in problems if one.severity is Severity.ERROR]


def unread(
    problems: Iterable[Problem],
    wrong: Mapping[str, Unread],
    talks: Iterable[Talk],
    root: str,
) -> tuple[Unread, ...] | None:
    """Return what cannot be read; None where that is the site, and so everything.

    ``wrong`` has the records that were found wrong while they were read, by path, and
    ``talks`` the others, which may have been refused later.
    """
    paths = dict.fromkeys(one.path for one in problems)
    read = {talk.source: talk for talk in talks if talk.source in paths}
    found: list[Unread] = []
    for path in paths:
        key, _, name = path.removeprefix(root).removeprefix("/").rpartition("/")
        stem, _, ending = name.casefold().rpartition(".")
        if path == root or (not key and stem == "site"):
            return None
        if path in wrong:
            found.append(wrong[path])
        elif path in read:
            talk = read[path]
            found.append(Unread(talk.series.key, talk.uid, talk.start.date()))
        elif stem == "series" and ending in {"yaml", "yml"}:
            found.append(Unread(key, whole=True))
        elif ending in {"yaml", "yml", "md"}:
            found.append(Unread(key))
        else:  # a folder
            found.append(Unread(f"{key}/{name}".strip("/"), whole=True))
    return tuple(found)


def is_read(
    talk: Talk | Planned, sources: Collection[str], missing: Iterable[Unread]
) -> bool:
    """Say whether nothing in its file, its series or its uid is in doubt."""
    return talk.source not in sources and not any(
        talk.uid == one.uid or (one.whole and within(talk.series.key, one.series))
        for one in missing
    )
