"""Messages about one talk to its audience: announcement, reminder, and every news.

News comes first: while people believe something that is no longer so, nothing else is
said about the talk. A run that comes late sends one message, the one that now makes
sense.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from announcer import when
from announcer.facts import Change, changes, facts_of
from announcer.ledger import Told
from announcer.mailbox import Mailbox, key, remembered
from announcer.plan import moments, reasons
from announcer.plan.items import Blocked, Planned
from announcer.plan.memory import ALONE, AMONG, NEWS, NOTHING, Memory, by_address
from announcer.plan.scene import ACTIVE, Message, Scene, named_after, rules, unready
from announcer.talk import Status, Talk, TellRule
from announcer.telling import Kind

# Of a talk that was only listed among others, these are news before it is announced:
# in a digest everything that decides where to go and when, in a term's programme when.
_URGENT = frozenset({"start", "all_day", "timezone", "location", "link", "status"})
_DATES = frozenset({"start", "all_day", "status"})
_OFF = {
    Status.CANCELLED: Kind.CANCELLATION,
    Status.POSTPONED: Kind.POSTPONEMENT,
}
FIRST = "first"  # the revision of an announcement: there is only one


class Audience(NamedTuple):
    """Whom a message goes to, and what they know of the talk."""

    to: Mailbox | None
    memory: Memory


class Occasion(NamedTuple):
    """A rule and when it falls due for a talk; sorts by time."""

    due: datetime
    rule: TellRule


def about(scene: Scene, talk: Talk) -> Iterator[Planned | Blocked]:
    """Yield what there is to tell about a talk that has not begun."""
    for audience, current in _audiences(scene, talk):
        told = _news(scene, talk, audience)
        if told is not None:
            yield told
        if current and talk.status in ACTIVE:
            yield from _scheduled(scene, talk, audience, held=told is not None)
    if talk.series.mailing_list is None and talk.status in ACTIVE:
        yield from _without_list(scene, talk)


def _audiences(scene: Scene, talk: Talk) -> Iterator[tuple[Audience, bool]]:
    """Yield the series' list, and lists told earlier: they must hear the news."""
    told = by_address(scene.told.get(talk.uid, ()))
    to = talk.series.mailing_list
    here = key(to.address) if to else ""
    if to:
        yield Audience(to, told.get(here, NOTHING)), True
    for address, memory in sorted(told.items()):
        if address != here and memory.ever(*ALONE, *AMONG):
            yield Audience(remembered(memory.told[-1].address), memory), False


# News


def _news(scene: Scene, talk: Talk, audience: Audience) -> Planned | Blocked | None:
    if talk.status in ACTIVE:
        return _update(scene, talk, audience)
    facts = audience.memory.facts
    if not facts or facts[-1][1].status == talk.status.value:
        return None
    kind = _OFF[talk.status]
    gone = talk in scene.programme.vanished
    due = scene.changed(talk)
    if talk.uid in scene.successors:
        return _renamed(scene, talk, audience, due)
    what = "its record is gone" if gone else f"the record says {talk.status}"
    reason = reasons.off(facts[0][0], talk, scene.now, what)
    message = Message(kind, _sequence(scene, talk), due, reason)
    return _about_news(scene, talk, audience, message)


def _update(scene: Scene, talk: Talk, audience: Audience) -> Planned | Blocked | None:
    found = untold(talk, audience.memory)
    if found is None:
        return None
    told, changed = found
    reason = reasons.news(told, changed, talk, scene.now)
    due, settles = _settled(scene, talk)
    if settles:
        reason += "; waiting until the record has been quiet for a while"
    message = Message(Kind.UPDATE, _sequence(scene, talk), due, reason)
    planned = _about_news(scene, talk, audience, message)
    if isinstance(planned, Planned):
        return replace(planned, changes=changed)
    return planned


def _sequence(scene: Scene, talk: Talk) -> str:
    return str(scene.sequence(talk))


def _about_news(
    scene: Scene, talk: Talk, audience: Audience, message: Message
) -> Planned | Blocked:
    if audience.memory.has(message.kind, message.revision):
        # the ledger would not let it out, so nobody must think that it went
        reason = "the ledger has not noted this change: run `announcer build`"
        reason = f"{message.reason}, but {reason}"
        return _blocked(talk, message.kind, audience, message.due, reason)
    return _planned(scene, talk, audience, message)


def untold(talk: Talk, memory: Memory) -> tuple[Told, tuple[Change, ...]] | None:
    """Return what people believe that is no longer so, and who told them."""
    present = facts_of(talk)
    for told, facts in memory.facts:
        changed = changes(facts, present)
        fields = {change.field for change in changed}
        if fields & _matters(memory, fields):
            return told, changed
    return None


def _matters(memory: Memory, fields: set[str]) -> frozenset[str]:
    if memory.ever(*ALONE):
        return frozenset(fields)
    return _URGENT if memory.ever(Kind.DIGEST) else _DATES


def _settled(scene: Scene, talk: Talk) -> tuple[datetime, bool]:
    """Return when an update may go out, and whether it has to wait for that."""
    moved = scene.changed(talk)
    if talk.series.settle is None:
        return moved, False
    quiet = when.later(moved, talk.series.settle)
    if quiet >= moments.begins(talk):  # too late to wait
        return moved, False
    return quiet, quiet > scene.now


