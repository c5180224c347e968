"""Which talks calendars hold: cancelled ones a while, vanished ones as cancelled."""

from __future__ import annotations

from dataclasses import replace

from announcer.access import is_over
from announcer.talk import CancelledPolicy, Programme, Status, Talk


def shown(programme: Programme) -> tuple[Talk, ...]:
    """Return the talks that the calendars show, by start and then uid.

    A cancelled talk stays as the site's settings say. A talk whose record vanished
    stays as cancelled until it would have been over: a calendar that subscribed to it
    must hear that it is off.
    """
    kept = [talk for talk in programme.talks if _is_kept(talk, programme)]
    gone = [
        replace(talk, status=Status.CANCELLED)
        for talk in programme.vanished
        if not is_over(talk, programme.now)
    ]
    return tuple(sorted([*kept, *gone], key=lambda talk: (talk.start, talk.uid)))


def _is_kept(talk: Talk, programme: Programme) -> bool:
    if talk.status is not Status.CANCELLED:
        return True
    match programme.site.calendar.cancelled:
        case CancelledPolicy.KEEP:
            return True
        case CancelledPolicy.DROP:
            return False
        case CancelledPolicy.KEEP_UNTIL_DATE:
            return not is_over(talk, programme.now)
