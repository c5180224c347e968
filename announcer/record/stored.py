"""A talk as plain values that marshal knows, and back.

Fields that are plain need no word here; a new one goes by itself.
"""

from __future__ import annotations

import marshal
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

Packed: TypeAlias = tuple[Any, ...]

_APART = (
    *("source", "series", "start", "end", "speakers", "host", "imported"),
    *("also", "owner"),
)
_NAMES = tuple(one.name for one in fields(Talk) if one.name not in _APART)
_SPEAKER = tuple(one.name for one in fields(Speaker))
_PERSON = tuple(one.name for one in fields(Person))
_IMPORTED = tuple(one.name for one in fields(Imported))
_of_talk, _of_speaker = attrgetter(*_NAMES), attrgetter(*_SPEAKER)
_wall = attrgetter(*("year", "month", "day", "hour", "minute", "second", "microsecond"))
_of_person, _of_imported = attrgetter(*_PERSON), attrgetter(*_IMPORTED)
_ONE_SECOND = timedelta(seconds=1)


def _words(kind: type[StrEnum]) -> Mapping[str | None, StrEnum | None]:
    return {None: None, **{str(one): one for one in kind}}


_ROLES = _words(Role)
_ENUMS = {"status": Status, "link_access": LinkAccess, "recording": Recording}
_ENUMS_AT = [(_NAMES.index(name), _words(kind)) for name, kind in _ENUMS.items()]
_OFTEN_ALIKE = ("timezone", "location", "address", "language", "topics")
_ALIKE_AT = [_NAMES.index(name) for name in _OFTEN_ALIKE]
_ZONE_AT = _NAMES.index("timezone")
_ROLE_AT = _SPEAKER.index("role")
_new: Callable[[type[Talk]], Talk] = object.__new__
_new_moment: Callable[..., datetime] = datetime
_PUT = [vars(Talk)[name].__set__ for name in _NAMES]
_PUT_APART = [vars(Talk)[name].__set__ for name in _APART]


def packed(talk: Talk) -> Packed:
    """Return all that a talk says itself; its series and its path stay outside."""
    plain = [*_of_talk(talk)]
    for at, _ in _ENUMS_AT:
        plain[at] = plain[at] and plain[at].value
    return (
        _packed_moment(talk.timezone, talk.start),
        _packed_moment(talk.timezone, talk.end),
        tuple([_packed_speaker(one) for one in talk.speakers]),
        _of_person(talk.host) if talk.host else None,
        _of_imported(talk.imported) if talk.imported else None,
        *plain,
    )


def zone_of(talk: Packed) -> str:
    """Return the name of the zone of what ``packed`` made."""
    return str(talk[_ZONE_AT - len(_NAMES)])


def imprint(talk: Packed) -> str:
    """Return a digest of what ``packed`` made: the same for the same talk."""
    # version 2 knows no references: equal values are equal octets
    return blake2b(marshal.dumps(talk, 2), digest_size=16).hexdigest()


def said(talk: Talk) -> str:
    """Return a digest of all that a talk says itself, as the store keeps it."""
    return imprint(packed(talk))


def _packed_speaker(speaker: Speaker) -> tuple[Any, ...]:
    plain: tuple[Any, ...] = _of_speaker(speaker)
    if speaker.role is None:
        return plain
    return (*plain[:_ROLE_AT], speaker.role.value, *plain[_ROLE_AT + 1 :])


def _packed_moment(zone: str, moment: datetime) -> tuple[Any, ...]:
    """Return what a clock shows, and which kind of the zone's time that is."""
    parts = (moment.utcoffset(), moment.dst())
    seconds = [part // _ONE_SECOND if part else 0 for part in parts]
    return (*_wall(moment), (zone, *seconds, moment.tzname()))


class Unpacker:
    """Make talks again; what several of them say alike they share."""

    def __init__(self) -> None:
        self._alike: dict[Any, Any] = {}
        self._speakers: dict[tuple[Any, ...], Speaker] = {}
        self._zones: dict[tuple[Any, ...], tzinfo] = {}

    def talk(self, values: Packed, source: str, series: Series) -> Talk:
        """Return the talk of what ``packed`` made."""
        start, end, speakers, host, imported, *plain = values
        for at, words in _ENUMS_AT:
            plain[at] = words[plain[at]]
        for at in _ALIKE_AT:
            plain[at] = self._alike.setdefault(plain[at], plain[at])
        others = (
            source,
            series,
            self._moment(start),
            self._moment(end),
            tuple([self._speaker(one) for one in speakers]),
            Person(**dict(zip(_PERSON, host, strict=True))) if host else None,
            Imported(**dict(zip(_IMPORTED, imported, strict=True)))
            if imported
            else None,
            (),
            None,
        )
        talk = _new(Talk)
        # each field by its slot: for the ten thousandth time, a constructor is slow
        for put, value in zip(_PUT, plain, strict=True):
            put(talk, value)
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

    def _moment(self, values: tuple[Any, ...]) -> datetime:
        *wall, kind = values
        tz = self._zones.get(kind)
        if tz is None:
            tz = self._zones[kind] = when.kind_of_time(*kind)
        return _new_moment(*wall, tz)
