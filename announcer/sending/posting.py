"""Handing messages over: claim, deliver, settle, and again for those told "later".

Between two attempts a message is not claimed: whoever dies while he waits leaves it
unsent, and not in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from announcer import when
from announcer.delivery import DELAYS, open_delivery
from announcer.errors import AnnouncerError, LedgerError
from announcer.formats.mail import Message
from announcer.ledger import OVERTAKEN, Claim, Ledger
from announcer.letter import settings, timezone
from announcer.post import Delivery, Fate, Secret
from announcer.sending.pauses import REFUSED
from announcer.talk import MailSettings, Site

LOCK = "send"
# Longer than any one message can take: 10 minutes at the final dot, and the way there.
LOCKED = timedelta(hours=1)
# One hang-up may be about one message, which must not keep back all the others.
_GONE = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one letter in a run; None if somebody else has it in hand.

    ``reachable`` is false if nobody was there to take it: then there is no use in
    waiting some minutes for a better answer.
    """

    message: Message
    fate: Fate | None
    reason: str = ""
    reachable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a run may use of the world.

    ``clock`` says what time it is, ``sleep`` waits so many seconds, ``secret`` gives
    what to ask for a password, relative paths count from ``folder``, and ``watch`` sees
    every outcome as it happens, also those that are not the last word. ``delays`` are
    the waits before each further attempt; timeouts are those of ``open_delivery``.
    """

    folder: Path
    secret: Callable[[MailSettings], Secret | None]
    clock: Callable[[], datetime]
    sleep: Callable[[float], object]
    watch: Callable[[Outcome], object] = lambda _: None
    delays: Sequence[float] = DELAYS
    timeout: float = 60
    final_timeout: float = 600


def post(
    messages: Iterable[Message], site: Site, ledger: Ledger | None, means: Means
) -> tuple[Outcome, ...]:
    """Hand over every message, each way opened once for all that leave by it.

    Without a ledger these are trials, and nothing is written down.
    """
    if ledger and not ledger.lock(LOCK, means.clock(), LOCKED):
        raise LedgerError(OVERTAKEN)
    began = means.clock()
    ways: dict[tuple[str | None, str | None], _Way] = {}
    for message in messages:
        leaves = settings(message.letter, site)
        way = (leaves.via, leaves.password_command)
        ways.setdefault(way, _Way(leaves, site, began, [])).messages.append(message)
    return tuple(
        outcome for way in ways.values() for outcome in _by_one_way(way, ledger, means)
    )


class _Way(NamedTuple):
    """How some messages leave, of which site they are, and when they were written."""

    settings: MailSettings
    site: Site
    written: datetime
    messages: list[Message]

    def outdated(self, message: Message, now: datetime) -> str:
        """Say why a message is no longer true that was true when it was written.

        A run may last: servers are slow, and laptops sleep.
        """
        until = message.letter.until
        if until is not None and until <= now:
            return "its time was over before it could be sent"
        zone = when.zone(timezone(message.letter, self.site))
        days = {when.in_zone(one, zone).date() for one in (self.written, now)}
        if len(days) > 1:  # it may say today, or tomorrow
            return "it was written on another day; the next run writes it anew"
        if any(self.written < talk.end <= now for talk in message.letter.talks):
            return "its talk ended meanwhile; the next run writes it anew"
        return ""


def _by_one_way(way: _Way, ledger: Ledger | None, means: Means) -> list[Outcome]:
    """Return the last word about each message, in their order."""
    known: dict[int, Outcome] = {}
    waiting = list(enumerate(way.messages))
    for delay in (0.0, *means.delays):
        if delay:
            means.sleep(delay)
            now = means.clock()
            waiting = [one for one in waiting if not way.outdated(one[1], now)]
        for number, outcome in _round(waiting, way, ledger, means):
            known[number] = outcome
            means.watch(outcome)
        waiting = [one for one in waiting if _may_agree_later(known[one[0]])]
        if not waiting:
            break
    return [known[number] for number in sorted(known)]


def _may_agree_later(outcome: Outcome) -> bool:
    return outcome.fate is Fate.DEFERRED and outcome.reachable


def _round(
    messages: list[tuple[int, Message]],
    leaves: _Way,
    ledger: Ledger | None,
    means: Means,
) -> Iterator[tuple[int, Outcome]]:
    """Try each message once; no more where the server seems to be gone."""
    if not messages:
        return
    waiting = iter(messages)
    reason, missed = "", 0
    try:
        with _opened(leaves.settings, means) as way:
            for number, message in waiting:
                if why := leaves.outdated(message, means.clock()):
                    outcome = Outcome(message, Fate.DEFERRED, why, reachable=False)
                    yield number, outcome
                    continue
                outcome = _one(message, way, ledger, means)
                yield number, outcome
                missed = 0 if outcome.reachable else missed + 1
                if missed == _GONE:
                    reason = outcome.reason
                    break
    except LedgerError:
        raise
    except AnnouncerError as error:  # also where nobody knows its password
        reason = str(error)
    for number, message in waiting:
        yield number, Outcome(message, Fate.DEFERRED, reason, reachable=False)


def _opened(leaves: MailSettings, means: Means) -> AbstractContextManager[Delivery]:
    return open_delivery(
        leaves.via or "",
        means.secret(leaves),
        folder=means.folder,
        timeout=means.timeout,
        final_timeout=means.final_timeout,
    )


def _one(
    message: Message, way: Delivery, ledger: Ledger | None, means: Means
) -> Outcome:
    if ledger is None:
        return _hand_over(message, way)
    claim = ledger.claim(
        message.letter,
        means.clock(),
        subject=message.subject,
        message_id=message.message_id,
        lock=LOCK,
    )
    if claim is None:
        return Outcome(message, None, "another run has told it, or is telling it")
    try:
        outcome = _hand_over(message, way)
    except BaseException:  # stopped in mid-sentence: nobody knows how far it came
        # what is not written down is in doubt too, once this process has ended
        with suppress(LedgerError):
            ledger.doubt(claim, "stopped while it was being sent")
        raise
    _settle(ledger, claim, outcome, means.clock())
    return outcome


def _hand_over(message: Message, way: Delivery) -> Outcome:
    receipt = way.deliver(message.content, message.sender, message.recipient)
    return Outcome(message, receipt.fate, receipt.reason, receipt.reachable)


def _settle(ledger: Ledger, claim: Claim, outcome: Outcome, now: datetime) -> None:
    try:
        if outcome.fate is Fate.SENT:
            ledger.confirm(claim, now)
        elif outcome.fate is Fate.UNKNOWN:
            ledger.doubt(claim, outcome.reason)
        elif outcome.fate is Fate.REFUSED:
            ledger.release(claim, REFUSED + outcome.reason)
        else:
            ledger.release(claim, f"not now: {outcome.reason}")
    except LedgerError as error:
        became = _BECAME[outcome.fate or Fate.UNKNOWN]
        raise LedgerError(
            f"the message to {claim.letter.address} {became}, but that could not be "
            f"written down. Say so with `announcer send --resolve`. {error}"
        ) from None


_BECAME = {
    Fate.SENT: "went out",
    Fate.UNKNOWN: "went out or did not, nobody knows",
    Fate.REFUSED: "was refused",
    Fate.DEFERRED: "was not sent",
}
