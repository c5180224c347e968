"""What a plan is made of: messages that are due, that come next, that cannot go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from announcer.facts import Change
from announcer.mailbox import Mailbox
from announcer.talk import Gap, Series, Talk
from announcer.telling import Kind, Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One message to one address: what the ledger claims, and what a letter needs.

    ``series`` is None in a message about
    several. ``to_list`` tells a mailing list from a person. ``changes`` are for an
    update, ``span`` (first and last day), ``term`` and ``gaps`` for a digest or
    programme, ``person`` is who is greeted, ``missing`` what a request asks for and
    ``by`` until when. ``first`` is the Message-ID of the first message about the talk
    to this address, empty if there was none. ``ready`` is false for a coming message
    that could not go out as things stand.
    """

    telling: Telling
    to: Mailbox
    series: Series | None
    talks: tuple[Talk, ...]
    to_list: bool = True
    changes: tuple[Change, ...] = ()
    span: tuple[date, date] | None = None
    term: str | None = None
    gaps: tuple[Gap, ...] = ()
    person: str | None = None
    missing: tuple[str, ...] = ()
    by: date | None = None
    first: str = ""
    ready: bool = True

    @property
    def due(self) -> datetime:
        """Return since when, or from when on, this message should go out."""
        assert self.telling.due is not None  # noqa: S101 - a plan always says when
        return self.telling.due


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A message that is due and cannot go out, with the reason and the cure."""

    kind: Kind
    talk: Talk
    address: str
    due: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to tell now, what comes next, and what should go out now but cannot.

    ``due`` begins with the most urgent news, ``upcoming`` with the next message.
    """

    due: tuple[Planned, ...] = ()
    upcoming: tuple[Planned, ...] = ()
    blocked: tuple[Blocked, ...] = ()
