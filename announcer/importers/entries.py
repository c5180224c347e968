"""Talks kept as keys and values: front matter, data files, lists in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from announcer.importers.entrylines import place_beside
from announcer.importers.found import Doubt, Found, Given, Origin
from announcer.importers.gaps import is_gap
from announcer.importers.headings import plain
from announcer.importers.hours import moment_in
from announcer.importers.joining import addresses_in, is_meeting, is_registration
from announcer.importers.keys import LINKS, SELF, YES, Entry, flat, meaning_of
from announcer.importers.names import HOME, is_name
from announcer.importers.notices import NO_TALK, status_of
from announcer.importers.people import people_of
from announcer.importers.prose import line, prose
from announcer.importers.summaries import summary_of
from announcer.importers.systems import with_more
from announcer.importers.titles import cleaned_title

_STATUSES = {
    "cancelled": "cancelled", "canceled": "cancelled", "postponed": "postponed",
    "tentative": "tentative", "confirmed": "confirmed",
}  # fmt: skip
_TEXTS = ("abstract", "notice")
_LONG = 150  # letters of a summary that is an abstract beside whatever stands below
_LINKED = frozenset({"slides", "video", "paper", "registration", "link"})
_ADDRESSES = ("slides", "video", "paper", "registration")


def found_of(made: Entry, given: Given, system: str) -> Found | Doubt | None:  # noqa: C901, PLR0912
    """Return the talk of an entry, why it is none, or None for one that says nothing."""  # noqa: E501
    title = line(made.text("title"))
    people = _people(made)
    if NO_TALK.match(title) and not people:
        return Doubt("no-talk", f"`{title}` is no talk", "", made.line)
    if not title and not people:
        return None
    if is_gap(title) and all(is_gap(one["name"]) for one in people):
        text = "neither a title nor a speaker stands here: a free slot"
        return Doubt("no-talk", text, "", made.line)
    record: dict[str, Any] = {}
    if title:
        title = cleaned_title(title, [])
        said = summary_of(title, [one["name"] for one in people])
        if said.people and not people and "authors" not in made.values:
            people, title = said.people, said.title
        elif said.people and len(people) == len(said.people) == 1:
            title = said.title if said.title != title else title
            for key, value in said.people[0].items():
                people[0].setdefault(key, value)
        record["title"] = title
    if people:
        record["speakers"] = people
    _bios(made, people)
    _places(made, record)
    for key in _ADDRESSES:
        urls = addresses_in(made.text(key))
        if urls:
            record[key] = urls[0]
    _links(made, record)
    for key in _TEXTS:
        if text := prose(made.text(key)):
            record[key] = text
    _summary(made, record)
    if made.text("language"):
        record["language"] = made.text("language")
    topics = made.values.get("topics") or made.values.get("?tags")
    if isinstance(topics, list):
        record["topics"] = [flat(one) for one in topics]
    elif topics:
        record["topics"] = re.split(r"\s*[,;]\s*", str(topics))
    if host := line(made.text("host")):
        record["host"] = {"name": host}
    if status := _status(made):
        record["status"] = status
    if kind := line(made.text("?talk type")):
        record["type"] = kind
    if not record.get("location") and not addresses_in(made.text("date")):
        record["location"] = place_beside(made.text("date"), given)
    moment, doubts = moment_in(made, given)
    if made.text("repeat") or made.values.get("repeat"):
        text = "this repeats; the first time alone is taken"
        doubts.append(Doubt("repeats", text, "Import its calendar (.ics) instead."))
    updated = made.text("posted") or None
    page = addresses_in(made.text("page"))
    return Found(
        record={key: value for key, value in record.items() if value},
        moment=moment,
        origin=Origin(
            system=system,
            id=made.text("id") or made.slug or None,
            url=page[0] if page else None,
            updated=updated,
        ),
        series=line(made.text("series")) or None,
        line=made.line,
        doubts=tuple(
            replace(one, line=one.line or made.line) for one in (*made.doubts, *doubts)
        ),
        left=made.left,
    )


def _summary(made: Entry, record: dict[str, Any]) -> None:
    """Take a summary for the abstract where nothing longer is one."""
    text = prose(made.text("summary"))
    if not text or is_within(text, record.get("title", ""), record.get("abstract", "")):
        return
    long = len(text) > _LONG
    if not record.get("abstract") and (long or not made.body.strip()):
        record["abstract"], made.short = text, made.names["summary"]
    elif not is_within(text, prose(made.body)):
        made.beside.append(made.names["summary"])


def is_within(text: str, *others: str) -> bool:
    """Say whether the words of a text stand in one of some others, in their order."""
    words = " ".join(re.findall(r"\w+", text.casefold()))
    return any(words in " ".join(re.findall(r"\w+", one.casefold())) for one in others)


def _people(made: Entry) -> list[dict[str, str]]:  # noqa: C901
    value = made.values.get("speakers")
    if value is None:
        value = _authors(made)
    people: list[dict[str, str]] = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Mapping):
            people += _structured(one)
        elif one:
            people += _named(line(str(one)))
    homes = made.values.get("speakers.affiliation")
    if homes and people:
        listed = (
            homes if isinstance(homes, list) else re.split(r"\s*[|;]\s*", str(homes))
        )
        if len(listed) != len(people):
            listed = [made.text("speakers.affiliation")] * len(people)
        for person, home in zip(people, listed, strict=True):
            person.setdefault("affiliation", line(flat(home)))
    if len(people) == 1:
        if urls := addresses_in(made.text("speakers.url")):
            people[0].setdefault("url", urls[0])
        if "@" in made.text("speakers.email"):
            people[0].setdefault("email", made.text("speakers.email"))
    return [
        {key: text for key, text in one.items() if text}
        for one in people
        if one.get("name")
    ]


def _authors(made: Entry) -> Any:
    """Return the authors where they are the speakers: never those of a post."""
    authors = made.values.get("authors")
    listed = authors if isinstance(authors, list) else [authors]
    names = [str(one) for one in listed if one and not isinstance(one, Mapping)]
    full = [one for one in names if " " in one.strip() and one.casefold() not in SELF]
    if "start" in made.values and full:
        return full
    return None


def _structured(one: Mapping[str, Any]) -> list[dict[str, str]]:
    said = _texts_of(one)
    name = line(said.get("speakers", "") or said.get("title", ""))
    person = {"name": name}
    for key in ("affiliation", "url", "bio", "email"):
        text = said.get(f"speakers.{key}") or (said.get("page") if key == "url" else "")
        if text:
            person[key] = (
                prose(text) if key == "bio" else line(text) if key != "url" else text
            )
    return [person] if name else []


def _texts_of(one: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of a mapping by what its keys mean."""
    found: dict[str, str] = {}
    for key, value in one.items():
        text = flat(value)
        if text:
            found.setdefault(meaning_of(key) or f"?{plain(key)}", text)
    first, last = found.get("speakers.first_name"), found.get("speakers.last_name")
    if (first or last) and "speakers" not in found:
        found["speakers"] = " ".join(filter(None, (first, last)))
    return found


