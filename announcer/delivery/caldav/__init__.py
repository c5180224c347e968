"""Calendars on CalDAV servers (the only door to the caldav library).

A room of several modules; the house uses what is named here.
"""

from announcer.delivery.caldav.calendar import (
    Answer,
    Calendar,
    Outcome,
    Stored,
    calendar_address,
    open_calendar,
)

__all__ = [
    "Answer",
    "Calendar",
    "Outcome",
    "Stored",
    "calendar_address",
    "open_calendar",
]
