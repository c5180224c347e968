"""What the plan wants to be told, as letters that can be written.

This room alone knows both the plan and the mail: who plans does not know how a message
looks, and who writes it does not know why it is due.
"""

from __future__ import annotations

from collections.abc import Iterable

from announcer.access import Channel
from announcer.formats import mail
from announcer.formats.mail import Coming, Letter
from announcer.mailbox import key
from announcer.plan import Plan, Planned
from announcer.talk import MailSettings, Programme, Talk


def letter(planned: Planned) -> Letter:
    """Return the letter that tells what is planned, named as the ledger names it."""
    telling = planned.telling
    return Letter(
        kind=telling.kind,
        uid=telling.uid,
        to=planned.to,
        series=planned.series,
        talks=planned.talks,
        revision=telling.revision,
        channel=_channel(planned),
        to_list=planned.to_list,
        changes=planned.changes,
        span=planned.span,
        term=planned.term,
        gaps=planned.gaps,
        person=planned.person,
        missing=planned.missing,
        by=planned.by,
        in_reply_to=planned.first or None,
    )


def coming(plan: Plan) -> tuple[Coming, ...]:
    """Return the letters that go out now and next, to be looked at."""
    return tuple(
        Coming(
            letter=letter(one),
            due=one.due,
            reason=one.telling.reason,
            is_due=is_due,
        )
        for found, is_due in ((plan.due, True), (plan.upcoming, False))
        for one in found
    )


def way_of(planned: Planned, programme: Programme) -> MailSettings:
    """Return how a message leaves: as its series says, or else the site."""
    return mail.settings(letter(planned), programme.site)


def _channel(planned: Planned) -> Channel:
    """Return which links may be told: those for members only on their own list.

    A list that was told earlier, or that other series share, is not theirs.
    """
    if not planned.to_list or not _all_to(planned.talks, planned.telling.address):
        return Channel.PUBLIC
    return Channel.MEMBERS


def _all_to(talks: Iterable[Talk], address: str) -> bool:
    lists = (talk.series.mailing_list for talk in talks)
    return all(one is not None and key(one.address) == key(address) for one in lists)
