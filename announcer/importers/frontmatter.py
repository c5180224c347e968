"""Talks of sites made of files: Markdown with YAML or TOML front matter."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from announcer.errors import BadValue
from announcer.importers import own
from announcer.importers.dates import moment_of
from announcer.importers.days import days_in, same_day, shown
from announcer.importers.descriptions import Described, described, is_fact
from announcer.importers.encoding import guessed, text_of
from announcer.importers.entries import found_of, is_within
from announcer.importers.found import Doubt, Found, Given, Moment, Shipment
from announcer.importers.joining import addresses_in, is_registration, joining
from announcer.importers.keys import SURE, Entry, entry, meaning_of
from announcer.importers.labelled import labelled
from announcer.importers.pelican import Post, post_of
from announcer.importers.prose import is_about_links, line, prose
from announcer.importers.systems import shipped
from announcer.record import loose

SYSTEM = "front-matter"
_FEW = 5  # words below a page, which are no text
_FRONT = re.compile(
    r"\s*(---|\+\+\+)[ \t]*\n(.*?)\n?^\1[ \t]*(?:\n|\Z)(.*)", re.DOTALL | re.MULTILINE
)
_ENDINGS = (".md", ".markdown", ".mkd", ".html", ".qmd", ".rmd", ".adoc")
_DATED = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)-")
_BLOX = frozenset(
    {
        "event start",
        "event_start",
        "event_end",
        "event_name",
        "event_url",
        "all_day",
        "event_all_day",
        "date_end",
    }
)
_HEADING = re.compile(
    r"^\W*(?:zur anmeldung|anmeldung|registration|inscription|links?|register here|to register|iscrizion\w+)\W*$",  # noqa: E501
    re.IGNORECASE,
)
_BIO = re.compile(
    r"\b(?:is (?:an? |the |currently |associate |assistant |full )|was (?:an? |the )|received|obtained|holds|earned|joined|works? (?:at|on|as|for)|studied|graduated|ph\.?d|born|professor"  # noqa: E501
    r"|ist (?:ein|seit|der|die|geschäftsführer|professor)|arbeitet|studierte|promovierte|studium|est (?:un|une|professeure?|directeur|chercheu)|a obtenu|travaille|è (?:un|una|professor)|es (?:un|una|profesor)|wir sind|i am|i'm|ich bin)\b",  # noqa: E501
    re.IGNORECASE,
)


def recognises(content: bytes, name: str) -> bool:
    """Say whether this is a page about a talk, with front matter that says so."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:3] not in {b"---", b"+++"}:
        return post_of(text_of(content), name) is not None
    try:
        front = _front(content)
    except BadValue:
        return name.casefold().endswith(_ENDINGS)
    if front is None or not isinstance(front[0], Mapping):
        return False
    data = front[0]
    if own.is_page(data) or own.is_page(data.get("talk")):
        return True
    return _tells(data)


def _tells(data: Mapping[str, Any]) -> bool:
    """Say whether some keys, or what they say, are those of a talk alone."""
    if any(str(key).casefold() in _BLOX for key in data):
        return True
    kinds = {
        meaning_of(key) for key, value in data.items() if value not in (None, "", [])
    }
    titled = (k for k in data if meaning_of(k) == "title" and k.casefold() != "title")
    if kinds & SURE or ("title" in kinds and any(titled)):
        return True
    layout = str(data.get("layout", "")).casefold()
    return str(data.get("collection", "")).casefold() == "talks" or (
        layout in {"talk", "seminar"}
    )


@lru_cache(maxsize=2)
def _front(content: bytes) -> tuple[Any, str, int] | None:
    """Return the data above, the text below, and the line at which that begins."""
    text = text_of(content)
    found = _FRONT.match(text)
    if found is None:
        return None
    below = text[: found.start(3)].count("\n") + 1
    if found[1] == "---":
        return loose(found[2]), found[3], below
    try:
        return plain_toml(tomllib.loads(found[2])), found[3], below
    except tomllib.TOMLDecodeError as error:
        raise BadValue(f"the front matter is no TOML: {error}") from None


