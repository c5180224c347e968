"""Times of day and lengths of time as organisers write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import time, timedelta
from functools import lru_cache

from announcer.errors import BadValue
from announcer.lazy import pattern
from announcer.when.named import ZONE_PATTERN, is_here, is_zone, places
from announcer.when.spoken import DAY, Spoken, clock_text, cures, spoken


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


def _zoned(*names: str) -> str:
    first, last, lent = (rf"( ?(?P<{name}>{ZONE_PATTERN}))?" for name in names)
    return (
        rf"\s*((?P<start>{_CLOCK}){first}(?P<rest>{_DASH}(?P<end>{_CLOCK}){last})?"
        rf"|(?P<lent>{_LENT}){lent})\s*"
    )


# what the readers below take, for JSON Schema and for themselves
TIME_PATTERN = rf"^\s*({_CLOCK}({_DASH}{_CLOCK})?|{_LENT})\s*$"
ZONED_TIME_PATTERN = re.sub(r"\?P<\w+>", "", f"^{_zoned('a', 'b', 'c')}$")
DURATION_PATTERN = (
    rf"^\s*({_HOURS}( ?{_MINUTES})?|{_MINUTES}|[0-9]{{1,4}} ?[hH] ?[0-5]?[0-9])\s*$"
)
PERIOD_PATTERN = rf"^\s*[0-9]{{1,6}} ?{_UNIT}\s*$"

_TIME_WRITTEN = pattern(TIME_PATTERN)
_ZONED_WRITTEN = pattern(_zoned("zone", "end_zone", "lent_zone"))
_DURATION_WRITTEN = pattern(DURATION_PATTERN)
_PERIOD_WRITTEN = pattern(PERIOD_PATTERN)
_RANGE = pattern(rf"(.+?)(?:{_DASH})(.+)")
_TIME = pattern(r"([0-9]{1,2})(?::([0-9]{2}))?(?: ?([apAP])\.?[mM]\.?)?")
_UNITS = {
    "minute": timedelta(minutes=1), "min": timedelta(minutes=1),
    "hour": timedelta(hours=1), "h": timedelta(hours=1), "day": timedelta(days=1),
    "week": timedelta(weeks=1), "month": timedelta(days=30),
    "year": timedelta(days=365),
}  # fmt: skip
_LONGEST = timedelta(hours=24)
_LONGEST_PERIOD = timedelta(days=365 * 200)
_TIME_FORM = "Say which time is meant, in the form 12:30 or 12:30-13:30."
_DURATION_FORM = "Write for example 60 min, 1 h or 1h30."
_OPEN_FORM = (
    "Leave the line out while nobody knows it; else write for example 60 min or 1h30."
)
# Hours that are hardly hours, and a number that may be of both.
_FEW_MINUTES, _MANY_MINUTES, _MOST_HOURS = 30, 1440, 12
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
    if start == end:
        hint = "Write when it ends, or its start alone."
    raise BadValue(f"{written} {verb}", hint)


def zoned_time(text: str) -> Spoken | None:
    """Read a time or a range with its zone: ``02:30 CET``, ``01:00 CEST-02:30 CET``.

    None if there is no zone in it, or it is in another form.
    """
    found = _ZONED_WRITTEN.fullmatch(text)
    if found is None:
        return None
    zone, end_zone = found["zone"] or "", found["end_zone"] or found["lent_zone"] or ""
    if not (zone or end_zone) or not all(map(is_zone, filter(None, (zone, end_zone)))):
        return None
    first, last = found["start"], found["end"]
    if found["lent"]:
        pair = _RANGE.fullmatch(found["lent"])
        assert pair is not None  # noqa: S101 - the pattern has a dash
        first, last = pair[1], pair[3]
    begins = _time(_with_half(first, last) if last else first)
    ends = _minutes(_time(last)) if last else None
    return Spoken(((_minutes(begins), ends),), zone, end_zone)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


@lru_cache(maxsize=1024)
def parse_duration(text: str) -> timedelta:
    """Read the length of a talk: ``60 min``, ``1 h``, ``1h30``, ``1 hour 30 minutes``.

    At most a day. Raises BadValue with a hint.
    """
    written = text.strip()
    if _DURATION_WRITTEN.fullmatch(text) is None:
        raise _misread_duration(written)
    numbers = [int(number) for number in re.findall(r"[0-9]+", written)]
    if "h" not in written.lower():
        numbers.insert(0, 0)
    hours, minutes = (*numbers, 0)[:2]
    length = timedelta(hours=hours, minutes=minutes)
    if not length:
        raise BadValue(f"{written!r} is no time at all", _OPEN_FORM)
    if length > _LONGEST:
        in_minutes = len(numbers) == 1 and _FEW_MINUTES <= hours <= _MANY_MINUTES
        hint = f"Write {hours} min if minutes are meant. " * in_minutes + _DAYS_FORM
        raise BadValue(f"{written!r} is longer than a day", hint)
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
    said = spoken(written)
    if said is None:
        return _impossible(written) or BadValue(
            f"{written!r} is not a time of day", _counted(written) or _TIME_FORM
        )
    if said.zone or said.end_zone:
        return _beside_zone(written, said)
    hint = _choice(cures(said))
    if any(start >= DAY for start, _ in said.readings):
        hint = "Midnight begins the next day: write 00:00 and its date."
    elif re.fullmatch("[1-9][0-9]{2}", written) and int(written) < DAY:
        hint = f"{hint.removesuffix('.')}, or {_counted(written, '')}"
    return BadValue(f"{written!r} is not a time of day", hint)


def _choice(cures: list[str]) -> str:
    written = f"Write {' or '.join(cures)}."
    return written if len(cures) == 1 else f"Which one? {written}"


def _impossible(written: str) -> BadValue | None:
    """Find an hour or a minute that no clock shows."""
    for part in re.split(_DASH, written):
        found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", part or "")
        if found and not (int(found[1]) < 24 and int(found[2]) < 60):
            hint = "Hours go from 00 to 23, minutes from 00 to 59."
            return BadValue(f"{written}: there is no time {part}", hint)
    return None


def _counted(written: str, verb: str = "Write ") -> str:
    """Return the time that a number counts: YAML 1.1 takes 12:30 for 750."""
    if not re.fullmatch("[1-9][0-9]{2,4}", written):
        return ""
    minutes, seconds = int(written), 0
    if minutes >= DAY:
        minutes, seconds = divmod(minutes, 60)
    if seconds or minutes >= DAY:
        return ""
    unit = "minutes" if minutes == int(written) else "seconds"
    time = clock_text(minutes)
    return f"{verb}{time} if a program wrote the {unit} since midnight."


def _beside_zone(written: str, said: Spoken) -> BadValue:
    message = f"{written!r} names a time zone, which has a field of its own"
    times = " or ".join(cures(said))
    words = said.zone or said.end_zone
    names = " or ".join(places(words))
    if is_here(words):
        return BadValue(f"{written!r} is not a time of day", _choice(cures(said)))
    field = names or "with the city whose clocks are meant"
    return BadValue(message, f"Write time: {times} and timezone: {field}.")


def _misread_duration(written: str) -> BadValue:
    """Return why a text is no length, with those that it may mean and that are some."""
    bare = written.lstrip("-+\u2212\u2013 ").lower()
    cures, wrong = [], None
    for cure in _lengths(bare):
        try:
            parse_duration(cure)
            cures.append(cure)
        except BadValue as why:
            wrong = why
    if cures:
        hint = f"Write {' or '.join(cures)}."
    elif wrong:
        return BadValue(wrong.message, wrong.hint)
    elif re.fullmatch(r"[0-9]+ ?(d|days?|weeks?)", bare):
        hint = _DAYS_FORM
    else:
        hint = _DURATION_FORM
    return BadValue(f"{written!r} is not a duration", hint)


def _lengths(written: str) -> Iterator[str]:
    """Yield what a length in another form would be in this one."""
    if _DURATION_WRITTEN.fullmatch(written):  # and there was a sign before it
        yield written
    for form, hours_and_minutes in _OTHER_LENGTHS:
        if found := re.fullmatch(form, written):
            hours, minutes = divmod(round(hours_and_minutes(*found.groups("0"))), 60)
            yield f"{hours}h{minutes:02}"
            return
    if re.fullmatch(r"[0-9]{1,4}", written):
        yield f"{written} min"
        if int(written) <= _MOST_HOURS:
            yield f"{written} h"
        elif found := re.fullmatch(r"([1-9])([0-5][0-9])", written):
            yield f"{found[1]}h{found[2]}"


# Lengths in forms that are not taken, and how many minutes each would be.
_OTHER_LENGTHS: tuple[tuple[str, Callable[..., float]], ...] = (
    (r"([0-9]{1,2}):([0-9]{2})(?::00)?", lambda h, m: 60 * int(h) + int(m)),
    (r"()([0-9]{1,4}) ?(?:['’′]|min\.|minuten)", lambda _, m: int(m)),
    (r"pt(?:([0-9]+)h)?(?:([0-9]+)m)?", lambda h, m: 60 * int(h) + int(m)),
    (r"([0-9]{1,2}) ?h ?([6-9][0-9])", lambda h, m: 60 * int(h) + int(m)),
    (
        r"([0-9]+)[.,]([0-9]{1,2}) ?(?:h(?:ours?)?)?",
        lambda h, part: 60 * float(f"{h}.{part}"),
    ),
)
