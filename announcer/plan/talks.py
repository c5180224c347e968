"""Messages about one talk to its audience: announcement, reminder, and every news.

News comes first: while people believe something that is no longer so, nothing else is
said about the talk. A run that comes late sends one message, the one that now makes
sense.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from announcer import when
from announcer.access import is_off
from announcer.facts import Change
from announcer.kinds import ALONE, NEWS, SEVERAL, Kind
from announcer.ledger import AWAITED, Telling
from announcer.letter import Letter
from announcer.mailbox import Mailbox, remembered
from announcer.plan import beliefs, moments, reasons
from announcer.plan.memory import NOTHING, Memory, place
from announcer.plan.scene import (
    Blocked,
    Occasion,
    Scene,
    channel,
    lists_of,
    named_after,
    rules,
    unready,
)
from announcer.talk import OFF, Talk

_FIRST = "first"
KNOWN = "known"  # so begins the revision of what is told by hand
_WHEN = frozenset({"start", "end", "all_day", "timezone"})
NOBODY = "not ready: neither a title nor a speaker"
NO_LIST = "the series has no `mailing_list` to tell"

ADRIFT = (
    "its readers were told of it, and its series names neither `mailing_list` nor "
    "`tell` any more. Is {} gone? Bring it back; if nobody is to hear of it any more, "
    "say `announcer told {}`"
)

_FRO = (
    "that was told and taken back twice by now. Does another machine read older "
    "records? Bring them up to date; what is right goes out with "
    "`announcer send {} --kind {} --yes`"
)


class Audience(NamedTuple):
    """Whom a message goes to, and what they know of the talk."""

    to: Mailbox | None
    memory: Memory


def about(scene: Scene, talk: Talk) -> Iterator[Letter | Blocked]:
    """Yield what there is to tell about a talk; once it has begun, only news."""
    is_to_come = moments.begins(talk) > scene.now and not is_off(talk)
    for audience, current in audiences(scene, talk):
        told = _news(scene, talk, audience)
        if told is not None:
            yield told
        if current and is_to_come:
            yield from _scheduled(scene, talk, audience, held=told is not None)
    if not lists_of(talk) and is_to_come:
        yield from _without_list(scene, talk)


def adrift(scene: Scene, talk: Talk) -> Blocked | None:
    """Return what blocks every word of a talk whose series has lost whom it tells.

    An absent file is never news: what stands there no more, such as a room, may be
    lost with it. That a talk is off, somebody has said.
    """
    if lists_of(talk) or talk.series.tell or is_off(talk):
        return None
    if moments.begins(talk) <= scene.now:
        return None
    for audience, _ in audiences(scene, talk):
        told = audience.memory.told
        if any(o.kind is Kind.REMINDER and o.revision.startswith(KNOWN) for o in told):
            continue
        due = when.in_zone(told[-1].claimed_at, when.zone(talk.series.timezone))
        letter = write(scene, talk, Kind.REMINDER, audience, due, "told earlier")
        name = "/".join(filter(None, ("talks", talk.series.key, "series.yaml")))
        return Blocked(letter, ADRIFT.format(name, talk.slug))
    return None


def audiences(scene: Scene, talk: Talk) -> Iterator[tuple[Audience, bool]]:
    """Yield the series' lists, and lists told earlier: they must hear the news."""
    told = scene.memories(talk)
    own = {place(to): to for to in lists_of(talk)}
    for here, to in own.items():
        yield Audience(to, told.get(here, NOTHING)), True
    for address, memory in sorted(told.items()):
        if address not in own and memory.ever(*ALONE, *SEVERAL):
            yield Audience(remembered(memory.told[-1].address), memory), False


# News


def _news(scene: Scene, talk: Talk, audience: Audience) -> Letter | Blocked | None:
    if not audience.memory.told:  # then nothing is news, and that of most talks
        return None
    until = beliefs.owed_until(talk, audience.memory)
    if is_forgotten(scene, talk) if until is None else until <= scene.now:
        return None
    found = (_off if is_off(talk) else _update)(scene, talk, audience)
    slip = beliefs.slip(talk, audience.memory, scene.now)
    if slip and isinstance(found, Letter):
        return Blocked(found, slip)
    return unless_to_and_fro(talk, found, audience.memory)


def is_forgotten(scene: Scene, talk: Talk) -> bool:
    """Say whether a postponed talk was called off too long ago to be news."""
    forgotten = when.later(scene.changed(talk), AWAITED)
    return max(forgotten, moments.begins(talk)) <= scene.now


