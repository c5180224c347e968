"""Handing messages over: claim, deliver, settle, and again for those told "later".

Messages are claimed one by one, or as many as the way takes in one go. Between two
attempts a message is not claimed: whoever dies while he waits leaves it unsent, and not
in doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from announcer import when
from announcer.classes import dataclass
from announcer.delivery import DELAYS, Screened, open_delivery
from announcer.errors import AnnouncerError, LedgerError
from announcer.executing import Executor, Here
from announcer.formats.mail import Message
from announcer.kinds import SEVERAL
from announcer.ledger import OVERTAKEN, Claim, End, Ledger, State, Wanted
from announcer.letter import settings, timezone
from announcer.post import Fate, Parcel, Secret
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
    ``executor`` writes the messages before they are sent.
    """

    folder: Path
    secret: Callable[[MailSettings], Secret | None]
    clock: Callable[[], datetime]
    sleep: Callable[[float], object]
    watch: Callable[[Outcome], object] = lambda _: None
    delays: Sequence[float] = DELAYS
    timeout: float = 60
    final_timeout: float = 600
    executor: Executor = field(default_factory=Here)


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
        is_list = message.letter.kind in SEVERAL  # of what is to come
        for talk in message.letter.talks:
            if self.written < (talk.start if is_list else talk.end) <= now:
                how = "a talk in it began" if is_list else "its talk ended"
                return f"{how} meanwhile; the next run writes it anew"
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
            while some := list(islice(waiting, way.together)):
                for number, outcome in _some(some, leaves, way, ledger, means):
                    yield number, outcome
                    missed = 0 if outcome.reachable else missed + 1
                    reason = outcome.reason
                if missed >= _GONE:
                    break
    except LedgerError:
        raise
    except AnnouncerError as error:  # also where nobody knows its password
        reason = str(error)
    for number, message in waiting:
        yield number, Outcome(message, Fate.DEFERRED, reason, reachable=False)


def _opened(leaves: MailSettings, means: Means) -> AbstractContextManager[Screened]:
    return open_delivery(
        leaves.via or "",
        means.secret(leaves),
        folder=means.folder,
        timeout=means.timeout,
        final_timeout=means.final_timeout,
    )


def _some(
    messages: list[tuple[int, Message]],
    leaves: _Way,
    way: Screened,
    ledger: Ledger | None,
    means: Means,
) -> Iterator[tuple[int, Outcome]]:
    """Hand over, in one go, what is still true of some messages."""
    now = means.clock()
    whys = [leaves.outdated(message, now) for _, message in messages]
    fresh = [
        message for (_, message), why in zip(messages, whys, strict=True) if not why
    ]
    outcomes = iter(_together(fresh, way, ledger, means) if fresh else ())
    for (number, message), why in zip(messages, whys, strict=True):
        if why:
            yield number, Outcome(message, Fate.DEFERRED, why, reachable=False)
        else:
            yield number, next(outcomes)


def _together(
    messages: Sequence[Message], way: Screened, ledger: Ledger | None, means: Means
) -> list[Outcome]:
    if ledger is None:
        return _hand_over(messages, way)
    wanted = [Wanted(one.letter, one.subject, one.message_id) for one in messages]
    claims = ledger.claim_all(wanted, means.clock(), lock=LOCK)
    both = zip(messages, claims, strict=True)
    held = [(message, claim) for message, claim in both if claim]
    try:
        outcomes = _hand_over([message for message, _ in held], way)
    except BaseException:  # stopped in mid-sentence: nobody knows how far it came
        # what is not written down is in doubt too, once this process has ended
        doubts = [End(claim, State.UNKNOWN, _STOPPED) for _, claim in held]
        with suppress(LedgerError):
            ledger.settle(doubts)
        raise
    _settle(ledger, [claim for _, claim in held], outcomes, means.clock())
    known = iter(outcomes)
    return [
        next(known) if claim else Outcome(message, None, _OTHERS)
        for message, claim in zip(messages, claims, strict=True)
    ]


_NOT_NOW = "not now: "
_STOPPED = "stopped while it was being sent"
_OTHERS = "another run has told it, or is telling it"


def _hand_over(messages: Sequence[Message], way: Screened) -> list[Outcome]:
    parcels = [Parcel(one.content, one.sender, one.recipient) for one in messages]
    return [
        Outcome(message, receipt.fate, receipt.reason, receipt.reachable)
        for message, receipt in zip(messages, way.deliver_all(parcels), strict=True)
    ]


def _settle(
    ledger: Ledger, claims: Sequence[Claim], outcomes: Sequence[Outcome], now: datetime
) -> None:
    if not claims:
        return
    ends = [_end(*one) for one in zip(claims, outcomes, strict=True)]
    try:
        ledger.settle(ends, now)
    except LedgerError as error:
        raise LedgerError(
            f"{_became(outcomes)}, but that could not be written down. "
            f"Say so with `announcer send --resolve`. {error}"
        ) from None


def _end(claim: Claim, outcome: Outcome) -> End:
    if outcome.fate is Fate.SENT:
        return End(claim, State.SENT)
    if outcome.fate is Fate.UNKNOWN:
        return End(claim, State.UNKNOWN, outcome.reason)
    refused = outcome.fate is Fate.REFUSED
    return End(claim, State.FAILED, (REFUSED if refused else _NOT_NOW) + outcome.reason)


def _became(outcomes: Sequence[Outcome]) -> str:
    """Say of every message what became of it, those of one fate together."""
    found: dict[Fate, list[str]] = {}
    for one in outcomes:
        to = found.setdefault(one.fate or Fate.UNKNOWN, [])
        if one.message.recipient not in to:
            to.append(one.message.recipient)
    counts = Counter(one.fate or Fate.UNKNOWN for one in outcomes)
    return "; ".join(
        f"the message to {to[0]} {_BECAME[fate]}"
        if counts[fate] == 1
        else f"{counts[fate]} messages to {', '.join(to)} {_THEY[fate]}"
        for fate, to in found.items()
    )


_THEY = {
    Fate.SENT: "went out",
    Fate.UNKNOWN: "went out or did not, nobody knows",
    Fate.REFUSED: "were refused",
    Fate.DEFERRED: "were not sent",
}
_BECAME = {
    Fate.SENT: "went out",
    Fate.UNKNOWN: "went out or did not, nobody knows",
    Fate.REFUSED: "was refused",
    Fate.DEFERRED: "was not sent",
}
