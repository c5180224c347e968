"""Mail to the organiser who wants it: what is due and cannot go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from announcer import markup, review, when
from announcer.catalogue import catalogue_of
from announcer.formats import mail
from announcer.formats.mail import Message
from announcer.kinds import ALONE, NEWS, Kind
from announcer.ledger import Draft, Ledger, State, Telling
from announcer.letter import Letter, settings
from announcer.mailbox import Mailbox, key
from announcer.plan import Blocked, Missed, begins, is_owed
from announcer.sending.approving import Awaiting
from announcer.sending.pauses import Held, split
from announcer.survey import Survey
from announcer.talk import Programme, Talk


def wants_mail(blocked: Blocked, programme: Programme) -> bool:
    """Say whether somebody is written to about it; else it is a failure of the run."""
    ways = settings(blocked.letter, programme.site)
    return ways.report_to is not None and ways.via is not None


def lost(seen: Survey) -> tuple[Telling, ...]:
    """Return what was refused until its talk began, and nothing later made up for.

    News is tried for longer, as long as people believe something else.
    """
    programme = seen.programme
    begun = {
        talk.uid: talk for talk in programme.talks if begins(talk) <= programme.now
    }
    found: list[Telling] = []
    for uid in sorted(begun.keys() & seen.told.keys()):
        open_: dict[str, Telling] = {}
        for one in seen.told[uid]:
            if one.kind in ALONE and one.state is not State.FAILED:
                open_.pop(key(one.address), None)
            elif one.kind in ALONE - {Kind.REMINDER}:
                open_[key(one.address)] = one
        found += [
            one
            for one in open_.values()
            if one.kind not in NEWS
            or not is_owed(begun[uid], seen.told[uid], programme.now)
        ]
    return tuple(found)


def reports(
    seen: Survey,
    blocked: Iterable[Blocked],
    gone: Iterable[Telling],
    late: Iterable[Draft],
    ledger: Ledger,
) -> tuple[tuple[Message, ...], tuple[Held, ...]]:
    """Return what organisers have not been told yet, one message for each.

    Beside it stands what their server has refused, and when it is tried again.
    """
    programme = seen.programme
    found = [
        *(
            (_letter(one, programme), _words(one))
            for one in blocked
            if wants_mail(one, programme)
        ),
        *_obituaries(gone, programme),
        *_of_late(late, programme),
        *_of_unnamed(seen.plan.unnamed, programme),
        *_of_held(seen),
    ]
    uids = {letter.uid for letter, _ in found}
    told = ledger.told(uids, programme.now) if uids else {}
    known = {
        (one.uid, one.revision, one.address)
        for all_ in told.values()
        for one in all_
        if one.state is not State.FAILED
    }
    words = {_name(letter): said for letter, said in found}
    unheard = (letter for letter, _ in found if _name(letter) not in known)
    free, held = split(unheard, told, programme.now)
    return tuple(mail.note(one, *words[_name(one)], programme) for one in free), held


def _name(letter: Letter) -> tuple[str, str, str]:
    return letter.uid, letter.revision, letter.address


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
    found = (one for one in (talk.series.mail, programme.site.mail) if one.report_to)
    ways = next(found, None)
    return ways.report_to if ways and ways.via else None


def _of_held(seen: Survey) -> Iterator[tuple[Letter, tuple[str, str]]]:
    problems = tuple(review.held(seen.programme))
    for folder, talks in told_and_held(seen):
        to = report_to(talks[0], seen.programme)
        paths = {folder, *(talk.source for talk in talks)}
        about = [one for one in problems if one.path in paths]
        if to is not None:
            said = "\n".join(
                f"{markup.wrap(one.message)}.\n\n{markup.wrap(one.hint)}.\n"
                for one in about
            )
            letter = _about_held(folder, talks, to, seen.programme)
            yield letter, (f"Held: {about[0].path}", said)


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
    about = blocked.letter
    why = "\0".join((about.kind, about.due.isoformat(), blocked.reason))
    if isinstance(blocked, Awaiting):  # that is said again, a day later
        why = f"{blocked.code} {when.utc(programme.now).date()}"
    series = about.talks[0].series if about.talks else about.series
    return Letter(
        kind=Kind.REQUEST,
        uid=f"blocked:{about.talks[0].uid if len(about.talks) == 1 else about.uid}",
        to=settings(about, programme.site).report_to,
        series=series and replace(series, language="en"),  # as the command line
        talks=about.talks,
        due=about.due,
        revision=sha256(why.encode("utf-8", "replace")).hexdigest()[:16],
        reason=blocked.reason,
        to_list=False,
    )


def _obituaries(
    gone: Iterable[Telling], programme: Programme
) -> Iterator[tuple[Letter, tuple[str, str]]]:
    """Yield the last word about each message that came to nothing."""
    talks = {talk.uid: talk for talk in programme.talks}
    for one in gone:
        talk = talks[one.uid]
        ways = talk.series.mail
        if ways.report_to is None or ways.via is None:
            continue
        said = (
            f"The {one.kind} to {one.address} could not be delivered before the talk "
            f"began, and will not be tried again: {one.error.rstrip('.')}."
        )
        head = f"Never sent: the {one.kind} of {_named(talk)}"
        yield _note(f"lost:{one.id}", talk, ways.report_to, said, head, programme)


def _of_late(
    late: Iterable[Draft], programme: Programme
) -> Iterator[tuple[Letter, tuple[str, str]]]:
    """Yield the last word about each letter that nobody approved in time."""
    talks = {talk.uid: talk for talk in (*programme.talks, *programme.vanished)}
    for one in late:
        talk = talks.get(one.uid)
        to = report_to(talk, programme) if talk else None
        if talk is None or to is None:
            continue
        said = f"The {never_approved(one)}."
        head = f"Never sent: the {one.kind} of {_named(talk)}"
        letter, words = _note(f"late:{one.id}", talk, to, said, head, programme)
        yield replace(letter, revision=one.digest[:16]), words


def _of_unnamed(
    unnamed: Iterable[Telling], programme: Programme
) -> Iterator[tuple[Letter, tuple[str, str]]]:
    """Yield word of each person who was written to and is named no more."""
    talks = {talk.uid: talk for talk in programme.talks}
    for one in unnamed:
        talk = talks[one.uid]
        to = report_to(talk, programme)
        if to is not None:
            said = f"{named_no_more(one)}."
            head = f"Not told: {one.address} is named no more"
            yield _note(f"unnamed:{one.id}", talk, to, said, head, programme)


def _note(  # noqa: PLR0913, PLR0917 - what makes a note
    uid: str, talk: Talk, to: Mailbox, said: str, head: str, programme: Programme
) -> tuple[Letter, tuple[str, str]]:
    """Return a note to an organiser about one talk, with its heading and its words."""
    letter = Letter(
        kind=Kind.REQUEST,
        uid=uid,
        to=to,
        series=replace(talk.series, language="en"),  # as the command line
        talks=(),
        due=programme.now,
        reason=said,
        to_list=False,
    )
    return letter, (head, f"{markup.wrap(said)}\n\n  {_named(talk)}\n")


def _named(talk: Talk) -> str:
    """Name a talk as organisers know it: by its record, while there is one."""
    return talk.source or talk.uid


def named_no_more(one: Telling) -> str:
    """Say of the last word to a person that the record names him no more."""
    return (
        f"{one.address} had a {one.kind} about this talk and is no longer named in its "
        "record; if that is another person, tell them yourself"
    )


def never_approved(draft: Draft) -> str:
    """Say of a draft that it was of no use any more before it went out."""
    happened = "was approved but not sent" if draft.approved_at else "was not approved"
    return f"{draft.kind} to {draft.address} {happened} in time: {draft.subject}"


def _words(blocked: Blocked) -> tuple[str, str]:
    letter = blocked.letter
    name, place = f"{len(letter.talks)} talks", ""
    if len(letter.talks) == 1:
        (talk,) = letter.talks
        name = _named(talk)
        place = f"  {name}\n  {talk.series.name}, {talk.start:%A, %d %B %Y, %H:%M}\n\n"
    to = f" to {letter.address}" if letter.address else ""
    if isinstance(blocked, Awaiting):
        said = f"The {letter.kind}{to} is ready, but {blocked.reason}."
        return f"To approve: the {letter.kind} of {name}", (
            f"{markup.wrap(said)}\n\n{place}Subject: {blocked.message.subject}\n\n"
            f"{blocked.message.text}"
        )
    subject = f"Not sent: the {letter.kind} of {name}"
    said = (
        f"The {letter.kind}{to} is due since {letter.due:%A, %d %B %Y, %H:%M} and "
        f"cannot go out: {blocked.reason.rstrip('.')}."
    )
    cure = "Once this is mended, the next run of `announcer send --yes` sends it."
    if isinstance(blocked, Missed):
        cure = "It will not be sent any more; tell them yourself, if it is of use."
    return subject, f"{markup.wrap(said)}\n\n{place}{cure}\n"
