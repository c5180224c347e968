"""Talks in XML: schedules of pretalx and frab, lists of talks.cam, feeds (RSS, Atom)."""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from announcer.errors import AnnouncerError, BadValue
from announcer.importers.conferences import of_schedule
from announcer.importers.dates import moment_of
from announcer.importers.descriptions import described
from announcer.importers.found import Doubt, Given, Moment, Origin, Shipment
from announcer.importers.joining import joining
from announcer.importers.labelled import labelled
from announcer.importers.moments import between, mail_stamp, stamp
from announcer.importers.people import people_of
from announcer.importers.prose import line, prose, textile
from announcer.importers.summaries import summary_of
from announcer.importers.systems import Made, people, person, shipped, talk, web

_ROOTS = frozenset({"schedule", "list", "talk", "talks", "rss", "feed", "rdf"})
_TITLED = re.compile(
    r"^(?:\w{3} )?\d{1,2} \w{3}(?: \d{4})?(?: \d{1,2}:\d\d)?:\s+(?=\S)"
)


def recognises(content: bytes, name: str) -> bool:  # noqa: ARG001 - the shape of importers
    """Say whether this is XML, and no page."""
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000]
    if not head.startswith(b"<") or re.search(
        rb"<html|<!doctype html", head, re.IGNORECASE
    ):
        return False
    first = re.search(rb"<(?:\w+:)?([A-Za-z]+)", re.sub(rb"<[?!][^>]*>", b"", head))
    return head.startswith(b"<?xml") or bool(
        first and first[1].decode().casefold() in _ROOTS
    )


def read(content: bytes, name: str, given: Given) -> Shipment:  # noqa: ARG001 - the shape of importers
    """Return the talks; raises BadValue for XML that is broken, unsafe or of no kind."""  # noqa: E501
    root = _root(content)
    kind = _tag(root)
    if kind == "schedule":
        return shipped(_schedule(root))
    if kind in {"list", "talks"} or (
        kind == "talk" and root.find("speaker") is not None
    ):
        return shipped(_cam(root))
    if kind in {"rss", "feed", "rdf"}:
        return shipped(_feed(root, given))
    raise BadValue(
        f"this XML is of no kind that holds talks: it begins with <{kind}>",
        "Known are schedules (pretalx, frab), lists of talks.cam, RSS and Atom.",
    )


def _root(content: bytes) -> Any:
    try:
        from defusedxml import DefusedXmlException  # noqa: PLC0415 - of an extra
        from defusedxml.ElementTree import ParseError, fromstring  # noqa: PLC0415 - of an extra
    except ImportError:
        raise AnnouncerError(
            "reading XML needs the library defusedxml, which is not installed."
            " Install it: pip install 'talk-announcer[import]'"
        ) from None
    try:
        return fromstring(content.lstrip(b"\xef\xbb\xbf \t\r\n"))
    except DefusedXmlException:
        raise BadValue(
            "this XML defines entities of its own, which may fill any memory; it is not read",  # noqa: E501
            "Ask its sender for a file without <!ENTITY.",
        ) from None
    except ParseError as error:
        line_number, column = error.position
        what = str(error).partition(":")[0]
        raise BadValue(
            f"line {line_number}, column {column + 1}: this is no XML: {what}",
            "Is it cut short?",
        ) from None


def _tag(node: Any) -> str:
    return (
        str(node.tag).rpartition("}")[2].casefold() if isinstance(node.tag, str) else ""
    )


def _inner(node: Any, *names: str) -> str:
    """Return the text of the first element of one of these names."""
    for name in names:
        for one in node:
            if _tag(one) == name and (text := "".join(one.itertext()).strip()):
                return text
    return ""


def _schedule(root: Any) -> Iterator[Made]:
    head = root.find("conference")
    zone = _inner(head, "time_zone_name") or None if head is not None else None
    series = _inner(head, "title") or None if head is not None else None
    for event in root.iter("event"):
        one: dict[str, Any] = {
            _tag(inner): "".join(inner.itertext()).strip()
            for inner in event
            if len(inner) == 0
        }
        one["guid"] = event.get("guid") or event.get("code") or event.get("id")
        listed = [
            *event.iterfind("links/link"),
            *event.iterfind("attachments/attachment"),
        ]
        one["links"] = [
            {"title": (link.text or "").strip(), "url": link.get("href")}
            for link in listed
        ]
        one["attachments"] = []
        speakers = (
            person((who.text or "").strip()) for who in event.iterfind("persons/person")
        )
        yield of_schedule(one, zone, series, speakers)


