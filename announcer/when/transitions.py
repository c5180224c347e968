"""When the clocks of a zone change: what a VTIMEZONE is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from announcer.when.posix import PosixRule
from announcer.when.zones import TimeType, footer, rule_of, steps, zone


@dataclass(frozen=True, slots=True)
class Transition:
    """One change of the clocks.

    ``moment_utc`` is naive UTC. ``is_dst`` is true on the summer side: where the tz
    database counts winter as negative daylight time (Dublin), that is the time it
    calls standard, for calendars know no negative daylight time.
    """

    moment_utc: datetime
    offset_from: timedelta
    offset_to: timedelta
    name: str
    is_dst: bool


def transitions(tz_name: str, first: date, last: date) -> tuple[Transition, ...]:
    """Return the change in force on ``first`` and every one until ``last`` (UTC days).

    Empty where a zone never changed. Raises BadValue for an unknown zone.
    """
    found = _all(tz_name)
    start = datetime.combine(first, datetime.min.time())
    end = datetime.combine(last + timedelta(days=1), datetime.min.time())
    in_force = [change for change in found if change.moment_utc <= start][-1:]
    coming = [change for change in found if start < change.moment_utc < end]
    return (*in_force, *coming)


def posix_rule(tz_name: str) -> str:
    """Return the rule after the last listed change, such as ``EST5EDT,M3.2.0,M11.1.0``.

    Raises BadValue for an unknown zone.
    """
    zone(tz_name)
    return footer(tz_name)


def rule(tz_name: str) -> PosixRule | None:
    """Return that rule in parts, or None where the tz database states none."""
    zone(tz_name)
    return rule_of(tz_name)


@lru_cache(maxsize=256)
def _all(tz_name: str) -> tuple[Transition, ...]:
    changes = steps(zone(tz_name))
    found = []
    for at in range(1, len(changes)):
        old, (moment, new) = changes[at - 1][1], changes[at]
        if (old[0], old[2]) != (new[0], new[2]):  # a change that clocks or names show
            summer = _is_summer([kind for _, kind in changes[at - 1 : at + 2]])
            found.append(Transition(moment, old[0], new[0], new[2], summer))
    return tuple(found)


def _is_summer(kinds: list[TimeType]) -> bool:
    """Say whether the second of up to three consecutive kinds of time is summer."""
    nought = timedelta()
    here = kinds[1][1]
    if here:
        return here > nought
    return any(kind[1] < nought for kind in kinds)
