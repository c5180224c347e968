"""What every programme is asked, worked out once for all who ask.

Which talks a series holds, with those of the series inside it; what is coming and what
is over; who speaks and on what; which term a talk is in; which mark it bears. Pages,
feeds, calendars, rounds, lists and sync ask here, so that they agree, and so that
nothing is counted anew for every page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache, cached_property
from itertools import chain, compress, groupby
from operator import attrgetter, not_
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from announcer.access import is_over
from announcer.catalogue.parts import Part, called, part_of, parted
from announcer.catalogue.people import People, Person
from announcer.talk import (
    CancelledPolicy,
    Programme,
    Role,
    Series,
    Speaker,
    Status,
    Talk,
    Term,
)
from announcer.urls import Urls, slug_of_name
from announcer.when import academic_year, in_zone, zone

if TYPE_CHECKING:
    from announcer.markup import Rich
    from announcer.words import Words

__all__ = [
    "Catalogue",
    "Mark",
    "Part",
    "People",
    "Person",
    "Talks",
    "called",
    "catalogue_of",
]

Talks = tuple[Talk, ...]

# Terms further apart have whole academic years between them.
_LONGEST_BREAK = timedelta(days=366)
_starts, _ends = attrgetter("start"), attrgetter("end")


class Mark(StrEnum):
    """What must be said before the title of a talk that is not as people expect it."""

    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    TENTATIVE = "tentative"
    MOVED = "moved"
    REDATED = "redated"
    ROOM = "room"


class Catalogue:
    """The indexes of one programme, each made when somebody first asks for it.

    It holds what the programme holds, and not the programme, which keeps it alive.
    """

    def __init__(self, programme: Programme) -> None:
        self.site = programme.site
        self.series = programme.series
        self.talks = programme.talks
        self._vanished = programme.vanished
        self._held = programme.held
        self.history = programme.history
        self.now = programme.now
        self._terms: dict[date, str] = {}
        self._months: dict[tuple[int, int], str] = {}

    def over(self, talk: Talk) -> bool:
        """Say whether a talk has ended."""
        known = self._over.get(id(talk))
        return is_over(talk, self.now) if known is None else known

    @cached_property
    def _over(self) -> dict[int, bool]:
        return {id(talk): is_over(talk, self.now) for talk in self.talks}

    def parted(self, talks: Iterable[Talk]) -> tuple[Talks, Talks]:
        """Part talks into those to come, the next first, and those over, last first."""
        talks = tuple(talks)
        try:
            over = [*map(self._over.__getitem__, map(id, talks))]
        except KeyError:  # of others
            over = [*map(self.over, talks)]
        coming = tuple(compress(talks, map(not_, over)))
        return coming, tuple(compress(talks, over))[::-1]

    @cached_property
    def coming(self) -> Talks:
        """Return the talks that are not over, the next first."""
        return self.parted(self.talks)[0]

    @cached_property
    def past(self) -> Talks:
        """Return the talks that are over, the last first."""
        return self.parted(self.talks)[1]

    @cached_property
    def monthly(self) -> tuple[Talks, ...]:
        """Return the talks in stretches of a month, in their order."""
        return tuple(tuple(some) for _, some in groupby(self.talks, _month))

    @cached_property
    def held(self) -> frozenset[str]:
        """Return the uids of the talks whose record is gone."""
        return frozenset(talk.uid for talk in self._held)

    @cached_property
    def held_by_folder(self) -> dict[str, Talks]:
        """Return by the folder of their records the talks whose record is gone."""
        return index(self._held, lambda talk: (talk.source.rpartition("/")[0],))

    @cached_property
    def in_calendars(self) -> Talks:
        """Return the talks that calendars show, by start and then uid.

        A cancelled talk stays as the site's settings say. One whose record is gone
        stays until it would have been over: a calendar that subscribed to it must hear
        that it is off.
        """
        gone = {talk.uid for talk in self._vanished}
        return tuple(
            talk for talk in self.talks if talk.uid in gone or self._is_kept(talk)
        )

    def _is_kept(self, talk: Talk) -> bool:
        if talk.status is not Status.CANCELLED:
            return True
        policy = self.site.calendar.cancelled
        if policy is CancelledPolicy.KEEP_UNTIL_DATE:
            return not self.over(talk)
        return policy is CancelledPolicy.KEEP

    def mark(self, talk: Talk) -> Mark | None:
        """Return the mark that a talk bears, if it bears one."""
        if talk.status is not Status.CONFIRMED:
            return Mark(talk.status.value)
        if self.over(talk):
            return None
        was = self.moved_from(talk)
        if was:
            day = in_zone(was, zone(talk.timezone)).date()
            return Mark.MOVED if day == talk.start.date() else Mark.REDATED
        return Mark.ROOM if self.room_before(talk) else None

    def room_before(self, talk: Talk) -> str | None:
        """Return where a talk was to be before, if people were told another room."""
        revision = self.history.get(talk.uid)
        return revision.previous_location if revision else None

    def moved_from(self, talk: Talk) -> datetime | None:
        """Return where a talk stood before it last moved."""
        revision = self.history.get(talk.uid)
        return revision.previous_start if revision else None

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return the files that hold all talks; one holds them if they are not many."""
        today = in_zone(self.now, zone(self.site.timezone)).date()
        return parted(self.talks, today)

    def part_of(self, talk: Talk) -> str:
        """Return the name of the part that a talk stands in."""
        if len(self.parts) == 1:
            return ""
        month = _month(talk)
        known = self._months.get(month)
        if known is None:
            known = self._months[month] = part_of(talk, self.parts)
        return known

    @cached_property
    def by_series(self) -> dict[str, Talks]:
        """Return by key the talks of each series and of those inside it."""
        found = index(self.talks, places)
        return {series.key: found.get(series.key, ()) for series in self.series}

    @cached_property
    def parted_by_series(self) -> dict[str, tuple[Talks, Talks]]:
        """Return by key the talks of each series to come, and those that are over."""
        return {key: self.parted(talks) for key, talks in self.by_series.items()}

    @cached_property
    def inside(self) -> dict[str, tuple[Series, ...]]:
        """Return by key the series that lie in a series, but not deeper."""
        found: dict[str, tuple[Series, ...]] = {each.key: () for each in self.series}
        for each in self.series:
            if each.parent in found and each.parent != each.key:
                found[each.parent] += (each,)
        return found

    @cached_property
    def people(self) -> People:
        """Return everybody who speaks, each person once."""
        return People(self.talks, self.history)

    @cached_property
    def by_topic(self) -> dict[str, Talks]:
        """Return the talks on each topic as it is mostly written, in their order."""
        return _in_order(index(self.talks, self.topics_of))

    def topics_of(self, talk: Talk) -> list[str]:
        """Return the topics of a talk as they are mostly written."""
        return [*map(self._spelling.__getitem__, talk.topics)]

    @cached_property
    def _spelling(self) -> dict[str, str]:
        """Return for every topic how it is written most, and first among equals."""
        # counted before they are told apart; the first stays first
        every = Counter(chain.from_iterable(talk.topics for talk in self.talks))
        found: dict[str, Counter[str]] = {}
        for topic, number in every.items():
            found.setdefault(slug_of_name(topic), Counter())[topic] += number
        return {
            topic: count.most_common(1)[0][0]
            for count in found.values()
            for topic in count
        }

    @cached_property
    def by_language(self) -> dict[str, Talks]:
        """Return the talks in each language, by its tag."""
        return index(self.talks, lambda talk: (talk.language,))

    @cached_property
    def by_term(self) -> dict[str, Talks]:
        """Return the talks of each term, and of the times between and around terms."""
        return self.termwise(self.talks)

    def termwise(self, talks: Iterable[Talk]) -> dict[str, Talks]:
        """Group talks by term; their order is kept, old terms first or new ones."""
        talks = tuple(talks)
        try:
            names = [*map(self._term_of.__getitem__, map(id, talks))]
        except KeyError:  # of others
            names = [self._term(talk.start.date()) for talk in talks]
        found: dict[str, Talks] = {}
        first = 0
        for name, same in groupby(names):
            last = first + len([*same])
            found[name] = found.get(name, ()) + talks[first:last]
            first = last
        return found

    @cached_property
    def _term_of(self) -> dict[int, str]:
        """Return by their ids the term of each talk, looked up once for most months."""
        bounds = [day for term in self.site.terms for day in (term.start, term.end)]
        turns = {(day.year, day.month) for day in bounds}
        found: dict[int, str] = {}
        for talks in self.monthly:
            if _month(talks[0]) in turns:
                found |= {id(talk): self._term(talk.start.date()) for talk in talks}
            else:  # no academic year begins or ends inside it either
                name = self._term(talks[0].start.date())
                found |= dict.fromkeys(map(id, talks), name)
        return found

    def _term(self, day: date) -> str:
        name = self._terms.get(day)
        if name is None:
            term = self.term_of(day)
            name = term.name if term else self._beside_terms(day)
            self._terms[day] = name
        return name

    def _beside_terms(self, day: date) -> str:
        """Name a day in no term so that every name is one stretch of time.

        An academic year that holds a term would go on around it: what is left of it is
        named by the terms beside it.
        """
        year, first, last = academic_year(day)
        terms = self.site.terms
        if not terms:
            return year
        before = max((t for t in terms if t.end < day), key=_ends, default=None)
        after = min((t for t in terms if t.start > day), key=_starts, default=None)
        from announcer.words import words_for  # noqa: PLC0415 - heavy, and lists need none

        gettext = words_for(self.site.language).gettext
        if before and after and after.start - before.end < _LONGEST_BREAK:
            text = gettext("Between %(first)s and %(second)s")
            return text % {"first": before.name, "second": after.name}
        if after and after.start <= last:
            return gettext("Before %(term)s") % {"term": after.name}
        if before and before.end >= first:
            return gettext("After %(term)s") % {"term": before.name}
        return year

    def term_of(self, day: date) -> Term | None:
        """Return the organiser's term that a day is in."""
        fits = (term for term in self.site.terms if term.start <= day <= term.end)
        return next(fits, None)

    @cached_property
    def urls(self) -> Urls:
        """Return every address of the site."""
        return Urls(self.site, speaker=self.people.slug, terms=self.by_term)


