"""Processes: whether there can be copies, who still runs, when to look for garbage."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager


def can_copy() -> bool:
    """Say whether a copy of this process is safe.

    Windows has no such thing, on macOS libraries break in the copy, and a process of
    several threads would leave locks behind.
    """
    has_fork = hasattr(os, "fork") and sys.platform != "darwin"
    return has_fork and threading.active_count() == 1


def cores() -> int:
    """Return how many cores this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def is_running(pid: int) -> bool:
    """Say whether there may be a process of that number on this machine."""
    if os.name != "posix":
        # there this call would end the process; its locks end with their time
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


@contextmanager
def without_sweeps() -> Iterator[None]:
    """Look for no garbage meanwhile: nearly all that is made stays, or goes at once.

    Nor is what was made looked through as new as soon as this has ended.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()  # all that is there now is old
            gc.enable()
