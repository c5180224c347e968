"""Doubts about talks that people know and whose record is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from announcer import when
from announcer.catalogue import catalogue_of
from announcer.errors import Problem, doubt
from announcer.talk import Programme, Talk

_SHOWN = 3
_HELD = (
    "calendars and pages keep what was last public, and nothing is told of {} until "
    "you say what is so"
)


def held(
    programme: Programme, renamed: Mapping[str, str] | None = None
) -> Iterator[Problem]:
    """Yield what is held because its record is gone, and the ways on.

    Several talks of one folder are one doubt: a folder is lost as a whole. ``renamed``
    are, by uid, talks that may be one of them.
    """
    newer = renamed or {}
    planned = {one.source for one in programme.planned}
    for folder, gone in catalogue_of(programme).held_by_folder.items():
        yield from (_undated(talk) for talk in gone if talk.source in planned)
        talks = [talk for talk in gone if talk.source not in planned]
        if not talks:
            continue
        alone = talks[0] if len(talks) == 1 else None
        yield doubt(
            path=alone.source if alone else folder,
            code="held",
            message=_gone(alone) if alone else _all_gone(talks),
            hint=_ways_on(alone, newer.get(alone.uid))
            if alone
            else "bring them back; or, if they are off, `announcer cancel` each of "
            "them; or, if they were renamed, add `uid:` to the new files",
        )


def _undated(talk: Talk) -> Problem:
    """Say of a talk whose day people know that its record has none any more."""
    first, last = when.days_of(talk)
    day = f"{first} to {last}" if last > first else f"{first}"
    return doubt(
        path=talk.source,
        code="held",
        message=f"held: the record says planned, without a date, and the talk on {day} "
        f"is public; {_HELD.format('it')}",
        hint=f"another day, not known yet? write date: {day} and status: postponed; "
        f"off? `announcer cancel {talk.slug}`",
    )


def _gone(talk: Talk) -> str:
    start = when.in_zone(talk.start, when.zone(talk.timezone))
    which = f"({start:%Y-%m-%d}, {talk.uid})"
    return f"held: the record of a talk to come is gone {which}; {_HELD.format('it')}"


def _all_gone(talks: Sequence[Talk]) -> str:
    names = [talk.uid for talk in talks[:_SHOWN]]
    names += [f"{len(talks) - _SHOWN} more"] if len(talks) > _SHOWN else []
    return (
        f"held: the records of {len(talks)} talks to come are gone "
        f"({', '.join(names)}); {_HELD.format('them')}"
    )


def _ways_on(talk: Talk, newer: str | None) -> str:
    where = f"the new record, such as that of {newer}" if newer else "the new file"
    return (
        f"bring it back; renamed? add `uid: {talk.uid}` to {where}; "
        f"off? `announcer cancel {talk.uid}`"
    )
