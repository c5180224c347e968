"""What nobody was told in time: nothing can be sent any more, and somebody must know.

Where nothing ran while a message was due, or it was blocked to the end, people waited
before a closed door, or never came. That is said for a week; where nothing ran then,
for a week from the first message that went out again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from announcer import when
from announcer.access import is_off
from announcer.facts import Facts
from announcer.kinds import ALONE, NEWS, Kind
from announcer.ledger import State, Telling
from announcer.letter import Letter, approves
from announcer.mailbox import Mailbox, key
from announcer.plan import beliefs, moments, reasons, talks
from announcer.plan.memory import place
from announcer.plan.scene import Missed, Scene, rules
from announcer.talk import OFF, Talk

SAID = timedelta(days=7)
KEPT = timedelta(days=31)  # what is older is of use to nobody
_MOURNED = ALONE - {Kind.REMINDER}  # what is said when it was refused to the end
_FIRST = (Kind.ANNOUNCEMENT, Kind.REMINDER)


def unsaid_since(told: Mapping[str, Sequence[Telling]], now: datetime) -> datetime:
    """Return the moment before which everything that was missed has been said.

    Whoever sent something more than a week ago said then what was missed before.
    """
    last = when.later(now, -SAID)
    runs = (
        one.claimed_at
        for about in told.values()
        for one in about
        if one.claimed_at <= last and one.state is not State.KNOWN
    )
    return max((oldest(now), *runs))


def oldest(now: datetime) -> datetime:
    """Return the moment before which nothing is said to be missed."""
    return when.later(now, -KEPT)


def missed(
    scene: Scene, talk: Talk, since: datetime, *, by_all: bool = False
) -> Iterator[Missed]:
    """Yield what the lists of a talk that has begun were never told of it.

    What was of use up to ``since`` was said. ``by_all`` says it also of a list that was
    told nothing of any talk before: there the rules may be younger than the talk.
    """
    for audience, current in talks.audiences(scene, talk):
        letter, what = None, "nobody was told of it"
        if audience.memory.told:
            what = "nobody was told of this in time"
            letter = _news(scene, talk, audience, since)
            what += f"; {letter.reason}" if letter else ""
        elif current and audience.to and since < moments.begins(talk) <= scene.now:
            letter = _first(scene, talk, audience, audience.to, by_all=by_all)
        if letter:
            began = f"it began on {reasons.dated(moments.day_of(talk))}"
            cure = f"`announcer told {talk.slug}` notes that they know, and ends this"
            yield Missed(letter, f"{began}, and {what}; {cure}")


def _first(
    scene: Scene, talk: Talk, audience: talks.Audience, to: Mailbox, *, by_all: bool
) -> Letter | None:
    """Return the first word of a talk that was known here before it began."""
    begins, known = moments.begins(talk), scene.programme.history.get(talk.uid)
    if known is None or known.created >= begins:
        return None
    due = _due(talk, begins)
    if due is None or is_off(talk) or talks.not_now(scene, talk):
        return None
    if not by_all and not _is_told_of_others(scene, to, begins):
        return None
    tried = (o for o in scene.told.get(talk.uid, ()) if o.kind in _MOURNED)
    if any(key(one.address) == place(to) for one in tried):
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


def _news(
    scene: Scene, talk: Talk, audience: talks.Audience, since: datetime
) -> Letter | None:
    """Return what changed in time, as far as anybody knows, and went out to nobody."""
    memory = audience.memory
    until = beliefs.owed_until(talk, memory) if memory.facts else None
    if until is None or not since < until <= scene.now:
        return None
    if not _was_known(scene, talk, memory.facts[0][1], until):
        return None
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
        kind, reason = Kind.UPDATE, reasons.difference(*found, talk, scene.now)
    letter = talks.write(scene, talk, kind, audience, scene.changed(talk), reason)
    return None if memory.has(letter.kind, letter.revision) else letter


def _was_known(scene: Scene, talk: Talk, told: Facts, until: datetime) -> bool:
    """Say whether a change was seen before all was over, or may have been made then.

    What was set right afterwards was not.
    """
    changed = scene.changed(talk)
    if changed < until:  # and a slip of the day was said as long as it mattered
        return changed < moments.begins(talk)
    about = scene.told.get(talk.uid, ())
    return _is_on_another_day(told, talk) or _nothing_ran(told, talk, about)


def _is_on_another_day(told: Facts, talk: Talk) -> bool:
    """Say whether people came on one day and the talk took place on another.

    No record is set right so after the talk; that one is off, is now and then.
    """
    return not is_off(talk) and told.starts.date() != talk.start.date()


def _nothing_ran(told: Facts, talk: Talk, about: Sequence[Telling]) -> bool:
    """Say whether a rule asked in vain for a message before the talk, as it was told.

    Then nobody looked at the record either, and it may have changed in time.
    """
    as_told = replace(talk, start=told.starts, end=told.ends, all_day=told.all_day)
    due = [one.due for one in talks.occasions_of(as_told, *_FIRST)]
    return bool(due) and not any(one.claimed_at >= due[-1] for one in about)
