"""One run of sending: look, remember, write, send, and say how it went."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass

from announcer import plan as planning
from announcer.errors import AnnouncerError, BadValue, LedgerError
from announcer.formats import mail
from announcer.formats.mail import Message
from announcer.ledger import Ledger, Telling
from announcer.letter import Letter, settings, trial
from announcer.mailbox import Mailbox, key
from announcer.plan import Blocked
from announcer.post import Fate
from announcer.record import Records
from announcer.sending.beginnings import earlier_memory, noted
from announcer.sending.pauses import Held, split
from announcer.sending.posting import LOCK, LOCKED, Means, Outcome, post
from announcer.sending.reports import (
    report_to,
    reports,
    told_and_held,
    wants_mail,
)
from announcer.survey import Survey, survey
from announcer.talk import SEVERAL, Kind, Talk
from announcer.templating import Templates

# Which messages a run is about, and which wait: all that are due, if unsaid.
Chosen = tuple[tuple[Letter, ...], tuple[Held, ...]]
Choice = Callable[[Survey, Ledger], Chosen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a run went.

    ``busy`` is true where another run was at work, and nothing else is known then.
    ``left`` counts the messages that a limit left for later, ``held`` wait after a
    refusal, ``unresolved`` are messages of which nobody knows whether they went out.
    ``unbegun`` were not sent because the ledger told nobody yet, and ``earlier`` says
    what speaks for a memory before it.
    """

    seen: Survey | None = None
    outcomes: tuple[Outcome, ...] = ()
    left: int = 0
    held: tuple[Held, ...] = ()
    unresolved: tuple[Telling, ...] = ()
    unbegun: tuple[Letter, ...] = ()
    earlier: str = ""
    busy: bool = False

    def fates(self, *fates: Fate) -> tuple[Outcome, ...]:
        """Return the messages with one of these fates."""
        return tuple(one for one in self.outcomes if one.fate in fates)


def due(seen: Survey) -> Chosen:
    """Return what may go out now, and what waits after it was refused."""
    return split(seen.plan.due, seen.told, seen.programme.now)


def by_hand(talk: Talk, kind: Kind, seen: Survey, ledger: Ledger) -> tuple[Letter, ...]:
    """Return the letters of one kind about one talk, whatever the rules say.

    Raises AnnouncerError that says why there is none.
    """
    found = _asked(talk, kind, seen, ledger)
    letters = tuple(one for one in found if isinstance(one, Letter))
    if not letters:
        reasons = "; ".join(one.reason for one in found if isinstance(one, Blocked))
        raise AnnouncerError(f"no {kind} of {talk.source} can go out: {reasons}")
    return letters


def to_be_seen(
    talk: Talk, kind: Kind, seen: Survey, ledger: Ledger
) -> tuple[Letter, ...]:
    """Return the letters that ``by_hand`` would, or what keeps them as they would be.

    Raises AnnouncerError for a kind that is not about one talk.
    """
    if kind in SEVERAL:
        raise AnnouncerError(
            f"a {kind} is about several talks; `announcer build` shows the next one, "
            "and `announcer send --to ADDRESS` without a talk tests one that is due"
        )
    found = _asked(talk, kind, seen, ledger)
    letters = tuple(one for one in found if isinstance(one, Letter))
    return letters or tuple(one.letter for one in found if isinstance(one, Blocked))


def _asked(
    talk: Talk, kind: Kind, seen: Survey, ledger: Ledger
) -> tuple[Letter | Blocked, ...]:
    told = ledger.told([talk.uid], seen.programme.now)
    return planning.asked(kind, talk, seen.programme, told, seen.plan.due)


def unannounced(seen: Survey) -> tuple[Blocked, ...]:
    """Return what cannot go out and nobody is written to about."""
    programme = seen.programme
    return tuple(b for b in seen.plan.blocked if not wants_mail(b, programme))


def untold(seen: Survey) -> tuple[Talk, ...]:
    """Return the told talks that are held and that nobody is written to about."""
    found = (one for _, talks in told_and_held(seen) for one in talks)
    return tuple(one for one in found if report_to(one, seen.programme) is None)


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

    A ledger that told nobody yet, where an earlier one may have, sends only when this
    is said to be the ``first`` run.

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
        earlier = (
            ""
            if first
            else earlier_memory(chosen, seen.programme, ledger, means.folder)
        )
        if earlier:
            return Report(
                seen=seen,
                held=held,
                unresolved=ledger.unresolved(means.clock()),
                unbegun=chosen,
                earlier=earlier,
            )
        messages = _finished(chosen[:limit], seen, templates)
        told_to_organisers = reports(seen, ledger) if choose is None else ()
        everything = (*messages, *told_to_organisers)
        with noted(ledger, means.folder) if everything else nullcontext():
            outcomes = post(everything, seen.programme.site, ledger, means)
        return Report(
            seen=seen,
            outcomes=outcomes,
            left=len(chosen) - len(messages),
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
    """Send letters to oneself, marked as tests; nothing is remembered of it.

    Raises BadValue for the address of a list, whose readers expect no tests.
    """
    for series in seen.programme.series:
        if key(to.address) in {key(own.address) for own in series.mailing_lists}:
            raise BadValue(
                f"{to.address} is the mailing list of {series.name}: a test goes to "
                "one person",
                "Write your own address behind --to.",
            )
    tests = [trial(letter, to) for letter in letters]
    messages = _finished(tests, seen, templates)
    return post(messages, seen.programme.site, None, means)


def _finished(
    letters: Iterable[Letter], seen: Survey, templates: Templates
) -> tuple[Message, ...]:
    """Write all the messages; raise what stops one of them, or what has no way out."""
    programme = seen.programme
    messages = tuple(mail.message(one, programme, templates) for one in letters)
    for message in messages:
        if not settings(message.letter, programme.site).via:
            raise AnnouncerError(
                f"nobody said how mail to {message.recipient} shall leave. Write "
                "`mail: {smtp: smtp://localhost:25}` into talks/site.yaml"
            )
    return messages