def _off(scene: Scene, talk: Talk, audience: Audience) -> Letter | Blocked | None:
    facts = audience.memory.facts
    if not believed(talk, audience.memory):
        return None
    gone = talk in scene.programme.vanished
    what = "somebody cancelled it" if gone else f"the record says {talk.status}"
    reason = reasons.off(facts[0][0], talk, scene.now, what)
    kind, due = OFF[talk.status], scene.changed(talk)
    letter = write(scene, talk, kind, audience, due, reason)
    letter = replace(letter, changes=told_with(kind, untold(talk, audience)))
    return unless_told(letter, audience.memory)


def believed(talk: Talk, memory: Memory) -> bool:
    """Say whether people still believe that a talk takes place which is off."""
    facts = memory.facts
    return bool(facts) and facts[-1][1].status != talk.status.value


def _update(scene: Scene, talk: Talk, audience: Audience) -> Letter | Blocked | None:
    found = untold(talk, audience)
    if found is None:
        return None
    reason = reasons.news(*found, talk, scene.now)
    due, settles = settled(scene, talk, audience.memory)
    if settles:
        reason += "; waiting until the record has been quiet for a while"
    letter = write(scene, talk, Kind.UPDATE, audience, due, reason)
    letter = replace(letter, changes=told_with(Kind.UPDATE, found))
    return unless_told(letter, audience.memory)


def unless_told(letter: Letter, memory: Memory) -> Letter | Blocked:
    """Return news, or what blocks it: the ledger says that it has gone out already."""
    if memory.has(letter.kind, letter.revision):
        # the ledger would not let it out, so nobody must think that it went
        cure = "the ledger has not noted this change: run `announcer build`"
        return Blocked(letter, f"{letter.reason}, but {cure}")
    return letter


def unless_to_and_fro(
    talk: Talk, item: Letter | Blocked | None, memory: Memory
) -> Letter | Blocked | None:
    """Return news, or what blocks it: it goes to and fro between two states."""
    if not isinstance(item, Letter) or is_off(talk):
        return item
    back = beliefs.taken_back(talk, memory, item.channel)
    if back is None:
        return item
    # each of the machines notes the change anew: that moment names no complaint
    due = when.in_zone(back.claimed_at, when.zone(talk.series.timezone))
    return Blocked(
        replace(item, due=due), f"{item.reason}; {_FRO.format(talk.slug, item.kind)}"
    )


def untold(talk: Talk, audience: Audience) -> tuple[Telling, tuple[Change, ...]] | None:
    """Return what people believe that is no longer so, and who told them."""
    shown = channel((talk,), audience.to)
    return beliefs.untold(talk, audience.memory, shown)


def knows_all(talk: Talk, audience: Audience) -> bool:
    """Say whether an audience was told every fact, or has heard nothing at all."""
    shown = channel((talk,), audience.to)
    told = (facts for _, facts in audience.memory.facts)
    return not any(any(beliefs.news(facts, talk, shown)) for facts in told)


def told_with(
    kind: Kind, found: tuple[Telling, tuple[Change, ...]] | None
) -> tuple[Change, ...]:
    """Return the changes that a letter of news names.

    Of a talk that is off these are its times: people know it by those they were told.
    """
    changed = found[1] if found and kind in NEWS else ()
    return tuple(c for c in changed if kind is Kind.UPDATE or c.field in _WHEN)


def settled(scene: Scene, talk: Talk, memory: Memory) -> tuple[datetime, bool]:
    """Return when news may go out, and whether it has to wait for that."""
    moved = scene.changed(talk)
    if talk.series.settle is None or scene.turned_back(talk):
        return moved, False
    quiet = when.later(moved, talk.series.settle)
    believed = (facts.starts for _, facts in memory.facts)
    if any(moved < start <= quiet for start in (moments.begins(talk), *believed)):
        return moved, False  # by then people have set out
    return quiet, quiet > scene.now


# What the series' rules say


def _scheduled(
    scene: Scene, talk: Talk, audience: Audience, *, held: bool
) -> Iterator[Letter | Blocked]:
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
                yield _coming(scene, item, talk, memory)


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
) -> Iterator[Letter | Blocked]:
    reason = f"never announced; {reasons.ahead(talk, scene.now)}"
    letter = write(scene, talk, Kind.ANNOUNCEMENT, audience, occasion.due, reason)
    why = not_now(scene, talk)
    yield Blocked(letter, why) if why and letter.due <= scene.now else letter


