"""Letters about talks as finished messages (.eml), and pages to preview them.

This room alone knows how a mail is put together: header fields, MIME, styles in tags.
It writes header fields and parts itself and takes only the date from the standard
library's email package. Who is told what, and when, is not known here: that is said by
the ``Letter``, and the same letter always gives the same octets.
"""

from __future__ import annotations

from collections.abc import Iterator

from announcer import access, urls
from announcer.formats.mail.letter import (
    Gap,
    Letter,
    letter_about,
    message_id,
    missing,
    settings,
    trial,
)
from announcer.formats.mail.message import Message, message, outputs
from announcer.formats.mail.preview import Preview, index
from announcer.output import Output
from announcer.talk import Programme, Status, Talk
from announcer.telling import Kind
from announcer.templating import Templates

__all__ = [
    "Gap",
    "Letter",
    "Message",
    "Preview",
    "index",
    "letter_about",
    "message",
    "message_id",
    "missing",
    "outputs",
    "render",
    "settings",
    "stem",
    "trial",
]


def render(programme: Programme, templates: Templates) -> Iterator[Output]:
    """Yield the announcement of every talk as .eml, .txt and .html, and their index.

    A talk that is off has the letter that says so beside its announcement.
    """
    previews = []
    for talk in programme.talks:
        over = access.is_over(talk, programme.now)
        for kind in (Kind.ANNOUNCEMENT, *_NEWS.get(talk.status, ())):
            letter = letter_about(kind, talk, programme)
            written = message(letter, programme, templates)
            yield from outputs(written, stem(talk, kind))
            previews.append(
                Preview(
                    stem(talk, kind), talk, written.subject, over, written.recipient
                )
            )
    yield index(previews, programme, templates)


# What has to be said of a talk that will not be held as announced.
_NEWS = {
    Status.CANCELLED: (Kind.CANCELLATION,),
    Status.POSTPONED: (Kind.POSTPONEMENT,),
}


def stem(talk: Talk, kind: Kind) -> str:
    """Return where the letter about a talk lies, without the ending."""
    return f"mail/{urls.talk_folder(talk)}/{kind}"
