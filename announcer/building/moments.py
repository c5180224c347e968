"""When something will next read otherwise although nothing has changed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain

from announcer import plan as planning
from announcer import when
from announcer.formats.web import SOON
from announcer.survey import Survey
from announcer.talk import Programme

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=31)  # no talk lasts longer


def holds_until(seen: Survey) -> datetime | None:
    """Return the next moment at which a build of the same things may differ.

    That is at the latest when a day ends somewhere. None where nobody can say.
    """
    programme, moved = seen.programme, seen.history.moved
    if not planning.is_steady(seen.told, moved, programme.now):
        return None
    turns = chain(_moments(seen.shown), planning.turns(programme, seen.told, moved))
    return min(one for one in turns if one > programme.now)


def _moments(programme: Programme) -> Iterator[datetime]:
    """Yield when talks begin and end, come near, and when days end where they are."""
    now = programme.now
    bounds = (when.later(now, -_LONGEST - _DAY), when.later(now, SOON + _DAY))
    first, last = (
        bisect_left(programme.talks, bound, key=lambda talk: talk.start)
        for bound in bounds
    )
    for talk in programme.talks[first:last]:
        yield from (talk.start, talk.end, talk.start - SOON)
    names = {programme.site.timezone, *(one.timezone for one in programme.series)}
    names |= {talk.timezone for talk in programme.talks[first:]}
    for zone in map(when.zone, names):
        today = when.in_zone(now, zone).date()
        yield when.midnight(today + _DAY, zone)
