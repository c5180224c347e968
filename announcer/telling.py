"""The kinds of message that people are sent."""

from __future__ import annotations

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
