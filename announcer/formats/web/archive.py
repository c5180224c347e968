"""The archive: a page for each term, and one that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from announcer import urls
from announcer.formats.web import shelves
from announcer.formats.web.page import Edition, draft
from announcer.formats.web.shelves import Shelf
from announcer.output import Draft


def pages(edition: Edition) -> Iterator[Draft]:
    """Yield the list of terms, newest first, and the page of each."""
    everything = shelves.terms(edition, edition.programme.talks)
    paths = _paths(edition, everything)
    yield draft(urls.ARCHIVE, _archive, edition, everything, paths)
    for shelf in everything:
        path = paths[shelf.name]
        yield draft(path, _term, edition, path, shelf)


def terms(edition: Edition) -> tuple[tuple[Shelf, str], ...]:
    """Return every term, newest first, and the path of its page."""
    everything = shelves.terms(edition, edition.programme.talks)
    paths = _paths(edition, everything)
    return tuple((shelf, paths[shelf.name]) for shelf in reversed(everything))


def _archive(
    edition: Edition, everything: tuple[Shelf, ...], paths: dict[str, str]
) -> bytes:
    gettext = edition.words.gettext
    site = edition.programme.site
    return edition.page(
        urls.ARCHIVE,
        "archive",
        title=f"{gettext('Archive')} · {site.title}",
        description=gettext("All talks by term: %(title)s") % {"title": site.title},
        shelves=[(shelf, paths[shelf.name]) for shelf in reversed(everything)],
    )


def _term(edition: Edition, path: str, shelf: Shelf) -> bytes:
    gettext = edition.words.gettext
    site = edition.programme.site
    return edition.page(
        path,
        "term",
        title=f"{shelf.name} · {gettext('Archive')} · {site.title}",
        description=gettext("Talks of %(term)s: %(title)s")
        % {"term": shelf.name, "title": site.title},
        term=shelf.name,
        months=[
            (month.name, edition.rows(month.talks))
            for month in shelves.months(edition, shelf.talks)
        ],
    )


def _paths(edition: Edition, everything: Iterable[Shelf]) -> dict[str, str]:
    """Give every term a page of its own, whatever the names have in common.

    The organiser's terms come first, so that a year that slips in moves none of them.
    """
    names = [term.name for term in edition.programme.site.terms]
    names += [shelf.name for shelf in everything]
    slugs: dict[str, str] = {}
    for name in dict.fromkeys(names):
        slug = base = urls.slugify(name)
        number = 2
        while slug in slugs.values():
            slug = f"{base}-{number}"
            number += 1
        slugs[name] = slug
    return {name: urls.archive_page(slug) for name, slug in slugs.items()}
