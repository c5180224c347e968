"""Thanks after a talk: to its audience with slides or recording, and to who spoke."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from announcer import when
from announcer.access import is_off
from announcer.kinds import ALONE, SEVERAL, Kind
from announcer.letter import Letter
from announcer.mailbox import Mailbox
from announcer.plan import moments, people
from announcer.plan.scene import Blocked, Occasion, Scene, lists_of, rules
from announcer.plan.talks import Audience, write
from announcer.talk import Talk

# Thanks that come later than this, or slides that do, are of no use to anybody.
UNTIL = timedelta(days=14)


def after(scene: Scene, talk: Talk) -> Iterator[Letter | Blocked]:
    """Yield the thanks for a talk that is over: to its audience and its speakers."""
    if is_off(talk):
        return
    audience = _occasion(talk, Kind.THANKS)
    if audience and scene.now <= _until(audience):
        for own in lists_of(talk):
            yield from _to_list(scene, talk, own, audience.due)
    speakers = _occasion(talk, Kind.THANKS_SPEAKER)
    if speakers and scene.now <= _until(speakers):
        yield from _to_speakers(scene, talk, speakers)


def _occasion(talk: Talk, kind: Kind) -> Occasion | None:
    """Return when the first rule says thanks: not before the talk has ended."""
    found = (
        Occasion(max(talk.end, moments.moment(rule, talk)), rule)
        for rule in rules(talk, kind)
    )
    return min(found, key=lambda one: one.due, default=None)


def _until(occasion: Occasion) -> datetime:
    return when.later(occasion.due, UNTIL)


def _to_list(scene: Scene, talk: Talk, own: Mailbox, due: datetime) -> Iterator[Letter]:
    """Yield the link to slides and recording; who never heard of a talk waits not."""
    memory = scene.memory(talk, own)
    if memory.ever(Kind.THANKS) or not memory.ever(*ALONE, *SEVERAL):
        return
    ready = bool(talk.slides or talk.video)
    reason = "the talk is over; " + (
        "slides or a recording are there" if ready else "no slides or recording yet"
    )
    letter = write(scene, talk, Kind.THANKS, Audience(own, memory), due, reason)
    yield replace(letter, ready=ready, until=when.later(due, UNTIL))


def _to_speakers(
    scene: Scene, talk: Talk, occasion: Occasion
) -> Iterator[Letter | Blocked]:
    for letter in people.letters(scene, talk, Kind.THANKS_SPEAKER, occasion):
        why = people.objection(letter)
        if why and letter.due <= scene.now:
            yield Blocked(letter, why)
        elif letter.to and not scene.memory(talk, letter.to).ever(letter.kind):
            yield replace(letter, until=_until(occasion))
