"""What is to be done about each event of a calendar on a server.

What we wrote is in the ledger; whether somebody changed it since, the server's tags
say, and where they do not, the events' own words. Whatever is not ours is let alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from announcer import ical
from announcer.access import Channel, is_over
from announcer.catalogue import catalogue_of, places, within
from announcer.classes import dataclass
from announcer.delivery.caldav import Calendar, Stored
from announcer.ledger import Ledger, Synced
from announcer.talk import Programme, Status, Talk
from announcer.templating import Templates


class Act(StrEnum):
    """What is to be done about one event. KEEP: nothing, for it is not ours to do."""

    CREATE = "create"
    UPDATE = "update"
    REMOVE = "remove"
    KEEP = "keep"
    NOTE = "note"
    FORGET = "forget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A talk as an event of its own, as everybody may see it."""

    talk: Talk
    content: bytes
    digest: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event and what is to be done about it.

    ``etag`` is the tag that the event on the server must still have. ``reason`` says
    why an event is kept, or what an update goes over. NOTE and FORGET concern the
    ledger alone.
    """

    act: Act
    uid: str
    href: str = ""
    etag: str = ""
    wanted: Wanted | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a run would do; ``unchanged`` and ``others`` count what it leaves."""

    steps: tuple[Step, ...]
    unchanged: int
    others: int


EDITED = "it was edited on the server"
DELETED = "it was deleted on the server"
UNKNOWN = "it was there already and says something else"


def wanted(
    programme: Programme, templates: Templates, series: str | None = None
) -> dict[str, Wanted]:
    """Return by uid the events that the calendar must hold: those of the feeds.

    ``series`` is the key of one series; the folders inside it belong to it.
    """
    return {
        talk.uid: _wanted(talk, programme, templates)
        for talk in catalogue_of(programme).in_calendars
        if series is None or series in places(talk)
    }


def _within(key: str, series: str | None) -> bool:
    return series is None or within(key, series)


def _wanted(talk: Talk, programme: Programme, templates: Templates) -> Wanted:
    content = ical.calendar(
        (talk,),
        programme,
        templates,
        channel=Channel.PUBLIC,
        feed=False,
        stored=True,
    )
    return Wanted(
        talk=talk,
        content=content,
        digest=sha256(content).hexdigest(),
        words=ical.words_digest(content.decode()),
    )


def compare(  # noqa: PLR0913 - three lists meet here
    events: Mapping[str, Wanted],
    calendar: Calendar,
    ledger: Ledger,
    tags: Mapping[str, str],
    *,
    now: datetime,
    series: str | None = None,
    force: bool = False,
) -> Work:
    """Compare talks, memory and server, whose ``tags`` are the calendar's entries.

    The events themselves are read only where the tags cannot tell. With ``force`` our
    version wins over what others did. Raises what reading raises.
    """
    remembered = ledger.synced(calendar.address)
    known = {
        uid: event
        for uid, event in remembered.items()
        if uid in events or _within(event.series, series)
    }
    read = _read(events, known, tags, calendar)
    scene = _Scene(tags, read, _by_uid(read, calendar), now, force)
    uids = (*events, *(known.keys() - events.keys()))
    looked = [_step(uid, events.get(uid), known.get(uid), scene) for uid in uids]
    steps = [_with_added(step, read) for step in looked if step is not None]
    ours = {event.href for event in remembered.values()}
    ours |= {step.href for step in steps}
    return Work(
        steps=tuple(sorted(steps, key=_order)),
        unchanged=len(events) - sum(1 for step in steps if step.uid in events),
        others=len(tags.keys() - ours),
    )


@dataclass(frozen=True, slots=True)
class _Scene:
    """The server as it was found: tags by path, and the events that had to be read."""

    tags: Mapping[str, str]
    read: Mapping[str, Stored]
    by_uid: Mapping[str, Stored]
    now: datetime
    force: bool


def _read(
    events: Mapping[str, Wanted],
    known: Mapping[str, Synced],
    tags: Mapping[str, str],
    calendar: Calendar,
) -> dict[str, Stored]:
    """Read what tags cannot tell: events that changed, and ours under other names.

    And what is to be written anew, for what others added to it stays.
    """
    changed = {
        event.href
        for uid, event in known.items()
        if event.href in tags
        and not (_is_as_written(event, tags) and _is_right(event, events.get(uid)))
    }
    lost = [uid for uid in events if uid not in known or known[uid].href not in tags]
    strangers = tags.keys() - {event.href for event in known.values()}
    return calendar.read(changed | (strangers if lost else set()))


