"""Who is who: which speakers of one name are one person, and where each one's page is.

An ORCID decides, then a home page; nobody is taken for somebody else who has another.
Where only the university differs it is one person, until two of the name stand in one
talk or somebody is known by more: who is right is asked by review.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from math import inf

from announcer.classes import dataclass
from announcer.lazy import pattern
from announcer.talk import Revision, Speaker, Talk
from announcer.urls import slug_of_name

# What stands in records of one person: name, ORCID, home page, affiliation.
Trace = tuple[str, str | None, str | None, str | None]

# Since when the ledger knows somebody, and the start of the first talk since then.
_Since = tuple[float, float]
_LATEST: _Since = (inf, inf)
_SCHEME = pattern(r"https?://(www\.)?", re.IGNORECASE)


@dataclass(frozen=True)
class Person:
    """One person: the name of the page, the talks in their order, and who it is."""

    slug: str
    talks: tuple[Talk, ...]
    spoken: tuple[Speaker, ...]

    @cached_property
    def latest(self) -> Speaker:
        """Return the speaker as of the last talk.

        What that one does not say, such as a biography, is that of one before which is
        certainly the same person's: it shares an ORCID, a home page or an affiliation.
        """
        last = self.spoken[-1]
        if last.email is last.role is None and all(one is last for one in self.spoken):
            return last
        known: list[Speaker] = []
        for one in reversed(self.spoken):
            if not known or any(_is_surely(one, other) for other in known):
                known.append(one)
        values = {
            name: next((v for one in known if (v := getattr(one, name))), None)
            for name in ("affiliation", "url", "bio", "photo", "orcid", "pronouns")
        }
        return Speaker(name=known[0].name, **values)


def trace(speaker: Speaker) -> Trace:
    """Return what tells a speaker from others."""
    return _trace(speaker.name, speaker.orcid, speaker.url, speaker.affiliation)


@lru_cache(maxsize=65_536)  # who speaks often says mostly the same
def _trace(name: str, orcid: str | None, url: str | None, home: str | None) -> Trace:
    bare = _SCHEME.sub("", url).rstrip("/") if url else None
    return name, orcid, bare, folded(home or "") or None


def folded(text: str) -> str:
    """Return a text as people compare it: without case, space apart."""
    return " ".join(text.casefold().split())


class People:
    """Everybody who speaks in these talks, each with a page of one's own.

    A page's address comes from the name. Where two persons want the same one, it stays
    with whom the ledger has known longest, or who spoke first, and the other's says
    more: the end of the ORCID, or a few letters that come from what is known.
    """

    def __init__(self, talks: Iterable[Talk], known: Mapping[str, Revision]) -> None:
        """Take the talks, by start, and what the ledger knows of them."""
        self._talks = tuple(talks)
        self._known = known
        # by the id of the noun, which talks hold, for many talks have the same one
        self._traces: dict[int, Trace] = {}

    def slug(self, speaker: Speaker) -> str:
        """Return the name of a speaker's page."""
        known = self._by_noun.get(id(speaker))
        return self._slugs[trace(speaker)] if known is None else known

    @cached_property
    def _by_noun(self) -> dict[int, str]:
        slugs = self._slugs
        return {noun: slugs[mark] for noun, mark in self._traces.items()}

    @cached_property
    def persons(self) -> dict[str, Person]:
        """Return by the name of the page everybody with a talk, in order of names."""
        slugs = self._by_noun
        held: defaultdict[str, list[Talk]] = defaultdict(list)
        said: defaultdict[str, list[Speaker]] = defaultdict(list)
        for talk in self._talks:
            for speaker in talk.speakers:
                slug = slugs[id(speaker)]
                talks = held[slug]
                if not talks or talks[-1] is not talk:
                    talks.append(talk)
                said[slug].append(speaker)
        found = [
            Person(slug, tuple(talks), tuple(said[slug]))
            for slug, talks in held.items()
        ]
        found.sort(key=lambda one: (one.spoken[-1].name.casefold(), one.slug))
        return {one.slug: one for one in found}

    @cached_property
    def _slugs(self) -> dict[Trace, str]:
        """Return for every trace in the records the name of its person's page."""
        since, twice = self._since(), self._twice()
        first: dict[Trace, _Since] = {}
        for noun, mark in self._traces.items():
            first[mark] = min(first.get(mark, _LATEST), since[noun])
        by_name: dict[str, list[Trace]] = {}
        for mark in first:
            by_name.setdefault(mark[0], []).append(mark)
        persons = [
            (min(map(first.__getitem__, marks)), label, marks)
            for name, all_marks in by_name.items()
            for label, marks in _persons(all_marks, apart=name in twice).items()
        ]
        slugs: dict[Trace, str] = {}
        taken: set[str] = set()
        for _, label, marks in sorted(persons):
            slug = slug_of_name(marks[0][0])
            if slug in taken:
                others = _others(marks[0][0], label)
                slug = next(other for other in others if other not in taken)
            taken.add(slug)
            for mark in marks:
                slugs[mark] = slug
        return slugs

    def _since(self) -> dict[int, _Since]:
        """Return for every noun since when it is known; note its trace."""
        found: dict[int, _Since] = {}
        for talk in self._talks:
            revision = self._known.get(talk.uid)
            since = revision.created.timestamp() if revision else inf
            for speaker in talk.speakers:
                noun = id(speaker)
                if noun not in found:
                    self._traces[noun] = trace(speaker)
                elif since >= found[noun][0]:  # then the first talk counts
                    continue
                found[noun] = (since, talk.start.timestamp())
        return found

    def _twice(self) -> set[str]:
        """Return the names that two speakers of one talk share."""
        several = (talk.speakers for talk in self._talks if len(talk.speakers) > 1)
        names = ([speaker.name for speaker in some] for some in several)
        return {name for some in names for name in some if some.count(name) > 1}


