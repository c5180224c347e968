"""The list of pages for search engines: every page and no other."""

from __future__ import annotations

from collections.abc import Iterator

from announcer.formats.web.page import Edition, output
from announcer.output import Output
from announcer.urls import talk_page

SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"


def files(edition: Edition) -> Iterator[Output]:
    """Yield sitemap.xml and robots.txt; call it after all pages were made."""
    changed = {
        talk_page(talk): edition.programme.history[talk.uid].modified
        for talk in edition.programme.talks
        if talk.uid in edition.programme.history
    }
    address = edition.urls.absolute
    entries = [(address(path), changed.get(path)) for path in edition.made]
    render, language = edition.templates.render, edition.language
    yield output(SITEMAP, render("web/sitemap.xml.j2", language, entries=entries))
    robots = render("web/robots.txt.j2", language, sitemap=address(SITEMAP))
    yield output(ROBOTS, robots)
