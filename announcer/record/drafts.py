"""New records to begin with: a talk on the next free slot, and those of a term."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from announcer import urls, when
from announcer.catalogue import is_slot
from announcer.classes import dataclass
from announcer.errors import BadValue
from announcer.output import Output
from announcer.record.folder import TALKS
from announcer.record.kinds import meant
from announcer.record.people import SPEAKER
from announcer.record.records import Records
from announcer.record.source import Document, clip
from announcer.record.tree import NOWHERE, Scalar
from announcer.record.write import scalar
from announcer.talk import Series, Status, Talk, Term

# How far ahead a free slot is looked for.
_WEEKS = 106
_LONGEST_TERM = timedelta(days=400)
_ANY_DAY = timedelta(days=7)


def next_slot(records: Records, series: Series, now: datetime) -> date:
    """Return the day of the next regular slot that is neither past, taken nor skipped.

    Where the site has terms to come, a slot lies in one of them. A series without a
    regular weekday gets the day a week from now.
    """
    today = when.in_zone(now, when.zone(series.timezone)).date()
    taken = {
        day
        for talk in records.talks
        if talk.series.key == series.key and talk.status is not Status.CANCELLED
        for day in _days(talk)
    } | _unread_days(records, series)
    for day in _slots(records, series, now, today):
        if day not in taken and day not in series.skip:
            return day
    return today + _ANY_DAY


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a new talk: who speaks, on what, and when, as it was said."""

    speakers: tuple[str, ...] = ()
    title: str = ""
    wanted: when.Wanted | None = None


_NOTHING = Known()


def new_talk(
    records: Records, series_key: str | None, now: datetime, known: Known = _NOTHING
) -> Output:
    """Return the record of a talk of a series, on its next free slot or a known day.

    The path is relative to the project folder, and no record lies there yet. Without a
    key the site must have one series. Raises BadValue for a series that is not there.
    """
    series = _series(records, series_key)
    wanted = known.wanted or when.Wanted()
    first = wanted.first or next_slot(records, series, now)
    last = wanted.last or first
    day = f"{first} to {last}" if last > first else f"{first}"
    text = _talk_text(series, day, known)
    path = free_path(records, series.key, first, known.speakers)
    return Output(path, text.encode())


@dataclass(frozen=True, slots=True)
class TermTalks:
    """The records of a term to begin with, and which slots get none, and why."""

    name: str
    outputs: tuple[Output, ...]
    left_out: tuple[tuple[date, str], ...]


def term_talks(
    records: Records, series_key: str | None, term: str, now: datetime
) -> TermTalks:
    """Return a record for each free slot of a series in a term.

    ``term`` is the name of one in ``site.yaml``, or days: ``2021-01-25 to 2021-05-14``.
    Raises BadValue for a term or a series that is not there, or has no regular slot.
    """
    series = _series(records, series_key)
    if series.weekday is None:
        raise BadValue(
            f"{series.name} has no regular weekday",
            "Write weekday: and time: into its series.yaml.",
        )
    stretch = _stretch(records, term)
    outputs: list[Output] = []
    left_out: list[tuple[date, str]] = []
    for day in _slots_in(stretch, records, series):
        reason = _why_not(day, records, series, now)
        if reason:
            left_out.append((day, reason))
            continue
        text = _talk_text(series, f"{day}", _NOTHING)
        path = free_path(records, series.key, day)
        outputs.append(Output(path, text.encode()))
    return TermTalks(stretch.name, tuple(outputs), tuple(left_out))


def _stretch(records: Records, text: str) -> Term:
    terms, folded = records.site.terms, _folded(text)
    whole = [term for term in terms if _folded(term.name) == folded]
    found = whole or [term for term in terms if folded and folded in _folded(term.name)]
    if len(found) == 1:
        return found[0]
    if found:
        names = " or ".join(term.name for term in found)
        raise BadValue(f"`{clip(text)}` may be {names}", "Write the whole name.")
    if re.match(r"\s*\d{4}-\d", text):
        first, last = when.parse_date(text)
        if last - first > _LONGEST_TERM:
            raise BadValue("this is more than a year", "Choose a shorter stretch.")
        return Term(name=f"{first} to {last}", start=first, end=last)
    cure = "Write days, such as 2021-01-25 to 2021-05-14."
    if terms:
        cure = f"{meant(text, [term.name for term in terms])} Or write days."
    raise BadValue(f"site.yaml has no term `{clip(text)}`", cure)


