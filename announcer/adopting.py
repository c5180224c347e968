"""Taking over what is published: from a feed and its site into a ledger that lost it.

A feed says how every talk stood when it was last published. It does not say who was
told by mail.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from announcer import disk, fetching, ical, urls
from announcer.access import is_off
from announcer.classes import dataclass
from announcer.delivery import open_place
from announcer.errors import AnnouncerError
from announcer.ical import Published
from announcer.ledger import Adopted, Ledger, local_part
from announcer.record import Records
from announcer.talk import LinkAccess, Series, Site, Speaker, Stamp, Status, Talk

_ICAL = {"TENTATIVE": Status.TENTATIVE, "CANCELLED": Status.CANCELLED}
_Read = Callable[[str], "bytes | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What is published at a place: events by uid, and what the site says of talks."""

    name: str
    events: Mapping[str, Published]
    unread: tuple[str, ...]
    talks: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What of a feed is ours: ``held`` are uids of talks that no record has.

    ``foreign`` are of others, or over, or off, without a record; they are left alone.
    """

    states: Mapping[str, Adopted]
    stamps: Mapping[str, Stamp]
    held: frozenset[str]
    foreign: tuple[str, ...]


def read(source: str, project: Path, site: Site) -> Feed:
    """Read a calendar: an address on the web, a file, or a place with a whole site.

    Raises AnnouncerError where there is none, or nothing can be read.
    """
    path, get = _way(source, project)
    content = get(path)
    if content is None:
        raise AnnouncerError(f"there is no calendar at {source}: {path} is not there")
    if not ical.is_calendar(content):
        begins = content[:40].decode("utf-8", "replace").strip().partition("\n")[0]
        raise AnnouncerError(f"{source} is no calendar; it begins with {begins!r}")
    events, unread = ical.published(content, site.timezone)
    talks: dict[str, Mapping[str, Any]] = {}
    after, last = "", "~"
    if path.endswith(urls.CALENDAR):
        top = path.removesuffix(urls.CALENDAR)
        talks, after = _talks(get(top + urls.TALKS_JSON) or b"")
    while after and after < last:  # each is earlier
        names = _files(after)
        more, part = [get(top + name) for name in names]
        if more is None or part is None:
            raise AnnouncerError(
                f"{source} says that earlier talks are in {' and '.join(names)}, and "
                "one of these is not there; nothing was taken"
            )
        found, not_read = ical.published(part, site.timezone)
        events, unread = found | events, [*unread, *not_read]
        last, (said, after) = after, _talks(more)
        talks = said | talks
    return Feed(name=source, events=events, unread=tuple(unread), talks=talks)


def _files(part: str) -> tuple[str, str]:
    return urls.talks_part(part), urls.calendar_part(part)


def _way(source: str, project: Path) -> tuple[str, _Read]:
    """Return the path of the calendar, and what reads a path."""
    if fetching.is_web(source):
        if urlsplit(source).path.endswith(".ics"):
            return source, fetching.fetch
        return f"{source.rstrip('/')}/{urls.CALENDAR}", fetching.fetch
    place = project / Path(source).expanduser()
    if place.is_file():
        return str(place), lambda path: disk.read(Path(path))
    if place.is_dir():
        below = (place, place / "site")
        top = next((one for one in below if (one / urls.CALENDAR).exists()), place)
        return str(top / urls.CALENDAR), lambda path: disk.read(Path(path))

    if not re.search(r"[:/\\]", source):
        raise AnnouncerError(
            f"there is no file or folder {source} here, and it is no address\n"
            "  Name what is published: https://talks.example.edu or ../public_html."
        )

    def read_there(path: str) -> bytes | None:
        with open_place(source, project) as there:
            return there.read(path)

    return urls.CALENDAR, read_there


def _talks(content: bytes) -> tuple[dict[str, Mapping[str, Any]], str]:
    """Return by uid what the site's data say, and the name of the part that goes on.

    Nothing where they make no sense.
    """
    try:
        data = json.loads(content)
        listed = {one["uid"]: one for one in data["talks"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}, ""
    return listed, urls.part_after(data.get("next"))


def match(feed: Feed, records: Records, now: datetime) -> Found:
    """Find the talks of a feed among the records.

    A talk is known by its uid, or by folder and file in a uid of another address or
    release. One to come that bears a name of this site, and that no record has, is ours
    too. Raises AnnouncerError for the feed of somebody else.
    """
    by_local = {local_part(uid): uid for uid in feed.events}
    own: dict[str, Talk] = {}
    for talk in records.talks:
        uid = (
            talk.uid if talk.uid in feed.events else by_local.get(local_part(talk.uid))
        )
        if uid is not None:
            own[uid] = replace(talk, uid=uid)
    site = records.site
    domains = {site.id, urls.host(site)}
    rest = {uid: one for uid, one in feed.events.items() if uid not in own}
    held = {
        uid: _without_record(one, feed.talks.get(uid), records)
        for uid, one in rest.items()
        if uid.rpartition("@")[2] in domains and one.end > now and not one.is_off()
    }
    if feed.events and not own and not held:
        raise AnnouncerError(
            f"none of the {len(feed.events)} talks in {feed.name} has a record here, "
            "and nothing was taken: it is another site's, or the records are not here"
        )
    talks = own | held
    shown = {
        uid: _as_published(talk, feed.events[uid], feed.talks.get(uid), now)
        for uid, talk in talks.items()
    }
    return Found(
        states={
            uid: _state(talk, feed.events[uid], feed.talks.get(uid))
            for uid, talk in shown.items()
        },
        stamps={
            uid: Stamp(imprint=one.imprint, moment=one.modified)
            for uid, one in feed.events.items()
            if uid in talks
        },
        held=frozenset(held),
        foreign=tuple(uid for uid in rest if uid not in held),
    )


def adopt(
    found: Found, ledger: Ledger, now: datetime, *, write: bool
) -> tuple[str, ...]:
    """Return the uids that the ledger learns of; with ``write`` it does."""
    new = ledger.adopt(found.states.values(), now, write=write)
    if write:
        ledger.stamp({uid: found.stamps[uid] for uid in new}, published=True)
    return new


def _state(talk: Talk, event: Published, said: Mapping[str, Any] | None) -> Adopted:
    was = _moment((said or {}).get("previous_start"))
    return Adopted(
        talk=talk,
        sequence=event.sequence,
        created=event.created,
        modified=event.modified,
        previous_start=was,
    )


def _moment(written: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _without_record(
    event: Published, said: Mapping[str, Any] | None, records: Records
) -> Talk:
    """Return a talk of which there is only what is published."""
    path = PurePosixPath(unquote(urlsplit(event.page).path))
    slug = urls.slugify(path.name or local_part(event.uid))
    series = _series(event, said, records)
    folder = f"talks/{series.key}".rstrip("/")
    return Talk(
        uid=event.uid,
        slug=slug,
        source=f"{folder}/{slug}.yaml",
        series=series,
        title=event.summary,
        speakers=(),
        start=event.start,
        end=event.end,
        language=series.language,
    )


def _series(
    event: Published, said: Mapping[str, Any] | None, records: Records
) -> Series:
    """Return the series of a talk: by its key, or by its name in the calendar."""
    key = (said or {}).get("series")
    for one in records.series:
        if one.key == key or (key is None and one.name == event.series):
            return one
    path = PurePosixPath(unquote(urlsplit(event.page).path)).parent
    place = key if isinstance(key, str) and key else path.name or "talks"
    slug = "/".join(map(urls.slugify, place.split("/")))
    site = records.site
    return Series(
        key="" if slug == "talks" else slug,
        slug=slug,
        name=event.series or slug,
        timezone=site.timezone,
        language=site.language,
    )


def _as_published(
    talk: Talk, event: Published, said: Mapping[str, Any] | None, now: datetime
) -> Talk:
    """Return a talk with the facts that are published, and all else as it is."""
    status = _ICAL.get(event.status, Status.CONFIRMED)
    if status is Status.TENTATIVE and talk.status is Status.POSTPONED:
        status = talk.status  # calendars have one word for both
    known = replace(
        talk,
        start=event.start,
        end=event.end,
        all_day=event.all_day,
        daily=event.daily,
        timezone=event.timezone,
        status=status,
    )
    if said is None:
        return _as_shown(known, event)
    text: dict[str, Any] = {
        name: value if isinstance(value := said.get(name), str) else None
        for name in ("title", "location", "abstract", "notice")
    }
    if said.get("status") in list(Status):
        text["status"] = Status(said["status"])
    known = replace(known, **text, speakers=tuple(_speakers(talk, said)))
    is_shown = talk.link_access is LinkAccess.PUBLIC and not is_off(known)
    if is_shown and known.end > now and known.status is talk.status:
        known = replace(known, link=_web(said.get("link")))
    return known


def _as_shown(talk: Talk, event: Published) -> Talk:
    """Return a talk as a calendar alone shows it: where that is another, by its words.

    The next build then finds a change, and SEQUENCE rises: once too often at most.
    """
    names = [talk.title or "", *(speaker.name for speaker in talk.speakers)]
    if not all(name in event.summary for name in names):
        talk = replace(talk, title=event.summary)
    if event.location and event.location != talk.location and not talk.link:
        talk = replace(talk, location=event.location)
    return talk


def _speakers(talk: Talk, said: Mapping[str, Any]) -> Iterator[Speaker]:
    own = {speaker.name: speaker for speaker in talk.speakers}
    listed = said.get("speakers")
    for one in listed if isinstance(listed, list) else ():
        found = one if isinstance(one, dict) else {}
        name, affiliation = found.get("name"), found.get("affiliation")
        if isinstance(name, str):
            known = own.get(name, Speaker(name=name))
            yield replace(known, affiliation=affiliation and str(affiliation))


def _web(written: object) -> str | None:
    text = str(written or "")
    return text if text.startswith(("https://", "http://")) else None
