"""Talks of announcer itself: talks.json, and what it writes for Jekyll and Hugo."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from announcer import urls
from announcer.importers.found import Doubt, Found, Given, Moment, Origin
from announcer.importers.keys import YES, flat
from announcer.importers.moments import between, stamp
from announcer.importers.systems import Made, OfJson, talk, web
from announcer.words import CATALOGUES, Words, words_for

SYSTEM = "announcer"
_TAKEN = (
    "title", "abstract", "location", "address", "link", "registration", "notice",
    "topics", "language", "slides", "video", "paper", "recording", "type", "extra",
)  # fmt: skip
_PERSON = ("name", "affiliation", "url", "orcid", "pronouns", "role", "bio")
_STATUSES = frozenset({"cancelled", "postponed", "tentative"})
# What each of our forms does not hold of a record; in the first the address of a room
# is a part of the place, and formulas are as they are read.
LACKING = {
    "calendar": ("type", "extra", "address"),
    "page": ("host", "bio"),
    "list": ("host", "bio", "abstract"),
    "report": (
        *("host", "bio", "abstract", "address", "language", "link", "notice"),
        *("registration", "topics", "extra"),
    ),
}
# What a page has and no other file of theirs, and how the lines above a text look.
_MARKS = frozenset({"uid", "series_key", "calendar"})
_BOLD = re.compile(r"\*\*.+\*\*", re.DOTALL)
_LED = re.compile(r"\[[^\]]+\]\(<[^>]*>\)")


@cache
def tongues() -> tuple[Words, ...]:
    """Return the words of every language that announcer writes in."""
    names = sorted(one.name for one in CATALOGUES.iterdir() if one.is_dir())
    return tuple(map(words_for, ("en", *names)))


def unmarked(title: str) -> str:
    """Return a title without the word for what became of its talk."""
    title = _flat(title)
    for words in tongues():
        for mark in map(_flat, words.marks.values()):
            if title.startswith(f"{mark} "):
                return title.removeprefix(f"{mark} ")
    return title


def lacks(form: str) -> Doubt:
    """Say what one of our forms does not hold, and which one does."""
    text = f"announcer wrote this {form}, which holds no {', '.join(LACKING[form])}"
    return Doubt("own", text, "The talks.json of the same site holds all of it.")


def _flat(text: str) -> str:
    return " ".join(text.split())


def is_open(title: str) -> bool:
    """Say whether these words stand for a title that is not known."""
    kinds = ("Title to be announced", "title to be announced", "to be announced")
    return any(title == words.gettext(kind) for words in tongues() for kind in kinds)


def is_page(data: Any) -> bool:
    """Say whether front matter, or an entry of a list, is one that announcer wrote."""
    return isinstance(data, Mapping) and data.keys() >= _MARKS


def of_page(data: Mapping[str, Any], body: str = "") -> Made:
    """Return the talk of a page for Jekyll or Hugo, with the text below its facts."""
    title = unmarked(flat(data.get("title")))
    one = {**data, "title": "" if is_open(title) else title, "link": data.get("join")}
    one["all_day"] = str(data.get("all_day", "")).casefold() in YES
    one["abstract"] = _text_below(body)
    silent = LACKING["page" if body else "list"]
    return _talk(one, flat(data.get("series")), silent)


def _text_below(body: str) -> str:
    """Return what stands between the facts in words, which come first, and links."""
    raw = re.sub(r"\{% (?:end)?raw %\}", "", body)
    parts = [one.strip() for one in re.split(r"\n\s*\n", raw) if one.strip()]
    if parts and _BOLD.fullmatch(parts[0]):
        parts = parts[1:]
    parts = parts[1:-1]  # the day, and the calendar
    while parts and (_BOLD.fullmatch(parts[0]) or _LED.fullmatch(parts[0])):
        parts = parts[1:]
    return html.unescape("\n\n".join(parts))


def _talks(data: Any, given: Given) -> Iterator[Made]:
    del given
    names = {one.get("key"): one.get("name") for one in data.get("series") or ()}
    for one in data["talks"]:
        series = one.get("series")
        made = _talk(one, names.get(series) or series)
        owner = one.get("owner")
        if owner and isinstance(made, Found):
            made = replace(made, owner=str(owner))
        yield made


def _talk(
    one: Mapping[str, Any], series: str | None, silent: tuple[str, ...] = ()
) -> Made:
    """Return a talk by the words of our records, in which all of them are kept."""
    record = {key: one[key] for key in _TAKEN if key in one}
    if one.get("status") in _STATUSES:
        record["status"] = one["status"]
    if one.get("host"):
        record["host"] = {"name": one["host"]}
    record["speakers"] = [
        {key: who[key] for key in _PERSON if key in who}
        for who in one.get("speakers") or ()
    ]
    origin = Origin(
        system=SYSTEM,
        id=one.get("uid"),
        url=web(one.get("page")),
        updated=one.get("modified"),
    )
    made = talk(record, _moment(one), origin, series)
    return replace(made, silent=silent) if isinstance(made, Found) else made


def _moment(one: Mapping[str, Any]) -> Moment:
    start, end = stamp(one.get("start")), stamp(one.get("end"))
    zone = one.get("timezone")
    if not one.get("all_day"):
        return replace(between(start, end, zone), daily=bool(one.get("daily")))
    if isinstance(start, datetime) and isinstance(end, datetime):
        start, end = start.date(), (end - timedelta(minutes=1)).date()
    return replace(between(start, end, zone), all_day=True, zone=zone)


def _fits(data: Any) -> bool:
    listed = data.get("talks") if isinstance(data, Mapping) else None
    return isinstance(listed, list) and "site" in data and "version" in data


TALKS_JSON = OfJson(_fits, _talks)
_HEAD = 1 << 20  # what stands before the talks is shorter


def goes_on(content: bytes) -> str:
    """Return the name of the part of a site's talks that goes on, or ""."""
    if b'"next"' not in content[:_HEAD]:
        return ""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    return urls.part_after(data.get("next")) if _fits(data) else ""
