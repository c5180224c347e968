"""What an importer finds: talks as their source tells them, and its doubts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from announcer.classes import dataclass

Hour: TypeAlias = time  # the field `time` of a moment hides the type


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the organiser says about a source, for what it leaves open.

    ``timezone`` is an IANA name, ``zones`` are those in use here, ``day_first`` the
    order of 3/4/2021. ``columns`` says which heading of a table is which field, such
    as ``speakers.name``. A calendar of which more than ``most`` talks would come is
    refused. ``speaker`` gives the talks that name nobody.
    """

    timezone: str | None = None
    zones: tuple[str, ...] = ()
    year: int | None = None
    day_first: bool | None = None
    columns: Mapping[str, str] | None = None
    most: int | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing in a source that looks wrong, or that it leaves open.

    ``code`` names its kind; ``way_on`` is what to do about it; ``line`` counts from 1,
    0 where a source has no lines.
    """

    code: str
    text: str
    way_on: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When a talk begins, as far as its source says.

    ``day`` is a date, or (month, day) where no year is given. Without ``time`` only the
    day is known (``all_day`` says that no hour is meant). ``zone`` is an IANA name that
    the source itself gives; ``instant`` is aware, where it gives an offset or UTC;
    ``abbreviation`` is an EST that no zone stands beside. ``end`` is the time of day,
    ``last_day`` the day where it is another, ``duration`` what is said instead. What is
    ``daily`` takes place on each of its days, at these hours.
    """

    day: date | tuple[int, int] | None = None
    time: Hour | None = None
    end: Hour | None = None
    last_day: date | None = None
    duration: timedelta | None = None
    all_day: bool = False
    daily: bool = False
    zone: str | None = None
    instant: datetime | None = None
    abbreviation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a talk comes from, so that it is known again: ``source:`` in its record.

    ``system`` is the name of the importer or of the system, ``id`` the talk's lasting
    name there, ``url`` its page, ``updated`` when it was changed there, as written.
    """

    system: str
    id: str | None = None
    url: str | None = None
    updated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One talk, as its source tells it.

    ``record`` has the keys of record files (title, speakers as a list of mappings with
    name, affiliation, url, bio, location, link, abstract, status, notice, topics,
    language, slides, video, paper, registration, host, recording, type, extra) and no
    others; its texts are Markdown; what the source does not say is not there. Date,
    time, end, duration and timezone stand in ``moment`` alone. ``series`` is the name
    of the series if the source has one. ``moved`` says that it speaks of a talk
    announced before, of which ``before`` was the moment. Of the keys in ``silent`` its
    form can say nothing. ``owner`` is whose talk it is where its source only follows
    it. ``left`` are the fields of its source that no record has a place for.
    """

    record: Mapping[str, Any]
    moment: Moment = Moment()
    origin: Origin
    series: str | None = None
    line: int = 0
    moved: bool = False
    before: Moment | None = None
    silent: tuple[str, ...] = ()
    owner: str | None = None
    left: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """What one source holds: talks, what is no talk and why, and doubts about all.

    ``skipped`` are entries such as "no seminar", each a doubt that says why.
    """

    talks: tuple[Found, ...] = ()
    skipped: tuple[Doubt, ...] = ()
    doubts: tuple[Doubt, ...] = field(default=())
