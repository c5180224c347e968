"""Pages in the order of time: the first page, and the archive by terms.

Talks lie on shelves there: weeks and months ahead, terms and years past.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from announcer import urls
from announcer.access import is_off
from announcer.catalogue import Talks
from announcer.formats.web import linked
from announcer.formats.web.page import Edition, draft
from announcer.output import Draft
from announcer.talk import Talk

# The archive has the rest; the first page stays light on a phone.
_PAST_SHOWN = 8
_COMING_SHOWN = 30
SOON = timedelta(weeks=6)  # people think in weeks of what is as near


@dataclass(frozen=True, slots=True)
class Shelf:
    """A named stretch of time and its talks."""

    name: str
    talks: Talks


def home(edition: Edition) -> Iterator[Draft]:
    """Yield the home page."""
    coming, past = edition.catalogue.coming, edition.catalogue.past
    soon = len(_soon(edition, coming))
    needs = (coming, soon, past[: _PAST_SHOWN + 1], edition.today)
    yield draft(urls.HOME, _home, edition, needs=needs)


def archive(edition: Edition) -> Iterator[Draft]:
    """Yield the list of terms, newest first, and the page of each."""
    by_term, path_of = edition.catalogue.by_term, edition.urls.term
    sizes = [(name, path_of(name), len(talks)) for name, talks in by_term.items()]
    yield draft(urls.ARCHIVE, _archive, edition, needs=sizes)
    for name, talks in by_term.items():
        shelf = Shelf(name, talks)
        yield draft(path_of(name), _term, edition, shelf, needs=talks)


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
        past=edition.rows(past[:_PAST_SHOWN]),
        past_more=len(past) > _PAST_SHOWN,
    )


def _archive(edition: Edition) -> bytes:
    gettext = edition.words.gettext
    terms = [Shelf(*term) for term in edition.catalogue.by_term.items()]
    return edition.page(
        urls.ARCHIVE,
        "archive",
        title=edition.titled(gettext("Archive")),
        description=edition.said(gettext("All talks by term: %(title)s")),
        shelves=[(shelf, edition.urls.term(shelf.name)) for shelf in reversed(terms)],
    )


def _term(edition: Edition, term: Shelf) -> bytes:
    gettext = edition.words.gettext
    return edition.page(
        edition.urls.term(term.name),
        "term",
        title=edition.titled(term.name, gettext("Archive")),
        description=edition.said(
            gettext("Talks of %(term)s: %(title)s"), term=term.name
        ),
        term=term.name,
        months=[
            (month.name, edition.rows(month.talks))
            for month in _months(edition, term.talks)
        ],
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

    def monday(day: date) -> date:
        return day - timedelta(days=(day.weekday() - words.first_weekday) % 7)

    def name(first: date) -> str:
        last = words.day_month(first + timedelta(days=6))
        return f"{words.day_month(first)}\u00a0– {last}"

    return _shelves(talks, monday, name)


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
