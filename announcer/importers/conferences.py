"""Talks of programmes and lists in JSON: pretalx and frab, Sessionize, INSPIRE, talks.ox, ours."""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from announcer.importers.found import Doubt, Found, Given, Origin
from announcer.importers.moments import between, stamp
from announcer.importers.prose import line, prose, textile
from announcer.importers.systems import (
    Made,
    OfJson,
    at_place,
    by_name,
    people,
    person,
    talk,
    web,
)  # fmt: skip


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
    origin = Origin(
        system="schedule",
        id=str(one.get("guid") or one.get("code") or one.get("id") or "") or None,
        url=web(one.get("url")),
    )
    return talk(record, moment, origin, series, doubts)


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
        yield talk(record, moment, Origin(system="sessionize", id=str(one.get("id"))))


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


def _records(data: Any) -> list[Any]:
    """Return the seminars of an answer of INSPIRE, which wraps them in hits."""
    if isinstance(data, Mapping) and isinstance(data.get("hits"), Mapping):
        return [one.get("metadata", one) for one in data["hits"].get("hits") or ()]
    if isinstance(data, Mapping) and isinstance(data.get("metadata"), Mapping):
        return [data["metadata"]]
    return data if isinstance(data, list) else [data]


def _is_inspire(data: Any) -> bool:
    listed = _records(data)
    return bool(listed) and all(
        isinstance(one, Mapping) and "start_datetime" in one and "speakers" in one
        for one in listed
    )


def _inspire(data: Any, given: Given) -> Iterator[Made]:
    del given
    for one in _records(data):
        if one.get("deleted"):
            yield Doubt("no-talk", "a seminar that was deleted there")
            continue
        zone = one.get("timezone") or None
        start, end = (_utc(one.get(key)) for key in ("start_datetime", "end_datetime"))
        record = {
            "title": line(_inner(one.get("title"), "title")),
            "abstract": prose(_inner(one.get("abstract"), "value")),
            "speakers": people(
                person(
                    _turned(str(who.get("name") or "")),
                    ", ".join(
                        str(home.get("value"))
                        for home in who.get("affiliations") or ()
                        if home.get("value")
                    ),
                )
                for who in one["speakers"]
            ),
            "link": next(
                (web(url.get("value")) for url in one.get("join_urls") or ()), None
            ),
            "topics": [
                str(word.get("value"))
                for word in one.get("keywords") or ()
                if word.get("value")
            ],
            **by_name(
                (str(url.get("description") or ""), str(url.get("value") or ""))
                for key in ("urls", "material_urls")
                for url in one.get(key) or ()
            ),
        }
        address = one.get("address") or {}
        if isinstance(address, Mapping):
            record["location"] = ", ".join(
                [
                    str(address.get("place_name") or ""),
                    *map(str, address.get("cities") or ()),
                ]
            ).strip(", ")
        number = one.get("control_number")
        origin = Origin(
            system="inspire",
            id=str(number) if number else None,
            url=f"https://inspirehep.net/seminars/{number}" if number else None,
        )
        series = next((part.get("name") for part in one.get("series") or ()), None)
        yield talk(record, between(start, end, zone), origin, series)


def _utc(text: Any) -> Any:
    found = stamp(text)
    return (
        stamp(f"{found.isoformat(timespec='minutes')}Z")
        if isinstance(found, datetime) and found.tzinfo is None
        else found
    )


def _inner(value: Any, key: str) -> str:
    return str(value.get(key) or "") if isinstance(value, Mapping) else str(value or "")


def _turned(name: str) -> str:
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma else name


def _ox_listed(data: Any) -> list[Any]:
    if isinstance(data, Mapping):
        inner = data.get("_embedded")
        if isinstance(inner, Mapping) and isinstance(inner.get("talks"), list):
            return list(inner["talks"])
        if isinstance(inner, Mapping) and "speakers" in inner:
            return [data]
    return []


def _ox(data: Any, given: Given) -> Iterator[Made]:
    del given
    for one in _ox_listed(data):
        inner = one.get("_embedded") or {}
        links = one.get("_links") or {}
        status = one.get("status")
        if status == "preparation":
            yield Doubt(
                "no-talk",
                f"`{one.get('title_display') or one.get('slug')}` is still in preparation there",  # noqa: E501
            )
            continue
        page = _inner(links.get("talks_page"), "href")
        message = line(str(one.get("special_message") or ""))
        record = {
            "title": line(str(one.get("title_display") or one.get("title") or "")),
            "speakers": people(
                person(who.get("name"), who.get("bio"))
                for who in inner.get("speakers") or ()
            ),
            "abstract": textile(str(one.get("description") or "")),
            "location": one.get("location_summary")
            or _inner(inner.get("venue"), "name"),
            "registration": web(one.get("booking_url")),
            "status": "cancelled" if status == "cancelled" else None,
            "notice": message,
        }
        series = _inner(one.get("series"), "title")
        origin = Origin(system="talks.ox", id=one.get("slug"), url=web(page))
        yield talk(
            record,
            between(stamp(one.get("start")), stamp(one.get("end"))),
            origin,
            series,
        )


def _is_ours(data: Any) -> bool:
    listed = data.get("talks") if isinstance(data, Mapping) else None
    return isinstance(listed, list) and "site" in data and "version" in data


_TAKEN = (
    "title", "abstract", "location", "address", "link", "registration", "notice",
    "topics", "language", "slides", "video", "paper", "recording", "extra",
)  # fmt: skip


def _ours(data: Any, given: Given) -> Iterator[Made]:
    del given
    names = {one.get("key"): one.get("name") for one in data.get("series") or ()}
    for one in data["talks"]:
        record = {key: one[key] for key in _TAKEN if key in one}
        if one.get("status") in {"cancelled", "postponed", "tentative"}:
            record["status"] = one["status"]
        if one.get("host"):
            record["host"] = {"name": one["host"]}
        keys = ("name", "affiliation", "url", "orcid", "pronouns", "role", "bio")
        record["speakers"] = [
            {key: who[key] for key in keys if key in who}
            for who in one.get("speakers") or ()
        ]
        start, end = stamp(one.get("start")), stamp(one.get("end"))
        zone = one.get("timezone")
        if (
            one.get("all_day")
            and isinstance(start, datetime)
            and isinstance(end, datetime)
        ):
            first, last = start.date(), (end - timedelta(minutes=1)).date()
            moment = between(first, last if last > first else None, zone)
            moment = type(moment)(
                day=first, last_day=moment.last_day, all_day=True, zone=zone
            )
        else:
            moment = between(start, end, zone)
        origin = Origin(
            system="announcer",
            id=one.get("uid"),
            url=web(one.get("page")),
            updated=one.get("modified"),
        )
        series = names.get(one.get("series")) or one.get("series")
        made = talk(record, moment, origin, series)
        owner = one.get("owner")
        if owner and isinstance(made, Found):
            made = replace(made, owner=str(owner))
        yield made


SCHEDULE = OfJson(_is_schedule, _schedule)
SESSIONIZE = OfJson(_is_sessionize, _sessionize)
INSPIRE = OfJson(_is_inspire, _inspire)
TALKS_OX = OfJson(lambda data: bool(_ox_listed(data)), _ox)
OURS = OfJson(_is_ours, _ours)
