"""Whole calendars: the head, the time zones in use, and the events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, wraps
from hashlib import sha256
from typing import ParamSpec
from weakref import WeakKeyDictionary

from announcer import urls
from announcer.access import Channel
from announcer.catalogue import catalogue_of
from announcer.classes import dataclass
from announcer.ical.events import (
    Use,
    for_mail,
    organizer,
    revision_of,
    write,
)
from announcer.ical.lines import fold, text, uri, utc
from announcer.ical.recalling import Events
from announcer.ical.times import zone_name
from announcer.ical.vtimezone import block
from announcer.ical.wording import ISOLATES, wording
from announcer.lazy import pattern
from announcer.mailbox import Mailbox
from announcer.talk import LinkAccess, Programme, Stamp, Talk
from announcer.templating import Templates

_SECOND = timedelta(seconds=1)
_STAMPED = (b"\r\nDTSTAMP:", b"\r\nLAST-MODIFIED:")
_STAMPS = pattern(rb"(?m)^((?:DTSTAMP|LAST-MODIFIED):)[^\r\n]*")

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
    yield _head(method)
    if is_feed:
        yield from _names(name, description)
        yield from _places(programme.site.calendar.refresh, color, url, source)
    if talks:
        yield from _zones(talks, _written_for(programme, templates).zones)
    else:
        yield from _site_zone(programme)
    for talk in talks:
        yield event(talk, programme, channel, templates, use, attendees)
    yield _END


calendar = _joined(pieces)


def event(  # noqa: PLR0913, PLR0917 - each decides what the event says
    talk: Talk,
    programme: Programme,
    channel: Channel,
    templates: Templates,
    use: Use = Use.FILE,
    attendees: Sequence[Mailbox] = (),
) -> bytes:
    """Return the talk's VEVENT, the same bytes wherever the channel shows it.

    A members' link makes the members' entry differ in the lines about joining, a use
    in ORGANIZER, and neither in anything else.
    """
    use = _use(talk, programme, use)
    if attendees:
        said = wording(talk, programme, channel, templates)
        zone = zone_name(talk)
        made = write(talk, programme, said, templates.pictures, zone, use, attendees)
        return _stamped(made, talk, programme, templates)
    written = _written_for(programme, templates)
    key = (id(talk), _view(talk, channel), use)
    known = written.events.get(key)
    if known is None:
        is_public = key[1:] == (Channel.PUBLIC, Use.FILE)
        known = _recalled(talk, programme, templates) if is_public else None
        if known is not None:
            return known  # it stays at hand there
        draft = _draft(talk, programme, channel, templates, use)
        known = _stamped(draft, talk, programme, templates)
        if id(talk) not in written.kept:
            written.events[key] = known
    return known


def _recalled(talk: Talk, programme: Programme, templates: Templates) -> bytes | None:
    """Return the public event of a talk that an earlier build wrote, if it is so still.

    It stands in the calendar of everything, or of its part of that.
    """
    if not templates.earlier.has(talk):
        return None
    written = _written_for(programme, templates)
    path = urls.calendar_part(catalogue_of(programme).part_of(talk))
    if path not in written.earlier:
        left = templates.earlier.left(f"site/{path}")
        written.earlier[path] = Events(left or b"")
    return written.earlier[path].of(talk)


def _stamped(
    draft: bytes, talk: Talk, programme: Programme, templates: Templates
) -> bytes:
    moment = utc(stamp(talk, programme, templates).moment).encode()
    for name in _STAMPED:
        draft = draft.replace(name + b"\r\n", name + moment + b"\r\n", 1)
    return draft


def stamp(talk: Talk, programme: Programme, templates: Templates) -> Stamp:
    """Return how the talk's event stands: a digest of it, and since when it is so.

    Its time is that of the last revision, and moves on where the event is another
    although the record is not. It never goes back, whatever the clock does.
    """
    written = _written_for(programme, templates)
    known = written.stamps
    if id(talk) not in known:  # its draft, which is kept, keeps the talk
        if id(talk) in written.kept:
            _, imprint, moment = written.kept[id(talk)][1]()
            known[id(talk)] = Stamp(
                imprint=imprint, moment=datetime.fromisoformat(moment)
            )
        else:
            known[id(talk)] = _stamp(talk, programme, templates)
    return known[id(talk)]


def _stamp(talk: Talk, programme: Programme, templates: Templates) -> Stamp:
    imprint = _digest(b"".join(_drafts(talk, programme, templates)))
    known = programme.stamps.get(talk.uid)
    moment = revision_of(talk, programme).modified
    if known is not None and known.imprint == imprint:
        moment = known.moment
    elif known is not None:
        moment = max(moment, programme.now, known.moment + _SECOND)
    return Stamp(imprint=imprint, moment=moment.astimezone(UTC))


# The event as each view shows it, without its stamps; its imprint, and since when.
Taken = tuple[tuple[bytes, ...], str, str]


def written(talk: Talk, programme: Programme, templates: Templates) -> Taken:
    """Return the talk's event as files show it, in plain values for `keep_written`."""
    made = tuple(_drafts(talk, programme, templates))
    stands = stamp(talk, programme, templates)
    return made, stands.imprint, stands.moment.isoformat()


