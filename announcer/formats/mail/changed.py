"""What changed since people were last told, ready to be said in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from announcer import access, markup, when
from announcer.facts import Change, FactValue
from announcer.talk import Talk
from announcer.words import Words


@dataclass(frozen=True, slots=True)
class Shown:
    """One change for a reader: what it is about, and both values in words.

    ``what`` is ``date``, ``time``, ``room``, ``link``, ``speaker``, ``title`` or
    ``status`` and ``label`` its word; a value is empty where there is none or where it
    shall not be shown. A status is named as in the record. ``sentence`` says it all.
    """

    what: str
    label: str
    old: str = ""
    new: str = ""
    sentence: str = ""


def shown(changes: tuple[Change, ...], talk: Talk, words: Words) -> tuple[Shown, ...]:
    """Return the changes as a reader counts them, the most urgent first.

    A start that moves is a new date, a new time or both; an end that moves along is
    no news of its own. What may be private is named and not repeated here.
    """
    by_field = {change.field: change for change in changes}
    return (*_moved(by_field, talk, words), *_others(by_field, words))


def _moved(by_field: dict[str, Change], talk: Talk, words: Words) -> Iterator[Shown]:
    start = _old(by_field, "start", talk.start)
    end = _old(by_field, "end", talk.end)
    was_all_day = by_field["all_day"].old if "all_day" in by_field else talk.all_day
    daily = talk.daily
    old_days = _days(start, end, words, all_day=bool(was_all_day), daily=daily)
    new_days = _days(talk.start, talk.end, words, all_day=talk.all_day, daily=daily)
    if old_days != new_days:
        yield Shown("date", words.gettext("Date"), old_days, new_days)
    stated = talk.end_stated and "end" in by_field
    # an end that nobody states any more is news where nothing else moved
    ended = stated or ("end" in by_field and start == talk.start)
    old_time = words.time_range(start, end, daily=daily) if ended else words.time(start)
    old_time = "" if was_all_day else old_time
    new_time = _new_time(by_field, talk, words, with_end=stated)
    if old_time != new_time.removesuffix(_zone(by_field, talk, words)):
        yield Shown("time", words.gettext("Time"), old_time, new_time)
    elif "timezone" in by_field:
        yield Shown(
            "time", words.gettext("Time"), _text(by_field["timezone"].old), new_time
        )


def _others(by_field: dict[str, Change], words: Words) -> Iterator[Shown]:
    for field, what, label in (
        ("location", "room", words.gettext("Room")),
        ("link", "link", words.gettext("Link")),
        ("speakers", "speaker", words.gettext("Speaker")),
        ("title", "title", words.gettext("Title")),
        ("status", "status", words.gettext("Status")),
    ):
        if field not in by_field:
            continue
        change = by_field[field]
        if access.may_be_private(field):
            yield Shown(what, label)
        elif field == "title":
            yield Shown(what, label, _inline(change.old), _inline(change.new))
        else:
            yield Shown(what, label, _text(change.old), _text(change.new))


def _old(by_field: dict[str, Change], field: str, now: datetime) -> datetime:
    if field not in by_field:
        return now
    return datetime.fromisoformat(str(by_field[field].old))


def _days(
    start: datetime, end: datetime, words: Words, *, all_day: bool, daily: bool
) -> str:
    days = when.days_between(start, end, all_day=all_day, daily=daily)
    return words.date_range(*days)


def _new_time(
    by_field: dict[str, Change], talk: Talk, words: Words, *, with_end: bool
) -> str:
    if talk.all_day:
        return ""
    time = words.time(talk.start)
    if with_end:
        time = words.time_range(talk.start, talk.end, daily=talk.daily)
    return time + _zone(by_field, talk, words)


def _zone(by_field: dict[str, Change], talk: Talk, words: Words) -> str:
    """Return the zone where it is news."""
    return f" {words.zone(talk.start)}" if "timezone" in by_field else ""


def _inline(value: FactValue) -> str:
    return markup.inline(value).text if isinstance(value, str) else ""


def _text(value: FactValue) -> str:
    if isinstance(value, tuple):
        return "; ".join(value)
    return value if isinstance(value, str) else ""
