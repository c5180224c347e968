"""Pages in the order of time: the first page, and the archive by terms.

With a series or two the first page shows what comes week by week; with more it is an
agenda, day by day. The archive says how many talks each series held in each term.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice, takewhile

from announcer import urls
from announcer.access import is_off
from announcer.catalogue import Talks
from announcer.classes import dataclass
from announcer.formats.web import linked, listings, lists
from announcer.formats.web.lists import Shelf
from announcer.formats.web.page import Edition, draft
from announcer.output import Draft
from announcer.talk import Series, Talk
from announcer.when import week_begins

# The archive has the rest; the first page stays light on a phone.
_PAST_SHOWN = 8
_COMING_SHOWN = 30
SOON = timedelta(weeks=6)  # people think in weeks of what is as near


_AGENDA = timedelta(weeks=4)  # beyond these nobody looks for a day
_AGENDA_SHOWN = 80
_FEW = 2  # series, which a first page need not tell apart day by day
_WHOLE = 200  # talks of a term that one page still shows
_COLUMNS = 4  # of a table that a phone can show


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the agenda with its entries."""

    day: date
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many talks a series held in a term, how many one can watch, and where."""

    talks: int
    recorded: int
    path: str
    anchor: str = ""


def home(edition: Edition) -> Iterator[Draft]:
    """Yield the home page."""
    coming, past = edition.catalogue.coming, edition.catalogue.past
    needs = (coming, past[: _PAST_SHOWN + 1], edition.today)
    if len(edition.programme.series) > _FEW:
        yield draft(urls.HOME, _agenda, edition, needs=needs)
    else:
        soon = len(_soon(edition, coming))
        yield draft(urls.HOME, _home, edition, needs=(*needs, soon))


def archive(edition: Edition) -> Iterator[Draft]:
    """Yield the list of terms, newest first, and the page of each."""
    by_term, path_of = edition.catalogue.by_term, edition.urls.term
    grid, years = _grid(edition), _years(edition)
    needs = (grid, years, [series.name for series in edition.programme.series])
    yield draft(urls.ARCHIVE, _archive, edition, grid, years, needs=needs)
    names = [*by_term]
    for at, (name, talks) in enumerate(by_term.items()):
        near = (names[at - 1] if at else None, (*names, None)[at + 1])
        shelf = Shelf(name, talks)
        yield draft(path_of(name), _term, edition, shelf, near, needs=(talks, near))


def _home(edition: Edition) -> bytes:
    site = edition.programme.site
    text = edition.words.gettext("Coming talks, calendars and feeds: %(title)s")
    coming, past = edition.catalogue.coming, edition.catalogue.past
    following = next((talk for talk in coming if not is_off(talk)), None)
    later = tuple(talk for talk in coming if talk is not following)
    return edition.page(
        urls.HOME,
        "home",
        title=site.title,
        description=site.description or edition.said(text),
        linked=linked.website(edition),
        next=edition.rows((following,) if following else ()),
        next_talk=following,
        ahead=[
            (shelf.name, edition.rows(shelf.talks))
            for shelf in _ahead(edition, later[:_COMING_SHOWN])
        ],
        hidden=len(later[_COMING_SHOWN:]),
        # in seconds: a script counts down to what is left of them
        hidden_ends=[int(talk.end.timestamp()) for talk in later[_COMING_SHOWN:]],
        past=edition.lines(past[:_PAST_SHOWN], dated=True),
        past_more=len(past) > _PAST_SHOWN,
        month=_nearest_month(edition),
    )


def _agenda(edition: Edition) -> bytes:
    """Return the first page of a site with many series: who looks asks for a day."""
    site = edition.programme.site
    text = edition.words.gettext("Coming talks, calendars and feeds: %(title)s")
    coming, past = edition.catalogue.coming, edition.catalogue.past
    limit = edition.today + _AGENDA
    # up to the first that is too far: where zones differ, none is lost or counted twice
    near = takewhile(lambda talk: talk.start.date() < limit, coming)
    shown = tuple(islice(near, _AGENDA_SHOWN))
    shown = shown or coming[:1]  # in a quiet month too, what comes next is said
    hidden = coming[len(shown) :]
    days: dict[date, list[Talk]] = {}
    for talk in shown:
        # what began before is still on
        day = max(talk.start.date(), edition.today)
        days.setdefault(day, []).append(talk)
    return edition.page(
        urls.HOME,
        "agenda",
        title=site.title,
        description=site.description or edition.said(text),
        linked=linked.website(edition),
        days=[Day(day, edition.slots(tuple(days[day]))) for day in sorted(days)],
        near={edition.today: 0, edition.today + timedelta(days=1): 1},
        hidden=len(hidden),
        hidden_ends=[int(talk.end.timestamp()) for talk in hidden],
        onward=urls.month_page(hidden[0].start) if hidden else None,
        past=edition.lines(past[:_PAST_SHOWN], dated=True),
        past_more=len(past) > _PAST_SHOWN,
        month=_nearest_month(edition),
    )


def _nearest_month(edition: Edition) -> date | None:
    """Return a day of this month, or of the next that has talks, or of the last."""
    coming, last = edition.catalogue.coming, edition.catalogue.past[:1]
    this = edition.today.replace(day=1)
    days = [talk.start.date() for talk in (*coming, *last)]
    if any(day.replace(day=1) == this for day in days):
        return this
    return days[0] if days else None


Years = list[tuple[int, list[tuple[date, str]]]]
Grid = tuple[tuple[str, str, tuple[Cell | None, ...]], ...]


def _grid(edition: Edition) -> Grid:
    """Return the terms, newest first: each with its page and a cell for each series."""
    series = edition.programme.series
    columns = [_column(edition, one) for one in series]
    names = reversed([*edition.catalogue.by_term])
    return tuple(
        (name, edition.urls.term(name), tuple(column.get(name) for column in columns))
        for name in names
    )


def _column(edition: Edition, series: Series) -> dict[str, Cell]:
    """Return by term what a series held, itself and in its parts."""
    alone = {shelf.name for shelf in listings.elsewhere(edition, series)}
    found = {}
    for shelf in lists.by_term(edition, edition.catalogue.by_series[series.key]):
        recorded = sum(bool(talk.video) for talk in shelf.talks)
        path, anchor = urls.series_page(series), ""
        if shelf.name in alone:
            path = edition.urls.term_of_series(shelf.name, series)
        elif edition.catalogue.over(shelf.talks[-1]):
            anchor = edition.urls.term_anchor(shelf.name)
        found[shelf.name] = Cell(len(shelf.talks), recorded, path, anchor)
    return found


def _archive(edition: Edition, grid: Grid, years: Years) -> bytes:
    gettext = edition.words.gettext
    by_term = edition.catalogue.by_term
    totals = {
        name: (len(talks), sum(bool(talk.video) for talk in talks))
        for name, talks in by_term.items()
    }
    return edition.page(
        urls.ARCHIVE,
        "archive",
        title=edition.titled(gettext("Archive")),
        description=edition.said(gettext("All talks by term: %(title)s")),
        grid=grid,
        totals=totals,
        series=edition.programme.series,
        turned=len(edition.programme.series) > _COLUMNS,
        recordings=urls.RECORDINGS if listings.recorded(edition) else None,
        months=years,
    )


def _years(edition: Edition) -> Years:
    """Return the months that have talks by year, the last year first."""
    months = {talk.start.date().replace(day=1) for talk in edition.programme.talks}
    years: dict[int, list[tuple[date, str]]] = {}
    for month in sorted(months):
        years.setdefault(month.year, []).append((month, urls.month_page(month)))
    return sorted(years.items(), reverse=True)


def _term(edition: Edition, term: Shelf, near: tuple[str | None, str | None]) -> bytes:
    gettext = edition.words.gettext
    months = _months(edition, term.talks)
    return edition.page(
        edition.urls.term(term.name),
        "term",
        title=edition.titled(term.name, gettext("Archive")),
        description=edition.said(
            gettext("Talks of %(term)s: %(title)s"), term=term.name
        ),
        term=term.name,
        months=[
            (month, urls.month_page(month.talks[0].start), edition.lines(month.talks))
            for month in months
        ],
        is_whole=len(term.talks) <= _WHOLE,
        before=near[0],
        after=near[1],
    )


def _ahead(edition: Edition, coming: Talks) -> tuple[Shelf, ...]:
    """Group coming talks by week, and by month where nobody thinks in weeks yet."""
    soon = _soon(edition, coming)
    return _weeks(edition, soon) + _months(edition, coming[len(soon) :])


def _soon(edition: Edition, coming: Talks) -> Talks:
    limit = edition.programme.now + SOON
    return tuple(talk for talk in coming if talk.start < limit)


def _weeks(edition: Edition, talks: Iterable[Talk]) -> tuple[Shelf, ...]:
    """Group talks by the week they begin in, named by its first and last day."""
    words = edition.words

    def begins(day: date) -> date:
        return week_begins(day, words.first_weekday)

    def name(first: date) -> str:
        last = words.day_month(first + timedelta(days=6))
        return f"{words.day_month(first)}\u00a0– {last}"

    return _shelves(talks, begins, name)


def _months(edition: Edition, talks: Iterable[Talk]) -> tuple[Shelf, ...]:
    """Group talks by the month they begin in."""
    return _shelves(talks, lambda day: day.replace(day=1), edition.words.month_year)


def _shelves(
    talks: Iterable[Talk], first: Callable[[date], date], name: Callable[[date], str]
) -> tuple[Shelf, ...]:
    """Group by the day on each talk's own wall, where zones may be out of step."""
    found: dict[date, list[Talk]] = {}
    for talk in talks:
        found.setdefault(first(talk.start.date()), []).append(talk)
    return tuple(Shelf(name(day), tuple(group)) for day, group in found.items())
