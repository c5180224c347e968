"""Talks of institutes in JSON: seminars of INSPIRE, and lists of talks.ox."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from announcer.importers.found import Doubt, Given, Origin
from announcer.importers.moments import between, stamp
from announcer.importers.prose import line, prose, textile
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

# What is taken of each system, and what is of the site itself.
_OF_INSPIRE = frozenset({
    "title", "abstract", "speakers", "start_datetime", "end_datetime", "timezone",
    "series", "join_urls", "urls", "material_urls", "address", "keywords",
    "inspire_categories", "control_number", "contact_details", "captioned",
    "literature_records", "public_notes", "number_of_citations", "legacy_creation_date",
    "external_system_identifiers", "self",
})  # fmt: skip
_OF_OX = frozenset({
    "slug", "title", "title_display", "start", "end", "timezone", "formatted_date",
    "formatted_time", "status", "description", "audience", "booking_url", "cost",
    "location_summary", "location_details", "series", "organiser_email",
    "special_message", "full_title",
})  # fmt: skip


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
            ]
            or [
                str(each.get("term"))
                for each in one.get("inspire_categories") or ()
                if each.get("term")
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
        notes = [_inner(note, "value") for note in one.get("public_notes") or ()]
        with_more(record, notes="\n\n".join(filter(None, map(prose, notes))))
        series = next((part.get("name") for part in one.get("series") or ()), None)
        left = untaken(one, _OF_INSPIRE)
        yield talk(record, between(start, end, zone), origin, series, left=left)


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
            "address": _inner(inner.get("venue"), "address"),
            "host": ", ".join(
                str(who["name"]) for who in inner.get("hosts") or () if who.get("name")
            ),
            "topics": [
                str(each["label"])
                for each in inner.get("topics") or ()
                if each.get("label")
            ],
            "registration": web(one.get("booking_url")),
            "status": "cancelled" if status == "cancelled" else None,
            "notice": message,
        }
        with_more(
            record,
            audience=one.get("audience"),
            cost=one.get("cost"),
            directions=line(str(one.get("location_details") or "")),
        )
        series = _inner(one.get("series"), "title")
        origin = Origin(system="talks.ox", id=one.get("slug"), url=web(page))
        yield talk(
            record,
            between(stamp(one.get("start")), stamp(one.get("end"))),
            origin,
            series,
            left=untaken(one, _OF_OX),
        )


INSPIRE = OfJson(_is_inspire, _inspire)
TALKS_OX = OfJson(lambda data: bool(_ox_listed(data)), _ox)
