"""A finished file: the one thing every format yields and every delivery takes.

A draft is a file that can wait until somebody asks for it, as the preview does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Output:
    """A path inside the output folder (always ``/``, never ``..``) and its bytes."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """The path of an output, and what makes its bytes."""

    path: str
    make: Callable[[], bytes]


def finished(drafts: Iterable[Draft]) -> Iterator[Output]:
    """Make every draft in turn."""
    for draft in drafts:
        yield Output(draft.path, draft.make())
