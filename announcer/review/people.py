"""Doubts about who is who: two people of one name, and one person under two names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from announcer import access
from announcer.catalogue.order import family_name
from announcer.catalogue.people import Trace, trace
from announcer.errors import Problem, doubt
from announcer.talk import Programme, Speaker, Talk
from announcer.urls import slugify, spellings

_BOTH = (
    "write the same `orcid:` or `url:` at both if it is one person, and each one's own "
    "if they are two"
)


def people(talks: Iterable[Talk], programme: Programme) -> Iterator[Problem]:
    """Yield doubts about those who speak, each at the later record."""
    seen: dict[Trace, list[Talk]] = {}
    said: dict[Trace, str] = {}
    for talk in talks:
        for speaker in talk.speakers:
            mark = trace(speaker)
            seen.setdefault(mark, []).append(talk)
            said.setdefault(mark, _credit(speaker))
    yield from _of_one_name(seen, said, programme)
    yield from _in_two_spellings(seen)


def _of_one_name(
    seen: dict[Trace, list[Talk]], said: dict[Trace, str], programme: Programme
) -> Iterator[Problem]:
    """Ask whether one name is one person, once for each way it is written."""
    by_name: dict[str, list[Trace]] = {}
    for mark in seen:
        by_name.setdefault(mark[0], []).append(mark)
    for marks in by_name.values():
        for at, mark in enumerate(marks):
            before = marks[:at]
            talk = seen[mark][-1]
            open_ = [other for other in before if _may_be_another(mark, other)]
            open_ = _known(mark, marks) or open_
            if not open_ or any(_is_the_same(mark, other) for other in before):
                continue
            other = open_[-1]
            pages = mark[2] and other[2]  # two addresses are hardly one person's
            if pages or not access.is_over(talk, programme.now):
                yield doubt(
                    talk.source,
                    "one-or-two",
                    f"{said[mark]} may be another person than {said[other]} of "
                    f"{seen[other][0].source}",
                    _BOTH,
                )


def _credit(speaker: Speaker) -> str:
    known = speaker.affiliation or speaker.url or speaker.orcid
    return f"{speaker.name} ({known})" if known else speaker.name


def _is_the_same(one: Trace, other: Trace) -> bool:
    return any(
        a is not None and a == b for a, b in zip(one[1:], other[1:], strict=True)
    )


def _is_another(one: Trace, other: Trace) -> bool:
    """Say whether the records themselves say that these are two people."""
    return one[1] is not None and other[1] is not None and one[1] != other[1]


def _known(mark: Trace, marks: list[Trace]) -> list[Trace]:
    """Return those of a name that somebody may be of whom nothing is said, if several.

    Where only one is known, it is that one.
    """
    if any(mark[1:]):
        return []
    found = [other for other in marks if other[1] or other[2]]
    return found if any(_is_another(found[0], other) for other in found) else []


def _may_be_another(one: Trace, other: Trace) -> bool:
    """Say whether two of one name are neither said to be one nor to be two."""
    if _is_another(one, other) or _is_the_same(one, other):
        return False
    if one[2] and other[2]:
        return True
    if not one[3] or not other[3]:
        return False
    first, second = set(one[3].split()), set(other[3].split())
    return not (first <= second or second <= first)


def _in_two_spellings(seen: dict[Trace, list[Talk]]) -> Iterator[Problem]:
    """Ask about names that look like one person's, once for each two of them."""
    asked: set[frozenset[str]] = set()
    for marks in _alike(seen).values():
        for one, other in combinations(marks, 2):
            pair = frozenset({one[0], other[0]})
            if len(pair) < 2 or pair in asked or not _look_alike(one, other):
                continue
            if _is_another(one, other) or _meet(seen[one], seen[other]):
                continue
            asked.add(pair)
            first, later = sorted((one, other), key=lambda mark: seen[mark][0].start)
            yield doubt(
                seen[later][-1].source,
                "two-spellings",
                f"{later[0]} here and {first[0]} in {seen[first][0].source} look like "
                "one person in two spellings",
                "write the name alike in both, or give each an `orcid:` of their own",
            )


def _alike(seen: dict[Trace, list[Talk]]) -> dict[str, list[Trace]]:
    """Return traces by what two names of one person share."""
    found: dict[str, list[Trace]] = {}
    for mark in seen:
        keys = {f"name {one}" for one in spellings(mark[0])}
        keys |= {f"family {one}" for one in spellings(family_name(mark[0]))}
        keys |= {f"orcid {mark[1]}"} if mark[1] else set()
        for key in keys:
            found.setdefault(key, []).append(mark)
    return found


def _look_alike(one: Trace, other: Trace) -> bool:
    """Say whether two names are one person's, by more than their families."""
    if one[1] and one[1] == other[1]:
        return True
    if one[2] and other[2] and one[2] != other[2]:
        return False
    if spellings(one[0]) & spellings(other[0]):
        return True
    same = spellings(family_name(one[0])) & spellings(family_name(other[0]))
    return bool(same) and _is_the_same(one, other) and _is_short(one[0], other[0])


def _is_short(one: str, other: str) -> bool:
    """Say whether one name has an initial, or nothing, where the other has a name."""
    first, second = (slugify(name).split("-")[:-1] for name in (one, other))
    pairs = list(zip(first, second, strict=False))
    return all(a.startswith(b) or b.startswith(a) for a, b in pairs) and any(
        len(a) == 1 or len(b) == 1 or len(first) != len(second) for a, b in pairs
    )


def _meet(one: list[Talk], other: list[Talk]) -> bool:
    """Say whether both speak in one talk: then they are two people."""
    return bool({talk.uid for talk in one} & {talk.uid for talk in other})
