"""What one audience knows of one talk, read from the messages that it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from announcer.facts import Facts
from announcer.ledger import State, Told
from announcer.mailbox import key
from announcer.telling import Kind

NEWS = frozenset({Kind.UPDATE, Kind.CANCELLATION, Kind.POSTPONEMENT})
# Messages about one talk alone, and those that mention it among others.
ALONE = NEWS | {Kind.ANNOUNCEMENT, Kind.REMINDER}
AMONG = frozenset({Kind.DIGEST, Kind.PROGRAMME})


class Memory:
    """The messages about one talk to one address; those that failed never happened.

    A message whose fate is unknown counts as told until somebody says that it was not.
    """

    __slots__ = ("told",)

    def __init__(self, told: Iterable[Told]) -> None:
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

    def latest(self, kinds: frozenset[Kind]) -> Told | None:
        """Return the last message of these kinds that told facts."""
        found = (o for o in reversed(self.told) if o.kind in kinds and o.facts_json)
        return next(found, None)

    @property
    def facts(self) -> tuple[tuple[Told, Facts], ...]:
        """Return what was told last, and what was told last about this talk alone.

        They differ where a digest went out while an update was waiting: whoever read
        only the announcement still has to hear of the change.
        """
        found = {
            one.id: (one, one.facts)
            for kinds in (ALONE | AMONG, ALONE)
            if (one := self.latest(kinds)) is not None
        }
        return tuple((one, facts) for one, facts in found.values() if facts)

    @property
    def first(self) -> str:
        """Return the Message-ID that answers go under; empty if there is none."""
        found = (o.message_id for o in self.told if o.kind in ALONE and o.message_id)
        return next(found, "")


def by_address(told: Iterable[Told]) -> dict[str, Memory]:
    """Sort the messages about a talk by whom they went to."""
    found: dict[str, list[Told]] = {}
    for one in told:
        found.setdefault(key(one.address), []).append(one)
    return {address: Memory(all_) for address, all_ in found.items()}


NOTHING = Memory(())
