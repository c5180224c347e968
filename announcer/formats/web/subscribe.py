"""How to be told: calendars and feeds, and where to paste their addresses."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from announcer import urls
from announcer.catalogue import called
from announcer.classes import dataclass
from announcer.formats.web import embed
from announcer.formats.web.page import Edition, draft
from announcer.ical import webcal
from announcer.output import Draft


@dataclass(frozen=True, slots=True)
class Subscription:
    """One calendar and the addresses at which programs subscribe to it."""

    name: str
    https: str
    webcal: str
    google: str
    outlook: str
    atom: str


def pages(edition: Edition) -> Iterator[Draft]:
    """Yield the page that says how to subscribe, and that of what a reader marked."""
    needs = (edition.programme.series, [one.name for one in edition.catalogue.parts])
    yield draft(urls.SUBSCRIBE, _page, edition, needs=needs)
    if edition.programme.talks:
        yield draft(urls.SELECTION, _selection, edition)


def _selection(edition: Edition) -> bytes:
    gettext = edition.words.gettext
    text = gettext("Talks that you have marked, as a list and a calendar: %(title)s")
    return edition.page(
        urls.SELECTION,
        "selection",
        title=edition.titled(gettext("My selection")),
        description=edition.said(text),
        fetches=True,
    )


def _page(edition: Edition) -> bytes:
    gettext = edition.words.gettext
    programme = edition.programme
    latest, *earlier = edition.catalogue.parts
    return edition.page(
        urls.SUBSCRIBE,
        "subscribe",
        title=edition.titled(gettext("Subscribe")),
        description=edition.said(gettext("Calendars and feeds: %(title)s")),
        everything=_calendar(edition, programme.site.title, urls.CALENDAR, urls.ATOM),
        since=called(latest.since, edition.words) if earlier else "",
        earlier=[
            (called(one.name, edition.words), urls.calendar_part(one.name))
            for one in earlier
        ],
        calendars=[
            _calendar(edition, one.name, urls.series_ics(one), urls.series_atom(one))
            for one in programme.series
        ],
        atom=edition.urls.absolute(urls.ATOM),
        json_feed=edition.urls.absolute(urls.JSON_FEED),
        data=edition.urls.absolute(urls.TALKS_JSON),
        upcoming=edition.urls.absolute(urls.UPCOMING),
        sources=embed.sources(edition),
        script=edition.urls.absolute(embed.SCRIPT),
    )


def _calendar(edition: Edition, name: str, ics: str, atom: str) -> Subscription:
    https = edition.urls.absolute(ics)
    address = webcal(https)
    outlook = "https://outlook.live.com/calendar/0/addfromweb"
    return Subscription(
        name=name,
        https=https,
        webcal=address,
        google=f"https://calendar.google.com/calendar/r?cid={quote(address, safe='')}",
        outlook=f"{outlook}?url={quote(https, safe='')}&name={quote(name, safe='')}",
        atom=edition.urls.absolute(atom),
    )
