"""The files of all pictures: photos, the logo, a card for each talk worth sharing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from announcer import urls
from announcer.catalogue import speaking
from announcer.formats.web import static
from announcer.formats.web.page import Edition, credit, draft
from announcer.output import Draft
from announcer.pictures import Card, Picture
from announcer.talk import Talk
from announcer.when import days_of


def files(edition: Edition) -> Iterator[Draft]:
    """Yield the site's card, those of talks, and the photos and the logo in use."""
    yield draft(static.CARD, _drawn, edition, None)
    for talk in edition.carded.values():
        yield draft(urls.talk_card(talk), _drawn, edition, talk, needs=(talk,))
    if edition.logo:
        yield from _sizes(edition.logo, urls.logo_file)
    taken: set[str] = set()
    for talk in edition.programme.talks:
        for speaker in talk.speakers:
            picture = edition.portrait(speaker)
            if picture and picture.sizes[0].name not in taken:
                taken.add(picture.sizes[0].name)
                yield from _sizes(picture, urls.photo_file)


def _sizes(picture: Picture, path_of: Callable[[str], str]) -> Iterator[Draft]:
    for size in picture.sizes:
        yield draft(path_of(size.name), bytes, size.content)  # its name tells it


def _drawn(edition: Edition, talk: Talk | None) -> bytes:
    pictures, site = edition.templates.pictures, _of_site(edition)
    if talk is None:
        return pictures.card(site)
    return pictures.card(_of_talk(edition, talk), talk.source, instead=site)


def _of_site(edition: Edition) -> Card:
    site = edition.programme.site
    return Card(
        heading="",
        titles=(site.title,),
        who=site.description or "",
        place=urls.host(site),
        ground=_ground(edition),
        ink=static.PAPER,
    )


def _of_talk(edition: Edition, talk: Talk) -> Card:
    """Return a talk's card; a title that no font has gives way to the series' name."""
    site = edition.programme.site
    title = edition.words.marked(edition.title(talk), edition.catalogue.mark(talk))
    return Card(
        heading=talk.series.name,
        titles=(title, talk.series.name, site.title),
        who=edition.words.join([credit(s) for s in speaking(talk)]),
        when=_when(edition, talk),
        place=urls.host(site),
        ground=_ground(edition),
        ink=static.PAPER,
    )


def _when(edition: Edition, talk: Talk) -> str:
    """Return day and time as the page says them, on one line."""
    words = edition.words
    first, last = days_of(talk)
    if talk.all_day or first != last:
        return words.date_range(first, last)
    return f"{words.date(first)}, {words.hours(talk)} {words.zone(talk.start)}"


def _ground(edition: Edition) -> str:
    return static.ink(edition.programme.site.theme.accent)