def plain_toml(value: Any) -> Any:
    """Return TOML with its days and times as the texts that they were."""
    if isinstance(value, dict):
        return {key: plain_toml(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain_toml(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def read(content: bytes, name: str, given: Given) -> Shipment:
    """Return the talk of a page; raises BadValue where its front matter is broken."""
    if post := post_of(text_of(content), name):
        return _of_post(post, _shipment(post.of_talk, post.body, name, given), content)
    front = _front(content)
    if front is None or not isinstance(front[0], Mapping):
        raise BadValue(
            "this file has no front matter",
            "It begins with a line --- or +++, and ends with one.",
        )
    data, body, _ = front
    inner = data.get("talk")
    if own.is_page(inner):  # of Hugo
        data = {**inner, "title": data.get("title")}
    if own.is_page(data):
        return replace(shipped([own.of_page(data, body)]), doubts=(own.lacks("page"),))
    shipment = _shipment(data, body, name, given)
    return replace(shipment, doubts=guessed(content)) if shipment.talks else shipment


def _of_post(post: Post, shipment: Shipment, content: bytes) -> Shipment:
    """Return the talk of a post of Pelican with what is doubtful in the post."""
    talks = tuple(
        replace(one, doubts=(*one.doubts, *post.doubts, *post.unnamed(one.record)))
        for one in shipment.talks
    )
    return replace(shipment, talks=talks, doubts=guessed(content))


def _shipment(data: Mapping[str, Any], body: str, name: str, given: Given) -> Shipment:
    """Return the talk of what stands above a page and below, or why it is none."""
    path = PurePath(name)
    slug = path.parent.name if path.stem in {"index", "_index"} else path.stem
    made = entry(data, 1, body=body, slug=slug)
    made.floating = any(str(key).casefold() in _BLOX for key in data)
    if str(data.get("collection", "")) == "talks" and made.text("?type"):
        made.values.setdefault("?talk type", made.text("?type"))
    _not_posted(made, data)
    found = found_of(made, given, SYSTEM)
    if isinstance(found, Doubt):
        return Shipment(skipped=(found,))
    if found is None:
        text = "this page names neither a title nor a speaker"
        return Shipment(skipped=(Doubt("no-talk", text),))
    found = _dated_below(_below(found, made), body, made, given)
    found = _by_name(found, slug, made)
    is_own = str(data.get("collection", "")) == "talks" or made.is_by_owner
    if "speakers" not in found.record and is_own:
        text = "no speaker is named: these are the talks of one person"
        doubt = Doubt("speaker", text, 'Say it: --speaker "Ada Roe (University X)".', 1)
        found = replace(found, doubts=(*found.doubts, doubt))
    return Shipment(talks=(found,))


def _not_posted(made: Entry, data: Mapping[str, Any]) -> None:
    """Take ``date`` for the day of posting where another key has that of the talk."""
    if "date_end" in data and "start" not in made.values:  # of older Wowchemy
        made.values["start"] = made.values.pop("date", None)
    if "start" in made.values and "date" in made.values:
        made.values["posted"] = made.values.pop("date")


def _dated_below(found: Found, body: str, made: Entry, given: Given) -> Found:
    """Take the day that stands at a label of the text before a bare ``date`` above it.

    That is often the day on which the page was posted.
    """
    said = labelled(list(enumerate(body.split("\n"), 1)))
    texts = [*said.all("when"), *said.all("time")]
    text = next((one for one in texts if days_in(one, given)), "")
    if not text or "date" not in made.values:
        return found
    moment, doubts = moment_of(
        text, given, said.first("time") if said.first("when") else ""
    )
    if not isinstance(moment.day, date) or same_day(moment.day, found.moment.day):
        return found
    told = (
        f"two dates contradict each other: {shown(found.moment.day)} above the page and"
    )
    doubt = Doubt("dates", f"{told} {shown(moment.day)} in its text, which is taken")
    kept = [one for one in found.doubts if one.code not in {"posted", "date"}]
    return replace(found, moment=moment, doubts=(*kept, *doubts, doubt))


def _by_name(found: Found, slug: str, made: Entry) -> Found:
    """Doubt a date that is not that of the file's name, as posts have it."""
    dated = _DATED.match(slug)
    if (
        dated
        and found.moment.day is None
        and found.moment.instant is None
        and "date" not in made.values
    ):
        try:
            day = date(int(dated[1]), int(dated[2]), int(dated[3]))
        except ValueError:
            return found
        doubts = tuple(one for one in found.doubts if one.code != "posted")
        text = f"the date {day} is that in the name of the file"
        return replace(
            found,
            moment=Moment(day=day, time=found.moment.time, end=found.moment.end),
            doubts=(*doubts, Doubt("date", text)),
        )
    return found


def _below(found: Found, made: Entry) -> Found:
    """Return a talk with what the text below its front matter says of it."""
    body = re.sub(
        r"\{%.*?%\}|\{\{[<%]?.*?[%>]?\}\}|<!--.*?-->", "", made.body, flags=re.DOTALL
    )
    body = prose(re.sub(r"!\[[^\]]*\]\([^)]*\)", "", body))
    if not body:
        return found
    record = dict(found.record)
    told = described(body)
    if told.title:
        record.setdefault("title", told.title)
    people = _joined([dict(one) for one in record.get("speakers", ())], told.people)
    leading = [one for one in told.left if is_about_links(one)]
    doubts = _texts_below(record, people, told, made)
    if people:
        record["speakers"] = people
    if told.place:
        record.setdefault("location", told.place)
    for key, value in told.more.items():
        record.setdefault(key, value)
    link = joining(told.links, body)
    if link:
        record.setdefault("link", link)
    forms = [url for url in addresses_in(body) if is_registration(url)]
    if forms:
        record.setdefault("registration", forms[0])
    doubts += _left_out(leading, f"{record}")
    left = tuple(dict.fromkeys((*found.left, *made.beside)))
    return replace(found, record=record, left=left, doubts=(*found.doubts, *doubts))


def _joined(
    people: list[dict[str, str]], more: list[dict[str, str]]
) -> list[dict[str, str]]:
    """Return those who speak, with what the text says of the same people."""
    for person in more:
        for one in people:
            if one["name"].casefold() == person["name"].casefold():
                for key, value in person.items():
                    one.setdefault(key, value)
    return people or more


def _texts_below(
    record: dict[str, Any], people: list[dict[str, str]], told: Described, made: Entry
) -> list[Doubt]:
    """Enter abstract and biography; of two abstracts say which is left out.

    A short one for lists yields to a longer one, and one at its label to none.
    """
    names = [one["name"] for one in people]
    left = [
        one
        for one in told.left
        if not _is_furniture(one, record.get("title", ""), names)
    ]
    while left and is_fact(left[0], names):
        left = left[1:]
    above = record.get("abstract", "")
    sure = above and not made.short  # and all below is something else
    own = [] if told.bio else [one for one in left[not sure :] if _is_bio(one, people)]
    bio = told.bio or "\n\n".join(own)
    below = told.abstract or "\n\n".join(one for one in left if one not in own)
    if bio and people:
        people[0].setdefault("bio", bio)
    if not below or is_within(below, above):
        return []
    if not above or (made.short and (told.abstract or len(below) > len(above))):
        record["abstract"] = below
        if above and not is_within(above, below):
            made.beside.append(made.short)
        return []
    if len(below.split()) <= _FEW:
        return []
    text = f"left out, for an abstract stands above it: `{line(below)[:60]}`"
    return [Doubt("left-out", text, "Write what people need of it into the record.")]


def _left_out(parts: list[str], taken: str) -> list[Doubt]:
    """Return a doubt for each paragraph with an address that no field has taken."""
    return [
        Doubt("left-out", f"left out, for it leads elsewhere: `{line(one)[:60]}`")
        for one in parts
        if not any(url in taken for url in addresses_in(one))
    ]


def _is_furniture(part: str, title: str, names: list[str]) -> bool:
    bare = line(part).strip(" *_#:.")
    if not bare or _HEADING.match(bare) or is_about_links(part):
        return True
    return bare.casefold() in {
        title.casefold(),
        *(one.casefold() for one in names),
    } or part.startswith("#")


def _is_bio(part: str, people: list[dict[str, str]]) -> bool:
    """Say whether a paragraph tells of the speaker and not of the talk."""
    head = " ".join(part.split())[:250]
    surnames = [one["name"].split()[-1] for one in people]
    first = [
        one["name"].split()[0]
        for one in people
        if not one["name"].startswith(("Prof", "Dr"))
    ]
    named = any(
        re.search(rf"\b{re.escape(one)}\b", head) for one in (*surnames, *first)
    )
    return named and bool(_BIO.search(head))
