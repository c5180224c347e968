"""One run of sending: look, remember, write, send, and say how it went."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext, suppress
from dataclasses import replace

from announcer import ical
from announcer.classes import dataclass
from announcer.errors import BadValue, LedgerError
from announcer.formats.mail import Message
from announcer.ledger import Draft, Ledger, Telling
from announcer.letter import Letter, settings, trial
from announcer.mailbox import Mailbox, key
from announcer.plan import Blocked
from announcer.post import Fate
from announcer.record import Records
from announcer.sending.approving import Awaiting, drafted_by_hand, given_up, sort
from announcer.sending.beginnings import Earlier, earlier_memory, noted
from announcer.sending.choosing import Choice, due
from announcer.sending.pauses import Held
from announcer.sending.posting import LOCK, LOCKED, Means, Outcome, post
from announcer.sending.reports import (
    lost,
    report_to,
    reports,
    told_and_held,
    wants_mail,
)
from announcer.sending.writing import without_way, write
from announcer.survey import Survey, survey
from announcer.talk import Programme, Stamp, Talk
from announcer.templating import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a run went.

    ``busy`` is true where another run was at work, and nothing else is known then.
    ``left`` counts the messages that a limit left for later, ``held`` wait after a
    refusal, ``unwritten`` could not be written or have no way out, ``unresolved`` are
    messages of which nobody knows whether they went out. ``lost`` ones were refused
    until their talk began. ``waiting`` need a person's word, ``approved`` got it,
    ``late`` ones never did, and ``needless`` ones need it no more. ``unnamed`` are the
    last words to people who speak no more by the record. ``unbegun`` were not
    sent because the ledger told nobody yet or is an older copy, and ``earlier`` says
    what speaks for a memory that knows more.
    """

    seen: Survey | None = None
    outcomes: tuple[Outcome, ...] = ()
    left: int = 0
    held: tuple[Held, ...] = ()
    unwritten: tuple[Blocked, ...] = ()
    lost: tuple[Telling, ...] = ()
    waiting: tuple[Awaiting, ...] = ()
    approved: tuple[Awaiting, ...] = ()
    late: tuple[Draft, ...] = ()
    needless: tuple[Draft, ...] = ()
    unnamed: tuple[Telling, ...] = ()
    unresolved: tuple[Telling, ...] = ()
    unbegun: tuple[Letter, ...] = ()
    earlier: Earlier | None = None
    busy: bool = False

    def fates(self, *fates: Fate) -> tuple[Outcome, ...]:
        """Return the messages with one of these fates."""
        return tuple(one for one in self.outcomes if one.fate in fates)


