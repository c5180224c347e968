"""VTIMEZONE: what a calendar must know of a zone's clocks (RFC 5545 section 3.6.5).

Written by hand and kept small. Widely used readers take only the first date of an RDATE
list, and Outlook reads no RDATE and only rules of the form "second Sunday of March":
so a change is either such a rule or stands for itself, with nothing but DTSTART.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from announcer import when

_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")  # POSIX counts from Sunday
_DAY = timedelta(days=1)
_UNIX_YEAR = 1970

Changes = tuple[when.Transition, ...]


def block(tz_name: str, first: date, last: date) -> bytes:
    """Return the VTIMEZONE of a zone for everything between two days.

    Right for the whole years of both, and as long as the zone's rule holds after
    them. CRLF lines under 75 octets; empty for UTC, whose times end in Z. Raises
    BadValue for an unknown zone.
    """
    if tz_name == "UTC":
        return b""
    changes = _changes(tz_name, first.year, max(first, last).year)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{tz_name}"]
    for change, rule in _observances(tz_name, changes):
        # a zone always has some standard time, or Outlook does not know it
        standard = not change.is_dst or all(other.is_dst for other in changes)
        lines += _observance(change, rule, standard=standard)
    lines += ["END:VTIMEZONE", ""]
    return "\r\n".join(lines).encode("ascii")


def _changes(tz_name: str, first_year: int, last_year: int) -> Changes:
    # a day more on both sides: a year begins earlier in the east and ends later west
    begin, end = date(first_year, 1, 1) - _DAY, date(last_year, 12, 31) + _DAY
    changes = when.transitions(tz_name, begin, end)
    if len(changes) > 1:
        return changes
    summer = datetime(first_year, 7, 1, tzinfo=UTC)
    local = when.in_zone(summer, when.zone(tz_name))
    offset = local.utcoffset() or timedelta()
    since = datetime.combine(date(min(first_year, _UNIX_YEAR), 1, 1), time()) - offset
    return (when.Transition(since, offset, offset, local.tzname() or "", is_dst=False),)


def _observances(
    tz_name: str, changes: Changes
) -> Iterator[tuple[when.Transition, str]]:
    """Yield what must be written: single changes, and the first that a rule repeats."""
    lasting = {side: _lasting(tz_name, changes, summer=side) for side in (False, True)}
    for change in changes:
        since, rule = lasting[change.is_dst]
        if since is None or change.moment_utc < since:
            yield change, ""
        elif change.moment_utc == since:
            yield change, rule


def _lasting(
    tz_name: str, changes: Changes, *, summer: bool
) -> tuple[datetime | None, str]:
    """Return since when one side follows the zone's rule to the end, and its RRULE."""
    since, rule = None, ""
    for change in reversed(changes):
        if change.is_dst != summer:
            continue
        text = _rule_behind(tz_name, change)
        if not text:
            break
        since, rule = change.moment_utc, text
    return since, rule


@lru_cache(maxsize=4096)
def _rule_behind(tz_name: str, change: when.Transition) -> str:
    """Return the RRULE a change follows, or nothing."""
    posix = when.rule(tz_name)
    onset = change.moment_utc + change.offset_from
    if posix is None or posix.start is None or posix.end is None:
        return ""
    for day, old, new in (
        (posix.start, posix.offset, posix.dst_offset),
        (posix.end, posix.dst_offset, posix.offset),
    ):
        same_step = (old, new) == (change.offset_from, change.offset_to)
        if same_step and day.onset(onset.year) == onset:
            return _rrule(day)
    return ""


def _rrule(day: when.DayRule) -> str:
    # a time past midnight moves the day: "the day after the last Thursday" is no BYDAY
    if not day.day.startswith("M") or not timedelta() <= day.at < _DAY:
        return ""
    month, week, weekday = (int(part) for part in day.day[1:].split("."))
    number = -1 if week == 5 else week
    return f"FREQ=YEARLY;BYMONTH={month};BYDAY={number}{_WEEKDAYS[weekday]}"


@lru_cache(maxsize=4096)
def _observance(
    change: when.Transition, rule: str, *, standard: bool
) -> tuple[str, ...]:
    kind = "STANDARD" if standard else "DAYLIGHT"
    onset = change.moment_utc + change.offset_from
    lines = [f"BEGIN:{kind}", f"DTSTART:{onset:%Y%m%dT%H%M%S}"]
    if rule:
        lines.append(f"RRULE:{rule}")
    return (
        *lines,
        f"TZOFFSETFROM:{_offset(change.offset_from)}",
        f"TZOFFSETTO:{_offset(change.offset_to)}",
        f"TZNAME:{change.name}",
        f"END:{kind}",
    )


def _offset(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}"
