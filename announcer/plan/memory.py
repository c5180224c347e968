"""What one audience knows of one talk, read from the messages that it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from announcer.facts import Facts
from announcer.kinds import ALONE, SEVERAL, Kind
from announcer.ledger import State, Telling
from announcer.mailbox import Mailbox, key


class Memory:
    """The messages about one talk to one address; those that failed never happened.

    A message whose fate is unknown counts as told until somebody says that it was not.
    """

    __slots__ = ("told",)

    def __init__(self, told: Iterable[Telling]) -> None:
        self.told = tuple(one for one in told if one.state is not State.FAILED)

    def has(self, kind: Kind, revision: str) -> bool:
        """Say whether this very message was told."""
        return any(o.kind is kind and o.revision == revision for o in self.told)

    def ever(self, *kinds: Kind) -> bool:
        """Say whether any message of these kinds was told."""
        return any(one.kind in kinds for one in self.told)

    def since(self, moment: datetime, kinds: frozenset[Kind]) -> bool:
        """Say whether one of these kinds was told at or after a moment."""
        return any(o.kind in kinds and o.claimed_at >= moment for o in self.told)

    def latest(self, kinds: frozenset[Kind]) -> Telling | None:
        """Return the last message of these kinds that told facts."""
        found = (o for o in reversed(self.told) if o.kind in kinds and o.facts_json)
        return next(found, None)

    @property
    def facts(self) -> tuple[tuple[Telling, Facts], ...]:
        """Return what was told last, and what was told last about this talk alone.

        They differ where a digest went out while an update was waiting: whoever read
        only the announcement still has to hear of the change.
        """
        found = {
            one.id: (one, one.facts)
            for kinds in (ALONE | SEVERAL, ALONE)
            if (one := self.latest(kinds)) is not None
        }
        return tuple((one, facts) for one, facts in found.values() if facts)

    def thread(self, kind: Kind, revision: str) -> str | None:
        """Return the Message-ID that a message goes under: of the first one before it.

        That is what it went under if it has gone out already.
        """
        for one in self.told:
            if one.kind is kind and one.revision == revision:
                return None
            if one.kind in ALONE and one.message_id:
                return one.message_id
        return None


class Belief(Memory):
    """What a speaker or host knows of his talk, who may know it from others.

    ``facts`` are at most one telling and what he takes for true, ``fields`` those of
    them that he was ever told.
    """

    __slots__ = ("_facts", "fields")

    def __init__(
        self,
        told: Iterable[Telling],
        facts: tuple[tuple[Telling, Facts], ...],
        fields: frozenset[str],
    ) -> None:
        super().__init__(told)
        self._facts = facts
        self.fields = fields

    @property
    def facts(self) -> tuple[tuple[Telling, Facts], ...]:
        """Return what was told last."""
        return self._facts


def by_address(told: Iterable[Telling]) -> dict[str, Memory]:
    """Sort the messages about a talk by whom they went to."""
    found: dict[str, list[Telling]] = {}
    for one in told:
        found.setdefault(key(one.address), []).append(one)
    return {address: Memory(all_) for address, all_ in found.items()}


def place(to: Mailbox | None) -> str:
    """Return an address as it is compared; empty for nobody."""
    return key(to.address) if to else ""


NOTHING = Memory(())
