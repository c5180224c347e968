"""Calendars of any producer: their events, zones and repetitions, as they come.

Folds in wrong places, blank lines, an event without a calendar around it, zones of
Windows and times without any: what can be understood is, the rest is left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from announcer import when
from announcer.classes import dataclass
from announcer.errors import BadValue
from announcer.ical.reading import parameters_of
from announcer.lazy import pattern

_LINE = pattern(
    r"(?P<name>(?:[\w-]+\.)?[A-Za-z][\w-]*)(?P<parameters>(?:;[\w-]+=(?:\"[^\"]*\"|[^\";:,])*"
    r"(?:,(?:\"[^\"]*\"|[^\";:,])*)*)*):(?P<value>.*)"
)
_ESCAPE = pattern(r"\\(.)", re.DOTALL)
_STAMP = pattern(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?\s*(Z)?)?"
)
_LENGTH = pattern(
    r"([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)
_MOST = 200  # occurrences of one event
_ENDLESS = timedelta(days=366)  # of one that never ends
_NO_RULE = pattern(r"FREQ=(?:SECOND|MINUTE|HOUR)LY|INTERVAL=0*(?:;|$)", re.IGNORECASE)
_KNOWN = frozenset(
    [
        "BEGIN",
        "END",
        "UID",
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "URL",
        "DTSTART",
        "DTEND",
        "DTSTAMP",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "STATUS",
        "CATEGORIES",
        "ORGANIZER",
        "ATTENDEE",
        "CREATED",
        "SEQUENCE",
        "CLASS",
        "TRANSP",
        "PRIORITY",
        "GEO",
        "CONTACT",
        "COMMENT",
        "ATTACH",
        "METHOD",
        "PRODID",
        "VERSION",
        "CALSCALE",
        "TZID",
        "TZNAME",
        "TZOFFSETFROM",
        "TZOFFSETTO",
        "LAST-MODIFIED",
        "RECURRENCE-ID",
        "CONFERENCE",
        "IMAGE",
        "COLOR",
        "NAME",
        "ACTION",
        "TRIGGER",
        "RESOURCES",
        "SOURCE",
        "REFRESH-INTERVAL",
        "RELATED-TO",
        "TZURL",
        "ACKNOWLEDGED",
    ]
)

_OF_ZONES = frozenset(
    {"TZID", "DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"}
)


@dataclass(slots=True)
class Component:
    """A calendar, an event or a zone; ``line`` is where it begins, from 1.

    Properties stand in their order: name, parameters and value as written.
    """

    name: str
    line: int = 0
    properties: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    inner: list[Component] = field(default_factory=list)
    is_whole: bool = False  # its END stands there

    def first(self, name: str) -> tuple[dict[str, str], str] | None:
        """Return the parameters and the value of a property, if it is there."""
        return next((one[1:] for one in self.properties if one[0] == name), None)

    def text(self, name: str) -> str:
        """Return the text of a property without its escapes, empty if there is none."""
        found = self.first(name)
        return unescaped(found[1]).strip() if found else ""

    def all(self, *names: str) -> Iterator[tuple[dict[str, str], str]]:
        """Yield the parameters and the value of each property of these names."""
        for name, parameters, value in self.properties:
            if name in names:
                yield parameters, value


def components(text: str) -> Component:
    """Return what stands in a calendar file, within one component for the whole."""
    top = Component("", 1)
    stack = [top]
    for number, line in _logical(text):
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        name = found["name"].rpartition(".")[2].upper()
        value = found["value"]
        if name == "BEGIN":
            begun = Component(value.strip().upper(), number)
            stack[-1].inner.append(begun)
            stack.append(begun)
        elif name == "END":
            if len(stack) > 1:
                stack.pop().is_whole = True
        else:
            parameters = parameters_of(found["parameters"])
            stack[-1].properties.append((name, parameters, value))
    return top


def _logical(text: str) -> Iterator[tuple[int, str]]:
    """Yield the unfolded lines; a line that begins nothing goes on with the last."""
    current, begun = "", 0
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        if line[:1] in {" ", "\t"} and current:
            current += line[1:]
        elif not line.strip():
            continue
        elif _begins(line) or not current:
            if current:
                yield begun, current
            current, begun = line, number
        else:  # the blank that marks a fold was lost, or a line break was not escaped
            current += "\\n" + line if _is_text(current) else line
    if current:
        yield begun, current


def _begins(line: str) -> bool:
    found = re.match(r"([A-Za-z][\w-]*)[;:]", line)
    name = found[1].upper() if found else ""
    return name in _KNOWN or name.startswith("X-")


def _is_text(line: str) -> bool:
    return line.upper().startswith(("DESCRIPTION", "SUMMARY", "COMMENT", "LOCATION"))


def unescaped(value: str) -> str:
    """Undo the escapes of a text (RFC 5545 section 3.3.11)."""
    return _ESCAPE.sub(lambda one: "\n" if one[1] in "nN" else one[1], value)


def zone_of(name: str, zones: list[Component]) -> str | None:
    """Return the IANA name that a TZID of any producer stands for, if it is known."""
    for part in _candidates(name, zones):
        try:
            when.zone(part)
        except BadValue:
            continue
        return part
    return None


def _candidates(name: str, zones: list[Component]) -> Iterator[str]:
    plain = name.strip().strip('"')
    yield plain
    pieces = plain.split("/")
    if len(pieces) > 2:  # /freeassociation.sourceforge.net/Europe/Berlin
        yield "/".join(pieces[-2:])
        yield "/".join(pieces[-3:])
    if plain in WINDOWS_TO_OLSON:
        yield WINDOWS_TO_OLSON[plain]
    for zone in zones:
        if zone.text("TZID") == plain and zone.text("X-LIC-LOCATION"):
            yield zone.text("X-LIC-LOCATION")


def offsets_of(zone: Component, walls: Sequence[datetime]) -> list[timedelta] | None:
    """Return the offsets from UTC that the rules of a VTIMEZONE say at wall times.

    None where they cannot be read, or say nothing of a time.
    """
    try:
        tz = tzical(StringIO("\n".join(_written(zone)))).get()
        found = [wall.replace(tzinfo=tz).utcoffset() for wall in walls]
    except (ValueError, TypeError, OverflowError):
        return None
    known = [one for one in found if one is not None]
    return known if len(known) == len(found) else None


def _written(component: Component) -> Iterator[str]:
    yield f"BEGIN:{component.name}"
    for name, parameters, value in component.properties:
        if name in _OF_ZONES:
            more = "".join(
                f";{key}={one}" for key, one in parameters.items() if name == "RDATE"
            )
            yield f"{name}{more}:{value}"
    for inner in component.inner:
        yield from _written(inner)
    yield f"END:{component.name}"


def moment_of(value: str) -> date | datetime | None:
    """Return the day or the moment that a value says; in UTC it is aware."""
    found = _STAMP.fullmatch(value.strip())
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return day
        clock = time(
            int(found[4]) % 24, int(found[5]), tzinfo=UTC if found[7] else None
        )
    except ValueError:
        return None
    return datetime.combine(day, clock)


def length_of(value: str) -> timedelta | None:
    """Return a DURATION (RFC 5545 section 3.3.6)."""
    found = _LENGTH.fullmatch(value.strip().upper())
    if found is None or found[1] == "-":
        return None
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups()[1:])
    return timedelta(
        weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds
    )


def occurrences(event: Component) -> tuple[list[date | datetime], bool]:
    """Return when a repeated event is, and whether it goes on behind the last of them.

    Wall times are repeated as such. An event that is not repeated is there once.
    """
    begin = event.first("DTSTART")
    start = moment_of(begin[1]) if begin else None
    if start is None:
        return [], False
    is_day = not isinstance(start, datetime)
    first = start if isinstance(start, datetime) else datetime.combine(start, time())
    found, more = {first}, False
    for _, rule in event.all("RRULE"):
        made, endless = _repeated(rule, first)
        found |= set(made)
        more = more or endless
    for _, value in event.all("RDATE"):
        found |= set(_moments(value, first))
    for _, value in event.all("EXDATE"):
        gone = set(_moments(value, first))
        found -= gone
        found -= {
            one
            for one in found
            if any(_whole(g) and g.date() == one.date() for g in gone)
        }
    ordered = sorted(found)
    more = more or len(ordered) > _MOST
    return [one.date() if is_day else one for one in ordered[:_MOST]], more


def _whole(moment: datetime) -> bool:
    return (moment.hour, moment.minute) == (0, 0)


def _repeated(rule: str, first: datetime) -> tuple[list[datetime], bool]:
    if first.tzinfo is None:  # an UNTIL in UTC beside a wall time
        rule = re.sub(r"(UNTIL=\d{8}(?:T\d{6})?)Z", r"\1", rule, flags=re.IGNORECASE)
    elif re.search(r"UNTIL=\d{8}(?:;|$)", rule):
        rule = re.sub(r"(UNTIL=\d{8})", r"\1T235959Z", rule)
    endless = not re.search("COUNT=|UNTIL=", rule, re.IGNORECASE)
    if _NO_RULE.search(rule):  # no talk; and to count its times may take for ever
        return [first], True
    made: list[datetime] = []
    try:
        for one in rrulestr(rule, dtstart=first):
            if len(made) > _MOST or (endless and one - first > _ENDLESS):
                break
            made.append(one)
    except (ValueError, TypeError, KeyError, OverflowError):
        return [first], False
    return made, endless


def _moments(value: str, first: datetime) -> Iterator[datetime]:
    for part in value.split(","):
        one = moment_of(part.partition("/")[0])
        if isinstance(one, datetime):
            yield (
                one if one.tzinfo == first.tzinfo else one.replace(tzinfo=first.tzinfo)
            )
        elif one is not None:
            yield datetime.combine(one, time(), first.tzinfo)
