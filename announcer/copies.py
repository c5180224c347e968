"""This process: whether there can be copies of it, and when it looks for garbage."""

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
