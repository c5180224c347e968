"""What lines without labels say of one talk, each with how sure it is."""

from __future__ import annotations

from dataclasses import field

from announcer.classes import dataclass


@dataclass(slots=True)
class Guess:
    """What unlabelled lines say; each value with how sure it is (0 to 10)."""

    titles: list[tuple[int, str]] = field(default_factory=list)
    people: list[dict[str, str]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    moments: list[tuple[str, int]] = field(default_factory=list)
    abstract: str = ""
    bio: str = ""
    headings: list[str] = field(default_factory=list)
    open_home: bool = False  # a paragraph ends with a name, and says no home of it
