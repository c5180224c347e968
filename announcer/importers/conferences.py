"""Talks of conferences in JSON: schedules of pretalx and frab, and Sessionize."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from announcer.importers.found import Doubt, Given, Origin
from announcer.importers.moments import between, stamp
from announcer.importers.prose import line, prose
from announcer.importers.systems import (
    Made,
    OfJson,
    at_place,
    by_name,
    people,
    person,
    talk,
    untaken,
    web,
    with_more,
)  # fmt: skip

# What is taken of each system, and what is of the site itself.
_OF_SCHEDULE = frozenset({
    "guid", "code", "id", "logo", "date", "start", "end", "duration", "room", "slug",
    "url", "title", "subtitle", "track", "type", "language", "abstract", "description",
    "persons", "links", "attachments", "feedback_url", "origin_url", "answers",
})  # fmt: skip
_OF_SESSIONIZE = frozenset({
    "id", "title", "description", "startsAt", "endsAt", "speakers", "categoryItems",
    "roomId", "room", "liveUrl", "recordingUrl", "status", "categories",
})  # fmt: skip
_PLAIN_TYPES = frozenset({"talk", "lecture", "vortrag", "session"})


def texts(*parts: Any) -> str:
    """Return the parts of an abstract one below the other, each once."""
    said = [prose(str(part)) for part in parts if part]
    return "\n\n".join(dict.fromkeys(one for one in said if one))


def length_of(text: Any) -> timedelta | None:
    """Return a duration such as 00:45, or 1:02:30 with days before it."""
    found = re.fullmatch(r"(?:(\d+):)?(\d+):(\d\d)", str(text or "").strip())
    if found is None:
        return None
    return timedelta(
        days=int(found[1] or 0), hours=int(found[2]), minutes=int(found[3])
    )


def of_schedule(
    one: Mapping[str, Any],
    zone: str | None,
    series: str | None,
    speakers: Iterable[dict[str, str]],
) -> Made:
    """Return a talk of a schedule in the form of pretalx and frab."""
    start, end = stamp(one.get("date")), stamp(one.get("end"))
    if not isinstance(start, datetime):
        return Doubt("no-date", f"`{one.get('title')}` has no start")
    length = None if end else length_of(one.get("duration"))
    moment, doubts = at_place(start, end, zone, length=length)
    listed = [*(one.get("links") or ()), *(one.get("attachments") or ())]
    links = [
        (str(link.get("title") or link.get("type") or ""), str(link.get("url") or ""))
        for link in listed
        if isinstance(link, Mapping)
    ]
    record = {
        "title": line(str(one.get("title") or "")),
        "speakers": people(speakers),
        "location": one.get("room"),
        "abstract": texts(one.get("abstract"), one.get("description")),
        "language": str(one.get("language") or "")[:2],
        "topics": [one["track"]]
        if isinstance(one.get("track"), str) and one["track"]
        else [],
        **by_name(links),
    }
    kind = line(str(one.get("type") or ""))
    if kind.casefold() not in _PLAIN_TYPES:
        record["type"] = kind
    if str(one.get("do_not_record")).casefold() == "true":
        record["recording"] = "no"
    with_more(record, subtitle=line(str(one.get("subtitle") or "")))
    origin = Origin(
        system="schedule",
        id=str(one.get("guid") or one.get("code") or one.get("id") or "") or None,
        url=web(one.get("url")),
    )
    left = untaken(one, _OF_SCHEDULE)
    return talk(record, moment, origin, series, doubts, left=left)


def _schedule(data: Any, given: Given) -> Iterator[Made]:
    del given
    conference = data["schedule"]["conference"]
    for day in conference.get("days") or ():
        for events in (day.get("rooms") or {}).values():
            for one in events:
                speakers = (
                    person(
                        who.get("public_name")
                        or who.get("name")
                        or who.get("full_public_name"),
                        bio=who.get("biography"),
                    )
                    for who in one.get("persons") or ()
                )
                yield of_schedule(
                    one,
                    conference.get("time_zone_name"),
                    conference.get("title"),
                    speakers,
                )


def _is_schedule(data: Any) -> bool:
    inner = data.get("schedule") if isinstance(data, Mapping) else None
    return isinstance(inner, Mapping) and isinstance(inner.get("conference"), Mapping)


def _sessionize(data: Any, given: Given) -> Iterator[Made]:
    del given
    if isinstance(data, list):  # grouped by rooms or days
        data = {
            "sessions": [one for group in data for one in group.get("sessions", ())]
        }
    known = {str(one.get("id")): one for one in data.get("speakers") or ()}
    rooms = {str(one.get("id")): one.get("name") for one in data.get("rooms") or ()}
    words = {
        str(item.get("id")): item.get("name")
        for one in data.get("categories") or ()
        for item in one.get("items") or ()
    }
    for one in data["sessions"]:
        title = line(str(one.get("title") or ""))
        if one.get("isServiceSession"):
            yield Doubt("no-talk", f"`{title}` is no talk")
            continue
        listed = [
            known.get(str(who), {})
            if not isinstance(who, Mapping)
            else known.get(str(who.get("id")), who)
            for who in one.get("speakers") or ()
        ]
        status = str(one.get("status") or "").casefold()
        record = {
            "title": title,
            "speakers": people(
                person(
                    who.get("fullName") or who.get("name"),
                    who.get("tagLine"),
                    bio=who.get("bio"),
                )
                for who in listed
            ),
            "abstract": prose(str(one.get("description") or "")),
            "location": rooms.get(str(one.get("roomId"))) or one.get("room"),
            "link": web(one.get("liveUrl")),
            "video": web(one.get("recordingUrl")),
            "topics": [
                words[str(item)]
                for item in one.get("categoryItems") or ()
                if words.get(str(item))
            ],
            "status": "cancelled"
            if status in {"cancelled", "canceled", "declined"}
            else None,
        }
        moment = between(stamp(one.get("startsAt")), stamp(one.get("endsAt")))
        origin = Origin(system="sessionize", id=str(one.get("id")))
        yield talk(record, moment, origin, left=untaken(one, _OF_SESSIONIZE))


def _is_sessionize(data: Any) -> bool:
    listed = data.get("sessions") if isinstance(data, Mapping) else None
    if isinstance(data, list) and data and isinstance(data[0], Mapping):
        listed = data[0].get("sessions")
    return (
        isinstance(listed, list)
        and bool(listed)
        and isinstance(listed[0], Mapping)
        and "startsAt" in listed[0]
    )


SCHEDULE = OfJson(_is_schedule, _schedule)
SESSIONIZE = OfJson(_is_sessionize, _sessionize)
