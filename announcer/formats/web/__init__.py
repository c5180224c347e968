"""The talks site: pages that a folder on any host can serve, with nothing to run.

This room alone knows which pages there are and what stands on each. Every page links
relatively, so the site works below any path, and asks nothing of anybody else's server.
"""

from __future__ import annotations

from collections.abc import Iterator

from announcer.formats.web import (
    archive,
    home,
    people,
    series,
    sitemap,
    static,
    subscribe,
    talks,
)
from announcer.formats.web.page import Edition
from announcer.output import Output
from announcer.talk import Programme
from announcer.templating import Templates


def render(programme: Programme, templates: Templates) -> Iterator[Output]:
    """Yield every page, the stylesheet and the list of pages, below ``site/``."""
    edition = Edition(programme, templates)
    yield from static.files(programme.site, templates)
    yield from home.pages(edition)
    yield from series.pages(edition)
    yield from talks.pages(edition)
    yield from people.pages(edition)
    yield from archive.pages(edition)
    yield from subscribe.pages(edition)
    yield from sitemap.files(edition)
