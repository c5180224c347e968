"""One talk out of several messages about it, such as a reminder and a correction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from announcer.importers import Doubt, Moment
from announcer.importing.settling import Settled
from announcer.urls import slug_of_name

_Name: TypeAlias = tuple[object, ...]
_LOOSE = 3  # day, people and title: the hour is open
_NEWS = frozenset({"cancelled", "postponed"})


def joined(talks: Iterable[Settled]) -> list[Settled]:
    """Return each talk once, in the order in which they are first spoken of.

    What the first message leaves out comes from the others; that a talk is off or has
    moved comes from the message that says so. Where they disagree the first counts,
    and that is a doubt.
    """
    found: list[Settled] = []
    places: dict[_Name, list[int]] = {}
    for talk in talks:
        at = _place(talk, found, places)
        if at is None:
            at = len(found)
            found.append(talk)
        else:
            found[at] = _together(found[at], talk)
        for name in _names(talk, talk.found.moment, talk.timing.day):
            places.setdefault(name, []).append(at)
    return found


def _place(
    talk: Settled, found: list[Settled], places: Mapping[_Name, list[int]]
) -> int | None:
    """Return which of the talks that were found already a message is about."""
    names = [*_names(talk, talk.found.moment, talk.timing.day)]
    exact = (name for name in names if len(name) != _LOOSE)
    sure = [at for name in exact for at in places.get(name, ())]
    before = talk.found.before
    if before is not None:
        names += _names(talk, before, before.day)
    loose = [
        at
        for name in names
        for at in places.get(name, ())
        if _is_vague(talk) or _is_vague(found[at])
    ]
    same = (at for at in (*sure, *loose) if not _are_two(found[at], talk))
    return next(same, None)


def _are_two(one: Settled, other: Settled) -> bool:
    """Say whether two talks are meant, which have two names or two titles there."""
    ids = [each.found.origin.id for each in (one, other)]
    if one.found.origin.system == other.found.origin.system and all(ids):
        return ids[0] != ids[1]
    titles = {slug_of_name(each.record.get("title") or "") for each in (one, other)}
    news = other.found.moved or other.record.get("status") in _NEWS
    return one.place == other.place and len(titles) > 1 and not news


def _is_vague(talk: Settled) -> bool:
    return talk.found.moved or talk.found.moment.time is None


def _names(talk: Settled, moment: Moment, day: object) -> Iterable[_Name]:
    """Yield what a talk is known again by within one import, the surest first."""
    origin = talk.found.origin
    if origin.id is not None:
        yield origin.system, origin.id
    who = tuple(sorted(slug_of_name(one["name"]) for one in _people(talk.record)))
    what = slug_of_name(talk.record.get("title") or "") if not who else ""
    if day is not None and (who or what):
        yield day, moment.time, who, what
        yield day, who, what


def _people(record: Mapping[str, Any]) -> list[dict[str, str]]:
    return [one for one in record.get("speakers", ()) if one["name"] != "TBA"]


def _together(first: Settled, later: Settled) -> Settled:
    record = {**later.record, **first.record}
    timing, found = first.timing, first.found
    if later.record.get("status") in _NEWS:
        record["status"] = later.record["status"]
        if later.record.get("notice"):
            record["notice"] = later.record["notice"]
    if later.found.moved and later.timing.day is not None:
        timing = later.timing
        found = replace(found, moment=later.found.moment)
    differing = [
        key
        for key in later.record.keys() & first.record.keys()
        if key != "status" and later.record[key] != first.record[key]
    ]
    doubts = [*first.doubts, *(one for one in later.doubts if one not in first.doubts)]
    if differing and not later.found.moved:
        text = f"{later.place} says other things of it: {', '.join(sorted(differing))}"
        doubts.append(
            Doubt("said-twice", text, "What was read first counts.", found.line)
        )
    return replace(
        first, record=record, timing=timing, found=found, doubts=tuple(doubts)
    )
