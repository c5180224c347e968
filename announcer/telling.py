"""The kinds of message that people are sent, and one message that is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One talk in a message about several: its uid and its facts as JSON."""

    uid: str
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One message to one address, which may be sent once.

    ``uid`` is the talk's, or for a message about several a name of its own such as
    ``digest:wilks``; ``address`` is bare (``a@b``). ``revision`` is what sets this
    message apart from others of its kind: the sequence for news, the rule for a
    reminder, the week for a digest. ``sequence`` is the talk's, ``facts`` are its facts
    as JSON (empty for a message about several, which has ``mentions``). ``reason``
    says why it is due and ``due`` since when; neither makes it another message.
    """

    uid: str
    kind: Kind
    address: str
    revision: str
    sequence: int = 0
    facts: str = ""
    mentions: tuple[Mention, ...] = ()
    reason: str = ""
    due: datetime | None = None
