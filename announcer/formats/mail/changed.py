"""What changed since people were last told, ready to be said in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from announcer import access, markup, when
from announcer.classes import dataclass
from announcer.errors import BadValue
from announcer.facts import Change, FactValue, keeps_its_hour
from announcer.lazy import pattern
from announcer.talk import Status, Talk
from announcer.words import Words

# A room has a number or says that it is one; anything else is a place.
_ROOM = pattern(
    r"[^\W\d_]{0,4}[ .-]?\d[\w./-]*"
    r"|.*(\b(room|lecture (hall|theat)|auditorium|aula|salle|amphi)|raum\b|hörsaal"
    r"|\bחדר|\bאולם).*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One change for a reader: what it is about, and both values in words.

    ``what`` is ``when`` (day and hour), ``date``, ``time``, ``zone``, ``room``,
    ``place``, ``link``, ``registration``, ``speaker``, ``title`` or ``status`` and
    ``label`` its word; ``how`` says whether it was ``added``, ``removed`` or
    ``changed``, and of one speaker among others that he ``joined`` or ``left``. A value
    is empty where there is none or where it shall not be shown. A status is named as in
    the record. ``sentence`` says it all.
    """

    what: str
    label: str
    old: str = ""
    new: str = ""
    how: str = "changed"
    sentence: str = ""


def shown(
    changes: tuple[Change, ...], talk: Talk, words: Words, this_year: int = 0
) -> tuple[Shown, ...]:
    """Return the changes as a reader counts them, the most urgent first.

    A start that moves is a new date, a new time or both; an end that moves along is
    no news of its own. What may be private is named and not repeated here. Of days that
    are all of ``this_year`` nobody needs the year twice.
    """
    if not changes:
        return ()
    by_field = {change.field: change for change in changes}
    moved = tuple(_moved(by_field, talk, words, this_year))
    status = by_field.get("status")
    if status and status.old == Status.POSTPONED and _has_new_day(moved):
        if talk.status is Status.CONFIRMED:
            del by_field["status"]
        moved = (_dated_again(moved, words),)
    return (*moved, *_others(by_field, words))


def believed_start(changes: tuple[Change, ...], talk: Talk) -> datetime:
    """Return the start that readers were told, by which they know the talk."""
    return _old({change.field: change for change in changes}, "start", talk.start)


def _has_new_day(moved: tuple[Shown, ...]) -> bool:
    return any(one.what in {"date", "when"} for one in moved)


def _dated_again(moved: tuple[Shown, ...], words: Words) -> Shown:
    """Return the new date of a talk that had none: nobody waits for the old one."""
    new = moved[0].new
    return Shown("date", words.gettext("New date"), "", new, "added")


def _moved(
    by_field: dict[str, Change], talk: Talk, words: Words, this_year: int
) -> Iterator[Shown]:
    start = by_field.get("start")
    if start and "timezone" not in by_field and keeps_its_hour(start):
        yield _zone_moved(start, words)
        return
    old_day, new_day = _days(by_field, talk, words, this_year)
    old_time, new_time = _times(by_field, talk, words)
    if old_day != new_day and old_time != new_time and old_time and new_time:
        old = _day_and_time(old_day, old_time, words)
        new = _day_and_time(new_day, new_time, words)
        yield Shown("when", words.gettext("Date and time"), old, new)
        return
    if old_day != new_day:
        yield Shown("date", words.gettext("Date"), old_day, new_day)
    if old_time != new_time:
        label = words.pgettext("change", "Time")
        yield Shown("time", label, old_time, new_time, _how(old_time, new_time))


def _zone_moved(start: Change, words: Words) -> Shown:
    """Say that the rules of the zone changed: the same hour is another moment."""
    old, new = (datetime.fromisoformat(str(one)) for one in (start.old, start.new))
    return Shown("zone", words.gettext("Time zone"), words.zone(old), words.zone(new))


def _day_and_time(day: str, time: str, words: Words) -> str:
    return words.gettext("%(date)s at %(time)s") % {"date": day, "time": time}


