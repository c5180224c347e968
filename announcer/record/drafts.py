"""New records to begin with: a talk on the next free slot, and a whole new project."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from announcer import when
from announcer.catalogue import is_slot
from announcer.errors import BadValue
from announcer.output import Output
from announcer.record.kinds import meant
from announcer.record.reader import TALKS, Records
from announcer.record.write import scalar
from announcer.talk import Series, Status, Talk

# How far ahead a free slot is looked for.
_WEEKS = 106
_ANY_DAY = timedelta(days=7)
_EXAMPLE = date(2021, 3, 1)


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
    }
    for day in _slots(records, series, now, today):
        if day not in taken and day not in series.skip:
            return day
    return today + _ANY_DAY


def new_talk(records: Records, series_key: str | None, now: datetime) -> Output:
    """Return the record of a talk on the next free slot of a series.

    The path is relative to the project folder, and no record lies there yet. Without a
    key the site must have one series. Raises BadValue for a series that is not there.
    """
    series = _series(records, series_key)
    day = next_slot(records, series, now)
    folder = f"{TALKS}/{series.key}" if series.key else TALKS
    name, number = f"{day}", 2
    while any(
        (records.folder / folder / f"{name}{end}").exists()
        for end in (".yaml", ".yml", ".md")
    ):
        name, number = f"{day}-{number}", number + 1
    return Output(f"{folder}/{name}.yaml", _talk_text(series, day).encode())


def starter(
    today: date = _EXAMPLE, name: str = "talks.example.edu"
) -> tuple[Output, ...]:
    """Return the files of a new project, with one talk on the Monday after next.

    ``name`` is the lasting name of the site, which no other site should have.
    """
    monday = today + timedelta(days=14 - today.weekday())
    texts = {
        f"{TALKS}/site.yaml": _SITE.replace("id: @", f"id: {name}"),
        f"{TALKS}/seminar/series.yaml": _SERIES,
        f"{TALKS}/seminar/{monday}-noether.yaml": _TALK.format(day=monday),
        "templates/README.md": _TEMPLATES,
        "README.md": _README,
        ".gitignore": _IGNORED,
        ".gitattributes": _ATTRIBUTES,
    }
    return tuple(Output(path, text.encode()) for path, text in texts.items())


def _series(records: Records, key: str | None) -> Series:
    keys = [series.key for series in records.series]
    if key is None and len(keys) == 1:
        return records.series[0]
    wanted = "" if key is None else key.strip("/")
    for series in records.series:
        if key is not None and wanted in {series.key, series.slug}:
            return series
    if not keys:
        raise BadValue(
            "there is no series yet", f"Make a folder in {TALKS} with a series.yaml."
        )
    if key is None:
        raise BadValue(
            "the site has several series", f"Choose one of: {', '.join(keys)}."
        )
    raise BadValue(f"there is no series `{key}`", meant(wanted, keys))


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


def _talk_text(series: Series, day: date) -> str:
    regular = series.weekday is not None
    lines = [
        f"# A talk of {series.name}. A line that begins with # is a remark.",
        "# What is not said here comes from series.yaml and site.yaml.",
        "# The name of this file is its address: rename it only while nobody knows it.",
        "",
        "# Leave the title empty while it is not known.",
        "title:",
        "speaker:",
        "  name: To be announced",
        "  affiliation:",
        "  bio: |",
        "",
        f"date: {day}" + ("" if regular else "  # the series has no regular weekday"),
    ]
    lines += _time_lines(series)
    lines += [
        "",
        f"# location: {scalar(series.location or 'Room 101')}",
        "",
        "abstract: |",
        "",
    ]
    return "\n".join(lines)


def _time_lines(series: Series) -> list[str]:
    if series.time is None:
        return ["# time: 12:30-13:30  # without a time the talk takes the whole day"]
    return [
        f"# time: {series.time:%H:%M}  # the regular time; only another one is needed"
    ]


_SITE = """\
# Everything that all series share. What a series or a talk says itself comes first.
title: Our talks
url: https://talks.example.edu
# The lasting name of the site, part of the identifier of every talk. Never change it,
# whatever becomes of the address.
id: @
language: en
# The time zone by its city: https://en.wikipedia.org/wiki/List_of_tz_database_time_zones
timezone: Europe/Berlin

# terms:
#   - {name: Spring 2027, start: 2027-01-25, end: 2027-05-14}

# mail:
#   smtp: smtp://localhost:25
#   from: Talks <talks@example.edu>
"""

_SERIES = """\
# A folder is a series; these are the defaults of its talks.
name: The Seminar
weekday: Monday
time: 12:30-13:30
location: Room 101

# link: https://meet.example.edu/seminar
# link_access: members  # the link is in the mail to the list and nowhere else

# organizers:
#   - Olga Org <olga@example.edu>
# mailing_list: seminar@example.edu

# tell:
#   - announcement: 7 days before at 09:00
#   - reminder: same day at 08:00
"""

_TALK = """\
title: Invariant variation problems
speaker: Emmy Noether (Göttingen)
date: {day}
abstract: |
  Markdown and LaTeX are welcome: every symmetry $q \\mapsto q + \\epsilon\\,\\delta q$
  of the action gives a conserved quantity.
"""

_TEMPLATES = """\
Templates of your own come first, file by file: copy one that `announcer` ships to the
same place below this folder and change it. Names end in `.html.j2` or `.txt.j2`.
"""

_IGNORED = """\
build/
# The ledger, which knows who was told what. `git clean -fdX` removes ignored files; an
# export (`announcer ledger export ledger.jsonl`) keeps the memory.
.announcer/
"""

# Both branches are right: announcer takes the stronger of two lines about one thing.
_ATTRIBUTES = """\
ledger.jsonl merge=union
"""

_README = """\
# Our talks

- `talks/` holds one file for each talk.
- `announcer new` begins a talk on the next free slot.
- `announcer check` tells what is wrong or doubtful.
- `announcer build` makes pages, calendars and mails in `build/`.
- `.announcer/ledger.db` is the memory of what people were told. Git ignores it, and
  `git clean -fdX` removes it: keep a copy with `announcer ledger export ledger.jsonl`.
"""
