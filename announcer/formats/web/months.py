"""The talks as a calendar shows them: a page for each month, and weeks to print.

A month is a table of weeks, which a screen reader can walk. This week and the next one
stand at lasting addresses, for a link or a sheet on the board.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from announcer import urls
from announcer.catalogue import Talks
from announcer.classes import dataclass
from announcer.formats.web.page import Edition, draft
from announcer.output import Draft
from announcer.talk import Talk
from announcer.when import days_of, week_begins

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
# What goes on for longer is no event of a day, and would fill every sheet.
_LONGEST = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Square:
    """A day of a month's table with its talks; one of the months around it has none."""

    day: date
    is_inside: bool
    talks: Talks


def pages(edition: Edition) -> Iterator[Draft]:
    """Yield a page for each month that has talks, and those of two weeks."""
    if not edition.programme.talks:
        return
    by_day = _by_day(edition)
    months = _by_month(by_day)
    firsts = [*months]
    beside = zip([None, *firsts[:-1]], [*firsts[1:], None], strict=True)
    for (month, held), near in zip(months.items(), beside, strict=True):
        path, made = urls.month_page(month), (edition, month, near, by_day)
        yield draft(path, _month, *made, needs=(near, held))
    this = week_begins(edition.today, edition.words.first_weekday)
    for path, first in ((urls.WEEK, this), (urls.NEXT_WEEK, this + _WEEK)):
        days = [(day, by_day.get(day, ())) for day in _days(first)]
        yield draft(path, _week, edition, path, days, needs=(days, edition.today))


def _by_day(edition: Edition) -> dict[date, Talks]:
    """Return by day the talks that take place then, by the clocks where they are."""
    found: defaultdict[date, list[Talk]] = defaultdict(list)
    for talk in edition.programme.talks:
        first, last = days_of(talk)
        if first == last or last - first > _LONGEST:
            found[first].append(talk)
            continue
        while first <= last:
            found[first].append(talk)
            first += _DAY
    return {day: tuple(talks) for day, talks in found.items()}


def _by_month(by_day: Mapping[date, Talks]) -> dict[date, list[Talk]]:
    """Return by the first days of months what takes place, day by day."""
    found: defaultdict[tuple[int, int], list[Talk]] = defaultdict(list)
    for day in sorted(by_day):
        found[day.year, day.month] += by_day[day]
    return {date(*month, 1): talks for month, talks in found.items()}


def _squares(
    edition: Edition, month: date, by_day: dict[date, Talks]
) -> list[list[Square]]:
    """Return the weeks of a month, each of seven days."""
    first = week_begins(month, edition.words.first_weekday)
    weeks = []
    while first < _after(month):
        weeks.append([_square(day, month, by_day) for day in _days(first)])
        first += _WEEK
    return weeks


def _square(day: date, month: date, by_day: dict[date, Talks]) -> Square:
    is_inside = day.month == month.month
    return Square(day, is_inside, by_day.get(day, ()) if is_inside else ())


def _days(first: date) -> list[date]:
    return [first + timedelta(days=number) for number in range(7)]


def _after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _month(
    edition: Edition,
    month: date,
    near: tuple[date | None, date | None],
    by_day: dict[date, Talks],
) -> bytes:
    words = edition.words
    weeks = _squares(edition, month, by_day)
    name = words.month_year(month)
    text = words.gettext("Talks of %(term)s: %(title)s")
    return edition.page(
        urls.month_page(month),
        "month",
        title=edition.titled(name),
        description=edition.said(text, term=name),
        name=name,
        weeks=weeks,
        weekdays=[words.weekday(square.day) for square in weeks[0]],
        before=near[0],
        after=near[1],
    )


def _week(edition: Edition, path: str, days: list[tuple[date, Talks]]) -> bytes:
    words = edition.words
    gettext = words.gettext
    label = gettext("This week") if path == urls.WEEK else gettext("Next week")
    span = words.days_months(days[0][0], days[-1][0])
    text = gettext("Talks of %(term)s: %(title)s")
    return edition.page(
        path,
        "week",
        title=edition.titled(label),
        description=edition.said(text, term=f"{label} ({span})"),
        label=label,
        span=span,
        days=[(day, edition.slots(talks)) for day, talks in days if talks],
    )
