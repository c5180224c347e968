"""One run of sending: look, remember, write, send, and say how it went."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from announcer.errors import LedgerError
from announcer.formats.mail import Letter
from announcer.ledger import Ledger, Told
from announcer.mailbox import Mailbox
from announcer.plan import Blocked, Planned
from announcer.post import Fate
from announcer.record import Records
from announcer.sending.drafts import Draft, check_ways, write, write_trial
from announcer.sending.pauses import Held, split
from announcer.sending.posting import LOCK, LOCKED, Means, Outcome, post
from announcer.sending.reports import reports, wants_mail
from announcer.survey import Survey, survey
from announcer.templating import Templates

# Which messages a run is about, and which wait: all that are due, if unsaid.
Chosen = tuple[tuple[Planned, ...], tuple[Held, ...]]
Choice = Callable[[Survey, Ledger], Chosen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a run went.

    ``busy`` is true where another run was at work, and nothing else is known then.
    ``left`` counts the messages that a limit left for later, ``held`` wait after a
    refusal, ``unresolved`` are messages of which nobody knows whether they went out.
    ``unbegun`` were not sent because the ledger has never told anybody anything.
    """

    seen: Survey | None = None
    outcomes: tuple[Outcome, ...] = ()
    left: int = 0
    held: tuple[Held, ...] = ()
    unresolved: tuple[Told, ...] = ()
    unbegun: tuple[Planned, ...] = ()
    busy: bool = False

    def fates(self, *fates: Fate) -> tuple[Outcome, ...]:
        """Return the messages with one of these fates."""
        return tuple(one for one in self.outcomes if one.fate in fates)


def due(seen: Survey) -> Chosen:
    """Return what may go out now, and what waits after it was refused."""
    return split(seen.plan.due, seen.told, seen.programme.now)


def is_new(ledger: Ledger) -> bool:
    """Say whether the ledger has never told anybody: it is new, or not the right one.

    Whoever lost a ledger would tell everything again; so a person must say that
    nothing was told before.
    """
    return not ledger.ever_told()


def unannounced(seen: Survey) -> tuple[Blocked, ...]:
    """Return what cannot go out and nobody is written to about."""
    programme = seen.programme
    return tuple(b for b in seen.plan.blocked if not wants_mail(b, programme))


def run(  # noqa: PLR0913 - everything meets here
    records: Records,
    ledger: Ledger,
    templates: Templates,
    means: Means,
    *,
    choose: Choice | None = None,
    limit: int | None = None,
    first: bool = False,
) -> Report:
    """Send what is due, or what is chosen; at most ``limit`` messages.

    A ledger that never told anybody sends only when this is said to be its ``first``.

    Organisers who want to know are written to about what is due and cannot go out.

    The clock is read once for all that the messages say. The ledger notes every change
    first, so that a message and the calendars have one SEQUENCE. Everything is written
    before anything is sent. Raises what reading, writing and the ledger raise.
    """
    if not ledger.writable:
        raise LedgerError(f"{ledger.notice} Nothing was sent.".strip())
    with ledger.alone(LOCK, means.clock(), LOCKED) as is_alone:
        if not is_alone:
            return Report(busy=True)
        seen = survey(records, ledger, means.clock(), remember=True)
        chosen, held = due(seen) if choose is None else choose(seen, ledger)
        if chosen and not first and is_new(ledger):
            open_ = ledger.unresolved(means.clock())
            return Report(seen=seen, held=held, unresolved=open_, unbegun=chosen)
        drafts = _finished(chosen[:limit], seen, templates)
        told_to_organisers = reports(seen, ledger) if choose is None else ()
        outcomes = post((*drafts, *told_to_organisers), ledger, means)
        return Report(
            seen=seen,
            outcomes=outcomes,
            left=len(chosen) - len(drafts),
            held=held,
            unresolved=ledger.unresolved(means.clock()),
        )


def try_out(
    letters: Iterable[Letter],
    to: Mailbox,
    seen: Survey,
    templates: Templates,
    means: Means,
) -> tuple[Outcome, ...]:
    """Send letters to oneself, marked as tests; nothing is remembered of it."""
    drafts = write_trial(letters, to, seen.programme, templates)
    check_ways(drafts)
    return post(drafts, None, means)


def _finished(
    chosen: Iterable[Planned], seen: Survey, templates: Templates
) -> tuple[Draft, ...]:
    drafts = write(chosen, seen.programme, templates)
    check_ways(drafts)
    return drafts
