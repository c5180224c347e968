"""Everything the rules look at, in one place: records, memory and the clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from announcer import when
from announcer.facts import facts_of
from announcer.ledger import Told
from announcer.talk import Programme, Status, Talk, TellRule
from announcer.telling import Kind, Mention, Telling

ACTIVE = frozenset({Status.CONFIRMED, Status.TENTATIVE})


class Message(NamedTuple):
    """A message about one talk, before it is said to whom it goes."""

    kind: Kind
    revision: str
    due: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is known now.

    ``told`` are the messages about each uid, ``moved`` when the facts of a talk last
    changed. ``successors`` has for a talk without a record the one that may be it.
    """

    programme: Programme
    told: Mapping[str, Sequence[Told]]
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

    def changed(self, talk: Talk) -> datetime:
        """Return when the facts of a talk were first seen as they are now."""
        moment = min(self.moved.get(talk.uid, self.now), self.now)
        return when.in_zone(moment, when.zone(talk.series.timezone))

    def telling(self, talk: Talk, address: str, message: Message) -> Telling:
        """Return the message about one talk that tells its present facts."""
        return Telling(
            uid=talk.uid,
            kind=message.kind,
            address=address,
            revision=message.revision,
            sequence=self.sequence(talk),
            facts=facts_of(talk).to_json(),
            reason=message.reason,
            due=message.due,
        )


def named_after(due: datetime) -> str:
    """Return the revision of a message that a rule asks for: one for each moment."""
    return due.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def rules(talk: Talk, *kinds: Kind) -> list[TellRule]:
    """Return the rules of a talk's series for some kinds of message."""
    return [rule for rule in talk.series.tell if rule.kind in kinds]


def mentions(talks: Iterable[Talk]) -> tuple[Mention, ...]:
    """Return what a message about several talks tells of each."""
    return tuple(Mention(uid=t.uid, facts=facts_of(t).to_json()) for t in talks)


def unready(talk: Talk) -> str:
    """Say why a talk should not be announced yet; empty if it may be."""
    if talk.status is Status.TENTATIVE and not talk.series.announce_tentative:
        return "not ready: tentative"
    if talk.title is None and not talk.series.announce_untitled:
        return "not ready: no title"
    return ""
