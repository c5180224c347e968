"""Mail to the organiser who wants it: what is due and cannot go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from announcer import markup
from announcer.formats import mail
from announcer.formats.mail import Message
from announcer.ledger import Ledger, State
from announcer.letter import Letter, settings
from announcer.plan import Blocked
from announcer.survey import Survey
from announcer.talk import Kind, Programme


def wants_mail(blocked: Blocked, programme: Programme) -> bool:
    """Say whether somebody is written to about it; else it is a failure of the run."""
    return settings(blocked.letter, programme.site).report_to is not None


def reports(seen: Survey, ledger: Ledger) -> tuple[Message, ...]:
    """Return what organisers have not been told yet, one message for each."""
    found = tuple(_messages(seen.plan.blocked, seen.programme))
    uids = {message.letter.uid for message in found}
    told = ledger.told(uids, seen.programme.now) if uids else {}
    known = {
        (one.uid, one.revision, one.address)
        for all_ in told.values()
        for one in all_
        if one.state is not State.FAILED
    }
    return tuple(message for message in found if _name(message.letter) not in known)


def _name(letter: Letter) -> tuple[str, str, str]:
    return letter.uid, letter.revision, letter.address


def _messages(blocked: Iterable[Blocked], programme: Programme) -> Iterator[Message]:
    for one in blocked:
        if wants_mail(one, programme):
            yield mail.note(_letter(one, programme), *_words(one), programme)


def _letter(blocked: Blocked, programme: Programme) -> Letter:
    """Name the message, so that one is sent for each reason and each time."""
    due = blocked.letter.due
    why = "\0".join((blocked.letter.kind, due.isoformat(), blocked.reason))
    return Letter(
        kind=Kind.REQUEST,
        uid=f"blocked:{blocked.talk.uid}",
        to=settings(blocked.letter, programme.site).report_to,
        series=replace(blocked.talk.series, language="en"),  # as the command line
        talks=(blocked.talk,),
        due=due,
        revision=sha256(why.encode("utf-8", "replace")).hexdigest()[:16],
        reason=blocked.reason,
        to_list=False,
    )


def _words(blocked: Blocked) -> tuple[str, str]:
    talk, letter = blocked.talk, blocked.letter
    name = talk.source or talk.uid
    to = f" to {letter.address}" if letter.address else ""
    subject = f"Not sent: the {letter.kind} of {name}"
    said = (
        f"The {letter.kind}{to} is due since {letter.due:%A, %d %B %Y, %H:%M} and "
        f"cannot go out: {blocked.reason}."
    )
    cure = "Mend the record; the next run of `announcer send --yes` then sends it."
    text = (
        f"{markup.wrap(said)}\n\n"
        f"  {name}\n  {talk.series.name}, {talk.start:%A, %d %B %Y, %H:%M}\n\n"
        f"{cure}\n"
    )
    return subject, text
