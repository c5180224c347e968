"""Times of day and lengths of time as organisers write them."""

from __future__ import annotations

import re
from datetime import time, timedelta
from functools import lru_cache

from announcer.errors import BadValue


def any_case(pattern: str) -> str:
    """Spell out both cases: JSON Schema knows no flags."""
    return re.sub("[a-z]", lambda found: f"[{found[0]}{found[0].upper()}]", pattern)


_HALF = r" ?[aApP]\.?[mM]\.?"
_TWELVE = r"(0?[1-9]|1[0-2])(:[0-5][0-9])?"
_CLOCK = rf"({_TWELVE}{_HALF}|([01]?[0-9]|2[0-3]):[0-5][0-9])"
_DASH = r"( *[-–—] *| +to +)"
_LENT = rf"(0?[1-9]|1[0-2]){_DASH}{_TWELVE}{_HALF}"  # 9-10am
_HOURS = any_case(r"[0-9]{1,4} ?(hours?|hrs?|h)")
_MINUTES = any_case(r"[0-9]{1,4} ?(minutes?|mins?|m)")
_UNIT = any_case(r"(minute|min|hour|h|day|week|month|year)s?")

# what the readers below take, for JSON Schema and for themselves
TIME_PATTERN = rf"^\s*({_CLOCK}({_DASH}{_CLOCK})?|{_LENT})\s*$"
DURATION_PATTERN = (
    rf"^\s*({_HOURS}( ?{_MINUTES})?|{_MINUTES}|[0-9]{{1,4}} ?[hH] ?[0-9]{{1,2}})\s*$"
)
PERIOD_PATTERN = rf"^\s*[0-9]{{1,6}} ?{_UNIT}\s*$"

_TIME_WRITTEN = re.compile(TIME_PATTERN)
_DURATION_WRITTEN = re.compile(DURATION_PATTERN)
_PERIOD_WRITTEN = re.compile(PERIOD_PATTERN)
_RANGE = re.compile(rf"(.+?)(?:{_DASH})(.+)")
_TIME = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?(?: ?([apAP])\.?[mM]\.?)?")
_UNITS = {
    "minute": timedelta(minutes=1), "min": timedelta(minutes=1),
    "hour": timedelta(hours=1), "h": timedelta(hours=1), "day": timedelta(days=1),
    "week": timedelta(weeks=1), "month": timedelta(days=30),
    "year": timedelta(days=365),
}  # fmt: skip
_LONGEST = timedelta(hours=24)
_LONGEST_PERIOD = timedelta(days=365 * 200)
_TIME_FORM = "Write 12:30 or 12:30-13:30."
_DURATION_FORM = "Write for example 60 min, 1 h or 1h30."
_PERIOD_FORM = "Write for example 30 minutes, 6 hours, 30 days or 2 years."
_DAYS_FORM = "For several days write date: 2022-11-17 to 2022-11-18 and no time."


@lru_cache(maxsize=4096)
def parse_time(text: str) -> tuple[time, time | None]:
    """Read a time of day such as ``12:30``, ``9:30``, ``12:30pm`` or ``12:30-13:30``.

    The end is None where none is written. Raises BadValue with a hint.
    """
    written = text.strip()
    if _TIME_WRITTEN.fullmatch(text) is None:
        raise _misread_time(written)
    found = _RANGE.fullmatch(written)
    if found is None:
        return _time(written), None
    start, end = _time(_with_half(found[1], found[3])), _time(found[3])
    if start < end:
        return start, end
    verb = (
        "begins and ends at the same time" if start == end else "ends before it begins"
    )
    hint = "For a talk that goes past midnight write its start and a duration."
    raise BadValue(f"{written} {verb}", hint)