def _named(text: str) -> list[dict[str, str]]:
    """Return the people of a value: commas part them where each part is a full name."""
    people = people_of(text)
    parts = re.split(r"\s*,\s*(?![^()]*\))", text)
    if len(people) == 1 and len(parts) > 1 and all(map(_is_full, parts)):
        people = [one for part in parts for one in people_of(part)]
    return people


def _is_full(text: str) -> bool:
    bare = re.sub(r"\([^()]*\)", "", text).strip()
    return is_name(bare) and not HOME.search(bare)


def _bios(made: Entry, people: list[dict[str, str]]) -> None:
    bio = prose(made.text("speakers.bio"))
    if bio and people:
        people[0].setdefault("bio", bio)


def _places(made: Entry, record: dict[str, Any]) -> None:
    place = line(made.text("location"))
    urls = addresses_in(made.text("location"))
    for url in urls:
        place = place.replace(url, "").strip(" ,;:()|-–")
    address = made.values.get("address")
    if isinstance(address, Mapping):
        parts = [
            str(address[key])
            for key in ("street", "address", "city", "region", "postcode", "country")
            if address.get(key)
        ]
        record["address"] = ", ".join(parts)
    elif address:
        record["address"] = line(str(address))
    if place:
        record["location"] = place
    joins = [url for url in urls if is_meeting(url)]
    if joins:
        record["link"] = joins[0]


def _links(made: Entry, record: dict[str, Any]) -> None:  # noqa: C901
    """Enter links by their field, and those of lists of links by their names."""
    said = addresses_in(made.text("link"))
    if said and not is_registration(said[0]):
        record["link"] = said[0]
    elif said:
        record.setdefault("registration", said[0])
    for name, url in _listed_links(made):
        kind = meaning_of(name)
        if not addresses_in(url):
            text = f"the link `{url}` is left out: it leads to a file of that site"
            made.doubts.append(Doubt("left-out", text, "Write its whole address."))
        elif kind in _LINKED:
            record.setdefault(kind, url)
        elif is_meeting(url):
            record.setdefault("link", url)
        elif name:
            with_more(record, **{name: url})
    if made.text("youtube"):
        found = f"https://www.youtube.com/watch?v={made.text('youtube')}"
        record.setdefault("video", found)
    for key in ("?url", "?link"):
        urls = addresses_in(made.text(key))
        if urls and is_meeting(urls[0]):
            record.setdefault("link", urls[0])
        elif urls and "page" not in made.values:
            made.values["page"] = urls[0]


def _listed_links(made: Entry) -> Iterable[tuple[str, str]]:
    for key in LINKS:
        value = made.values.get(f"?{key}")
        if isinstance(value, Mapping):
            value = [{"name": name, "url": url} for name, url in value.items()]
        for one in value if isinstance(value, list) else []:
            if isinstance(one, str):
                yield "", one
            elif isinstance(one, Mapping) and not one.keys() & {"url", "link", "href"}:
                yield from ((str(name), flat(url)) for name, url in one.items())
            elif isinstance(one, Mapping):
                name = str(
                    one.get("name")
                    or one.get("type")
                    or one.get("title")
                    or one.get("label")
                    or ""
                )
                yield (
                    name,
                    str(one.get("url") or one.get("link") or one.get("href") or ""),
                )


def _status(made: Entry) -> str | None:
    if made.text("cancelled").casefold() in YES:
        return "cancelled"
    said = _STATUSES.get(plain(made.text("status")))
    return (
        said or status_of(" ".join((made.text("?subtitle"), made.text("title"))), "")[0]
    )
