"""The talks site: pages that a folder on any host can serve, with nothing to run.

This room alone knows which pages there are and what stands on each. Every page links
relatively, so the site works below any path, and asks nothing of anybody else's server.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from announcer.formats.web import (
    embed,
    gallery,
    index,
    listings,
    months,
    screen,
    search,
    sitemap,
    static,
    subscribe,
    talks,
    timeline,
)
from announcer.formats.web.page import LOST, Edition, draft
from announcer.formats.web.timeline import SOON
from announcer.output import Draft, Several, opened
from announcer.talk import Programme
from announcer.templating import Templates

__all__ = ["SITEMAP", "SOON", "drafts", "listed", "of_talks"]


def drafts(programme: Programme, templates: Templates) -> Iterator[Draft]:
    """Yield every page, the stylesheet and the list of pages, below ``site/``."""
    return opened(listed(programme, templates))


def listed(programme: Programme, templates: Templates) -> Iterator[Draft | Several]:
    """Yield the same, those that belong together as one."""
    edition = Edition(programme, templates)
    yield from static.files(programme.site, templates)
    paths: list[str] = []
    for page in chain(
        timeline.home(edition),
        listings.of_series(edition),
        talks.pages(edition),
        listings.of_people(edition),
        timeline.archive(edition),
        months.pages(edition),
        subscribe.pages(edition),
        listings.of_kinds(edition),
        search.pages(edition),
    ):
        paths += page.paths if isinstance(page, Several) else (page.path,)
        yield page
    yield from screen.pages(edition)
    yield from embed.pages(edition)  # which say that search engines may leave them out
    yield from gallery.files(edition)
    yield from index.files(edition)
    yield from embed.files(edition)
    yield draft(LOST, edition.lost)
    yield from sitemap.files(edition, paths)


def of_talks(programme: Programme, templates: Templates) -> Iterator[Several]:
    """Yield the pages of single talks."""
    return talks.pages(Edition(programme, templates))
