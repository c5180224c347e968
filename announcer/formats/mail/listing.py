"""Messages about several talks: their lines, their week, and their usual room."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from announcer import access
from announcer.classes import dataclass
from announcer.letter import Letter
from announcer.talk import Gap, Programme, Talk
from announcer.words import Words


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list of talks: a talk and how to join it, or an empty slot."""

    day: date
    talk: Talk | None = None
    join: access.Join | None = None
    gap: Gap | None = None


def entries(letter: Letter, programme: Programme) -> tuple[Listed, ...]:
    """Return the talks and empty slots of the letter by day, each talk once."""
    once = {talk.uid: talk for talk in letter.talks}.values()
    listed = [
        Listed(talk.start.date(), talk, _join(talk, letter, programme))
        for talk in sorted(once, key=lambda talk: (talk.start, talk.uid))
    ]
    gaps = [Listed(gap.day, gap=gap) for gap in letter.gaps]
    return tuple(sorted([*listed, *gaps], key=lambda entry: entry.day))


def _join(talk: Talk, letter: Letter, programme: Programme) -> access.Join:
    return access.joining(talk, letter.channel, programme.now)


def week(letter: Letter, today: date, words: Words) -> str:
    """Say which week a digest is about: ``this-week``, ``next-week`` or neither.

    Its days are so called where they lie in that week of the reader's calendar.
    """
    if letter.span is None:
        return ""
    this, first, last = (
        day - timedelta(days=(day.weekday() - words.first_weekday) % 7)
        for day in (today, *letter.span)
    )
    if first != last:
        return ""
    return {0: "this-week", 7: "next-week"}.get((first - this).days, "")


def usual(letter: Letter) -> Talk | None:
    """Return a talk in the room of most talks, where naming it once saves words."""
    on = [talk for talk in letter.talks if not access.is_off(talk)]
    rooms = Counter(
        access.room_key(talk.location) for talk in on if access.has_room(talk)
    )
    room, number = next(iter(rooms.most_common(1)), (None, 0))
    if number < _SEVERAL or 2 * number <= rooms.total():
        return None
    return next(talk for talk in on if access.room_key(talk.location) == room)


_SEVERAL = 2
