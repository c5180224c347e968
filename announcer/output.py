"""A finished file: the one thing every format yields and every delivery takes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Output:
    """A path inside the output folder (always ``/``, never ``..``) and its bytes."""

    path: str
    content: bytes
