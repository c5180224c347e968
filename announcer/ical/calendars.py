"""Whole calendars: the head, the time zones in use, and the events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, ParamSpec

from announcer.access import Channel
from announcer.ical.entries import Entries, entries
from announcer.ical.events import Use
from announcer.ical.lines import fold, text, uri
from announcer.ical.vtimezone import block
from announcer.ical.wording import ISOLATES
from announcer.mailbox import Mailbox
from announcer.talk import Programme, Talk
from announcer.templating import Templates

if TYPE_CHECKING:
    import icalendar

PRODID = "-//announcer//talk-announcer//EN"
_BEGIN = b"BEGIN:VCALENDAR\r\n"
_END = b"END:VCALENDAR\r\n"

# Times in UTC need no VTIMEZONE; where nothing else is there, it fills the calendar.
_UTC = (
    b"BEGIN:VTIMEZONE\r\nTZID:Etc/UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    b"TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nTZNAME:UTC\r\nEND:STANDARD\r\n"
    b"END:VTIMEZONE\r\n"
)


Given = ParamSpec("Given")


def _joined(pieces: Callable[Given, Iterator[bytes]]) -> Callable[Given, bytes]:
    @wraps(pieces)
    def calendar(*given: Given.args, **named: Given.kwargs) -> bytes:
        return b"".join(pieces(*given, **named))

    return calendar


def pieces(  # noqa: PLR0913 - each is a property of a calendar's head
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
    attendees: Sequence[Mailbox] = (),
) -> Iterator[bytes]:
    """Return an iCalendar object of these talks (RFC 5545, RFC 7986).

    A ``feed`` is subscribed to: it has a name, a page (``url``), its own address
    (``source``) and a refresh interval. A single file (``feed=False``) has none of
    them, nor has a mail, for with a name Outlook would open a new calendar. Only a mail
    has a ``method`` such as PUBLISH (RFC 5546). ``stored`` is what a server keeps,
    where others add to it. ``attendees`` are invited by it, or not any more.
    """
    is_feed = feed and not method
    use = Use.MAIL if method else Use.STORED if stored else Use.FILE
    known = entries(programme, templates)
    yield _head(method)
    if is_feed:
        yield from _names(name, description)
        yield from _places(programme.site.calendar.refresh, color, url, source)
    if talks:
        yield from _zones(talks, known)
    else:
        yield from _site_zone(programme)
    for talk in talks:
        yield known.event(talk, channel, use, attendees)
    yield _END


calendar = _joined(pieces)


@lru_cache(maxsize=8)
def _head(method: str | None) -> bytes:
    import icalendar  # noqa: PLC0415 - 20 ms, for which a plan need not wait
    from icalendar.prop import vText  # noqa: PLC0415 - the same

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
    for key in (b"NAME:", b"X-WR-CALNAME:"):
        yield fold(key + text(_one_line(name)))
    if description:
        for key in (b"DESCRIPTION:", b"X-WR-CALDESC:"):
            yield fold(key + text(_one_line(description)))


def _places(
    refresh: timedelta, color: str | None, url: str | None, source: str | None
) -> Iterator[bytes]:
    """Say how often to look for news, and where."""
    often, known_before = _refreshed(refresh)
    if color:
        yield _line(f"COLOR:{color.lower()}")
    yield often
    if source:
        yield _line(f"SOURCE;VALUE=URI:{uri(source)}")
    if url:
        yield _line(f"URL:{uri(url)}")
    yield known_before


def _line(content: str) -> bytes:
    """Fold an address, which is ASCII, as icalendar does: one octet sooner than we."""
    octets = content.encode("ascii", "replace")
    pieces = [octets[at : at + 74] for at in range(0, len(octets), 74)]
    return b"\r\n ".join(pieces) + b"\r\n"


@lru_cache(maxsize=8)
def _refreshed(refresh: timedelta) -> tuple[bytes, bytes]:
    import icalendar  # noqa: PLC0415 - as above
    from icalendar.prop import vDuration  # noqa: PLC0415 - as above

    head = icalendar.Calendar()
    # icalendar leaves out VALUE=DURATION, which RFC 7986 section 5.7 asks for
    head["REFRESH-INTERVAL"] = vDuration(refresh, params={"VALUE": "DURATION"})
    head["X-PUBLISHED-TTL"] = vDuration(refresh)
    first, second = _written(head).removeprefix(_BEGIN).splitlines(keepends=True)
    return first, second


def _written(head: icalendar.Calendar) -> bytes:
    content: bytes = head.to_ical()
    return content.removesuffix(_END)


def _one_line(words: str) -> str:
    return ISOLATES.sub("", " ".join(words.split()))


def _zones(talks: Sequence[Talk], known: Entries) -> list[bytes]:
    """Return a VTIMEZONE for every zone in use, good for the years in use."""
    years: dict[str, list[int]] = {}
    for talk in talks:
        zone = known.zone(talk)
        if zone is not None:
            years.setdefault(zone, []).extend((talk.start.year, talk.end.year))
    return [_block(zone, min(years[zone]), max(years[zone])) for zone in sorted(years)]


@lru_cache(maxsize=1024)
def _block(zone: str, first: int, last: int) -> bytes:
    return block(zone, date(first, 1, 1), date(last, 12, 31))


def _site_zone(programme: Programme) -> list[bytes]:
    """Return what an empty calendar holds: it needs a component (RFC 5545 3.6)."""
    year = programme.now.year
    return [_block(programme.site.timezone, year, year) or _UTC]
