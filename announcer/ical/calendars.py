"""Whole calendars: the head, the time zones in use, and the events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from weakref import WeakKeyDictionary

import icalendar
from icalendar.prop import vDuration, vText, vUri

from announcer.access import Channel
from announcer.ical.events import Use, organizer, write, zone_name
from announcer.ical.lines import fold, text, uri
from announcer.ical.vtimezone import block
from announcer.ical.wording import ISOLATES, wording
from announcer.talk import LinkAccess, Programme, Talk
from announcer.templating import Templates

PRODID = "-//announcer//talk-announcer//EN"
_BEGIN = b"BEGIN:VCALENDAR\r\n"
_END = b"END:VCALENDAR\r\n"

# Times in UTC need no VTIMEZONE; where nothing else is there, it fills the calendar.
_UTC = (
    b"BEGIN:VTIMEZONE\r\nTZID:Etc/UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    b"TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nTZNAME:UTC\r\nEND:STANDARD\r\n"
    b"END:VTIMEZONE\r\n"
)


def calendar(  # noqa: PLR0913 - each is a property of a calendar's head
    talks: Sequence[Talk],
    programme: Programme,
    templates: Templates,
    *,
    channel: Channel,
    name: str = "",
    feed: bool = True,
    method: str | None = None,
    stored: bool = False,
    description: str | None = None,
    color: str | None = None,
    url: str | None = None,
    source: str | None = None,
) -> bytes:
    """Return an iCalendar object of these talks (RFC 5545, RFC 7986).

    A ``feed`` is subscribed to: it has a name, a page (``url``), its own address
    (``source``) and a refresh interval. A single file (``feed=False``) has none of
    them, nor has a mail, for with a name Outlook would open a new calendar. Only a mail
    has a ``method`` such as PUBLISH (RFC 5546). ``stored`` is what a server keeps,
    where others add to it.
    """
    is_feed = feed and not method
    use = Use.MAIL if method else Use.STORED if stored else Use.FILE
    events = [event(talk, programme, channel, templates, use) for talk in talks]
    parts = [
        _head(method),
        *(_names(name, description) if is_feed else ()),
        _places(programme.site.calendar.refresh, color, url, source)
        if is_feed
        else b"",
        *(_zones(talks) if events else _site_zone(programme)),
        *events,
        _END,
    ]
    return b"".join(parts)


def event(
    talk: Talk,
    programme: Programme,
    channel: Channel,
    templates: Templates,
    use: Use = Use.FILE,
) -> bytes:
    """Return the talk's VEVENT, the same bytes wherever the channel shows it.

    A members' link makes the members' entry differ in the lines about joining, a use
    in ORGANIZER, and neither in anything else.
    """
    events = _written_for(programme, templates)
    if use is Use.MAIL and organizer(talk, programme):
        use = Use.FILE  # one for both
    key = (id(talk), _view(talk, channel), use)
    kept = events.get(key)
    if kept is None:
        said = wording(talk, programme, channel, templates)
        made = write(talk, programme, said, templates.pictures, use)
        kept = events[key] = (talk, made)
    return kept[1]


# Talks are kept beside what was written of them: their ids stay theirs.
_Events = dict[tuple[int, Channel, Use], tuple[Talk, bytes]]
_EVENTS: WeakKeyDictionary[Templates, WeakKeyDictionary[Programme, _Events]] = (
    WeakKeyDictionary()
)


def _written_for(programme: Programme, templates: Templates) -> _Events:
    """Return the events of one programme, so that every feed and mail can use them."""
    known = _EVENTS.setdefault(templates, WeakKeyDictionary())
    return known.setdefault(programme, {})


def _view(talk: Talk, channel: Channel) -> Channel:
    """Return the channel that decides: only a members' link makes a difference."""
    if talk.link_access is LinkAccess.MEMBERS:
        return channel
    return Channel.PUBLIC


@lru_cache(maxsize=8)
def _head(method: str | None) -> bytes:
    head = icalendar.Calendar()
    head["VERSION"] = vText("2.0")
    head["PRODID"] = vText(PRODID)
    head["CALSCALE"] = vText("GREGORIAN")
    if method:
        head["METHOD"] = vText(method)
    return _written(head)


def _names(name: str, description: str | None) -> Iterator[bytes]:
    """Name the feed, in the RFC's words and in those that programs knew before it.

    By hand: icalendar takes the two characters backslash and N for a line break.
    """
    for key in ("NAME", "X-WR-CALNAME"):
        yield fold(f"{key}:{text(_one_line(name))}")
    if description:
        for key in ("DESCRIPTION", "X-WR-CALDESC"):
            yield fold(f"{key}:{text(_one_line(description))}")


@lru_cache(maxsize=1024)
def _places(
    refresh: timedelta, color: str | None, url: str | None, source: str | None
) -> bytes:
    """Say how often to look for news, and where."""
    head = icalendar.Calendar()
    # icalendar leaves out VALUE=DURATION, which RFC 7986 section 5.7 asks for
    head["REFRESH-INTERVAL"] = vDuration(refresh, params={"VALUE": "DURATION"})
    head["X-PUBLISHED-TTL"] = vDuration(refresh)
    if color:
        head["COLOR"] = vText(color.lower())
    if url:
        head["URL"] = vUri(uri(url))
    if source:
        head["SOURCE"] = vUri(uri(source), params={"VALUE": "URI"})
    return _written(head).removeprefix(_BEGIN)


def _written(head: icalendar.Calendar) -> bytes:
    content: bytes = head.to_ical()
    return content.removesuffix(_END)


def _one_line(words: str) -> str:
    return ISOLATES.sub("", " ".join(words.split()))


def _zones(talks: Sequence[Talk]) -> list[bytes]:
    """Return a VTIMEZONE for every zone in use, good for the years in use."""
    years: dict[str, tuple[int, int]] = {}
    for talk in talks:
        zone = zone_name(talk)
        if zone is not None:
            first, last = years.get(zone, (talk.start.year, talk.end.year))
            years[zone] = min(first, talk.start.year), max(last, talk.end.year)
    return [_block(zone, *years[zone]) for zone in sorted(years)]


def _block(zone: str, first: int, last: int) -> bytes:
    return block(zone, date(first, 1, 1), date(last, 12, 31))


def _site_zone(programme: Programme) -> list[bytes]:
    """Return what an empty calendar holds: it needs a component (RFC 5545 3.6)."""
    year = programme.now.year
    return [_block(programme.site.timezone, year, year) or _UTC]
