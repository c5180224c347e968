"""Talks as calendar entries: events, time zones, whole calendars, links to add them.

This room alone knows icalendar, and which words of ours are which of RFC 5545's.
"""

from announcer.ical.calendars import calendar
from announcer.ical.events import event, organizer, revision_of
from announcer.ical.links import AddLink, add_links, webcal
from announcer.ical.reading import uid_of, words_digest
from announcer.ical.shown import shown

__all__ = [
    "AddLink",
    "add_links",
    "calendar",
    "event",
    "organizer",
    "revision_of",
    "shown",
    "uid_of",
    "webcal",
    "words_digest",
]
