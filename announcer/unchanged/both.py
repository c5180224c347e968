"""Two looks at once, where this process can be copied: half the time, on two cores."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from announcer.copies import can_copy, cores

Look = Callable[[], bool]


def both(one: Look, other: Look) -> bool:
    """Say whether two looks both find what they look for.

    The other one is made by a copy of this process, and what it raises is a no. Raises
    what ``one`` does.
    """
    if cores() < 2 or not can_copy():
        return one() and _finds(other)
    copy = os.fork()  # to import what starts workers takes longer than half a look
    if not copy:
        _live(other)
    seen = False
    try:
        seen = one()
    finally:
        if not seen:  # nobody waits for the other look
            os.kill(copy, signal.SIGKILL)
        _, status = os.waitpid(copy, 0)
    return seen and status == 0


def _live(look: Look) -> None:
    """Make a look, the whole life of a copy; its exit status is what it finds."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears of it
        status = int(not look())
    finally:
        os._exit(status)  # what is to be done at an end, the first process does


def _finds(look: Look) -> bool:
    try:
        return look()
    except Exception:  # noqa: BLE001 - whatever it is, it is not as it was
        return False
