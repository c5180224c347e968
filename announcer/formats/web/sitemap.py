"""The list of pages for search engines: every page and no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from announcer.formats.web.page import Edition, draft
from announcer.output import Draft
from announcer.urls import talk_page

SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"


def files(edition: Edition, pages: Iterable[Draft]) -> Iterator[Draft]:
    """Yield sitemap.xml, which lists the pages, and robots.txt."""
    paths = [page.path.removeprefix("site/") for page in pages]
    yield draft(SITEMAP, _sitemap, edition, paths)
    yield draft(ROBOTS, _robots, edition)


def _sitemap(edition: Edition, paths: Iterable[str]) -> bytes:
    changed = {
        talk_page(talk): edition.programme.history[talk.uid].modified
        for talk in edition.programme.talks
        if talk.uid in edition.programme.history
    }
    address = edition.urls.absolute
    entries = [(address(path), changed.get(path)) for path in paths]
    return edition.templates.render(
        "web/sitemap.xml.j2", edition.language, entries=entries
    ).encode()


def _robots(edition: Edition) -> bytes:
    sitemap = edition.urls.absolute(SITEMAP)
    return edition.templates.render(
        "web/robots.txt.j2", edition.language, sitemap=sitemap
    ).encode()
