"""Messages as the ledger knows them: claimed, told, drafted.

Nothing here knows of a database: who only speaks of these does not wait for one.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from announcer.classes import dataclass
from announcer.facts import Facts
from announcer.kinds import Kind
from announcer.letter import Letter
from announcer.mailbox import key as canonical


class State(StrEnum):
    """How far a message came; ``failed`` ones were not sent and may be tried again.

    What is ``known`` was told by hand: no message went out, and none has to.
    """

    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    KNOWN = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What became of a letter, as it concerns one talk.

    ``number`` puts the messages of a ledger in their order, whatever the clocks said.
    ``facts_json`` are the facts that this message told of that talk (empty if none);
    ``people`` says that speakers and hosts hear of what changes after it, as they did
    not of what earlier releases told;
    all times are UTC. ``error`` says why it failed or is unknown.
    """

    id: str
    uid: str
    kind: Kind
    revision: str
    address: str
    sequence: int
    number: int
    state: State
    owner: str
    attempts: int
    claimed_at: datetime
    sent_at: datetime | None
    message_id: str
    subject: str
    reason: str
    error: str
    facts_json: str
    people: bool = True

    @property
    def facts(self) -> Facts | None:
        """Return the facts that were told, None if the message told none."""
        return Facts.from_json(self.facts_json) if self.facts_json else None


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send one message, for whoever holds this."""

    id: str
    letter: Letter
    owner: str


class Wanted(NamedTuple):
    """A message that somebody wants to send."""

    letter: Letter
    subject: str = ""
    message_id: str = ""


class End(NamedTuple):
    """How a claim ended, and why where it was not sent."""

    claim: Claim
    state: State
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter that waits for a person, or that one has approved.

    ``digest`` names its text as of ``held_at``, by whose clock it was written. After
    ``until`` it is of no use (None: it always is).
    """

    id: str
    uid: str
    kind: Kind
    address: str
    subject: str
    digest: str
    held_at: datetime
    until: datetime | None = None
    approved_at: datetime | None = None


def telling_id(uid: str, kind: str, revision: str, address: str) -> str:
    """Return the name of a message; case and spaces around its address do not count."""
    return _named(uid, kind, revision, canonical(address))


def old_telling_id(uid: str, kind: str, revision: str, address: str) -> str:
    """Return its name in ledgers that hold a domain as people wrote it."""
    return _named(uid, kind, revision, address.strip().casefold())


def _named(*key: str) -> str:
    return sha256("\x1f".join(key).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def draft_id(letter: Letter) -> str:
    """Return the name of the draft of a letter, which its telling will bear."""
    return telling_id(letter.uid, letter.kind, letter.revision, letter.address)
