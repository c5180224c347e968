"""Times as the ledger writes them: UTC, whole seconds, ``2026-03-01T09:00:00Z``."""

from __future__ import annotations

from datetime import UTC, datetime


def write_time(moment: datetime) -> str:
    """Write an aware time; fractions of a second are cut off."""
    return moment.astimezone(UTC).isoformat()[:19] + "Z"


def read_time(text: str) -> datetime:
    """Read what ``write_time`` wrote. Raises ValueError."""
    return datetime.fromisoformat(text)
