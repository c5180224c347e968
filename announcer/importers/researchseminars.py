"""Talks of researchseminars.org: series, single talks, searches and bare lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from announcer.errors import BadValue
from announcer.importers.found import Doubt, Given, Origin
from announcer.importers.moments import between, stamp
from announcer.importers.prose import prose
from announcer.importers.systems import (
    Made,
    OfJson,
    people,
    person,
    talk,
    untaken,
    web,
    with_more,
)  # fmt: skip

SYSTEM = "researchseminars.org"
_KEYS = frozenset({"seminar_id", "seminar_ctr"})
# Who may join: with a password, after a login, after registering there or elsewhere.
_PASSWORD, _LOGIN, _REGISTERED = 2, 3, frozenset({4, 5})
_AUDIENCES = (
    "researchers in the topic", "researchers in the discipline", "advanced learners",
    "learners", "undergraduates", "general audience", "social event",
)  # fmt: skip
# What is taken, and what is of the site itself.
_TAKEN = frozenset({
    "title", "speaker", "speaker_affiliation", "speaker_homepage", "speaker_email",
    "abstract", "room", "live_link", "stream_link", "slides_link", "video_link",
    "paper_link", "chat_link", "comments", "access_hint", "access_registration",
    "language", "topics", "start_time", "end_time", "timezone", "seminar_id",
    "edited_at", "edited_by", "token", "series_name",
})  # fmt: skip
_BARE = frozenset({"speaker", "start_time", "speaker_affiliation"})


def _is_talk(one: Any) -> bool:
    return isinstance(one, Mapping) and (one.keys() >= _KEYS or one.keys() >= _BARE)


def _listed(data: Any) -> list[Any]:
    if isinstance(data, list):
        return data
    if isinstance(data, Mapping):
        if isinstance(data.get("talks"), list):
            return list(data["talks"])
        if isinstance(data.get("results"), list):
            return list(data["results"])
        if _is_talk(data.get("properties")):
            return [data["properties"]]
        if _is_talk(data):
            return [data]
    return []


def _fits(data: Any) -> bool:
    listed = _listed(data)
    if (
        isinstance(data, Mapping)
        and "code" in data
        and ("properties" in data or "description" in data or "results" in data)
    ):
        return not listed or _is_talk(listed[0])
    return bool(listed) and all(map(_is_talk, listed))


def _talks(data: Any, given: Given) -> Iterator[Made]:
    del given
    if isinstance(data, Mapping) and data.get("code", "success") not in {
        "success",
        "warning",
    }:
        raise BadValue(
            f"researchseminars.org answered: {data.get('description') or data['code']}"
        )
    properties = data.get("properties", {}) if isinstance(data, Mapping) else {}
    name = properties.get("name") if isinstance(properties, Mapping) else None
    for one in _listed(data):
        yield _talk(one, name)


def _talk(one: Mapping[str, Any], series: str | None) -> Made:
    number = one.get("seminar_ctr")
    if one.get("deleted") is True or one.get("deleted_with_seminar") is True:
        return Doubt("no-talk", f"talk {number} was deleted there")
    if isinstance(number, int) and number < 0:
        return Doubt(
            "no-talk", f"talk {number} is the old slot of a talk that was moved"
        )
    doubts = []
    if one.get("hidden") is True or one.get("display") is False:
        doubts.append(
            Doubt("hidden", "this talk is hidden there; it is not public yet")
        )
    zone = one.get("timezone") or None
    start, end = stamp(one.get("start_time")), stamp(one.get("end_time"))
    key = f"{one['seminar_id']}/{number}" if one.keys() >= _KEYS else None
    if key is None and isinstance(start, datetime):
        key = f"{start:%Y%m%dT%H%M} {one.get('speaker') or ''}".strip()
    record = {
        "title": one.get("title"),
        "speakers": _speakers(one),
        "abstract": prose(str(one.get("abstract") or "")),
        "location": one.get("room"),
        "link": web(one.get("live_link")) or web(one.get("stream_link")),
        **_access(one),
        "slides": web(one.get("slides_link")),
        "video": web(one.get("video_link")),
        "paper": web(one.get("paper_link")),
        "language": one.get("language"),
        "topics": [str(topic) for topic in one.get("topics") or ()],
    }
    if one.get("online") is True and not record["location"]:
        record["location"] = "Virtual"
    with_more(
        record,
        audience=_audience(one.get("audience")),
        access_hint=one.get("access_hint")
        if one.get("access_control") == _PASSWORD
        else None,
        chat=web(one.get("chat_link")),
        comments=prose(str(one.get("comments") or "")),
    )
    url = (
        f"https://researchseminars.org/talk/{key}/"
        if key and one.keys() >= _KEYS
        else None
    )
    origin = Origin(
        system=SYSTEM, id=key, url=url, updated=one.get("edited_at") or None
    )
    left = untaken(one, _TAKEN)
    if one.get("access_registration") and not record.get("registration"):
        left += ("access_registration",)
    moment = between(start, end, zone)
    return talk(record, moment, origin, series, doubts, left=left)


def _audience(number: Any) -> str | None:
    """Return for whom a talk is, but for the usual researchers."""
    is_known = isinstance(number, int) and 0 < number < len(_AUDIENCES)
    return _AUDIENCES[number] if is_known else None


def _access(one: Mapping[str, Any]) -> dict[str, str | None]:
    """Return how one gets in, and who may see the link."""
    how = one.get("access_control")
    address = web(one.get("access_registration")) if how in _REGISTERED else None
    has_link = web(one.get("live_link")) is not None
    if how == _LOGIN and has_link:
        return {"link_access": "members"}
    if address and has_link:
        return {"registration": address, "link_access": "registration"}
    return {"registration": address}


def _speakers(one: Mapping[str, Any]) -> list[dict[str, str]]:
    def parts(key: str) -> list[str]:
        return [part.strip() for part in str(one.get(key) or "").split("|")]

    names = parts("speaker")
    more = [
        (values + [""] * len(names))[: len(names)]
        for values in map(
            parts, ("speaker_affiliation", "speaker_homepage", "speaker_email")
        )
    ]
    return people(
        person(name, home, url=web(url), email=email)
        for name, home, url, email in zip(names, *more, strict=True)
    )


IMPORTER = OfJson(_fits, _talks)
