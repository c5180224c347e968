"""Messages that somebody asks for by hand, beside those that the rules ask for."""

from __future__ import annotations

from announcer import plan as planning
from announcer.errors import AnnouncerError
from announcer.formats import mail
from announcer.formats.mail import Letter
from announcer.ledger import Ledger
from announcer.letters import letter
from announcer.plan import Blocked, Planned
from announcer.survey import Survey
from announcer.talk import Talk
from announcer.telling import Kind

_SEVERAL = frozenset({Kind.DIGEST, Kind.PROGRAMME})


def by_hand(
    talk: Talk, kind: Kind, seen: Survey, ledger: Ledger
) -> tuple[Planned, ...]:
    """Return the messages of one kind about one talk, whatever the rules say.

    Raises AnnouncerError that says why there is none.
    """
    found = _asked(talk, kind, seen, ledger)
    planned = tuple(one for one in found if isinstance(one, Planned))
    if not planned:
        reasons = "; ".join(one.reason for one in found if isinstance(one, Blocked))
        raise AnnouncerError(f"no {kind} of {talk.source} can go out: {reasons}")
    return planned


def for_trial(
    talk: Talk, kind: Kind, seen: Survey, ledger: Ledger
) -> tuple[Letter, ...]:
    """Return letters of one kind about one talk to look at, due or not.

    One that cannot go out now is written all the same.
    """
    if kind in _SEVERAL:
        raise AnnouncerError(
            f"a {kind} is about several talks; `announcer send --to ADDRESS` without a "
            "talk tests one that is due"
        )
    found = _asked(talk, kind, seen, ledger)
    letters = tuple(letter(one) for one in found if isinstance(one, Planned))
    return letters or (mail.letter_about(kind, talk, seen.programme),)


def _asked(
    talk: Talk, kind: Kind, seen: Survey, ledger: Ledger
) -> tuple[Planned | Blocked, ...]:
    told = ledger.told([talk.uid], seen.programme.now)
    return planning.asked(kind, talk, seen.programme, told)
