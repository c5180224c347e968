"""Standard output and error that stop nothing: what they refuse is remembered.

A message that went out cannot be called back because a log is full, or because nobody
reads any more. So no writing of a command fails, and what was lost is said at its end.
"""

from __future__ import annotations

import atexit
import errno
import io
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Outlet(io.RawIOBase):
    """A stream that drops what cannot be written, and knows why it could not."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._raw = getattr(stream.buffer, "raw", stream.buffer)
        self.error: OSError | None = None

    def write(self, data: ReadableBuffer) -> int:
        while self.error is None:
            try:
                written: int | None = self._raw.write(data)
            except OSError as error:
                self.error = error
            else:
                if written is not None:
                    return written
                time.sleep(0.01)  # a pipe that is full and does not make us wait
        return memoryview(data).nbytes

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    def text(self) -> TextIO:
        """Return the stream for words."""
        like = self._stream
        # a character that the terminal does not have is no reason to stop either
        errors = "backslashreplace" if like.errors == "strict" else like.errors
        # nor does a program read what old consoles of Windows write
        encoding = like.encoding if like.isatty() else "utf-8"
        out = io.BufferedWriter(self)
        return io.TextIOWrapper(out, encoding, errors, "\n", line_buffering=True)


@contextmanager
def unbreakable() -> Iterator[list[OSError]]:
    """Let no writing in the block fail; afterwards the list says what was lost.

    A reader that leaves early, as ``head`` does, has seen enough: nothing is lost.
    """
    lost: list[OSError] = []
    before = sys.stdout, sys.stderr
    outlets = [_Outlet(stream or _nowhere()) for stream in before]
    sys.stdout, sys.stderr = (outlet.text() for outlet in outlets)
    try:
        yield lost
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        sys.stdout, sys.stderr = before
        found = [outlet.error for outlet in outlets if outlet.error]
        lost += [error for error in found if error.errno != errno.EPIPE]


def leave(status: int) -> NoReturn:
    """End the process with this status, once all is done that was asked for its end.

    What is in memory goes with the process. Python would take it apart first, which
    takes a twentieth of the time of `announcer list`.
    """
    finish = getattr(atexit, "_run_exitfuncs", None)  # as CPython and PyPy have it
    if finish is None or threading.active_count() > 1:  # threads are waited for
        sys.exit(status)
    finish()
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        sys.exit(status)
    os._exit(status)


def _nowhere() -> TextIO:
    """Return a stream for one that was closed before we came."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - kept open


def fill_gaps() -> None:
    """Let no file that is opened later take the place of a closed standard stream."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
