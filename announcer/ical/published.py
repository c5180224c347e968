"""What a calendar that announcer published says of its events, to be known again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from announcer import when
from announcer.classes import dataclass
from announcer.errors import BadValue
from announcer.ical.entries import imprint_of
from announcer.ical.reading import OWNER, parameters_of, plain, properties
from announcer.lazy import pattern
from announcer.talk import Status

_HIGHEST = 2**31 - 1  # RFC 5545 section 3.3.8
_BEGIN = "BEGIN:VCALENDAR"
_EVENT = pattern(rb"BEGIN:VEVENT\r?\n.*?END:VEVENT\r?\n", re.DOTALL)
_COUNT = pattern(r"FREQ=DAILY;COUNT=(\d{1,4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One event as a calendar shows it; ``status`` is the RFC's word.

    ``imprint`` is what ``stamp`` would say of these bytes. An event of whole days ends
    with the midnight after its last.
    """

    uid: str
    sequence: int
    created: datetime
    modified: datetime
    imprint: str
    start: datetime
    end: datetime
    timezone: str
    all_day: bool
    daily: bool
    status: str
    summary: str
    location: str | None
    page: str
    series: str

    def is_off(self) -> bool:
        """Say whether calendars show the talk as cancelled."""
        return self.status == Status.CANCELLED.value.upper()


def is_calendar(content: bytes) -> bool:
    """Say whether some bytes are an iCalendar object (RFC 5545 section 3.4)."""
    return content.lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(_BEGIN.encode())


def published(content: bytes, timezone: str) -> tuple[dict[str, Published], list[str]]:
    """Return by uid the events of a calendar, and the uids that cannot be read.

    ``timezone`` is that of days without an hour.
    """
    found: dict[str, Published] = {}
    unread: list[str] = []
    for event in _EVENT.findall(content):
        known = {name: (given, value) for name, given, value in properties(event)}
        uid = plain(known.get("UID", ("", ""))[1])
        if OWNER in known:  # it is followed, and theirs
            continue
        try:
            found[uid] = _event(uid, event, known, timezone)
        except (ValueError, KeyError, OverflowError, BadValue):
            unread.append(uid)
    return found, unread


def _event(
    uid: str, event: bytes, known: Mapping[str, tuple[str, str]], timezone: str
) -> Published:
    def text(name: str) -> str:
        return plain(known[name][1]) if name in known else ""

    if not uid:
        raise ValueError("an event without a name")
    modified = _utc(text("LAST-MODIFIED") or text("DTSTAMP"))
    start, zone, is_day = _moment(*known["DTSTART"], timezone)
    end, _, _ = _moment(*known.get("DTEND", known["DTSTART"]), timezone)
    sequence = int(text("SEQUENCE") or "0")
    if not 0 <= sequence <= _HIGHEST or end < start:
        raise ValueError("nothing that announcer writes")
    days = _COUNT.search(text("RRULE"))
    return Published(
        uid=uid,
        sequence=sequence,
        created=_utc(text("CREATED")) if "CREATED" in known else modified,
        modified=modified,
        imprint=imprint_of(event),
        start=start,
        end=end + timedelta(days=int(days[1]) - 1) if days else end,
        timezone=zone,
        all_day=is_day,
        daily=days is not None,
        status=text("STATUS").upper() or "CONFIRMED",
        summary=text("SUMMARY"),
        location=text("LOCATION") or None,
        page=text("URL"),
        series=next(_categories(known), ""),
    )


def _categories(known: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    for one in re.split(r"(?<!\\),", known.get("CATEGORIES", ("", ""))[1]):
        yield plain(one)


def _utc(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _moment(parameters: str, value: str, timezone: str) -> tuple[datetime, str, bool]:
    """Return a moment, the name of its zone, and whether it is a day."""
    value = value.strip()
    if value.endswith("Z"):
        return _utc(value), "UTC", False
    zone = parameters_of(parameters).get("TZID", timezone)
    if "T" not in value:
        day = datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 - a day
        return when.midnight(day, when.zone(timezone)), timezone, True
    naive = datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - of its zone
    return when.localize(naive, when.zone(zone)), zone, False
