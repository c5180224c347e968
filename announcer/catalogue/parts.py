"""Files of all talks, cut by years where they would be longer than programs take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import chain, groupby
from typing import TYPE_CHECKING

from announcer.classes import dataclass
from announcer.talk import Talk

if TYPE_CHECKING:
    from announcer.words import Words

# An event has some 5 kB: at this number its calendar has 16 MB, which is the most that
# announcer itself reads of others' calendars. Nobody's calendar program asks for more.
MOST = 3_000


@dataclass(frozen=True, slots=True)
class Part:
    """Talks that stand in one file; those to come, and the latest, have no ``name``.

    Else it is their year, or in years of very many talks their month: ``2019-03``.
    ``since`` is where the latest begin, empty where no talk is before.
    """

    name: str
    talks: Sequence[Talk]
    since: str = ""


def parted(talks: Sequence[Talk], today: date) -> tuple[Part, ...]:
    """Part talks into files, the latest first; every talk is in one of them.

    No year is in two: what a file holds changes with its own talks, and now and then
    the first year of the latest file gets one of its own. What is to come stays there,
    however much it is.
    """
    if len(talks) <= MOST:
        return (Part("", talks),)
    months = [(name, [*some]) for name, some in groupby(talks, _of_month)]
    years: Counter[str] = Counter()
    for month, some in months:
        years[month[:4]] += len(some)
    stretches: dict[str, list[Talk]] = {}
    for month, some in months:
        name = month[:4] if years[month[:4]] <= MOST else month
        stretches.setdefault(name, []).extend(some)
    names = sorted(stretches, reverse=True)
    held = first = 0
    for name in names:
        held += len(stretches[name])
        if first and held > MOST and name < _month(today)[: len(name)]:
            break
        first += 1
    latest, earlier = set(names[:first]), names[first:]
    shown = chain.from_iterable(
        some for month, some in months if month in latest or month[:4] in latest
    )
    newest = Part("", tuple(shown), names[first - 1] if earlier else "")
    return (newest, *(Part(name, tuple(stretches[name])) for name in earlier))


def part_of(talk: Talk, parts: Sequence[Part]) -> str:
    """Return the name of the part that a talk stands in."""
    if len(parts) == 1:
        return ""
    names, month = {one.name for one in parts}, _month(talk.start)
    return next((name for name in (month[:4], month) if name in names), "")


def called(name: str, words: Words) -> str:
    """Return a year or a month as people call it."""
    year, _, month = name.partition("-")
    return words.month_year(date(int(year), int(month), 1)) if month else year


def _of_month(talk: Talk) -> str:
    return _month(talk.start)


def _month(day: date) -> str:
    return _named(day.year, day.month)


@cache
def _named(year: int, month: int) -> str:
    return f"{year:04}-{month:02}"