def _renamed(scene: Scene, talk: Talk, audience: Audience, due: datetime) -> Blocked:
    new = scene.successors[talk.uid]
    reason = (
        f"its record is gone, and {new} looks like the same talk. If it is, add "
        f"`uid: {talk.uid}` there; if not, keep the old record with `status: cancelled`"
    )
    return _blocked(talk, Kind.CANCELLATION, audience, due, reason)


# What the series' rules say


def _scheduled(
    scene: Scene, talk: Talk, audience: Audience, *, held: bool
) -> Iterator[Planned | Blocked]:
    """Yield the announcement and the reminders; held back while news is on its way."""
    now, memory = scene.now, audience.memory
    occasions = occasions_of(talk, Kind.ANNOUNCEMENT, Kind.REMINDER)
    first = next((o for o in occasions if o.rule.kind == Kind.ANNOUNCEMENT), None)
    announced = first is None or _announced(memory, first)
    if announced:  # once is enough, also where the talk has moved meanwhile
        occasions = [one for one in occasions if one is not first]
    passed = [
        one
        for one in occasions
        if one.due <= now and (announced or one.rule.kind == Kind.ANNOUNCEMENT)
    ]
    if passed and not held and not memory.since(passed[-1].due, ALONE):
        make = _occasion if announced else _announcement
        yield from make(scene, talk, audience, passed[-1])
    for coming in occasions:
        if coming.due > now:
            make = _announcement if coming is first else _occasion
            for item in make(scene, talk, audience, coming):
                yield _coming(item, talk, memory)


def occasions_of(talk: Talk, *kinds: Kind) -> list[Occasion]:
    """Return when the rules of some kinds fall due before a talk, in order."""
    found = (Occasion(moments.moment(r, talk), r) for r in rules(talk, *kinds))
    return sorted(
        (o for o in found if o.due < moments.begins(talk)), key=lambda o: o.due
    )


def _announced(memory: Memory, first: Occasion) -> bool:
    """Say whether people know; news after the announcement was due told them all."""
    return memory.ever(Kind.ANNOUNCEMENT) or memory.since(
        first.due, NEWS | {Kind.REMINDER}
    )


def _announcement(
    scene: Scene, talk: Talk, audience: Audience, occasion: Occasion
) -> Iterator[Planned | Blocked]:
    kind, due = Kind.ANNOUNCEMENT, occasion.due
    why = _not_now(scene, talk)
    if why and due <= scene.now:
        yield _blocked(talk, kind, audience, due, why)
        return
    reason = f"never announced; {reasons.ahead(talk, scene.now)}"
    yield _planned(scene, talk, audience, Message(kind, FIRST, due, reason))


def _occasion(
    scene: Scene, talk: Talk, audience: Audience, occasion: Occasion
) -> Iterator[Planned | Blocked]:
    rule, due = occasion.rule, occasion.due
    kind = Kind(rule.kind)
    why = _not_now(scene, talk)
    if why and due <= scene.now and not audience.memory.ever(*ALONE):
        yield _blocked(talk, kind, audience, due, why)
        return
    # A reminder is about one time: after a move there is another one
    revision = named_after(due) if kind is Kind.REMINDER else rule.text
    if not audience.memory.has(kind, revision):
        reason = f"{rule.text}; {reasons.ahead(talk, scene.now)}"
        message = Message(kind, revision, due, reason)
        yield _planned(scene, talk, audience, message)


def _not_now(scene: Scene, talk: Talk) -> str:
    for old, new in scene.successors.items():
        if new == talk.uid and scene.told.get(old):
            return f"it looks like {old}, whose record is gone and who was told"
    return unready(talk)


def _coming(item: Planned | Blocked, talk: Talk, memory: Memory) -> Planned | Blocked:
    why = unready(talk)
    if isinstance(item, Blocked) or not why or memory.ever(*ALONE):
        return item
    telling = replace(item.telling, reason=f"{item.telling.reason}; {why}")
    return replace(item, telling=telling, ready=False)


def _without_list(scene: Scene, talk: Talk) -> Iterator[Blocked]:
    occasions = occasions_of(talk, Kind.ANNOUNCEMENT, Kind.REMINDER)
    if occasions and occasions[0].due <= scene.now:
        nobody = Audience(None, NOTHING)
        reason = "the series has no `mailing_list` to tell"
        kind = Kind(occasions[0].rule.kind)
        yield _blocked(talk, kind, nobody, occasions[0].due, reason)


def _planned(scene: Scene, talk: Talk, audience: Audience, message: Message) -> Planned:
    assert audience.to is not None  # noqa: S101 - nobody is told only what is blocked
    return Planned(
        telling=scene.telling(talk, audience.to.address, message),
        to=audience.to,
        series=talk.series,
        talks=(talk,),
        first=audience.memory.first,
    )


def _blocked(
    talk: Talk, kind: Kind, audience: Audience, due: datetime, reason: str
) -> Blocked:
    address = audience.to.address if audience.to else ""
    return Blocked(kind=kind, talk=talk, address=address, due=due, reason=reason)
