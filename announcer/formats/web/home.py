"""The first page: what comes next, what comes after that, and what has been."""

from __future__ import annotations

from collections.abc import Iterator

from announcer.formats.web import linked, shelves
from announcer.formats.web.page import Edition, draft
from announcer.output import Draft
from announcer.talk import Status
from announcer.urls import HOME

# The archive has the rest; the first page stays light on a phone.
_PAST_SHOWN = 8
_COMING_SHOWN = 30


def pages(edition: Edition) -> Iterator[Draft]:
    """Yield the home page."""
    yield draft(HOME, _home, edition)


def _home(edition: Edition) -> bytes:
    site = edition.programme.site
    gettext = edition.words.gettext
    following = [t for t in edition.coming if t.status not in _OFF][:1]
    later = tuple(t for t in edition.coming if t not in following)
    return edition.page(
        HOME,
        "home",
        title=site.title,
        description=site.description
        or gettext("Coming talks, calendars and feeds: %(title)s")
        % {"title": site.title},
        linked=linked.website(edition),
        next=edition.rows(tuple(following)),
        next_talk=following[0] if following else None,
        ahead=[
            (shelf.name, edition.rows(shelf.talks))
            for shelf in shelves.ahead(edition, later[:_COMING_SHOWN])
        ],
        hidden=len(later[_COMING_SHOWN:]),
        past=edition.rows(edition.past[:_PAST_SHOWN]),
        past_more=len(edition.past) > _PAST_SHOWN,
    )


_OFF = frozenset({Status.CANCELLED, Status.POSTPONED})
