"""The talks of others beside the records: where they go, and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from announcer import urls
from announcer.access import is_off
from announcer.errors import Problem, Severity, doubt
from announcer.record.feeds import Feed, Guests
from announcer.record.followed import joined, load
from announcer.record.kinds import meant
from announcer.record.layers import Layer
from announcer.record.nouns import make_series, series_slug
from announcer.record.source import clip
from announcer.record.table import NO_VALUES
from announcer.record.tree import Mapping as YamlMapping
from announcer.record.tree import Node, Sequence, is_empty
from announcer.talk import Follow, Planned, Series, Site, Talk

_RUN = "Run `announcer follow`."


def guests(
    folder: Path,
    site: Site,
    layer: Layer,
    series: Iterable[Series],
    own: Iterable[Talk | Planned],
) -> Guests:
    """Return the talks that a site follows, as they were last fetched.

    ``layer`` are the settings of the site, ``own`` all talks that have a record.
    """
    desk = _Desk(layer)
    known = {one.key: one for one in series}
    placed = _series(site, known, desk)
    feeds = [
        (follow, load(folder, follow, site))
        for follow in site.follow
        if follow.series in placed
    ]
    found = joined(feeds, placed, own, site)
    for follow, feed in feeds:
        desk.doubt_feed(follow, feed, found.lost.get(follow.url, ()))
    desk.problems += _differences(found.joint)
    mailed = {follow.url for follow in site.follow if follow.mail}
    told = {
        one.talk.uid
        for follow, feed in feeds
        if follow.url in mailed
        for one in feed.talks
        if not one.gone
    }
    return Guests(
        followed=found.followed,
        told=tuple(one for one in found.followed if one.talk.uid in told),
        series=tuple(one for key, one in placed.items() if key not in known),
        joint=found.joint,
        problems=tuple(desk.problems),
    )


def _series(site: Site, known: Mapping[str, Series], desk: _Desk) -> dict[str, Series]:
    """Return the series of talks of others, also those that have no folder."""
    placed = dict(known)
    for follow in site.follow:
        key = follow.series
        if key not in placed and desk.is_name(follow):
            placed[key] = _without_folder(site, key, known, desk.layer)
        if follow.mail and key not in known:
            desk.blame(
                follow,
                "mail",
                f"nothing says when talks of `{clip(key)}` are told",
                f"Write talks/{key}/series.yaml with tell: and mailing_list:.",
                "bad-follow",
            )
    return placed


def _without_folder(
    site: Site, key: str, known: Mapping[str, Series], layer: Layer
) -> Series:
    """Return a series that only shows talks of others: it tells nobody of anything."""
    around = key.rpartition("/")[0]
    while around and around not in known:
        around = around.rpartition("/")[0]
    parent = around if around in known else None
    above = Layer(None, NO_VALUES, layer)
    made = make_series(key, parent, above, site)
    names = {follow.name for follow in site.follow if follow.series == key}
    if len(names) == 1:
        made = replace(made, name=names.pop())
    return replace(made, tell=(), mailing_lists=(), weekday=None)


def _differences(
    joint: Iterable[tuple[Talk, Talk | Planned]],
) -> Iterator[Problem]:
    """Yield where the other side says that a talk is off, or at another time."""
    for theirs, ours in joint:
        if not isinstance(ours, Talk) or ours.owner or not theirs.owner:
            continue
        name = clip(theirs.owner.name)
        if is_off(theirs) and not is_off(ours):
            text = f"{name} says that this talk is {theirs.status}"
        elif theirs.start != ours.start:
            when = theirs.start.isoformat(" ", "minutes")
            text = f"{name} says that this talk begins at {when}"
        else:
            continue
        hint = f"Ask them who is right: {theirs.owner.url}"
        yield doubt(ours.source, "follow-joint", text, hint)


class _Desk:
    """Says what is wrong, at the entries of ``follow:`` that it is about."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self.problems: list[Problem] = []
        node = layer.own.nodes.get("follow")
        items = node.items if isinstance(node, Sequence) else []
        self._items = [item for item in items if not is_empty(item)]

    def is_name(self, follow: Follow) -> bool:
        """Say whether a new series can have its pages where its key says."""
        key = follow.series
        slug = series_slug(key)
        taken = urls.RESERVED
        if slug == key and slug.partition("/")[0] not in taken:
            return True
        hint = "The site itself has such a folder; choose another name."
        if slug != key:
            hint = f"Write {slug}, or the name of a folder."
        text = f"`{clip(key)}` cannot be the name of a series"
        self.blame(follow, "as", text, hint, "bad-series")
        return False

    def doubt_feed(self, follow: Follow, feed: Feed, lost: Iterable[str]) -> None:
        """Say what the organiser should know of what was fetched."""
        name = clip(follow.name)
        if feed.is_broken:
            text = f"what was fetched of {name} cannot be read"
            self.doubt(follow, "url", text, _RUN, "follow-unread")
        elif feed.failing:
            stays = f"What was there on {_day(feed.good)} stays. " if feed.good else ""
            text = f"{name} cannot be followed since {_day(feed.failing)}: {feed.why}"
            self.doubt(follow, "url", text, f"{stays}{_RUN}", "follow-fails")
        elif not feed.good:
            text = f"nothing was fetched of {name} yet"
            self.doubt(follow, "url", text, _RUN, "follow-never")
        for one in feed.talks:
            if one.gone:
                text = (
                    f"{one.talk.slug} of {name} is not there any more since "
                    f"{_day(one.gone)}, and stays until it would have been over"
                )
                hint = "Ask them: was it called off? An absent talk is no cancellation."
                self.doubt(follow, "url", text, hint, "follow-gone")
        slugs = [one.talk.slug for one in feed.talks]
        for talk in lost:
            text = f"`{clip(talk)}` fits no talk of {name}"
            self.doubt(follow, "add", text, meant(talk, slugs[:20]), "follow-add")

    def doubt(self, follow: Follow, key: str, text: str, hint: str, code: str) -> None:
        """Note a warning at a key of an entry."""
        self._note(follow, key, text, hint, code, Severity.WARNING)

    def blame(self, follow: Follow, key: str, text: str, hint: str, code: str) -> None:
        """Note a mistake at a key of an entry."""
        self._note(follow, key, text, hint, code, Severity.ERROR)

    def _note(  # noqa: PLR0913, PLR0917 - what a problem says
        self,
        follow: Follow,
        key: str,
        text: str,
        hint: str,
        code: str,
        severity: Severity,
    ) -> None:
        file = self.layer.file
        if file is None:
            return
        noted = len(file.problems)
        node = self._node(follow, key)
        file.blame(node, text, hint, code=code, severity=severity)
        self.problems += file.problems[noted:]

    def _node(self, follow: Follow, key: str) -> Node | None:
        for item in self._items:
            if not isinstance(item, YamlMapping):
                continue
            entries = item.entries
            if "url" in entries and _says(entries["url"][1], follow.url):
                return entries[key][1] if key in entries else item
        return None


def _says(node: Node, url: str) -> bool:
    text = getattr(node, "text", "").strip()
    return bool(text) and text.partition("://")[2] == url.partition("://")[2]


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "an unknown day"
