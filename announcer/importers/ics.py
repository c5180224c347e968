"""Talks from calendars of any producer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from announcer.errors import BadValue
from announcer.ical import OWNER, foreign
from announcer.importers.besideevents import Beside
from announcer.importers.calendarevents import (
    alone_in,
    body_of,
    is_daily,
    last_day,
    mark_of,
    name_of,
)
from announcer.importers.descriptions import Described, described
from announcer.importers.encoding import guessed, text_of
from announcer.importers.eventtimes import Times
from announcer.importers.found import Doubt, Found, Given, Origin, Shipment
from announcer.importers.gaps import hours_missed, is_gap, is_to_come
from announcer.importers.joining import addresses_in, is_meeting, joining
from announcer.importers.names import is_name
from announcer.importers.notices import NO_TALK, status_of
from announcer.importers.own import LACKING, lacks
from announcer.importers.own import SYSTEM as SYSTEM_OF_OURS
from announcer.importers.ownevents import Told, told_of
from announcer.importers.prose import line, prose
from announcer.importers.rows import OFF, is_off, is_slot
from announcer.importers.rows import status_of as status_in
from announcer.importers.summaries import Said, is_generic, summary_of
from announcer.importers.vcalendar import unquoted
from announcer.importers.whoandwhat import who_and_what

SYSTEM = "ics"
_LISTS = "pretalx"  # title - name, name
_OURS = "-//announcer//"
_BEGIN = re.compile(rb"\s*BEGIN:(?:VCALENDAR|VEVENT)\b", re.IGNORECASE)
# A fold inside a letter of several bytes, by producers that count bytes only.
_FOLDED = re.compile(rb"([\xc2-\xf4][\x80-\xbf]*)(\r?\n[ \t])([\x80-\xbf]+)")
_JOIN = (
    "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK", "X-ZOOM-JOIN-URL",
)  # fmt: skip
_PAGE = re.compile(
    r"(?:researchseminars|mathseminars)\.org/talk/|indico[^/]*/(?:event|e)/"
)
_STATUS = {"CANCELLED": "cancelled", "TENTATIVE": "tentative"}


def recognises(content: bytes, name: str) -> bool:
    """Say whether this is a calendar, or an event alone."""
    head = content.lstrip(b"\xef\xbb\xbf")[:4096]
    return bool(_BEGIN.match(head)) or (
        name.casefold().endswith((".ics", ".ical", ".ifb"))
        and b"BEGIN:V" in head.upper()
    )


def read(
    content: bytes,
    name: str,  # noqa: ARG001 - the shape of importers
    given: Given,
) -> Shipment:
    """Return the talks among the events; raises BadValue if there is no event."""
    content = _FOLDED.sub(rb"\1\3\2", content)
    top = foreign.components(unquoted(text_of(content.lstrip(b"\xef\xbb\xbf"))))
    calendars = [one for one in top.inner if one.name == "VCALENDAR"]
    if not calendars:
        calendars = [top]
    talks: list[Found] = []
    skipped: list[Doubt] = []
    doubts = [*guessed(content)]
    for calendar in calendars:
        reading = _Calendar(calendar, given)
        most = None if given.most is None else given.most - len(talks) + 1
        talks += islice(reading.talks(), most)
        if given.most is not None and len(talks) > given.most:
            raise BadValue(f"this calendar comes to more than {given.most} talks")
        skipped += reading.skipped
        own = any(one.origin.system == SYSTEM_OF_OURS for one in talks)
        if own and not calendar.text("METHOD"):  # a file, and no part of a mail
            doubts.append(lacks("calendar"))
        doubts += (*reading.doubts, *reading.beside.doubts())
        doubts += _cut_short(calendar)
    if not talks and not skipped and not any(_events(one) for one in calendars):
        raise BadValue(
            "this calendar holds no event", "Is it the file, or only a page about it?"
        )
    talks, lack = hours_missed(talks)
    doubts = list(dict.fromkeys((*doubts, *lack)))
    return Shipment(talks=tuple(talks), skipped=tuple(skipped), doubts=tuple(doubts))


def _cut_short(calendar: foreign.Component) -> list[Doubt]:
    """Doubt a calendar, or an event alone, that breaks off: the rest is missing."""
    parts = calendar.inner if calendar.name == "" else [calendar]
    if all(part.is_whole for part in parts):
        return []
    text = f"this calendar is cut short: its end (END:{parts[-1].name}) is missing"
    return [Doubt("cut-short", text, "Fetch it again; talks may be missing.")]


def _events(calendar: foreign.Component) -> list[foreign.Component]:
    return [one for one in calendar.inner if one.name == "VEVENT"]


class _Calendar:
    """One calendar: what its head says, and its events."""

    def __init__(self, calendar: foreign.Component, given: Given) -> None:
        self.calendar = calendar
        self.events = _events(calendar)
        self.ours = calendar.text("PRODID").startswith(_OURS)
        self.lists = _LISTS in calendar.text("PRODID").casefold()
        self.times = Times(calendar, given, all_day=self.ours)
        self.skipped: list[Doubt] = []
        self.doubts: list[Doubt] = []
        self.beside = Beside(body_of(one) for one in self.events)
        self.series: dict[str, str] = {}  # what repeated events are called
        self.name = calendar.text("X-WR-CALNAME") or calendar.text("NAME")

    def talks(self) -> Iterator[Found]:  # noqa: C901
        """Yield the talks; repeated events as often as they are."""
        changed: dict[str, set[date | datetime]] = {}
        named: set[str] = set()  # series of which some days name who speaks
        for event in self.events:
            instead = event.first("RECURRENCE-ID")
            if instead and (moment := foreign.moment_of(instead[1])):
                changed.setdefault(event.text("UID"), set()).add(moment)
                if self._said(event).people:
                    named.add(event.text("UID"))
            elif event.first("RRULE"):
                self.series[event.text("UID")] = line(event.text("SUMMARY"))
        for event in self.events:
            uid = event.text("UID")
            if not event.first("RRULE") and not event.first("RDATE"):
                yield from self._one(event, event.text("RECURRENCE-ID"), None)
                continue
            times, more = foreign.occurrences(event)
            if more:
                text = f"`{name_of(event)}` repeats on and on; the first {len(times)} are taken"  # noqa: E501
                self.doubts.append(Doubt("endless", text, "", event.line))
            if changed.get(uid) and not self._says(event, named):
                text = f"`{name_of(event)}`: the days that name no talk are free slots"
                self.skipped.append(Doubt("no-talk", text, "", event.line))
                continue
            single = len(times) == 1 or is_daily(event)
            for moment in times[:1] if is_daily(event) else times:
                if moment not in changed.get(uid, set()):
                    mark = "" if single else mark_of(moment)
                    yield from self._one(event, mark, moment)

    def _says(self, event: foreign.Component, named: set[str]) -> bool:
        """Say whether a repeated event names a talk; of ``named`` some days do."""
        said = self._said(event)
        told = bool(said.title) and not is_generic(said.title)
        return bool(said.people) or (told and event.text("UID") not in named)

    def _said(self, event: foreign.Component) -> Said:
        return self._read(event, self._told(event))

    def _read(self, event: foreign.Component, told: Described) -> Said:
        """Return who and what an event names; some producers list who speaks."""
        summary = self._summary(event)
        title, _, who = summary.rpartition(" - ")
        names = who.split(", ")
        if self.lists and title and len(names) > 1 and all(map(is_name, names)):
            return Said(title=title, people=[{"name": one} for one in names])
        return who_and_what(summary, told)

    def _summary(self, event: foreign.Component) -> str:
        """Return the summary of an event without the name of its series before it."""
        summary = line(event.text("SUMMARY"))
        series = self.series.get(event.text("UID"), "")
        if not event.first("RECURRENCE-ID") or not series:
            return summary
        rest = summary.removeprefix(series)
        bare = re.sub(r"^\s*(?::|[-–—|])\s*", "", rest)
        if not rest.strip() and not summary_of(series).people:
            return ""  # only the name of the series
        return bare if bare and rest not in {bare, summary} else summary

    def _one(
        self, event: foreign.Component, mark: str, at: date | datetime | None
    ) -> Iterator[Found]:
        summary = self._summary(event)
        off = is_slot(summary) or (is_off(summary) and not self._told(event).people)
        if NO_TALK.match(summary) or (off and not self.ours):
            self.skipped.append(
                Doubt("no-talk", f"`{summary}` is no talk", "", event.line)
            )
            return
        timed = "T" in (event.first("DTSTART") or ({}, ""))[1]
        awaited = is_to_come(summary) and timed
        if is_gap(summary) and not awaited and not self._said(event).people:
            text = f"`{summary}` says neither who speaks nor on what: a free slot"
            self.skipped.append(Doubt("no-talk", text, "", event.line))
            return
        if not event.first("DTSTART"):
            text = f"`{name_of(event)}` has no start"
            self.skipped.append(Doubt("no-date", text, "", event.line))
            return
        own = told_of(event) if self.ours else None
        found = self._own(event, at, own) if own else self._found(event, at)
        if mark and found.origin.id:
            found = replace(
                found, origin=replace(found.origin, id=f"{found.origin.id}#{mark}")
            )
        yield found

    def _told(self, event: foreign.Component) -> Described:
        return described(prose(body_of(event)))

    def _found(self, event: foreign.Component, at: date | datetime | None) -> Found:
        doubts: list[Doubt] = []
        summary = self._summary(event)
        body = prose(body_of(event))
        told = described(body)
        said = self._read(event, told)
        told.leave_out(said.title, said.people, summary, event.text("URL"))
        record: dict[str, Any] = {}
        if said.title:
            record["title"] = said.title
        if said.people:
            record["speakers"] = said.people
            if told.bio:
                said.people[0].setdefault("bio", told.bio)
        if told.abstract:
            record["abstract"] = told.abstract
        record |= told.more
        url = self._places(event, record, body, told)
        status = _STATUS.get(event.text("STATUS").upper())
        if self.calendar.text("METHOD").upper() == "CANCEL":
            status = "cancelled"
        first = status_in(line(body.partition("\n")[0]))  # Cancelled due to illness
        status = (
            status or status_of(summary, "")[0] or (first if first in OFF else None)
        )
        if status:
            record["status"] = status
        moment = self.times.moment(event, at, doubts)
        uid = event.text("UID")
        if not record.get("title") and not record.get("speakers"):
            record["title"] = summary
        self.beside.close(record, body)
        told_elsewhere = (record, summary, said.kind, self.name, url, told.part_of)
        left, unsaid = self.beside.left_out(body, told_elsewhere, event.line)
        doubts += unsaid
        return Found(
            record={key: value for key, value in record.items() if value},
            moment=moment,
            origin=Origin(
                system=SYSTEM,
                id=uid or None,
                url=url,
                updated=event.text("LAST-MODIFIED") or None,
            ),
            series=self._series(event, said),
            left=left,
            owner=event.text(OWNER) or None,
            line=event.line,
            doubts=tuple(doubts),
        )

    def _own(
        self, event: foreign.Component, at: date | datetime | None, own: Told
    ) -> Found:
        """Return the talk of an event that announcer wrote."""
        doubts: list[Doubt] = []
        record = own.record
        moment = self.times.moment(event, at, doubts)
        if is_daily(event):
            moment = replace(moment, last_day=last_day(event), daily=True)
        page = next(iter(addresses_in(event.text("URL"))), None)
        return Found(
            record={key: value for key, value in record.items() if value},
            moment=moment,
            origin=Origin(
                system=SYSTEM_OF_OURS,
                id=event.text("UID") or None,
                url=page,
                updated=event.text("LAST-MODIFIED") or None,
            ),
            series=own.series or None,
            silent=LACKING["calendar"],
            line=event.line,
            doubts=tuple(doubts),
        )

    def _series(self, event: foreign.Component, said: Said) -> str | None:
        if self.ours:
            first = event.first("CATEGORIES")
            names = re.split(r"(?<!\\),", first[1]) if first else [""]
            return foreign.unescaped(names[0]) or None
        return self.name or said.kind or None

    def _places(
        self,
        event: foreign.Component,
        record: dict[str, Any],
        body: str,
        told: Described,
    ) -> str | None:
        """Enter where the talk is and where one joins; return the address of its page."""  # noqa: E501
        place = line(event.text("LOCATION"))
        urls = [
            url
            for name in _JOIN
            for _, value in event.all(name)
            for url in addresses_in(foreign.unescaped(value))
        ]
        for url in addresses_in(place):
            urls.append(url)
            place = place.replace(url, "").strip(" ,;:()|-–")
        page = next(iter(addresses_in(event.text("URL"))), None)
        if place and not re.fullmatch(r"https?:/*", place):
            record["location"] = place
        elif told.place:
            record["location"] = told.place
        own = [url for url in urls if _PAGE.search(url)]
        urls = [url for url in urls if url not in own]
        meetings = [url for url in (*urls, *addresses_in(body)) if is_meeting(url)]
        link = next(iter((*meetings, *urls)), None) or joining(told.links, body)
        page = page or next(iter(own), None)
        if not link and page and is_meeting(page):
            link = page
        if link:
            record["link"] = link
        page = page or alone_in(body)
        if page == link:
            page = None
        return page
