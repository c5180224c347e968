"""Talks in data files that people keep by hand: lists in YAML, TOML and JSON."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from announcer.errors import BadValue
from announcer.importers import own
from announcer.importers.encoding import guessed, text_of
from announcer.importers.entries import found_of
from announcer.importers.found import Doubt, Found, Given, Shipment
from announcer.importers.frontmatter import plain_toml
from announcer.importers.jsontext import is_json, parsed_json
from announcer.importers.keys import Entry, entry, meaning_of
from announcer.importers.systems import shipped
from announcer.record import Lined, loose

SYSTEM = "data"
_YAML, _TOML, _JSON = (".yml", ".yaml"), (".toml",), (".json", ".jsonld", ".geojson")
_TALK = frozenset({"title", "speakers"})
_DEEPEST = 4
# Under these keys a meeting keeps its talks, whatever else it says of itself.
_PROGRAMME = frozenset(
    {"talks", "program", "programme", "presentations", "sessions", "contributions"}
)
_DATE = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(?:\d\d)?\d\d(?!\d)")


def recognises(content: bytes, name: str) -> bool:
    """Say whether this is data by its name or its first signs."""
    ending = name.casefold()
    if ending.endswith((*_YAML, *_TOML, *_JSON)):
        return True
    return is_json(content)


def read(content: bytes, name: str, given: Given) -> Shipment:
    """Return the talks of a data file; raises BadValue with the place where it is broken."""  # noqa: E501
    data = _parsed(content, name)
    talks: list[Found] = []
    skipped: list[Doubt] = []
    pages = data if isinstance(data, list) else []
    if pages and all(map(own.is_page, pages)):
        pages_read = shipped(own.of_page(one) for one in pages)
        return replace(pages_read, doubts=(own.lacks("list"),))
    whole = _whole(data)
    given = _ordered(data, given)
    for made in _entries(data, "", 0):
        for key, value in whole.items():
            made.values.setdefault(key, value)
        found = found_of(made, given, SYSTEM)
        if isinstance(found, Doubt):
            skipped.append(found)
        elif found is not None:
            talks.append(found)
    doubts = guessed(content)
    if not talks and not skipped:
        text = "no talk is told of here: no entry has a title or a speaker"
        doubts = (*doubts, Doubt("nothing", text))
    return Shipment(talks=tuple(talks), skipped=tuple(skipped), doubts=doubts)


def _parsed(content: bytes, name: str) -> Any:
    if is_json(content) or name.casefold().endswith(_JSON):
        return parsed_json(content)
    text = text_of(content)
    if name.casefold().endswith(_TOML):
        try:
            return plain_toml(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise BadValue(f"this is no TOML: {error}") from None
    return loose(text)


def _whole(data: Any) -> dict[str, Any]:
    """Return what the top of a file says for all of its talks: their zone."""
    if not isinstance(data, Mapping):
        return {}
    zones = [
        value
        for key, value in data.items()
        if meaning_of(key) == "timezone" and isinstance(value, str)
    ]
    return {"timezone": zones[-1]} if zones else {}


def _entries(data: Any, key: str, depth: int) -> Iterator[Entry]:  # noqa: C901
    """Yield the entries of lists, wherever they stand: of terms, of weeks, of groups."""  # noqa: E501
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for one in data:
            yield from _entries(one, key, depth + 1)
    elif isinstance(data, Mapping):
        kinds = {
            meaning_of(str(one))
            for one, value in data.items()
            if value not in (None, "", [], {})
        }
        lists = [(str(name), one) for name, one in data.items() if _holds_talks(one)]
        dated = kinds & {"date", "start", "time"}
        is_meeting = any(name.casefold() in _PROGRAMME for name, _ in lists)
        if lists and (is_meeting or not ("speakers" in kinds and dated)):
            for name, one in lists:
                for made in _entries(one, name, depth + 1):
                    _inherit(made, data)
                    yield made
        elif _is_event(kinds) or (kinds & _TALK and (dated or "speakers" in kinds)):
            made = entry(data, data.line if isinstance(data, Lined) else 0)
            yield made


def _is_event(kinds: set[str]) -> bool:
    """Say whether these are the keys of an event as calendars name them."""
    return {"summary", "start"} <= kinds


def _ordered(data: Any, given: Given) -> Given:
    """Return what is given, with the order of 3/4/2021 if some date here proves it."""
    if given.day_first is not None:
        return given
    pairs = [(int(one[1]), int(one[2])) for one in _DATE.finditer(str(data))]
    day_first = any(one > 12 for one, _ in pairs)
    month_first = any(two > 12 for _, two in pairs)
    if day_first != month_first:
        return replace(given, day_first=day_first)
    return given


def _inherit(made: Entry, group: Mapping[str, Any]) -> None:
    """Give an entry the day and the place of the meeting it belongs to."""
    said = entry(
        {
            key: value
            for key, value in group.items()
            if not isinstance(value, list | dict)
        }
    )
    for key in ("date", "start", "time", "end", "location", "timezone"):
        if key in said.values and not (
            key in {"date", "start"} and {"date", "start"} & made.values.keys()
        ):
            made.values.setdefault(key, said.values[key])


def _holds_talks(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_holds_talks(one) for one in value.values()) or _is_talk(value)
    return isinstance(value, list) and any(
        isinstance(one, Mapping)
        and (
            _is_talk(one)
            or any(
                _holds_talks(inner) for inner in one.values() if isinstance(inner, list)
            )
        )
        for one in value
    )


def _is_talk(one: Mapping[str, Any]) -> bool:
    kinds = {meaning_of(str(key)) for key in one}
    return _is_event(kinds) or (
        bool(kinds & {"date", "start", "speakers"})
        and bool(kinds & _TALK)
        and ("title" in kinds or bool(kinds & {"date", "start", "abstract"}))
    )
