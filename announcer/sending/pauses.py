"""What a server has refused waits before it is tried again, longer each time.

A refusal is for good until somebody mends the address or the server. Asking again every
few minutes would only bring the sender on a list of bad ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from announcer.classes import dataclass
from announcer.ledger import DOUBTFUL, State, Telling
from announcer.letter import Letter
from announcer.mailbox import key

REFUSED = "refused: "  # how the ledger's note of a refusal begins
_FIRST = timedelta(minutes=15)
_LONGEST = timedelta(days=1)
_DOUBLINGS = 7  # from a quarter of an hour to more than a day


@dataclass(frozen=True, slots=True)
class Held:
    """A message that was refused, why, and when it will be tried again."""

    letter: Letter
    reason: str
    until: datetime


def split(
    due: Iterable[Letter], told: Mapping[str, Sequence[Telling]], now: datetime
) -> tuple[tuple[Letter, ...], tuple[Held, ...]]:
    """Return what may go out now, and what waits after a refusal."""
    free: list[Letter] = []
    held: list[Held] = []
    for one in due:
        refusal = _refusal(one, told.get(one.uid, ()), now)
        until = _until(refusal) if refusal else now
        if refusal and until > now:
            held.append(Held(one, refusal.error, until))
        else:
            free.append(one)
    return tuple(free), tuple(held)


def _refusal(letter: Letter, told: Iterable[Telling], now: datetime) -> Telling | None:
    found = (
        one
        for one in told
        if one.state is State.FAILED
        and one.error.startswith(REFUSED)
        and (one.kind, one.revision) == (letter.kind, letter.revision)
        and key(one.address) == key(letter.address)
        and one.claimed_at <= now + DOUBTFUL
    )
    return next(found, None)


def _until(refusal: Telling) -> datetime:
    pause = _FIRST * (1 << min(refusal.attempts - 1, _DOUBLINGS))
    return refusal.claimed_at + min(pause, _LONGEST)
