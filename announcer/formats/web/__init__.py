"""The talks site: pages that a folder on any host can serve, with nothing to run.

This room alone knows which pages there are and what stands on each. Every page links
relatively, so the site works below any path, and asks nothing of anybody else's server.
"""

from __future__ import annotations

from collections.abc import Iterator

from announcer.formats.web import (
    archive,
    embed,
    filters,
    gallery,
    home,
    index,
    people,
    search,
    series,
    sitemap,
    static,
    subscribe,
    talks,
)
from announcer.formats.web.page import LOST, Edition, draft
from announcer.output import Draft, Output, finished
from announcer.talk import Programme
from announcer.templating import Templates


def render(programme: Programme, templates: Templates) -> Iterator[Output]:
    """Yield every page, the stylesheet and the list of pages, below ``site/``."""
    return finished(drafts(programme, templates))


def drafts(programme: Programme, templates: Templates) -> Iterator[Draft]:
    """Yield the same as drafts: what all pages share is made, the pages are not yet."""
    edition = Edition(programme, templates)
    yield from static.files(programme.site, templates)
    pages = [
        *home.pages(edition),
        *series.pages(edition),
        *talks.pages(edition),
        *people.pages(edition),
        *archive.pages(edition),
        *subscribe.pages(edition),
        *filters.pages(edition),
        *search.pages(edition),
        *embed.pages(edition),
    ]
    yield from pages
    yield from gallery.files(edition)
    yield from index.files(edition)
    yield from embed.files(edition)
    yield draft(LOST, edition.lost)
    yield from sitemap.files(edition, pages)
