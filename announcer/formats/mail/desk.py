"""A message that goes out now or next, as it will be when its time has come."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from functools import cached_property

from announcer.formats.mail.letter import message_id
from announcer.formats.mail.message import Message, message
from announcer.formats.mail.preview import Announced, Coming
from announcer.output import Draft
from announcer.talk import Programme
from announcer.templating import Templates


class Desk:
    """One coming message, written when somebody wants to see it."""

    def __init__(
        self, coming: Coming, programme: Programme, templates: Templates
    ) -> None:
        named = message_id(coming.letter, programme.site).strip("<>")
        self.coming = coming
        self.stem = f"mail/coming/{named.partition('@')[0]}"
        self.programme, self.templates = programme, templates

    @cached_property
    def written(self) -> Message:
        """Return the message as it will go out."""
        return message(self.coming.letter, self.programme, self.templates)

    def drafts(self) -> Iterator[Draft]:
        """Yield it as a mail, and what is to be looked at: both forms, its headers."""
        yield Draft(f"{self.stem}.eml", lambda: self.written.content)
        yield Draft(f"{self.stem}.txt", lambda: bytes(self.written.text, "utf-8"))
        yield Draft(f"{self.stem}.html", lambda: bytes(self.written.html, "utf-8"))
        yield Draft(f"{self.stem}.headers.txt", self._headers)

    def _headers(self) -> bytes:
        return self.written.content.partition(b"\r\n\r\n")[0] + b"\r\n"

    def announced(self) -> Announced:
        """Return how the list names it."""
        written = self.written
        return Announced(self.stem, written.subject, written.recipient, self.coming)


def desk_for(coming: Coming, programme: Programme, templates: Templates) -> Desk:
    """Set a message up at the moment when it goes out."""
    if coming.is_due:
        return Desk(coming, programme, templates)
    # other templates, or what was rendered for the present would be thrown away
    then = replace(programme, now=coming.due, talks=coming.letter.talks)
    return Desk(coming, then, copy(templates))
