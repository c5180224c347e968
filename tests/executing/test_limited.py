"""Work in a process that can be ended: its value, its errors and its end."""

from __future__ import annotations

import os
import time

import pytest

from announcer.errors import AnnouncerError
from announcer.executing import LateError, within


def fail(error: Exception) -> None:
    raise error


def test_what_it_returns_and_raises_is_as_if_it_were_done_here():
    assert within(60, divmod, 7, 2) == (3, 1)
    with pytest.raises(AnnouncerError, match="so it is"):
        within(60, fail, AnnouncerError("so it is"))
    with pytest.raises(AnnouncerError, match="a mistake of its own"):
        within(60, fail, KeyError("x"))


def test_what_takes_too_long_or_dies_is_ended():
    with pytest.raises(LateError, match=r"longer than 0\.2 seconds"):
        within(0.2, time.sleep, 60)
    with pytest.raises(LateError, match="more memory than there is"):
        within(60, os._exit, 1)
