"""What was fetched of talks of others: how it is kept, and how it is read again.

Each entry of ``follow:`` has one file below the project's private folder. It holds
talks as the ledger would (facts), so that they outlive what fetched them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from announcer import disk, facts, urls
from announcer.record.feeds import Feed, Followed, Joined, path_of
from announcer.talk import (
    Follow,
    Imported,
    Person,
    Planned,
    Revision,
    Series,
    Site,
    Talk,
)

_FORMAT = 1
_NOWHERE = Series(key="", slug="", name="")


def load(folder: Path, follow: Follow, site: Site) -> Feed:
    """Return what is known of an entry's talks; nothing where there is no file."""
    try:
        content = disk.read(folder / path_of(follow))
        if content is None:
            return Feed()
        known = json.loads(content)
        if known["format"] != _FORMAT:
            return Feed(is_broken=True)
        series = Series(key=follow.series, slug=follow.series, name=follow.name)
        return Feed(
            etag=known["etag"],
            modified=known["modified"],
            basis=str(known["basis"]),
            good=_moment(known["good"]),
            failing=_moment(known["failing"]),
            why=str(known["why"]),
            talks=tuple(_read(one, follow, site, series) for one in known["talks"]),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Feed(is_broken=True)


def dump(feed: Feed) -> bytes:
    """Return the content of an entry's file, one talk on each line."""
    head = {
        "format": _FORMAT,
        "etag": feed.etag,
        "modified": feed.modified,
        "basis": feed.basis,
        "good": _text(feed.good),
        "failing": _text(feed.failing),
        "why": feed.why,
    }
    lines = ",\n".join(json.dumps(_written(one), sort_keys=True) for one in feed.talks)
    opening = json.dumps(head, indent=1).removesuffix("\n}")
    return f'{opening},\n "talks": [\n{lines}\n]\n}}\n'.encode()


def _written(one: Followed) -> dict[str, Any]:
    """Return a talk without what the site's settings say: whose it is, and where."""
    bare = replace(one.talk, owner=None, source="", series=_NOWHERE)
    return {
        "talk": facts.snapshot(bare),
        "page": one.page,
        "gone": _text(one.gone),
        "sequence": one.revision.sequence,
        "created": _text(one.revision.created),
        "changed": _text(one.revision.modified),
        "previous_start": _text(one.revision.previous_start),
    }


def _read(
    known: Mapping[str, Any], follow: Follow, site: Site, series: Series
) -> Followed:
    page = known["page"]
    talk = facts.restore(known["talk"], series)
    created, changed = _moment(known["created"]), _moment(known["changed"])
    if created is None or changed is None:
        raise ValueError("a talk without its moments")
    return Followed(
        talk=replace(
            talk,
            source=f"follow:{follow.series}/{talk.slug}",
            owner=Person(name=follow.name, url=page or home(follow)),
            language=talk.language or site.language,
        ),
        revision=Revision(
            sequence=int(known["sequence"]),
            created=created,
            modified=changed,
            previous_start=_moment(known["previous_start"]),
        ),
        page=page,
        gone=_moment(known["gone"]),
    )


def home(follow: Follow) -> str:
    """Return where people find the owner of talks that have no page of their own."""
    scheme, _, rest = follow.url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"


def _text(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without an offset from UTC")
    return moment


def joined(
    feeds: Iterable[tuple[Follow, Feed]],
    series: Mapping[str, Series],
    own: Iterable[Talk | Planned],
    site: Site,
) -> Joined:
    """Return the talks of others with what is added to them here, each once.

    One that is the site's own too, or that another entry has, stands once: the own one,
    or that of the first entry.
    """
    here = _Here(site, own)
    followed: list[Followed] = []
    joint: list[tuple[Talk, Talk | Planned]] = []
    lost: dict[str, tuple[str, ...]] = {}
    slugs: set[tuple[str, str]] = set()
    for follow, feed in feeds:
        wanted = {one.talk: one for one in follow.add}
        found: set[str] = set()
        for one in feed.talks:
            there = _with_additions(one, follow, series[follow.series], wanted)
            found |= {one.talk.uid, one.talk.slug}
            same = here.same(there)
            if same is not None:
                joint.append((there.talk, same))
                continue
            placed = _at_a_free_place(there, slugs)
            here.add(placed.talk, placed.page)
            followed.append(placed)
        if feed.good:
            lost[follow.url] = tuple(name for name in wanted if name not in found)
    return Joined(followed=tuple(followed), joint=tuple(joint), lost=lost)


def _with_additions(
    one: Followed, follow: Follow, series: Series, wanted: Mapping[str, Any]
) -> Followed:
    talk = one.talk
    topics = [*follow.topics]
    notice = talk.notice
    for name in (talk.uid, talk.slug):
        if name in wanted:
            topics += wanted[name].topics
            notice = wanted[name].notice or notice
    known: dict[str, str] = {}
    for topic in (*talk.topics, *topics):
        known.setdefault(urls.slug_of_name(topic), topic)
    talk = replace(talk, series=series, topics=tuple(known.values()), notice=notice)
    return replace(one, talk=talk)


def _at_a_free_place(one: Followed, taken: set[tuple[str, str]]) -> Followed:
    key, slug, number = one.talk.series.key, one.talk.slug, 2
    while (key, slug) in taken:
        slug, number = f"{one.talk.slug}-{number}", number + 1
    taken.add((key, slug))
    return replace(one, talk=replace(one.talk, slug=slug))


class _Here:
    """The talks that there are already, by what tells that two are one."""

    def __init__(self, site: Site, talks: Iterable[Talk | Planned]) -> None:
        self._by_name: dict[str, Talk | Planned] = {}
        self._by_time: dict[float, list[Talk]] = {}
        for talk in talks:
            page = f"{site.url}/{talk.series.slug}/{talk.slug}"
            self.add(talk, page)

    def add(self, talk: Talk | Planned, page: str | None) -> None:
        """Take a talk in."""
        imported = talk.imported or Imported(system="")
        for name in (talk.uid, imported.id, imported.url, page):
            if name:
                self._by_name.setdefault(_name(name), talk)
        if isinstance(talk, Talk):
            self._by_time.setdefault(talk.start.timestamp(), []).append(talk)

    def same(self, one: Followed) -> Talk | Planned | None:
        """Return the talk that is the same one: by uid, address, or facts."""
        names = (_name(name) for name in (one.talk.uid, one.page) if name)
        known = next((self._by_name[n] for n in names if n in self._by_name), None)
        if known is not None:
            return known
        at_once = self._by_time.get(one.talk.start.timestamp(), [])
        return next((talk for talk in at_once if _is_same(talk, one.talk)), None)


def _name(text: str) -> str:
    """Return a uid or an address as it is compared."""
    bare = text.removeprefix("https://").removeprefix("http://")
    return bare.removesuffix("index.html").rstrip("/")


def _is_same(one: Talk, other: Talk) -> bool:
    if not one.title or not other.title:
        return False
    if urls.slug_of_name(one.title) != urls.slug_of_name(other.title):
        return False
    names, others = _people(one), _people(other)
    return bool(names & others) or not names or not others


def _people(talk: Talk) -> set[str]:
    return {urls.slug_of_name(speaker.name) for speaker in talk.speakers}