def _folded(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _slots_in(stretch: Term, records: Records, series: Series) -> Iterator[date]:
    own = [talk for talk in records.talks if talk.series.key == series.key]
    day = stretch.start
    while day <= stretch.end:
        term = next((t for t in records.site.terms if t.start <= day <= t.end), stretch)
        if is_slot(series, day, own, term):
            yield day
        day += timedelta(days=1)


def _why_not(day: date, records: Records, series: Series, now: datetime) -> str | None:
    """Return why a slot gets no new record, if it gets none."""
    if day in series.skip:
        return "it stands in `skip:`"
    for talk in records.talks:
        keys = {one.key for one in (talk.series, *talk.also)}
        if series.key in keys and day in _days(talk):
            off = talk.status is Status.CANCELLED
            return f"{talk.source}{' (cancelled)' if off else ''} is on that day"
    if day in _unread_days(records, series):
        return "a record that cannot be read is on that day"
    return "it is past" if _begins(day, series) <= now else None


def _unread_days(records: Records, series: Series) -> set[date]:
    """Return the days of records that cannot be read otherwise."""
    return {one.day for one in records.unread if one.series == series.key and one.day}


def free_path(
    records: Records,
    key: str,
    day: date,
    speakers: Iterable[str] = (),
    taken: Container[str] = (),
) -> str:
    """Return a path of a new record of a series that no record has.

    ``speakers`` are as they were written, ``taken`` the paths of other new records.
    """
    folder = f"{TALKS}/{key}" if key else TALKS
    stem, number = "-".join(filter(None, (f"{day}", _surname(speakers)))), 2
    name = stem
    while f"{folder}/{name}.yaml" in taken or any(
        (records.folder / folder / f"{name}{end}").exists()
        for end in (".yaml", ".yml", ".md")
    ):
        name, number = f"{stem}-{number}", number + 1
    return f"{folder}/{name}.yaml"


def _surname(speakers: Iterable[str]) -> str:
    for text in speakers:
        with suppress(BadValue):
            speaker = SPEAKER.read(Scalar(text, NOWHERE), Document("", ""))
            return urls.slugify(" ".join(speaker.name.split()[-1:])) if speaker else ""
    return ""


def _series(records: Records, key: str | None) -> Series:
    keys = [series.key for series in records.series]
    if key is None and len(keys) == 1:
        return records.series[0]
    said = "" if key is None else key.strip("/")
    for series in records.series:
        if key is not None and said in {series.key, series.slug}:
            return series
    if not keys:
        raise BadValue(
            "there is no series yet", f"Make a folder in {TALKS} with a series.yaml."
        )
    if key is None:
        raise BadValue(
            "the site has several series", f"Choose one of: {', '.join(keys)}."
        )
    raise BadValue(f"there is no series `{key}`", meant(said, keys))


def _slots(
    records: Records, series: Series, now: datetime, today: date
) -> Iterator[date]:
    if series.weekday is None:
        return
    own = [talk for talk in records.talks if talk.series.key == series.key]
    first = today + timedelta(days=(series.weekday - today.weekday()) % 7)
    terms = [term for term in records.site.terms if term.end >= today]
    days = [first + timedelta(weeks=week) for week in range(_WEEKS)]
    inside = [
        day for day in days if any(term.start <= day <= term.end for term in terms)
    ]
    last = max((term.end for term in terms), default=today)
    for day in (*inside, *(day for day in days if day > last or not terms)):
        term = next((one for one in terms if one.start <= day <= one.end), None)
        if _begins(day, series) > now and is_slot(series, day, own, term):
            yield day


def _begins(day: date, series: Series) -> datetime:
    tz = when.zone(series.timezone)
    try:
        return when.localize(datetime.combine(day, series.time or time()), tz)
    except BadValue:
        # the slot falls into a change of clocks; the organiser will be told
        return when.midnight(day, tz)


def _days(talk: Talk) -> Iterator[date]:
    day, last = when.days_of(talk)
    while day <= last:
        yield day
        day += timedelta(days=1)


def _talk_text(series: Series, day: str, known: Known) -> str:
    regular = series.weekday is not None or known.wanted is not None
    lines = [
        f"# A talk of {series.name}. A line that begins with # is a remark.",
        "# What is not said here comes from series.yaml and site.yaml.",
        "# The name of this file is its address: rename it only while nobody knows it.",
        "",
        "# Leave the title empty while it is not known.",
        f"title: {scalar(known.title)}" if known.title else "title:",
        *_speaker_lines(known.speakers),
        "",
        f"date: {day}" + ("" if regular else "  # the series has no regular weekday"),
    ]
    lines += _time_lines(series, known.wanted or when.Wanted())
    lines += [
        "",
        f"# location: {scalar(series.location or 'Room 101')}",
        "",
        "abstract: |",
        "",
    ]
    return "\n".join(lines)


def _speaker_lines(speakers: tuple[str, ...]) -> list[str]:
    if not speakers:
        return [
            "speaker:",
            "  name: To be announced",
            "  affiliation:",
            "  bio: |",
        ]
    if len(speakers) == 1:
        return [f"speaker: {scalar(speakers[0])}"]
    return ["speakers:", *(f"  - {scalar(one)}" for one in speakers)]


def _time_lines(series: Series, wanted: when.Wanted) -> list[str]:
    if wanted.all_day:
        return ["time: all day"]
    if wanted.start is not None:
        end = f"-{wanted.end:%H:%M}" if wanted.end else ""
        return [f"time: {wanted.start:%H:%M}{end}"]
    if series.time is None:
        return ["# time: 12:30-13:30  # without a time the talk takes the whole day"]
    return [
        f"# time: {series.time:%H:%M}  # the regular time; only another one is needed"
    ]