# By identity, and for as long as the programme lives: a format is handed a programme
# and nothing else, and all of them shall ask the same catalogue.
_CATALOGUES: WeakKeyDictionary[Programme, Catalogue] = WeakKeyDictionary()


def catalogue_of(programme: Programme) -> Catalogue:
    """Return the catalogue of this programme, the same one whoever asks."""
    known = _CATALOGUES.get(programme)
    if known is None:
        known = _CATALOGUES[programme] = Catalogue(programme)
    return known


def is_slot(
    series: Series, day: date, talks: Iterable[Talk], term: Term | None
) -> bool:
    """Say whether a day is a regular slot of a series, given its own talks.

    Every second week counts from its talks on the regular weekday, in terms from those
    of the term or from its beginning; where there are none, any week may be the first.
    """
    if series.weekday != day.weekday():
        return False
    known = [talk.start.date() for talk in talks]
    inside = [one for one in known if term is None or term.start <= one <= term.end]
    regular = [one for one in inside if one.weekday() == series.weekday]
    if not regular and term is not None:
        first = (series.weekday - term.start.weekday()) % 7
        regular = [term.start + timedelta(days=first)]
    if not regular:
        return True
    nearest = min(regular, key=lambda one: abs(one - day))
    return (day - nearest).days // 7 % series.every == 0


