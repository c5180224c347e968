"""The words of a letter: what its templates are given, and what they make of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from announcer import access, urls, when
from announcer.formats.mail.changed import shown
from announcer.formats.mail.headers import one_line
from announcer.formats.mail.letter import (
    Letter,
    language,
    settings,
    unsubscribe_ways,
)
from announcer.formats.mail.style import inlined, shades
from announcer.talk import Attendance, Programme, Talk
from announcer.templating import Templates
from announcer.words import Words, words_for

_BLANKS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Body:
    """The subject and both forms of one message."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The start in another zone; ``days`` is how far its date is from the talk's."""

    zone: str
    moment: datetime
    days: int


def body(letter: Letter, programme: Programme, templates: Templates) -> Body:
    """Fill the templates of the letter's kind, in the language of its readers."""
    spoken = language(letter, programme.site)
    context = _context(letter, programme, words_for(spoken))

    def fill(name: str, **more: str) -> str:
        return templates.render(f"mail/{name}", spoken, **context, **more)

    heading = one_line(fill("heading.txt.j2"))
    subject = one_line(fill(f"{letter.kind}.subject.txt.j2", heading=heading))
    subject = f"[TEST] {subject}" if letter.test else subject
    text = fill(f"{letter.kind}.txt.j2", heading=heading, subject=subject)
    html = fill(f"{letter.kind}.html.j2", heading=heading, subject=subject)
    return Body(subject, _tidy(text), inlined(html))


def _context(letter: Letter, programme: Programme, words: Words) -> dict[str, Any]:
    site = programme.site
    context = {
        "letter": letter,
        "site": site,
        "series": letter.series,
        "talks": letter.talks,
        "now": programme.now,
        "channel": letter.channel,
        "language": words.language,
        "accent": shades(site.theme.accent),
        "unsubscribe": next(iter(unsubscribe_ways(settings(letter, site))), ""),
        "absolute": _absolute(programme),
        "elsewhere": elsewhere,
    }
    if len(letter.talks) == 1:
        context |= _about_one(letter, letter.talks[0], programme, words)
    return context


def _about_one(
    letter: Letter, talk: Talk, programme: Programme, words: Words
) -> dict[str, Any]:
    return {
        "talk": talk,
        "join": access.joining(talk, letter.channel, programme.now),
        "nearness": when.nearness(
            talk.start, programme.now, first_weekday=words.first_weekday
        ).value,
        "virtual": is_virtual(talk),
        "changes": shown(letter.changes, talk, words),
    }


def _absolute(programme: Programme) -> Callable[[str], str]:
    # without talks: the names of speakers' pages are costly and in no mail
    bare = Programme(site=programme.site, series=(), talks=(), now=programme.now)
    return urls.Urls(bare).absolute


def is_virtual(talk: Talk) -> bool:
    """Say whether the talk is announced as virtual: online, as its location says."""
    online = access.attendance(talk) is Attendance.ONLINE
    return online and talk.location is not None


def elsewhere(talk: Talk) -> tuple[Elsewhere, ...]:
    """Return the start in the other zones that the series names."""
    if talk.all_day:
        return ()
    moments = (
        (name, when.in_zone(talk.start, when.zone(name)))
        for name in talk.series.zones
        if name != talk.timezone
    )
    return tuple(
        Elsewhere(name, moment, (moment.date() - talk.start.date()).days)
        for name, moment in moments
    )


def _tidy(text: str) -> str:
    lines = (line if line == "-- " else line.rstrip() for line in text.split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip("\n") + "\n"
