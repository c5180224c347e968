"""Who may see what: the one place that knows what is private, and from whom."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from announcer.classes import dataclass
from announcer.lazy import pattern
from announcer.talk import (
    OFF,
    Attendance,
    LinkAccess,
    Person,
    Recording,
    Series,
    Site,
    Speaker,
    Talk,
)

# Words that people write where a room would stand when there is no room.
_NO_ROOM = frozenset(
    {"virtual", "online", "zoom", "webinar", "en ligne", "virtuell", "מקוון"}
)


_BLANK = pattern(r"(?<!\d) | (?!\d)")
# A longer address that begins like a private one is another address.
ENDS = r"(?![\w~%+-]|/[\w~%+.-]|[.]\w)"
# The name of a passcode where private fields are named by theirs.
PASSCODE = "passcode"
_SHORTEST = 5  # shorter passcodes are ordinary words and numbers too
# What meeting links carry their passcode in.
_PASSCODES = frozenset({"pwd", "passcode", "password", "passwd", "pin", "pass"})


def _is_closed(talk: Talk) -> bool:
    return talk.link_access is not LinkAccess.PUBLIC


def _always(_: Talk) -> bool:
    return True


# The fields that not everybody may see, and of which talks: said here and nowhere else.
PRIVATE: Mapping[tuple[type, str], Callable[[Talk], bool]] = {
    (Talk, "link"): _is_closed,
    (Speaker, "email"): _always,
}
# What nobody reads, what is asked by itself (a talk's series), and the addresses of
# those who run things: an organiser who gives a talk may be written to.
_NOT_READ = frozenset(
    {
        (Talk, "imported"),
        (Talk, "source"),
        (Talk, "series"),
        (Person, "email"),
        (Series, "link"),  # its talks have it, and say who may see it
        (Series, "mail"),
        (Series, "mailing_lists"),
        (Series, "tell"),
        (Site, "calendar"),
        (Site, "ledger"),
        (Site, "mail"),
        (Site, "publish"),
        (Site, "repository"),
    }
)
_APART = PRIVATE.keys() | _NOT_READ


class Channel(StrEnum):
    """Who reads along: everybody, the people on the mailing list, or who is on stage.

    A speaker or host needs the link to join, whoever else may see it.
    """

    PUBLIC = "public"
    MEMBERS = "members"
    STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Join:
    """How to attend from afar: a link, an address to register at, or neither."""

    link: str | None = None
    registration: str | None = None


_NO_WAY = Join()


@dataclass(frozen=True, slots=True)
class Leak:
    """A public field that repeats a private one."""

    field: str
    secret: str
    value: str = ""

    @property
    def is_passcode(self) -> bool:
        """Whether the secret is the passcode of a link."""
        return self.secret == PASSCODE


def joining(talk: Talk, channel: Channel, now: datetime) -> Join:
    """Return what this channel may show about joining the talk.

    Nobody is sent to a talk that is over, cancelled or postponed.
    """
    if is_over(talk, now) or is_off(talk):
        return _NO_WAY
    link = talk.link if is_shown_link(talk.link_access, channel) else None
    return Join(link=link, registration=talk.registration)


def is_shown_link(link_access: LinkAccess, channel: Channel) -> bool:
    """Say whether those who read a channel are shown the link itself."""
    if channel is Channel.STAGE:
        return True
    if link_access is LinkAccess.MEMBERS:
        return channel is Channel.MEMBERS
    return link_access is LinkAccess.PUBLIC


def is_over(talk: Talk, now: datetime) -> bool:
    """Say whether the talk has ended."""
    days = talk.end.toordinal() - now.toordinal()
    if abs(days) > 2:  # further apart than the clocks of any two zones
        return days < 0
    return talk.end <= now


def is_off(talk: Talk) -> bool:
    """Say whether the talk will not take place, or not at that time."""
    return talk.status in OFF


def attendance(talk: Talk) -> Attendance:
    """Say how people attend; a location such as "Virtual" is not a room."""
    if has_room(talk):
        return Attendance.MIXED if talk.link else Attendance.ONSITE
    if talk.link or talk.location:
        return Attendance.ONLINE
    return Attendance.ONSITE


def consent(talk: Talk) -> str | None:
    """Say whether the talk may be recorded: yes, no, or None while that is open.

    That somebody was asked concerns nobody else.
    """
    known = talk.recording not in {None, Recording.ASKED}
    return str(talk.recording) if known else None


def may_be_elsewhere(talk: Talk) -> bool:
    """Say whether somebody may follow the talk who is in another place."""
    return bool(talk.series.zones or talk.link or talk.registration)


def has_room(talk: Talk) -> bool:
    """Say whether the location is a place that one can walk to."""
    return talk.location is not None and talk.location.casefold() not in _NO_ROOM


def room_key(location: str | None) -> str:
    """Return a place as two of them are compared: ``MR14`` and ``mr 14`` are one room.

    Capitals, what nobody can see, and blanks make no other room, but for a blank
    between two digits.
    """
    composed = unicodedata.normalize("NFC", location or "")
    seen = "".join(c for c in composed if unicodedata.category(c) != "Cf")
    return _BLANK.sub("", " ".join(seen.casefold().split()))


def always_private(noun: type) -> frozenset[str]:
    """Return the fields of a noun that are private whatever the talk says."""
    return frozenset(
        name
        for (owner, name), is_private in PRIVATE.items()
        if owner is noun and is_private is _always
    )


def may_be_private(name: str) -> bool:
    """Say whether a field is one of those that not everybody may see."""
    return any(name == field for _, field in PRIVATE)


def guarded(talk: Talk) -> Iterator[tuple[str, str, bool]]:
    """Yield the fields that may be private and say something: name, value, is private.

    The value of an address of mail is the bare address. The ``passcode`` that a link
    carries along stands after it, unless it is as short as ordinary words.
    """
    for (noun, name), is_private in PRIVATE.items():
        for owner in (talk,) if noun is Talk else talk.speakers:
            value = getattr(owner, name)
            if value:
                yield name, str(value), is_private(talk)
                for code in passcodes(value) if name == "link" else ():
                    if len(code) >= _SHORTEST:
                        yield PASSCODE, code, is_private(talk)


def private(talk: Talk) -> tuple[tuple[str, str], ...]:
    """Return what of a talk not everybody may see: names of fields and their values."""
    return tuple([(name, value) for name, value, hidden in guarded(talk) if hidden])


def passcodes(link: str) -> tuple[str, ...]:
    """Return the passcodes that a meeting link carries along."""
    if "=" not in link:
        return ()
    parts = urlsplit(link)
    pairs = (*parse_qsl(parts.query), *parse_qsl(parts.fragment))
    return tuple(value for name, value in pairs if name.casefold() in _PASSCODES)


def leaks(noun: Any, secrets: Iterable[tuple[str, str]]) -> tuple[Leak, ...]:
    """Find the public texts of a talk, a series or the site that repeat a secret.

    ``secrets`` are names of private fields and their values, such as of ``private``.
    """
    known = dict.fromkeys(secrets)
    texts = tuple(public_texts(noun)) if known else ()
    found = [
        Leak(field, name, secret)
        for field, text in texts
        for name, secret in known
        if _repeats(text, secret) and (name != PASSCODE or secret in text)
    ]
    # a link that is repeated has its passcode in it
    whole = {leak.field for leak in found if passcodes(leak.value)}
    return tuple(
        leak for leak in found if not (leak.is_passcode and leak.field in whole)
    )


def public_texts(noun: Any) -> Iterator[tuple[str, str]]:
    """Yield every text of a noun that everybody may read, by the name of its field.

    Those of the people in it are named like ``speakers.bio``.
    """
    for name in (field.name for field in fields(noun)):
        value = getattr(noun, name)
        if (type(noun), name) in _APART:
            continue
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str):
                yield name, one
            elif isinstance(one, Mapping):
                yield from ((name, text) for text in _texts_in(one))
            elif is_dataclass(one):
                yield from (
                    (f"{name}.{inner}", text) for inner, text in public_texts(one)
                )


def _texts_in(value: object) -> Iterator[str]:
    """Yield every text, and every key, of lists and mappings within each other."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from _texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts_in(inner)


def _repeats(text: str, secret: str) -> bool:
    """Say whether a text holds a secret; a longer word or address is another one."""
    if secret.casefold() not in text.casefold():
        return False
    whole = rf"(?<![\w.+-]){re.escape(secret)}{ENDS}"
    return re.search(whole, text, re.IGNORECASE) is not None
