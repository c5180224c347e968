"""Talks as calendar entries: events, time zones, whole calendars, links to add them.

This room alone knows icalendar, and which words of ours are which of RFC 5545's.
"""

from announcer.ical.calendars import calendar, pieces
from announcer.ical.entries import (
    Taken,
    event,
    forget_written,
    keep_written,
    stamp,
    written,
)
from announcer.ical.events import organizer, revision_of
from announcer.ical.links import AddLink, add_links, webcal
from announcer.ical.published import Published, is_calendar, published
from announcer.ical.reading import (
    OWNER,
    is_cancelled,
    sequences,
    uid_of,
    with_added,
    words_digest,
)
from announcer.ical.recalling import Events

__all__ = [
    "OWNER",
    "AddLink",
    "Events",
    "Published",
    "Taken",
    "add_links",
    "calendar",
    "event",
    "forget_written",
    "is_calendar",
    "is_cancelled",
    "keep_written",
    "organizer",
    "pieces",
    "published",
    "revision_of",
    "sequences",
    "stamp",
    "uid_of",
    "webcal",
    "with_added",
    "words_digest",
    "written",
]
