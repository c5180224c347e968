"""Doubts about private links in files that everybody may read: a public repository."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from announcer import access
from announcer.errors import Problem, doubt
from announcer.talk import Repository, Site, Talk

# Where repositories are public unless somebody says otherwise.
FORGES = frozenset({"github.com", "gitlab.com", "codeberg.org", "bitbucket.org"})
_CURE = (
    "write `link: $ANNOUNCER_LINK` and set that in the environment (docs/ci.md). The "
    "history of the repository keeps the old link, so make a new one"
)
_UNLESS = "; or say `repository: private` in talks/site.yaml, if it is"


def secretive(talks: Iterable[Talk]) -> tuple[Talk, ...]:
    """Return a talk for each link that not everybody may see."""
    found: dict[str, Talk] = {}
    for talk in talks:
        for name, value in access.private(talk):
            if name == "link":
                found.setdefault(value, talk)
    return tuple(found.values())


def exposed(
    site: Site,
    talks: Iterable[Talk],
    origin: Callable[[Talk], tuple[str, str, int]],
    hosts: Iterable[str],
    exports: Iterable[tuple[str, str]],
) -> Iterator[Problem]:
    """Yield a doubt for each private link in a file that others can read, or may.

    ``origin`` says of a talk how its link is written, and in which file and line;
    ``hosts`` are those that the repository is pushed to; ``exports`` are names and
    texts of exported ledgers.
    """
    readers = _readers(site.repository, hosts)
    if not readers:
        return
    cure = _CURE if site.repository else _CURE + _UNLESS
    private = secretive(talks)
    places: dict[tuple[str, int], None] = {}
    for talk in private:
        written, path, line = origin(talk)
        if path and not written.startswith("$"):
            places[path, line] = None
    for path, line in places:
        message = f"a link that not everybody may see stands here, and {readers}"
        yield replace(doubt(path, "private-link", message, cure), line=line, column=1)
    links = [talk.link for talk in private if talk.link]
    for path, text in exports:
        if any(link in text for link in links):
            yield doubt(
                path,
                "private-link",
                f"this export holds links that not everybody may see, and {readers}",
                f"`announcer ledger export {path}` leaves digests of them. The history "
                "of the repository keeps the old links, so make new ones",
            )


def _readers(said: Repository | None, hosts: Iterable[str]) -> str:
    """Say who can read the repository; empty where only those who may do."""
    if said is not None:
        everybody = "everybody can read this repository"
        return everybody if said is Repository.PUBLIC else ""
    known = sorted(FORGES.intersection(hosts))
    if not known:
        return ""
    return f"everybody can read it if the repository at {known[0]} is public"
