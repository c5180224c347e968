"""Calendar files: one for each talk, and feeds to subscribe to.

There is a feed of everything, one for each series (with the folders below it), speaker
and topic. Those of series and topics reach back as far as the site says; the feed of
everything and a speaker's few talks are whole. Of very many talks the feed of
everything has those to come and the latest, and earlier years have feeds of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import groupby, starmap
from operator import itemgetter

from announcer import ical, markup, urls, when
from announcer.access import Channel
from announcer.catalogue import (
    Catalogue,
    Talks,
    called,
    catalogue_of,
    index,
    places,
)
from announcer.classes import dataclass
from announcer.lazy import Call
from announcer.output import Draft, Several, Stream, opened
from announcer.talk import Programme, Site, Talk
from announcer.templating import Templates
from announcer.words import words_for

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Feed:
    """A calendar to subscribe to: its file, its page, its name and what is in it."""

    path: str
    page: str
    name: str
    talks: Sequence[Talk]
    description: str | None = None
    color: str | None = None


def drafts(programme: Programme, templates: Templates) -> Iterator[Draft]:
    """Yield the calendars, all as everybody may see them, below ``site/``."""
    return opened(listed(programme, templates))


def listed(programme: Programme, templates: Templates) -> Iterator[Draft | Several]:
    """Yield the same, those that belong together as one."""
    yield from of_talks(programme, templates)
    catalogue = catalogue_of(programme)
    recent = _recent(programme, catalogue)
    feeds = partial(_drafts, programme, templates)
    yield from feeds(_of_all(catalogue))
    yield from feeds(_of_series(catalogue, recent))
    yield from _of_persons(catalogue, feeds)
    yield from feeds(_of_topics(catalogue, recent))


def of_talks(programme: Programme, templates: Templates) -> Iterator[Several]:
    """Yield the calendars of single talks."""
    for talks in catalogue_of(programme).monthly:
        paths = [f"site/{urls.talk_ics(talk)}" for talk in talks]
        make = partial(_talk_files, paths, talks, programme, templates)
        yield Several(paths, make, talks)


def _drafts(
    programme: Programme, templates: Templates, feeds: Iterable[_Feed]
) -> Iterator[Draft]:
    for feed in feeds:
        make = Call(_pieces, feed, programme, templates)
        yield Draft(f"site/{feed.path}", Stream(make), (feed, programme.now.year))


def _pieces(feed: _Feed, programme: Programme, templates: Templates) -> Iterator[bytes]:
    addresses = catalogue_of(programme).urls
    return ical.pieces(
        feed.talks,
        programme,
        templates,
        channel=Channel.PUBLIC,
        name=feed.name,
        description=feed.description,
        color=feed.color,
        url=addresses.absolute(feed.page),
        source=addresses.absolute(feed.path),
    )


def _talk_files(
    paths: Iterable[str], talks: Talks, programme: Programme, templates: Templates
) -> Iterator[Draft]:
    """Yield a file for every talk."""
    for path, talk in zip(paths, talks, strict=True):
        make = Call(_talk_file, talk, programme, templates)
        yield Draft(path, make, (talk,))


def _talk_file(talk: Talk, programme: Programme, templates: Templates) -> bytes:
    return ical.calendar(
        (talk,), programme, templates, channel=Channel.PUBLIC, feed=False
    )


def _recent(programme: Programme, catalogue: Catalogue) -> list[Talk]:
    """Return the talks that feeds of some of them show."""
    horizon = _horizon(programme)
    return [talk for talk in catalogue.in_calendars if _is_since(talk, horizon)]


def _of_series(catalogue: Catalogue, recent: Iterable[Talk]) -> Iterator[_Feed]:
    held = index(recent, places)
    for series in catalogue.series:
        yield _Feed(
            urls.series_ics(series),
            urls.series_page(series),
            series.name,
            held.get(series.key, ()),
            markup.line(series.description or "").text or None,
            series.color,
        )


def _of_persons(
    catalogue: Catalogue, drafts: Callable[[Iterable[_Feed]], Iterator[Draft]]
) -> Iterator[Several]:
    """Yield the feeds of people, those together whose pages are called alike.

    A page links to the calendar of everybody who has one, be it empty.
    """
    persons, kept = catalogue.people.persons, {*map(id, catalogue.in_calendars)}
    for _, some in groupby(sorted(persons), itemgetter(0)):
        named = [
            (
                persons[slug].spoken[-1].name,
                slug,
                [talk for talk in persons[slug].talks if id(talk) in kept],
            )
            for slug in some
        ]
        needs = [
            [name for name, _, _ in named],
            [talk for _, _, talks in named for talk in talks],
            catalogue.now.year,
        ]
        paths = [f"site/{urls.speaker_ics(slug)}" for _, slug, _ in named]
        make = partial(_of_each, catalogue.site, named, drafts)
        yield Several(paths, make, needs)


def _of_each(
    site: Site,
    named: Iterable[tuple[str, str, Sequence[Talk]]],
    drafts: Callable[[Iterable[_Feed]], Iterator[Draft]],
) -> Iterator[Draft]:
    return drafts(starmap(partial(_of_person, site), named))


def _of_person(site: Site, name: str, slug: str, talks: Sequence[Talk]) -> _Feed:
    path, page = urls.speaker_ics(slug), urls.speaker_page(slug)
    return _Feed(path, page, f"{name} - {site.title}", tuple(talks))


def _of_topics(catalogue: Catalogue, recent: Iterable[Talk]) -> Iterator[_Feed]:
    site, addresses = catalogue.site, catalogue.urls
    filed = index(recent, catalogue.topics_of)
    for topic in sorted(catalogue.by_topic):
        path, page = addresses.topic_ics(topic), addresses.topic(topic)
        yield _Feed(path, page, f"{topic} - {site.title}", filed.get(topic, ()))


def _of_all(catalogue: Catalogue) -> Iterator[_Feed]:
    """Yield the feed of everything; what it has no room for has feeds of its own."""
    shown = catalogue.in_calendars
    site, (latest, *earlier) = catalogue.site, catalogue.parts
    if not earlier:
        yield _Feed(urls.CALENDAR, urls.HOME, site.title, shown, site.description)
        return
    spoken = words_for(site.language)
    text = spoken.gettext("This calendar holds the talks since %(since)s.")
    said = [site.description, text % {"since": called(latest.since, spoken)}]
    kept = {*map(id, shown)}
    held = {
        part.name: tuple(talk for talk in part.talks if id(talk) in kept)
        for part in catalogue.parts
    }
    about = " ".join(filter(None, said))
    yield _Feed(urls.CALENDAR, urls.HOME, site.title, held[latest.name], about)
    for part in earlier:
        yield _Feed(
            urls.calendar_part(part.name),
            urls.SUBSCRIBE,
            f"{called(part.name, spoken)} - {site.title}",
            held[part.name],
        )


def _is_since(talk: Talk, first: date) -> bool:
    """Say whether a talk's last day is not before another."""
    day = talk.end.date()  # or the day before, where it ends at midnight
    return day > first or (day == first and when.last_day(talk.end) >= first)


def _horizon(programme: Programme) -> date:
    """Return the first day that feeds show."""
    zone = when.zone(programme.site.timezone)
    today = when.in_zone(programme.now, zone).date()
    past = programme.site.calendar.past
    if past is not None:
        return today - past
    _, this_year, _ = when.academic_year(today)
    _, last_year, _ = when.academic_year(this_year - _DAY)
    return last_year