def keep_written(
    talk: Talk,
    programme: Programme,
    templates: Templates,
    later: Callable[[], Taken],
) -> None:
    """Have the event come from ``later``, which returns what `written` did.

    It is in memory no more.
    """
    known = _written_for(programme, templates)
    known.kept[id(talk)] = (talk, later)
    for view in _views(talk):
        known.drafts.pop((id(talk), view, Use.FILE), None)
        known.events.pop((id(talk), view, Use.FILE), None)


def forget_written(programme: Programme, templates: Templates) -> None:
    """Ask nobody any more for events that were kept."""
    _written_for(programme, templates).kept.clear()


def _drafts(talk: Talk, programme: Programme, templates: Templates) -> list[bytes]:
    views = _views(talk)
    return [_draft(talk, programme, view, templates, Use.FILE) for view in views]


def _views(talk: Talk) -> tuple[Channel, ...]:
    if talk.link_access is LinkAccess.MEMBERS:
        return (Channel.PUBLIC, Channel.MEMBERS)
    return (Channel.PUBLIC,)


def imprint_of(events: bytes) -> str:
    """Return the digest of events, whatever their LAST-MODIFIED and DTSTAMP."""
    return _digest(_STAMPS.sub(rb"\1", events))


def _digest(drafts: bytes) -> str:
    return sha256(drafts).hexdigest()


def _draft(
    talk: Talk,
    programme: Programme,
    channel: Channel,
    templates: Templates,
    use: Use,
) -> bytes:
    """Return the talk's VEVENT, its stamps left empty."""
    written = _written_for(programme, templates)
    drafts = written.drafts
    key = (id(talk), _view(talk, channel), use)
    kept = drafts.get(key)
    if kept is None and use is Use.FILE and id(talk) in written.kept:
        views, _, _ = written.kept[id(talk)][1]()
        return dict(zip(_views(talk), views, strict=True))[key[1]]
    if kept is None and use is Use.MAIL:
        known = _draft(talk, programme, channel, templates, Use.FILE)
        kept = drafts[key] = (talk, for_mail(known, talk, programme))
    elif kept is None:
        said = wording(talk, programme, channel, templates)
        zone = _zone(talk, written.zones)
        made = write(talk, programme, said, templates.pictures, zone, use)
        kept = drafts[key] = (talk, made)
    return kept[1]


def _use(talk: Talk, programme: Programme, use: Use) -> Use:
    """Return the use that decides: an organiser stands in files and in mail."""
    if use is Use.MAIL and organizer(talk, programme):
        return Use.FILE
    return use


_Key = tuple[int, Channel, Use]


