"""Mail to the organiser who wants it: what is due and cannot go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from announcer import markup, review
from announcer.catalogue import catalogue_of
from announcer.formats import mail
from announcer.formats.mail import Message
from announcer.ledger import Ledger, State, Telling
from announcer.letter import Letter, settings
from announcer.mailbox import Mailbox
from announcer.plan import Blocked
from announcer.survey import Survey
from announcer.talk import Kind, Programme, Talk


def wants_mail(blocked: Blocked, programme: Programme) -> bool:
    """Say whether somebody is written to about it; else it is a failure of the run."""
    return settings(blocked.letter, programme.site).report_to is not None


def reports(seen: Survey, ledger: Ledger) -> tuple[Message, ...]:
    """Return what organisers have not been told yet, one message for each."""
    found = (*_messages(seen.plan.blocked, seen.programme), *_of_held(seen))
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


def told_and_held(seen: Survey) -> Iterator[tuple[str, tuple[Talk, ...]]]:
    """Yield by folder the talks without a record that somebody was told of."""
    folders = catalogue_of(seen.programme).held_by_folder
    for folder, talks in folders.items():
        told = tuple(one for one in talks if _was_told(seen.told.get(one.uid, ())))
        if told:
            yield folder, told


def _was_told(tellings: Iterable[Telling]) -> bool:
    return any(one.facts_json and one.state is not State.FAILED for one in tellings)


def report_to(talk: Talk, programme: Programme) -> Mailbox | None:
    """Return who is written to about a talk that is held."""
    return talk.series.mail.report_to or programme.site.mail.report_to


def _of_held(seen: Survey) -> Iterator[Message]:
    said = {problem.path: problem for problem in review.held(seen.programme)}
    for folder, talks in told_and_held(seen):
        to = report_to(talks[0], seen.programme)
        problem = said.get(folder) or said[talks[0].source]
        if to is not None:
            yield mail.note(
                _about_held(folder, talks, to, seen.programme),
                f"Held: {problem.path}",
                f"{markup.wrap(problem.message)}.\n\n{markup.wrap(problem.hint)}.\n",
                seen.programme,
            )


def _about_held(
    folder: str, talks: tuple[Talk, ...], to: Mailbox, programme: Programme
) -> Letter:
    """Name the message, so that one is sent for each set of talks."""
    names = "\0".join(talk.uid for talk in talks)
    return Letter(
        kind=Kind.REQUEST,
        uid=f"held:{folder}",
        to=to,
        series=replace(talks[0].series, language="en"),  # as the command line
        talks=talks,
        due=programme.now,
        revision=sha256(names.encode("utf-8", "replace")).hexdigest()[:16],
        reason="their records are gone",
        to_list=False,
    )


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
