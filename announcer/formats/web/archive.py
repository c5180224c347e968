"""The archive: a page for each term, and one that lists them."""

from __future__ import annotations

from collections.abc import Iterator

from announcer import urls
from announcer.formats.web import shelves
from announcer.formats.web.page import Edition
from announcer.output import Output


def pages(edition: Edition) -> Iterator[Output]:
    """Yield the list of terms, newest first, and the page of each."""
    gettext = edition.words.gettext
    site = edition.programme.site
    everything = shelves.terms(edition, edition.programme.talks)
    yield edition.page(
        urls.ARCHIVE,
        "archive",
        title=f"{gettext('Archive')} · {site.title}",
        description=gettext("All talks by term: %(title)s") % {"title": site.title},
        shelves=sorted(everything, key=lambda shelf: shelf.talks[0].start)[::-1],
    )
    for shelf in everything:
        yield edition.page(
            shelf.path,
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
