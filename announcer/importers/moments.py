"""Times as programs write them: ISO 8601 and its relatives, made moments."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime

from announcer.importers.found import Moment

_ISO = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:(?:T|\s+)(\d\d?):(\d\d)(?::\d\d(?:[.,]\d+)?)?"
    r"\s*(Z|UTC|[+-]\d\d:?(?:\d\d)?)?(?:\[[^\]]+\])?)?"
)


def stamp(text: object) -> date | datetime | None:
    """Return the day, wall time or moment that a text says, None for anything else."""
    if isinstance(text, date):
        return text
    found = _ISO.fullmatch(str(text or "").strip())
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return day
        clock = time(int(found[4]), int(found[5]))
    except ValueError:
        return None
    return datetime.combine(day, clock, _offset(found[6]))


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text in {"Z", "UTC"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(size if text[0] == "+" else -size)


def mail_stamp(text: str) -> datetime | None:
    """Return the moment of a text such as ``Thu, 05 Mar 2026 14:00:00 +0000``."""
    try:
        return parsedate_to_datetime(text.strip())
    except (TypeError, ValueError):
        return None


def between(
    start: date | datetime | None,
    end: date | datetime | None = None,
    zone: str | None = None,
    length: timedelta | None = None,
) -> Moment:
    """Return the moment from a start to an end, or of a length."""
    if not isinstance(start, datetime):
        last = end if isinstance(end, date) and end != start else None
        last = last.date() if isinstance(last, datetime) else last
        return Moment(day=start, last_day=last, zone=zone if start else None)
    if isinstance(end, datetime):
        if start.tzinfo and end.tzinfo:
            end = end.astimezone(start.tzinfo)
        if end == start or bool(start.tzinfo) != bool(end.tzinfo):
            end = None
    else:
        end = None
    ends = end.time() if end else None
    last = end.date() if end and end.date() != start.date() else None
    if start.tzinfo:
        return Moment(
            instant=start, end=ends, last_day=last, zone=zone, duration=length
        )
    return Moment(
        day=start.date(), time=start.time(), end=ends, last_day=last, zone=zone,
        duration=length,
    )  # fmt: skip


def wall(start: date | datetime | None) -> date | datetime | None:
    """Return a moment as the clock beside the door shows it, whatever its offset."""
    return start.replace(tzinfo=None) if isinstance(start, datetime) else start
