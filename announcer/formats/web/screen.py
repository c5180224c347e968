"""Pages for a screen: at a door, in a hall, and behind a speaker before it begins.

``screen/`` shows what is on today and next, ``screen/SERIES/`` that of one series. They
renew themselves from upcoming.json of the same site and ask nobody else. With
``?talk=`` and the path of a talk's page they show that talk alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from announcer import urls
from announcer.catalogue import Talks
from announcer.formats.web import static
from announcer.formats.web.page import Edition, draft, shortened
from announcer.output import Draft
from announcer.talk import Series

_SHOWN = 5


def pages(edition: Edition) -> Iterator[Draft]:
    """Yield the screen of everything, and one for each series."""
    catalogue = edition.catalogue
    coming = catalogue.coming[:_SHOWN]
    needs = (coming, edition.today)
    yield draft(urls.SCREEN, _page, edition, None, coming, needs=needs)
    for series in edition.programme.series:
        coming = catalogue.parted_by_series[series.key][0][:_SHOWN]
        needs = (coming, edition.today)
        path = urls.series_screen(series)
        yield draft(path, _page, edition, series, coming, needs=(*needs, series))


def _page(edition: Edition, series: Series | None, coming: Talks) -> bytes:
    path = urls.series_screen(series) if series else urls.SCREEN
    data = urls.series_upcoming(series) if series else urls.UPCOMING
    name = series.name if series else edition.programme.site.title
    gettext = edition.words.gettext
    label = gettext("Screen") if series else gettext("Screen of all series")
    description = gettext("Today and next, for a screen: %(title)s")

    def to(target: str) -> str:
        return urls.relative(path, target)

    return edition.file(
        "web/screen.html",
        site=edition.programme.site,
        heading=name,
        page_title=f"{name} · {label}",
        description=shortened(f"{label}. {description % {'title': name}}"),
        address=edition.urls.absolute(path),
        card=edition.urls.absolute(static.CARD),
        to=to,
        data=to(data),
        talks=coming,
        today=edition.today,
        one_series=bool(series) or len(edition.programme.series) < 2,
        mark=edition.catalogue.mark,
        title_of=edition.title,
        own=edition.marked_language,
        style=static.SCREEN_STYLE,
        script=static.SCREEN_SCRIPT,
        icon=static.ICON,
    )