def _cam(root: Any) -> Iterator[Made]:
    listed = [root] if _tag(root) == "talk" else root.iter("talk")
    name = _inner(root, "name")
    for one in listed:
        message = line(_inner(one, "special_message"))
        cancelled = "cancel" in message.casefold()
        start, end = (
            mail_stamp(_inner(one, key)) or stamp(_inner(one, key))
            for key in ("start_time", "end_time")
        )
        speaker = line(_inner(one, "speaker"))
        found = re.match(r"\s*([^,(]+?)\s*(?:,\s*(.+)|\((.+)\)\s*)?$", speaker)
        record = {
            "title": line(_inner(one, "title")),
            "speakers": people([person(found[1], found[2] or found[3])])
            if found
            else people_of(speaker),
            "abstract": textile(_inner(one, "abstract")),
            "location": line(_inner(one, "venue")),
            "status": "cancelled" if cancelled else None,
            "notice": None if cancelled else message,
        }
        url = web(_inner(one, "url"))
        host = re.match(r"https?://([^/:]+)", url or "")
        number = _inner(one, "id")
        key = f"{host[1]}/{number}" if host and number else number or None
        origin = Origin(
            system="talks.cam",
            id=key,
            url=url,
            updated=_inner(one, "updated_at") or None,
        )
        yield talk(record, between(start, end), origin, _inner(one, "series") or name)


def _feed(root: Any, given: Given) -> Iterator[Made]:
    channel = next((one for one in root if _tag(one) == "channel"), root)
    name = line(_inner(channel, "title"))
    for item in root.iter():
        if _tag(item) in {"item", "entry"}:
            yield _item(item, name, given)


def _item(item: Any, series: str, given: Given) -> Made:
    """Return the talk of an item: its date is when it was posted, and no date of a talk."""  # noqa: E501
    title = line(_inner(item, "title"))
    body = prose(_inner(item, "encoded", "content", "description", "summary"))
    told = described(body)
    start, end = (
        stamp(_inner(item, "startdate", "dtstart")),
        stamp(_inner(item, "enddate", "dtend")),
    )
    doubts: list[Doubt] = []
    if start is not None:
        moment = between(start, end)
    else:
        moment, doubts = _told(title, body, given)
    if moment.day is None and moment.instant is None:
        return Doubt(
            "no-date", f"`{title}` says only when it was posted, not when a talk is"
        )
    bare = _TITLED.sub("", title)
    said = summary_of(bare, [one["name"] for one in told.people])
    speakers = told.people or said.people
    told.leave_out(said.title, speakers, title, "")
    href = next(
        (
            one.get("href")
            for one in item
            if _tag(one) == "link"
            and one.get("rel", "alternate") == "alternate"
            and one.get("href")
        ),
        None,
    )
    url = web(_inner(item, "link")) or web(href)
    record = {
        "title": told.title or said.title,
        "speakers": speakers,
        "abstract": told.abstract,
        "location": line(_inner(item, "location")) or told.place,
        "link": joining(told.links, body),
        **told.more,
    }
    origin = Origin(
        system="feed",
        id=_inner(item, "guid", "id") or url,
        url=url,
        updated=_inner(item, "updated", "pubdate") or None,
    )
    return talk(record, moment, origin, series, doubts)


def _told(title: str, body: str, given: Given) -> tuple[Moment, list[Doubt]]:
    """Return when a talk is by its labels, else by its title or the first lines below."""  # noqa: E501
    said = labelled(list(enumerate(body.split("\n"), 1)))
    labels = said.first("when"), said.first("time")
    for text, clock in (
        (labels[0], labels[1]),
        (labels[1], ""),
        (title, labels[1]),
        *((one, "") for _, one in said.loose[:4]),
    ):
        moment, doubts = moment_of(text, given, clock) if text else (Moment(), [])
        if moment.day is not None:
            return moment, doubts
    return Moment(), []
