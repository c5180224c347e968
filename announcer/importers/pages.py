"""Talks that pages name for search engines: events of schema.org in JSON-LD."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from announcer.errors import BadValue
from announcer.importers.encoding import text_of
from announcer.importers.found import Doubt, Given, Origin, Shipment
from announcer.importers.joining import is_meeting
from announcer.importers.jsontext import is_json, parsed_json
from announcer.importers.moments import between, stamp
from announcer.importers.people import people_of
from announcer.importers.prose import line, prose
from announcer.importers.summaries import summary_of
from announcer.importers.systems import Made, people, person, shipped, talk, web

SYSTEM = "schema.org"
_SCRIPT = re.compile(r"<script\b[^<>]*application/ld\+json[^<>]*>", re.IGNORECASE)
_END_OF_SCRIPT = re.compile("</script", re.IGNORECASE)
_STATUS = {"EventCancelled": "cancelled", "EventPostponed": "postponed"}
_DEEPEST = 8
_PERFORMERS = ("performer", "performers", "actor", "speaker", "contributor")
_NAME_PARTS = ("givenName", "additionalName", "familyName")


def recognises(content: bytes, name: str) -> bool:  # noqa: ARG001 - the shape of importers
    """Say whether this is a page, or data, with events of schema.org in it."""
    try:
        return b"Event" in content and bool(list(_events(content)))
    except BadValue:
        return False


def read(content: bytes, name: str, given: Given) -> Shipment:  # noqa: ARG001 - the shape of importers
    """Return the talks among the events of a page, each once."""
    made: dict[str, Made] = {}
    for event in _events(content):
        key = json.dumps(
            [
                event.get("@id") or event.get("url"),
                event.get("name"),
                event.get("startDate"),
            ]
        )
        made.setdefault(key, _talk(event))
    if not made:
        raise BadValue(
            "this page names no event",
            "Give it as an announcement: --from announcement.",
        )
    return shipped(made.values())


def _events(content: bytes) -> Iterator[Mapping[str, Any]]:
    if is_json(content):
        data = parsed_json(content)
        if (
            isinstance(data, Mapping)
            and "@context" not in data
            and "@graph" not in data
        ):
            return
        yield from _within(data, 0)
        return
    for script in _scripts(text_of(content)):
        text = re.sub(
            r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*$",
            "",
            script,
        )
        try:
            data = json.loads(text, strict=False)
        except ValueError:
            continue
        yield from _within(data, 0)


def _scripts(page: str) -> Iterator[str]:
    """Yield what stands in scripts for programs; each letter is read once or twice."""
    place = 0
    while begins := _SCRIPT.search(page, place):
        ends = _END_OF_SCRIPT.search(page, begins.end())
        if ends is None:
            return
        yield page[begins.end() : ends.start()]
        place = ends.end()


def _within(data: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for one in data:
            yield from _within(one, depth + 1)
    elif isinstance(data, Mapping):
        kinds = data.get("@type")
        names = [str(one) for one in (kinds if isinstance(kinds, list) else [kinds])]
        inner = (
            data.get("subEvent")
            or data.get("subEvents")
            or data.get("event")
            or data.get("events")
        )
        if (
            any(one.rpartition("/")[2].endswith("Event") for one in names)
            and not inner
            and "startDate" in data
        ):
            yield data
        for key in (
            "@graph",
            "subEvent",
            "subEvents",
            "event",
            "events",
            "mainEntity",
            "itemListElement",
            "item",
        ):
            yield from _within(data.get(key), depth + 1)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _name(value: Any) -> str:
    if isinstance(value, Mapping):
        return line(str(value.get("name") or value.get("@value") or ""))
    return line(str(value or ""))


def _person_name(one: Mapping[str, Any]) -> str:
    """Return the name of a person, also where it stands in parts alone."""
    parts = (_name(one.get(key)) for key in _NAME_PARTS)
    return (
        _name(one) or " ".join(filter(None, parts)) or _name(one.get("alternateName"))
    )


def _unnamed(event: Mapping[str, Any], taken: int) -> list[Doubt]:
    """Return a doubt where performers of an event have no name."""
    key = next((one for one in _PERFORMERS if event.get(one)), "")
    listed = _list(event.get(key))
    named = [one for one in listed if not isinstance(one, Mapping) or _person_name(one)]
    if len(named) == len(listed) or taken >= len(listed):
        return []
    text = f"`{key}` of `{_name(event.get('name'))}` gives no name for somebody"
    return [Doubt("speaker", text, "Write who else speaks into the record.")]


def _speakers(event: Mapping[str, Any]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for key in _PERFORMERS:
        for one in _list(event.get(key)):
            if isinstance(one, Mapping):
                home = _name(
                    next(iter(_list(one.get("affiliation") or one.get("worksFor"))), "")
                )
                found += people(
                    [
                        person(
                            _person_name(one),
                            home,
                            url=web(one.get("url") or one.get("sameAs")),
                            bio=prose(str(one.get("description") or "")),
                        )
                    ]
                )
            else:
                found += people_of(line(str(one)))
        if found:
            break
    return found


def _talk(event: Mapping[str, Any]) -> Made:
    title, speakers = _name(event.get("name")), _speakers(event)
    if title:
        said = summary_of(title, [one["name"] for one in speakers])
        if said.people:
            title = said.title
            speakers = speakers or said.people
    doubts = _unnamed(event, len(speakers))
    record: dict[str, Any] = {"title": title, "speakers": speakers}
    record["abstract"] = prose(
        html.unescape(_text(event.get("description") or event.get("abstract")))
    )
    record |= _places(event)
    status = str(event.get("eventStatus") or "").rpartition("/")[2]
    record["status"] = _STATUS.get(status)
    record["language"] = (
        str(event["inLanguage"])[:2]
        if isinstance(event.get("inLanguage"), str)
        else None
    )
    video = next(
        (
            web(one.get("url") or one.get("contentUrl"))
            for one in _list(event.get("recordedIn"))
            if isinstance(one, Mapping)
        ),
        None,
    )
    record["video"] = video
    keywords = event.get("keywords")
    if isinstance(keywords, str):
        record["topics"] = [one for one in re.split(r"\s*,\s*", keywords) if one]
    elif isinstance(keywords, list):
        record["topics"] = [_name(one) for one in keywords]
    before = stamp(event.get("previousStartDate"))
    page = web(event.get("url")) or web(event.get("@id"))
    if page == record.get("link"):
        page = None
    origin = Origin(
        system=SYSTEM,
        id=None
        if isinstance(event.get("identifier"), Mapping | list)
        else str(event.get("@id") or event.get("identifier") or "") or None,
        url=page,
        updated=event.get("dateModified"),
    )
    return talk(
        record, between(stamp(event.get("startDate")), stamp(event.get("endDate"))), origin,  # noqa: E501
        _name(next(iter(_list(event.get("superEvent"))), "")) or None,
        doubts, moved=status == "EventRescheduled",
        before=between(before) if before and status == "EventRescheduled" else None,
    )  # fmt: skip


def _text(value: Any) -> str:
    return (
        str(value.get("@value") or "")
        if isinstance(value, Mapping)
        else str(value or "")
    )


def _places(event: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for place in _list(event.get("location")):
        if not isinstance(place, Mapping):
            text = line(str(place))
            found.setdefault("link" if web(text) == text else "location", text)
            continue
        if str(place.get("@type", "")).endswith("VirtualLocation"):
            if url := web(place.get("url")):
                found.setdefault("link", url)
            continue
        if name := _name(place):
            found.setdefault("location", name)
        address = place.get("address")
        parts = (
            [
                str(address[key])
                for key in (
                    "streetAddress",
                    "postalCode",
                    "addressLocality",
                    "addressRegion",
                )
                if address.get(key)
            ]
            if isinstance(address, Mapping)
            else [str(address or "")]
        )
        if text := ", ".join(filter(None, map(line, parts))):
            found.setdefault("address" if name else "location", text)
        if is_meeting(str(place.get("url") or "")):
            found.setdefault("link", place["url"])
    return found
