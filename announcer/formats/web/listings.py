"""Pages of talks with something in common.

A series, a speaker, a topic, a language, or that they can be watched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from announcer import markup, urls
from announcer.access import is_off
from announcer.catalogue import Person, Talks
from announcer.classes import dataclass
from announcer.formats.web import linked, lists, speakers
from announcer.formats.web.page import Alternate, Edition, credit, draft, several
from announcer.output import Draft, Several
from announcer.talk import Series, Talk


def of_series(edition: Edition) -> Iterator[Draft]:
    """Yield the list of series, a page for each, and one for terms it cannot hold."""
    yield draft(urls.ALL_SERIES, _all_series, edition, needs=_heads(edition))
    for each in edition.programme.series:
        inside = edition.catalogue.inside[each.key]
        held = edition.catalogue.by_series[each.key]
        needs = (each, inside, held, edition.today)
        yield draft(urls.series_page(each), _series, edition, each, needs=needs)
        for shelf in elsewhere(edition, each):
            path = edition.urls.term_of_series(shelf.name, each)
            made = (edition, each, shelf)
            yield draft(path, _term_of_series, *made, needs=(each, shelf.talks))


def of_people(edition: Edition) -> Iterator[Draft | Several]:
    """Yield the list of speakers and each one's page, then the same for topics."""
    catalogue = edition.catalogue
    if catalogue.people.persons:
        yield from speakers.pages(edition)
        persons = catalogue.people.persons.values()
        for (_, is_long), some in groupby(persons, _initial_of_person):
            alike = tuple(some)
            if is_long:
                yield from _of_persons(edition, alike)
                continue
            # of each talk it is known who speaks there
            spoken = [talk for person in alike for talk in person.talks]
            paths = [urls.speaker_page(person.slug) for person in alike]
            yield several(paths, _of_persons, edition, alike, needs=spoken)
    if catalogue.by_topic:
        sizes = [(topic, len(held)) for topic, held in catalogue.by_topic.items()]
        yield draft(urls.ALL_TOPICS, _all_topics, edition, needs=sizes)
        for topic, held in catalogue.by_topic.items():
            yield _together(edition, _of_topic(edition, topic, held))


def _initial_of_person(person: Person) -> tuple[str, bool]:
    """Return how a person's name begins, and whether one page may be too little."""
    return person.spoken[-1].name[:1].casefold(), len(person.talks) > lists.ONE_PAGE


def _of_persons(edition: Edition, persons: Iterable[Person]) -> Iterator[Draft]:
    for person in persons:
        listed = _of_person(edition, person)
        coming, past = edition.catalogue.parted(person.talks)
        shelves = lists.by_term(edition, lists.rest(coming) + lists.rest(past))
        first, *others = _parts(listed.path, coming, shelves)
        made = (edition, person, listed, first)
        yield draft(first.path, _speaker, *made, needs=person.talks)
        yield from _drafts(edition, listed, others)


def of_kinds(edition: Edition) -> Iterator[Draft]:
    """Yield the pages of languages, unless all talks are in one, and of recordings."""
    spoken = languages(edition)
    if spoken:
        sizes = [(name, path, len(talks)) for name, path, talks in spoken]
        yield draft(urls.ALL_LANGUAGES, _languages, edition, needs=sizes)
    for name, path, talks in spoken:
        yield from _pages(edition, _of_language(edition, name, path, talks))
    if recorded(edition):
        yield from _pages(edition, _of_recordings(edition))


def _heads(edition: Edition) -> list[object]:
    held = edition.catalogue.by_series
    return [
        (each, len(held[each.key]), next_of(edition, each))
        for each in edition.programme.series
    ]


def next_of(edition: Edition, series: Series) -> Talk | None:
    """Return the next talk of a series that takes place."""
    coming = edition.catalogue.parted_by_series[series.key][0]
    return next((talk for talk in coming if not is_off(talk)), None)


def _after_next(edition: Edition, series: Series) -> Talks:
    """Return the talks of a series to come but for the one that stands first."""
    following = next_of(edition, series)
    coming = edition.catalogue.parted_by_series[series.key][0]
    return tuple(talk for talk in coming if talk is not following)


def elsewhere(edition: Edition, series: Series) -> tuple[lists.Shelf, ...]:
    """Return the terms of a series that have a page of their own.

    A term of which both the series' page and this one would have a part is whole here.
    """
    coming, past = _shelves(edition, series)
    names = {shelf.name for shelf in (*coming[1], *past[1])}
    held = edition.catalogue.by_series[series.key]
    terms = lists.by_term(edition, held)
    return tuple(shelf for shelf in terms if shelf.name in names)


_Parted = tuple[Sequence[lists.Shelf], Sequence[lists.Shelf]]


