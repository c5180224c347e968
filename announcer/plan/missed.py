"""What nobody was told in time: nothing can be sent any more, and somebody must know.

Where nothing ran while a message was due, or it was blocked to the end, people waited
before a closed door, or never came. That is said for a week.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from announcer import when
from announcer.access import is_off
from announcer.kinds import NEWS, Kind
from announcer.ledger import State
from announcer.letter import Letter, approves
from announcer.mailbox import Mailbox, key
from announcer.plan import beliefs, moments, reasons, talks
from announcer.plan.memory import place
from announcer.plan.scene import Missed, Scene, rules
from announcer.talk import OFF, Talk

SAID = timedelta(days=7)  # a run that comes later says nothing of it
_FIRST = (Kind.ANNOUNCEMENT, Kind.REMINDER)


def missed(scene: Scene, talk: Talk, *, by_all: bool = False) -> Iterator[Missed]:
    """Yield what the lists of a talk that has begun were never told of it.

    ``by_all`` says it also of a list that was told nothing of any talk before: there
    the rules may be younger than the talk.
    """
    for audience, current in talks.audiences(scene, talk):
        letter, what = None, "nobody was told of it"
        if audience.memory.told:
            what = "nobody was told of this in time"
            letter = _news(scene, talk, audience)
        elif current and audience.to:
            letter = _first(scene, talk, audience, audience.to, by_all=by_all)
        if letter:
            began = f"it began on {reasons.dated(moments.day_of(talk))}"
            cure = f"`announcer told {talk.slug}` says that they know"
            yield Missed(letter, f"{began}, and {what}; {cure}")


def _first(
    scene: Scene, talk: Talk, audience: talks.Audience, to: Mailbox, *, by_all: bool
) -> Letter | None:
    """Return the first word of a talk that was known here before it began."""
    begins, known = moments.begins(talk), scene.programme.history.get(talk.uid)
    if known is None or known.created >= begins or not _is_late(begins, scene.now):
        return None
    due = _due(talk, begins)
    if due is None or is_off(talk) or talks.not_now(scene, talk):
        return None
    if not by_all and not _is_told_of_others(scene, to, begins):
        return None
    if any(key(one.address) == place(to) for one in scene.told.get(talk.uid, ())):
        return None  # it was refused to the end, which is said in words of its own
    return talks.write(scene, talk, Kind.ANNOUNCEMENT, audience, due, "never announced")


def _due(talk: Talk, begins: datetime) -> datetime | None:
    """Return when the first rule fell due that tells a list of one talk or a week.

    What waits for a person's approval is theirs, and is said when it comes too late.
    """
    own = [
        begins if rule.kind is Kind.DIGEST else moments.moment(rule, talk)
        for rule in rules(talk, *_FIRST, Kind.DIGEST)
        if not approves(talk.series, rule.kind)
    ]
    return min((due for due in own if due <= begins), default=None)


def _is_told_of_others(scene: Scene, to: Mailbox, before: datetime) -> bool:
    return any(
        key(one.address) == place(to) and one.claimed_at < before
        for all_ in scene.told.values()
        for one in all_
    )


def _news(scene: Scene, talk: Talk, audience: talks.Audience) -> Letter | None:
    """Return what was seen to have changed in time, and went out to nobody."""
    memory = audience.memory
    until = beliefs.owed_until(talk, memory) if memory.facts else None
    changed = scene.changed(talk)
    if until is None or not _is_late(until, scene.now) or changed >= until:
        return None
    if moments.begins(talk) <= changed:
        return None  # a slip of the day, which was said as long as it mattered
    about = scene.told.get(talk.uid, ())
    if any(one.state is State.FAILED and one.kind in NEWS for one in about):
        return None
    found = talks.untold(talk, audience)
    if is_off(talk):
        if not talks.believed(talk, memory):
            return None
        kind, reason = OFF[talk.status], f"the record says {talk.status}"
    elif found is None or not {one.field for one in found[1]} & beliefs.URGENT:
        return None
    else:
        kind, reason = Kind.UPDATE, reasons.news(*found, talk, scene.now)
    letter = talks.write(scene, talk, kind, audience, changed, reason)
    return None if memory.has(letter.kind, letter.revision) else letter


def _is_late(until: datetime, now: datetime) -> bool:
    return until <= now < when.later(until, SAID)
