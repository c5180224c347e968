"""Putting talks into stretches of time: weeks ahead, months, terms and years past."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from announcer.formats.web.page import Edition
from announcer.talk import Talk
from announcer.when import academic_year

_IN_WEEKS = timedelta(weeks=6)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A named stretch of time and its talks."""

    name: str
    talks: tuple[Talk, ...]


def ahead(edition: Edition, talks: Iterable[Talk]) -> tuple[Shelf, ...]:
    """Group coming talks by week, and by month where nobody thinks in weeks yet."""
    limit = edition.programme.now + _IN_WEEKS
    coming = list(talks)
    soon = [talk for talk in coming if talk.start < limit]
    return weeks(edition, soon) + months(edition, coming[len(soon) :])


def weeks(edition: Edition, talks: Iterable[Talk]) -> tuple[Shelf, ...]:
    """Group talks by the week they begin in, named by its first and last day."""
    first_weekday = edition.words.first_weekday

    def monday(talk: Talk) -> date:
        day = talk.start.date()
        return day - timedelta(days=(day.weekday() - first_weekday) % 7)

    return tuple(
        Shelf(_week(edition, first), tuple(group))
        for first, group in _grouped(talks, monday)
    )


def months(edition: Edition, talks: Iterable[Talk]) -> tuple[Shelf, ...]:
    """Group talks by the month they begin in."""
    return tuple(
        Shelf(edition.words.month_year(first), tuple(group))
        for first, group in _grouped(talks, lambda t: t.start.date().replace(day=1))
    )


def terms(edition: Edition, talks: Iterable[Talk]) -> tuple[Shelf, ...]:
    """Group talks by the organiser's terms, and by academic years outside them.

    The order of the talks is kept, and with it whether old or new terms come first.
    """
    found: dict[str, list[Talk]] = {}
    for talk in talks:
        found.setdefault(_term(edition, talk), []).append(talk)
    return tuple(Shelf(name, tuple(group)) for name, group in found.items())


def _week(edition: Edition, first: date) -> str:
    words = edition.words
    return (
        f"{words.day_month(first)}\u00a0– {words.day_month(first + timedelta(days=6))}"
    )


def _term(edition: Edition, talk: Talk) -> str:
    day = talk.start.date()
    for term in edition.programme.site.terms:
        if term.start <= day <= term.end:
            return term.name
    return academic_year(day)[0]


def _grouped(
    talks: Iterable[Talk], key: Callable[[Talk], date]
) -> Iterable[tuple[date, list[Talk]]]:
    """Group by the day on each talk's own wall, where zones may be out of step."""
    found: dict[date, list[Talk]] = {}
    for talk in talks:
        found.setdefault(key(talk), []).append(talk)
    return found.items()