def _shelves(edition: Edition, series: Series) -> tuple[_Parted, _Parted]:
    """Return what is to come later and what is over: here, and elsewhere."""
    past = edition.catalogue.parted_by_series[series.key][1]
    later = lists.by_term(edition, lists.rest(_after_next(edition, series)))
    return lists.parted(later), lists.parted(lists.by_term(edition, past))


def _last_end(talks: Talks) -> int | None:
    return max((int(talk.end.timestamp()) for talk in talks), default=None)


def languages(edition: Edition) -> tuple[tuple[str, str, Talks], ...]:
    """Return the languages of the talks by name: each with its page and its talks."""
    found = edition.catalogue.by_language
    if len(found) < 2:
        return ()
    name = edition.words.language_name
    return tuple(
        (name(language), urls.language_page(language), found[language])
        for language in sorted(found, key=lambda tag: (urls.slugify(name(tag)), tag))
    )


def recorded(edition: Edition) -> Talks:
    """Return the talks that can be watched."""
    return tuple(talk for talk in edition.programme.talks if talk.video)


def alternates(series: Series) -> tuple[Alternate, ...]:
    """Return the feed and the calendar of one series."""
    return (
        Alternate(urls.series_atom(series), series.name),
        Alternate(urls.series_ics(series), series.name),
    )


def _all_series(edition: Edition) -> bytes:
    gettext = edition.words.gettext
    held = edition.catalogue.by_series
    return edition.page(
        urls.ALL_SERIES,
        "all_series",
        title=edition.titled(gettext("Series")),
        description=edition.said(gettext("All series of talks: %(title)s")),
        series=[
            (each, held[each.key], next_of(edition, each))
            for each in edition.programme.series
        ],
    )


def _series(edition: Edition, series: Series) -> bytes:
    gettext = edition.words.gettext
    catalogue = edition.catalogue
    talks = catalogue.by_series[series.key]
    named = any(talk.series.key != series.key for talk in talks)
    following = next_of(edition, series)
    ahead, over = _shelves(edition, series)
    title = edition.titled(series.name)
    if series.name == edition.programme.site.title:
        title = f"{series.name} · {gettext('Series')}"
    return edition.page(
        urls.series_page(series),
        "series",
        title=title,
        description=_description(edition, series),
        alternates=alternates(series),
        linked=linked.series(edition, series),
        series=series,
        inside=catalogue.inside[series.key],
        next=edition.rows((following,) if following else (), named=named),
        next_talk=following,
        coming=lists.first(edition, _after_next(edition, series), named=named),
        later=lists.shelved(edition, ahead[0], named=named),
        # in seconds: until then a script does not say that nothing is planned
        until=_last_end(lists.rest(_after_next(edition, series))),
        past=lists.shelved(edition, over[0], named=named),
        more=[
            (shelf, edition.urls.term_of_series(shelf.name, series))
            for shelf in (*ahead[1], *over[1])
        ],
    )


def _term_of_series(edition: Edition, series: Series, shelf: lists.Shelf) -> bytes:
    text = edition.words.gettext("Talks of %(series)s: %(title)s")
    named = any(talk.series.key != series.key for talk in shelf.talks)
    return edition.page(
        edition.urls.term_of_series(shelf.name, series),
        "term_of_series",
        title=edition.titled(shelf.name, series.name),
        description=edition.said(text, series=f"{series.name}, {shelf.name}"),
        series=series,
        term=shelf.name,
        rows=edition.lines(shelf.talks, named=named),
    )


def _description(edition: Edition, series: Series) -> str:
    if series.description:
        return f"{series.name}: {markup.line(series.description).text}"
    plain = edition.words.gettext("Talks of %(series)s: %(title)s")
    return edition.said(plain, series=series.name)


def _of_person(edition: Edition, person: Person) -> _List:
    gettext = edition.words.gettext
    latest = person.latest
    who = credit(latest)
    return _List(
        path=urls.speaker_page(person.slug),
        talks=person.talks,
        heading=latest.name,
        above=(gettext("Speakers"), urls.ALL_SPEAKERS),
        description=edition.said(gettext("Talks by %(who)s: %(title)s"), who=who),
    )


def _speaker(edition: Edition, person: Person, listed: _List, part: _Part) -> bytes:
    speaker, calendar = person.latest, urls.speaker_ics(person.slug)
    coming, past = edition.catalogue.parted(person.talks)
    return edition.page(
        listed.path,
        "speaker",
        title=edition.titled(listed.heading, listed.above[0]),
        description=listed.description,
        alternates=(Alternate(calendar, listed.heading),),
        linked=linked.person(edition, speaker, listed.path),
        kind="profile",
        speaker=speaker,
        calendar=calendar,
        talks=person.talks,
        coming=lists.first(edition, coming),
        past=lists.first(edition, past),
        more=lists.shelved(edition, part.shelves),
        page=part,
    )


