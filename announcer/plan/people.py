"""Messages to single people before a talk, and the thanks to its audience after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from announcer import when
from announcer.access import is_off
from announcer.letter import Letter
from announcer.mailbox import Mailbox
from announcer.plan import moments, reasons
from announcer.plan.memory import NOTHING, Memory, place
from announcer.plan.scene import (
    Blocked,
    Occasion,
    Scene,
    lists_of,
    named_after,
    rules,
    unready,
)
from announcer.plan.talks import Audience, occasions_of, write
from announcer.talk import ALONE, SEVERAL, Kind, Speaker, Talk

# Thanks that come later than this, or slides that do, are of no use to anybody.
THANKS_UNTIL = timedelta(days=14)
NOTHING_MISSING = "nothing is missing"


class _Person(NamedTuple):
    name: str | None
    to: Mailbox | None
    speaker: Speaker | None  # None: the host, who is asked on behalf of all


def before(scene: Scene, talk: Talk) -> Iterator[Letter | Blocked]:
    """Yield requests to the speakers or host, and texts for them to pass on."""
    if is_off(talk):
        return
    for kind in (Kind.REQUEST, Kind.FORWARD):
        occasions = occasions_of(talk, kind)
        passed = [one for one in occasions if one.due <= scene.now]
        for occasion in (*passed[-1:], *occasions[len(passed) :]):
            yield from to_people(scene, talk, kind, occasion)


def to_people(
    scene: Scene, talk: Talk, kind: Kind, occasion: Occasion
) -> Iterator[Letter | Blocked]:
    """Yield one kind of message to each speaker with an address, or to the host."""
    if kind is Kind.REQUEST and not _needed(talk):
        return
    told = scene.memories(talk)
    for letter in letters(scene, talk, kind, occasion):
        why = objection(letter)
        memory = told.get(place(letter.to), NOTHING)
        if letter.to and memory.since(letter.due, frozenset({kind})):
            continue
        if not why:
            yield letter
        elif letter.due <= scene.now and why != NOTHING_MISSING:
            yield Blocked(letter, why)
        elif letter.to and why != NOTHING_MISSING:
            yield replace(letter, ready=False)


def objection(letter: Letter) -> str:
    """Say why a letter to a person cannot go out; empty if it can."""
    if letter.to is None:
        return "there is no email address of a speaker or host"
    if letter.kind is Kind.FORWARD:
        return unready(letter.talks[0])
    return "" if letter.missing else NOTHING_MISSING


def letters(
    scene: Scene, talk: Talk, kind: Kind, occasion: Occasion
) -> Iterator[Letter]:
    """Yield the letters to the people of a talk, or one to nobody."""
    for person in _people(talk):
        missing = _missing(talk, person) if kind is Kind.REQUEST else ()
        what = f"missing: {', '.join(missing)}" if missing else occasion.rule.text
        yield scene.letter(
            talk,
            kind,
            person.to,
            occasion.due,
            revision=named_after(occasion.due),
            reason=f"{what}; {reasons.ahead(talk, scene.now)}",
            person=person.name,
            missing=missing,
            by=_deadline(scene, talk) if missing else None,
        )


def _people(talk: Talk) -> list[_Person]:
    speakers = [_Person(s.name, Mailbox(s.email), s) for s in talk.speakers if s.email]
    if speakers:
        return speakers
    if talk.host and talk.host.email:
        return [_Person(talk.host.name, Mailbox(talk.host.email), None)]
    return [_Person(None, None, None)]


def _needed(talk: Talk) -> bool:
    bios = all(speaker.bio for speaker in talk.speakers)
    return not (talk.title and talk.abstract and bios)


def _missing(talk: Talk, person: _Person) -> tuple[str, ...]:
    """Return what one person can help with; consent is asked for along with it."""
    asked = [person.speaker] if person.speaker else list(talk.speakers)
    missing = {
        "title": talk.title is None,
        "abstract": talk.abstract is None,
        "bio": any(speaker.bio is None for speaker in asked),
    }
    found = [name for name, is_missing in missing.items() if is_missing]
    if not found:
        return ()
    if any(speaker.affiliation is None for speaker in asked):
        found.append("affiliation")
    return (*found, "consent")


def _deadline(scene: Scene, talk: Talk) -> date | None:
    """Return the day the announcement goes out, if that is still to come."""
    occasions = occasions_of(talk, Kind.ANNOUNCEMENT)
    zone = when.zone(talk.series.timezone)
    days = (when.in_zone(one.due, zone).date() for one in occasions)
    today = moments.today(talk.series, scene.now)
    return next((day for day in days if day > today), None)


def after(scene: Scene, talk: Talk) -> Iterator[Letter]:
    """Yield the thanks for a talk that is over: where its slides and recording are."""
    if rules(talk, Kind.THANKS) and not is_off(talk):
        for own in lists_of(talk):
            yield from _thanks(scene, talk, own)


def _thanks(scene: Scene, talk: Talk, own: Mailbox) -> Iterator[Letter]:
    thanks, memory = rules(talk, Kind.THANKS), scene.memory(talk, own)
    due = max(talk.end, min(moments.moment(rule, talk) for rule in thanks))
    if _thanked_or_too_late(memory, due, scene.now):
        return
    ready = bool(talk.slides or talk.video)
    reason = "the talk is over; " + (
        "slides or a recording are there" if ready else "no slides or recording yet"
    )
    letter = write(scene, talk, Kind.THANKS, Audience(own, memory), due, reason)
    yield replace(letter, ready=ready)


def _thanked_or_too_late(memory: Memory, due: datetime, now: datetime) -> bool:
    """Say whether nobody waits for thanks; who never heard of a talk does not."""
    if memory.ever(Kind.THANKS) or not memory.ever(*ALONE, *SEVERAL):
        return True
    return now > when.later(due, THANKS_UNTIL)
