"""From the clock on the wall to a moment in time, and back."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from announcer.errors import BadValue
from announcer.when.zones import steps

_DAY = timedelta(days=1)


def localize(naive: datetime, tz: tzinfo) -> datetime:
    """Return the moment a wall time means in a zone made by ``zone``.

    Raises BadValue where the clocks jump over that time or show it twice.
    """
    settled = _settled(tz, naive.date())
    if settled is not None:
        return naive.replace(tzinfo=settled)
    readings = _readings(naive, tz)
    if len(readings) != 1:
        raise _unclear(naive, tz)
    return readings[0]


def midnight(day: date, tz: tzinfo) -> datetime:
    """Return the first moment of a local day.

    That is 00:00, the first of two, or the moment the clocks jump to where they jump
    over midnight.
    """
    settled = _settled(tz, day)
    naive = datetime.combine(day, time())
    if settled is not None:
        return naive.replace(tzinfo=settled)
    readings = _readings(naive, tz)
    if readings:
        return readings[0]
    change, _, _ = _jump(naive, tz)
    return change.replace(tzinfo=UTC).astimezone(tz)


def later(moment: datetime, duration: timedelta) -> datetime:
    """Return the moment when a duration has elapsed, in the zone of ``moment``."""
    return (utc(moment) + duration).astimezone(moment.tzinfo)


def in_zone(moment: datetime, tz: tzinfo) -> datetime:
    """Return the same moment as the clocks of another zone show it."""
    return utc(moment).astimezone(tz)


def utc(moment: datetime) -> datetime:
    """Return the same moment in UTC."""
    if moment.tzinfo is None:  # Python would take the zone of this machine
        raise TypeError("a wall time without a zone is no moment; localize it first")
    return moment.astimezone(UTC)


@lru_cache(maxsize=8192)
def _settled(tz: tzinfo, day: date) -> tzinfo | None:
    """Return the one kind of time a day has, or None if the clocks change near it."""
    start = datetime.combine(day, time(), tzinfo=UTC)
    before, after = (start - _DAY).astimezone(tz), (start + 2 * _DAY).astimezone(tz)
    # no zone changes its clocks twice in three days and lands where it was
    if before.tzinfo is after.tzinfo or not steps(tz):
        return before.tzinfo
    return None


def _readings(naive: datetime, tz: tzinfo) -> list[datetime]:
    """Return every moment at which clocks show a wall time, the first one first."""
    near = {
        (naive + shift).replace(tzinfo=UTC).astimezone(tz) for shift in (-_DAY, _DAY)
    }
    offsets = {moment.utcoffset() or timedelta() for moment in near}
    moments = sorted((naive - offset).replace(tzinfo=UTC) for offset in offsets)
    local = [moment.astimezone(tz) for moment in moments]
    return [moment for moment in local if moment.replace(tzinfo=None) == naive]


def _jump(naive: datetime, tz: tzinfo) -> tuple[datetime, datetime, datetime]:
    """Return the change near a wall time: naive UTC, wall time before and after it."""
    changes = steps(tz)
    at = bisect_right(changes, naive + _DAY, key=lambda step: step[0]) - 1
    moment, (new, _, _) = changes[at]
    old = changes[at - 1][1][0]
    return moment, moment + old, moment + new


def _unclear(naive: datetime, tz: tzinfo) -> BadValue:
    _, before, after = _jump(naive, tz)
    turn = f"the clocks go from {before:%H:%M} to {after:%H:%M}"
    where = f"on {naive:%Y-%m-%d} in {tz}"
    if after > before:
        hint = f"Write a time before {before:%H:%M} or from {after:%H:%M} on."
        return BadValue(f"{naive:%H:%M} does not exist {where}: {turn}", hint)
    hint = f"Write a time before {after:%H:%M} or from {before:%H:%M} on."
    return BadValue(f"{naive:%H:%M} happens twice {where}: {turn}", hint)
