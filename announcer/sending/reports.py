"""Mail to the organiser who wants it: what is due and cannot go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from announcer import markup
from announcer.formats import mail
from announcer.formats.mail import Letter
from announcer.ledger import Ledger, State
from announcer.mailbox import Mailbox
from announcer.plan import Blocked
from announcer.sending.drafts import Draft
from announcer.survey import Survey
from announcer.talk import MailSettings, Programme
from announcer.telling import Kind, Telling


def wants_mail(blocked: Blocked, programme: Programme) -> bool:
    """Say whether somebody is written to about it; else it is a failure of the run."""
    return _settings(blocked, programme).report_to is not None


def reports(seen: Survey, ledger: Ledger) -> tuple[Draft, ...]:
    """Return what organisers have not been told yet, one message for each."""
    found = tuple(_drafts(seen.plan.blocked, seen.programme))
    uids = {draft.telling.uid for draft in found if draft.telling}
    told = ledger.told(uids, seen.programme.now) if uids else {}
    known = {
        (one.uid, one.revision, one.address)
        for all_ in told.values()
        for one in all_
        if one.state is not State.FAILED
    }
    return tuple(draft for draft in found if _name(draft) not in known)


def _name(draft: Draft) -> tuple[str, str, str] | None:
    one = draft.telling
    return (one.uid, one.revision, one.address) if one else None


def _drafts(blocked: Iterable[Blocked], programme: Programme) -> Iterator[Draft]:
    for one in blocked:
        settings = _settings(one, programme)
        if settings.report_to is not None:
            telling = _telling(one, settings.report_to.address)
            letter = _letter(one, telling, settings.report_to)
            yield Draft(
                message=mail.note(letter, *_words(one), programme),
                settings=settings,
                telling=telling,
                reason=one.reason,
            )


def _telling(blocked: Blocked, address: str) -> Telling:
    """Name the message, so that one is sent for each reason and each time."""
    why = "\0".join((blocked.kind, blocked.due.isoformat(), blocked.reason))
    return Telling(
        uid=f"blocked:{blocked.talk.uid}",
        kind=Kind.REQUEST,
        address=address,
        revision=sha256(why.encode("utf-8", "replace")).hexdigest()[:16],
        reason=blocked.reason,
        due=blocked.due,
    )


def _letter(blocked: Blocked, telling: Telling, to: Mailbox) -> Letter:
    return Letter(
        kind=telling.kind,
        uid=telling.uid,
        to=to,
        series=replace(blocked.talk.series, language="en"),  # as the command line
        talks=(blocked.talk,),
        revision=telling.revision,
        to_list=False,
    )


def _words(blocked: Blocked) -> tuple[str, str]:
    talk = blocked.talk
    name = talk.source or talk.uid
    to = f" to {blocked.address}" if blocked.address else ""
    subject = f"Not sent: the {blocked.kind} of {name}"
    said = (
        f"The {blocked.kind}{to} is due since {blocked.due:%A, %d %B %Y, %H:%M} and "
        f"cannot go out: {blocked.reason}."
    )
    cure = "Mend the record; the next run of `announcer send --yes` then sends it."
    text = (
        f"{markup.wrap(said)}\n\n"
        f"  {name}\n  {talk.series.name}, {talk.start:%A, %d %B %Y, %H:%M}\n\n"
        f"{cure}\n"
    )
    return subject, text


def _settings(blocked: Blocked, programme: Programme) -> MailSettings:
    about = Letter(
        kind=blocked.kind,
        uid=blocked.talk.uid,
        to=None,
        series=blocked.talk.series,
        talks=(),
    )
    return mail.settings(about, programme.site)
