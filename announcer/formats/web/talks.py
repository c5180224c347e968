"""The page of one talk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date

from announcer import markup, urls
from announcer.access import Channel, is_off
from announcer.catalogue import Talks
from announcer.classes import dataclass
from announcer.formats.web import linked
from announcer.formats.web.listings import alternates
from announcer.formats.web.page import Edition, credit, draft, several
from announcer.ical import add_links
from announcer.output import Draft, Several
from announcer.talk import Speaker, Talk
from announcer.when import days_of, elsewhere


def pages(edition: Edition) -> Iterator[Several]:
    """Yield a page for each talk, with the way to its neighbours in the series."""
    before: dict[str, Talk] = {}
    after: dict[str, Talk] = {}
    last: dict[str, Talk] = {}
    for talk in edition.programme.talks:
        other = last.get(talk.series.key)
        if other is not None:
            before[talk.uid] = other
            after[other.uid] = talk
        last[talk.series.key] = talk
    alike = _alike(edition)
    around = _Around(before, after, alike, _Titles(edition, alike))
    alone = _alone(edition)
    for talks in edition.catalogue.monthly:
        days = {id(some): some for some in map(alike, talks)}  # of a day it is one list
        needs = (
            (
                [talk.uid for talk in talks if talk.uid in edition.carded],
                [one for some in days.values() for one in some],
            ),
            [before[talk.uid] for talk in talks if talk.uid in before],
            [after[talk.uid] for talk in talks if talk.uid in after],
            [slug for talk in talks for slug in alone.get(id(talk), ())],
        )
        paths = map(urls.talk_page, talks)
        yield several(paths, _pages, edition, talks, around, needs=needs)


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around each talk, by its uid: its neighbours in the series."""

    before: Mapping[str, Talk]
    after: Mapping[str, Talk]
    alike: Callable[[Talk], Sequence[Talk]]
    titles: _Titles


def _pages(edition: Edition, talks: Talks, around: _Around) -> Iterator[Draft]:
    for talk in talks:
        near = (around.before.get(talk.uid), around.after.get(talk.uid))
        only_here = _only_here(edition, talk)
        needs = (
            (edition.card(talk), talk),
            near,
            [one for one in around.alike(talk) if one is not talk],
            only_here,
        )
        made = (edition, talk, around.titles, near, only_here)
        yield draft(urls.talk_page(talk), _page, *made, needs=needs)


def _alone(edition: Edition) -> dict[int, list[str]]:
    """Return by the id of a talk the pages of those who hold no other."""
    found: dict[int, list[str]] = {}
    for slug, person in edition.catalogue.people.persons.items():
        if len(person.talks) == 1:
            found.setdefault(id(person.talks[0]), []).append(slug)
    return found


def _alike(edition: Edition) -> Callable[[Talk], Sequence[Talk]]:
    """Return what finds the talks, in their order, whose titles may be a talk's too.

    Two titles can only be the same on one day, which stands in them before the name of
    the series; where such a name may hold a day of its own, on any.
    """
    talks, series = edition.programme.talks, edition.programme.series
    if any("·" in one.name for one in series):
        return lambda _: talks
    by_day: dict[date, list[Talk]] = {}
    for talk in talks:
        by_day.setdefault(talk.start.date(), []).append(talk)
    # most days have one talk: ten thousand lists of one take 1 MiB
    shared = {day: some for day, some in by_day.items() if len(some) > 1}
    return lambda talk: shared.get(talk.start.date()) or (talk,)


@dataclass
class _Titles:
    """The titles of talks' pages, those that may be alike worked out together."""

    edition: Edition
    alike: Callable[[Talk], Sequence[Talk]]
    known: dict[str, str] = field(default_factory=dict)

    def of(self, talk: Talk) -> str:
        """Return a title for a talk, which no other has."""
        taken: set[str] = set()
        if len(alike := self.alike(talk)) == 1:
            return _title(self.edition, talk, taken)
        if talk.uid not in self.known:
            for one in alike:
                self.known[one.uid] = _title(self.edition, one, taken)
        return self.known[talk.uid]


def _page(
    edition: Edition,
    talk: Talk,
    titles: _Titles,
    near: tuple[Talk | None, Talk | None],
    only_here: list[Speaker],
) -> bytes:
    add: tuple[tuple[str, str], ...] = ()
    ahead = not edition.catalogue.over(talk)
    if ahead:
        programme, templates = edition.programme, edition.templates
        add = add_links(talk, programme, Channel.PUBLIC, templates)
    return edition.page(
        urls.talk_page(talk),
        "talk",
        title=titles.of(talk),
        description=_description(edition, talk),
        alternates=alternates(talk.series),
        linked=linked.event(edition, talk),
        kind="article",
        card=edition.card(talk),
        talk=talk,
        add=add,
        ahead=ahead,
        shared=_Shared(edition, talk),
        previous=near[0],
        following=near[1],
        only_here=only_here,
    )


def _only_here(edition: Edition, talk: Talk) -> list[Speaker]:
    """Return the speakers of a talk who hold no other."""
    people = edition.catalogue.people
    persons = [(one, people.persons[people.slug(one)]) for one in talk.speakers]
    return [speaker for speaker, person in persons if len(person.talks) == 1]


@dataclass(frozen=True, slots=True)
class _Shared:
    """A talk in a few lines of plain text, for a chat or a board.

    They are written when a page shows them, as those of talks that are over do not.
    """

    edition: Edition
    talk: Talk

    def __str__(self) -> str:
        """Return the lines."""
        edition, talk = self.edition, self.talk
        words = edition.words
        when = words.date_range(*days_of(talk))
        if not talk.all_day:
            when += f", {words.hours(talk)} {words.zone(talk.start)}"
        places = () if is_off(talk) else elsewhere(talk)
        who = words.join([credit(one) for one in talk.speakers])
        title = words.marked(edition.title(talk), edition.catalogue.mark(talk))
        lines = (
            *(title, who, when, *(words.there(*place) for place in places)),
            *(talk.location, talk.series.name),
            edition.urls.absolute(urls.talk_page(talk)),
        )
        return "\n".join(line for line in lines if line)


def _title(edition: Edition, talk: Talk, taken: set[str]) -> str:
    """Return a page's title, with the time where a day has two talks alike."""
    words = edition.words
    parts = [edition.title(talk)]
    if talk.speakers and talk.title:
        parts.append(edition.who(talk))
    parts += [words.date_short(talk.start.date()), talk.series.name]
    title = " · ".join(parts)
    if title in taken:
        title = f"{title} · {words.time(talk.start)}"
    taken.add(title)
    return title


def _description(edition: Edition, talk: Talk) -> str:
    """Say when and where first: that is what a search result is read for."""
    words = edition.words
    parts = [talk.series.name]
    days = words.date_range(*days_of(talk))
    if not talk.all_day:
        days += f", {words.time(talk.start)} {words.zone(talk.start)}"
    parts.append(days)
    if talk.location:
        parts.append(talk.location)
    parts.append(edition.title(talk))
    if talk.speakers:
        parts.append(edition.who(talk))
    line = " · ".join(parts)
    if talk.abstract:
        line += f". {markup.rich(talk.abstract).text}"
    return line
