"""A talk, and doubts about its file, as plain values that marshal knows, and back.

Fields that are plain need no word here; a new one goes by itself.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime, tzinfo
from enum import StrEnum
from hashlib import blake2b
from operator import attrgetter
from typing import Any, TypeAlias

from announcer import when
from announcer.errors import Problem, Severity
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

_NAMES = tuple(one.name for one in fields(Talk))
_SPEAKER = tuple(one.name for one in fields(Speaker))
_PERSON = tuple(one.name for one in fields(Person))
_IMPORTED = tuple(one.name for one in fields(Imported))
_of_talk, _of_speaker = attrgetter(*_NAMES), attrgetter(*_SPEAKER)
_wall = attrgetter(*("year", "month", "day", "hour", "minute", "second", "microsecond"))
_of_person, _of_imported = attrgetter(*_PERSON), attrgetter(*_IMPORTED)


def _words(kind: type[StrEnum]) -> Mapping[str | None, StrEnum | None]:
    return {None: None, **{str(one): one for one in kind}}


_ROLES = _words(Role)
_ENUMS = {"status": Status, "link_access": LinkAccess, "recording": Recording}
_ENUMS_AT = [(_NAMES.index(name), _words(kind)) for name, kind in _ENUMS.items()]
_OFTEN_ALIKE = ("timezone", "location", "address", "language", "topics")
_ALIKE_AT = [_NAMES.index(name) for name in _OFTEN_ALIKE]
_OUTSIDE_AT = [_NAMES.index(name) for name in ("source", "series", "also", "owner")]
_SOURCE_AT, _SERIES_AT, _ALSO_AT, _ = _OUTSIDE_AT
_START_AT, _END_AT, _ZONE_AT = map(_NAMES.index, ("start", "end", "timezone"))
_SPEAKERS_AT, _HOST_AT = map(_NAMES.index, ("speakers", "host"))
_IMPORTED_AT, _ROLE_AT = _NAMES.index("imported"), _SPEAKER.index("role")
_moment: Callable[..., datetime] = datetime


def packed(talk: Talk) -> Packed:
    """Return all that a talk says itself; its series and its path stay outside."""
    values = [*_of_talk(talk)]
    for at in _OUTSIDE_AT:
        values[at] = None
    for at, _ in _ENUMS_AT:
        values[at] = values[at] and values[at].value
    values[_START_AT] = _packed_moment(talk.timezone, talk.start)
    values[_END_AT] = _packed_moment(talk.timezone, talk.end)
    values[_SPEAKERS_AT] = tuple([_packed_speaker(one) for one in talk.speakers])
    values[_HOST_AT] = _of_person(talk.host) if talk.host else None
    values[_IMPORTED_AT] = _of_imported(talk.imported) if talk.imported else None
    return tuple(values)


def zone_of(talk: Packed) -> str:
    """Return the name of the zone of what ``packed`` made."""
    return str(talk[_ZONE_AT])


def imprint(talk: Packed) -> bytes:
    """Return a digest of what ``packed`` made: the same for the same talk."""
    # version 2 knows no references: equal values are equal octets
    return blake2b(marshal.dumps(talk, 2), digest_size=16).digest()


def said(talk: Talk) -> bytes:
    """Return a digest of all that a talk says itself, as the store keeps it."""
    return imprint(packed(talk))


def _packed_speaker(speaker: Speaker) -> tuple[Any, ...]:
    plain: tuple[Any, ...] = _of_speaker(speaker)
    if speaker.role is None:
        return plain
    return (*plain[:_ROLE_AT], speaker.role.value, *plain[_ROLE_AT + 1 :])


def _packed_moment(zone: str, moment: datetime) -> tuple[Any, ...]:
    """Return what a clock shows, and which kind of the zone's time that is."""
    return (*_wall(moment), when.kind_at(zone, moment))


class Unpacker:
    """Make talks again; what several of them say alike they share."""

    def __init__(self) -> None:
        self._alike: dict[Any, Any] = {}
        self._speakers: dict[tuple[Any, ...], Speaker] = {}
        self._zones: dict[when.Kind, tzinfo] = {}

    def talk(self, packed: Packed, source: str, series: Series) -> Talk:
        """Return the talk of what ``packed`` made."""
        values = [*packed]
        for at, words in _ENUMS_AT:
            values[at] = words[values[at]]
        for at in _ALIKE_AT:
            values[at] = self._alike.setdefault(values[at], values[at])
        values[_SOURCE_AT], values[_SERIES_AT], values[_ALSO_AT] = source, series, ()
        values[_START_AT] = self._moment(values[_START_AT])
        values[_END_AT] = self._moment(values[_END_AT])
        values[_SPEAKERS_AT] = tuple(map(self._speaker, values[_SPEAKERS_AT]))
        if host := values[_HOST_AT]:
            values[_HOST_AT] = Person(**dict(zip(_PERSON, host, strict=True)))
        if imported := values[_IMPORTED_AT]:
            said = dict(zip(_IMPORTED, imported, strict=True))
            values[_IMPORTED_AT] = Imported(**said)
        return Talk(*values)

    def _speaker(self, values: tuple[Any, ...]) -> Speaker:
        made = self._speakers.get(values)
        if made is None:
            said = [*values]
            said[_ROLE_AT] = _ROLES[said[_ROLE_AT]]
            made = self._speakers[values] = Speaker(*said)
        return made

    def _moment(self, values: tuple[Any, ...]) -> datetime:
        kind: when.Kind = values[-1]
        tz = self._zones.get(kind)
        if tz is None:
            tz = self._zones[kind] = when.kind_of_time(*kind)
        return _moment(*values[:-1], tz)


def of_problem(one: Problem) -> tuple[Any, ...]:
    """Return what a warning about a record says, but for its path."""
    return one.line, one.column, one.message, one.hint, one.excerpt, one.code


def problem(path: str, values: tuple[Any, ...]) -> Problem:
    """Return the warning of what ``of_problem`` made."""
    line, column, message, hint, excerpt, code = values
    return Problem(
        path=path,
        line=line,
        column=column,
        message=message,
        hint=hint,
        excerpt=excerpt,
        code=code,
        severity=Severity.WARNING,
    )
