"""Times of day and lengths of time as organisers write them."""

from __future__ import annotations

import re
from datetime import time, timedelta
from functools import lru_cache

from announcer.errors import BadValue

_CLOCK = r"\d{1,2}(:\d{2})? ?[aApP]\.?[mM]\.?|\d{1,2}:\d{2}"
_DASH = r"\s*[-–—]\s*|\s+to\s+"
TIME_PATTERN = rf"^({_CLOCK}|\d{{1,2}}(:\d{{2}})?)(({_DASH})({_CLOCK}))?$"
DURATION_PATTERN = (
    r"^(\d+ ?(h|hr|hrs|hour|hours)|(\d+ ?(h|hr|hrs|hour|hours) ?)?"
    r"\d+ ?(m|min|mins|minute|minutes)|\d+ ?h ?\d{1,2})$"
)
PERIOD_PATTERN = r"^\d+ ?(minute|min|hour|h|day|week|month|year)s?$"

_RANGE = re.compile(rf"(.+?)(?:{_DASH})(.+)")
_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?(?: ?([ap])\.?m\.?)?", re.ASCII)
_HOURS = r"(\d+) ?(?:h|hr|hrs|hour|hours)"
_LENGTH = re.compile(
    rf"(?:{_HOURS}) ?(?:(\d{{1,2}})|(\d+) ?(?:m|min|mins|minute|minutes))"
    rf"|{_HOURS}|(\d+) ?(?:m|min|mins|minute|minutes)",
    re.ASCII,
)
_PERIOD = re.compile(r"(\d+) ?(minute|min|hour|h|day|week|month|year)s?", re.ASCII)
_UNITS = {
    "min": timedelta(minutes=1), "minute": timedelta(minutes=1),
    "h": timedelta(hours=1), "hour": timedelta(hours=1),
    "day": timedelta(days=1), "week": timedelta(weeks=1),
    "month": timedelta(days=30), "year": timedelta(days=365),
}  # fmt: skip
_LONGEST = timedelta(hours=24)
_LONGEST_PERIOD = timedelta(days=365 * 200)
_TIME_FORM = "Write 12:30 or 12:30-13:30."
_DURATION_FORM = "Write for example 60 min, 1 h or 1h30."


@lru_cache(maxsize=4096)
def parse_time(text: str) -> tuple[time, time | None]:
    """Read a time of day such as ``12:30``, ``9:30``, ``12:30pm`` or ``12:30-13:30``.

    The end is None where none is written. Raises BadValue with a hint.
    """
    written = text.strip()
    found = _RANGE.fullmatch(written)
    if found is None:
        return _time(written, written), None
    end = _time(found[2], written)
    start = _time(_with_half(found[1], found[2]), written)
    if start < end:
        return start, end
    message = f"{written} ends before it begins"
    if start == end:
        message = f"{written} begins and ends at the same time"
    hint = "For a talk that goes past midnight write its start and a duration."
    raise BadValue(message, hint)


@lru_cache(maxsize=1024)
def parse_duration(text: str) -> timedelta:
    """Read the length of a talk: ``60 min``, ``1 h``, ``1h30``, ``1 hour 30 minutes``.

    At most a day. Raises BadValue with a hint.
    """
    written = " ".join(text.casefold().split())
    found = _LENGTH.fullmatch(written)
    if found is None:
        raise BadValue(f"{text.strip()!r} is not a duration", _duration_hint(written))
    hours = int(found[1] or found[4] or 0)
    minutes = int(found[2] or found[3] or found[5] or 0)
    if hours > 24 or minutes > 24 * 60:
        hours = 25
    length = timedelta(hours=hours, minutes=minutes)
    if not length:
        raise BadValue(f"{text.strip()!r} is no time at all", _DURATION_FORM)
    if length > _LONGEST:
        hint = "For several days write date: 2022-11-17 to 2022-11-18 and no time."
        raise BadValue(f"{text.strip()!r} is longer than a day", hint)
    return length


@lru_cache(maxsize=256)
def parse_period(text: str) -> timedelta:
    """Read a stretch of time such as ``2 years``, ``30 days`` or ``6 hours``.

    A month counts 30 days and a year 365. Raises BadValue with a hint.
    """
    found = _PERIOD.fullmatch(" ".join(text.casefold().split()))
    form = "Write for example 30 minutes, 6 hours, 30 days or 2 years."
    if found is None:
        raise BadValue(f"{text.strip()!r} is not a length of time", form)
    number = int(found[1]) if len(found[1]) < 10 else 10**9
    if not number:
        raise BadValue(f"{text.strip()!r} is no time at all", form)
    if number > _LONGEST_PERIOD // _UNITS[found[2]]:
        raise BadValue(f"{text.strip()!r} is longer than anybody can wait", form)
    return number * _UNITS[found[2]]


def _with_half(start: str, end: str) -> str:
    """Lend the start of ``9-10am`` and ``11-1pm`` the half of the day it means."""
    one, two = (_TIME.fullmatch(part.casefold()) for part in (start, end))
    if one is None or two is None or one[3] or not two[3]:
        return start
    noon_between = int(one[1]) % 12 >= int(two[1]) % 12 and two[3] == "p"
    if int(one[1]) > 12:
        return start
    same = int(one[1]) % 12 * 60 + int(one[2] or 0) < int(two[1]) % 12 * 60 + int(
        two[2] or 0
    )
    return start + (two[3] if same or not noon_between else "a") + "m"


def _time(part: str, whole: str) -> time:
    found = _TIME.fullmatch(part.casefold())
    if found is None or not (found[2] or found[3]):
        raise BadValue(f"{whole!r} is not a time of day", _time_hint(part))
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            message = f"{whole}: with am and pm hours go from 1 to 12"
            raise BadValue(message, _time_hint(part))
        hour = hour % 12 + (12 if found[3] == "p" else 0)
    if hour > 23 or minute > 59:
        raise BadValue(f"{whole}: there is no time {part}", _late_hint(hour, minute))
    return time(hour, minute)


def _late_hint(hour: int, minute: int) -> str:
    if (hour, minute) == (24, 0):
        return "Write the start and a duration: midnight belongs to the next day."
    return "Hours go from 00 to 23, minutes from 00 to 59."


def _time_hint(part: str) -> str:
    found = re.match(r"(\d{1,2}) ?[.:hH,]? ?(\d{2})?(?!\d)", part)
    if part.casefold() == "noon":
        return "Write 12:00."
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return _TIME_FORM
    return f"Write {int(found[1]):02}:{int(found[2] or 0):02}."


def _duration_hint(written: str) -> str:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::00)?", written)
    if found:
        return f"Write {int(found[1])}h{found[2]}."
    found = re.fullmatch(r"pt(?:(\d+)h)?(?:(\d+)m)?", written)
    if found:
        return f"Write {int(found[1] or 0)}h{int(found[2] or 0):02}."
    found = re.fullmatch(r"(\d+)[.,](\d) ?h(?:ours?)?", written)
    if found:
        return f"Write {found[1]}h{int(found[2]) * 6:02}."
    if written.isdecimal():
        return f"Write {written} min or {written} h."
    if re.fullmatch(r"\d+ ?(d|days?|weeks?)", written):
        return "For several days write date: 2022-11-17 to 2022-11-18 and no time."
    return _DURATION_FORM