@dataclass(slots=True)
class _Written:
    """The events of one programme, before and after they were stamped.

    Talks are kept beside what was written of them: their ids stay theirs.
    """

    drafts: dict[_Key, tuple[Talk, bytes]] = field(default_factory=dict)
    stamps: dict[int, Stamp] = field(default_factory=dict)
    zones: dict[int, str | None] = field(default_factory=dict)
    events: dict[_Key, bytes] = field(default_factory=dict)
    kept: dict[int, tuple[Talk, Callable[[], Taken]]] = field(default_factory=dict)
    earlier: dict[str, Events] = field(default_factory=dict)


_EVENTS: WeakKeyDictionary[Templates, WeakKeyDictionary[Programme, _Written]] = (
    WeakKeyDictionary()
)


def _written_for(programme: Programme, templates: Templates) -> _Written:
    """Return the events of one programme, so that every feed and mail can use them."""
    of_templates = _EVENTS.get(templates)
    if of_templates is None:
        of_templates = _EVENTS[templates] = WeakKeyDictionary()
    found = of_templates.get(programme)  # asked at every event of every file
    if found is None:
        found = of_templates[programme] = _Written()
    return found


def _view(talk: Talk, channel: Channel) -> Channel:
    """Return the channel that decides: only a link that some see makes a difference."""
    if talk.link_access is LinkAccess.MEMBERS or channel is Channel.STAGE:
        return channel
    return Channel.PUBLIC


@lru_cache(maxsize=8)
def _head(method: str | None) -> bytes:
    lines = ["VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN"]
    if method:
        lines.append(f"METHOD:{method}")
    return _BEGIN + b"".join(map(fold, lines))


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
    often = duration(refresh)
    if color:
        yield _line(f"COLOR:{color.lower()}")
    yield fold(f"REFRESH-INTERVAL;VALUE=DURATION:{often}")
    if source:
        yield _line(f"SOURCE;VALUE=URI:{uri(source)}")
    if url:
        yield _line(f"URL:{uri(url)}")
    yield fold(f"X-PUBLISHED-TTL:{often}")


def _line(content: str) -> bytes:
    """Fold an address as icalendar does, one octet sooner than we: feeds are so."""
    if content.isascii() and "^" not in content and "\\" not in content:
        octets = content.encode("ascii")
        pieces = [octets[at : at + 74] for at in range(0, len(octets), 74)]
        return b"\r\n ".join(pieces) + b"\r\n"
    from icalendar.parser import Contentline  # noqa: PLC0415 - slow, and few need it

    folded: bytes = Contentline(content).to_ical()  # type: ignore[no-untyped-call]
    return folded + b"\r\n"


def duration(length: timedelta) -> str:
    """Write a length of time of whole seconds (RFC 5545 section 3.3.6)."""
    minutes, seconds = divmod(length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    time = f"{hours}H" if hours else ""
    if minutes or (hours and seconds):
        time += f"{minutes}M"
    if seconds:
        time += f"{seconds}S"
    days = f"{length.days}D" if length.days or not time else ""
    return f"P{days}T{time}" if time else f"P{days}"


def _one_line(words: str) -> str:
    return ISOLATES.sub("", " ".join(words.split()))


def _zones(talks: Sequence[Talk], known: dict[int, str | None]) -> list[bytes]:
    """Return a VTIMEZONE for every zone in use, good for the years in use."""
    years: dict[str, list[int]] = {}
    for talk in talks:
        zone = _zone(talk, known)
        if zone is not None:
            years.setdefault(zone, []).extend((talk.start.year, talk.end.year))
    return [_block(zone, min(years[zone]), max(years[zone])) for zone in sorted(years)]


def _zone(talk: Talk, known: dict[int, str | None]) -> str | None:
    if id(talk) not in known:
        known[id(talk)] = zone_name(talk)
    return known[id(talk)]


def _block(zone: str, first: int, last: int) -> bytes:
    return block(zone, date(first, 1, 1), date(last, 12, 31))


def _site_zone(programme: Programme) -> list[bytes]:
    """Return what an empty calendar holds: it needs a component (RFC 5545 3.6)."""
    year = programme.now.year
    return [_block(programme.site.timezone, year, year) or _UTC]