def unannounced(seen: Survey, unwritten: Iterable[Blocked] = ()) -> tuple[Blocked, ...]:
    """Return what cannot go out and nobody is written to about."""
    programme, blocked = seen.programme, (*seen.plan.blocked, *unwritten)
    return tuple(b for b in blocked if not wants_mail(b, programme))


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
    approve: Callable[[Awaiting], bool] | None = None,
) -> Report:
    """Send what is due, or what is chosen; at most ``limit`` messages.

    What a person must see first is held instead, unless its text was approved;
    ``approve`` says of what is held and seen that it is, and then it goes out.

    A ledger that told nobody yet, where an earlier one may have, and an older copy of
    one send only when this is said to be the ``first`` run.

    Organisers who want to know are written to about what is due and cannot go out.

    The clock is read once for all that the messages say. The ledger notes every change
    first, so that a message and the calendars have one SEQUENCE. Everything is written
    before anything is sent, and what cannot be written keeps back nothing else. Raises
    what reading and the ledger raise.
    """
    if not ledger.writable:
        raise LedgerError(f"{ledger.notice} Nothing was sent.".strip())
    with ledger.alone(LOCK, means.clock(), LOCKED) as is_alone:
        if not is_alone:
            return Report(busy=True)
        seen = survey(records, ledger, means.clock(), remember=True)
        chosen, held = due(seen) if choose is None else choose(seen, ledger)
        earlier = (
            None
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
        chosen, waiting, approved = _approved(chosen, seen, ledger, templates, approve)
        late, needless = ((), ()) if choose else _given_up(seen, ledger)
        sendable, unwritten = _sendable(chosen, seen, templates, means)
        if sendable:
            ledger.stamp(_stamps(sendable, seen.programme, templates))
        blocked = (*seen.plan.blocked, *unwritten, *waiting)
        gone = () if choose else lost(seen)
        to_organisers, unheard = (
            ((), ()) if choose else reports(seen, blocked, gone, late, ledger)
        )
        everything = (*sendable[:limit], *to_organisers)
        anew = first and choose is None
        with noted(ledger, means.folder, anew=anew) if everything else nullcontext():
            outcomes = post(everything, seen.programme.site, ledger, means)
        return Report(
            seen=_without_sent(seen, outcomes) if choose else seen,
            outcomes=outcomes,
            left=len(sendable[limit:]) if limit else 0,
            held=(*held, *unheard),
            unwritten=unwritten,
            lost=gone,
            waiting=waiting,
            approved=approved,
            late=late,
            needless=needless,
            unnamed=() if choose else seen.plan.unnamed,
            unresolved=ledger.unresolved(means.clock()),
        )


def _without_sent(seen: Survey, outcomes: Iterable[Outcome]) -> Survey:
    """Return what was seen, without what was blocked and has gone out by hand."""
    sent = {_says(one.message.letter) for one in outcomes if one.fate is Fate.SENT}
    left = (one for one in seen.plan.blocked if _says(one.letter) not in sent)
    return replace(seen, plan=replace(seen.plan, blocked=tuple(left)))


def _says(letter: Letter) -> tuple[object, ...]:
    """Return what a letter says of which talks to whom, whatever asked for it."""
    return letter.kind, key(letter.address), tuple(one.uid for one in letter.talks)


def _stamps(
    messages: Iterable[Message], programme: Programme, templates: Templates
) -> dict[str, Stamp]:
    """Return how the events in these messages stand."""
    talks = {talk.uid: talk for one in messages for talk in one.letter.talks}
    stamps: dict[str, Stamp] = {}
    for uid, talk in talks.items():
        # an event that cannot be written stands in none of them, such as in thanks
        with suppress(Exception):
            stamps[uid] = ical.stamp(talk, programme, templates)
    return stamps


def _approved(
    chosen: tuple[Letter, ...],
    seen: Survey,
    ledger: Ledger,
    templates: Templates,
    approve: Callable[[Awaiting], bool] | None,
) -> tuple[tuple[Letter, ...], tuple[Awaiting, ...], tuple[Awaiting, ...]]:
    """Return what may go out, what waits for a person, and what one released now."""
    free, waiting = sort(chosen, seen, ledger, templates, hold=True)
    if approve is None:
        return free, waiting, ()
    now = seen.programme.now
    released = tuple(
        one
        for one in waiting
        if one.draft and not one.is_new and approve(one)
        if ledger.approve(one.draft, now)
    )
    left = tuple(one for one in waiting if one not in released)
    return (*free, *(one.letter for one in released)), left, released


def _given_up(
    seen: Survey, ledger: Ledger
) -> tuple[tuple[Draft, ...], tuple[Draft, ...]]:
    """Return the drafts that came too late, and those that nobody needs any more."""
    wanted = (*seen.plan.due, *drafted_by_hand(seen, ledger))
    return given_up(wanted, seen, ledger, note=True)


def trials(
    letters: Iterable[Letter], to: Mailbox, programme: Programme
) -> tuple[Letter, ...]:
    """Return the same letters as tests to oneself.

    Raises BadValue for the address of a list, whose readers expect no tests.
    """
    for series in programme.series:
        if key(to.address) in {key(own.address) for own in series.mailing_lists}:
            raise BadValue(
                f"{to.address} is the mailing list of {series.name}: a test goes to "
                "one person",
                "Write your own address behind --to.",
            )
    return tuple(trial(letter, to) for letter in letters)


def try_out(
    tests: Iterable[Letter], seen: Survey, templates: Templates, means: Means
) -> Report:
    """Send tests; nothing is remembered of it."""
    messages, unwritten = _sendable(tests, seen, templates, means)
    outcomes = post(messages, seen.programme.site, None, means)
    return Report(seen=seen, outcomes=outcomes, unwritten=unwritten)


def _sendable(
    letters: Iterable[Letter], seen: Survey, templates: Templates, means: Means
) -> tuple[tuple[Message, ...], tuple[Blocked, ...]]:
    """Write what has a way out; return the messages, and what cannot go out."""
    site = seen.programme.site
    asked = tuple(letters)
    stuck = without_way(asked, site)
    free = (one for one in asked if settings(one, site).via)
    messages, unwritten = write(free, seen, templates, means.executor)
    return messages, (*stuck, *unwritten)