def _others(by_field: dict[str, Change], words: Words) -> Iterator[Shown]:
    for field, what, label in (
        ("location", *_place(by_field.get("location"), words)),
        ("link", "link", words.gettext("Link")),
        ("registration", "registration", words.gettext("Registration")),
        ("speakers", "speaker", words.pgettext("change", "Speaker")),
        ("title", "title", words.gettext("Title")),
        ("status", "status", words.gettext("Status")),
    ):
        if field not in by_field:
            continue
        change = by_field[field]
        how = _how(change.old, change.new)
        if access.may_be_private(field):
            yield Shown(what, label, how=how)
        elif field == "title":
            yield Shown(what, label, _inline(change.old), _inline(change.new), how)
        elif field == "speakers":
            yield _speakers(label, change)
        else:
            yield Shown(what, label, _text(change.old), _text(change.new), how)


def _place(change: Change | None, words: Words) -> tuple[str, str]:
    """Return whether a location is a room or a place, and its word."""
    named = [str(one) for one in (change.old, change.new) if one] if change else []
    if all(map(is_room, named)):
        return "room", words.gettext("Room")
    return "place", words.gettext("Location")


def is_room(location: str) -> bool:
    """Say whether a location is a room and no other place."""
    return _ROOM.fullmatch(location.strip()) is not None


def _speakers(label: str, change: Change) -> Shown:
    """Return who came or went; who stays is no news."""
    old, new = _people(change.old), _people(change.new)
    came = [one for one in new if _name(one) not in {*map(_name, old)}]
    went = [one for one in old if _name(one) not in {*map(_name, new)}]
    if old and new and not went:
        return Shown("speaker", label, "", "; ".join(came), "joined")
    if old and new and not came:
        return Shown("speaker", label, "; ".join(went), "", "left")
    how = _how(old, new)
    return Shown("speaker", label, "; ".join(old), "; ".join(new), how)


def _people(value: FactValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _name(credit: str) -> str:
    """Return the name of ``Name (Affiliation)``, as two of them are compared."""
    return " ".join(credit.partition(" (")[0].casefold().split())


def _how(old: object, new: object) -> str:
    if old and new:
        return "changed"
    return "added" if new else "removed"


def _old(by_field: dict[str, Change], field: str, now: datetime) -> datetime:
    """Return a time as it was, on the clocks of the zone that it stood in."""
    moment = now
    if field in by_field:
        moment = datetime.fromisoformat(str(by_field[field].old))
    if "timezone" not in by_field:
        return moment
    try:
        return when.in_zone(moment, when.zone(str(by_field["timezone"].old)))
    except BadValue:  # a name that is known no more
        return moment


def _was_all_day(by_field: dict[str, Change], talk: Talk) -> bool:
    return bool(by_field["all_day"].old) if "all_day" in by_field else talk.all_day


def _days(
    by_field: dict[str, Change], talk: Talk, words: Words, this_year: int
) -> tuple[str, str]:
    """Return the days as they were and as they are, both with their year or neither."""
    start = _old(by_field, "start", talk.start)
    end = _old(by_field, "end", talk.end)
    was_all_day = _was_all_day(by_field, talk)
    old = when.days_between(start, end, all_day=was_all_day, daily=talk.daily)
    new = when.days_of(talk)
    year = any(day.year != this_year for day in (*old, *new))
    return words.date_range(*old, year=year), words.date_range(*new, year=year)


def _times(by_field: dict[str, Change], talk: Talk, words: Words) -> tuple[str, str]:
    """Return the hours as they were and as they are; empty for a whole day.

    The zone stands with them where it is news.
    """
    start = _old(by_field, "start", talk.start)
    end = _old(by_field, "end", talk.end)
    stated = talk.end_stated and "end" in by_field
    # an end that nobody states any more is news where nothing else moved
    ended = stated or ("end" in by_field and "start" not in by_field)
    old = words.time_range(start, end, daily=talk.daily) if ended else words.time(start)
    old = "" if _was_all_day(by_field, talk) else old
    new = words.hours(talk) if stated else words.time(talk.start)
    new = "" if talk.all_day else new
    if "timezone" not in by_field:
        return old, new
    zones = words.zone(start), words.zone(talk.start)
    if zones[0] == zones[1]:  # IST is in India, Israel and Ireland
        was = str(by_field["timezone"].old)
        zones = (
            words.zone_long(start, was),
            words.zone_long(talk.start, talk.timezone),
        )
    return old and f"{old} {zones[0]}", new and f"{new} {zones[1]}"


def _inline(value: FactValue) -> str:
    return markup.inline(value).text if isinstance(value, str) else ""


def _text(value: FactValue) -> str:
    if isinstance(value, tuple):
        return "; ".join(value)
    return value if isinstance(value, str) else ""
