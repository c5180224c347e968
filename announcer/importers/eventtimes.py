"""When the events of a calendar are, by its zones, whatever these are called there."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import date, datetime, timedelta

from announcer import when
from announcer.classes import dataclass
from announcer.errors import BadValue
from announcer.ical import foreign
from announcer.importers.found import Doubt, Given, Moment
from announcer.importers.moments import between

_DAY = timedelta(days=1)
_WAY = "Say which it is: --timezone Europe/Berlin (a city)."


@dataclass(slots=True)
class Times:
    """The clocks of one calendar; ``all_day``: a day without hours is meant as such."""

    calendar: foreign.Component
    given: Given
    all_day: bool
    zones: list[foreign.Component] = field(default_factory=list)
    said: str | None = None
    _named: dict[str, tuple[str | None, tuple[Doubt, ...]]] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        self.zones = [one for one in self.calendar.inner if one.name == "VTIMEZONE"]
        self.said = self._zone_of_all()

    def _zone_of_all(self) -> str | None:
        """Return the zone that the head of the calendar says for all of it."""
        named = self.calendar.text("X-WR-TIMEZONE") or self.calendar.text("TIMEZONE-ID")
        found = foreign.zone_of(named, self.zones) if named else None
        if found:
            return found
        known = {foreign.zone_of(one.text("TZID"), self.zones) for one in self.zones}
        return next(iter(known)) if len(known) == 1 else None

    def moment(
        self, event: foreign.Component, at: date | datetime | None, doubts: list[Doubt]
    ) -> Moment:
        """Return when an event is, ``at`` one of its times if it is repeated."""
        parameters, value = event.first("DTSTART") or ({}, "")
        begins = foreign.moment_of(value)
        if begins is None:
            text = f"`{value}` is no start of an event"
            doubts.append(Doubt("no-date", text, "", event.line))
            return between(None)
        start = at if at is not None else begins
        ends = event.first("DTEND")
        end = foreign.moment_of(ends[1]) if ends else None
        if end is not None and type(end) is type(begins):
            end = start + (end - begins) if _alike(begins, end) else None
        length = foreign.length_of(event.text("DURATION"))
        if not isinstance(start, datetime):
            return self._days(start, end, length)
        zone = self._zone(parameters.get("TZID"), start, doubts, event.line)
        if start.tzinfo is not None and zone == "UTC" and self.said != "UTC":
            zone = None
        return between(start, end, zone, None if end else length)

    def _days(
        self, start: date, end: date | datetime | None, length: timedelta | None
    ) -> Moment:
        """Return the days of an event without hours: those of a seminar are open."""
        last = None
        if isinstance(end, date) and not isinstance(end, datetime):
            last = end - _DAY
        if length and length > _DAY:
            last = start + length - _DAY
        several = last is not None and last > start
        moment = between(start, last if several else None)
        return replace(moment, all_day=several or self.all_day, zone=self.said)

    def _zone(
        self, tzid: str | None, start: datetime, doubts: list[Doubt], number: int
    ) -> str | None:
        if not tzid or start.tzinfo is not None:
            return self.said
        if tzid not in self._named:
            self._named[tzid] = self._by_name(tzid)
        found, said = self._named[tzid]
        doubts += (replace(one, line=number) for one in said)
        return found

    def _by_name(self, tzid: str) -> tuple[str | None, tuple[Doubt, ...]]:
        """Return the zone of a name, or the one of those in use whose clocks fit it."""
        if found := foreign.zone_of(tzid, self.zones):
            return found, ()
        text = f"`{tzid}` is the name of no time zone that is known"
        chosen = self.given.timezone
        fitting = self._fitting(tzid, (chosen,) if chosen else self.given.zones)
        if fitting is None:
            return None, (Doubt("timezone", text, _WAY),)
        if chosen:
            clash = f"the rules that this calendar gives for `{tzid}` are not those of"
            doubt = Doubt("timezone", f"{clash} {chosen}", "Is it the right zone?")
            return None, () if fitting else (doubt,)
        if len(fitting) == 1:
            way = f"Its rules are those of {fitting[0]}, which is taken."
            return fitting[0], (Doubt("timezone", text, way),)
        if fitting:
            text += f"; its rules fit {' and '.join(fitting)}"
        return None, (Doubt("timezone", text, _WAY),)

    def _fitting(self, tzid: str, names: tuple[str, ...]) -> list[str] | None:
        """Return the zones that show what the rules of a block say at all its events.

        None where the calendar has no rules for that name.
        """
        block = next((one for one in self.zones if one.text("TZID") == tzid), None)
        walls = self._walls(tzid)
        offsets = foreign.offsets_of(block, walls) if block and walls else None
        if offsets is None:
            return None
        pairs = list(zip(walls, offsets, strict=True))
        return [name for name in dict.fromkeys(names) if _fits(name, pairs)]

    def _walls(self, tzid: str) -> list[datetime]:
        """Return the times at which the events of a zone begin, all of them."""
        found: list[datetime] = []
        for event in self.calendar.inner:
            start = event.first("DTSTART")
            if event.name == "VEVENT" and start and start[0].get("TZID") == tzid:
                times, _ = foreign.occurrences(event)
                found += (one for one in times if isinstance(one, datetime))
        return [one for one in found if one.tzinfo is None]


def _fits(name: str, pairs: list[tuple[datetime, timedelta]]) -> bool:
    try:
        tz = when.zone(name)
    except BadValue:
        return False
    return all(
        any(one.utcoffset() == offset for one in when.readings(wall, tz))
        for wall, offset in pairs
    )


def _alike(one: date | datetime, two: date | datetime) -> bool:
    if isinstance(one, datetime) and isinstance(two, datetime):
        return (one.tzinfo is None) == (two.tzinfo is None)
    return not isinstance(one, datetime) and not isinstance(two, datetime)