def _occasion(
    scene: Scene, talk: Talk, audience: Audience, occasion: Occasion
) -> Iterator[Letter | Blocked]:
    rule, due = occasion.rule, occasion.due
    reason = f"{rule.text}; {reasons.ahead(talk, scene.now)}"
    letter = write(scene, talk, rule.kind, audience, due, reason, rule.text)
    why = not_now(scene, talk)
    nobody = talk.title is None and not talk.speakers
    if nobody and due > scene.now:
        yield replace(letter, reason=f"{reason}; {NOBODY}", ready=False)
    elif nobody:
        yield Blocked(letter, NOBODY)
    elif why and due <= scene.now and not audience.memory.ever(*ALONE):
        yield Blocked(letter, why)
    elif not audience.memory.has(letter.kind, letter.revision):
        yield letter


def not_now(scene: Scene, talk: Talk) -> str:
    """Say why a talk is not announced, or reminded of, as things are."""
    for old, new in scene.successors.items():
        if new == talk.uid and scene.told.get(old):
            return (
                f"it looks like {old}, which was told and whose record is gone. If it "
                f"is that talk, add `uid: {old}` to it; else `announcer cancel {old}`"
            )
    twin = _twin(scene, talk)
    if twin:
        return (
            f"it is the same talk as {twin.source}, at the same time. Take one of the "
            f"two records away; if both are meant, say `announcer told {talk.slug}`"
        )
    return unready(talk)


def _twin(scene: Scene, talk: Talk) -> Talk | None:
    """Return a talk of which this one is a copy that was forgotten, or never seen.

    The talk is the one that people were told of, else the one with the shorter name.
    """
    found, at = scene.programme.talks, talk.start
    first = bisect_left(found, at, key=moments.STARTS)
    last = bisect_right(found, at, lo=first, key=moments.STARTS)
    for one in found[first:last]:
        if one.uid == talk.uid or is_off(one) or not _is_copy(one, talk):
            continue
        if scene.is_held(one):  # that is asked about in other words
            continue
        if {one.uid, talk.uid} <= scene.told.keys():  # both are meant
            continue
        ranks = [(o.uid not in scene.told, len(o.source), o.uid) for o in (one, talk)]
        if ranks[0] < ranks[1]:
            return one
    return None


def _is_copy(one: Talk, other: Talk) -> bool:
    """Say whether two records name one talk; who speaks cannot give two at a time."""
    names = [[speaker.name for speaker in talk.speakers] for talk in (one, other)]
    return (
        one.series.key == other.series.key
        and one.title is not None
        and one.title == other.title
        and names[0] == names[1]
        and (bool(names[0]) or one.location == other.location)
    )


def _coming(
    scene: Scene, item: Letter | Blocked, talk: Talk, memory: Memory
) -> Letter | Blocked:
    if isinstance(item, Blocked) or memory.ever(*ALONE):
        return item
    why = not_now(scene, talk)
    return replace(item, reason=f"{item.reason}; {why}", ready=False) if why else item


def _without_list(scene: Scene, talk: Talk) -> Iterator[Blocked]:
    occasions = occasions_of(talk, Kind.ANNOUNCEMENT, Kind.REMINDER)
    if occasions and occasions[0].due <= scene.now:
        due, rule = occasions[0]
        nobody = Audience(None, NOTHING)
        letter = write(scene, talk, rule.kind, nobody, due, rule.text)
        yield Blocked(letter, NO_LIST)


def write(  # noqa: PLR0913, PLR0917 - what makes a letter
    scene: Scene,
    talk: Talk,
    kind: Kind,
    audience: Audience,
    due: datetime,
    reason: str,
    rule: str = "",
) -> Letter:
    """Return the letter of a kind to an audience, named so that it goes out once.

    News is about one state of the talk. A reminder is about one time: after a move
    there is another one. An announcement is the first, or that of a further ``rule``.
    """
    if kind in NEWS:
        revision = str(scene.sequence(talk))
    else:
        revision = named_after(due) if kind is Kind.REMINDER else rule or _FIRST
    news = {"until": beliefs.owed_until(talk, audience.memory)} if kind in NEWS else {}
    return scene.letter(
        talk,
        kind,
        audience.to,
        due,
        **news,
        revision=revision,
        reason=reason,
        in_reply_to=audience.memory.thread(kind, revision),
    )
