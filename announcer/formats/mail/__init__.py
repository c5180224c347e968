"""Letters about talks as finished messages (.eml), and pages to preview them.

This room alone knows how a mail is put together: header fields, MIME, styles in tags.
It writes header fields and parts itself and takes only the date from the standard
library's email package. Who is told what, and when, is not known here: that is said by
the ``Letter``, and the same letter always gives the same octets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial

from announcer import access, urls
from announcer.formats.mail.body import subject
from announcer.formats.mail.desk import Desk, desk_for
from announcer.formats.mail.letter import (
    Letter,
    letter_about,
    message_id,
    missing,
    settings,
    trial,
)
from announcer.formats.mail.message import Message, message, note, recipient
from announcer.formats.mail.preview import INDEX, Announced, Coming, Preview, index
from announcer.output import Draft, Output, finished
from announcer.talk import Programme, Status, Talk
from announcer.telling import Kind
from announcer.templating import Templates

__all__ = [
    "Announced",
    "Coming",
    "Letter",
    "Message",
    "Preview",
    "index",
    "letter_about",
    "message",
    "message_id",
    "missing",
    "note",
    "render",
    "settings",
    "stem",
    "trial",
]


def render(programme: Programme, templates: Templates) -> Iterator[Output]:
    """Yield the announcement of every talk as .eml, .txt and .html, and their index.

    A talk that is off has the letter that says so beside its announcement.
    """
    return finished(drafts(programme, templates))


def drafts(
    programme: Programme, templates: Templates, coming: Sequence[Coming] = ()
) -> Iterator[Draft]:
    """Yield the same as drafts; the forms of a message are made together.

    ``coming`` are the letters that the plan wants to go out now and next.
    """
    letters = [
        letter_about(kind, talk, programme)
        for talk in programme.talks
        for kind in (Kind.ANNOUNCEMENT, *_NEWS.get(talk.status, ()))
    ]
    subjects: dict[str, str] = {}
    for letter in letters:
        yield from _forms(letter, programme, templates, subjects)
    desks = [desk_for(one, programme, templates) for one in coming]
    for desk in desks:
        yield from desk.drafts()
    yield Draft(INDEX, partial(_listed, letters, programme, templates, subjects, desks))


def _forms(
    letter: Letter,
    programme: Programme,
    templates: Templates,
    subjects: dict[str, str],
) -> Iterator[Draft]:
    """Yield the message as a mail, and its two forms as files to look at."""
    name = stem(letter.talks[0], letter.kind)

    @cache
    def written() -> Message:
        made = message(letter, programme, templates)
        subjects[name] = made.subject
        return made

    yield Draft(f"{name}.eml", lambda: written().content)
    yield Draft(f"{name}.txt", lambda: bytes(written().text, "utf-8"))
    yield Draft(f"{name}.html", lambda: bytes(written().html, "utf-8"))


def _listed(
    letters: Sequence[Letter],
    programme: Programme,
    templates: Templates,
    subjects: dict[str, str],
    desks: Sequence[Desk],
) -> bytes:
    previews = []
    for letter in letters:
        talk = letter.talks[0]
        name = stem(talk, letter.kind)
        known = subjects.get(name)
        previews.append(
            Preview(
                name,
                talk,
                subject(letter, programme, templates) if known is None else known,
                access.is_over(talk, programme.now),
                recipient(letter),
            )
        )
    announced = [desk.announced() for desk in desks]
    return index(previews, programme, templates, announced).content


# What has to be said of a talk that will not be held as announced.
_NEWS = {
    Status.CANCELLED: (Kind.CANCELLATION,),
    Status.POSTPONED: (Kind.POSTPONEMENT,),
}


def stem(talk: Talk, kind: Kind) -> str:
    """Return where the letter about a talk lies, without the ending."""
    return f"mail/{urls.talk_folder(talk)}/{kind}"
