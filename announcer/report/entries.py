"""What a report says of each talk, in plain words, and of all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from announcer import markup, urls
from announcer.access import Channel, attendance, joining
from announcer.catalogue import People, catalogue_of
from announcer.classes import dataclass
from announcer.talk import OFF, Attendance, Programme, Status, Talk
from announcer.when import days_of
from announcer.words import Words, words_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One talk in a report; every text is plain, an address is whole.

    ``title`` is None while it is not known; ``title_source`` is what the record says,
    with its formulas. ``venue`` is where it took place, or that it was online,
    ``hours`` are those on the clocks of ``timezone``.
    """

    key: str
    title: str | None
    title_source: str | None
    speakers: tuple[tuple[str, str | None], ...]
    event: str
    type: str | None
    venue: str | None
    first: date
    last: date
    status: Status
    page: str
    hours: str
    timezone: str
    slides: str | None
    video: str | None
    paper: str | None

    @property
    def is_off(self) -> bool:
        """Say whether it did not take place."""
        return self.status in OFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What is counted of the talks that were not called off.

    ``affiliations`` are those of their speakers, the most frequent first, each person
    counted once for each.
    """

    talks: int
    off: int
    speakers: int
    affiliations: tuple[tuple[str, int], ...]
    recordings: int
    types: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Talks in their order by time, and what they are together.

    ``speaker`` is whose CV it is; without one, ``title`` names the series or the site,
    and ``totals`` count. ``period`` is the year or term that was asked for.
    """

    title: str
    period: str | None
    speaker: str | None
    words: Words
    entries: tuple[Entry, ...]
    totals: Totals

    @property
    def shown(self) -> tuple[Entry, ...]:
        """Return what took place or will: nobody lists a talk that was called off."""
        return tuple(one for one in self.entries if not one.is_off)


def report_on(
    talks: Sequence[Talk],
    programme: Programme,
    *,
    title: str,
    period: str | None = None,
    speaker: str | None = None,
) -> Report:
    """Return what there is to say of these talks of a programme.

    What is not public on the pages, such as a members' link, is not in it.
    """
    words = words_for(programme.site.language)
    people = catalogue_of(programme).people
    entries = tuple(_entry(talk, programme, words) for talk in talks)
    return Report(
        title=title,
        period=period,
        speaker=speaker,
        words=words,
        entries=entries,
        totals=_totals(talks, people),
    )


def _entry(talk: Talk, programme: Programme, words: Words) -> Entry:
    first, last = days_of(talk)
    return Entry(
        key=f"{talk.series.slug}-{talk.slug}".replace("/", "-"),
        title=markup.inline(talk.title).text if talk.title else None,
        title_source=talk.title,
        speakers=tuple((one.name, one.affiliation) for one in talk.speakers),
        event=talk.series.name,
        type=talk.type,
        venue=_venue(talk, programme, words),
        first=first,
        last=last,
        status=talk.status,
        page=catalogue_of(programme).urls.absolute(urls.talk_page(talk)),
        hours=_hours(talk),
        timezone="" if talk.all_day else talk.timezone,
        slides=talk.slides,
        video=talk.video,
        paper=talk.paper,
    )


def _hours(talk: Talk) -> str:
    """Return from when to when by the clocks there, empty for a whole day."""
    if talk.all_day:
        return ""
    start = f"{talk.start:%H:%M}"
    return f"{start}-{talk.end:%H:%M}" if talk.end_stated else start


def _venue(talk: Talk, programme: Programme, words: Words) -> str | None:
    if talk.location:
        parts = (talk.location, talk.address)
        return ", ".join(one for one in parts if one)
    is_online = attendance(talk) is Attendance.ONLINE
    link = joining(talk, Channel.PUBLIC, programme.now).link
    return words.gettext("online") if is_online or link else None


def _totals(talks: Sequence[Talk], people: People) -> Totals:
    held = [talk for talk in talks if talk.status not in OFF]
    who = {people.slug(one) for talk in held for one in talk.speakers}
    homes = {
        (people.slug(one), one.affiliation)
        for talk in held
        for one in talk.speakers
        if one.affiliation
    }
    return Totals(
        talks=len(held),
        off=len(talks) - len(held),
        speakers=len(who),
        affiliations=_counted(home for _, home in homes),
        recordings=sum(1 for talk in held if talk.video),
        types=_counted(talk.type for talk in held if talk.type),
    )


def _counted(names: object) -> tuple[tuple[str, int], ...]:
    counts = Counter(names)  # type: ignore[call-overload]
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0].casefold())))
