"""Days and hours as spreadsheets count them: 46086.58 is an afternoon of 2026."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_BEGIN = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock; day 0 of 1900's system
_FIRST, _LAST = 32874, 58439  # 1990 to 2059
_NUMBER = re.compile(r"(\d{5})(?:[.,](\d{1,16}))?")
_PART = re.compile(r"0[.,](\d{1,16})|[.,](\d{2,16})")
_DAY = 1440  # minutes


def day_of_serial(cell: str) -> str:
    """Return the day, and perhaps the hour, that a number of days means."""
    found = _NUMBER.fullmatch(cell)
    if not found or not _FIRST <= int(found[1]) <= _LAST:
        return ""
    day = _BEGIN + timedelta(days=int(found[1]))
    clock = _clock(found[2]) if found[2] else ""
    return f"{day:%Y-%m-%d} {clock}".strip()


def time_of_serial(cell: str) -> str:
    """Return the time of day that a part of a day means."""
    found = _PART.fullmatch(cell)
    return _clock(found[1] or found[2]) if found else ""


def _clock(digits: str) -> str:
    minutes = round(float(f"0.{digits}") * _DAY) % _DAY
    return f"{minutes // 60:02}:{minutes % 60:02}"
