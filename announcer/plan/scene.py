"""Everything the rules look at, in one place: records, memory and the clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from announcer import access, when
from announcer.access import Channel
from announcer.catalogue import catalogue_of
from announcer.classes import dataclass
from announcer.facts import Facts, facts_of
from announcer.kinds import PERSONAL, THANKING, Kind, TellRule
from announcer.ledger import Telling
from announcer.letter import Letter, Mention
from announcer.mailbox import Mailbox
from announcer.plan import moments
from announcer.plan.memory import NOTHING, Memory, by_address, place
from announcer.talk import Programme, Series, Status, Talk

# What tells a speaker or host how to join; all else he may pass on.
_ON_STAGE = dict.fromkeys((Kind.BRIEFING, Kind.NOTIFICATION), Channel.STAGE)


class Occasion(NamedTuple):
    """What a rule asks for, and when it falls due for a talk; sorts by time."""

    due: datetime
    rule: TellRule


@dataclass(frozen=True, slots=True)
class Blocked:
    """A letter as it would be, and why it cannot go out, with the cure.

    Of a talk that is left out of a digest it is the digest, with that talk alone.
    """

    letter: Letter
    reason: str

    @property
    def talk(self) -> Talk:
        """Return the talk that is not told of."""
        return self.letter.talks[0]


class Missed(Blocked):
    """A letter that was of use once, and can go out no more."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is known now.

    ``told`` are the messages about each uid, ``moved`` when the facts of a talk last
    changed. ``successors`` has for a talk without a record the one that may be it.
    """

    programme: Programme
    told: Mapping[str, Sequence[Telling]]
    moved: Mapping[str, datetime]
    successors: Mapping[str, str]

    @property
    def now(self) -> datetime:
        """Return the present moment."""
        return self.programme.now

    def sequence(self, talk: Talk) -> int:
        """Return how often the facts of a talk have changed."""
        known = self.programme.history.get(talk.uid)
        return known.sequence if known else 0

    def is_held(self, talk: Talk) -> bool:
        """Say whether a talk has lost its record: then nothing is told of it."""
        return talk.uid in catalogue_of(self.programme).held

    def changed(self, talk: Talk) -> datetime:
        """Return when the facts of a talk were first seen as they are now."""
        moment = min(self.moved.get(talk.uid, self.now), self.now)
        return when.in_zone(moment, when.zone(talk.series.timezone))

    def turned_back(self, talk: Talk) -> bool:
        """Say whether the clock was set back since, so that it says nothing."""
        return self.moved.get(talk.uid, self.now) > self.now

    def memories(self, talk: Talk) -> dict[str, Memory]:
        """Return what each address knows of a talk."""
        return by_address(self.told.get(talk.uid, ()))

    def memory(self, talk: Talk, to: Mailbox | None) -> Memory:
        """Return what one address knows of a talk."""
        return self.memories(talk).get(place(to), NOTHING)

    def letter(
        self, talk: Talk, kind: Kind, to: Mailbox | None, due: datetime, **said: Any
    ) -> Letter:
        """Return the letter about one talk that tells its present facts."""
        personal = kind in PERSONAL
        shown = _ON_STAGE.get(kind, Channel.PUBLIC)
        shown = shown if personal else channel((talk,), to)
        if kind not in THANKING:
            said.setdefault("until", moments.begins(talk))
        tells = kind is not Kind.THANKS_SPEAKER  # then all is over
        return Letter(
            kind=kind,
            uid=talk.uid,
            to=to,
            series=_speaking(talk, to),
            talks=(talk,),
            due=due,
            sequence=self.sequence(talk),
            facts=_shown(talk, shown).to_json() if tells else "",
            channel=shown,
            to_list=not personal,
            **said,
        )


def channel(talks: Iterable[Talk], to: Mailbox | None) -> Channel:
    """Return which links a list may be told: those for members only if it is theirs.

    A list that was told earlier, or that other series share, is not theirs.
    """
    theirs = all(is_own(to, talk) for talk in talks)
    return Channel.MEMBERS if theirs else Channel.PUBLIC


def is_own(to: Mailbox | None, talk: Talk) -> bool:
    """Say whether an address is a list of the talk's series."""
    return place(to) in map(place, lists_of(talk))


def lists_of(talk: Talk) -> tuple[Mailbox, ...]:
    """Return the lists of every series that a talk belongs to, each of them once."""
    series = (talk.series, *talk.also)
    found = {place(to): to for one in reversed(series) for to in one.mailing_lists}
    return tuple(found.values())


def _speaking(talk: Talk, to: Mailbox | None) -> Series:
    """Return the series that tells a list: of a joint talk, the one whose it is."""
    for series in (talk.series, *talk.also):
        if place(to) in map(place, series.mailing_lists):
            return series
    return talk.series


def shown_facts(talk: Talk, to: Mailbox | None) -> Facts:
    """Return the facts that a list is told: a link only where it is shown."""
    return _shown(talk, channel((talk,), to))


def _shown(talk: Talk, shown: Channel) -> Facts:
    facts = facts_of(talk)
    if access.is_shown_link(talk.link_access, shown):
        return facts
    return replace(facts, link=None)


def named_after(due: datetime) -> str:
    """Return the revision of a message that a rule asks for: one for each moment."""
    return due.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def rules(talk: Talk, *kinds: Kind) -> list[TellRule]:
    """Return the rules of a talk's series for some kinds of message."""
    return [rule for rule in talk.series.tell if rule.kind in kinds]


def mentions(talks: Iterable[Talk], to: Mailbox | None) -> tuple[Mention, ...]:
    """Return what a message about several talks tells a list of each."""
    return tuple(Mention(uid=t.uid, facts=shown_facts(t, to).to_json()) for t in talks)


def unready(talk: Talk) -> str:
    """Say why a talk should not be announced yet; empty if it may be."""
    if talk.status is Status.TENTATIVE and not talk.series.announce_tentative:
        return "not ready: tentative"
    if talk.title is None and not talk.series.announce_untitled:
        return "not ready: no title"
    return ""
