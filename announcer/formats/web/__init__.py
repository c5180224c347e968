"""The talks site: pages that a folder on any host can serve, with nothing to run.

This room alone knows which pages there are and what stands on each. Every page links
relatively, so the site works below any path, and asks nothing of anybody else's server.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from announcer.formats.web import (
    embed,
    gallery,
    index,
    listings,
    search,
    static,
    subscribe,
    talks,
    timeline,
)
from announcer.formats.web.page import LOST, Edition, draft
from announcer.formats.web.timeline import SOON
from announcer.output import Draft
from announcer.talk import Programme
from announcer.templating import Templates
from announcer.urls import talk_page

__all__ = ["ROBOTS", "SITEMAP", "SOON", "drafts"]

SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"


def drafts(programme: Programme, templates: Templates) -> Iterator[Draft]:
    """Yield every page, the stylesheet and the list of pages, below ``site/``."""
    edition = Edition(programme, templates)
    yield from static.files(programme.site, templates)
    pages = [
        *timeline.home(edition),
        *listings.of_series(edition),
        *talks.pages(edition),
        *listings.of_people(edition),
        *timeline.archive(edition),
        *subscribe.pages(edition),
        *listings.of_kinds(edition),
        *search.pages(edition),
    ]
    yield from pages
    yield from embed.pages(edition)  # which say that search engines may leave them out
    yield from gallery.files(edition)
    yield from index.files(edition)
    yield from embed.files(edition)
    yield draft(LOST, edition.lost)
    paths = [page.path.removeprefix("site/") for page in pages]
    yield draft(SITEMAP, _sitemap, edition, paths, needs=(paths, programme.talks))
    yield draft(ROBOTS, _robots, edition)


def _sitemap(edition: Edition, paths: Iterable[str]) -> bytes:
    """Return the list of pages for search engines: every one that they shall show."""
    changed = {
        talk_page(talk): edition.programme.history[talk.uid].modified
        for talk in edition.programme.talks
        if talk.uid in edition.programme.history
    }
    address = edition.urls.absolute
    entries = [(address(path), changed.get(path)) for path in paths]
    return edition.file("web/sitemap.xml", entries=entries)


def _robots(edition: Edition) -> bytes:
    return edition.file("web/robots.txt", sitemap=edition.urls.absolute(SITEMAP))
