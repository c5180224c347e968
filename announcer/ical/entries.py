"""The event of each talk, written once for every calendar, and how it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from weakref import WeakKeyDictionary

from announcer import urls
from announcer.access import Channel
from announcer.catalogue import catalogue_of
from announcer.classes import dataclass
from announcer.ical.events import Use, for_mail, organizer, revision_of, write
from announcer.ical.lines import utc
from announcer.ical.recalling import Events
from announcer.ical.times import zone_name
from announcer.ical.wording import wording
from announcer.lazy import pattern
from announcer.mailbox import Mailbox
from announcer.talk import LinkAccess, Programme, Stamp, Talk
from announcer.templating import Templates

_SECOND = timedelta(seconds=1)
_STAMPED = (b"\r\nDTSTAMP:", b"\r\nLAST-MODIFIED:")
_STAMPS = pattern(rb"(?m)^((?:DTSTAMP|LAST-MODIFIED):)[^\r\n]*")

# The event as each view shows it; its imprint, and since when.
Taken = tuple[tuple[bytes, ...], str, str]

_Key = tuple[int, Channel, Use]


@dataclass(slots=True)
class _Written:
    """The events of one programme, before and after they were stamped.

    Talks are kept beside what was written of them: their ids stay theirs. Those of what
    is ``kept`` elsewhere are the programme's, which keeps them.
    """

    drafts: dict[_Key, tuple[Talk, bytes]] = field(default_factory=dict)
    stamps: dict[int, Stamp] = field(default_factory=dict)
    zones: dict[int, str | None] = field(default_factory=dict)
    events: dict[_Key, bytes] = field(default_factory=dict)
    kept: dict[int, Callable[[], Taken]] = field(default_factory=dict)
    earlier: dict[str, Events] = field(default_factory=dict)


_WRITTEN: WeakKeyDictionary[Templates, WeakKeyDictionary[Programme, _Written]] = (
    WeakKeyDictionary()
)


def entries(programme: Programme, templates: Templates) -> Entries:
    """Return the events of one programme, so that every feed and mail can use them."""
    of_templates = _WRITTEN.get(templates)
    if of_templates is None:
        of_templates = _WRITTEN[templates] = WeakKeyDictionary()
    found = of_templates.get(programme)
    if found is None:
        found = of_templates[programme] = _Written()
    return Entries(programme, templates, found)


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
    return entries(programme, templates).event(talk, channel, use, attendees)


def stamp(talk: Talk, programme: Programme, templates: Templates) -> Stamp:
    """Return how the talk's event stands: a digest of it, and since when it is so.

    Its time is that of the last revision, and moves on where the event is another
    although the record is not. It never goes back, whatever the clock does.
    """
    return entries(programme, templates).stamp(talk)


def written(talk: Talk, programme: Programme, templates: Templates) -> Taken:
    """Return the talk's event as files show it, in plain values for `keep_written`."""
    of_all = entries(programme, templates)
    made = tuple([of_all.event(talk, view) for view in _views(talk)])
    stands = of_all.stamp(talk)
    return made, stands.imprint, stands.moment.isoformat()


def keep_written(
    talk: Talk,
    programme: Programme,
    templates: Templates,
    later: Callable[[], Taken],
) -> None:
    """Have the event of one of the programme's talks come from ``later``.

    That returns what `written` did. It is in memory no more.
    """
    known = entries(programme, templates).written
    known.kept[id(talk)] = later
    for view in _views(talk):
        known.drafts.pop((id(talk), view, Use.FILE), None)
        known.events.pop((id(talk), view, Use.FILE), None)


def forget_written(programme: Programme, templates: Templates) -> None:
    """Ask nobody any more for events that were kept."""
    entries(programme, templates).written.kept.clear()


def imprint_of(events: bytes) -> str:
    """Return the digest of events, whatever their LAST-MODIFIED and DTSTAMP."""
    return _digest(_STAMPS.sub(rb"\1", events))


