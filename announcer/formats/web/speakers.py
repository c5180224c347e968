"""The list of everybody who speaks: one page, or pages by letter where it is long."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter

from announcer import urls
from announcer.catalogue import Person
from announcer.catalogue.order import family_name, in_order
from announcer.classes import dataclass
from announcer.formats.web.page import Edition, draft
from announcer.output import Draft
from announcer.talk import Speaker

_MANY = 30  # names, which nobody reads through any more
_NAMES = 500  # on a page, which stays below 150 kB

_Letters = dict[str, Sequence[Person]]
_Way = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class _Part:
    """A page of names: from where to where they go, and who they are by letter."""

    path: str
    heading: str
    letters: _Letters

    @property
    def way(self) -> _Way:
        """Return what leads there: the heading, the path and how many it names."""
        return self.heading, self.path, sum(map(len, self.letters.values()))


def pages(edition: Edition) -> Iterator[Draft]:
    """Yield the list of all speakers; a long one leads to pages by letter."""
    everybody = edition.catalogue.people.persons.values()
    if len(everybody) <= _NAMES:
        said = _said(everybody)
        yield draft(urls.ALL_SPEAKERS, _everybody, edition, everybody, needs=said)
        return
    parts = list(_parts(_by_letter(everybody)))
    ways = [part.way for part in parts]
    yield draft(urls.ALL_SPEAKERS, _overview, edition, ways, needs=ways)
    beside = zip([None, *ways[:-1]], [*ways[1:], None], strict=True)
    for part, around in zip(parts, beside, strict=True):
        named = chain.from_iterable(part.letters.values())
        needs = (part.heading, around, _said(named))
        yield draft(part.path, _page_of, edition, part, around, needs=needs)


def _said(people: Iterable[Person]) -> list[str | int | None]:
    """Return what the list says of people, one after the other."""
    said: list[str | int | None] = []
    for one in people:
        latest = one.latest
        said += (one.slug, latest.name, latest.affiliation, len(one.talks))
    return said


def _by_letter(people: Collection[Person]) -> _Letters:
    """Return people in the order of their family names, by the letter of each."""
    letters: dict[str, list[Person]] = {}
    known = [(in_order(person.latest.name), person) for person in people]
    for (family, _), person in sorted(known, key=itemgetter(0)):
        first = family[:1].upper()
        letters.setdefault(first if first.isalpha() else "#", []).append(person)
    return dict(letters)


def _parts(letters: _Letters) -> Iterator[_Part]:
    """Yield pages of so many names: letters together, or a long one in parts."""
    for group in _groups(letters):
        first, *_, last = [*group, *group]
        path = urls.speakers_under(first)
        if len(group[first]) <= _NAMES:
            yield _Part(path, first if first == last else f"{first} – {last}", group)
            continue
        for number, at in enumerate(range(0, len(group[first]), _NAMES), 1):
            some = group[first][at : at + _NAMES]
            ends = [family_name(some[end].latest.name) for end in (0, -1)]
            page = path if number == 1 else urls.later_page(path, number)
            yield _Part(page, " – ".join(ends), {first: some})


def _groups(letters: _Letters) -> list[_Letters]:
    """Return letters that share a page.

    One that fills half of a page has its own, so that a new name moves few others.
    """
    groups: list[_Letters] = []
    room = 0
    for letter, held in letters.items():
        if len(held) > min(room, _NAMES // 2):
            groups.append({})
            room = _NAMES
        groups[-1][letter] = held
        room = room - len(held) if len(held) <= _NAMES // 2 else 0
    return groups


def _everybody(edition: Edition, people: Collection[Person]) -> bytes:
    part = _Part(urls.ALL_SPEAKERS, "", _by_letter(people))
    return _page_of(edition, part, (None, None))


def _overview(edition: Edition, ways: Sequence[_Way]) -> bytes:
    title, description = _named(edition)
    return edition.page(
        urls.ALL_SPEAKERS,
        "speakers_by_letter",
        title=title,
        description=description,
        ways=ways,
    )


def _page_of(
    edition: Edition, part: _Part, beside: tuple[_Way | None, _Way | None]
) -> bytes:
    title, description = _named(edition, *filter(None, [part.heading]))
    return edition.page(
        part.path,
        "speakers",
        title=title,
        description=description,
        heading=part.heading,
        letters=_entries(part.letters),
        is_long=part.way[2] > _MANY and len(part.letters) > 1,
        before=beside[0],
        after=beside[1],
    )


def _named(edition: Edition, *heading: str) -> tuple[str, str]:
    """Return the title and the description of a page of the list."""
    gettext = edition.words.gettext
    everybody = edition.said(gettext("Everybody who has spoken or will: %(title)s"))
    title = edition.titled(*heading, gettext("Speakers"))
    return title, " · ".join([everybody, *heading])


def _entries(letters: _Letters) -> dict[str, list[tuple[Speaker, str, int]]]:
    return {
        letter: [
            (person.latest, urls.speaker_page(person.slug), len(person.talks))
            for person in held
        ]
        for letter, held in letters.items()
    }