def lineage(key: str) -> Iterator[str]:
    """Yield the key of a series and of every folder around it, the top one last."""
    yield key
    while key:
        key = key.rpartition("/")[0]
        yield key


@cache
def _lineage(key: str) -> tuple[str, ...]:
    return tuple(lineage(key))


def within(key: str, series: str) -> bool:
    """Say whether the series of a key is another one or lies inside it."""
    return series in lineage(key)


def places(talk: Talk) -> Iterable[str]:
    """Return the keys of the series that show a talk: its own, the others', and up."""
    if not talk.also:
        return _lineage(talk.series.key)
    shown = (talk.series, *talk.also)
    return chain.from_iterable(_lineage(series.key) for series in shown)


def speaking(talk: Talk) -> list[Speaker]:
    """Return those who give a talk: without who leads or answers, if others do."""
    giving = [one for one in talk.speakers if one.role in (None, Role.PANEL)]
    return giving or list(talk.speakers)


def names(talk: Talk) -> list[str]:
    """Return the names of those who give a talk."""
    return [speaker.name for speaker in speaking(talk)]


@cache
def _inline() -> Callable[[str], Rich]:
    from announcer import markup  # noqa: PLC0415 - heavy, and lists need none of it

    return markup.inline


def title(talk: Talk, words: Words) -> str:
    """Return a talk's title in plain text, or words that stand for it."""
    known = _inline()(talk.title).text if talk.title else ""
    return known or words.gettext("Title to be announced")


def index(
    talks: Iterable[Talk], keys: Callable[[Talk], Iterable[str]]
) -> dict[str, Talks]:
    """Return by key the talks that have it, in their order; no talk stands twice."""
    found: defaultdict[str, list[Talk]] = defaultdict(list)
    for talk in talks:
        for key in keys(talk):
            held = found[key]
            if not held or held[-1] is not talk:
                held.append(talk)
    return {key: tuple(held) for key, held in found.items()}


def _month(talk: Talk) -> tuple[int, int]:
    return talk.start.year, talk.start.month


def _in_order(found: dict[str, Talks]) -> dict[str, Talks]:
    return {key: found[key] for key in sorted(found, key=str.casefold)}
