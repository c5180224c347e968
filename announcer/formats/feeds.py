"""Feeds of what is coming and what has changed: Atom (RFC 4287) and JSON Feed 1.1.

An entry's identity is the talk's uid and its date of change is the ledger's, so that a
reader shows a talk again when it has changed and at no other time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from announcer import catalogue, markup, urls
from announcer.access import Channel, joining
from announcer.catalogue import Catalogue, catalogue_of
from announcer.classes import dataclass
from announcer.ical import revision_of
from announcer.output import Draft
from announcer.talk import Programme, Series, Talk
from announcer.templating import Templates
from announcer.urls import Urls
from announcer.words import Words, words_for

JSON_FEED_VERSION = "https://jsonfeed.org/version/1.1"

# Enough for a reader that looks once a month, and small enough to be asked for hourly.
_COMING = 60
_PAST = 40
# When a feed changed that holds nothing yet: the same at every build.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """One talk as feeds tell it, every text in its final form."""

    talk: Talk
    id: str
    address: str
    title: str
    html: str
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class _Feed:
    """A feed: where it is, what it belongs to and what it holds."""

    path: str
    page: str
    title: str
    description: str | None
    language: str
    entries: Sequence[Item]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every feed of one rendering needs; an entry is written once."""

    programme: Programme
    templates: Templates
    catalogue: Catalogue
    written: dict[str, Item] = field(default_factory=dict)


def drafts(programme: Programme, templates: Templates) -> Iterator[Draft]:
    """Yield the Atom and JSON feeds of the site and an Atom feed for each series."""
    desk = _Desk(programme, templates, catalogue_of(programme))
    shown = _chosen(programme.talks, desk)
    yield Draft(f"site/{urls.ATOM}", lambda: _atom(_everything(desk), desk), shown)
    yield Draft(f"site/{urls.JSON_FEED}", lambda: _json(_everything(desk), desk), shown)
    for series in programme.series:
        make = partial(_series_atom, series, desk)
        shown = _chosen(desk.catalogue.by_series[series.key], desk)
        yield Draft(f"site/{urls.series_atom(series)}", make, (series, shown))


def _everything(desk: _Desk) -> _Feed:
    site = desk.programme.site
    return _Feed(
        urls.ATOM,
        urls.HOME,
        site.title,
        site.description,
        site.language,
        _entries(desk.programme.talks, desk),
    )


def _series_atom(series: Series, desk: _Desk) -> bytes:
    feed = _Feed(
        urls.series_atom(series),
        urls.series_page(series),
        series.name,
        markup.line(series.description).text if series.description else None,
        series.language,
        _entries(desk.catalogue.by_series[series.key], desk),
    )
    return _atom(feed, desk)


def _chosen(talks: Iterable[Talk], desk: _Desk) -> Sequence[Talk]:
    """Return the next talks and the last ones."""
    coming, past = desk.catalogue.parted(talks)
    return coming[:_COMING] + past[:_PAST][::-1]


def _entries(talks: Iterable[Talk], desk: _Desk) -> list[Item]:
    """Return the next talks and the last ones, those that changed last first."""
    written = desk.written
    chosen = _chosen(talks, desk)
    for talk in chosen:
        if talk.uid not in written:
            written[talk.uid] = _entry(talk, desk)
    entries = [written[talk.uid] for talk in chosen]
    entries.sort(key=lambda entry: (entry.updated, entry.talk.start), reverse=True)
    return entries


def _entry(talk: Talk, desk: _Desk) -> Item:
    programme, places = desk.programme, desk.catalogue.urls
    revision = revision_of(talk, programme)
    html = desk.templates.render(
        "feeds/entry.html.j2",
        programme.site.language,
        talk=talk,
        join=joining(talk, Channel.PUBLIC, programme.now),
        places=places,
        previous=revision.previous_start,
    )
    return Item(
        talk=talk,
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, talk.uid)}",
        address=places.absolute(urls.talk_page(talk)),
        title=_title(talk, words_for(programme.site.language)),
        html=html.strip(),
        published=revision.created,
        updated=revision.modified,
    )


def _title(talk: Talk, words: Words) -> str:
    title = catalogue.title(talk, words)
    who = words.join(catalogue.names(talk))
    return words.marked(f"{who}: {title}" if who else title, talk.status)


def _atom(feed: _Feed, desk: _Desk) -> bytes:
    programme, places = desk.programme, desk.catalogue.urls
    xml = desk.templates.render(
        "feeds/atom.xml.j2",
        programme.site.language,
        feed=feed,
        site=programme.site,
        id=_feed_id(feed, programme),
        address=places.absolute(feed.path),
        page=places.absolute(feed.page),
        icon=places.absolute("static/icon.svg"),
        updated=max((one.updated for one in feed.entries), default=_NEVER),
    )
    return xml.encode()


def _feed_id(feed: _Feed, programme: Programme) -> str:
    """Return what stays the same when the site moves from http to https."""
    where = urlsplit(programme.site.url)
    name = f"{where.netloc}{where.path}/{feed.path}"
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"


def _json(feed: _Feed, desk: _Desk) -> bytes:
    site, places = desk.programme.site, desk.catalogue.urls
    content: dict[str, object] = {
        "version": JSON_FEED_VERSION,
        "title": feed.title,
        "home_page_url": places.absolute(feed.page),
        "feed_url": places.absolute(urls.JSON_FEED),
        "language": feed.language,
        "authors": [{"name": site.title, "url": places.absolute(urls.HOME)}],
    }
    if feed.description:
        content["description"] = feed.description
    content["items"] = [_item(entry, places) for entry in feed.entries]
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def _item(entry: Item, places: Urls) -> dict[str, object]:
    talk = entry.talk
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "language": talk.language,
    }
    if talk.speakers:
        item["authors"] = [
            {"name": s.name, "url": s.url or places.absolute(places.speaker(s))}
            for s in talk.speakers
        ]
    if talk.topics:
        item["tags"] = list(talk.topics)
    if talk.slides or talk.video:
        item["external_url"] = talk.video or talk.slides
    item["_announcer"] = {
        "about": places.absolute(urls.TALKS_JSON),
        "uid": talk.uid,
        "start": talk.start.isoformat(),
        "end": talk.end.isoformat(),
        "status": talk.status.value,
    }
    return item
