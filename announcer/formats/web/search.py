"""The search page, and what leads to every talk where no script runs."""

from __future__ import annotations

from collections.abc import Iterator

from announcer import urls
from announcer.formats.web.index import stamp
from announcer.formats.web.listings import languages, recorded
from announcer.formats.web.page import Edition, draft
from announcer.output import Draft

# A name, the path of its page if it has one, and what it leads to: label, path, number.
Way = tuple[str, str | None, list[tuple[str, str, int]]]

_SHOWN = 24


def pages(edition: Edition) -> Iterator[Draft]:
    """Yield the search page; a site without talks has none."""
    if edition.programme.talks:
        needs = (stamp(edition), [*_ways(edition)])
        yield draft(urls.SEARCH, _page, edition, needs=needs)


def _page(edition: Edition) -> bytes:
    gettext = edition.words.gettext
    text = gettext("Talks by words, series, topic, term, language: %(title)s")
    return edition.page(
        urls.SEARCH,
        "search",
        title=edition.titled(gettext("Search")),
        description=edition.said(text),
        stamp=stamp(edition),
        lists=[way for way in _ways(edition) if way[2]],
    )


def _ways(edition: Edition) -> Iterator[Way]:
    """Yield every list that leads to talks; long ones are left to their own page."""
    gettext = edition.words.gettext
    catalogue = edition.catalogue
    held = catalogue.by_series
    series = [
        (each.name, urls.series_page(each), len(held[each.key]))
        for each in edition.programme.series
    ]
    yield _way(gettext("Series"), urls.ALL_SERIES, series)
    topics = [
        (topic, edition.urls.topic(topic), len(talks))
        for topic, talks in catalogue.by_topic.items()
    ]
    yield _way(gettext("Topics"), urls.ALL_TOPICS, topics)
    terms = [
        (term, edition.urls.term(term), len(talks))
        for term, talks in reversed(catalogue.by_term.items())
    ]
    yield _way(gettext("Archive"), urls.ARCHIVE, terms)
    spoken = [(name, path, len(talks)) for name, path, talks in languages(edition)]
    yield _way(gettext("Languages"), urls.ALL_LANGUAGES, spoken)
    yield gettext("More"), None, _more(edition)


def _way(name: str, path: str, entries: list[tuple[str, str, int]]) -> Way:
    """Return a list; a longer one shows the fullest first and leaves out the rest."""
    if len(entries) > _SHOWN:
        largest = sorted(entries, key=lambda entry: -entry[2])[:_SHOWN]
        entries = [entry for entry in entries if entry in largest]
    return name, path, entries


def _more(edition: Edition) -> list[tuple[str, str, int]]:
    gettext = edition.words.gettext
    entries = []
    if watchable := recorded(edition):
        entries.append((gettext("With a recording"), urls.RECORDINGS, len(watchable)))
    if number := len(edition.catalogue.people.persons):
        entries.append((gettext("All speakers"), urls.ALL_SPEAKERS, number))
    return entries