def _persons(marks: list[Trace], *, apart: bool) -> dict[str, list[Trace]]:
    """Part the traces of one name into persons, each with what it is known by.

    ``apart`` says that two of the name stood in one talk: then universities differ too.
    """
    if len(marks) == 1 and not apart:  # as most are
        return {_label(marks[0]) or "name": marks}
    labels = _labels(marks)
    known = set(labels.values())
    homes: dict[str, set[str]] = {}
    for mark, label in labels.items():
        homes.setdefault(mark[3] or "", set()).add(label)
    found: dict[str, list[Trace]] = {}
    for mark in sorted(marks, key=repr):
        label = labels.get(mark) or _guess(mark[3], homes, known, apart=apart)
        found.setdefault(label, []).append(mark)
    return found


def _labels(marks: list[Trace]) -> dict[Trace, str]:
    """Return what traces are known by that have an ORCID or a home page."""
    owner = _owners_of_pages(marks)
    labels: dict[Trace, str] = {}
    for mark in marks:
        _, orcid, url, _ = mark
        label = _label(mark)
        if label:
            labels[mark] = label if orcid else owner.get(url or "", label)
    return labels


def _label(mark: Trace) -> str:
    """Return what a trace alone is known by that has an ORCID or a home page."""
    _, orcid, url, _ = mark
    if orcid:
        return f"orcid {orcid}"
    return f"url {url}" if url else ""


def _guess(
    home: str | None, homes: Mapping[str, set[str]], known: set[str], *, apart: bool
) -> str:
    """Return who somebody is of whom a record says no more than the university."""
    fits = homes.get(home, set()) if home else set()
    if len(fits) != 1 and not apart:
        fits = known
    if len(fits) == 1:
        return next(iter(fits))
    return f"home {home or ''}" if known or apart else "name"


def _owners_of_pages(marks: list[Trace]) -> dict[str, str]:
    """Return for home pages that stand beside one ORCID whose they are.

    Where one person of the name has an ORCID and no page, and one a page and no ORCID,
    they are one.
    """
    orcids: dict[str, set[str]] = {}
    for _, orcid, url, _ in marks:
        if url:
            orcids.setdefault(url, set()).update({orcid} if orcid else ())
    every = {mark[1] for mark in marks if mark[1]}
    if len(every) == 1 and len(orcids) == 1:
        return {url: f"orcid {orcid}" for url in orcids for orcid in every}
    return {url: f"orcid {next(iter(o))}" for url, o in orcids.items() if len(o) == 1}


def _others(name: str, label: str) -> Iterator[str]:
    """Yield names for a page where somebody else has the plain one."""
    base = slug_of_name(name)
    if label.startswith("orcid "):
        yield f"{base}-{label[-4:].lower()}"
    digest = hashlib.sha256(f"{name} {label}".encode()).hexdigest()
    for length in range(4, len(digest)):
        yield f"{base}-{digest[:length]}"


def _is_surely(one: Speaker, other: Speaker) -> bool:
    """Say whether two speakers of one page can be no two people of one name."""
    _, orcid, url, home = trace(one)
    _, orcid2, url2, home2 = trace(other)
    if (orcid and orcid == orcid2) or (url and url == url2):
        return True
    return home is None or home2 is None or home == home2