@dataclass(frozen=True, slots=True)
class Entries:
    """The events of a programme as templates word them, and what is there of them.

    It is made for each use; only what was written is kept.
    """

    programme: Programme
    templates: Templates
    written: _Written

    def event(
        self,
        talk: Talk,
        channel: Channel,
        use: Use = Use.FILE,
        attendees: Sequence[Mailbox] = (),
    ) -> bytes:
        """Return the talk's VEVENT; see the function of this name."""
        if use is Use.MAIL and organizer(talk, self.programme):
            use = Use.FILE  # an organiser stands in files and in mail
        if attendees:
            return self._stamped(talk, self._made(talk, channel, use, attendees))
        key = (id(talk), _view(talk, channel), use)
        known = self.written.events.get(key) or self._at_hand(talk, key)
        if known is None:
            known = self._stamped(talk, self._draft(talk, channel, use))
            self.written.events[key] = known
        return known

    def stamp(self, talk: Talk) -> Stamp:
        """Return how the talk's event stands; see the function of this name."""
        known = self.written.stamps.get(id(talk))
        if known is None:  # its draft, which is kept, keeps the talk
            if id(talk) in self.written.kept:
                _, imprint, moment = self.written.kept[id(talk)]()
                known = Stamp(imprint=imprint, moment=datetime.fromisoformat(moment))
            else:
                known = self._stamp(talk)
            self.written.stamps[id(talk)] = known
        return known

    def zone(self, talk: Talk) -> str | None:
        """Return the TZID of the talk's times, or None for whole days and for UTC."""
        if id(talk) not in self.written.zones:
            self.written.zones[id(talk)] = zone_name(talk)
        return self.written.zones[id(talk)]

    def _at_hand(self, talk: Talk, key: _Key) -> bytes | None:
        """Return an event of a file that is kept elsewhere, or that was made before."""
        _, view, use = key
        views = _views(talk)
        if use is not Use.FILE or view not in views:
            return None
        if id(talk) in self.written.kept:
            made, _, _ = self.written.kept[id(talk)]()
            return made[views.index(view)]
        return self._recalled(talk) if view is Channel.PUBLIC else None

    def _recalled(self, talk: Talk) -> bytes | None:
        """Return the public event that an earlier build wrote, if it is so still.

        It stands in the calendar of everything, or of its part of that.
        """
        earlier, known = self.templates.earlier, self.written.earlier
        if not earlier.has(talk):
            return None
        path = urls.calendar_part(catalogue_of(self.programme).part_of(talk))
        if path not in known:
            known[path] = Events(earlier.left(f"site/{path}") or b"")
        return known[path].of(talk)

    def _stamped(self, talk: Talk, draft: bytes) -> bytes:
        moment = utc(self.stamp(talk).moment).encode()
        for name in _STAMPED:
            draft = draft.replace(name + b"\r\n", name + moment + b"\r\n", 1)
        return draft

    def _stamp(self, talk: Talk) -> Stamp:
        drafts = [self._draft(talk, view, Use.FILE) for view in _views(talk)]
        imprint = _digest(b"".join(drafts))
        known = self.programme.stamps.get(talk.uid)
        moment = revision_of(talk, self.programme).modified
        if known is not None and known.imprint == imprint:
            moment = known.moment
        elif known is not None:
            moment = max(moment, self.programme.now, known.moment + _SECOND)
        return Stamp(imprint=imprint, moment=moment.astimezone(UTC))

    def _draft(self, talk: Talk, channel: Channel, use: Use) -> bytes:
        """Return the talk's VEVENT, its stamps left empty but for mail."""
        drafts = self.written.drafts
        key = (id(talk), _view(talk, channel), use)
        if key in drafts:
            return drafts[key][1]
        if use is Use.MAIL:
            made = for_mail(self.event(talk, channel), talk, self.programme)
        else:
            made = self._made(talk, channel, use)
        drafts[key] = (talk, made)
        return made

    def _made(
        self,
        talk: Talk,
        channel: Channel,
        use: Use,
        attendees: Sequence[Mailbox] = (),
    ) -> bytes:
        said = wording(talk, self.programme, channel, self.templates)
        zone, pictures = self.zone(talk), self.templates.pictures
        return write(talk, self.programme, said, pictures, zone, use, attendees)


def _views(talk: Talk) -> tuple[Channel, ...]:
    if talk.link_access is LinkAccess.MEMBERS:
        return (Channel.PUBLIC, Channel.MEMBERS)
    return (Channel.PUBLIC,)


def _view(talk: Talk, channel: Channel) -> Channel:
    """Return the channel that decides: only a link that some see makes a difference."""
    if talk.link_access is LinkAccess.MEMBERS or channel is Channel.STAGE:
        return channel
    return Channel.PUBLIC


def _digest(drafts: bytes) -> str:
    return sha256(drafts).hexdigest()
