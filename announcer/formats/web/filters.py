"""Pages of all talks in one language, and of all that were recorded."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from announcer import urls
from announcer.formats.web.page import Edition, draft
from announcer.output import Draft
from announcer.talk import Talk

Talks = tuple[Talk, ...]


def pages(edition: Edition) -> Iterator[Draft]:
    """Yield the pages; where all talks are in one language there are none for it."""
    spoken = languages(edition)
    if spoken:
        yield draft(urls.ALL_LANGUAGES, _languages, edition)
    for name, path, talks in spoken:
        yield draft(path, _language, edition, name, path, talks)
    if recorded(edition):
        yield draft(urls.RECORDINGS, _recordings, edition)


def languages(edition: Edition) -> tuple[tuple[str, str, Talks], ...]:
    """Return the languages of the talks by name: each with its page and its talks."""
    found: dict[str, list[Talk]] = {}
    for talk in edition.programme.talks:
        found.setdefault(talk.language, []).append(talk)
    if len(found) < 2:
        return ()
    name = edition.words.language_name
    return tuple(
        (name(language), urls.language_page(language), tuple(found[language]))
        for language in sorted(found, key=lambda tag: (urls.slugify(name(tag)), tag))
    )


def recorded(edition: Edition) -> Talks:
    """Return the talks that can be watched."""
    return tuple(talk for talk in edition.programme.talks if talk.video)


def _languages(edition: Edition) -> bytes:
    gettext = edition.words.gettext
    site = edition.programme.site
    return edition.page(
        urls.ALL_LANGUAGES,
        "languages",
        title=f"{gettext('Languages')} · {site.title}",
        description=gettext("Talks by language: %(title)s") % {"title": site.title},
        entries=[(name, path, len(talks)) for name, path, talks in languages(edition)],
    )


def _language(edition: Edition, name: str, path: str, talks: Talks) -> bytes:
    gettext = edition.words.gettext
    site = edition.programme.site
    return _page(edition, path)(
        title=f"{name} · {gettext('Languages')} · {site.title}",
        description=gettext("Talks in this language: %(language)s. %(title)s")
        % {"language": name, "title": site.title},
        heading=name,
        above=(gettext("Languages"), urls.ALL_LANGUAGES),
        **_both(edition, talks),
    )


def _recordings(edition: Edition) -> bytes:
    gettext = edition.words.gettext
    site = edition.programme.site
    return _page(edition, urls.RECORDINGS)(
        title=f"{gettext('Recordings')} · {site.title}",
        description=gettext("Talks that can be watched: %(title)s")
        % {"title": site.title},
        heading=gettext("Recordings"),
        above=(gettext("Search"), urls.SEARCH),
        **_both(edition, recorded(edition)),
    )


def _page(edition: Edition, path: str) -> partial[bytes]:
    return partial(edition.page, path, "filter")


def _both(edition: Edition, talks: Talks) -> dict[str, tuple[str, ...]]:
    return {
        "coming": edition.rows(tuple(t for t in talks if not edition.over(t))),
        "past": edition.rows(tuple(t for t in reversed(talks) if edition.over(t))),
    }