def _all_topics(edition: Edition) -> bytes:
    gettext = edition.words.gettext
    return edition.page(
        urls.ALL_TOPICS,
        "topics",
        title=edition.titled(gettext("Topics")),
        description=edition.said(gettext("Talks by topic: %(title)s")),
        entries=[(topic, len(t)) for topic, t in edition.catalogue.by_topic.items()],
    )


@dataclass(frozen=True, slots=True)
class _List:
    """Talks that have a page of their own: what it is called and what leads there."""

    path: str
    talks: Talks
    heading: str
    above: tuple[str, str]
    description: str
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """One page of a list; what is to come stands on the first."""

    path: str
    number: int
    pages: int
    coming: Talks
    shelves: Sequence[lists.Shelf]
    newer: str | None
    older: str | None


def _of_topic(edition: Edition, topic: str, talks: Talks) -> _List:
    gettext = edition.words.gettext
    return _List(
        path=edition.urls.topic(topic),
        talks=talks,
        heading=topic,
        above=(gettext("Topics"), urls.ALL_TOPICS),
        description=edition.said(gettext("Talks on %(topic)s: %(title)s"), topic=topic),
        calendar=edition.urls.topic_ics(topic),
    )


def _of_language(edition: Edition, name: str, path: str, talks: Talks) -> _List:
    gettext = edition.words.gettext
    text = gettext("Talks in this language: %(language)s. %(title)s")
    return _List(
        path=path,
        talks=talks,
        heading=name,
        above=(gettext("Languages"), urls.ALL_LANGUAGES),
        description=edition.said(text, language=name),
    )


def _of_recordings(edition: Edition) -> _List:
    gettext = edition.words.gettext
    return _List(
        path=urls.RECORDINGS,
        talks=recorded(edition),
        heading=gettext("Recordings"),
        above=(gettext("Archive"), urls.ARCHIVE),
        description=edition.said(gettext("Talks that can be watched: %(title)s")),
    )


def _pages(edition: Edition, listed: _List) -> Iterator[Draft]:
    """Yield the page of a list, and further ones where it is long."""
    coming, past = edition.catalogue.parted(listed.talks)
    later = lists.by_term(edition, lists.rest(coming))
    shelves = [*later, *lists.by_term(edition, past)]
    yield from _drafts(edition, listed, _parts(listed.path, coming, shelves))


def _together(edition: Edition, listed: _List) -> Several:
    """Return the same pages; how many there are is counted where they are new."""
    earlier, later = edition.templates.earlier, partial(urls.later_page, listed.path)
    paths = earlier.numbered(f"site/{listed.path}", lambda at: f"site/{later(at)}")
    # how most write a topic is seen from all its talks
    left = Several(paths, partial(_pages, edition, listed), listed.talks)
    if earlier.stands(left):
        return left
    return replace(left, paths=[one.path for one in _pages(edition, listed)])


def _drafts(edition: Edition, listed: _List, parts: list[_Part]) -> Iterator[Draft]:
    for part in parts:
        # how most write a topic is seen from the talks, but for those on other pages
        needs = (part,) if part.pages == 1 else (part, listed.heading)
        yield draft(part.path, _page_of, edition, listed, part, needs=needs)


def _parts(path: str, coming: Talks, shelves: Sequence[lists.Shelf]) -> list[_Part]:
    """Return the pages of a list; there is one at least."""
    pages = lists.paged(shelves)
    paths = [path, *(urls.later_page(path, at + 1) for at in range(1, len(pages)))]
    return [
        _Part(
            path=paths[at],
            number=at + 1,
            pages=len(pages),
            coming=coming if not at else (),
            shelves=held,
            newer=paths[at - 1] if at else None,
            older=paths[at + 1] if at + 1 < len(paths) else None,
        )
        for at, held in enumerate(pages)
    ]


def _languages(edition: Edition) -> bytes:
    gettext = edition.words.gettext
    return edition.page(
        urls.ALL_LANGUAGES,
        "languages",
        title=edition.titled(gettext("Languages")),
        description=edition.said(gettext("Talks by language: %(title)s")),
        entries=[(name, path, len(talks)) for name, path, talks in languages(edition)],
    )


def _page_of(edition: Edition, listed: _List, part: _Part) -> bytes:
    which = ""
    if part.pages > 1:
        said = edition.words.gettext("Page %(number)s of %(pages)s")
        which = said % {"number": part.number, "pages": part.pages}
    parts = [listed.heading, listed.above[0], *([which] if part.number > 1 else [])]
    calendar = listed.calendar
    return edition.page(
        part.path,
        "list",
        title=edition.titled(*parts),
        description=" · ".join([listed.description, *parts[2:]]),
        alternates=(Alternate(calendar, listed.heading),) if calendar else (),
        listed=listed,
        page=part,
        which=which,
        coming=lists.first(edition, part.coming),
        past=lists.shelved(edition, part.shelves),
    )
