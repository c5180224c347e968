"""What speakers and hosts hear of their talk: where and when it is, and whether.

They hear of what differs from what they were told themselves. Who was told nothing yet
knows what others were told. What people were told by a release that wrote to lists
alone is taken as known: nobody hears of changes that were made long before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from announcer.access import Channel, is_off
from announcer.facts import Change
from announcer.kinds import ALONE, PERSONAL, SEVERAL, Kind
from announcer.ledger import State, Telling
from announcer.letter import Letter
from announcer.mailbox import remembered
from announcer.plan import beliefs, reasons
from announcer.plan.memory import NOTHING, Belief, place
from announcer.plan.people import Addressee, host_of, speakers
from announcer.plan.scene import Blocked, Scene
from announcer.plan.talks import is_forgotten, settled, unless_to_and_fro, unless_told
from announcer.talk import Talk

_WHEN = frozenset({"start", "end", "all_day", "timezone"})
_SAID = _WHEN | {"location", "status"}  # what a speaker sets out by
_JOINED = frozenset({Kind.BRIEFING, Kind.NOTIFICATION})  # what says how to join


def news(scene: Scene, talk: Talk) -> Iterator[Letter | Blocked]:
    """Yield what each speaker and host believes that is no longer so."""
    if not talk.series.tell_people:
        return
    for person in _people(scene, talk):
        found = _news(scene, talk, person, belief(scene, talk, person))
        if found is not None:
            yield found


def known(scene: Scene, talk: Talk) -> Iterator[Letter]:
    """Yield what makes the present facts known to those who believe others."""
    for person in _people(scene, talk):
        memory = belief(scene, talk, person)
        if changes(talk, memory) and beliefs.is_owed(talk, memory, scene.now):
            yield write(scene, talk, person, memory, scene.now, "told by hand")


def letters(
    scene: Scene, talk: Talk, due: datetime, reason: str
) -> Iterator[tuple[Letter, Belief]]:
    """Yield the news to each person as it would be, and what he believes."""
    for person in _people(scene, talk) or [Addressee(None, None, talk.speakers)]:
        memory = belief(scene, talk, person)
        yield write(scene, talk, person, memory, due, reason), memory


def unnamed(scene: Scene, talk: Talk) -> Iterator[Telling]:
    """Yield the last word to each who takes part by it, and by the record no more.

    Nobody knows from an address whether a person left or was given another one, so a
    person shall say it.
    """
    is_settled = is_off(talk) or talk in scene.programme.vanished
    if not talk.series.tell_people or is_settled or talk.start <= scene.now:
        return
    named = {place(one.to) for one in _people(scene, talk)}
    for here, memory in sorted(scene.memories(talk).items()):
        last = memory.latest(PERSONAL)
        if last and here not in named:
            yield last


def changes(talk: Talk, memory: Belief) -> tuple[Change, ...]:
    """Return what a person believes that is no longer so.

    Of a talk that is off nothing counts but that, and its times as he knows them.
    """
    if not memory.facts:
        return ()
    told = memory.facts[0][1]
    is_news = told.status != talk.status.value
    if is_off(talk) and not is_news:
        return ()
    return tuple(
        one
        for one in beliefs.news(told, talk, Channel.STAGE)
        if one.field in memory.fields
        and (not is_off(talk) or one.field in _WHEN | {"status"})
    )


def _people(scene: Scene, talk: Talk) -> list[Addressee]:
    """Return the speakers and the host; of a talk without a record those written to.

    The ledger keeps no address of a speaker but where it has written to it.
    """
    found = speakers(talk.speakers)
    host = host_of(talk, talk.speakers)
    if talk in scene.programme.vanished:
        known = {place(host.to)} if host else set()
        found += [
            Addressee(None, remembered(memory.told[-1].address), talk.speakers)
            for here, memory in sorted(scene.memories(talk).items())
            if here not in known and memory.ever(*PERSONAL)
        ]
    if host and place(host.to) not in {place(one.to) for one in found}:
        found.append(host)
    return found


def belief(scene: Scene, talk: Talk, person: Addressee) -> Belief:
    """Return what a person takes for true of a talk."""
    own = scene.memories(talk).get(place(person.to), NOTHING)
    mine = own.latest(PERSONAL)
    others = _told_to_others(scene.told.get(talk.uid, ()))
    last = mine or others
    facts = last.facts if last else None
    if last is None or facts is None:
        return Belief(own.told, (), frozenset())
    fields = _SAID
    if mine and mine.kind is Kind.REQUEST:  # which says nothing of the place
        theirs = others.facts if others else None
        fields = _SAID if theirs else _SAID - {"location"}
        facts = replace(facts, location=theirs.location if theirs else None)
    elif mine and (mine.kind in _JOINED or facts.link):
        fields = _SAID | {"link"}
    return Belief(own.told, ((last, facts),), fields)


def _told_to_others(told: Sequence[Telling]) -> Telling | None:
    """Return what was told to anybody, before what is news to a speaker.

    That is the first word; or the last one of a release that told no speakers.
    """
    found = [
        one
        for one in told
        if one.facts_json
        and one.state is not State.FAILED
        and one.kind in ALONE | SEVERAL
    ]
    early = [one for one in found if not one.people]
    return early[-1] if early else next(iter(found), None)


def _news(
    scene: Scene, talk: Talk, person: Addressee, memory: Belief
) -> Letter | Blocked | None:
    until = beliefs.owed_until(talk, memory) if memory.facts else scene.now
    if is_forgotten(scene, talk) if until is None else until <= scene.now:
        return None
    found = changes(talk, memory)
    if not found:
        return None
    told = memory.facts[0][0]
    if is_off(talk):
        gone = talk in scene.programme.vanished
        what = "somebody cancelled it" if gone else f"the record says {talk.status}"
        reason, due = reasons.off(told, talk, scene.now, what), scene.changed(talk)
    else:
        reason = reasons.news(told, found, talk, scene.now)
        due, settles = settled(scene, talk, memory)
        if settles:
            reason += "; waiting until the record has been quiet for a while"
    letter = write(scene, talk, person, memory, due, reason)
    slip = beliefs.slip(talk, memory, scene.now)
    if slip:
        return Blocked(letter, slip)
    return unless_to_and_fro(talk, unless_told(letter, memory), memory)


def write(  # noqa: PLR0913, PLR0917 - what makes a letter
    scene: Scene,
    talk: Talk,
    person: Addressee,
    memory: Belief,
    due: datetime,
    reason: str,
) -> Letter:
    """Return the news of the present facts to one person: one for each state of it."""
    return scene.letter(
        talk,
        Kind.NOTIFICATION,
        person.to,
        due,
        revision=str(scene.sequence(talk)),
        reason=reason,
        changes=tuple(
            one
            for one in changes(talk, memory)
            if one.field != "status" or not is_off(talk)  # that is said at once
        ),
        person=person.name,
        as_host=person.as_host,
        guests=person.guests,
        until=beliefs.owed_until(talk, memory) if memory.facts else None,
    )
