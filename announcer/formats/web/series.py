"""Pages of series: all of them, and each with what it has held and will hold."""

from __future__ import annotations

from collections.abc import Iterator

from announcer import markup, urls
from announcer.formats.web import linked, shelves
from announcer.formats.web.page import Alternate, Edition, draft
from announcer.output import Draft
from announcer.talk import Series, Talk


def pages(edition: Edition) -> Iterator[Draft]:
    """Yield the list of series and a page for each."""
    talks = by_series(edition)
    yield draft(urls.ALL_SERIES, _all_series, edition, talks)
    for each in edition.programme.series:
        yield draft(urls.series_page(each), _page, edition, each, talks[each.key])


def _all_series(edition: Edition, talks: dict[str, tuple[Talk, ...]]) -> bytes:
    gettext = edition.words.gettext
    programme = edition.programme
    return edition.page(
        urls.ALL_SERIES,
        "all_series",
        title=f"{gettext('Series')} · {programme.site.title}",
        description=gettext("All series of talks: %(title)s")
        % {"title": programme.site.title},
        series=[(each, talks[each.key]) for each in programme.series],
    )


def _page(edition: Edition, series: Series, talks: tuple[Talk, ...]) -> bytes:
    gettext = edition.words.gettext
    site = edition.programme.site
    named = any(talk.series.key != series.key for talk in talks)
    coming = tuple(talk for talk in talks if not edition.over(talk))
    past = tuple(talk for talk in reversed(talks) if edition.over(talk))
    return edition.page(
        urls.series_page(series),
        "series",
        title=f"{series.name} · {site.title}"
        if series.name != site.title
        else f"{series.name} · {gettext('Series')}",
        description=_description(edition, series),
        alternates=alternates(series),
        linked=linked.series(edition, series),
        series=series,
        inside=[s for s in edition.programme.series if _is_in(s, series)],
        coming=edition.rows(coming, named=named),
        past=[
            (shelf.name, edition.rows(shelf.talks, named=named))
            for shelf in shelves.terms(edition, past)
        ],
    )


def alternates(series: Series) -> tuple[Alternate, ...]:
    """Return the feed and the calendar of one series."""
    return (
        Alternate(urls.series_atom(series), "application/atom+xml", series.name),
        Alternate(urls.series_ics(series), "text/calendar", series.name),
    )


def _description(edition: Edition, series: Series) -> str:
    words = {"series": series.name, "title": edition.programme.site.title}
    plain = edition.words.gettext("Talks of %(series)s: %(title)s") % words
    if not series.description:
        return plain
    return f"{series.name}: {markup.inline(series.description).text}"


def by_series(edition: Edition) -> dict[str, tuple[Talk, ...]]:
    """Give each series its talks, with those of the series inside it."""
    parents = {series.key: series.parent for series in edition.programme.series}
    found: dict[str, list[Talk]] = {key: [] for key in parents}
    for talk in edition.programme.talks:
        key: str | None = talk.series.key
        while key in found:
            found[key].append(talk)
            key = parents[key]
    return {key: tuple(talks) for key, talks in found.items()}


def _is_in(series: Series, other: Series) -> bool:
    return series.parent == other.key and series.key != other.key
