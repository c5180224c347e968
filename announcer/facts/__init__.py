"""The facts of a talk, the changes between two, and the memory of a whole talk as JSON.

This room alone knows what an attendee relies on, which fields are shown to anybody, and
how a talk is written down so that it can be shown again when its record is gone.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from announcer.access import room_key
from announcer.classes import dataclass
from announcer.facts.writing import (
    DENSE,
    VEIL,
    credit,
    digest,
    facts_json,
    is_veiled,
    restore,
    snapshot,
    snapshot_json,
)
from announcer.lazy import pattern
from announcer.talk import LinkAccess, Status, Talk

__all__ = [
    "FACT_FIELDS",
    "Change",
    "FactValue",
    "Facts",
    "changes",
    "digest",
    "facts_json",
    "facts_of",
    "is_veiled",
    "keeps_its_hour",
    "restore",
    "snapshot",
    "snapshot_json",
    "veiled",
    "veiled_snapshot",
]

FactValue = str | tuple[str, ...] | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an attendee relies on.

    ``speakers`` are written ``Name (Affiliation)``. ``start`` and ``end`` are ISO 8601
    wall times with their offset from UTC, and ``timezone`` is the zone they stand in;
    an ``all_day`` talk ends with the midnight after its last day. ``link_access`` says
    who was shown the ``link``; it is None where an earlier release wrote the facts, and
    then nobody knows of the ``registration`` either.
    """

    speakers: tuple[str, ...]
    title: str | None
    start: str
    end: str
    all_day: bool = False
    timezone: str = "UTC"
    location: str | None = None
    link: str | None = None
    link_access: str | None = None
    registration: str | None = None
    status: str = Status.CONFIRMED.value

    def to_json(self) -> str:
        """Write the facts as one line of ASCII; equal facts give equal lines."""
        known = {name: getattr(self, name) for name in FACT_FIELDS}
        # what earlier releases wrote keeps its line, and so do exports of it
        return _encode({k: v for k, v in known.items() if k not in _LATER or v})

    @classmethod
    def from_json(cls, text: str) -> Facts:
        """Read what ``to_json`` wrote, also by a release with more or fewer facts.

        Raises ValueError, KeyError or TypeError for anything else.
        """
        known = {k: v for k, v in json.loads(text).items() if k in FACT_FIELDS}
        return cls(**{**known, "speakers": tuple(known["speakers"])})

    @property
    def starts(self) -> datetime:
        """Return the start as an aware time (at its fixed offset)."""
        return datetime.fromisoformat(self.start)

    @property
    def ends(self) -> datetime:
        """Return the end as an aware time (at its fixed offset)."""
        return datetime.fromisoformat(self.end)


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that is not what it was; ``field`` is a name in ``FACT_FIELDS``."""

    field: str
    old: FactValue
    new: FactValue


FACT_FIELDS: tuple[str, ...] = tuple(field.name for field in fields(Facts))
# Facts that earlier releases did not write: unknown there, which is no change.
_LATER = frozenset({"link_access", "registration"})
_PORTS = {"http": ":80", "https": ":443"}
_ESCAPE = pattern("%[0-9a-fA-F]{2}")

_encode = DENSE.encode


def facts_of(talk: Talk) -> Facts:
    """Return the facts of a talk."""
    return Facts(
        speakers=tuple([credit(speaker) for speaker in talk.speakers]),
        title=talk.title,
        start=talk.start.isoformat(),
        end=talk.end.isoformat(),
        all_day=talk.all_day,
        timezone=talk.timezone,
        location=talk.location,
        link=talk.link,
        link_access=talk.link_access.value,
        registration=talk.registration,
        status=talk.status.value,
    )


def changes(old: Facts, new: Facts) -> tuple[Change, ...]:
    """Return the facts that differ in meaning, in the order of ``FACT_FIELDS``.

    A time is its instant and its wall clock, whatever the zone is called; of an all-day
    talk it is the day. White space, what nobody can see, the order of the speakers and
    their affiliations make no difference, nor do two spellings of one address, and
    capitals in names of people and rooms.
    """
    was, now = _meaning(old), _meaning(new)
    if is_veiled(was["link"]) != is_veiled(now["link"]):  # of one only a digest is left
        was["link"], now["link"] = (_veil(one["link"]) for one in (was, now))
    differ = {name for name in FACT_FIELDS if was[name] != now[name]}
    if old.link_access is None or new.link_access is None:
        differ -= _LATER
    if old.all_day and new.all_day:
        differ -= {n for n in ("start", "end") if was[n][0] == now[n][0]}
        differ.discard("timezone")
    elif was["start"][1] == now["start"][1]:  # one clock under two names
        differ.discard("timezone")
    return tuple(
        Change(name, getattr(old, name), getattr(new, name))
        for name in FACT_FIELDS
        if name in differ
    )


def keeps_its_hour(change: Change) -> bool:
    """Say whether a start or end still has its wall clock: its zone alone moved."""
    return _time(change.old)[0] == _time(change.new)[0]


def _meaning(facts: Facts) -> dict[str, Any]:
    known = {name: getattr(facts, name) for name in FACT_FIELDS}
    known |= {name: _time(known[name]) for name in ("start", "end")}
    known["title"] = _folded(facts.title)
    known["location"] = room_key(facts.location)
    known |= {name: _address(known[name]) for name in ("link", "registration")}
    known["speakers"] = sorted(
        _folded(_name(credit)).casefold() for credit in facts.speakers
    )
    return known


def _time(text: FactValue) -> tuple[datetime, timedelta | None]:
    """Return a wall clock and its offset from UTC."""
    moment = datetime.fromisoformat(str(text))
    return moment.replace(tzinfo=None), moment.utcoffset()


def _folded(text: str | None) -> str:
    """Return a text as readers see it: one kind of space, and nothing invisible."""
    composed = unicodedata.normalize("NFC", text or "")
    return " ".join(
        "".join(c for c in composed if unicodedata.category(c) != "Cf").split()
    )


def _name(credit: str) -> str:
    """Return the name of ``Name (Affiliation)``."""
    return credit.partition(" (")[0] or credit


def _address(text: str | None) -> str:
    """Return a web address as browsers compare it (RFC 3986 section 6.2)."""
    text = (text or "").strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return text
    user, at, host = parts.netloc.rpartition("@")
    host = host.casefold().removesuffix(_PORTS.get(parts.scheme, ":"))
    path = parts.path or ("/" if host else "")
    known = parts._replace(netloc=user + at + host, path=path).geturl()
    return _ESCAPE.sub(lambda found: found[0].upper(), known)


def _veil(link: str) -> str:
    if not link or is_veiled(link):
        return link
    return VEIL + sha256(_address(link).encode()).hexdigest()[:16]


def veiled(facts_json: str) -> str:
    """Return facts as JSON with a digest in place of a link that is not for all.

    Facts of an earlier release do not say for whom it is.
    """
    if '"link":"' not in facts_json:
        return facts_json
    known = json.loads(facts_json)
    if known.get("link_access") == LinkAccess.PUBLIC:
        return facts_json
    return _encode(known | {"link": _veil(known["link"])})


def veiled_snapshot(written: Mapping[str, Any]) -> dict[str, Any]:
    """Return a snapshot with a digest in place of a link that is not for all."""
    link = written.get("link")
    if not link or written.get("link_access", LinkAccess.PUBLIC) == LinkAccess.PUBLIC:
        return dict(written)
    return {**written, "link": _veil(link)}
