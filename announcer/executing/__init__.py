"""Who makes a build's files: this process, or workers beside it.

A job is a function of a number, and says in few words where its result lies. Numbers
that share work stand in one slice, which one worker does from end to end. Whoever
works, the results are the same, and so are the errors: that of the lowest number is
raised.
"""

from __future__ import annotations

from announcer.executing.forked import Forked, can_fork, cores
from announcer.executing.here import Here
from announcer.executing.limited import LateError, within
from announcer.executing.slices import Executor, Notes, slices_of

__all__ = [
    "Executor",
    "Forked",
    "Here",
    "LateError",
    "Notes",
    "can_fork",
    "local",
    "slices_of",
    "within",
]


def local(workers: int | None = None) -> Executor:
    """Return who works on this machine: so many processes, or one for each core.

    It is this one alone where copies of it are not to be had.
    """
    number = cores() if workers is None else workers
    return Forked(number) if number > 1 and can_fork() else Here()
