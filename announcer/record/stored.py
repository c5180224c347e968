"""A talk as a list that JSON can hold, and back.

Fields that JSON holds as they are need no word here; a new one goes by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from hashlib import blake2b
from operator import attrgetter
from typing import Any, TypeAlias

from announcer import when
from announcer.talk import (
    Imported,
    LinkAccess,
    Person,
    Recording,
    Role,
    Series,
    Speaker,
    Status,
    Talk,
)

Packed: TypeAlias = list[Any]  # the zone comes first

_APART = (
    *("source", "series", "start", "end", "speakers", "host", "imported"),
    *("also", "owner"),
)
_NAMES = tuple(one.name for one in fields(Talk) if one.name not in _APART)
_SPEAKER = tuple(one.name for one in fields(Speaker))
_PERSON = tuple(one.name for one in fields(Person))
_IMPORTED = tuple(one.name for one in fields(Imported))
_of_talk, _of_speaker = attrgetter(*_NAMES), attrgetter(*_SPEAKER)
_of_person, _of_imported = attrgetter(*_PERSON), attrgetter(*_IMPORTED)
_ONE_SECOND = timedelta(seconds=1)


def _words(kind: type[StrEnum]) -> Mapping[str | None, StrEnum | None]:
    return {None: None, **{str(one): one for one in kind}}


_ROLES = _words(Role)
# What JSON holds in another way than a talk.
_READ: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("status", _words(Status).__getitem__),
    ("link_access", _words(LinkAccess).__getitem__),
    ("recording", _words(Recording).__getitem__),
    ("topics", tuple),
    ("awaited", tuple),
)
_OFTEN_ALIKE = ("timezone", "location", "address", "language", "topics")
_READ_AT = [(_NAMES.index(name), read) for name, read in _READ]
_ALIKE_AT = [_NAMES.index(name) for name in _OFTEN_ALIKE]
_new: Callable[[type[Talk]], Talk] = object.__new__
_PUT = [vars(Talk)[name].__set__ for name in _NAMES]
_PUT_APART = [vars(Talk)[name].__set__ for name in _APART]


def packed(talk: Talk) -> Packed:
    """Return all that a talk says itself; its series and its path stay outside."""
    return [
        talk.timezone,
        _packed_moment(talk.start),
        _packed_moment(talk.end),
        [_of_speaker(one) for one in talk.speakers],
        _of_person(talk.host) if talk.host else None,
        _of_imported(talk.imported) if talk.imported else None,
        *_of_talk(talk),
    ]


def written(talk: Packed) -> str:
    """Return as JSON what ``packed`` made: the same text for the same talk."""
    return json.dumps(talk, ensure_ascii=False, separators=(",", ":"))


def imprint(talk: str) -> str:
    """Return a digest of what ``written`` wrote."""
    known = blake2b(talk.encode("utf-8", "surrogatepass"), digest_size=16)
    return known.hexdigest()


def said(talk: Talk) -> str:
    """Return a digest of all that a talk says itself, as the store keeps it."""
    return imprint(written(packed(talk)))


def _packed_moment(moment: datetime) -> list[Any]:
    parts = (moment.utcoffset(), moment.dst())
    seconds = [part // _ONE_SECOND if part else 0 for part in parts]
    return [moment.replace(tzinfo=None).isoformat(), *seconds, moment.tzname()]


class Unpacker:
    """Make talks again; what several of them say alike they share."""

    def __init__(self) -> None:
        self._alike: dict[Any, Any] = {}
        self._speakers: dict[tuple[Any, ...], Speaker] = {}
        self._zones: dict[tuple[Any, ...], tzinfo] = {}

    def talk(self, values: Packed, source: str, series: Series) -> Talk:
        """Return the talk of what ``packed`` made."""
        zone, start, end, speakers, host, imported, *rest = values
        for at, read in _READ_AT:
            rest[at] = read(rest[at])
        for at in _ALIKE_AT:
            rest[at] = self._alike.setdefault(rest[at], rest[at])
        talk = _new(Talk)
        # each field by its slot: for the ten thousandth time, a constructor is slow
        for put, value in zip(_PUT, rest, strict=True):
            put(talk, value)
        others = (
            source,
            series,
            self._moment(zone, *start),
            self._moment(zone, *end),
            tuple([self._speaker(tuple(one)) for one in speakers]),
            Person(**dict(zip(_PERSON, host, strict=True))) if host else None,
            _imported(imported) if imported else None,
            (),
            None,
        )
        for put, value in zip(_PUT_APART, others, strict=True):
            put(talk, value)
        return talk

    def _speaker(self, values: tuple[Any, ...]) -> Speaker:
        made = self._speakers.get(values)
        if made is None:
            said = dict(zip(_SPEAKER, values, strict=True))
            said["role"] = _ROLES[said["role"]]
            made = self._speakers[values] = Speaker(**said)
        return made

    def _moment(self, zone: str, wall: str, *kind: Any) -> datetime:
        tz = self._zones.get((zone, *kind))
        if tz is None:
            tz = self._zones[zone, *kind] = when.kind_of_time(zone, *kind)
        return datetime.fromisoformat(wall).replace(tzinfo=tz)


def _imported(values: list[Any]) -> Imported:
    said = dict(zip(_IMPORTED, values, strict=True))
    said["digests"] = tuple(tuple(one) for one in said["digests"])
    return Imported(**said)
