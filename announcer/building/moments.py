"""When something will next read otherwise although nothing has changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from announcer import when
from announcer.formats.web import SOON
from announcer.survey import Survey
from announcer.talk import Programme

_DAY = timedelta(days=1)


def holds_until(seen: Survey) -> datetime | None:
    """Return the next moment at which a build of the same things may differ.

    None where nobody can say: what is told by rules, or was told, goes by more clocks
    than stand here.
    """
    programme = seen.shown
    if any(seen.told.values()) or any(one.tell for one in programme.series):
        return None
    return min(one for one in _moments(programme) if one > programme.now)


def _moments(programme: Programme) -> Iterator[datetime]:
    """Yield when talks begin and end, come near, and when days end where they are."""
    for talk in programme.talks:
        yield from (talk.start, talk.end, talk.start - SOON)
    names = {programme.site.timezone, *(one.timezone for one in programme.series)}
    names |= {t.timezone for t in programme.talks if t.end > programme.now}
    for zone in map(when.zone, names):
        today = when.in_zone(programme.now, zone).date()
        yield when.midnight(today + _DAY, zone)
