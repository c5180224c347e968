"""The list of pages for search engines, and the file that leads them there.

A list holds so many addresses at most (sitemaps.org); more are cut into several, and
the one at the known address lists those.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from announcer.formats.web.page import Edition, draft
from announcer.output import Draft
from announcer.urls import talk_page

SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
_MOST = 50_000


def files(edition: Edition, paths: Sequence[str], most: int = _MOST) -> Iterator[Draft]:
    """Yield the list of these pages below ``site/``, in parts if more than ``most``."""
    talks = edition.programme.talks
    if len(paths) <= most:
        yield draft(SITEMAP, _pages, edition, paths, needs=(paths, talks))
    else:
        starts = range(0, len(paths), most)
        parts = {
            f"sitemap-{at // most + 1}.xml": paths[at : at + most] for at in starts
        }
        for path, some in parts.items():
            yield draft(path, _pages, edition, some, needs=(some, talks))
        names = tuple(parts)
        yield draft(SITEMAP, _parts, edition, names, needs=names)
    yield draft(ROBOTS, _robots, edition)


def _pages(edition: Edition, paths: Sequence[str]) -> bytes:
    changed = {
        talk_page(talk): edition.programme.history[talk.uid].modified
        for talk in edition.programme.talks
        if talk.uid in edition.programme.history
    }
    address = edition.urls.absolute
    places = [path.removeprefix("site/") for path in paths]
    entries = [(address(place), changed.get(place)) for place in places]
    return edition.file("web/sitemap.xml", entries=entries)


def _parts(edition: Edition, paths: Sequence[str]) -> bytes:
    entries = [edition.urls.absolute(path) for path in paths]
    return edition.file("web/sitemaps.xml", entries=entries)


def _robots(edition: Edition) -> bytes:
    return edition.file("web/robots.txt", sitemap=edition.urls.absolute(SITEMAP))
