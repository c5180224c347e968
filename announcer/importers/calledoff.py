"""Messages that call one talk off and announce another: the parts of each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from announcer.classes import dataclass
from announcer.importers.clocks import clocks_in
from announcer.importers.dates import of_clocks
from announcer.importers.days import Day, days_in
from announcer.importers.found import Found, Given, Moment, Origin
from announcer.importers.letters import Letter
from announcer.importers.names import FULL_STOP
from announcer.importers.notices import calls_off
from announcer.importers.phrases import quoted_in
from announcer.importers.places import place_in
from announcer.importers.sentences import speaking
from announcer.importers.years import Years

# A blank line, or a stop that ends no abbreviation.
_BORDER = re.compile(
    rf"\n\s*\n|\n(?=\s{{0,80}}(?:[*•-]\s{{0,80}})?"
    rf"(?:[^\W\d_]{{2,10}}\.?,? )?\d{{1,2}}[./ ])"
    rf"|{FULL_STOP}\s+(?=\W{{0,40}}[A-ZÀ-Þא-ת])"
)


_INSTEAD = re.compile(
    r"instead|rescheduled|new date|neuer termin|stattdessen|nachgeholt|à la place"
    r"|report|recuper|invece|nuova data|en su lugar|nueva fecha|במקום|מועד חדש",
    re.IGNORECASE,
)


_OF_OLD = frozenset({"status", "location"})  # what does not hold for the new day


@dataclass(frozen=True, slots=True)
class CalledOff:
    """A sentence that says that a talk of a day, by somebody, is off."""

    place: tuple[int, int]
    day: Day
    talk: Found


def called_off(
    letter: Letter, given: Given, years: Years, system: str
) -> list[CalledOff]:
    """Return what a message says of talks that are off, as far as it names them."""
    found = []
    for begin, end in _sentences(letter.text):
        flat = " ".join(letter.text[begin:end].split())
        days = days_in(flat, given)
        if not (days and calls_off(flat)):
            continue
        record: dict[str, Any] = {"status": "cancelled"}
        if people := speaking(flat):
            record["speakers"] = people
        if title := quoted_in(flat):
            record["title"] = title
        told = len(record) > 1
        if place := place_in(flat):
            record["location"] = place
        if not told:
            continue
        day = years.dated(days[0])
        moment = Moment(day=day.day)
        hours = clocks_in(flat)
        line = letter.text.count("\n", 0, begin) + 1
        talk = Found(
            record=record,
            moment=of_clocks(hours[:1], moment)[0],
            origin=Origin(system=system),
            line=line,
            moved=True,
            doubts=day.doubts,
        )
        found.append(CalledOff((begin, end), day, talk))
    return found


def moved_to(part: CalledOff, rest: str, given: Given, years: Years) -> Found | None:
    """Return a talk on its new day, if the rest of its message only names that."""
    days = {str(one.day): one for one in days_in(rest, given)}
    if len(days) != 1 or not _INSTEAD.search(rest):
        return None
    (day,) = map(years.dated, days.values())
    flat = " ".join(rest.split())
    moment = of_clocks(clocks_in(flat)[:1], Moment(day=day.day))[0]
    record = {key: one for key, one in part.talk.record.items() if key not in _OF_OLD}
    if place := place_in(flat):
        record["location"] = place
    return replace(part.talk, record=record, moment=moment, before=part.talk.moment)


def without(letter: Letter, parts: list[CalledOff]) -> Letter:
    """Return a message without those sentences, and what stands above all of it."""
    text = letter.text
    for part in parts:
        begin, end = part.place
        blank = re.sub(r"[^\n]", " ", text[begin:end])
        text = text[:begin] + blank + text[end:]
    return replace(letter, text=text, subject="")


def _sentences(text: str) -> list[tuple[int, int]]:
    ends = [found.end() for found in _BORDER.finditer(text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))
