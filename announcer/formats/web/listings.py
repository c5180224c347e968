"""Pages of talks with something in common.

A series, a speaker, a topic, a language, or that they can be watched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from announcer import markup, urls
from announcer.catalogue import Person, Talks
from announcer.catalogue.order import in_order
from announcer.formats.web import linked
from announcer.formats.web.page import Alternate, Edition, credit, draft
from announcer.output import Draft
from announcer.talk import Series


def of_series(edition: Edition) -> Iterator[Draft]:
    """Yield the list of series and a page for each."""
    yield draft(urls.ALL_SERIES, _all_series, edition, needs=_sizes(edition))
    for each in edition.programme.series:
        inside = edition.catalogue.inside[each.key]
        held = edition.catalogue.by_series[each.key]
        needs = (each, inside, held, edition.today)
        yield draft(urls.series_page(each), _series, edition, each, needs=needs)


def of_people(edition: Edition) -> Iterator[Draft]:
    """Yield the list of speakers and each one's page, then the same for topics."""
    catalogue = edition.catalogue
    if catalogue.people.persons:
        needs = edition.programme.talks
        yield draft(urls.ALL_SPEAKERS, _all_speakers, edition, needs=needs)
        for person in catalogue.people.persons.values():
            yield draft(
                urls.speaker_page(person.slug),
                _speaker,
                edition,
                person,
                needs=person.talks,
            )
    if catalogue.by_topic:
        sizes = [(topic, len(held)) for topic, held in catalogue.by_topic.items()]
        yield draft(urls.ALL_TOPICS, _all_topics, edition, needs=sizes)
        for topic, held in catalogue.by_topic.items():
            path = edition.urls.topic(topic)
            yield draft(path, _topic, edition, topic, needs=held)


def of_kinds(edition: Edition) -> Iterator[Draft]:
    """Yield the pages of languages, unless all talks are in one, and of recordings."""
    spoken = languages(edition)
    if spoken:
        sizes = [(name, path, len(talks)) for name, path, talks in spoken]
        yield draft(urls.ALL_LANGUAGES, _languages, edition, needs=sizes)
    for name, path, talks in spoken:
        yield draft(path, _language, edition, name, path, talks, needs=talks)
    if recorded(edition):
        yield draft(urls.RECORDINGS, _recordings, edition, needs=recorded(edition))


def _sizes(edition: Edition) -> list[object]:
    held = edition.catalogue.by_series
    return [(each, len(held[each.key])) for each in edition.programme.series]


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
        series=[(each, held[each.key]) for each in edition.programme.series],
    )


def _series(edition: Edition, series: Series) -> bytes:
    gettext = edition.words.gettext
    catalogue = edition.catalogue
    talks = catalogue.by_series[series.key]
    named = any(talk.series.key != series.key for talk in talks)
    coming, past = catalogue.parted(talks)
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
        coming=edition.rows(coming, named=named),
        past=[
            (term, edition.rows(held, named=named))
            for term, held in catalogue.termwise(past).items()
        ],
    )


def _description(edition: Edition, series: Series) -> str:
    if series.description:
        return f"{series.name}: {markup.line(series.description).text}"
    plain = edition.words.gettext("Talks of %(series)s: %(title)s")
    return edition.said(plain, series=series.name)


def _all_speakers(edition: Edition) -> bytes:
    gettext = edition.words.gettext
    people = edition.catalogue.people.persons.values()
    entries = [(person.latest, urls.speaker_page(person.slug)) for person in people]
    entries.sort(key=lambda entry: in_order(entry[0].name))
    return edition.page(
        urls.ALL_SPEAKERS,
        "speakers",
        title=edition.titled(gettext("Speakers")),
        description=edition.said(
            gettext("Everybody who has spoken or will: %(title)s")
        ),
        entries=entries,
    )


def _speaker(edition: Edition, person: Person) -> bytes:
    gettext = edition.words.gettext
    speaker = person.latest
    name = speaker.name
    page, calendar = urls.speaker_page(person.slug), urls.speaker_ics(person.slug)
    return edition.page(
        page,
        "speaker",
        title=edition.titled(name, gettext("Speakers")),
        description=edition.said(
            gettext("Talks by %(who)s: %(title)s"), who=credit(speaker)
        ),
        alternates=(Alternate(calendar, name),),
        linked=linked.person(edition, speaker, page),
        kind="profile",
        speaker=speaker,
        calendar=calendar,
        **_both(edition, person.talks),
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


def _topic(edition: Edition, topic: str) -> bytes:
    gettext = edition.words.gettext
    calendar = edition.urls.topic_ics(topic)
    return edition.page(
        edition.urls.topic(topic),
        "topic",
        title=edition.titled(topic, gettext("Topics")),
        description=edition.said(gettext("Talks on %(topic)s: %(title)s"), topic=topic),
        alternates=(Alternate(calendar, topic),),
        topic=topic,
        calendar=calendar,
        **_both(edition, edition.catalogue.by_topic[topic]),
    )


def _languages(edition: Edition) -> bytes:
    gettext = edition.words.gettext
    return edition.page(
        urls.ALL_LANGUAGES,
        "languages",
        title=edition.titled(gettext("Languages")),
        description=edition.said(gettext("Talks by language: %(title)s")),
        entries=[(name, path, len(talks)) for name, path, talks in languages(edition)],
    )


def _language(edition: Edition, name: str, path: str, talks: Talks) -> bytes:
    gettext = edition.words.gettext
    text = gettext("Talks in this language: %(language)s. %(title)s")
    return edition.page(
        path,
        "filter",
        title=edition.titled(name, gettext("Languages")),
        description=edition.said(text, language=name),
        heading=name,
        above=(gettext("Languages"), urls.ALL_LANGUAGES),
        **_both(edition, talks),
    )


def _recordings(edition: Edition) -> bytes:
    gettext = edition.words.gettext
    return edition.page(
        urls.RECORDINGS,
        "filter",
        title=edition.titled(gettext("Recordings")),
        description=edition.said(gettext("Talks that can be watched: %(title)s")),
        heading=gettext("Recordings"),
        above=(gettext("Search"), urls.SEARCH),
        **_both(edition, recorded(edition)),
    )


def _both(edition: Edition, talks: Talks) -> dict[str, Any]:
    """Return the rows of those to come and of those over, as templates name them."""
    coming, past = edition.catalogue.parted(talks)
    return {"coming": edition.rows(coming), "past": edition.rows(past)}