def _by_uid(read: Mapping[str, Stored], calendar: Calendar) -> dict[str, Stored]:
    found: dict[str, Stored] = {}
    for href in sorted(read):
        uid = ical.uid_of(read[href].content)
        if uid not in found or href == calendar.href_for(uid):
            found[uid] = read[href]
    return found


def _with_added(step: Step, read: Mapping[str, Stored]) -> Step:
    entry = read.get(step.href)
    if step.act is not Act.UPDATE or entry is None or step.wanted is None:
        return step
    content = ical.with_added(step.wanted.content, entry.content)
    return replace(step, wanted=replace(step.wanted, content=content))


def _is_right(known: Synced, event: Wanted | None) -> bool:
    return event is None or known.digest == event.digest


def _is_as_written(event: Synced, tags: Mapping[str, str]) -> bool:
    return bool(event.etag) and tags.get(event.href) == event.etag


def _step(
    uid: str, event: Wanted | None, known: Synced | None, scene: _Scene
) -> Step | None:
    if event is None:
        return _leave(known, scene) if known else None
    if known is None:
        return _first(uid, event, scene)
    if known.href in scene.tags:
        return _again(event, known, scene)
    return _lost(uid, event, scene)


def _first(uid: str, event: Wanted, scene: _Scene) -> Step:
    """Judge an event that is new, or from before the ledger was lost."""
    entry = scene.by_uid.get(uid)
    if entry is None:
        return Step(act=Act.CREATE, uid=uid, wanted=event)
    it = Step(act=Act.NOTE, uid=uid, href=entry.href, etag=entry.etag, wanted=event)
    if ical.words_digest(entry.content) == event.words:
        return it
    if scene.force:
        return replace(it, act=Act.UPDATE)
    return replace(it, act=Act.KEEP, reason=UNKNOWN)


def _again(event: Wanted, known: Synced, scene: _Scene) -> Step | None:
    """Judge an event that we wrote before and that is still where we wrote it."""
    etag = scene.tags[known.href]
    it = Step(act=Act.UPDATE, uid=known.uid, href=known.href, etag=etag, wanted=event)
    if _is_as_written(known, scene.tags):
        return None if known.digest == event.digest else it
    words = _words_at(known.href, scene)
    if words == event.words:
        # as it must be: written by a run that broke off, or only its tag is new
        return replace(it, act=Act.NOTE)
    if words == known.words or scene.force:
        return it
    if event.talk.status is Status.CANCELLED and not _shows_cancelled(it.href, scene):
        return replace(it, reason=f"although {EDITED}")
    return replace(it, act=Act.KEEP, reason=EDITED)


def _shows_cancelled(href: str, scene: _Scene) -> bool:
    entry = scene.read.get(href)
    return entry is not None and ical.is_cancelled(entry.content)


def _lost(uid: str, event: Wanted, scene: _Scene) -> Step | None:
    """Judge an event that is no longer where we wrote it."""
    if uid in scene.by_uid:
        return _first(uid, event, scene)
    if scene.force:
        return Step(act=Act.CREATE, uid=uid, wanted=event)
    if is_over(event.talk, scene.now):
        return None  # somebody cleared up
    return Step(act=Act.KEEP, uid=uid, wanted=event, reason=DELETED)


def _leave(known: Synced, scene: _Scene) -> Step:
    """Judge an event that we wrote and that belongs here no more."""
    if known.href not in scene.tags:
        return Step(act=Act.FORGET, uid=known.uid)
    etag = scene.tags[known.href]
    it = Step(act=Act.REMOVE, uid=known.uid, href=known.href, etag=etag)
    untouched = _is_as_written(known, scene.tags) or (
        _words_at(known.href, scene) == known.words
    )
    return it if untouched or scene.force else replace(it, act=Act.KEEP, reason=EDITED)


def _words_at(href: str, scene: _Scene) -> str:
    entry = scene.read.get(href)
    return ical.words_digest(entry.content) if entry else ""


_ACTS = tuple(Act)


def _order(step: Step) -> tuple[int, str, str]:
    start = step.wanted.talk.start.isoformat() if step.wanted else ""
    return _ACTS.index(step.act), start, step.uid
