"""The institute as it truly is: its series, its talks, and the files that say so.

Nothing here asks the product. What is true of a talk is what the editor meant, worked
out by this module alone, and the files are written from that.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WEEKDAYS = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")
# Monday = 0. What people of a language call the week begins here.
FIRST_WEEKDAY = {"en": 0, "en-US": 6, "de": 0, "fr": 0, "he": 6}


@cache
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def on_clock(day: date, at: time, name: str) -> datetime:
    """Return the moment at which the clocks of a zone show a time, in UTC."""
    return datetime.combine(day, at, zone(name)).astimezone(UTC)


@dataclass(frozen=True)
class Facts:
    """What an attendee relies on; ``link`` is whatever stands in the record."""

    day: date
    clock: time
    ends: time
    zone: str
    room: str
    title: str | None
    speaker: str | None
    status: str
    link: str | None = None
    access: str = "public"

    @cached_property
    def start(self) -> datetime:
        """Return the moment at which the talk begins, in UTC."""
        return on_clock(self.day, self.clock, self.zone)

    @cached_property
    def end(self) -> datetime:
        """Return the moment at which the talk ends, in UTC."""
        return on_clock(self.day, self.ends, self.zone)

    @property
    def is_off(self) -> bool:
        """Say whether the talk does not take place, or not at that time."""
        return self.status in {"cancelled", "postponed"}


@dataclass(frozen=True)
class Rule:
    """A line of ``tell:``; ``days`` before at a time, a ``lead``, or a weekday."""

    kind: str
    days: int = 0
    at: time = time(9)
    lead: timedelta | None = None
    weekday: int | None = None

    def __str__(self) -> str:
        if self.weekday is not None:
            return f"{self.kind}: {WEEKDAYS[self.weekday]}days at {self.at:%H:%M}"
        if self.lead is not None:
            minutes = int(self.lead.total_seconds()) // 60
            return f"{self.kind}: {minutes} minutes before"
        day = f"{self.days} days before" if self.days else "same day"
        return f"{self.kind}: {day} at {self.at:%H:%M}"

    def due(self, start: datetime, series: Series) -> datetime:
        """Return when it falls due for a talk, by the clocks of the series."""
        if self.lead is not None:
            return start - self.lead
        day = start.astimezone(zone(series.zone)).date()
        return on_clock(day - self.days * DAY, self.at, series.zone)


@dataclass
class Series:
    """A series as its organiser means it."""

    key: str
    name: str
    zone: str
    language: str
    weekday: int
    clock: time
    minutes: int
    room: str
    lists: tuple[str, ...]
    rules: tuple[Rule, ...]
    settle: timedelta | None = None
    link: str | None = None
    access: str = "public"
    every: int = 1
    skip: set[date] = field(default_factory=set)
    server: str | None = None
    sender: str = "talks@example.edu"
    is_broken: bool = False
    is_hidden: bool = False

    @property
    def digest(self) -> Rule | None:
        """Return the rule of its digest."""
        return next((one for one in self.rules if one.kind == "digest"), None)

    def lines(self) -> Iterator[str]:
        """Yield the lines of its file."""
        yield f"name: {self.name}"
        yield f"timezone: {self.zone}"
        yield f"language: {self.language}"
        yield f"weekday: {WEEKDAYS[self.weekday]}day"
        yield f"time: '{self.clock:%H:%M}'"
        yield f"duration: {self.minutes} min"
        yield f"every: {self.every} weeks"
        yield f"location: {self.room}"
        yield f"mailing_list: [{', '.join(self.lists)}]"
        if self.link:
            yield f"link: {self.link}"
            yield f"link_access: {self.access}"
        if self.settle:
            yield f"settle: {int(self.settle.total_seconds()) // 60} minutes"
        if self.skip:
            yield f"skip: [{', '.join(map(str, sorted(self.skip)))}]"
        server = f"smtp: 'smtp://{self.server}:25', " if self.server else ""
        yield f"mail: {{{server}from: Talks <{self.sender}>}}"
        yield "tell:"
        yield from (f"  - {one}" for one in self.rules)
        if self.is_broken:
            yield "name: twice"


@dataclass
class Talk:
    """A talk as its editor means it; what is None comes from its series.

    ``name`` is the first name of its file, by which it is known for ever; ``stem`` is
    the present one, and ``stems`` are all it ever had. ``state`` is what became of the
    file: ``there``, ``gone``, ``txt`` or ``broken``. ``called_off`` says that somebody
    cancelled it while its record was gone, ``was_awaited`` that it was postponed once.
    """

    name: str
    series: Series
    day: date
    title: str | None
    speaker: str | None
    clock: time | None = None
    room: str | None = None
    status: str = "confirmed"
    also: Series | None = None
    abstract: str = ""
    stem: str = ""
    stems: list[str] = field(default_factory=list)
    state: str = "there"
    states_uid: bool = False
    called_off: bool = False
    was_awaited: bool = False

    @property
    def uid(self) -> str:
        """Return what stands before the @ in its uid."""
        return f"{self.series.key}.{self.name}"

    @property
    def path(self) -> str:
        """Return where its record lies, from the project folder."""
        return f"talks/{self.series.key}/{self.stem}.yaml"

    @property
    def is_absent(self) -> bool:
        """Say whether there is no record of it."""
        return self.state in {"gone", "txt"} or self.series.is_hidden

    @property
    def is_readable(self) -> bool:
        """Say whether its record is there and right."""
        if self.is_absent or self.state == "broken" or self.series.is_broken:
            return False
        return not (self.also and self.also.is_hidden)

    @property
    def lists(self) -> tuple[str, ...]:
        """Return the lists of all its series, each once."""
        also = self.also.lists if self.also else ()
        return tuple(dict.fromkeys((*self.series.lists, *also)))

    def language_of(self, to: str) -> str:
        """Return the language in which a list is told of it."""
        is_guest = self.also and to in self.also.lists and to not in self.series.lists
        return self.also.language if self.also and is_guest else self.series.language

    @property
    def facts(self) -> Facts:
        """Return what is true of it."""
        clock = self.clock or self.series.clock
        start = datetime.combine(self.day, clock)
        return Facts(
            day=self.day,
            clock=clock,
            ends=(start + timedelta(minutes=self.series.minutes)).time(),
            zone=self.series.zone,
            room=self.room or self.series.room,
            title=self.title,
            speaker=self.speaker,
            status="cancelled" if self.called_off else self.status,
            link=self.series.link,
            access=self.series.access,
        )

    def lines(self, site_id: str) -> Iterator[str]:
        """Yield the lines of its record."""
        said = {
            "title": self.title and f"'{self.title}'",
            "speaker": self.speaker and f"{self.speaker} (Somewhere)",
            "date": self.day,
            "time": self.clock and f"'{self.clock:%H:%M}'",
            "location": self.room,
            "status": self.status,
            "also": self.also and f"[{self.also.key}]",
            "uid": f"{self.uid}@{site_id}" if self.states_uid else "",
            "abstract": self.abstract,
        }
        yield from (f"{key}: {value}" for key, value in said.items() if value)
        if self.state == "broken":
            yield "date: [what"


@dataclass
class Site:
    """What all series share."""

    url: str = "https://talks.example.edu"
    id: str | None = "talks.example.edu"
    server: str = "relay-a"
    report_to: str | None = None
    terms: tuple[tuple[str, date, date], ...] = ()
    is_broken: bool = False

    @property
    def name(self) -> str:
        """Return what its uids end in: the first host, whatever becomes of it."""
        return "talks.example.edu"

    def lines(self) -> Iterator[str]:
        """Yield the lines of its file."""
        yield "title: The institute"
        yield f"url: {self.url}"
        if self.id:
            yield f"id: {self.id}"
        yield "timezone: Europe/Berlin"
        report = f", report_to: {self.report_to}" if self.report_to else ""
        mail = f"smtp: 'smtp://{self.server}:25', from: Talks <talks@example.edu>"
        yield f"mail: {{{mail}{report}}}"
        if self.terms:
            yield "terms:"
        for name, first, last in self.terms:
            yield f"  - {{name: {name}, start: {first}, end: {last}}}"
        if self.is_broken:
            yield "title: twice"


class Institute:
    """Everything that is true, and the folder where it is written down."""

    def __init__(self, folder: Path, site: Site, series: list[Series]) -> None:
        self.folder = folder
        self.site = site
        self.series = series
        self.talks: dict[str, Talk] = {}
        self.changes = 0  # counts what was written, so that readers need not look
        self.write(self._place("talks/site.yaml"), site.lines())
        for one in series:
            self.write_series(one)

    def write_site(self) -> None:
        """Write the file of the site."""
        self.write(self._place("talks/site.yaml"), self.site.lines())

    def write_series(self, series: Series) -> None:
        """Write the file of a series."""
        self.write(self._place(f"talks/{series.key}/series.yaml"), series.lines())

    def write_talk(self, talk: Talk) -> None:
        """Write a record, under the name that it has now."""
        self.talks[talk.uid] = talk
        talk.stems.append(talk.stem)
        ending = ".txt" if talk.state == "txt" else ""
        place = self._place(talk.path + ending)
        if talk.state == "gone":
            place.unlink(missing_ok=True)
            self.changes += 1
        else:
            self.write(place, talk.lines(self.site.name))

    def remove_file(self, talk: Talk) -> None:
        """Remove a record, whatever it is called."""
        for ending in ("", ".txt"):
            self._place(talk.path + ending).unlink(missing_ok=True)
        self.changes += 1

    def hide(self, series: Series) -> None:
        """Take a whole folder away, as an unmounted disk does."""
        series.is_hidden = True
        self._place(f"talks/{series.key}").rename(self._place(f"away-{series.key}"))
        self.changes += 1

    def bring_back(self, series: Series) -> None:
        """Bring a folder back as it was."""
        series.is_hidden = False
        home = self._place(f"talks/{series.key}")
        shutil.rmtree(home, ignore_errors=True)
        self._place(f"away-{series.key}").rename(home)
        self.changes += 1

    def archive(self, talk: Talk) -> None:
        """Put the record of a talk that is long over where nobody reads it."""
        self.remove_file(talk)
        del self.talks[talk.uid]

    def write(self, place: Path, lines: Iterator[str]) -> None:
        """Write a file."""
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.changes += 1

    def _place(self, path: str) -> Path:
        return self.folder / path


def named(facts: Facts, **changes: object) -> Facts:
    """Return facts with some of them changed."""
    return replace(facts, **changes)  # type: ignore[arg-type]
