"""Messages to single people by rule: requests, texts to pass on, briefings.

A speaker without an address is asked through the host. Who can be reached in neither
way is named, loudly. A rule writes to a person once about a talk, also where the talk
moves by some days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from announcer import when
from announcer.access import is_off
from announcer.kinds import Kind
from announcer.lazy import pattern
from announcer.ledger import Telling
from announcer.letter import Letter
from announcer.mailbox import Mailbox
from announcer.plan import moments, reasons
from announcer.plan.memory import NOTHING, Memory, place
from announcer.plan.scene import Blocked, Occasion, Scene, named_after, rules, unready
from announcer.plan.talks import occasions_of
from announcer.talk import LEADING, Recording, Role, Speaker, Talk

NOTHING_MISSING = "nothing is missing"
# How long before its moment a message of the same rule is still that message.
_SAME = timedelta(days=28)
_FRESH = timedelta(days=3)  # nor is anybody asked again so soon, whatever asked him
_BEFORE = (Kind.REQUEST, Kind.FORWARD, Kind.BRIEFING)
_BETWEEN = " | "
_MOMENT = pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ")  # what earlier releases wrote


class Addressee(NamedTuple):
    """Who is written to about a talk, and on behalf of which speakers.

    Without ``to`` nobody can be: then it is a speaker whom no address is known of.
    """

    name: str | None
    to: Mailbox | None
    speakers: tuple[Speaker, ...]
    as_host: bool = False

    @property
    def guests(self) -> tuple[str, ...]:
        """Return the names of the speakers that a host is asked about."""
        return tuple(one.name for one in self.speakers) if self.as_host else ()


def addressees(talk: Talk, people: tuple[Speaker, ...]) -> list[Addressee]:
    """Return those with an address, then the host for the others, or these."""
    found = speakers(people)
    others = tuple(one for one in people if not one.email)
    if not others and found:
        return found
    host = host_of(talk, others)
    if host:
        return [*found, host]
    nobody = [Addressee(one.name, None, (one,)) for one in others]
    return found + (nobody or [Addressee(None, None, ())])


def speakers(people: tuple[Speaker, ...]) -> list[Addressee]:
    """Return the speakers with an address; those who share one get one letter."""
    found: dict[str, Addressee] = {}
    for one in people:
        if one.email:
            to = Mailbox(one.email)
            known = found.get(place(to))
            name = f"{known.name}, {one.name}" if known else one.name
            both = (*known.speakers, one) if known else (one,)
            found[place(to)] = Addressee(name, known.to if known else to, both)
    return list(found.values())


def host_of(talk: Talk, guests: tuple[Speaker, ...]) -> Addressee | None:
    """Return the host as the one who is asked about guests, if he has an address."""
    if talk.host is None or not talk.host.email:
        return None
    return Addressee(talk.host.name, Mailbox(talk.host.email), guests, as_host=True)


def before(
    scene: Scene, talk: Talk, waiting: frozenset[str] = frozenset()
) -> Iterator[Letter | Blocked]:
    """Yield requests to speakers or hosts, texts for them to pass on, and briefings.

    Those who are ``waiting`` for news hear that first; they are named by address.
    """
    if is_off(talk):
        return
    for kind in _BEFORE:
        occasions = occasions_of(talk, kind)
        passed = [one for one in occasions if one.due <= scene.now]
        for occasion in (*passed[-1:], *occasions[len(passed) :]):
            for item in to_people(scene, talk, kind, occasion):
                letter = item.letter if isinstance(item, Blocked) else item
                if letter.due > scene.now or place(letter.to) not in waiting:
                    yield item


def to_people(
    scene: Scene, talk: Talk, kind: Kind, occasion: Occasion
) -> Iterator[Letter | Blocked]:
    """Yield one kind of message to each speaker with an address, and to the host."""
    if kind is Kind.REQUEST and not _needed(talk):
        return
    told = scene.memories(talk)
    for letter in letters(scene, talk, kind, occasion):
        why = objection(letter)
        memory = told.get(place(letter.to), NOTHING)
        if letter.to and _is_told(memory, letter, occasion):
            continue
        if not why:
            yield _named_anew(letter, memory)
        elif letter.due <= scene.now and why != NOTHING_MISSING:
            yield Blocked(letter, why)
        elif letter.to and why != NOTHING_MISSING:
            yield replace(letter, ready=False)


def objection(letter: Letter) -> str:
    """Say why a letter to a person cannot go out; empty if it can."""
    if letter.to is None:
        if letter.person is None:
            return "there is no email address of a speaker or host"
        return f"there is no email address of {letter.person}, nor of a host"
    if letter.kind is Kind.FORWARD:
        return unready(letter.talks[0])
    if letter.kind is Kind.REQUEST and not letter.missing:
        return NOTHING_MISSING
    return ""


def letters(
    scene: Scene, talk: Talk, kind: Kind, occasion: Occasion
) -> Iterator[Letter]:
    """Yield the letters to the people of a talk, and those that nobody can get."""
    found = (
        _whom_to_ask(talk) if kind is Kind.REQUEST else addressees(talk, talk.speakers)
    )
    if kind is Kind.FORWARD and any(one.to for one in found):
        found = [one for one in found if one.to]  # one who passes it on is enough
    for person in found:
        missing = _missing(talk, person) if kind is Kind.REQUEST else ()
        what = f"missing: {', '.join(missing)}" if missing else occasion.rule.text
        ahead = reasons.ahead(talk, scene.now)
        yield scene.letter(
            talk,
            kind,
            person.to,
            occasion.due,
            revision=_revision(occasion.rule.text, missing, person.guests),
            reason=f"{what}; {'the talk is over' if talk.end <= scene.now else ahead}",
            person=person.name,
            as_host=person.as_host,
            guests=person.guests,
            missing=missing,
            by=_deadline(scene, talk) if missing else None,
        )


# What a rule has written to whom


def _revision(rule: str, missing: Iterable[str], guests: Iterable[str]) -> str:
    """Name a message after its rule, what it asks for, and about whom it asks a host.

    Not after its moment: that moves with the talk.
    """
    parts = (rule, " ".join(missing), "; ".join(guests))
    return _BETWEEN.join(parts).rstrip(" |")


def _is_told(memory: Memory, letter: Letter, occasion: Occasion) -> bool:
    """Say whether a rule has written to somebody: not if more is to be asked now."""
    present = {rule.text for rule in rules(letter.talks[0], letter.kind)}
    return any(
        _asks_as_much(one, letter)
        and one.claimed_at
        >= when.later(letter.due, -_reach(one, letter.kind, occasion, present))
        for one in memory.told
        if one.kind is letter.kind
    )


def _asks_as_much(one: Telling, letter: Letter) -> bool:
    if _MOMENT.fullmatch(one.revision):
        return True
    _, *rest = one.revision.split(_BETWEEN)
    items, guests = (*rest, "", "")[:2]
    about = set(filter(None, guests.split("; ")))
    same = set(letter.guests) <= about if letter.as_host else not about
    return same and set(letter.missing) <= set(items.split())


def _reach(
    one: Telling, kind: Kind, occasion: Occasion, present: set[str]
) -> timedelta:
    """Return how long before the moment of a rule a message counts for it."""
    rule = one.revision.partition(_BETWEEN)[0]
    if rule != occasion.rule.text and rule in present:
        return timedelta()
    is_same = rule == occasion.rule.text or kind is not Kind.REQUEST
    return _SAME if is_same else _FRESH


def _named_anew(letter: Letter, memory: Memory) -> Letter:
    """Give what has gone out before another name: so long ago, it is another one."""
    if not memory.has(letter.kind, letter.revision):
        return letter
    parts = (*letter.revision.split(_BETWEEN), "", "")[:3]
    return replace(letter, revision=_BETWEEN.join((*parts, named_after(letter.due))))


# What a request asks for


def _needed(talk: Talk) -> bool:
    bios = all(speaker.bio for speaker in _asked(talk))
    asked = talk.recording is Recording.ASKED
    return asked or not (talk.title and talk.abstract and bios)


def _asked(talk: Talk) -> tuple[Speaker, ...]:
    """Return who may be asked: not who leads a talk that others give."""
    return tuple(one for one in talk.speakers if one.role not in LEADING)


def _whom_to_ask(talk: Talk) -> list[Addressee]:
    """Return whom a request goes to: where nobody named gives a talk, the host."""
    found = addressees(talk, _asked(talk))
    if _authors(talk) or (talk.title and talk.abstract) or not found[-1].speakers:
        return found
    if found[-1].as_host:
        return found
    return [*found, host_of(talk, ()) or Addressee(None, None, ())]


def _authors(talk: Talk) -> tuple[Speaker, ...]:
    """Return whose the title is: a panel's where nobody gives a talk beside it."""
    plain = tuple(one for one in talk.speakers if one.role is None)
    return plain or tuple(one for one in talk.speakers if one.role is Role.PANEL)


def _missing(talk: Talk, person: Addressee) -> tuple[str, ...]:
    """Return what one person can help with.

    Who only answers a talk knows nothing of its title. Consent to a recording is asked
    for along with the rest, and until there is an answer where the record says that it
    was asked for.
    """
    authors = _authors(talk)
    gives = any(one in authors for one in person.speakers)
    gives = gives or (not authors and (person.as_host or not person.speakers))
    missing = {
        "title": gives and talk.title is None,
        "abstract": gives and talk.abstract is None,
        "bio": any(speaker.bio is None for speaker in person.speakers),
    }
    found = [name for name, is_missing in missing.items() if is_missing]
    if found and any(speaker.affiliation is None for speaker in person.speakers):
        found.append("affiliation")
    if talk.recording is Recording.ASKED or (found and talk.recording is None):
        found.append("consent")
    return tuple(found)


def _deadline(scene: Scene, talk: Talk) -> date | None:
    """Return the day the announcement goes out, if that is still to come."""
    occasions = occasions_of(talk, Kind.ANNOUNCEMENT)
    zone = when.zone(talk.series.timezone)
    days = (when.in_zone(one.due, zone).date() for one in occasions)
    today = moments.today(talk.series, scene.now)
    return next((day for day in days if day > today), None)
