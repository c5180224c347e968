"""Two looks at once, where this process can be copied: half the time, on two cores."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress

from announcer.copies import can_copy, cores

Look = Callable[[], bool]

_YES, _NO = b"y", b"n"


class Copy:
    """A copy of this process that makes a look at once, and another if it is told to.

    What a look raises is a no.
    """

    def __init__(self, look: Look, rest: Look) -> None:
        told, self._telling = os.pipe()
        self._answers, answer = os.pipe()
        self._id = os.fork()  # to import what starts workers takes longer than a look
        if not self._id:
            os.close(self._telling)
            _live(look, rest, told, answer)
        os.close(told)
        os.close(answer)

    def finds(self) -> bool:
        """Wait for the next look, and say whether it found what it looks for."""
        return os.read(self._answers, 1) == _YES

    def go_on(self) -> None:
        """Have the rest looked at too, unless the first look found something else."""
        with suppress(BrokenPipeError):
            os.write(self._telling, _YES)

    def end(self) -> None:
        """Wait for no look any more."""
        os.kill(self._id, signal.SIGKILL)
        os.waitpid(self._id, 0)
        os.close(self._telling)
        os.close(self._answers)


def both(
    one: Look,
    other: Look,
    rest: Look = bool,
    keep: Callable[[Copy], object] = Copy.end,
) -> bool:
    """Say whether two looks both find what they look for.

    The other one is made by a copy of this process, and what it raises is a no. Raises
    what ``one`` does. Where that does not find it, ``keep`` is handed the copy, which
    can go on with the ``rest``.
    """
    if cores() < 2 or not can_copy():
        return one() and _finds(other)
    copy, seen = Copy(other, rest), False
    try:
        seen = one()
        return seen and copy.finds()
    finally:
        (Copy.end if seen else keep)(copy)


def _live(look: Look, rest: Look, told: int, answer: int) -> None:
    """Make looks, the whole life of a copy."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears of it
        found = _finds(look)
        os.write(answer, _YES if found else _NO)
        if found and os.read(told, 1):
            os.write(answer, _YES if _finds(rest) else _NO)
    finally:
        os._exit(0)  # what is to be done at an end, the first process does


def _finds(look: Look) -> bool:
    try:
        return look()
    except Exception:  # noqa: BLE001 - whatever it is, it is not as it was
        return False
