"""Which channel may show which link: the one place that decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from announcer.talk import Attendance, LinkAccess, Status, Talk

# Words that people write where a room would stand when there is no room.
_NO_ROOM = frozenset(
    {"virtual", "online", "zoom", "webinar", "en ligne", "virtuell", "מקוון"}
)


class Channel(StrEnum):
    """Who reads along: everybody, or only the people on the mailing list."""

    PUBLIC = "public"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Join:
    """How to attend from afar: a link, an address to register at, or neither."""

    link: str | None = None
    registration: str | None = None


def joining(talk: Talk, channel: Channel, now: datetime) -> Join:
    """Return what this channel may show about joining the talk.

    Nobody is sent to a talk that is over, cancelled or postponed.
    """
    if is_over(talk, now) or is_off(talk):
        return Join()
    if talk.link_access is LinkAccess.REGISTRATION:
        return Join(registration=talk.registration)
    if talk.link_access is LinkAccess.MEMBERS and channel is not Channel.MEMBERS:
        return Join(registration=talk.registration)
    return Join(link=talk.link, registration=talk.registration)


def is_over(talk: Talk, now: datetime) -> bool:
    """Say whether the talk has ended."""
    return talk.end <= now


def is_off(talk: Talk) -> bool:
    """Say whether the talk will not take place, or not at that time."""
    return talk.status in {Status.CANCELLED, Status.POSTPONED}


def attendance(talk: Talk) -> Attendance:
    """Say how people attend; a location such as "Virtual" is not a room."""
    if has_room(talk):
        return Attendance.MIXED if talk.link else Attendance.ONSITE
    if talk.link or talk.location:
        return Attendance.ONLINE
    return Attendance.ONSITE


def has_room(talk: Talk) -> bool:
    """Say whether the location is a place that one can walk to."""
    return talk.location is not None and talk.location.casefold() not in _NO_ROOM


def leaks(talk: Talk) -> tuple[str, ...]:
    """Name the public fields that repeat a private link or a speaker's email."""
    secrets = [s.email for s in talk.speakers if s.email]
    if talk.link and talk.link_access is not LinkAccess.PUBLIC:
        secrets.append(talk.link)
    if not secrets:
        return ()
    public = _public_texts(talk)
    return tuple(
        name for name, text in public if any(secret in text for secret in secrets)
    )


def _public_texts(talk: Talk) -> list[tuple[str, str]]:
    names = (
        "title",
        "location",
        "registration",
        "abstract",
        "notice",
        "slides",
        "video",
        "paper",
    )
    texts = [(name, getattr(talk, name)) for name in names]
    texts += [("bio", speaker.bio) for speaker in talk.speakers]
    return [(name, text) for name, text in texts if text]
