"""Talks that Indico exports: lectures, and the contributions of meetings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from announcer import when
from announcer.errors import BadValue
from announcer.importers.found import Doubt, Given, Origin
from announcer.importers.moments import between
from announcer.importers.prose import line, prose
from announcer.importers.systems import (
    Made,
    OfJson,
    by_name,
    people,
    person,
    talk,
    untaken,
    web,
    with_more,
)  # fmt: skip

SYSTEM = "indico"
# What is taken, and what is of the site itself or of people who do not speak.
_TAKEN = frozenset({
    "id", "db_id", "friendly_id", "url", "title", "description", "startDate", "endDate",
    "timezone", "type", "room", "roomFullname", "location", "address", "chairs",
    "speakers", "primaryauthors", "coauthors", "label", "category", "categoryId",
    "keywords", "references", "language", "note", "folders", "material", "visibility",
    "hasAnyProtection", "creationDate", "creator", "modificationDate", "allowed",
    "contributions", "sessions", "duration", "code", "roomMapURL", "shortUrl",
})  # fmt: skip


def _fits(data: Any) -> bool:
    return isinstance(data, Mapping) and (
        data.get("_type") == "HTTPAPIResult"
        or (isinstance(data.get("results"), list) and any(isinstance(one, Mapping) and "startDate" in one and "chairs" in one for one in data["results"]))  # noqa: E501
    )  # fmt: skip


def _talks(data: Any, given: Given) -> Iterator[Made]:
    del given
    for event in data.get("results") or ():
        inner = [*(event.get("contributions") or ())]
        for session in event.get("sessions") or ():
            inner += session.get("contributions") or ()
        if inner:
            for one in inner:
                yield _contribution(one, event)
        else:
            yield _lecture(event)


def _moment(said: Any, zone: str | None) -> datetime | None:
    """Return a wall time in the zone of the event: what stands there is the request's."""  # noqa: E501
    if not isinstance(said, Mapping) or not said.get("date"):
        return None
    try:
        naive = datetime.fromisoformat(
            f"{said['date']}T{said.get('time') or '00:00:00'}"
        )
        moment = when.localize(naive, when.zone(said.get("tz") or zone or "UTC"))
        return (
            when.in_zone(moment, when.zone(zone)).replace(tzinfo=None)
            if zone
            else moment
        )
    except (ValueError, BadValue):
        return None


def _speakers(listed: Any) -> list[dict[str, str]]:
    return people(
        person(
            " ".join(filter(None, (one.get("first_name"), one.get("last_name")))) or one.get("fullName") or one.get("name"),  # noqa: E501
            one.get("affiliation"),
        )
        for one in listed or ()
    )  # fmt: skip


def _place(one: Mapping[str, Any]) -> str | None:
    room = one.get("roomFullname") or one.get("room") or ""
    place = one.get("location") or ""
    if place.casefold() in room.casefold():
        return room or None
    return ", ".join(filter(None, (room, place)))


def _common(one: Mapping[str, Any]) -> dict[str, Any]:
    attached = [
        (f"{folder.get('title') or ''} {item.get('title') or ''}", item.get("link_url") or item.get("download_url") or "")  # noqa: E501
        for folder in one.get("folders") or ()
        for item in folder.get("attachments") or ()
        if not item.get("is_protected")
    ]  # fmt: skip
    attached += [
        (f"{item.get('title') or ''} {inner.get('name') or ''}", inner.get("url") or "")
        for item in (one.get("material") or () if not attached else ())
        for inner in item.get("resources") or ()
    ]
    attached += [
        (f"{each.get('type') or ''} {each.get('value') or ''}", each.get("url") or "")
        for each in one.get("references") or ()
    ]
    place = _place(one)
    record = {
        "title": line(str(one.get("title") or "")),
        "abstract": prose(str(one.get("description") or "")),
        "location": place if not web(place) else None,
        "link": web(place),
        "topics": [str(word) for word in one.get("keywords") or ()],
        **by_name(attached),
    }
    with_more(record, minutes=web((one.get("note") or {}).get("url")))
    return record


def _lecture(event: Mapping[str, Any]) -> Made:
    record = _common(event)
    record["speakers"] = _speakers(event.get("chairs"))
    record["address"] = event.get("address")
    record["language"] = event.get("language")
    record |= _label(event.get("label"))
    zone = event.get("timezone") or None
    moment = between(
        _moment(event.get("startDate"), zone), _moment(event.get("endDate"), zone), zone
    )
    origin = Origin(system=SYSTEM, id=_id(event), url=web(event.get("url")))
    left = untaken(event, _TAKEN)
    return talk(record, moment, origin, event.get("category"), left=left)


def _label(label: Any) -> dict[str, str]:
    """Return what a label on an event says: that it is off, or what to look out for."""
    if not isinstance(label, Mapping):
        return {}
    if not label.get("is_event_not_happening"):
        notice = line(str(label.get("message") or label.get("title") or ""))
        return {"notice": notice} if notice else {}
    off = re.search("postpon|verschob|report", str(label.get("title")), re.IGNORECASE)
    said = {"status": "postponed" if off else "cancelled"}
    return said | ({"notice": line(label["message"])} if label.get("message") else {})


def _contribution(one: Mapping[str, Any], event: Mapping[str, Any]) -> Made:
    zone = event.get("timezone") or None
    start = _moment(one.get("startDate"), zone)
    if start is None:
        return Doubt(
            "no-date", f"`{line(str(one.get('title') or ''))}` has no time yet"
        )
    record = _common(one)
    record["location"] = record["location"] or _place(event)
    record["speakers"] = _speakers(one.get("speakers")) or _speakers(
        one.get("primaryauthors")
    )
    record |= {
        key: value
        for key, value in _label(event.get("label")).items()
        if key == "status"
    }
    end = _moment(one.get("endDate"), zone)
    minutes = one.get("duration")
    length = (
        timedelta(minutes=minutes) if isinstance(minutes, int) and end is None else None
    )
    origin = Origin(
        system=SYSTEM,
        id=f"{_id(event)}/{one.get('db_id') or one.get('id') or one.get('friendly_id')}",  # noqa: E501
        url=web(one.get("url")),
    )
    moment = between(start, end, zone, length)
    left = untaken(one, _TAKEN)
    return talk(record, moment, origin, event.get("title"), left=left)


def _id(event: Mapping[str, Any]) -> str:
    host = re.match(r"https?://([^/:]+)", str(event.get("url") or ""))
    return f"{host[1]}/{event.get('id')}" if host else str(event.get("id"))


IMPORTER = OfJson(_fits, _talks)
