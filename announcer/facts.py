"""The facts of a talk, the changes between two, and the memory of a whole talk as JSON.

This room alone knows what an attendee relies on, which fields are shown to anybody, and
how a talk is written down so that it can be shown again when its record is gone.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import datetime, timedelta, timezone, tzinfo
from hashlib import sha256
from operator import attrgetter
from typing import Any
from urllib.parse import urlsplit

from announcer.access import always_private
from announcer.classes import dataclass
from announcer.lazy import pattern
from announcer.mailbox import remembered
from announcer.talk import (
    LinkAccess,
    Person,
    Recording,
    Role,
    Series,
    Speaker,
    Status,
    Talk,
)

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

_encode = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode


def facts_of(talk: Talk) -> Facts:
    """Return the facts of a talk."""
    return Facts(
        speakers=tuple([_credit(speaker) for speaker in talk.speakers]),
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
    their affiliations make no difference, nor do two spellings of one address.
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
    known |= {name: _folded(known[name]) for name in ("title", "location")}
    known |= {name: _address(known[name]) for name in ("link", "registration")}
    known["speakers"] = sorted(_folded(_name(credit)) for credit in facts.speakers)
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


# A link in an export that not everybody may see: known again, and not to be read.
_VEIL = "sha256:"


def is_veiled(link: str | None) -> bool:
    """Say whether a link is no address but the digest of one."""
    return bool(link) and str(link).startswith(_VEIL)


def _veil(link: str) -> str:
    if not link or is_veiled(link):
        return link
    return _VEIL + sha256(_address(link).encode()).hexdigest()[:16]


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


def digest(talk: Talk) -> str:
    """Return a fingerprint of everything that is shown of a talk (SHA-256, hex).

    Its record's path, where it was imported from, and what is always private, such as
    its speakers' addresses, do not count.
    A field that a later release adds does not count either until somebody fills it in.
    """
    return sha256(_encode(_shown(talk)).encode("ascii")).hexdigest()


def snapshot(talk: Talk) -> dict[str, Any]:
    """Return all that ``restore`` needs, as values that JSON can hold.

    What is always private is left out, such as the speakers' addresses: nothing that is
    still written about a talk without a record needs it.
    """
    written = _shown(talk)
    written["series"] |= dict(_stated(talk.series, _SERIES_KEPT))
    if talk.series.mailing_lists:
        written["series"]["mailing_lists"] = list(map(str, talk.series.mailing_lists))
    written["source"] = talk.source
    written["zone_names"] = [talk.start.tzname(), talk.end.tzname()]
    return written


def restore(written: Mapping[str, Any], series: Series | None = None) -> Talk:
    """Return the talk of a snapshot, in its series or, without one, in what is known.

    Start and end keep their wall times and stand in a fixed offset that bears the
    zone's abbreviation; a link of which only a digest is left is none. Raises KeyError,
    TypeError or ValueError if ``written`` is not a snapshot.
    """
    if is_veiled(written.get("link")):
        written = {**written, "link": None}
    names = written.get("zone_names", (None, None))
    known = {name: written[name] for name in _TALK_NAMES if name in written}
    known |= {
        name: read(written[name]) for name, read in _READ.items() if name in known
    }
    known["series"] = series or _read_series(written["series"])
    known["start"] = _read_moment(written["start"], names[0])
    known["end"] = _read_moment(written["end"], names[1])
    return Talk(**{"title": None, "speakers": (), **known})


def _credit(speaker: Speaker) -> str:
    if speaker.affiliation:
        return f"{speaker.name} ({speaker.affiliation})"
    return speaker.name


class _Plain:
    """The fields of a noun that JSON can hold as they are, and what they are if unsaid.

    One ``attrgetter`` for all of them: ten thousand talks are fingerprinted at once.
    """

    __slots__ = ("defaults", "get", "names")

    def __init__(self, noun: type, names: tuple[str, ...]) -> None:
        known: dict[str, Field[Any]] = {f.name: f for f in fields(noun)}
        self.names = names
        self.get = attrgetter(*names)
        self.defaults = tuple(_default(known[name]) for name in names)


def _default(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return None if field.default is MISSING else field.default


def _plain(noun: type, *without: str) -> _Plain:
    names = tuple(f.name for f in fields(noun) if f.name not in without)
    return _Plain(noun, names)


def _stated(thing: object, plain: _Plain) -> list[tuple[str, Any]]:
    """Return the fields that say something: a default is left out."""
    return [
        (name, value)
        for name, value, default in zip(
            plain.names, plain.get(thing), plain.defaults, strict=True
        )
        if value is not default and value != default
    ]


# Fields that JSON cannot hold as they are, or that are shown to nobody.
_TALK_APART = frozenset(
    {"series", "also", "source", "speakers", "start", "end", "status", "host"}
    | {"imported", "owner"}
)
_TALK = _plain(Talk, *_TALK_APART, *always_private(Talk))
_SPEAKER = _plain(Speaker, *always_private(Speaker))
_PERSON = _plain(Person)
_SERIES_SHOWN = _Plain(Series, ("key", "slug", "name", "url", "color"))
_SERIES_KEPT = _Plain(Series, ("parent", "description", "timezone", "language"))
_TALK_NAMES = tuple(f.name for f in fields(Talk))
_SERIES_NAMES = frozenset(_SERIES_SHOWN.names + _SERIES_KEPT.names)


def _shown(talk: Talk) -> dict[str, Any]:
    written = dict(_stated(talk, _TALK))
    written["start"] = talk.start.isoformat()
    written["end"] = talk.end.isoformat()
    written["status"] = talk.status.value
    written["speakers"] = [dict(_stated(s, _SPEAKER)) for s in talk.speakers]
    if talk.host is not None:
        written["host"] = dict(_stated(talk.host, _PERSON))
    if talk.owner is not None:
        written["owner"] = dict(_stated(talk.owner, _PERSON))
    if talk.also:
        written["also"] = [dict(_stated(one, _SERIES_SHOWN)) for one in talk.also]
    written["series"] = series = dict(_stated(talk.series, _SERIES_SHOWN))
    if talk.series.organizers:
        series["organizers"] = [
            dict(_stated(person, _PERSON)) for person in talk.series.organizers
        ]
    elif talk.series.mail.sender:  # who then stands in the talk's calendar entry
        series["sender"] = str(talk.series.mail.sender)
    return written


def _read_series(written: Mapping[str, Any]) -> Series:
    known = {name: value for name, value in written.items() if name in _SERIES_NAMES}
    people = tuple(map(_read_person, written.get("organizers", ())))
    # one list, as releases wrote it that knew of no more
    old = filter(None, [written.get("mailing_list")])
    lists = tuple(map(remembered, written.get("mailing_lists", old)))
    return Series(**{"key": "", **known, "organizers": people, "mailing_lists": lists})


def _read_speaker(written: Mapping[str, Any]) -> Speaker:
    known = {k: v for k, v in written.items() if k in _SPEAKER.names}
    if "role" in known:
        known["role"] = Role(known["role"])
    return Speaker(**known)


def _read_person(written: Mapping[str, Any]) -> Person:
    return Person(**{k: v for k, v in written.items() if k in _PERSON.names})


def _read_moment(text: str, name: str | None) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=_fixed(moment.utcoffset(), name))


def _fixed(offset: timedelta | None, name: str | None) -> tzinfo:
    if offset is None:
        raise ValueError("a time without an offset from UTC")
    return timezone(offset, name) if name else timezone(offset)


_READ: dict[str, Callable[[Any], Any]] = {
    "speakers": lambda written: tuple(map(_read_speaker, written)),
    "host": _read_person,
    "owner": _read_person,
    "also": lambda written: tuple(map(_read_series, written)),
    "topics": tuple,
    "status": Status,
    "link_access": LinkAccess,
    "recording": Recording,
}
