"""Talks as data for programs: the same words as in the records."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from announcer.talk import Talk


def as_data(talk: Talk) -> dict[str, Any]:
    """Return every field of a talk as JSON can hold it; what is absent is left out."""
    data = asdict(talk) | {
        "series": talk.series.key,
        "also": tuple(series.key for series in talk.also),
    }
    return {name: _plain(value) for name, value in data.items() if _says(value)}


def _says(value: object) -> bool:
    return value is not None and value != ()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items() if _says(inner)}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value
