"""Kinds of messages, what they have in common, and the rules by which they are told."""

from __future__ import annotations

from datetime import time, timedelta
from enum import StrEnum

from announcer.classes import dataclass


class Kind(StrEnum):
    """What a message is for; each has a template pair in ``templates/mail``."""

    ANNOUNCEMENT = "announcement"
    REMINDER = "reminder"
    UPDATE = "update"
    CANCELLATION = "cancellation"
    POSTPONEMENT = "postponement"
    DIGEST = "digest"
    PROGRAMME = "programme"
    REQUEST = "request"
    THANKS = "thanks"
    FORWARD = "forward"
    BRIEFING = "briefing"
    NOTIFICATION = "notification"
    THANKS_SPEAKER = "thanks_speaker"


# About several talks; to a speaker or host instead of a list, of which one kind says
# what is news to him; what people did not expect; what comes after a talk.
SEVERAL = frozenset({Kind.DIGEST, Kind.PROGRAMME})
PERSONAL = frozenset(
    {
        Kind.REQUEST,
        Kind.FORWARD,
        Kind.BRIEFING,
        Kind.NOTIFICATION,
        Kind.THANKS_SPEAKER,
    }
)
THANKING = frozenset({Kind.THANKS, Kind.THANKS_SPEAKER})
NEWS = frozenset({Kind.UPDATE, Kind.CANCELLATION, Kind.POSTPONEMENT})
# About one talk alone, to the audience that means to come.
ALONE = NEWS | {Kind.ANNOUNCEMENT, Kind.REMINDER}


@dataclass(frozen=True, slots=True, kw_only=True)
class TellRule:
    """When a series tells one kind of message.

    Either ``days`` before the talk's day (0 the same day, negative after it) at the
    wall time ``at``, or ``lead`` elapsed time before the start, or, for a digest, every
    ``weekday`` (Monday = 0) at ``at``. ``text`` is the rule as the organiser wrote it.
    ``approve`` says whether a person must see each letter first (None: as the series).
    """

    kind: Kind
    text: str
    days: int | None = None
    lead: timedelta | None = None
    weekday: int | None = None
    at: time = time(9, 0)
    approve: bool | None = None
