"""Who speaks on what, from the summary of an event and its description together."""

from __future__ import annotations

from dataclasses import replace

from announcer.importers.descriptions import Described
from announcer.importers.gaps import is_to_come
from announcer.importers.prose import line
from announcer.importers.summaries import (
    Said,
    is_generic,
    is_person,
    names_series,
    summary_of,
)
from announcer.importers.titles import cleaned_title

_LINE = 200  # letters of a line that says both


def who_and_what(summary: str, told: Described) -> Said:
    """Return title and speakers, from the summary and the description together."""
    names = [one["name"] for one in told.people]
    said = summary_of(summary, names)
    if told.title:
        if not said.people and is_person(summary):
            said = summary_of(summary)
        said.title = told.title
    elif told.part_of and is_person(summary):
        said.title = ""
    elif not said.people and told.left and is_generic(said.title or "Talk"):
        said = _of_first_line(told) or said
    if told.people:
        _join(told.people, said, summary)
    is_open = not said.title or is_generic(said.title)
    if is_open and said.people and not told.title:
        heading = told.heading(said.people)
        said.kind = said.kind or (said.title if heading else "")
        said.title = heading or said.title
    return replace(said, title="TBA") if is_to_come(said.title) else said


def _join(people: list[dict[str, str]], said: Said, summary: str) -> None:
    """Enter the people of a description in what a summary says of a talk."""
    if names_series(said.title):
        said.kind, said.title = said.kind or said.title, ""
    if said.people and not said.title and not _share(said.people, people):
        said.title = cleaned_title(summary, [])  # words that only look like a name
    said.people = _joined(people, said.people)


def _of_first_line(told: Described) -> Said | None:
    """Return who and what of `Name (Home): Title` below a summary that says nothing."""
    first, _, rest = told.left[0].partition("\n")
    said = summary_of(line(first))
    if not (said.people and said.title) or len(first) > _LINE:
        return None
    told.left[0] = rest
    return said


def _share(one: list[dict[str, str]], other: list[dict[str, str]]) -> bool:
    words = ({word for p in who for word in p["name"].split()} for who in (one, other))
    first, second = words
    return bool(first & second)


def _joined(
    people: list[dict[str, str]], more: list[dict[str, str]]
) -> list[dict[str, str]]:
    for person in people:
        for other in more:
            if other["name"].casefold() == person["name"].casefold():
                for key, value in other.items():
                    person.setdefault(key, value)
    return people
