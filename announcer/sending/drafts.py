"""Messages as they will go out, all of them written before the first is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from announcer import letters
from announcer.errors import AnnouncerError
from announcer.formats import mail
from announcer.formats.mail import Letter, Message
from announcer.mailbox import Mailbox
from announcer.plan import Planned
from announcer.talk import MailSettings, Programme
from announcer.telling import Telling
from announcer.templating import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A finished message and its way out.

    ``telling`` is what the ledger shall know of it, None for a mere trial; ``reason``
    is why it is due.
    """

    message: Message
    settings: MailSettings
    telling: Telling | None = None
    reason: str = ""


def write(
    planned: Iterable[Planned], programme: Programme, templates: Templates
) -> tuple[Draft, ...]:
    """Write all the messages, or raise what stops one of them."""
    return tuple(
        Draft(
            message=mail.message(letters.letter(one), programme, templates),
            settings=letters.way_of(one, programme),
            telling=one.telling,
            reason=one.telling.reason,
        )
        for one in planned
    )


def write_trial(
    wanted: Iterable[Letter], to: Mailbox, programme: Programme, templates: Templates
) -> tuple[Draft, ...]:
    """Write the same messages to one's own address, marked as tests."""
    return tuple(
        Draft(
            message=mail.message(mail.trial(one, to), programme, templates),
            settings=mail.settings(one, programme.site),
            reason=f"a test; it would go to {one.to or 'nobody'}",
        )
        for one in wanted
    )


def check_ways(drafts: Iterable[Draft]) -> None:
    """Raise AnnouncerError if there is a message that has no way out."""
    for draft in drafts:
        if not draft.settings.via:
            raise AnnouncerError(
                f"nobody said how mail to {draft.message.recipient} shall leave. Write "
                "`mail: {smtp: smtp://localhost:25}` into talks/site.yaml"
            )
