"""Links that put one talk into a calendar on the web, and links that subscribe."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple
from urllib.parse import quote

from announcer import when
from announcer.access import Channel, is_off
from announcer.ical.entries import event
from announcer.ical.lines import day, local, read, utc
from announcer.ical.times import after_last, in_days, zone_name
from announcer.talk import Programme, Talk
from announcer.templating import Templates

_LONGEST = 1_999  # characters; longer addresses are cut or refused on their way
_LONGEST_SUMMARY = 600
_LONGEST_LOCATION = 300
_MORE = quote("…")
_GAPS = ("%20", "%0A")
_BLANK_LINE = "%0A%0A"
_INSIDE_UTF_8 = "89AB"  # how octets begin that are not a character's first

_GOOGLE = "https://calendar.google.com/calendar/render?action=TEMPLATE"
_OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"
_OFFICE = "https://outlook.office.com/calendar/0/deeplink/compose"
_COMPOSE = "?path=%2Fcalendar%2Faction%2Fcompose&rru=addevent"
_YAHOO = "https://calendar.yahoo.com/?v=60"


class AddLink(NamedTuple):
    """A link that opens somebody's own calendar with the talk filled in."""

    label: str
    url: str


class _Names(NamedTuple):
    """What a service calls the texts of an event."""

    summary: str
    location: str
    description: str


class _Said(NamedTuple):
    """What the entry says, encoded for an address."""

    summary: str
    location: str
    description: str
    page: str


def add_links(
    talk: Talk, programme: Programme, channel: Channel, templates: Templates
) -> tuple[AddLink, ...]:
    """Return the links for Google, Outlook.com, Office 365 and Yahoo.

    Each is under 2,000 characters, its description cut at a word. A cancelled or
    postponed talk has none: there is nothing to add.
    """
    if is_off(talk):
        return ()
    said = _said(event(talk, programme, channel, templates))
    microsoft = _COMPOSE + _microsoft_time(talk)
    names = _Names("subject", "location", "body")
    google = _Names("text", "location", "details")
    yahoo = _Names("title", "in_loc", "desc")
    return (
        AddLink("Google", _link(_GOOGLE + _google_time(talk), google, said)),
        AddLink("Outlook.com", _link(_OUTLOOK + microsoft, names, said)),
        AddLink("Office 365", _link(_OFFICE + microsoft, names, said)),
        AddLink("Yahoo", _link(_YAHOO + _yahoo_time(talk), yahoo, said)),
    )


def _said(entry: bytes) -> _Said:
    """Read the words of an entry: it is kept once written, its words are not."""
    names = ("SUMMARY", "LOCATION", "DESCRIPTION", "URL")
    found = read(entry, names)
    return _Said(*(quote(found[name][:_LONGEST], safe="") for name in names))


def webcal(url: str) -> str:
    """Return the address that opens a calendar program and subscribes to a feed."""
    return f"webcal:{url.partition(':')[2]}"


def _google_time(talk: Talk) -> str:
    if talk.daily or in_days(talk):
        return f"&dates={day(talk.start)}/{day(after_last(talk))}"
    zone = zone_name(talk)
    if zone is None:
        return f"&dates={utc(talk.start)}/{utc(talk.end)}&ctz=UTC"
    return f"&dates={local(talk.start)}/{local(talk.end)}&ctz={quote(zone)}"


def _microsoft_time(talk: Talk) -> str:
    if talk.daily or in_days(talk):
        days = f"{talk.start:%Y-%m-%d}&enddt={after_last(talk):%Y-%m-%d}"
        return f"&startdt={days}&allday=true"
    start, end = when.utc(talk.start), when.utc(talk.end)
    return f"&startdt={start:%Y-%m-%dT%H:%M:%SZ}&enddt={end:%Y-%m-%dT%H:%M:%SZ}"


def _yahoo_time(talk: Talk) -> str:
    """Yahoo knows whole days one at a time: ``dur`` counts only without ``et``."""
    if not talk.daily and not in_days(talk):
        return f"&st={utc(talk.start)}&et={utc(talk.end)}"
    ends = after_last(talk)
    if ends - talk.start.date() == timedelta(days=1):
        return f"&st={day(talk.start)}&dur=allday"
    return f"&st={day(talk.start)}&et={day(ends)}"


def _link(base: str, names: _Names, said: _Said) -> str:
    url = f"{base}&{names.summary}={_within(said.summary, _LONGEST_SUMMARY)}"
    if said.location:
        url += f"&{names.location}={_within(said.location, _LONGEST_LOCATION)}"
    url += f"&{names.description}="
    room = _LONGEST - len(url)
    if len(said.description) <= room:
        return url + said.description
    rest = f"{_BLANK_LINE}{said.page}"
    return url + _within(said.description, room - len(rest)) + rest


def _within(encoded: str, room: int) -> str:
    """Return an encoded text, cut at the end of a word to at most ``room``."""
    if len(encoded) <= room:
        return encoded
    room -= len(_MORE)
    end = max(encoded.rfind(gap, 0, room + len(gap)) for gap in _GAPS)
    if end < 1:
        end = _character_end(encoded, room)
    cut = encoded[:end]
    while cut.endswith(_GAPS):
        cut = cut[: -len(_GAPS[0])]
    return cut + _MORE


def _character_end(encoded: str, end: int) -> int:
    """Return the last place up to ``end`` that lies between two characters."""
    while "%" in encoded[end - 2 : end]:
        end -= 1
    while encoded[end] == "%" and encoded[end + 1] in _INSIDE_UTF_8:
        end -= 3
    return end
