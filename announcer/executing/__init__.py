"""Who makes a build's files: this process, or workers beside it.

A job is a function of a number, and says in few words where its result lies. Numbers
that share work stand in one slice, which one worker does from end to end. Whoever
works, the results are the same, and so are the errors: that of the lowest number is
raised.
"""

from __future__ import annotations

from announcer.executing.forked import Forked, can_fork
from announcer.executing.here import Here
from announcer.executing.slices import Executor, Notes, slices_of

__all__ = ["Executor", "Forked", "Here", "Notes", "can_fork", "slices_of"]