@lru_cache(maxsize=1024)
def parse_duration(text: str) -> timedelta:
    """Read the length of a talk: ``60 min``, ``1 h``, ``1h30``, ``1 hour 30 minutes``.

    At most a day. Raises BadValue with a hint.
    """
    written = text.strip()
    if _DURATION_WRITTEN.fullmatch(text) is None:
        raise BadValue(
            f"{written!r} is not a duration", _duration_hint(written.lower())
        )
    numbers = [int(number) for number in re.findall(r"[0-9]+", written)]
    if "h" not in written.lower():
        numbers.insert(0, 0)
    hours, minutes = (*numbers, 0)[:2]
    length = timedelta(hours=hours, minutes=minutes)
    if not length:
        raise BadValue(f"{written!r} is no time at all", _DURATION_FORM)
    if length > _LONGEST:
        raise BadValue(f"{written!r} is longer than a day", _DAYS_FORM)
    return length


@lru_cache(maxsize=256)
def parse_period(text: str) -> timedelta:
    """Read a stretch of time such as ``2 years``, ``30 days`` or ``6 hours``.

    A month counts 30 days and a year 365. Raises BadValue with a hint.
    """
    written = text.strip()
    if _PERIOD_WRITTEN.fullmatch(text) is None:
        raise BadValue(f"{written!r} is not a length of time", _PERIOD_FORM)
    number, unit = re.findall(r"[0-9]+|[a-z]+", written.lower())
    length = int(number) * _UNITS[unit if unit in _UNITS else unit.removesuffix("s")]
    if not length:
        raise BadValue(f"{written!r} is no time at all", _PERIOD_FORM)
    if length > _LONGEST_PERIOD:
        raise BadValue(f"{written!r} is longer than anybody can wait", _PERIOD_FORM)
    return length


def _time(written: str) -> time:
    found = _TIME.fullmatch(written)
    assert found is not None  # noqa: S101 - the pattern was looked at before
    hour, half = int(found[1]), (found[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(found[2] or 0))


def _with_half(start: str, end: str) -> str:
    """Lend the start of ``9-10am`` and ``11-1pm`` the half of the day it means."""
    one, two = _TIME.fullmatch(start), _TIME.fullmatch(end)
    if one is None or two is None or one[3] or not two[3]:
        return start
    if not 1 <= int(one[1]) <= 12:
        return start
    same, morning = f"{start}{two[3]}m", f"{start}am"
    if two[3] in "pP" and _time(same) >= _time(end) > _time(morning):
        return morning
    return same


def _misread_time(written: str) -> BadValue:
    parts = [
        part
        for part in re.split(_DASH, written)
        if part.strip(" -–—") not in {"", "to"}
    ]
    for part in parts:
        found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", part)
        if found and not (int(found[1]) < 24 and int(found[2]) < 60):
            hint = "Hours go from 00 to 23, minutes from 00 to 59."
            if (found[1], found[2]) == ("24", "00"):
                hint = (
                    "Write the start and a duration: midnight belongs to the next day."
                )
            return BadValue(f"{written}: there is no time {part}", hint)
    meant = [_meant_time(part) for part in parts]
    known = [time for time in meant if time]
    hint = f"Write {'-'.join(known)}." if len(known) == len(parts) < 3 else _TIME_FORM
    return BadValue(f"{written!r} is not a time of day", hint if known else _TIME_FORM)


def _meant_time(part: str) -> str:
    if part.casefold() in {"noon", "midday"}:
        return "12:00"
    found = re.match(r"([0-9]{1,2}) ?[.:hH,]? ?([0-9]{2})?(?![0-9])", part)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return ""
    return f"{int(found[1]):02}:{int(found[2] or 0):02}"


def _duration_hint(written: str) -> str:
    if found := re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(?::00)?", written):
        return f"Write {int(found[1])}h{found[2]}."
    if found := re.fullmatch(r"pt(?:([0-9]+)h)?(?:([0-9]+)m)?", written):
        return f"Write {int(found[1] or 0)}h{int(found[2] or 0):02}."
    if found := re.fullmatch(r"([0-9]+)[.,]([0-9]) ?h(?:ours?)?", written):
        return f"Write {found[1]}h{int(found[2]) * 6:02}."
    if re.fullmatch(r"[0-9]{1,4}", written):
        hours = f" or {written} h" if int(written) <= 12 else ""
        return f"Write {written} min{hours}."
    if re.fullmatch(r"[0-9]+ ?(d|days?|weeks?)", written):
        return _DAYS_FORM
    return _DURATION_FORM
