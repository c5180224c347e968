"""Two looks at once, where this process can be copied: half the time, on two cores."""

from __future__ import annotations

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
    import multiprocessing  # noqa: PLC0415 - few looks are so long

    fork = multiprocessing.get_context("fork")
    copy = fork.Process(target=_look, args=(other,), daemon=True)
    copy.start()
    seen = False
    try:
        seen = one()
    finally:
        if not seen:  # nobody waits for the other look
            copy.kill()
        copy.join()
    return seen and copy.exitcode == 0


def _look(look: Look) -> None:
    """Make a look, the whole life of a copy; its exit status is what it finds."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears of it
    raise SystemExit(not _finds(look))


def _finds(look: Look) -> bool:
    try:
        return look()
    except Exception:  # noqa: BLE001 - whatever it is, it is not as it was
        return False
