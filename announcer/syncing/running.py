"""One run of keeping a calendar: look, remember, compare, and write event by event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta

from announcer import ical
from announcer.delivery.caldav import Answer, Calendar, Outcome
from announcer.errors import AnnouncerError
from announcer.ledger import Ledger, Synced
from announcer.record import Records
from announcer.survey import programme_of
from announcer.syncing.steps import Act, Step, Wanted, Work, compare, wanted
from announcer.templating import Templates

_HELD = timedelta(hours=1)  # no run takes longer; a killed one stands in nobody's way


@contextmanager
def compared(  # noqa: PLR0913 - everything meets here
    records: Records,
    ledger: Ledger,
    calendar: Calendar,
    templates: Templates,
    now: datetime,
    *,
    series: str | None = None,
    force: bool = False,
    write: bool = False,
) -> Iterator[Work]:
    """Yield what is to be done, to be carried out within the block.

    With ``write`` the ledger notes every change first, so that the events and the feeds
    have one SEQUENCE, and no second run comes near the calendar until the block ends.
    Raises AnnouncerError if one is there already, and what reading raises.
    """
    name = f"sync {calendar.address}"
    lock = ledger.alone(name, now, _HELD) if write else nullcontext(enter_result=True)
    with lock as is_alone:
        if not is_alone:
            raise AnnouncerError(
                f"another `announcer sync` is writing to {calendar.address}; "
                "wait until it has ended"
            )
        found = calendar.entries()  # before anything is stored: is there a calendar?
        look = ledger.remember if write else ledger.foresee
        history = look(records.talks, now, records.series)
        stamps = ledger.stamps()
        programme = programme_of(records, history, now, stamps=stamps)
        events = wanted(programme, templates, series)
        if write:
            talks = [one.talk for one in events.values()]
            ledger.stamp(
                {one.uid: ical.stamp(one, programme, templates) for one in talks}
            )
        yield compare(
            events, calendar, ledger, found, now=now, series=series, force=force
        )


def carry_out(
    steps: Iterable[Step], calendar: Calendar, ledger: Ledger, now: datetime
) -> Iterator[tuple[Step, Answer]]:
    """Do what is to be done, event by event, each remembered as soon as it is done.

    So a run that breaks off has nothing to repeat. Raises DeliveryError where the
    server is gone, and LedgerError.
    """
    for step in steps:
        yield step, _do(step, calendar, ledger, now)


def _do(step: Step, calendar: Calendar, ledger: Ledger, now: datetime) -> Answer:
    if step.act is Act.KEEP:
        return Answer(Outcome.DONE)
    if step.act in {Act.REMOVE, Act.FORGET}:
        answer = Answer(Outcome.DONE)
        if step.act is Act.REMOVE:
            answer = calendar.delete(step.href, step.etag)
        if answer.outcome is Outcome.DONE:
            ledger.forget_synced(calendar.address, step.uid)
        return answer
    assert step.wanted is not None  # noqa: S101 - for the type checker
    return _write(step, step.wanted, calendar, ledger, now)


def _write(
    step: Step, event: Wanted, calendar: Calendar, ledger: Ledger, now: datetime
) -> Answer:
    href = step.href or calendar.href_for(step.uid)
    answer = Answer(Outcome.DONE, step.etag)
    if step.act is not Act.NOTE:
        etag = None if step.act is Act.CREATE else step.etag
        answer = calendar.put(href, event.content, etag)
    if answer.outcome is Outcome.DONE:
        as_written = Synced(
            uid=step.uid,
            series=event.talk.series.key,
            href=href,
            etag=answer.etag,
            digest=event.digest,
            words=event.words,
        )
        ledger.note_synced(calendar.address, as_written, now)
    return answer
