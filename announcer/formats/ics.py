"""Calendar files: one for each talk, and feeds to subscribe to.

There is a feed of everything, one for each series (with the folders below it), speaker
and topic. Those of series and topics reach back as far as the site says; the feed of
everything and a speaker's few talks are whole. Of very many talks the feed of
everything has those to come and the latest, and earlier years have feeds of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from announcer import ical, markup, urls, when
from announcer.access import Channel
from announcer.catalogue import Catalogue, called, catalogue_of, index, places
from announcer.classes import dataclass
from announcer.output import Draft, Stream
from announcer.talk import Programme, Talk
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
    catalogue = catalogue_of(programme)
    shown, addresses = catalogue.in_calendars, catalogue.urls
    yield from _talk_files(programme, templates)
    for feed in _feeds(programme, shown, catalogue):
        make = partial(
            ical.pieces,
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
        yield Draft(f"site/{feed.path}", Stream(make), (feed, programme.now.year))


def _talk_files(programme: Programme, templates: Templates) -> Iterator[Draft]:
    """Yield a file for every talk."""
    for talk in programme.talks:
        make = partial(_talk_file, talk, programme, templates)
        yield Draft(f"site/{urls.talk_ics(talk)}", make, (talk,))


def _talk_file(talk: Talk, programme: Programme, templates: Templates) -> bytes:
    return ical.calendar(
        (talk,), programme, templates, channel=Channel.PUBLIC, feed=False
    )


def _feeds(
    programme: Programme, shown: Sequence[Talk], catalogue: Catalogue
) -> Iterator[_Feed]:
    site, addresses = programme.site, catalogue.urls
    horizon = _horizon(programme)
    recent = [talk for talk in shown if _is_since(talk, horizon)]
    yield from _of_all(shown, catalogue)
    held = index(recent, places)
    for series in programme.series:
        yield _Feed(
            urls.series_ics(series),
            urls.series_page(series),
            series.name,
            held.get(series.key, ()),
            markup.line(series.description or "").text or None,
            series.color,
        )
    # a page links to the calendar of everybody who has one, be it empty
    persons, kept = catalogue.people.persons, {id(talk) for talk in shown}
    for one in sorted(persons):
        path, page = urls.speaker_ics(one), urls.speaker_page(one)
        name = persons[one].spoken[-1].name
        spoken = tuple([talk for talk in persons[one].talks if id(talk) in kept])
        yield _Feed(path, page, f"{name} - {site.title}", spoken)
    filed = index(recent, catalogue.topics_of)
    for topic in sorted(catalogue.by_topic):
        path, page = addresses.topic_ics(topic), addresses.topic(topic)
        yield _Feed(path, page, f"{topic} - {site.title}", filed.get(topic, ()))


def _of_all(shown: Sequence[Talk], catalogue: Catalogue) -> Iterator[_Feed]:
    """Yield the feed of everything; what it has no room for has feeds of its own."""
    site, (latest, *earlier) = catalogue.site, catalogue.parts
    if not earlier:
        yield _Feed(urls.CALENDAR, urls.HOME, site.title, shown, site.description)
        return
    spoken = words_for(site.language)
    text = spoken.gettext("This calendar holds the talks since %(since)s.")
    said = [site.description, text % {"since": called(latest.since, spoken)}]
    held = index(shown, lambda talk: (catalogue.part_of(talk),))
    about = " ".join(filter(None, said))
    yield _Feed(urls.CALENDAR, urls.HOME, site.title, held.get("", ()), about)
    for part in earlier:
        yield _Feed(
            urls.calendar_part(part.name),
            urls.SUBSCRIBE,
            f"{called(part.name, spoken)} - {site.title}",
            held.get(part.name, ()),
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
