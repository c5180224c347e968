"""One talk in the form that somebody asks to see."""

from __future__ import annotations

from announcer import ical
from announcer.access import Channel
from announcer.formats import mail
from announcer.talk import Programme, Talk
from announcer.telling import Kind
from announcer.templating import Templates


def rendered(
    programme: Programme, talk: Talk, form: str, templates: Templates
) -> bytes:
    """Return the talk as ``text``, ``html`` or ``eml`` (its announcement) or ``ics``.

    The calendar is the public file that ``build`` writes.
    """
    if form == "ics":
        return ical.calendar(
            (talk,), programme, templates, channel=Channel.PUBLIC, feed=False
        )
    letter = mail.letter_about(Kind.ANNOUNCEMENT, talk, programme)
    written = mail.message(letter, programme, templates)
    forms = {
        "eml": written.content,
        "html": written.html.encode(),
        "text": written.text.encode(),
    }
    return forms[form]
