"""Messages to single people before a talk, and the thanks to its audience after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from announcer import when
from announcer.mailbox import Mailbox, key
from announcer.plan import moments, reasons
from announcer.plan.items import Blocked, Planned
from announcer.plan.memory import ALONE, AMONG, NOTHING, Memory, by_address
from announcer.plan.scene import ACTIVE, Message, Scene, named_after, rules, unready
from announcer.plan.talks import FIRST, Occasion, occasions_of
from announcer.talk import Speaker, Talk
from announcer.telling import Kind

# Thanks that come later than this, or slides that do, are of no use to anybody.
THANKS_UNTIL = timedelta(days=14)


class _Person(NamedTuple):
    name: str
    email: str
    speaker: Speaker | None  # None: the host, who is asked on behalf of all


def before(scene: Scene, talk: Talk) -> Iterator[Planned | Blocked]:
    """Yield requests to the speakers or host, and texts for them to pass on."""
    if talk.status not in ACTIVE:
        return
    for kind in (Kind.REQUEST, Kind.FORWARD):
        occasions = occasions_of(talk, kind)
        passed = [one for one in occasions if one.due <= scene.now]
        for occasion in (*passed[-1:], *occasions[len(passed) :]):
            yield from to_people(scene, talk, kind, occasion)


def to_people(
    scene: Scene, talk: Talk, kind: Kind, occasion: Occasion
) -> Iterator[Planned | Blocked]:
    """Yield one kind of message to each speaker with an address, or to the host."""
    due = occasion.due
    if kind is Kind.REQUEST and not _needed(talk):
        return
    people = _people(talk)
    if not people and due <= scene.now:
        reason = "there is no email address of a speaker or host"
        yield Blocked(kind=kind, talk=talk, address="", due=due, reason=reason)
    told = by_address(scene.told.get(talk.uid, ()))
    for person in people:
        memory = told.get(key(person.email), NOTHING)
        if not memory.since(due, frozenset({kind})):
            yield from _to_person(scene, talk, kind, occasion, person)


def _to_person(
    scene: Scene, talk: Talk, kind: Kind, occasion: Occasion, person: _Person
) -> Iterator[Planned | Blocked]:
    due = occasion.due
    why = unready(talk) if kind is Kind.FORWARD else ""
    if why and due <= scene.now:
        yield Blocked(kind=kind, talk=talk, address=person.email, due=due, reason=why)
        return
    missing = _missing(talk, person) if kind is Kind.REQUEST else ()
    if kind is Kind.REQUEST and not missing:
        return
    what = f"missing: {', '.join(missing)}" if missing else occasion.rule.text
    reason = f"{what}; {reasons.ahead(talk, scene.now)}"
    message = Message(kind, named_after(due), due, reason)
    telling = scene.telling(talk, person.email, message)
    yield Planned(
        telling=replace(telling, facts=""),  # the audience has not been told anything
        to=Mailbox(person.email),
        series=talk.series,
        talks=(talk,),
        to_list=False,
        person=person.name,
        missing=missing,
        by=_deadline(scene, talk) if missing else None,
        ready=not why,
    )


def _people(talk: Talk) -> list[_Person]:
    speakers = [_Person(s.name, s.email, s) for s in talk.speakers if s.email]
    if not speakers and talk.host and talk.host.email:
        return [_Person(talk.host.name, talk.host.email, None)]
    return speakers


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


def after(scene: Scene, talk: Talk) -> Iterator[Planned]:
    """Yield the thanks for a talk that is over: where its slides and recording are."""
    to = talk.series.mailing_list
    thanks = rules(talk, Kind.THANKS)
    if not thanks or to is None or talk.status not in ACTIVE:
        return
    memory = by_address(scene.told.get(talk.uid, ())).get(key(to.address), NOTHING)
    due = max(talk.end, min(moments.moment(rule, talk) for rule in thanks))
    if _thanked_or_too_late(memory, due, scene.now):
        return
    ready = bool(talk.slides or talk.video)
    reason = "the talk is over; " + (
        "slides or a recording are there" if ready else "no slides or recording yet"
    )
    message = Message(Kind.THANKS, FIRST, due, reason)
    yield Planned(
        telling=scene.telling(talk, to.address, message),
        to=to,
        series=talk.series,
        talks=(talk,),
        first=memory.first,
        ready=ready,
    )


def _thanked_or_too_late(memory: Memory, due: datetime, now: datetime) -> bool:
    """Say whether nobody waits for thanks; who never heard of a talk does not."""
    if memory.ever(Kind.THANKS) or not memory.ever(*ALONE, *AMONG):
        return True
    return now > when.later(due, THANKS_UNTIL)
