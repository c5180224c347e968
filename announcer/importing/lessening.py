"""Whether a message says less of something than an earlier one, and nothing else."""

from __future__ import annotations

from dataclasses import asdict

from announcer.importing.settling import Settled
from announcer.talk import Planned, Speaker, Talk
from announcer.urls import slug_of_name

_BORDERS = ",;(–—-"  # of what a place is in


def says_less(name: str, settled: Settled, talks: tuple[Talk, Talk | Planned]) -> bool:
    """Say whether theirs, of two talks, is a part of what ours says already.

    A reminder leaves out where a speaker works, or when the talk ends: that takes
    nothing back.
    """
    theirs, ours = talks
    if not isinstance(ours, Talk):
        return False
    if name == "speakers":
        return _are_part(theirs.speakers, ours.speakers)
    if name == "location":
        return _is_part(theirs.location or "", ours.location or "")
    return name == "when" and _is_part_of_hours(settled, theirs, ours)


def _are_part(theirs: tuple[Speaker, ...], ours: tuple[Speaker, ...]) -> bool:
    pairs = list(zip(theirs, ours, strict=False))
    return len(theirs) == len(ours) and all(_is_less(*pair) for pair in pairs)


def _is_less(their: Speaker, our: Speaker) -> bool:
    said = {key: value for key, value in asdict(their).items() if value}
    known = asdict(our)
    same = slug_of_name(said.pop("name")) == slug_of_name(known["name"])
    return same and all(known[key] == value for key, value in said.items())


def _is_part(their: str, our: str) -> bool:
    """Say whether a place is the beginning of another: Room 1, and Room 1, Main St."""
    rest = our.casefold().removeprefix(their.casefold())
    return bool(their) and rest != our.casefold() and rest.lstrip()[:1] in _BORDERS


def _is_part_of_hours(settled: Settled, theirs: Talk, ours: Talk) -> bool:
    """Say whether only the day is given of a talk, or only when it begins."""
    timing = settled.timing
    if timing.instant is not None or timing.all_day or ours.all_day:
        return False
    if timing.start is None:
        return theirs.start.date() == ours.start.date()
    ends = timing.end is not None or timing.duration is not None
    return not ends and theirs.start == ours.start
