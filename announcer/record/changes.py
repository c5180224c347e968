"""What people want to change in a record, in words, as values at their places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from announcer import when
from announcer.errors import BadValue, RecordError
from announcer.lazy import pattern
from announcer.record.amend import Amendment, amended
from announcer.record.edit import Path as Steps
from announcer.record.fields import TALK
from announcer.record.folder import RecordFile, read_values
from announcer.record.people import PERSON, SPEAKER
from announcer.record.reader import read_site
from announcer.record.records import Records
from announcer.record.source import Document
from announcer.record.tree import NOWHERE, Scalar
from announcer.record.unread import errors
from announcer.record.write import Value
from announcer.record.written import Written
from announcer.record.zoned import Clock, End
from announcer.talk import PLANNED, Planned, Status, Talk

Changes: TypeAlias = "dict[tuple[str | int, ...], Value | None]"

# Fields that may be several things with commas between them.
_LISTS = frozenset({"topics", "also", "speakers"})
_COMMA = pattern(r",\s*(?![^()]*\))")
# People who may be one line of text, and what that line can say of them.
_PEOPLE = {"speaker": SPEAKER, "speakers": SPEAKER, "host": PERSON}
_ON_A_LINE = ("name", "affiliation", "email")


def checked(records: Records, change: Amendment) -> Records:
    """Return the records as they would be with a change.

    Raises RecordError with what would then be wrong and is not so now.
    """
    instead = {change.path: change.after}
    after = read_site(
        records.folder, partial=True, instead=instead, links=records.links
    )
    known = {(one.path, one.message) for one in records.problems}
    new = [p for p in errors(after.problems) if (p.path, p.message) not in known]
    if new:
        raise RecordError(tuple(new))
    return after


def with_fields(
    records: Records, talk: Talk | Planned, texts: Mapping[str, str]
) -> Amendment:
    """Return the record of a talk with these fields, as they were typed.

    A name may lead deeper (``speaker.email``, ``speakers.2.name``, ``extra.sponsor``);
    an empty text takes a field out.
    """
    data = (records.folder / talk.source).read_bytes()
    says = Written(talk.source, records.folder, data).says
    changes: Changes = {}
    for name, text in texts.items():
        first, *deeper = name.split(".")
        left = {k: v for k, v in says.items() if changes.get((k,), v) is not None}
        key = _key_here(first, left)
        steps = (key, *_steps(says.get(key), deeper, name))
        if len(steps) > 1:
            _make_room(changes, steps[: 1 + isinstance(steps[1], int)], says)
        changes[steps] = _value(first, text, says.get(key), deeper)
    return amended(records.folder, talk.source, changes)


def _key_here(name: str, says: Mapping[str, Any]) -> str:
    """Return the key under which a record has a field, which may be another one."""
    field = TALK.get(name)
    same = [k for k in says if field and k in TALK and TALK[k].goes_to == field.goes_to]
    return same[0] if same and name not in same else name


def _steps(value: Any, names: Iterable[str], whole: str) -> Iterator[str | int]:
    """Yield the way to a value inside another; items are counted from 1 by people."""
    is_person = whole.partition(".")[0] in _PEOPLE
    for name in names:
        if isinstance(value, list):
            at = _item(name, len(value), whole)
            yield at
            value = value[at]
            if name.isdigit():
                continue
        elif name.isdigit() and is_person:
            _item(name, 1, whole)  # the only one
            continue
        elif isinstance(value, str) and value.strip() and not is_person:
            raise BadValue(
                f"`{whole}`: there is one text, and nothing inside it",
                f"Write {whole.partition('.')[0]}=TEXT.",
            )
        yield name
        value = value.get(name) if isinstance(value, dict) else None


def _item(name: str, count: int, whole: str) -> int:
    number = int(name) if name.isdigit() else 1
    if not 0 < number <= count or (count > 1 and not name.isdigit()):
        there = f"there are {count} of them" if count > 1 else "there is only one"
        raise BadValue(
            f"`{whole}`: {there}",
            "Say which one by its number, such as speakers.2.email."
            if count > 1
            else "Write speakers= with all of them, with commas between them.",
        )
    return number - 1


def _make_room(changes: Changes, holder: Steps, says: Mapping[str, Any]) -> None:
    """Write a person who is one line of text as a mapping, which has room for more."""
    value: Any = says
    for step in holder:
        if isinstance(value, dict):
            value = value.get(str(step))
        else:
            value = value[step] if isinstance(step, int) else None
    value = changes.get(tuple(holder), value)
    kind = _PEOPLE.get(str(holder[0]))
    if kind and isinstance(value, str) and value.strip():
        person = kind.read(Scalar(value, NOWHERE), Document("", ""))
        known = {name: getattr(person, name, None) for name in _ON_A_LINE}
        changes[tuple(holder)] = {k: v for k, v in known.items() if v}


def _value(name: str, text: str, now: Any, deeper: Collection[str]) -> Value | None:
    if not text.strip():
        return None
    if deeper or name not in _LISTS or (isinstance(now, str) and name != "speakers"):
        return text.strip()
    parts = [part.strip() for part in _COMMA.split(text) if part.strip()]
    return parts[0] if name == "speakers" and len(parts) == 1 else parts


def moved(records: Records, talk: Talk | Planned, wanted: when.Wanted) -> Amendment:
    """Return the record of a talk at another time; it stays as long as it was.

    What was postponed or planned is so no more. Raises BadValue where there is no day.
    """
    record = RecordFile(talk.source, *_parts(talk.source))
    file, values = read_values(str(records.folder), record, TALK, links=records.links)
    if values is None or file.errors:
        raise RecordError(tuple(file.problems))
    own = values.good
    if own.get("status") is Status.CANCELLED:
        raise BadValue(
            f"{talk.source} is cancelled",
            "Does it take place after all? First: announcer set TALK status=",
        )
    if wanted.first is None and "date" not in own:
        raise BadValue(f"{talk.source} has no date yet", "Write the day, too.")
    inherited = records.layers[talk.series.key].at(wanted.first or own["date"][0])
    changes = _new_day(own, wanted) | _new_hours(
        own, wanted, inherited.values.get("time")
    )
    if own.get("status") in {Status.POSTPONED, PLANNED}:
        changes["status"] = None
    return amended(
        records.folder, talk.source, {(key,): text for key, text in changes.items()}
    )


def _parts(source: str) -> tuple[str, str]:
    stem, _, ending = source.rpartition(".")
    return stem, f".{ending.casefold()}"


def _new_day(own: Mapping[str, Any], wanted: when.Wanted) -> dict[str, str | None]:
    if wanted.first is None or wanted.last is None:
        return {}
    first, last = wanted.first, wanted.last
    changes: dict[str, str | None] = {}
    if "date" in own:
        was, until = own["date"][:2]
        if first == last:
            last = first + (until - was)
        end: End | None = own.get("end")
        if end and end.day:
            clock = f" {end.time:%H:%M}" if end.time else ""
            changes["end"] = f"{end.day + (first - was)}{clock}"
    return {"date": f"{first}" if first == last else f"{first} to {last}"} | changes


def _new_hours(
    own: Mapping[str, Any], wanted: when.Wanted, usual: Clock | None
) -> dict[str, str | None]:
    """Return the fields for a new time; a record keeps saying the end as it did."""
    gone: dict[str, str | None] = {
        key: None for key in ("end", "duration") if key in own
    }
    if wanted.all_day:
        return {"time": "all day"} | gone
    if wanted.start is None:
        return {}
    if wanted.end is not None:
        return {"time": f"{wanted.start:%H:%M}-{wanted.end:%H:%M}"} | gone
    clock: Clock = own.get("time") or usual or Clock()
    end: End | None = own.get("end")
    if clock.start is None:
        return {"time": f"{wanted.start:%H:%M}"}
    if "time" in own and clock.end is not None:
        until = _shifted(clock.end, clock.start, wanted.start)
        return {"time": f"{wanted.start:%H:%M}-{until:%H:%M}"}
    changes: dict[str, str | None] = {}
    if "time" in own or wanted.start != clock.start:
        changes["time"] = f"{wanted.start:%H:%M}"
    if end and end.time:
        until = _shifted(end.time, clock.start, wanted.start)
        day = end.day + _days_between(own, wanted) if end.day else None
        changes["end"] = f"{day} {until:%H:%M}" if day else f"{until:%H:%M}"
    return changes


def _days_between(own: Mapping[str, Any], wanted: when.Wanted) -> timedelta:
    return (
        wanted.first - own["date"][0] if wanted.first and "date" in own else timedelta()
    )


def _shifted(end: time, old: time, new: time) -> time:
    """Return an end that is as long after a new start as it was after the old one."""
    day = date(2000, 1, 1)
    length = datetime.combine(day, end) - datetime.combine(day, old)
    return (datetime.combine(day, new) + length).time()
